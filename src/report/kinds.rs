//! What kind of act the texts are, told by what they carry.

use std::collections::BTreeMap;

use crate::assessment::Finding;
use crate::checklist::{Obligation, Status};

/// The kinds of act that the texts look like, best first; empty when nothing was found.
///
/// Each obligation that was found gives one point, shared between the kinds that normally carry it
/// (`carried_by`), so that a duty which only one kind carries weighs most. A kind counts when it has at
/// least half the points of the best one. Nothing else is looked at: not the title, not the length.
pub(super) fn kinds<'c>(findings: &[(&Finding, Option<&'c Obligation>)]) -> Vec<&'c str> {
    let mut points: BTreeMap<&str, f64> = BTreeMap::new();
    for (finding, obligation) in findings {
        let Some(obligation) = obligation.filter(|_| finding.status != Status::Absent) else { continue };
        let share = 1.0 / obligation.carried_by.len() as f64;
        for kind in &obligation.carried_by {
            *points.entry(kind).or_default() += share;
        }
    }
    let best = points.values().copied().fold(0.0, f64::max);
    let mut kinds: Vec<_> = points.into_iter().filter(|&(_, points)| points * 2.0 >= best).collect();
    kinds.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(right.0)));
    kinds.into_iter().map(|(kind, _)| kind).collect()
}

/// Whether acts of these kinds normally carry the obligation, or this one does.
pub(super) fn belongs_here(finding: &Finding, obligation: Option<&Obligation>, kinds: &[&str]) -> bool {
    let Some(obligation) = obligation else { return true };
    finding.status != Status::Absent
        || obligation.carried_by.is_empty()
        || obligation.carried_by.iter().any(|kind| kinds.contains(&kind.as_str()))
}
