//! Which provision speaks of which: the steps by which a penalty, an aggravation, an exemption or a rule
//! on attempt reaches an offence.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::law::{Law, Locus, ReadAct};
use crate::checklist::SetRule;
use crate::error::Result;
use crate::query::{Carry, Role};
use crate::structure::ProvisionId;

/// An article that only aggravates says so in so many of its first words.
const OPENING: u32 = 10;

/// By which step a provision reaches a member. The first that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// It is the member, stands in it, or holds it.
    Same,
    /// It cites the member, a provision or division that holds it, or the provision that punishes it.
    Cites,
    /// It, or its heading, names the offence.
    Names,
    /// The member cites it: a penalty in a table or another section.
    CitedBy,
    /// It speaks of "this offence", or goes on about the offence of the same section.
    Beside,
    /// It only aggravates, names no offence, and its article follows the offence's.
    Follows,
    /// It speaks of any offence of the act or of the division that both stand in.
    AnyOffence,
    /// It speaks of any offence, but stands in another act that the member's act does not name.
    Unproved,
}

impl Step {
    /// In words, for `explain`.
    pub(super) fn words(self) -> &'static str {
        match self {
            Step::Same => "stands in the offence itself",
            Step::Cites => "cites the offence",
            Step::Names => "names the offence",
            Step::CitedBy => "is cited by the offence",
            Step::Beside => "goes on about the offence of the same section",
            Step::Follows => "aggravates, names no offence, and its article follows that of the offence",
            Step::AnyOffence => "speaks of any offence of the act",
            Step::Unproved => "stands in another act; nothing shows that it reaches this one",
        }
    }
}

/// A provision that may speak of others, with what it says whomever it reaches, found once.
pub(super) struct Speaker<'l, 'a> {
    law: &'l Law<'a>,
    read: &'l ReadAct<'a>,
    at: Locus,
    /// The set whose members it may name.
    set: Option<&'l SetRule>,
    /// The main units in which these members stand.
    homes: Option<&'l BTreeSet<Locus>>,
    targets: &'l [ProvisionId],
    any_offence: bool,
    this_offence: bool,
    names: OnceCell<bool>,
}

impl<'l, 'a> Speaker<'l, 'a> {
    pub(super) fn new(law: &'l Law<'a>, at: Locus, set: Option<&'l SetRule>) -> Self {
        let read = &law.acts[at.act];
        Self {
            law,
            read,
            at,
            set,
            homes: None,
            targets: read.targets_of(at.id),
            any_offence: read.text.speaks_of_any_offence(at.id),
            this_offence: read.text.speaks_of_this_offence(at.id),
            names: OnceCell::new(),
        }
    }

    /// With the main units of the members, it can also follow them.
    pub(super) fn among(self, homes: &'l BTreeSet<Locus>) -> Self {
        Self { homes: Some(homes), ..self }
    }

    /// Whether it, or the heading of its unit, names the offences of the set. The heading of a unit that holds such an
    /// offence names that one, and none of another section.
    fn names(&self) -> Result<bool> {
        if let Some(&known) = self.names.get() {
            return Ok(known);
        }
        let named = self.set.and_then(|set| set.named.as_ref());
        let by_heading = !self.homes.is_some_and(|homes| homes.contains(&self.law.unit(self.at)));
        let names = named.map_or(Ok(false), |named| self.law.names(named, self.at, by_heading))?;
        Ok(*self.names.get_or_init(|| names))
    }

    /// Whether and how it reaches a provision: a member of the set or, without one, any.
    pub(super) fn reaches(&self, m: Locus) -> Result<Option<Step>> {
        let (p, read) = (self.at, self.read);
        if p.act != m.act {
            return self.across(m);
        }
        let act = read.act;
        let holds = act.is_within(m.id, p.id) && !act.get(p.id).kind.is_division();
        if act.is_within(p.id, m.id) || holds {
            return Ok(Some(Step::Same));
        }
        let own_unit = read.unit(p.id);
        let mut cites_elsewhere = false;
        let mut division: Option<bool> = None;
        for &target in self.targets {
            if target == ProvisionId::ACT {
                continue;
            }
            if act.get(target).kind.is_division() {
                // "For the purposes of this Part" reaches nothing; "an offence under this Part" does.
                *division.get_or_insert(false) |= act.is_within(m.id, target);
            } else if act.is_within(m.id, target) || act.is_within(target, m.id) || self.punishes(target, m) {
                return Ok(Some(Step::Cites));
            } else if read.unit(target) != own_unit {
                cites_elsewhere = true;
            }
        }
        if self.any_offence && division == Some(true) {
            return Ok(Some(Step::Cites));
        }
        if self.names()? {
            return Ok(Some(Step::Names));
        }
        let cited =
            |&target: &ProvisionId| !act.get(target).kind.is_division() && act.is_within(p.id, target);
        if read.targets_of(m.id).iter().any(cited) {
            return Ok(Some(Step::CitedBy));
        }
        // "Except as provided in section 4": what exempts is named there, and nothing else.
        if read.text.roles(p.id).has(Role::Exempt) && read.left_out_by(m.id).any(|target| cited(&target)) {
            return Ok(Some(Step::CitedBy));
        }
        if own_unit.is_some() && own_unit == read.unit(m.id) && read.block(p.id) != read.block(m.id) {
            let roles = read.text.roles(p.id);
            let goes_on = !cites_elsewhere
                && p.id > m.id
                && (roles.has(Role::Aggravate) || roles.has(Role::Exempt) || !roles.has(Role::Offence));
            if self.this_offence || goes_on {
                return Ok(Some(Step::Beside));
            }
        }
        if self.this_offence && goes_on_from(read, p.id, m.id) {
            return Ok(Some(Step::Beside));
        }
        if self.any_offence || cites_elsewhere || division.is_some() || !self.follows(m)? {
            let any = self.any_offence && division.is_none() && !cites_elsewhere;
            return Ok(any.then_some(Step::AnyOffence));
        }
        Ok(Some(Step::Follows))
    }

