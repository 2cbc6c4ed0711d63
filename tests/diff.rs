//! Two versions of an act: what changed, and what that does to the findings.

use lacuna::assessment::{self, Assessment};
use lacuna::checklist::Rules;
use lacuna::comparison::{Change, ChangeKind, Comparison, PieceKind, compare};
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline};

const ACT: &str = "\
# Migrant Smuggling Act

1. This Act may be cited as the Migrant Smuggling Act.

2. (1) A person who, for a financial or other material benefit, arranges the illegal entry of another person who
is not a citizen or permanent resident commits an offence and is liable to imprisonment for ten years.
(2) Where the life or safety of the person smuggled was endangered, the offender is liable to imprisonment for
twenty years.

3. A person who attempts to commit an offence under this Act is liable as if it had been committed.

4. A smuggled person shall not be liable to prosecution for having been smuggled.
";

fn read(text: &str) -> (Act, Assessment) {
    let flags = Metadata { language: Some("en".into()), country: Some("XA".into()), ..Metadata::default() };
    let act = outline(Source::from_text("act", text.to_owned(), &flags).expect("a text"));
    let rules = Rules::built_in().expect("sound rules");
    let assessment =
        assessment::assess(std::slice::from_ref(&act), &rules, &Default::default()).expect("assessed");
    (act, assessment)
}

fn diff(old: &str, new: &str) -> Comparison {
    let (old, new) = (read(old), read(new));
    compare((&old.0, &old.1), (&new.0, &new.1))
}

fn kinds(comparison: &Comparison) -> Vec<(ChangeKind, &str)> {
    let label =
        |it: &Change| it.new.as_ref().or(it.old.as_ref()).map_or("", |side| side.label.as_str()).to_owned();
    let labels: Vec<(ChangeKind, String)> =
        comparison.changes.iter().map(|it| (it.kind, label(it))).collect();
    labels.into_iter().map(|(kind, label)| (kind, &*Box::leak(label.into_boxed_str()))).collect()
}

#[test]
fn the_same_text_has_no_difference() {
    let same = diff(ACT, ACT);
    assert!(same.changes.is_empty() && same.findings.is_empty(), "{same:?}");
}

#[test]
fn renumbering_alone_changes_no_finding() {
    let renumbered = ACT.replace("\n4. ", "\n6. ").replace("\n3. ", "\n5. ").replace("\n2. ", "\n4. ");
    let found = diff(ACT, &renumbered);
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    let expected = [
        (ChangeKind::Renumbered, "section 4"),
        (ChangeKind::Renumbered, "section 5"),
        (ChangeKind::Renumbered, "section 6"),
    ];
    assert_eq!(kinds(&found), expected);
}

#[test]
fn a_deleted_benefit_is_told_as_exactly_that_loss() {
    let without = ACT.replace(" who, for a financial or other material benefit, arranges", " who arranges");
    let found = diff(ACT, &without);
    assert_eq!(kinds(&found), [(ChangeKind::Changed, "section 2(1)")]);
    let gone: Vec<&str> = found.changes[0]
        .words
        .iter()
        .filter(|it| it.kind == PieceKind::Deleted)
        .map(|it| it.text.trim())
        .collect();
    assert!(gone.join(" ").contains("material benefit"), "{gone:?}");
    let lost: Vec<&str> =
        found.findings.iter().filter(|it| !it.lost.is_empty()).map(|it| it.obligation.as_str()).collect();
    assert!(lost.contains(&"SOM-6.1-benefit"), "{lost:?}");
    assert!(
        !lost.contains(&"SOM-6.3a") && !lost.contains(&"SOM-6.2a") && !lost.contains(&"SOM-5"),
        "{lost:?}"
    );
    assert!(found.changes[0].obligations.iter().any(|it| it == "SOM-6.1-benefit"));
}

#[test]
fn a_section_that_moved_is_no_deletion() {
    let (head, tail) = ACT.split_at(ACT.find("\n3. ").expect("section 3"));
    let four = &tail[tail.find("\n4. ").expect("section 4")..];
    let three = &tail[..tail.len() - four.len()];
    let swapped = format!("{head}{}{}", four.replace("\n4. ", "\n3. "), three.replace("\n3. ", "\n4. "));
    let found = diff(ACT, &swapped);
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    assert!(found.changes.iter().any(|it| it.kind == ChangeKind::Moved), "{:?}", kinds(&found));
    assert!(!found.changes.iter().any(|it| matches!(it.kind, ChangeKind::Deleted | ChangeKind::Inserted)));
}

#[test]
fn a_new_section_is_inserted_and_its_duty_rises() {
    let longer = format!(
        "{ACT}\n5. The court shall order the confiscation of the proceeds of an offence under this Act and of any vehicle used in it, and an officer may seize them.\n"
    );
    let found = diff(ACT, &longer);
    assert_eq!(kinds(&found), [(ChangeKind::Inserted, "section 5")]);
    assert!(found.findings.iter().any(|it| it.obligation == "UNTOC-12" && !it.gained.is_empty()));
    assert!(found.findings.iter().all(|it| it.lost.is_empty()));
}
