//! An evaluation beside an earlier one: which cells were gained and lost.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Evaluation;
use super::score::Cell;
use crate::checklist::Status;

/// What changed since an earlier evaluation, over the cells that both show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Wrong before, right now.
    pub gained: Vec<Change>,
    /// Right before, wrong now.
    pub lost: Vec<Change>,
    /// Wrong before and wrong now, in another way.
    pub moved: Vec<Change>,
    /// Evidence that was right before and is wrong now.
    pub evidence_lost: Vec<Change>,
    /// Evidence that was wrong before and is right now.
    pub evidence_gained: Vec<Change>,
}

/// A cell whose finding changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub law: String,
    pub obligation: String,
    pub gold: Status,
    pub before: Status,
    pub now: Status,
    pub doubt: bool,
}

/// Compares with an earlier evaluation. Laws that may not be read have no cells, so they change unseen.
pub fn compare(before: &Evaluation, now: &Evaluation) -> Comparison {
    let earlier: BTreeMap<(&str, &str), &Cell> =
        before.cells.iter().map(|cell| ((cell.law.as_str(), cell.obligation.as_str()), cell)).collect();
    let mut comparison = Comparison::default();
    for cell in &now.cells {
        let Some(old) = earlier.get(&(cell.law.as_str(), cell.obligation.as_str())) else { continue };
        let change = || Change {
            law: cell.law.clone(),
            obligation: cell.obligation.clone(),
            gold: cell.gold,
            before: old.ours,
            now: cell.ours,
            doubt: cell.doubt,
        };
        match (old.is_right(), cell.is_right()) {
            (false, true) => comparison.gained.push(change()),
            (true, false) => comparison.lost.push(change()),
            _ if old.ours != cell.ours => comparison.moved.push(change()),
            _ => {}
        }
        match (old.evidence(), cell.evidence()) {
            (Some(true), Some(false)) => comparison.evidence_lost.push(change()),
            (Some(false), Some(true)) => comparison.evidence_gained.push(change()),
            _ => {}
        }
    }
    comparison
}