    /// "The term laid down in section 4 is doubled where …": what aggravates cites the provision that states the penalty
    /// of the offences, and this one cites them.
    fn punishes(&self, cited: ProvisionId, m: Locus) -> bool {
        let (read, act) = (self.read, self.read.act);
        let states =
            |at: ProvisionId| act.penalties.iter().any(|penalty| act.is_within(penalty.provision, at));
        let holds_offence =
            |homes: &BTreeSet<Locus>| homes.contains(&self.law.unit(Locus { act: m.act, id: cited }));
        !self.homes.is_some_and(holds_offence)
            && read.text.roles(self.at.id).has(Role::Aggravate)
            && states(cited)
            && read.targets_of_all(cited).iter().any(|&target| {
                !act.get(target).kind.is_division()
                    && (act.is_within(m.id, target) || act.is_within(target, m.id))
            })
    }

    /// "Article 30. Aggravated forms. The penalty shall be eight years where …", right after the article of the offence
    /// or after others that only aggravate it. An article that begins with a conduct aggravates that conduct; one that
    /// cites other law, or speaks of what the set does not hold, aggravates something else.
    fn follows(&self, m: Locus) -> Result<bool> {
        let (read, act) = (self.read, self.read.act);
        let (Some(homes), Some(own), Some(of)) = (self.homes, read.unit(self.at.id), read.unit(m.id)) else {
            return Ok(false);
        };
        let in_unit = |id: ProvisionId| Locus { act: m.act, id };
        if own <= of || homes.contains(&in_unit(own)) || act.get(own).parent != act.get(of).parent {
            return Ok(false);
        }
        let roles = read.text.roles(self.at.id);
        let cites = read.citations_of(self.at.id).any(|citation| citation.outer.is_some());
        if !roles.has(Role::Aggravate) || roles.has(Role::Define) || cites {
            return Ok(false);
        }
        let Some(parent) = act.get(of).parent else { return Ok(false) };
        let siblings = &act.get(parent).children;
        let between = siblings.iter().copied().filter(|&id| of < id && id < own);
        let only_aggravates = |unit: ProvisionId| {
            act.get(unit).kind.is_main_unit()
                && !homes.contains(&in_unit(unit))
                && act
                    .subtree(unit)
                    .find(|&id| !act.get(id).intro.is_empty())
                    .is_some_and(|first| read.text.opens_with(Role::Aggravate, first, OPENING))
        };
        let mut between = between;
        if !only_aggravates(own)
            || !between.all(|unit| only_aggravates(unit) && read.targets_of_all(unit).is_empty())
        {
            return Ok(false);
        }
        let not = self.set.and_then(|set| set.not.as_ref());
        let other = |not| -> Result<bool> {
            Ok(self.law.holds(not, self.at, Carry::NONE)? || self.law.own_heading(not, in_unit(own))?)
        };
        Ok(!not.map_or(Ok(false), other)?)
    }

    /// The same for an offence of another act.
    fn across(&self, m: Locus) -> Result<Option<Step>> {
        if self.names()? {
            return Ok(Some(Step::Names));
        }
        if !self.any_offence {
            return Ok(None);
        }
        let acts = &self.law.acts;
        let names = |from: usize, to: usize| {
            let title = acts[to].act.title.to_lowercase();
            let title = title.trim();
            !title.is_empty()
                && acts[from].act.citations.iter().any(|citation| {
                    citation.outer.as_ref().is_some_and(|outer| {
                        let outer = outer.to_lowercase();
                        title.contains(outer.trim_start_matches("the ").trim()) || outer.contains(title)
                    })
                })
        };
        Ok(Some(if names(m.act, self.at.act) { Step::AnyOffence } else { Step::Unproved }))
    }
}

/// Whether "the offence" of a subsection is one that a subsection before it reaches by name: "(1) Where a person
/// is convicted of an offence under Part 2 … (2) On conviction the court may …".
fn goes_on_from(read: &ReadAct, p: ProvisionId, m: ProvisionId) -> bool {
    let act = read.act;
    let Some(unit) = read.unit(p) else { return false };
    let own = read.block(p);
    act.get(unit).children.iter().take_while(|&&block| block < own).any(|&block| {
        let targets = read.targets_of(block);
        let none = targets.is_empty();
        let cites = targets.iter().any(|&target| {
            let division = act.get(target).kind.is_division();
            target != ProvisionId::ACT
                && act.is_within(m, target)
                && (!division || read.text.speaks_of_any_offence(block))
        });
        cites || none && read.text.speaks_of_any_offence(block)
    })
}
