//! The accuracy ledger: how right the findings are on the labelled laws, written down. It fails when a
//! figure falls, and when one rises unsaid: whoever changes the rules changes the ledger with them.
//!
//! Three groups: acts of invented States that are drafted here and labelled by another hand
//! (`fixtures/labelled`), real laws labelled here (`tests/labels`), and the gold labels. The last two read the
//! laws in `../shared`; without it the test says that they were left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lacuna::accuracy::{Choice, Evaluation, Figures, GoldLaw, Split, evaluate};
use lacuna::assessment::{self, Assessment, Options};
use lacuna::checklist::{Rules, Status};
use lacuna::error::Result;
use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;
use serde::{Deserialize, Serialize};

/// What is written down of a group of laws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    cells: usize,
    accuracy: Option<f64>,
    presence_f1: Option<f64>,
    macro_f1: Option<f64>,
    met_precision: Option<f64>,
    evidence: Option<f64>,
    /// Label → ours → cells.
    confusion: BTreeMap<Status, BTreeMap<Status, usize>>,
}

impl Entry {
    fn new(figures: &Figures) -> Self {
        Entry {
            cells: figures.cells,
            accuracy: figures.accuracy.value,
            presence_f1: figures.presence_f1,
            macro_f1: figures.macro_f1,
            met_precision: figures.met_precision.value,
            evidence: figures.evidence.value,
            confusion: figures.confusion.clone(),
        }
    }
}

/// `gold/en/dev` → its figures.
type Ledger = BTreeMap<String, Entry>;

#[test]
fn figures_are_those_of_the_ledger() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let groups = [
        ("drafted", root.join("fixtures/labelled"), root.join("fixtures/labelled")),
        ("own", root.join("tests/labels"), corpus.clone()),
        ("gold", root.join("../shared/gold"), corpus),
    ];
    let rules = Rules::built_in().unwrap();
    let languages: Vec<&str> = rules.languages().collect();
    let mut now = Ledger::new();
    let mut left_out = Vec::new();
    for (group, labels, laws) in &groups {
        if !labels.is_dir() || !laws.is_dir() {
            println!("left out: the group {group}, for {} is not there", laws.display());
            left_out.push(format!("{group}/"));
            continue;
        }
        for language in &languages {
            for split in [Split::Dev, Split::Check] {
                let choice = Choice { split: Some(split), language: Some((*language).to_owned()) };
                let evaluation: Evaluation =
                    evaluate(labels, laws, &choice, &languages, &|law, path| assess(&rules, law, path))
                        .unwrap();
                assert!(evaluation.left_out.is_empty(), "{:?}", evaluation.left_out);
                assert!(evaluation.unknown_obligations.is_empty(), "{:?}", evaluation.unknown_obligations);
                if evaluation.laws > 0 {
                    let name = format!("{group}/{language}/{}", split.name());
                    now.insert(name, Entry::new(&evaluation.overall));
                }
            }
        }
    }
    let path = root.join("tests/accuracy-ledger.json");
    if std::env::var_os("LACUNA_UPDATE_LEDGER").is_some() {
        fs::write(&path, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
    }
    let mut ledger: Ledger = serde_json::from_str(&fs::read_to_string(&path).unwrap_or("{}".into())).unwrap();
    ledger.retain(|name, _| !left_out.iter().any(|group| name.starts_with(group.as_str())));
    let differences = differences(&ledger, &now);
    assert!(
        differences.is_empty(),
        "{}\nIf that is meant: LACUNA_UPDATE_LEDGER=1 cargo test --test accuracy",
        differences.join("\n")
    );
}

fn assess(rules: &Rules, law: &GoldLaw, path: &Path) -> Result<Assessment> {
    let flags = Metadata {
        language: Some(law.language.clone()),
        country: Some(law.country.clone()),
        ..Metadata::default()
    };
    let act = outline(Source::read(&path.to_string_lossy(), &flags)?);
    assessment::assess(&[act], rules, &Options::default())
}

/// One line for each figure or count that is not the ledger's.
fn differences(ledger: &Ledger, now: &Ledger) -> Vec<String> {
    let mut lines = Vec::new();
    for group in ledger.keys().chain(now.keys().filter(|group| !ledger.contains_key(*group))) {
        let (Some(was), Some(is)) = (ledger.get(group), now.get(group)) else {
            let side = if now.contains_key(group) { "is new" } else { "is gone" };
            lines.push(format!("{group} {side}"));
            continue;
        };
        for (name, of) in [
            ("accuracy", (|entry| entry.accuracy) as fn(&Entry) -> Option<f64>),
            ("presence F1", |entry| entry.presence_f1),
            ("macro-F1", |entry| entry.macro_f1),
            ("precision of met", |entry| entry.met_precision),
            ("evidence", |entry| entry.evidence),
        ] {
            let (was, is) = (of(was), of(is));
            if was != is {
                let way = if is < was { "fell" } else { "rose" };
                let shown = |value: Option<f64>| value.map_or("-".into(), |value| format!("{value:.4}"));
                lines.push(format!("{group}: {name} {way}: {} → {}", shown(was), shown(is)));
            }
        }
        if was.confusion != is.confusion || was.cells != is.cells {
            lines.push(format!("{group}: cells moved: {:?} → {:?}", was.confusion, is.confusion));
        }
    }
    lines
}

#[test]
fn the_ledger_fails_both_ways() {
    let entry = |accuracy, hits| Entry {
        cells: 10,
        accuracy: Some(accuracy),
        presence_f1: None,
        macro_f1: None,
        met_precision: None,
        evidence: None,
        confusion: BTreeMap::from([(Status::Met, BTreeMap::from([(Status::Met, hits)]))]),
    };
    let ledger = |entry: Entry| Ledger::from([("en/dev".to_owned(), entry)]);
    let base = ledger(entry(0.5, 5));
    assert!(differences(&base, &base).is_empty());
    assert!(differences(&base, &ledger(entry(0.4, 4)))[0].contains("fell"));
    assert!(differences(&base, &ledger(entry(0.6, 6)))[0].contains("rose"));
    assert_eq!(differences(&base, &ledger(entry(0.5, 6))).len(), 1, "same figure, other cells");
    assert_eq!(differences(&base, &Ledger::new()), ["en/dev is gone"]);
    assert_eq!(differences(&Ledger::new(), &base), ["en/dev is new"]);
}
