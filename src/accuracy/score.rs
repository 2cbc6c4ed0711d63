//! Cells and the figures that are counted over them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::gold::{GoldLaw, Label};
use crate::assessment::Finding;
use crate::checklist::Status;

/// One obligation in one law: what people found and what we found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub law: String,
    pub obligation: String,
    pub gold: Status,
    pub ours: Status,
    /// The labellers were not sure.
    pub doubt: bool,
    /// Main units that the labels name.
    pub gold_units: Vec<String>,
    /// Main units of our first evidence.
    pub our_units: Vec<String>,
}

/// How much of our evidence counts.
const FIRST_EVIDENCE: usize = 3;

impl Cell {
    pub(super) fn new(law: &GoldLaw, obligation: &str, label: &Label, finding: &Finding) -> Self {
        let mut gold_units: Vec<String> = label.evidence.iter().map(|label| unit(label)).collect();
        gold_units.dedup();
        let first = finding.evidence.iter().take(FIRST_EVIDENCE);
        Cell {
            law: law.law.clone(),
            obligation: obligation.to_owned(),
            gold: label.status,
            ours: finding.status,
            doubt: label.doubt,
            gold_units,
            our_units: first.map(|evidence| unit(&evidence.unit)).collect(),
        }
    }

    /// The same cell with a guess in place of our finding.
    pub(super) fn guessed(&self, status: Status) -> Self {
        Cell { ours: status, our_units: Vec::new(), ..self.clone() }
    }

    /// Whether the status is right.
    pub fn is_right(&self) -> bool {
        self.gold == self.ours
    }

    /// Whether our evidence is where the labels say; none where that is not asked: present on both sides,
    /// with evidence in the labels.
    pub fn evidence(&self) -> Option<bool> {
        let asked = is_present(self.gold) && is_present(self.ours) && !self.gold_units.is_empty();
        asked.then(|| self.our_units.iter().any(|unit| self.gold_units.contains(unit)))
    }
}

/// Met or partial. A conflict is for a person and claims nothing.
fn is_present(status: Status) -> bool {
    matches!(status, Status::Met | Status::Partial)
}

/// The number of the main unit in a citation, folded: `57(1)(aa)` → `57`, `318 bis.2` → `318bis`,
/// `142 quáter` → `142quater`, `L. 823-1` → `l823-1`.
pub(super) fn unit(label: &str) -> String {
    let head = label.split(['(', ',', ';']).next().unwrap_or_default();
    let folded: String =
        head.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
    let mut unit = String::new();
    for letter in folded.chars() {
        match letter {
            // "318.2" is the second paragraph of 318; "L. 823" is the number L823.
            '.' if unit.contains(|letter: char| letter.is_ascii_digit()) => break,
            letter if letter.is_alphanumeric() || letter == '-' => unit.push(letter),
            _ => {}
        }
    }
    unit
}

/// A share, with the interval in which it lies with 95 % (Wilson).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    pub hits: usize,
    pub of: usize,
    /// None when nothing was asked.
    pub value: Option<f64>,
    pub low: f64,
    pub high: f64,
}

impl Rate {
    pub(super) fn new(hits: usize, of: usize) -> Self {
        if of == 0 {
            return Rate { hits, of, value: None, low: 0.0, high: 1.0 };
        }
        const Z: f64 = 1.959_964;
        let n = of as f64;
        let share = hits as f64 / n;
        let centre = share + Z * Z / (2.0 * n);
        let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        let low = rounded(((centre - spread) / scale).max(0.0));
        let high = rounded(((centre + spread) / scale).min(1.0));
        Rate { hits, of, value: Some(rounded(share)), low, high }
    }
}

/// Four digits, so that results can be compared byte for byte.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Figures over some cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub cells: usize,
    /// Right statuses.
    pub accuracy: Rate,
    /// Met or partial: of ours, how many are present in the labels.
    pub presence_precision: Rate,
    /// Met or partial: of the labels', how many are present in ours.
    pub presence_recall: Rate,
    pub presence_f1: Option<f64>,
    /// Mean F1 of met, partial and absent.
    pub macro_f1: Option<f64>,
    /// Of our met, how many are met in the labels.
    pub met_precision: Rate,
    /// Of the cells present on both sides and labelled with evidence: one of our first three pieces stands
    /// in a labelled section.
    pub evidence: Rate,
    /// Label → our status → cells.
    pub confusion: BTreeMap<Status, BTreeMap<Status, usize>>,
}

