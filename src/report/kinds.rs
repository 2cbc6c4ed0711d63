//! What kind of act the texts are, told by what they carry.

use std::collections::BTreeMap;

use crate::assessment::Finding;
use crate::checklist::{Obligation, Status};

/// The kinds of act that the texts look like, best first; empty when too little was found to tell.
///
/// An obligation that was found speaks for the kind that most often carries it, the first of its
/// `carried_by`. A kind weighs as many obligations as were found of it, times the share that these are of all
/// that it carries; one alone tells nothing, for any act may define a vessel or punish a carrier. A kind counts
/// with at least half the weight of the best one. Nothing else is looked at: not the title, not the length.
pub(super) fn kinds<'c>(findings: &[(&Finding, Option<&'c Obligation>)]) -> Vec<&'c str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (finding, obligation) in findings {
        let Some(kind) = obligation.and_then(home) else { continue };
        let (found, all) = counts.entry(kind).or_default();
        *found += usize::from(finding.status != Status::Absent);
        *all += 1;
    }
    // In thousandths, so that nothing hangs on how a machine rounds.
    let weight = |&(found, all): &(usize, usize)| found * found * 1000 / all;
    let weights = counts.iter().filter(|(_, (found, _))| *found > 1);
    let mut kinds: Vec<_> = weights.map(|(&kind, counts)| (kind, weight(counts))).collect();
    let best = kinds.iter().map(|&(_, weight)| weight).max().unwrap_or(0);
    kinds.retain(|&(_, weight)| weight * 2 >= best);
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
