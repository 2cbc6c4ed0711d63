//! From the outcomes of its elements to the finding of an obligation: status, flags, consequence, evidence.

use std::collections::BTreeMap;

use super::element::{Outcome, Sought};
use super::law::{Found, Law, Locus};
use super::nearest::nearest;
use super::sets::{Set, roles};
use super::{At, Carried, ElementFound, Evidence, Finding, Grade, Place, Reached};
use crate::checklist::{
    Circumstances, Condition, Consequence, ConsequenceTable, Fact, Obligation, Reach, Status,
};
use crate::error::Result;
use crate::query::{Role, Via};

/// As much evidence as a person reads for one element; the rest says the same.
const EVIDENCE_PER_ELEMENT: usize = 8;

/// Seeks every element of an obligation, in order.
pub(super) fn outcomes<'o>(
    sought: &Sought,
    obligation: &'o Obligation,
) -> Result<BTreeMap<&'o str, Outcome>> {
    let mut done: BTreeMap<&str, Outcome> = BTreeMap::new();
    for element in &obligation.elements {
        let outcome = sought.seek(element, &done)?;
        done.insert(&element.id, outcome);
    }
    Ok(done)
}

/// Makes the finding. Its consequence is filled in when all findings are known.
pub(super) fn finding(sought: &Sought, obligation: &Obligation) -> Result<Finding> {
    let done = outcomes(sought, obligation)?;
    let facts = Facts { done: &done, sets: sought.sets };
    let status = status(obligation, &facts);
    let mut flags: Vec<String> = obligation
        .flags
        .iter()
        .filter(|(_, condition)| facts.holds(condition))
        .map(|(flag, _)| flag.clone())
        .collect();
    if obligation.general_part.is_some() && matches!(status, Status::Absent | Status::Partial) {
        flags.push("check-general-part".into());
    }
    if done.values().any(|outcome| outcome.unproved) {
        flags.push("reach-unproved".into());
    }
    let (evidence, elements) = evidence(sought.law, obligation, &done)?;
    let missing: Vec<String> = obligation
        .elements
        .iter()
        .filter(|element| done[element.id.as_str()].grade != Grade::Full)
        .map(|element| element.id.clone())
        .collect();
    let nearest = if status == Status::Met { Vec::new() } else { nearest(sought.law, obligation, &done)? };
    Ok(Finding {
        obligation: obligation.id.clone(),
        article: obligation.article.clone(),
        force: obligation.force,
        cluster: obligation.cluster.clone(),
        status,
        consequence: Consequence::ToVerify,
        flags,
        elements,
        // Evidence of an obligation that is absent as a whole would be read as proof of it.
        evidence: if status == Status::Absent { Vec::new() } else { evidence },
        missing,
        nearest,
    })
}

/// What follows, once all findings of a checklist are known.
pub(super) fn consequence(
    table: &ConsequenceTable,
    obligation: &Obligation,
    finding: &Finding,
    facts: &BTreeMap<String, Fact>,
    all: &BTreeMap<&str, Status>,
) -> Consequence {
    let fact = obligation
        .applies_when
        .as_ref()
        .map_or(Fact::True, |name| facts.get(name).copied().unwrap_or(Fact::Unknown));
    let triggered = obligation
        .triggered_by
        .as_ref()
        .is_none_or(|id| all.get(id.as_str()).is_none_or(|&status| status != Status::Absent));
    table.consequence(Circumstances {
        status: finding.status,
        force: obligation.force,
        means: obligation.means,
        flags: &finding.flags,
        fact,
        triggered,
    })
}

struct Facts<'f, 'r> {
    done: &'f BTreeMap<&'f str, Outcome>,
    sets: &'f BTreeMap<&'r str, Set<'r>>,
}

impl Facts<'_, '_> {
    fn grade(&self, id: &str) -> Grade {
        self.done.get(id).map_or(Grade::None, |outcome| outcome.grade)
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Found(id) => self.grade(id) != Grade::None,
            Condition::IsFull(id) => self.grade(id) == Grade::Full,
            Condition::IsNarrow(id) => self.grade(id) == Grade::Narrow,
            Condition::HasLimb(id, limb) => {
                self.done.get(id.as_str()).is_some_and(|o| o.limbs.get(limb) == Some(&true))
            }
            Condition::Code(code) => self.done.values().any(|outcome| outcome.codes.contains(code)),
            Condition::Set(id) => self.sets.get(id.as_str()).is_some_and(|set| !set.members.is_empty()),
            Condition::SetLimb(id, limb) => self.sets.get(id.as_str()).is_some_and(|set| set.has_limb(limb)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::And(all) => all.iter().all(|inner| self.holds(inner)),
            Condition::Or(any) => any.iter().any(|inner| self.holds(inner)),
        }
    }
}