impl Figures {
    pub(super) fn of(cells: &[&Cell]) -> Self {
        let count = |holds: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| holds(cell)).count();
        let both = count(&|cell| is_present(cell.gold) && is_present(cell.ours));
        let ours = count(&|cell| is_present(cell.ours));
        let gold = count(&|cell| is_present(cell.gold));
        let met = count(&|cell| cell.ours == Status::Met);
        let asked = count(&|cell| cell.evidence().is_some());
        let mut confusion: BTreeMap<Status, BTreeMap<Status, usize>> = BTreeMap::new();
        for cell in cells {
            *confusion.entry(cell.gold).or_default().entry(cell.ours).or_default() += 1;
        }
        let classes = [Status::Met, Status::Partial, Status::Absent].map(|status| {
            let hits = count(&|cell| cell.gold == status && cell.ours == status);
            f1(hits, count(&|cell| cell.ours == status), count(&|cell| cell.gold == status))
        });
        let known: Vec<f64> = classes.into_iter().flatten().collect();
        Figures {
            cells: cells.len(),
            accuracy: Rate::new(count(&Cell::is_right), cells.len()),
            presence_precision: Rate::new(both, ours),
            presence_recall: Rate::new(both, gold),
            presence_f1: f1(both, ours, gold).map(rounded),
            macro_f1: (!known.is_empty()).then(|| rounded(known.iter().sum::<f64>() / known.len() as f64)),
            met_precision: Rate::new(count(&|cell| cell.is_right() && cell.ours == Status::Met), met),
            evidence: Rate::new(count(&|cell| cell.evidence() == Some(true)), asked),
            confusion,
        }
    }
}

/// None when neither side has any.
fn f1(hits: usize, ours: usize, gold: usize) -> Option<f64> {
    (ours + gold > 0).then(|| 2.0 * hits as f64 / (ours + gold) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(gold: Status, ours: Status) -> Cell {
        let units = |status| if is_present(status) { vec!["6".to_owned()] } else { Vec::new() };
        Cell {
            law: "x".into(),
            obligation: "A".into(),
            gold,
            ours,
            doubt: false,
            gold_units: units(gold),
            our_units: units(ours),
        }
    }

    #[test]
    fn units_are_main_numbers() {
        for (label, expected) in [
            ("57(1)(aa)", "57"),
            ("57A(2)", "57a"),
            ("318 bis.2", "318bis"),
            ("142 quáter.1", "142quater"),
            ("54.1", "54"),
            ("382-4", "382-4"),
            ("149-A, § 2, II", "149-a"),
            ("L. 823-1", "l823-1"),
            ("1", "1"),
            ("", ""),
        ] {
            assert_eq!(unit(label), expected, "{label}");
        }
    }

    #[test]
    fn figures_by_hand() {
        use Status::{Absent, Conflict, Met, Partial};
        let cells = [
            cell(Met, Met),
            cell(Met, Met),
            cell(Met, Partial),
            cell(Partial, Met),
            cell(Partial, Absent),
            cell(Absent, Absent),
            cell(Absent, Absent),
            cell(Absent, Partial),
            cell(Absent, Conflict),
            cell(Met, Conflict),
        ];
        let figures = Figures::of(&cells.iter().collect::<Vec<_>>());
        assert_eq!((figures.accuracy.hits, figures.accuracy.of), (4, 10));
        assert_eq!((figures.presence_precision.hits, figures.presence_precision.of), (4, 5));
        assert_eq!((figures.presence_recall.hits, figures.presence_recall.of), (4, 6));
        assert_eq!(figures.presence_f1, Some(0.7273));
        assert_eq!((figures.met_precision.hits, figures.met_precision.of), (2, 3));
        assert_eq!((figures.evidence.hits, figures.evidence.of), (4, 4));
        // met 4/7, partial 0, absent 4/7
        assert_eq!(figures.macro_f1, Some(0.381));
        assert_eq!(figures.confusion[&Absent][&Conflict], 1);
    }

    #[test]
    fn intervals_are_wilsons() {
        let rate = Rate::new(8, 10);
        assert_eq!((rate.value, rate.low, rate.high), (Some(0.8), 0.4902, 0.9433));
        assert_eq!(Rate::new(0, 0).value, None);
        assert_eq!(Rate::new(0, 5).low, 0.0);
    }

    #[test]
    fn evidence_is_asked_only_where_both_sides_have_it() {
        let mut right = cell(Status::Met, Status::Partial);
        assert_eq!(right.evidence(), Some(true));
        right.our_units = vec!["7".into()];
        assert_eq!(right.evidence(), Some(false));
        right.gold_units.clear();
        assert_eq!(right.evidence(), None);
        assert_eq!(cell(Status::Absent, Status::Met).evidence(), None);
    }
}
