//! Scoring against labels: what counts, what is set apart, what is never shown. Labels and findings are invented.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lacuna::accuracy::{Choice, Evaluation, GoldLaw, Split, compare, evaluate, render};
use lacuna::assessment::{Assessment, Carried, Evidence, Finding, Tool};
use lacuna::checklist::{Consequence, Force, Status};
use lacuna::error::{Error, Result};

const LABELS: [(&str, &str); 4] = [
    (
        "a-garden-act",
        "{law: a-garden-act, file: en/a.txt, country: ZZ, language: en, year: 2001, kind: special-act, split: dev,
          labels: {G-1: {status: met, evidence: ['4(1)'], note: x}, G-2: {status: absent}, G-3: {status: partial, doubt: true}}}",
    ),
    (
        "b-pond-act",
        "{law: b-pond-act, file: en/b.txt, country: ZZ, language: en, split: dev,
          labels: {G-1: {status: partial, evidence: ['7 bis.2', '9']}, G-2: {status: absent}, G-9: {status: absent}}}",
    ),
    (
        "c-secret-act",
        "{law: c-secret-act, file: en/c.txt, country: ZZ, language: en, split: check,
          labels: {G-1: {status: met, evidence: ['1']}, G-2: {status: met, evidence: ['2']}}}",
    ),
    ("d-loi", "{law: d-loi, file: fr/d.txt, country: ZZ, language: fr, split: dev, labels: {G-1: {status: met}}}"),
];

fn finding(obligation: &str, status: Status, units: &[&str]) -> Finding {
    let evidence = |unit: &&str| Evidence {
        act: 0,
        eid: format!("sec_{unit}"),
        label: format!("section {unit}"),
        unit: (*unit).to_owned(),
        line: 1,
        start: 0,
        end: 0,
        quote: String::new(),
        lead_in: Vec::new(),
        via: Carried::Direct,
        at: None,
    };
    Finding {
        obligation: obligation.into(),
        article: String::new(),
        force: Force::Mandatory,
        cluster: String::new(),
        status,
        consequence: Consequence::Gap,
        flags: Vec::new(),
        elements: Vec::new(),
        evidence: units.iter().map(evidence).collect(),
        missing: Vec::new(),
        nearest: Vec::new(),
    }
}

fn assessed(law: &GoldLaw, _: &Path) -> Result<Assessment> {
    use Status::{Absent, Met, Partial};
    let findings = match law.law.as_str() {
        "a-garden-act" => vec![
            finding("G-1", Met, &["2", "3", "4", "5"]),
            finding("G-2", Partial, &["8"]),
            finding("G-3", Absent, &[]),
        ],
        "b-pond-act" => vec![
            finding("G-1", Met, &["1", "2", "3", "7bis"]),
            finding("G-2", Absent, &[]),
            finding("G-3", Absent, &[]),
        ],
        _ => vec![finding("G-1", Met, &["1"]), finding("G-2", Absent, &[])],
    };
    Ok(Assessment {
        schema: 1,
        tool: Tool { name: "lacuna".into(), version: "0".into() },
        checklists: Vec::new(),
        acts: Vec::new(),
        subjects: Vec::new(),
        sets: BTreeMap::new(),
        findings,
        notices: Vec::new(),
        baseline: None,
    })
}

fn run(choice: &Choice) -> Evaluation {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in LABELS {
        fs::write(folder.path().join(format!("{name}.yaml")), text).unwrap();
    }
    evaluate(folder.path(), Path::new("laws"), choice, &["en"], &assessed).unwrap()
}

#[test]
fn cells_without_doubt_are_scored() {
    let result = run(&Choice { split: Some(Split::Dev), language: None });
    assert_eq!((result.laws, result.overall.cells, result.doubt.cells), (2, 4, 1));
    assert_eq!((result.overall.accuracy.hits, result.overall.accuracy.of), (2, 4));
    assert_eq!((result.overall.met_precision.hits, result.overall.met_precision.of), (1, 2));
    assert_eq!(result.overall.presence_recall.value, Some(1.0));
    assert_eq!(
        (result.overall.evidence.hits, result.overall.evidence.of),
        (1, 2),
        "the fourth piece of evidence comes too late"
    );
    assert_eq!(result.unknown_obligations, ["G-9"]);
    assert_eq!(result.left_out.len(), 1, "{:?}", result.left_out);
    assert!(result.left_out[0].why.contains("`fr`"));
    assert_eq!(result.by_law.keys().collect::<Vec<_>>(), ["a-garden-act", "b-pond-act"]);
}

#[test]
fn baselines_read_no_law() {
    let result = run(&Choice::default());
    // G-1: met, partial, met; G-2: absent, absent, met.
    assert_eq!((result.baselines.commonest.accuracy.hits, result.baselines.commonest.accuracy.of), (4, 6));
    assert_eq!(result.baselines.absent.accuracy.hits, 2);
    assert_eq!(result.baselines.absent.presence_recall.value, Some(0.0));
}

#[test]
fn laws_for_checking_show_no_cells() {
    let result = run(&Choice { split: Some(Split::Check), language: None });
    assert_eq!((result.overall.cells, result.overall.accuracy.hits), (2, 1));
    assert!(result.cells.is_empty() && result.by_obligation.is_empty());
    let both = run(&Choice::default());
    assert!(both.cells.iter().all(|cell| cell.law != "c-secret-act"));
    let text = render(&both, None);
    let listed = text.split("wrong (dev)").nth(1).unwrap();
    assert!(!listed.contains("c-secret-act"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn changes_since_an_earlier_run_are_told() {
    let before = run(&Choice::default());
    let json = serde_json::to_string(&before).unwrap();
    let before: Evaluation = serde_json::from_str(&json).unwrap();
    let mut now = run(&Choice::default());
    assert!(render(&now, Some(&compare(&before, &now))).contains("no cell changed"));
    now.cells[0].ours = Status::Absent;
    now.cells[1].ours = Status::Absent;
    let comparison = compare(&before, &now);
    let ids = |changes: &[lacuna::accuracy::Change]| -> Vec<String> {
        changes.iter().map(|change| change.obligation.clone()).collect()
    };
    assert_eq!((ids(&comparison.lost), ids(&comparison.gained)), (vec!["G-1".into()], vec!["G-2".into()]));
}

#[test]
fn labels_that_cannot_be_read_are_faults() {
    let folder = tempfile::tempdir().unwrap();
    let run = |folder: &Path| evaluate(folder, folder, &Choice::default(), &["en"], &assessed);
    assert!(matches!(run(folder.path()), Err(Error::Request { .. })));
    fs::write(folder.path().join("a.yaml"), "law: a").unwrap();
    fs::write(folder.path().join("b.yaml"), "- b").unwrap();
    let Err(Error::Rules(faults)) = run(folder.path()) else { panic!("two broken files") };
    assert_eq!(faults.len(), 2);
    assert!(matches!(run(Path::new("no/such/folder")), Err(Error::Read { .. })));
}