fn status(obligation: &Obligation, facts: &Facts) -> Status {
    if !obligation.grade.is_empty() {
        let row = obligation.grade.iter().find(|(_, condition)| facts.holds(condition));
        return row.map_or(Status::Absent, |&(status, _)| status);
    }
    let mut anchors = obligation.elements.iter().filter(|element| element.anchor);
    if !anchors.any(|element| facts.grade(&element.id) != Grade::None) {
        return Status::Absent;
    }
    let full = |element: &crate::checklist::Element| facts.grade(&element.id) == Grade::Full;
    let needed = |element: &&crate::checklist::Element| element.essential || element.anchor;
    if obligation.elements.iter().filter(needed).all(full) { Status::Met } else { Status::Partial }
}

/// The evidence in the order in which it is to be read, and the elements that point into it.
fn evidence(
    law: &Law,
    obligation: &Obligation,
    done: &BTreeMap<&str, Outcome>,
) -> Result<(Vec<Evidence>, Vec<ElementFound>)> {
    let mut list: Vec<Evidence> = Vec::new();
    let mut elements: Vec<Option<ElementFound>> = vec![None; obligation.elements.len()];
    let mut order: Vec<usize> = (0..obligation.elements.len()).collect();
    order.sort_by_key(|&index| !obligation.elements[index].anchor);
    for index in order {
        let element = &obligation.elements[index];
        let outcome = &done[element.id.as_str()];
        let mut ranked = Vec::new();
        for weighed in outcome.kept() {
            let own = roles(law, &weighed.found)?;
            let key = (
                !weighed.codes.is_empty(),
                weighed.found.hit.via,
                // Offences first, definitions last.
                match (own.has(Role::Offence), own.has(Role::Define)) {
                    (true, _) => 0,
                    (false, false) => 1,
                    (false, true) => 2,
                },
            );
            ranked.push((key, &weighed.found));
        }
        // Stable: document order within a rank.
        ranked.sort_by_key(|(key, _)| *key);
        let mut indices = Vec::new();
        let mut homes: Vec<Locus> = Vec::new();
        for (_, found) in ranked {
            // One quote a provision is enough for one element.
            if homes.contains(&found.home()) || indices.len() == EVIDENCE_PER_ELEMENT {
                continue;
            }
            homes.push(found.home());
            let quoted = quote(law, found);
            let at = list.iter().position(|seen| *seen == quoted).unwrap_or_else(|| {
                list.push(quoted);
                list.len() - 1
            });
            indices.push(at);
        }
        // Where one member is enough, nothing is left out; nor by what was not found.
        let counts_members = element.seeks.iter().any(|seek| seek.reach != Reach::Some);
        let shown = outcome.members.as_ref().filter(|_| counts_members && outcome.grade != Grade::None);
        let reach = shown.map(|(all, left_out)| Reached {
            members: all.len(),
            reached: all.len() - left_out.len(),
            left_out: left_out.iter().map(|&at| place(law, at)).collect(),
        });
        elements[index] = Some(ElementFound {
            id: element.id.clone(),
            essential: element.essential,
            anchor: element.anchor,
            grade: outcome.grade,
            codes: outcome.codes.clone(),
            limbs: outcome.limbs.clone(),
            reach,
            evidence: indices,
        });
    }
    Ok((list, elements.into_iter().flatten().collect()))
}

/// A provision as output names it.
pub(super) fn place(law: &Law, at: Locus) -> Place {
    let provision = law.acts[at.act].act.get(at.id);
    Place { act: at.act, eid: provision.eid.clone(), label: provision.label.clone() }
}

/// The words of a hit, verbatim.
pub(super) fn quote(law: &Law, found: &Found) -> Evidence {
    let act = law.acts[found.act].act;
    let provision = act.get(found.hit.home);
    let span = found.hit.span(act);
    let outside = found.hit.parts.iter().copied().filter(|part| !span.contains(*part));
    Evidence {
        act: found.act,
        eid: provision.eid.clone(),
        label: provision.label.clone(),
        unit: provision.unit.clone(),
        line: act.source.lines.line(span.start),
        start: span.start,
        end: span.end,
        quote: span.of(&act.source.text).to_owned(),
        lead_in: outside.collect(),
        via: match found.hit.via {
            Via::Direct => Carried::Direct,
            Via::Definition => Carried::Definition,
            Via::Citation => Carried::Citation,
            Via::Heading => Carried::Heading,
        },
        at: act.source.origin(span.start).map(|mark| At { page: mark.page, paragraph: mark.paragraph }),
    }
}
