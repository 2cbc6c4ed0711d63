//! An evaluation as plain text, at most 80 columns wide.

use std::fmt::Write;

use super::compare::{Change, Comparison};
use super::score::{Figures, Rate};
use super::{Evaluation, Split};
use crate::checklist::Status;

/// Renders an evaluation, and what changed since an earlier one. The wrong cells are listed for laws that
/// may be read.
pub fn render(evaluation: &Evaluation, since: Option<&Comparison>) -> String {
    let mut out = String::new();
    head(&mut out, evaluation);
    confusion(&mut out, &evaluation.overall);
    table(&mut out, "split", evaluation.by_split.iter().map(|(split, figures)| (split.name(), figures)));
    let named = |(name, figures): (&'_ String, &'_ Figures)| (name.clone(), figures.clone());
    for (title, group) in [
        ("language", &evaluation.by_language),
        ("law", &evaluation.by_law),
        ("obligation", &evaluation.by_obligation),
    ] {
        let rows: Vec<(String, Figures)> = group.iter().map(named).collect();
        table(&mut out, title, rows.iter().map(|(name, figures)| (name.as_str(), figures)));
    }
    wrong(&mut out, evaluation);
    if let Some(since) = since {
        changes(&mut out, since);
    }
    for left in &evaluation.left_out {
        let _ = writeln!(out, "not scored: {}: {}", left.law, left.why.lines().next().unwrap_or_default());
    }
    for id in &evaluation.unknown_obligations {
        let _ = writeln!(out, "not scored: {id} is labelled, and no checklist has it");
    }
    out
}

fn head(out: &mut String, evaluation: &Evaluation) {
    let Evaluation { overall, baselines, doubt, .. } = evaluation;
    let _ = writeln!(out, "{} laws, {} cells without doubt\n", evaluation.laws, overall.cells);
    let _ = writeln!(out, "{:<24} {:>6} {:>15} {:>10} {:>10}", "", "ours", "95 %", "commonest", "absent");
    let mut rate = |name: &str, of: fn(&Figures) -> Rate| {
        let ours = of(overall);
        let interval = ours.value.map_or(String::new(), |_| format!("{:.3} … {:.3}", ours.low, ours.high));
        let _ = writeln!(
            out,
            "{name:<24} {:>6} {interval:>15} {:>10} {:>10}",
            share(ours.value),
            share(of(&baselines.commonest).value),
            share(of(&baselines.absent).value)
        );
    };
    rate("accuracy", |figures| figures.accuracy);
    rate("precision of met", |figures| figures.met_precision);
    rate("presence, precision", |figures| figures.presence_precision);
    rate("presence, recall", |figures| figures.presence_recall);
    rate("evidence", |figures| figures.evidence);
    let mut mean = |name: &str, of: fn(&Figures) -> Option<f64>| {
        let (ours, commonest, absent) =
            (share(of(overall)), share(of(&baselines.commonest)), share(of(&baselines.absent)));
        let _ = writeln!(out, "{name:<24} {ours:>6} {:>15} {commonest:>10} {absent:>10}", "");
    };
    mean("presence, F1", |figures| figures.presence_f1);
    mean("macro-F1", |figures| figures.macro_f1);
    let _ = writeln!(out, "\n{} cells with doubt: accuracy {}", doubt.cells, share(doubt.accuracy.value));
}

fn confusion(out: &mut String, figures: &Figures) {
    let columns = [Status::Met, Status::Partial, Status::Absent, Status::Conflict];
    let _ = writeln!(
        out,
        "\n{:<16} {:>8} {:>8} {:>8} {:>8}",
        "label \\ ours", "met", "partial", "absent", "conflict"
    );
    for gold in columns {
        let Some(row) = figures.confusion.get(&gold) else { continue };
        let _ = write!(out, "{:<16}", word(gold));
        for ours in columns {
            let _ = write!(out, " {:>8}", row.get(&ours).copied().unwrap_or(0));
        }
        out.push('\n');
    }
}

fn table<'f>(out: &mut String, title: &str, rows: impl Iterator<Item = (&'f str, &'f Figures)>) {
    let _ = writeln!(
        out,
        "\n{title:<36} {:>5} {:>8} {:>8} {:>8} {:>8}",
        "cells", "accuracy", "presence", "met prec", "evidence"
    );
    for (name, figures) in rows {
        let name: String = name.chars().take(36).collect();
        let _ = writeln!(
            out,
            "{name:<36} {:>5} {:>8} {:>8} {:>8} {:>8}",
            figures.cells,
            share(figures.accuracy.value),
            share(figures.presence_f1),
            share(figures.met_precision.value),
            share(figures.evidence.value)
        );
    }
}

fn wrong(out: &mut String, evaluation: &Evaluation) {
    let cells: Vec<_> = evaluation.cells.iter().filter(|cell| !cell.doubt && !cell.is_right()).collect();
    if !cells.is_empty() {
        let _ = writeln!(out, "\nwrong ({}): label, ours", Split::Dev.name());
    }
    for cell in cells {
        let law: String = cell.law.chars().take(40).collect();
        let _ = writeln!(out, "{law:<40} {:<18} {:<8} {}", cell.obligation, word(cell.gold), word(cell.ours));
    }
    let cells: Vec<_> =
        evaluation.cells.iter().filter(|cell| !cell.doubt && cell.evidence() == Some(false)).collect();
    if !cells.is_empty() {
        let _ = writeln!(out, "\nevidence elsewhere ({}): label, ours", Split::Dev.name());
    }
    for cell in cells {
        let law: String = cell.law.chars().take(34).collect();
        let units = |units: &[String]| units.join(" ").chars().take(12).collect::<String>();
        let (gold, ours) = (units(&cell.gold_units), units(&cell.our_units));
        let _ = writeln!(out, "{law:<34} {:<18} {gold:<12} {ours}", cell.obligation);
    }
}

fn changes(out: &mut String, since: &Comparison) {
    let mut list = |title: &str, changes: &[Change]| {
        if changes.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{title}: {}", changes.len());
        for change in changes {
            let law: String = change.law.chars().take(32).collect();
            let _ = writeln!(
                out,
                "{law:<32} {:<16} {:>8} → {:<8} {:<8} {}",
                change.obligation,
                word(change.before),
                word(change.now),
                word(change.gold),
                if change.doubt { "?" } else { "" }
            );
        }
    };
    list("gained", &since.gained);
    list("lost", &since.lost);
    list("wrong in another way", &since.moved);
    list("evidence gained", &since.evidence_gained);
    list("evidence lost", &since.evidence_lost);
    if *since == Comparison::default() {
        out.push_str("\nno cell changed\n");
    }
}

fn share(value: Option<f64>) -> String {
    value.map_or("-".into(), |value| format!("{value:.3}"))
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Absent => "absent",
        Status::Conflict => "conflict",
    }
}
