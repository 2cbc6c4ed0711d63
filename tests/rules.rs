//! Loading of rules: what is refused, where the fault is shown, and that all faults are told at once.
//! The rules here are invented for the tests.

use std::fs;
use std::path::Path;

use lacuna::checklist::{
    Circumstances, Condition, Consequence, Fact, Force, Full, Means, On, PenaltyTest, Reach, RuleFiles,
    Rules, Status,
};
use lacuna::error::{Error, RuleFault};

const CHECKLIST: &str = r#"
id: gardens
version: "1"
title: {en: Treaty on gardens}
clusters: [{id: fences, title: {en: Fences}}]
chapters: [duties]
"#;
const SETS: &str = r#"
sets:
  fence-duty:
    title: {en: duties to fence}
    role: [duty, offence]
    not: "@pasture"
    limbs: {wood: "@fence /s @wood", iron: {find: "@fence /s @iron", role: duty, via: [citation]}}
    narrow: {find: "@pasture", code: N1}
"#;
const DUTIES: &str = r#"
obligations:
  - id: G-1
    article: 1(2)
    force: mandatory
    cluster: fences
    title: {en: Fences}
    summary: {en: Gardens are fenced.}
    carried-by: other
    elements:
      - {id: fence, anchor: true, essential: true, on: fence-duty, reach: all, find: "@fence"}
      - id: material
        on: fence
        limbs: {any: "@wood or @iron", wood: "@wood", iron: {find: "@iron", role: offence}}
        full: any or 2
        narrow: {code: N2}
      - id: penalty
        on: fence-duty
        limbs-of-set: iron
        penalty: {imprisonment-max: ">= 2 years"}
      - id: gate
        any:
          - {on: act, find: "@gate", role: duty, code: N3}
          - {on: fence-duty, find: "@gate"}
        role: [right, duty]
        via: []
    grade:
      conflict: set.fence-duty.iron and not fence
      met: fence.full and material.limb.wood
      partial: fence or code.N1
    flags: {wider: "material.narrow or code.N3"}
  - {id: G-2, article: "2", instrument: Annex, force: optional, means: any, cluster: fences, title: {en: Gates},
     summary: {en: Gates.}, triggered-by: G-1, elements: [{id: gate, anchor: true, find: "@gate"}]}
"#;
const LEXICON: &str = r#"
language: en
tokens: words
fold: [case, accents]
roles: {duty: [shall], offence: ['offence', '"an offence"']}
negators: {before: [without], within: 4}
concepts:
  fence: [fence!, '@wood /3 wall']
  wood: [wood!]
  iron: iron
  gate: none
  pasture:
"#;
const CONSEQUENCES: &str = "rows: [{status: met, then: none}, {then: gap}]\n";

