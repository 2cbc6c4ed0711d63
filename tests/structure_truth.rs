//! The structure ledger: acts as `outline` reads them from plain text, against the official structure of
//! the same laws (`../shared/corpus/LANG/*.structure.tsv`), as published and as a printed page breaks them.
//!
//! It prints a row for each law, and fails when a figure falls below `structure-ledger.json`. When figures
//! rise, write them down with `LEDGER=write cargo test --test structure_truth`.

// A table for people is what this test is for.
#![allow(clippy::print_stdout)]

#[path = "support/truth.rs"]
mod truth;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline};
use serde::{Deserialize, Serialize};
use truth::{Truth, printed_page};

/// What is reached for one law; none where the source marks no such thing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Figures {
    /// F1 of main units, by number and order.
    units: f64,
    /// F1 of what is numbered inside them.
    inner: Option<f64>,
    /// Share of headings that are right.
    headings: Option<f64>,
    /// F1 of main units where the text is wrapped, hyphenated and has running heads.
    wrapped: f64,
    /// F1 of inner levels, likewise.
    wrapped_inner: Option<f64>,
}

type Ledger = BTreeMap<String, Figures>;

#[test]
fn figures_are_not_below_the_ledger() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let path = root.join("tests/structure-ledger.json");
    if !corpus.is_dir() {
        println!("LEFT OUT: the corpus is not there ({}); no figure was compared", corpus.display());
        return;
    }
    let now = measure(&corpus);
    assert!(!now.is_empty(), "the corpus has no structure tables");
    print_table(&now);
    if std::env::var("LEDGER").is_ok_and(|value| value == "write") {
        let written = serde_json::to_string_pretty(&now).unwrap();
        fs::write(&path, written + "\n").unwrap();
        return;
    }
    let ledger: Ledger = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let mut fallen = Vec::new();
    for (law, before) in &ledger {
        let Some(after) = now.get(law) else {
            fallen.push(format!("{law}: is not in the corpus any more"));
            continue;
        };
        for (what, before, after) in [
            ("units", Some(before.units), Some(after.units)),
            ("inner", before.inner, after.inner),
            ("headings", before.headings, after.headings),
            ("wrapped", Some(before.wrapped), Some(after.wrapped)),
            ("wrapped inner", before.wrapped_inner, after.wrapped_inner),
        ] {
            let (before, after) = (before.unwrap_or(0.0), after.unwrap_or(0.0));
            if after + 5e-5 < before {
                fallen.push(format!("{law}: {what} {before:.4} -> {after:.4}"));
            }
        }
    }
    for law in now.keys().filter(|law| !ledger.contains_key(*law)) {
        fallen.push(format!("{law}: is not in the ledger"));
    }
    assert!(fallen.is_empty(), "below the ledger:\n{}", fallen.join("\n"));
}

fn measure(corpus: &Path) -> Ledger {
    let mut now = Ledger::new();
    let only = std::env::var("LAW").unwrap_or_default();
    for folder in sorted(corpus) {
        for table in sorted(&folder) {
            let file = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(name) = file.strip_suffix(".structure.tsv") else { continue };
            let language = folder.file_name().unwrap_or_default().to_string_lossy();
            if !only.is_empty() && !name.contains(&only) {
                continue;
            }
            let text = fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
            let truth = Truth::read(&fs::read_to_string(&table).unwrap());
            let plain = read(name, text.clone());
            let wrapped = read(name, printed_page(&text));
            let verbose = std::env::var("SHOW").is_ok() && !is_check(name);
            let (units, inner, headings) = truth.scores(&plain, verbose);
            let verbose = std::env::var("SHOW").is_ok_and(|what| what == "wrapped") && !is_check(name);
            let (wrapped, wrapped_inner, _) = truth.scores(&wrapped, verbose);
            let figures = Figures { units, inner, headings, wrapped, wrapped_inner };
            now.insert(format!("{language}/{name}"), figures);
        }
    }
    now
}

/// Laws that are only scored: what is in them is never shown.
fn is_check(name: &str) -> bool {
    ["ls-", "mw-", "zm-", "es-lo-4", "fr-nouvelle", "pe-ley", "uy-ley"]
        .iter()
        .any(|one| name.starts_with(one))
}

fn read(name: &str, text: String) -> Act {
    outline(Source::from_text(name, text, &Metadata::default()).expect("a readable law"))
}

fn sorted(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

fn print_table(ledger: &Ledger) {
    println!("| law | main units | inner levels | headings | wrapped: units | wrapped: inner |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let figure = |value: Option<f64>| value.map_or("-".to_string(), |value| format!("{value:.3}"));
    let row = |name: &str, f: &[Option<f64>; 5]| {
        println!("| {name} | {} |", f.map(figure).join(" | "));
    };
    let columns: Vec<[Option<f64>; 5]> = ledger
        .values()
        .map(|f| [Some(f.units), f.inner, f.headings, Some(f.wrapped), f.wrapped_inner])
        .collect();
    for (name, figures) in ledger.keys().zip(&columns) {
        row(name, figures);
    }
    let mean = |at: usize| {
        let values: Vec<f64> = columns.iter().filter_map(|row| row[at]).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    row("**mean**", &[mean(0), mean(1), mean(2), mean(3), mean(4)]);
    let least = |at: usize| columns.iter().filter_map(|row| row[at]).reduce(f64::min);
    row("**least**", &[least(0), least(1), least(2), least(3), least(4)]);
}
