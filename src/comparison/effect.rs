//! What a change does to the findings.

use std::collections::BTreeSet;

use super::{Change, FindingChange, Standing};
use crate::assessment::{Assessment, Evidence, Finding};
use crate::structure::Act;

type Version<'a> = (&'a Act, &'a Assessment);

/// Obligations whose finding changed, or rests on other words.
pub fn findings(old: &Assessment, new: &Assessment) -> Vec<FindingChange> {
    let pairs = new.findings.iter().filter_map(|now| {
        let before = old.findings.iter().find(|it| it.obligation == now.obligation)?;
        Some((before, now))
    });
    let changes = pairs.map(|(before, now)| {
        let mut change = FindingChange {
            obligation: now.obligation.clone(),
            old: Standing { status: before.status, consequence: before.consequence },
            new: Standing { status: now.status, consequence: now.consequence },
            gained: Vec::new(),
            lost: Vec::new(),
            other_words: Vec::new(),
        };
        for element in &now.elements {
            let Some(was) = before.elements.iter().find(|it| it.id == element.id) else { continue };
            let found =
                |limbs: &std::collections::BTreeMap<String, bool>| limbs.values().filter(|&&it| it).count();
            let (then, today) = ((was.grade, found(&was.limbs)), (element.grade, found(&element.limbs)));
            if today > then {
                change.gained.push(element.id.clone());
            } else if today < then {
                change.lost.push(element.id.clone());
            } else if quotes(before, &was.evidence) != quotes(now, &element.evidence)
                || was.codes != element.codes
            {
                change.other_words.push(element.id.clone());
            }
        }
        change
    });
    changes
        .filter(|it| {
            it.old != it.new || !(it.gained.is_empty() && it.lost.is_empty() && it.other_words.is_empty())
        })
        .collect()
}

/// The words of an element's evidence; where they stand does not count.
fn quotes<'a>(finding: &'a Finding, evidence: &[usize]) -> BTreeSet<&'a str> {
    evidence.iter().filter_map(|&at| finding.evidence.get(at)).map(|it| it.quote.as_str()).collect()
}

/// Names beside each change the obligations that changed and have evidence in it.
pub(super) fn attribute(changes: &mut [Change], old: Version, new: Version, findings: &[FindingChange]) {
    for change in changes {
        for finding in findings {
            let rests = |assessment: &Assessment, span: Option<(u32, u32)>| {
                let Some((start, end)) = span else { return false };
                let found = assessment.findings.iter().find(|it| it.obligation == finding.obligation);
                let inside = |it: &Evidence| it.start >= start && it.start < end;
                found.is_some_and(|it| it.evidence.iter().any(inside))
            };
            let span = |side: &Option<super::Side>| side.as_ref().map(|side| (side.start, side.end));
            if rests(old.1, span(&change.old)) || rests(new.1, span(&change.new)) {
                change.obligations.push(finding.obligation.clone());
            }
        }
    }
}