/// The files of a small rule folder, some of them replaced.
fn folder(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = [
        ("checklists/gardens/checklist.yaml", CHECKLIST),
        ("checklists/gardens/sets.yaml", SETS),
        ("checklists/gardens/duties.yaml", DUTIES),
        ("lexicons/en.yaml", LEXICON),
        ("consequences.yaml", CONSEQUENCES),
    ];
    for (path, text) in base.iter().chain(changes) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(changes: &[(&str, &str)]) -> Result<Rules, Vec<RuleFault>> {
    let folder = folder(changes);
    let mut files = RuleFiles::default();
    files.lay_over(folder.path()).unwrap();
    match Rules::from_files(files, true) {
        Ok(rules) => Ok(rules),
        Err(Error::Rules(faults)) => Err(faults),
        Err(other) => panic!("{other}"),
    }
}

/// `duties.yaml` with some words replaced, as the faults that come of it: line:column, message, help.
fn faults_of(file: &str, text: &str, replace: &[(&str, &str)]) -> Vec<String> {
    let mut changed = text.to_owned();
    for (old, new) in replace {
        assert!(changed.contains(old), "{old}");
        changed = changed.replacen(old, new, 1);
    }
    let faults = load(&[(file, &changed)]).expect_err("the rules must be refused");
    let shown = |fault: &RuleFault| {
        let (line, column) = fault.place.at.unwrap();
        let words: String =
            fault.place.excerpt.chars().skip(column as usize - 1).take(fault.place.width as usize).collect();
        assert!(changed.lines().nth(line as usize - 1).unwrap().contains(&words), "{fault}");
        format!("{words} | {} | {}", fault.message, fault.help)
    };
    faults.iter().map(shown).collect()
}

fn duties(replace: &[(&str, &str)]) -> Vec<String> {
    faults_of("checklists/gardens/duties.yaml", DUTIES, replace)
}

#[test]
fn a_whole_folder_compiles() {
    let rules = load(&[]).unwrap_or_else(|faults| panic!("{}", Error::Rules(faults)));
    let list = &rules.checklists[0];
    assert_eq!((list.id.as_str(), list.version.as_str()), ("gardens", "1"));
    let set = &list.sets[0];
    assert_eq!(
        set.limbs.iter().map(|limb| (limb.name.as_str(), limb.via_citation)).collect::<Vec<_>>(),
        [("wood", false), ("iron", true)]
    );
    let [first, second] = &list.obligations[..] else { panic!("two obligations") };
    assert_eq!((first.instrument.as_str(), second.instrument.as_str()), ("Protocol", "Annex"));
    assert_eq!((second.means, second.triggered_by.as_deref()), (Means::Any, Some("G-1")));
    let [fence, material, penalty, gate] = &first.elements[..] else { panic!("four elements") };
    assert_eq!((&fence.seeks[0].on, fence.seeks[0].reach), (&On::Set("fence-duty".into()), Reach::All));
    assert!(fence.seeks[0].via_definition && !fence.seeks[0].via_citation);
    assert_eq!(material.full, Full::NamedOr("any".into(), 2));
    assert_eq!(material.seeks[0].on, On::Element("fence".into()));
    assert_eq!(penalty.seeks[0].penalty, Some(PenaltyTest::ImprisonmentMaxAtLeast(24)));
    assert_eq!(gate.seeks.len(), 2);
    assert_eq!(gate.seeks[0].roles.iter().count(), 1, "a way's own roles win");
    assert_eq!(gate.seeks[1].roles.iter().count(), 2, "a way falls back to the element's roles");
    assert!(!gate.seeks[1].via_definition, "`via: []` is for neither");
    assert_eq!(second.elements[0].seeks[0].on, On::Act, "an anchor is sought in the whole act");
    assert_eq!(
        first.grade.iter().map(|(status, _)| *status).collect::<Vec<_>>(),
        [Status::Conflict, Status::Met, Status::Partial]
    );
    assert_eq!(
        first.grade[2].1,
        Condition::Or(vec![Condition::Found("fence".into()), Condition::Code("N1".into())])
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let faults = duties(&[
        ("force: mandatory", "force: mandatry"),
        ("    carried-by: other", "    carried-by: others\n    colour: green"),
        ("on: fence-duty, reach: all, find: \"@fence\"", "on: fence-dty, reach: all, find: \"@fenc\""),
        ("full: any or 2", "full: some"),
        ("set.fence-duty.iron", "set.fence-duty.irn"),
        ("means: any", "means: [any]"),
    ]);
    for expected in [
        "mandatry | `mandatry` is not known here | did you mean `mandatory`?",
        "others | `others` is not known here | did you mean `other`?",
        "colour | unknown field `colour` | known: ",
        "[ | a word is expected here, not a list | ",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected}\n{faults:#?}");
    }
    let faults = duties(&[
        ("on: fence-duty, reach: all, find: \"@fence\"", "on: fence-dty, reach: all, find: \"@fenc\""),
        ("full: any or 2", "full: some"),
        ("set.fence-duty.iron", "set.fence-duty.irn"),
        ("met: fence.full", "met: fence.ful"),
    ]);
    assert_eq!(faults.len(), 5, "{faults:#?}");
    for expected in [
        "fence-dty | unknown set or element `fence-dty` | did you mean `fence-duty`?",
        "@fenc | unknown concept `@fenc` | did you mean `fence`?",
        "some | `some` does not say how many limbs | ",
        "set.fence-duty.irn | unknown limb `irn` | did you mean `iron`?",
        "fence.ful | `fence.ful` names nothing | ",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected}\n{faults:#?}");
    }
}

#[test]
fn each_mistake_has_its_own_words() {
    for (replace, expected) in [
        (("id: G-2", "id: G-1"), "G-1 | the obligation `G-1` stands here twice"),
        (
            ("cluster: fences\n", "cluster: fence\n"),
            "fence | unknown cluster `fence` | did you mean `fences`?",
        ),
        (("title: {en: Fences}", "title: {fr: Clôtures}"), "the English words are missing"),
        (("summary: {en: Gates.}, ", ""), "`summary` is missing"),
        (
            ("elements: [{id: gate, anchor: true, find: \"@gate\"}]", "elements: []"),
            "G-2 | G-2 has no elements",
        ),
        (
            ("id: gate, anchor: true, find: \"@gate\"", "id: gate, anchor: true"),
            "the element `gate` seeks nothing",
        ),
        (("id: gate, anchor: true, find", "id: gate, find"), "gate | the element `gate` does not say where"),
        (
            ("id: gate, anchor: true, find", "id: gate, on: act, find"),
            "G-2 has neither an anchor nor a decision",
        ),
        (("id: gate\n", "id: fence\n"), "fence | element `fence` stands here twice"),
        (("id: gate\n", "id: fence-duty\n"), "`fence-duty` already means something else"),
        (("on: fence-duty, reach: all", "on: act, reach: all"), "all | `reach` counts the members of a set"),
        (("limbs-of-set: iron", "limbs-of-set: gold"), "gold | unknown limb `gold`"),
        (
            ("on: fence-duty, reach: all", "on: material, reach: some"),
            "the element `fence` is sought on itself",
        ),
        (("\">= 2 years\"", "two years"), "two years | `two years` is no comparison"),
        (("code.N1", "code.N9"), "code.N9 | unknown code `N9`: nothing in this obligation raises it"),
        (("      partial: fence or code.N1", "      partial: fence or"), "the condition ends too early"),
        (
            ("      met: fence.full", "      partial: fence.full\n      met: fence.full"),
            "`partial` stands here twice",
        ),
        (
            ("anchor: true, essential: true", "anchor: yes, essential: true"),
            "yes | `yes` is neither true nor false",
        ),
        (("triggered-by: G-1", "triggered-by: G-3"), "G-3 | unknown obligation `G-3` | did you mean"),
        (("\"@wood or @iron\"", "\"@wood or\""), "\" | expected a term after `or`"),
        (("find: \"@gate\"}]}", "find: \"@gate\", find: \"@gate\"}]}"), "find | `find` stands here twice"),
    ] {
        let faults = duties(&[replace]);
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{replace:?}: {expected}\n{faults:#?}");
    }
}

#[test]
fn a_met_row_after_partial_is_never_reached() {
    let faults = duties(&[
        ("conflict: set.fence-duty.iron and not fence", "partial: fence"),
        ("      partial: fence or code.N1\n", ""),
    ]);
    assert!(faults[0].starts_with("met | `met` stands after `partial`"), "{faults:#?}");
}

#[test]
fn lexicons_are_checked_too() {
    for (replace, expected) in [
        (("language: en", "language: fr"), "fr | the language `fr` stands in the file `en.yaml`"),
        (
            ("@wood /3 wall", "@wod /3 wall"),
            "@wod | the lexicon has no concept `@wod` | did you mean `wood`?",
        ),
        (("duty: [shall]", "dutty: [shall]"), "dutty | `dutty` is not known here | did you mean `duty`?"),
        (("fold: [case, accents]", "fold: [case, accent]"), "accent | `accent` is not known here"),
        (("negators: {before", "negators: {befor"), "befor | unknown field `befor` | did you mean `before`?"),
        (("  iron: iron\n", "  iron: iron\n  iron: steel\n"), "iron | `iron` stands here twice"),
    ] {
        let faults = faults_of("lexicons/en.yaml", LEXICON, &[replace]);
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{replace:?}: {expected}\n{faults:#?}");
    }
}

#[test]
fn further_files_of_a_language_add_wordings() {
    let more = "concepts: {gate: [gate!], hedge: [hedge!]}\n";
    let rules = load(&[("lexicons/en.more.yaml", more)]).unwrap();
    assert_eq!(rules.languages().collect::<Vec<_>>(), ["en"]);
    let gaps: Vec<String> = rules.concept_gaps().into_iter().map(|gap| gap.concept).collect();
    assert_eq!(gaps, ["pasture"], "`gate` has words now");
    let faults = load(&[("lexicons/en.more.yaml", "language: en\nconcepts: {}\n")]).unwrap_err();
    assert!(faults[0].message.contains("states neither"), "{faults:?}");
}

#[test]
fn gaps_of_a_language_are_told_and_are_no_faults() {
    let french = "language: fr\nconcepts: {fence: [clôture!], wood: none}\n";
    let rules = load(&[("lexicons/fr.yaml", french)]).unwrap();
    let gaps: Vec<_> = rules.concept_gaps();
    let of = |language: &str| -> Vec<(&str, bool)> {
        gaps.iter()
            .filter(|gap| gap.language == language)
            .map(|gap| (gap.concept.as_str(), gap.stated))
            .collect()
    };
    assert_eq!(of("en"), [("gate", true), ("pasture", true)]);
    assert_eq!(of("fr"), [("gate", false), ("iron", false), ("pasture", false), ("wood", true)]);
    let Err(Error::Request { message, help }) = rules.vocabulary("tlh") else { panic!("no such language") };
    assert!(message.contains("`tlh`") && help.contains("en, fr"), "{message} {help}");
}

#[test]
fn a_folder_lies_over_another() {
    let below = folder(&[]);
    let above = tempfile::tempdir().unwrap();
    fs::write(above.path().join("consequences.yaml"), "rows: [{then: to-verify}]\n").unwrap();
    fs::create_dir(above.path().join("lexicons")).unwrap();
    fs::write(above.path().join("lexicons/en.own.yaml"), "concepts: {gate: [wicket!]}\n").unwrap();
    fs::write(above.path().join("notes.txt"), "not a rule").unwrap();
    let mut files = RuleFiles::default();
    files.lay_over(below.path()).unwrap();
    files.lay_over(above.path()).unwrap();
    let rules = Rules::from_files(files, true).unwrap();
    assert_eq!(rules.consequences.rows.len(), 1);
    assert_eq!(rules.concept_gaps().len(), 1);
    assert_eq!(rules.obligations().count(), 2);
}

#[test]
fn a_checklist_is_added_by_its_folder() {
    let base = folder(&[]);
    let other = tempfile::tempdir().unwrap();
    let own = other.path().join("ponds");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("checklist.yaml"), CHECKLIST.replace("id: gardens", "id: ponds")).unwrap();
    fs::write(own.join("duties.yaml"), "obligations: []\n").unwrap();
    let mut files = RuleFiles::default();
    files.lay_over(base.path()).unwrap();
    assert!(files.add_checklist(Path::new("no/such/folder")).is_err());
    files.add_checklist(&own).unwrap();
    let mut rules = Rules::from_files(files, true).unwrap();
    rules.select(&["ponds".into()]).unwrap();
    assert_eq!(rules.checklists.len(), 1);
    let Err(Error::Request { help, .. }) = rules.select(&["pond".into()]) else {
        panic!("unknown checklist")
    };
    assert_eq!(help, "did you mean `ponds`?");
}

#[test]
fn missing_files_and_broken_yaml_are_faults() {
    let faults = load(&[("checklists/gardens/checklist.yaml", "id: [")]).unwrap_err();
    assert!(faults[0].message.starts_with("not YAML"), "{faults:?}");
    let head = CHECKLIST.replace("[duties]", "[duties, ponds]");
    let faults = load(&[("checklists/gardens/checklist.yaml", &head)]).unwrap_err();
    assert!(faults[0].message.contains("the chapter `ponds` has no file"), "{faults:?}");
    let faults = load(&[("consequences.yaml", "rows: [{status: met, then: none}]\n")]).unwrap_err();
    assert!(faults[0].message.contains("the last row"), "{faults:?}");
    let faults = load(&[("consequences.yaml", "")]).unwrap_err();
    assert!(!faults.is_empty());
}

#[test]
fn rule_tests_are_checked_when_rules_are() {
    let test = r#"
language: en
base: A fence of wood.
cases:
  - {name: one, replace: {stone: clay}, expect: {G-11: met}}
  - {name: one}
"#;
    let faults = load(&[("tests/fence.yaml", test)]).unwrap_err();
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`stone` does not stand in the base text",
            "unknown obligation `G-11`",
            "the case `one` stands here twice",
            "the case expects nothing"
        ]
    );
}

#[test]
fn consequences_follow_the_treaty() {
    let rules = Rules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let plain = Circumstances {
        status: Status::Absent,
        force: Force::Mandatory,
        means: Means::Legislation,
        flags: &[],
        fact: Fact::True,
        triggered: true,
    };
    let open = |word: &str| vec![word.to_owned()];
    let general = open("check-general-part");
    let wider = open("wider");
    let implicit = open("implicit");
    let narrow = open("benefit-narrow");
    use Consequence as C;
    for (of, expected) in [
        (plain, C::Gap),
        (Circumstances { status: Status::Partial, force: Force::Qualified, ..plain }, C::Gap),
        (Circumstances { status: Status::Met, ..plain }, C::None),
        (Circumstances { status: Status::Met, flags: &wider, ..plain }, C::Exceeds),
        (Circumstances { status: Status::Partial, flags: &wider, ..plain }, C::Gap),
        (Circumstances { status: Status::Conflict, ..plain }, C::ToVerify),
        (Circumstances { flags: &general, ..plain }, C::ToVerify),
        (Circumstances { means: Means::Any, ..plain }, C::ToVerify),
        (Circumstances { means: Means::Notification, ..plain }, C::ToVerify),
        (Circumstances { status: Status::Met, means: Means::Any, ..plain }, C::None),
        (Circumstances { fact: Fact::Unknown, ..plain }, C::ToVerify),
        (Circumstances { fact: Fact::Unknown, status: Status::Met, ..plain }, C::None),
        (Circumstances { fact: Fact::False, status: Status::Conflict, ..plain }, C::NotTriggered),
        (Circumstances { triggered: false, ..plain }, C::NotTriggered),
        (Circumstances { force: Force::Consider, ..plain }, C::Option),
        (Circumstances { force: Force::Optional, status: Status::Met, ..plain }, C::Option),
        (Circumstances { force: Force::Definition, ..plain }, C::None),
        (Circumstances { force: Force::Saving, ..plain }, C::None),
        (Circumstances { force: Force::Limit, ..plain }, C::Exceeds),
        (Circumstances { force: Force::Limit, status: Status::Partial, ..plain }, C::Exceeds),
        (Circumstances { force: Force::Limit, status: Status::Partial, flags: &narrow, ..plain }, C::Gap),
        (Circumstances { force: Force::Limit, status: Status::Met, ..plain }, C::None),
        (Circumstances { status: Status::Partial, flags: &implicit, ..plain }, C::None),
    ] {
        assert_eq!(rules.consequences.consequence(of), expected, "{of:?}");
    }
}
