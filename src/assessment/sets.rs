//! Named sets of provisions: the smuggling offences of a law, computed once over all acts.

use std::collections::{BTreeMap, BTreeSet};

use super::law::{Found, Law, Locus};
use super::reach::{Speaker, Step};
use crate::checklist::{About, Narrow, SetRule};
use crate::error::Result;
use crate::query::{Carry, Role, RoleSet};
use crate::structure::Penalty;

/// A provision of a set, with what makes it one.
#[derive(Clone, Debug)]
pub(super) struct SetMember {
    pub at: Locus,
    pub limbs: Vec<String>,
    /// The hits of its limbs, in document order.
    pub hits: Vec<Found>,
    /// Whether it is a contravention and no more: a fine for lodging foreigners beside the crime.
    pub contravention: bool,
    /// Deficiencies that make it narrow wherever it counts.
    pub codes: Vec<String>,
    /// Greatest imprisonment in months of the member itself, without what only aggravates.
    pub own_max: Option<u32>,
    /// Every penalty that reaches it, with the provision that states it and how it reaches.
    pub penalties: Vec<(Locus, Penalty)>,
}

/// The members of a set and the rule they were found by.
pub(super) struct Set<'r> {
    pub rule: &'r SetRule,
    pub members: Vec<SetMember>,
    /// The main units in which they stand.
    pub homes: BTreeSet<Locus>,
}

impl<'r> Set<'r> {
    /// Finds the members.
    pub(super) fn compute(law: &Law, rule: &'r SetRule) -> Result<Self> {
        let mut by_home: BTreeMap<Locus, SetMember> = BTreeMap::new();
        let topic = Topic::of(law, rule)?;
        for limb in &rule.limbs {
            let carry = Carry { definition: true, citation: limb.via_citation };
            for found in law.find(&limb.find, carry)? {
                let at = found.home();
                let wanted = if limb.roles.is_empty() { rule.roles } else { limb.roles };
                let own = roles(law, &found)?;
                if !wanted.is_empty() && !own.meets(wanted) {
                    continue;
                }
                if excluded(law, rule, at)? || !topic.surrounds(law, at)? {
                    continue;
                }
                if let Some(under) = &limb.under
                    && law.under(under, at)?.is_none()
                {
                    continue;
                }
                let member = by_home.entry(at).or_insert_with(|| SetMember {
                    at,
                    limbs: Vec::new(),
                    hits: Vec::new(),
                    contravention: true,
                    codes: Vec::new(),
                    own_max: None,
                    penalties: Vec::new(),
                });
                member.contravention &= own.has(Role::Contravention) && !own.has(Role::Offence);
                if !member.limbs.contains(&limb.name) {
                    member.limbs.push(limb.name.clone());
                }
                if !member.hits.iter().any(|seen| seen.hit.parts == found.hit.parts) {
                    member.hits.push(found);
                }
            }
        }
        let mut members: Vec<SetMember> = by_home.into_values().collect();
        for member in &mut members {
            member.hits.sort_by(|a, b| a.hit.parts.cmp(&b.hit.parts));
            member.codes = narrow_codes(law, &rule.narrow, &member.hits[0])?;
        }
        let homes = members.iter().map(|member| law.unit(member.at)).collect();
        join_penalties(law, rule, &homes, &mut members)?;
        Ok(Self { rule, members, homes })
    }

    /// Without the contraventions beside a crime of the same limb: what must reach every offence need not reach those.
    pub(super) fn without_minor(&self, members: Vec<usize>) -> Vec<usize> {
        let is_crime_of = |limb: &String| {
            members.iter().map(|&at| &self.members[at]).any(|it| !it.contravention && it.limbs.contains(limb))
        };
        let stays = |&at: &usize| {
            let member = &self.members[at];
            !member.contravention || !member.limbs.iter().all(is_crime_of)
        };
        members.iter().copied().filter(stays).collect()
    }

    /// Whether some member carries the limb.
    pub(super) fn has_limb(&self, limb: &str) -> bool {
        self.members.iter().any(|member| member.limbs.iter().any(|name| name == limb))
    }
}

/// Where the law speaks of what a set is about. The words of a limb alone ("assists … to enter … in contravention
/// of") stand in laws on premises, registers and races too.
struct Topic<'r> {
    about: Option<&'r About>,
    units: BTreeSet<Locus>,
}

impl<'r> Topic<'r> {
    fn of(law: &Law, rule: &'r SetRule) -> Result<Self> {
        let about = rule.about.as_ref();
        let found = about.map_or(Ok(Vec::new()), |about| law.find(&about.find, Carry::DEFINITION))?;
        Ok(Self { about, units: found.iter().map(|found| law.unit(found.home())).collect() })
    }

    fn surrounds(&self, law: &Law, at: Locus) -> Result<bool> {
        let Some(about) = self.about else { return Ok(true) };
        let under = about.under.as_ref().map_or(Ok(None), |under| law.under(under, at))?;
        Ok(under.is_some() || self.units.contains(&law.unit(at)))
    }
}

