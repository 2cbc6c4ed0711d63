//! Amending bills of invented States applied to the acts that they amend.

use std::fs;
use std::path::{Path, PathBuf};

use lacuna::amendment::{Amendment, Operation, apply, effects, read};
use lacuna::checklist::Rules;
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/amending").join(name)
}

fn act(text: &str, language: &str) -> Act {
    let meta = Metadata { language: Some(language.into()), ..Metadata::default() };
    outline(Source::from_text("act.txt", text.to_owned(), &meta).expect("a text"))
}

fn law(kind: &str, language: &str) -> Act {
    act(&fs::read_to_string(fixture(&format!("{kind}.{language}.txt"))).expect("a fixture"), language)
}

/// The act as amended, and each instruction in a line: `clause: operation target` or `clause: ! why`.
fn amended(principal: &Act, bill: &Act) -> (String, Vec<String>) {
    let mut instructions = read(bill, principal).expect("a language that is read");
    let amended = apply(principal, &mut instructions).expect("a text");
    let line = |it: &lacuna::amendment::Instruction| match it.not_applied.as_str() {
        "" => format!("{:?} {}", it.operation.expect("an operation"), it.target),
        why => format!("! {why}"),
    };
    (amended.text, instructions.iter().map(line).collect())
}

fn holds(text: &str, parts: &[&str], not: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    for part in not {
        assert!(!text.contains(part), "{part:?} is still in:\n{text}");
    }
}

#[test]
fn an_english_bill_is_applied() {
    let (text, told) = amended(&law("principal", "en"), &law("bill", "en"));
    assert_eq!(
        told,
        [
            "SubstituteWords section 1(1)",
            "SubstituteWords section 1(1)",
            "Insert section 1(2)",
            "SubstituteWords section 1(2)",
            "Insert section 1",
            "Repeal section 3",
            "! it changes the Ports Act, not the act that was given",
            "Replace section 4",
        ]
    );
    holds(
        &text,
        &[
            "material benefit, commits an offence and is liable to imprisonment for ten years.",
            "entered unlawfully commits an offence and is liable to imprisonment for one year.\n(2A) A person who attempts",
            "the same penalty.\n(3) In this section",
            "permit.\n\nAggravated smuggling\n1A. Where an offence",
            "twenty years.\n\nDocuments\n2.",
            "Reports\n4. The Minister shall report to Parliament every two years.\n",
        ],
        &["three years", "not liable under section 1", "“", "every year"],
    );
    // What was inserted is read as the law's own.
    let after = act(&text, "en");
    assert!(
        after.by_eid("sec_1__subsec_2A").is_some()
            || after.ids().any(|id| after.get(id).label == "section 1(2A)")
    );
}

#[test]
fn a_french_bill_is_applied() {
    let (text, told) = amended(&law("principal", "fr"), &law("bill", "fr"));
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(told[4].starts_with("! it changes code des ports"), "{told:#?}");
    holds(
        &text,
        &["cinq ans", "Article 2 bis\nLa tentative", "au Parlement chaque année."],
        &["trois ans", "n'est pas punissable", "«"],
    );
}

#[test]
fn a_spanish_bill_is_applied() {
    let (text, told) = amended(&law("principal", "es"), &law("bill", "es"));
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(told[4].starts_with("! it changes"), "{told:#?}");
    holds(
        &text,
        &["prisión de seis años", "Artículo 1-A. Tentativa", "al Congreso cada año."],
        &["tres años", "no será responsable"],
    );
}

#[test]
fn a_german_bill_is_applied() {
    let (text, told) = amended(&law("principal", "de"), &law("bill", "de"));
    assert_eq!(told.len(), 5, "{told:#?}");
    holds(
        &text,
        &[
            "zehn Jahren bestraft",
            "\n(3) Der Versuch ist strafbar.",
            "§ 2a Bande",
            "berichtet dem Parlament jährlich.",
        ],
        &["drei Jahren", "nicht bestraft", "„"],
    );
}

#[test]
fn what_is_not_certain_is_told_and_not_guessed() {
    let principal = law("principal", "en");
    let one = |order: &str| {
        let bill = act(&format!("Border Crossing (Amendment) Bill\n\n1. {order}\n"), "en");
        let (text, told) = amended(&principal, &bill);
        assert_eq!(text, principal.source.text, "{order}");
        assert_eq!(told.len(), 1, "{order}: {told:?}");
        told[0].clone()
    };
    let cases = [
        (
            "Section 1 of the principal Act is amended by deleting the word \"person\" and substituting \"human being\".",
            "times",
        ),
        (
            "Section 2 of the principal Act is amended by deleting the words \"ten ships\" and substituting \"one\".",
            "does not stand in section 2",
        ),
        ("Section 12 of the principal Act is repealed.", "is not in the act"),
        ("Sections 1 to 3 of the principal Act are repealed.", "range"),
        ("Section 1(7) of the principal Act is repealed.", "is not in the act"),
    ];
    for (order, why) in cases {
        let told = one(order);
        assert!(told.starts_with("! ") && told.contains(why), "{order}: {told}");
    }
}

#[test]
fn each_clause_has_its_own_effect() {
    let rules = Rules::built_in().expect("sound rules");
    let (principal, bill) = (law("principal", "en"), law("bill", "en"));
    let mut instructions = read(&bill, &principal).expect("a language that is read");
    let after = apply(&principal, &mut instructions).expect("a text");
    let amendment =
        effects(&bill, &principal, &after.act, instructions, &rules, &Default::default()).expect("effects");
    let of = |amendment: &Amendment, clause: &str| -> Vec<String> {
        let clause = amendment.clauses.iter().find(|it| it.label == clause).expect("a clause");
        let moved = clause.findings.iter().filter(|it| it.old.status != it.new.status);
        moved.map(|it| it.obligation.clone()).collect()
    };
    let first = of(&amendment, "section 1");
    assert!(first.contains(&"SOM-6.1-benefit".into()) && first.contains(&"SOM-6.2a".into()), "{first:?}");
    assert_eq!(of(&amendment, "section 2"), ["SOM-6.3a", "SOM-6.3b"]);
    assert_eq!(of(&amendment, "section 3"), ["SOM-5"]);
    assert_eq!(of(&amendment, "section 5"), [""; 0]);
    assert!(amendment.instructions.iter().any(|it| it.operation == Some(Operation::Repeal)));
}

#[test]
fn a_language_without_wordings_is_refused() {
    let bill = act("Закон о поправках\n\nСтатья 1. Статью 3 исключить.\n", "ru");
    let error = read(&bill, &law("principal", "en")).expect_err("Russian is not read");
    assert!(error.help().contains("de"), "{error}");
}
