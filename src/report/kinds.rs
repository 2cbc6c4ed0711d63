//! What kind of act the texts are, told by what they carry.

use std::collections::BTreeMap;

use crate::assessment::Finding;
use crate::checklist::{Obligation, Status};

/// The kinds of act that the texts look like, best first; empty when nothing was found.
///
/// Each obligation that was found gives a point to the kind that most often carries it, the first of its
/// `carried_by`; a kind counts when it has at least half the points of the best one. Nothing else is
/// looked at: not the title, not the length.
pub(super) fn kinds<'c>(findings: &[(&Finding, Option<&'c Obligation>)]) -> Vec<&'c str> {
    let mut points: BTreeMap<&str, usize> = BTreeMap::new();
    let found = findings.iter().filter(|(finding, _)| finding.status != Status::Absent);
    for kind in found.filter_map(|(_, obligation)| home(obligation.as_ref()?)) {
        *points.entry(kind).or_default() += 1;
    }
    let best = points.values().copied().max().unwrap_or(0);
    let mut kinds: Vec<_> = points.into_iter().filter(|&(_, points)| points * 2 >= best).collect();
    kinds.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    kinds.into_iter().map(|(kind, _)| kind).collect()
}

/// Whether acts of these kinds normally carry the obligation, or this one does.
pub(super) fn belongs_here(finding: &Finding, obligation: Option<&Obligation>, kinds: &[&str]) -> bool {
    finding.status != Status::Absent || obligation.and_then(home).is_none_or(|home| kinds.contains(&home))
}

/// The kind of act in which States most often put the obligation.
pub(super) fn home(obligation: &Obligation) -> Option<&str> {
    obligation.carried_by.first().map(String::as_str)
}