fn excluded(law: &Law, rule: &SetRule, at: Locus) -> Result<bool> {
    if let Some(not) = &rule.not
        && law.holds(not, at, Carry::NONE)?
    {
        return Ok(true);
    }
    if let Some(not_under) = &rule.not_under
        && law.under(not_under, at)?.is_some()
    {
        return Ok(true);
    }
    if let Some(under) = &rule.under {
        return Ok(law.under(under, at)?.is_none());
    }
    Ok(false)
}

/// The codes of the narrow rows that hold at a provision.
pub(super) fn narrow_codes(law: &Law, rows: &[Narrow], found: &Found) -> Result<Vec<String>> {
    let at = found.home();
    let mut codes = Vec::new();
    for row in rows {
        // A bare code is for limbs that do not suffice, not for a hit.
        if row.find.is_none() && row.roles.is_empty() && row.under.is_none() {
            continue;
        }
        let find = match &row.find {
            Some(find) => law.holds(find, at, Carry::DEFINITION)?,
            None => true,
        };
        let role = row.roles.is_empty() || {
            // `role: contravention` as a narrow form means: nothing more than a contravention.
            let own = roles(law, found)?;
            own.meets(row.roles) && !(row.roles.has(Role::Contravention) && own.has(Role::Offence))
        };
        let under = match &row.under {
            Some(under) => law.under(under, at)?.is_some(),
            None => true,
        };
        let not = match &row.not {
            Some(not) => law.holds(not, at, Carry::NONE)?,
            None => false,
        };
        if find && role && under && !not && !codes.contains(&row.code) {
            codes.push(row.code.clone());
        }
    }
    Ok(codes)
}

/// The roles of the provision in which a hit stands: its own, and offence or contravention where another
/// provision that cites it makes its breach one ("a person who contravenes section 3 commits an offence").
/// A sentence that exempts ("it is a defence to a charge under section 3") makes no offence of what it says.
pub(super) fn roles(law: &Law, found: &Found) -> Result<RoleSet> {
    let at = found.home();
    let read = &law.acts[at.act];
    let own = read.text.roles(at.id);
    let mut roles = own;
    for citation in read.citing(at.id) {
        let citing = read.text.roles(citation.provision);
        // A defence or a definition that cites an offence makes nothing an offence.
        if citing.has(Role::Exempt) || citing.has(Role::Define) {
            continue;
        }
        for role in [Role::Offence, Role::Contravention] {
            if citing.has(role) && (own.has(Role::Prohibit) || own.has(Role::Duty)) {
                roles = roles.with(role);
            }
        }
    }
    let forbids = own.has(Role::Prohibit) || own.has(Role::Duty);
    if forbids && !roles.has(Role::Offence) && read.punishes_any_contravention() {
        roles = roles.with(Role::Offence);
    }
    if own.has(Role::Exempt) && read.text.sentence_has(Role::Exempt, &found.hit) {
        roles = roles.without(Role::Offence).without(Role::Contravention);
    }
    Ok(roles)
}

/// Joins to each member the penalties that reach it, directly or over the provision that makes it an offence.
fn join_penalties(
    law: &Law,
    rule: &SetRule,
    homes: &BTreeSet<Locus>,
    members: &mut [SetMember],
) -> Result<()> {
    let mut stated = Vec::new();
    for (act, read) in law.acts.iter().enumerate() {
        for penalty in &read.act.penalties {
            let at = Locus { act, id: penalty.provision };
            stated.push((at, penalty, Speaker::new(law, at, Some(rule)).among(homes)));
        }
    }
    for member in members {
        let read = &law.acts[member.at.act];
        let mut carriers = vec![member.at];
        for citation in read.citing(member.at.id) {
            if read.text.roles(citation.provision).has(Role::Offence) {
                carriers.push(Locus { act: member.at.act, id: citation.provision });
            }
        }
        for (at, penalty, speaker) in &stated {
            let mut reached = false;
            for &carrier in &carriers {
                reached = reached
                    || matches!(
                        speaker.reaches(carrier)?,
                        Some(
                            Step::Same
                                | Step::Cites
                                | Step::CitedBy
                                | Step::Beside
                                | Step::Follows
                                | Step::AnyOffence
                        )
                    );
            }
            if reached {
                member.penalties.push((*at, (*penalty).clone()));
            }
        }
        member.own_max = own_max(law, member);
    }
    Ok(())
}

/// The greatest imprisonment that a member states itself; else the least of what reaches it from elsewhere,
/// for graver tiers lie above. Alternatives of one provision (summarily, on indictment) are no tiers.
fn own_max(law: &Law, member: &SetMember) -> Option<u32> {
    let mut inside: Option<u32> = None;
    let mut elsewhere: BTreeMap<Locus, u32> = BTreeMap::new();
    for (at, penalty) in &member.penalties {
        let read = &law.acts[at.act];
        let Some(months) = penalty.max_months else { continue };
        if read.text.roles(at.id).has(Role::Aggravate) {
            continue;
        }
        let act = read.act;
        if at.act == member.at.act
            && (act.is_within(at.id, member.at.id) || act.is_within(member.at.id, at.id))
        {
            inside = inside.max(Some(months));
        }
        let block = Locus { act: at.act, id: read.block(at.id) };
        let most = elsewhere.entry(block).or_default();
        *most = months.max(*most);
    }
    inside.or_else(|| elsewhere.into_values().min())
}
