//! Where an obligation stands: what the texts were found to hold, and what people decided on it.

use std::collections::BTreeSet;

use super::decisions::{Decision, Decisions, Kind, State};
use super::dossier::Dossier;
use super::texts::Texts;
use crate::assessment::{Assessment, Finding};
use crate::checklist::{Circumstances, Consequence, Fact, Obligation, Rules, Status};

/// How far people have come with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody has looked at it.
    Undecided,
    /// It was decided, but the words of the law or the finding have changed since.
    Stale,
    /// Somebody proposes a decision.
    Proposed,
    Agreed,
    Cleared,
}

/// A finding beside what was decided on it.
#[derive(Clone, Debug)]
pub struct Position<'a> {
    pub obligation: &'a Obligation,
    pub finding: &'a Finding,
    /// The decision that counts, of whatever standing.
    pub decision: Option<&'a Decision>,
    pub added: Vec<&'a Decision>,
    pub standing: Standing,
    /// As decided, where it is settled; else as found.
    pub status: Status,
    pub consequence: Consequence,
}

impl<'a> Position<'a> {
    /// Whether people have agreed on it: filed documents hold nothing else.
    pub fn is_settled(&self) -> bool {
        matches!(self.standing, Standing::Agreed | Standing::Cleared)
    }

    /// The decision, where it is settled.
    pub fn settled(&self) -> Option<&'a Decision> {
        self.decision.filter(|_| self.is_settled())
    }

    /// Evidence that people added and agreed on.
    pub fn agreed_evidence(&self) -> impl Iterator<Item = &'a Decision> + '_ {
        self.added.iter().copied().filter(|it| it.state >= State::Agreed)
    }

    /// Whether a question to the State is open: it is to be verified and no person has settled it otherwise.
    pub fn is_open(&self) -> bool {
        self.consequence == Consequence::ToVerify
    }
}

/// The position of every obligation under review, in the order of the checklist.
pub(super) fn positions<'a>(
    assessment: &'a Assessment,
    decisions: &'a Decisions,
    texts: &Texts,
    dossier: &Dossier,
    rules: &'a Rules,
) -> Vec<Position<'a>> {
    let needs_digests = decisions.entries.iter().any(|it| !it.rests_on.is_empty());
    let digests = if needs_digests { texts.digests() } else { BTreeSet::new() };
    let mut all = Vec::new();
    for (_, obligation) in rules.obligations().filter(|(_, it)| dossier.is_under_review(&it.cluster)) {
        let Some(finding) = assessment.findings.iter().find(|it| it.obligation == obligation.id) else {
            continue;
        };
        let decision = decisions.on(&obligation.id);
        let standing = match decision {
            None => Standing::Undecided,
            Some(decision) if is_stale(decision, finding, &digests) => Standing::Stale,
            Some(decision) => match decision.state {
                State::Proposed => Standing::Proposed,
                State::Agreed => Standing::Agreed,
                State::Cleared => Standing::Cleared,
            },
        };
        let settled = decision.filter(|_| matches!(standing, Standing::Agreed | Standing::Cleared));
        let (status, consequence) = match settled.map(|it| (it.kind, it.status)) {
            Some((Kind::Override, Some(status))) => (status, follows(status, obligation, dossier, rules)),
            Some((Kind::NotApplicable, _)) => (finding.status, Consequence::NotTriggered),
            _ => (finding.status, finding.consequence),
        };
        let added = decisions.added(&obligation.id).collect();
        all.push(Position { obligation, finding, decision, added, standing, status, consequence });
    }
    all
}

/// What follows from a status on which a person decided: the doubts of the text are settled by that.
fn follows(status: Status, obligation: &Obligation, dossier: &Dossier, rules: &Rules) -> Consequence {
    let fact = obligation.applies_when.as_ref();
    let fact = fact.map_or(Fact::True, |name| dossier.facts.get(name).copied().unwrap_or(Fact::Unknown));
    rules.consequences.consequence(Circumstances {
        status,
        force: obligation.force,
        means: obligation.means,
        flags: &[],
        fact,
        triggered: true,
    })
}

/// A decision on words that no law holds any more, or on another finding, must be taken again.
fn is_stale(decision: &Decision, finding: &Finding, digests: &BTreeSet<String>) -> bool {
    decision.found.is_some_and(|found| found != finding.status)
        || decision.rests_on.iter().any(|it| !digests.contains(&it.words))
}
