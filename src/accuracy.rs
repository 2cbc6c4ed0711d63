//! How right the findings are: assessments compared with laws that people have labelled.
//!
//! A *cell* is one obligation in one law. Cells that the labellers doubted are counted apart. Two
//! baselines that read no law stand beside every figure, since most duties are absent from most laws and
//! accuracy alone says little. Laws of the split `check` are scored and never shown.

mod compare;
mod gold;
mod score;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::checklist::Status;
use crate::error::Result;

pub use compare::{Change, Comparison, compare};
pub use gold::{GoldLaw, Label, Split, load};
pub use score::{Cell, Figures, Rate};
pub use text::render;

/// The result of an evaluation; its JSON is what `eval --format json` writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Of this format: 1.
    pub schema: u32,
    pub laws: usize,
    /// Cells without doubt.
    pub overall: Figures,
    /// Cells that the labellers doubted.
    pub doubt: Figures,
    pub baselines: Baselines,
    pub by_split: BTreeMap<Split, Figures>,
    pub by_language: BTreeMap<String, Figures>,
    pub by_law: BTreeMap<String, Figures>,
    pub by_obligation: BTreeMap<String, Figures>,
    /// Laws that were not scored, and why.
    pub left_out: Vec<LeftOut>,
    /// Labelled obligations that no checklist has.
    pub unknown_obligations: Vec<String>,
    /// Every cell of the laws that may be read (split `dev`), with doubt or without, in order.
    pub cells: Vec<Cell>,
}

/// What one gets without reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baselines {
    /// The commonest label of each obligation over the scored cells.
    pub commonest: Figures,
    /// Always absent.
    pub absent: Figures,
}

/// A law that was not scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub law: String,
    pub why: String,
}

/// Which labelled laws are scored.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// None: both.
    pub split: Option<Split>,
    /// None: every language that has a lexicon.
    pub language: Option<String>,
}

/// Assesses the chosen laws, in parallel, and scores them.
///
/// `languages` are those with a lexicon; laws in others are left out, and the result says so. A law that
/// cannot be read is left out in the same way.
///
/// # Errors
/// Labels that cannot be read.
pub fn evaluate(
    gold: &Path,
    laws: &Path,
    choice: &Choice,
    languages: &[&str],
    assess: &(dyn Fn(&GoldLaw, &Path) -> Result<Assessment> + Sync),
) -> Result<Evaluation> {
    let mut chosen = Vec::new();
    let mut left_out = Vec::new();
    for law in load(gold)? {
        let other_split = choice.split.is_some_and(|split| split != law.split);
        let other_language = choice.language.as_ref().is_some_and(|language| *language != law.language);
        if other_split || other_language {
            continue;
        }
        if languages.contains(&law.language.as_str()) {
            chosen.push(law);
        } else {
            let why = format!("no lexicon for the language `{}`", law.language);
            left_out.push(LeftOut { law: law.law, why });
        }
    }
    let read = |law: GoldLaw| {
        let path: PathBuf = laws.join(&law.file);
        let assessment = assess(&law, &path);
        (law, assessment)
    };
    let mut scored = Vec::new();
    for (law, assessment) in chosen.into_par_iter().map(read).collect::<Vec<_>>() {
        match assessment {
            Ok(assessment) => scored.push((law, assessment)),
            Err(error) => left_out.push(LeftOut { law: law.law, why: error.to_string() }),
        }
    }
    left_out.sort_by(|a, b| a.law.cmp(&b.law));
    Ok(score(&scored, left_out))
}

/// Scores assessments against labels.
pub fn score(laws: &[(GoldLaw, Assessment)], left_out: Vec<LeftOut>) -> Evaluation {
    let mut cells: Vec<(&GoldLaw, Cell)> = Vec::new();
    let mut unknown = BTreeSet::new();
    for (law, assessment) in laws {
        for (obligation, label) in &law.labels {
            match assessment.findings.iter().find(|finding| finding.obligation == *obligation) {
                Some(finding) => cells.push((law, Cell::new(law, obligation, label, finding))),
                None => {
                    unknown.insert(obligation.clone());
                }
            }
        }
    }
    let sure: Vec<(&GoldLaw, &Cell)> =
        cells.iter().filter(|(_, cell)| !cell.doubt).map(|(law, cell)| (*law, cell)).collect();
    let all: Vec<&Cell> = sure.iter().map(|(_, cell)| *cell).collect();
    let doubted: Vec<&Cell> = cells.iter().map(|(_, cell)| cell).filter(|cell| cell.doubt).collect();
    Evaluation {
        schema: 1,
        laws: laws.len(),
        overall: Figures::of(&all),
        doubt: Figures::of(&doubted),
        baselines: baselines(&all),
        by_split: grouped(&sure, |law, _| law.split),
        by_language: grouped(&sure, |law, _| law.language.clone()),
        by_law: grouped(&sure, |law, _| law.law.clone()),
        by_obligation: grouped(&sure, |_, cell| cell.obligation.clone()),
        left_out,
        unknown_obligations: unknown.into_iter().collect(),
        cells: {
            let open = cells.iter().filter(|(law, _)| law.split == Split::Dev);
            open.map(|(_, cell)| cell.clone()).collect()
        },
    }
}

fn grouped<K: Ord>(cells: &[(&GoldLaw, &Cell)], key: impl Fn(&GoldLaw, &Cell) -> K) -> BTreeMap<K, Figures> {
    let mut groups: BTreeMap<K, Vec<&Cell>> = BTreeMap::new();
    for (law, cell) in cells {
        groups.entry(key(law, cell)).or_default().push(cell);
    }
    groups.into_iter().map(|(key, cells)| (key, Figures::of(&cells))).collect()
}

fn baselines(cells: &[&Cell]) -> Baselines {
    let mut counts: BTreeMap<&str, BTreeMap<Status, usize>> = BTreeMap::new();
    for cell in cells {
        *counts.entry(&cell.obligation).or_default().entry(cell.gold).or_default() += 1;
    }
    // Of equally common labels the later one, absent last: guessing must not claim more than it knows.
    let commonest = |cell: &Cell| {
        let counts = counts[cell.obligation.as_str()].iter();
        counts.max_by_key(|(status, count)| (**count, **status)).map_or(Status::Absent, |(status, _)| *status)
    };
    let guessed = |guess: &dyn Fn(&Cell) -> Status| {
        let cells: Vec<Cell> = cells.iter().map(|cell| cell.guessed(guess(cell))).collect();
        Figures::of(&cells.iter().collect::<Vec<_>>())
    };
    Baselines { commonest: guessed(&commonest), absent: guessed(&|_| Status::Absent) }
}
