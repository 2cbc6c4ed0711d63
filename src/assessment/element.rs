//! One element of an obligation sought in the law: where its words stand, which members of a set they
//! reach, and how well.

use std::collections::BTreeMap;

use super::law::{Found, Law, Locus};
use super::reach::{Speaker, Step};
use super::sets::{Set, narrow_codes, roles};
use crate::assessment::Grade;
use crate::checklist::{Element, Full, Limb, On, PenaltyTest, Reach, Seek};
use crate::error::Result;
use crate::query::{Carry, Hit, Query, Role, Via};
use crate::structure::Penalty;

/// A hit of an element, weighed.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub found: Found,
    /// Members of the set that it reaches, by index, with the step.
    pub reached: Vec<(usize, Step)>,
    pub codes: Vec<String>,
    /// Why it does not count; none where it does.
    pub dropped: Option<String>,
}

impl Weighed {
    fn counts(&self) -> bool {
        self.dropped.is_none()
    }
}

/// What came of an element.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub grade: Grade,
    pub codes: Vec<String>,
    pub limbs: BTreeMap<String, bool>,
    /// Every hit, dropped ones too, in document order.
    pub hits: Vec<Weighed>,
    /// The members it had to reach and those it left out, where it is sought on a set.
    pub members: Option<(Vec<Locus>, Vec<Locus>)>,
    /// Some hit speaks of any offence of another act that nothing ties to this one.
    pub unproved: bool,
}

impl Outcome {
    /// The hits that count.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Weighed> {
        self.hits.iter().filter(|weighed| weighed.counts())
    }

    /// The provisions that carry the element.
    pub(super) fn homes(&self) -> Vec<Locus> {
        let mut homes: Vec<Locus> = self.kept().map(|weighed| weighed.found.home()).collect();
        homes.sort();
        homes.dedup();
        homes
    }
}

/// What elements are sought in.
pub(super) struct Sought<'s, 'a, 'r> {
    pub law: &'s Law<'a>,
    pub sets: &'s BTreeMap<&'r str, Set<'r>>,
}

impl Sought<'_, '_, '_> {
    /// Seeks one element; `done` holds the outcomes of the elements before it.
    pub(super) fn seek(&self, element: &Element, done: &BTreeMap<&str, Outcome>) -> Result<Outcome> {
        let mut hits = Vec::new();
        let mut wanted: Option<Vec<usize>> = None;
        let mut reach = Reach::Some;
        let mut set: Option<&Set> = None;
        for seek in &element.seeks {
            if let On::Set(id) = &seek.on {
                let on = &self.sets[id.as_str()];
                let members = on.members.iter().enumerate();
                let of_limb = members.filter(|(_, member)| {
                    seek.limbs_of_set.is_empty()
                        || member.limbs.iter().any(|limb| seek.limbs_of_set.contains(limb))
                });
                let mut indices = of_limb.map(|(index, _)| index).collect::<Vec<_>>();
                if seek.reach != Reach::Some {
                    indices = on.without_minor(indices);
                }
                let mut found = self.on_set(element, seek, on, &indices)?;
                if set.is_some_and(|first| first.rule.id != on.rule.id) {
                    // How many members are reached is counted for the set that is named first.
                    found.iter_mut().for_each(|weighed| weighed.reached.clear());
                } else {
                    if seek.reach != Reach::Some {
                        reach = seek.reach;
                    }
                    set = Some(on);
                    let all = wanted.get_or_insert_default();
                    all.extend(indices);
                    all.sort_unstable();
                    all.dedup();
                }
                hits.extend(found);
            } else {
                hits.extend(self.on_provisions(element, seek, done)?);
            }
        }
        hits.sort_by(|a, b| (a.found.act, &a.found.hit.parts).cmp(&(b.found.act, &b.found.hit.parts)));
        let limbs = self.limbs(element, &hits, done)?;
        Ok(outcome(element, hits, limbs, set, wanted, reach))
    }

    fn on_set(&self, element: &Element, seek: &Seek, set: &Set, wanted: &[usize]) -> Result<Vec<Weighed>> {
        let Some(find) = &seek.find else { return self.members(element, seek, set, wanted) };
        let mut all = Vec::new();
        for found in self.law.find(find, carry(seek))? {
            let at = found.home();
            let mut reached = Vec::new();
            let speaker = Speaker::new(self.law, at, Some(set.rule)).among(&set.homes);
            for &index in wanted {
                if let Some(step) = speaker.reaches(set.members[index].at)? {
                    reached.push((index, step));
                }
            }
            let mut weighed = self.weigh(element, seek, found, |role| {
                role == Role::Aggravate && self.raises(set, at, &reached)
            })?;
            if reached.is_empty() && weighed.counts() {
                weighed.dropped = Some("reaches none of the offences".into());
            }
            if let Some(test) = seek.penalty
                && weighed.counts()
                && !reached.iter().any(|&(index, _)| {
                    set.members[index].penalties.iter().any(|(_, penalty)| passes(test, penalty))
                })
            {
                weighed.dropped = Some("the penalty is not the one sought".into());
            }
            weighed.reached = reached;
            all.push(weighed);
        }
        Ok(all)
    }

    /// The members themselves, where an element has no query of its own: by role and penalty.
    fn members(&self, element: &Element, seek: &Seek, set: &Set, wanted: &[usize]) -> Result<Vec<Weighed>> {
        let mut all = Vec::new();
        for &index in wanted {
            let member = &set.members[index];
            let Some(first) = member.hits.first() else { continue };
            let Some(test) = seek.penalty else {
                let mut weighed = self.weigh(element, seek, first.clone(), |_| false)?;
                weighed.codes.extend(member.codes.iter().cloned());
                weighed.reached = vec![(index, Step::Same)];
                all.push(weighed);
                continue;
            };
            for (at, penalty) in &member.penalties {
                let parts = [penalty.span].into_iter().collect();
                let found = Found { act: at.act, hit: Hit { home: at.id, parts, via: Via::Direct } };
                let raised = self.raises(set, *at, &[(index, Step::Same)]);
                let mut weighed =
                    self.weigh(element, seek, found, |role| role == Role::Aggravate && raised)?;
                if !passes(test, penalty) {
                    weighed.dropped = Some("the penalty is not the one sought".into());
                }
                weighed.codes.extend(member.codes.iter().cloned());
                weighed.reached = vec![(index, Step::Same)];
                all.push(weighed);
            }
        }
        Ok(all)
    }

    fn on_provisions(
        &self,
        element: &Element,
        seek: &Seek,
        done: &BTreeMap<&str, Outcome>,
    ) -> Result<Vec<Weighed>> {
        let homes = match &seek.on {
            On::Element(id) => Some(done.get(id.as_str()).map(Outcome::homes).unwrap_or_default()),
            _ => None,
        };
        let Some(find) = &seek.find else {
            // No words of its own: what the other element stands in, with limbs to count.
            let Some(On::Element(id)) = Some(&seek.on) else { return Ok(Vec::new()) };
            let carried = done.get(id.as_str()).into_iter().flat_map(Outcome::kept);
            return carried.map(|w| self.weigh(element, seek, w.found.clone(), |_| false)).collect();
        };
        let mut all = Vec::new();
        for found in self.law.find(find, carry(seek))? {
            let at = found.home();
            let mut weighed = self.weigh(element, seek, found, |_| false)?;
            if let Some(homes) = &homes
                && weighed.counts()
            {
                let speaker = Speaker::new(self.law, at, None);
                let mut near = false;
                for &home in homes {
                    near = near
                        || self.law.unit(home) == self.law.unit(at)
                        || at.act == home.act
                            && matches!(
                                speaker.reaches(home)?,
                                Some(Step::Same | Step::Cites | Step::CitedBy | Step::Beside)
                            );
                }
                if !near {
                    weighed.dropped = Some("stands apart from the provisions it belongs to".into());
                }
            }
            all.push(weighed);
        }
        Ok(all)
    }

    /// Applies the filters of a seek to a hit.
    fn weigh(
        &self,
        element: &Element,
        seek: &Seek,
        found: Found,
        also: impl Fn(Role) -> bool,
    ) -> Result<Weighed> {
        let at = found.home();
        let own = roles(self.law, &found)?;
        let has = |role: Role| own.has(role) || also(role);
        let not = |query: &Option<Query>| match query {
            Some(query) => self.law.holds(query, at, Carry::NONE),
            None => Ok(false),
        };
        let dropped = if !seek.roles.is_empty() && !seek.roles.iter().any(has) {
            Some("the provision has not the role sought".to_owned())
        } else if seek.not_roles.iter().any(has) {
            Some("the provision has a role that is excluded".to_owned())
        } else if not(&seek.not)? {
            Some("the provision speaks of something else".to_owned())
        } else if seek.under.as_ref().map_or(Ok(false), |q| Ok(self.law.under(q, at)?.is_none()))? {
            Some("no heading above it speaks of the matter".to_owned())
        } else if seek.not_under.as_ref().map_or(Ok(false), |q| Ok(self.law.under(q, at)?.is_some()))? {
            Some("a heading above it speaks of another matter".to_owned())
        } else {
            None
        };
        let mut codes: Vec<String> = seek.code.iter().cloned().collect();
        if dropped.is_none() {
            codes.extend(narrow_codes(self.law, &element.narrow, &found)?);
        }
        Ok(Weighed { found, reached: Vec::new(), codes, dropped })
    }

    /// Whether a provision states a penalty above what a member it reaches states itself.
    fn raises(&self, set: &Set, at: Locus, reached: &[(usize, Step)]) -> bool {
        let act = self.law.acts[at.act].act;
        reached.iter().any(|&(index, _)| {
            let member = &set.members[index];
            let stated = member.penalties.iter().filter(|(place, _)| {
                place.act == at.act && (act.is_within(place.id, at.id) || act.is_within(at.id, place.id))
            });
            let most = stated.filter_map(|(_, penalty)| penalty.max_months).max();
            most.is_some_and(|most| member.own_max.is_some_and(|own| most > own))
        })
    }

    fn limbs(
        &self,
        element: &Element,
        hits: &[Weighed],
        done: &BTreeMap<&str, Outcome>,
    ) -> Result<BTreeMap<String, bool>> {
        let mut places: Vec<Locus> = hits.iter().filter(|w| w.counts()).map(|w| w.found.home()).collect();
        if let Some(On::Element(id)) = element.seeks.first().map(|seek| &seek.on)
            && let Some(other) = done.get(id.as_str())
        {
            places.extend(other.homes());
        }
        places.sort();
        places.dedup();
        let mut found = BTreeMap::new();
        for Limb { name, find, via_citation, .. } in &element.limbs {
            let carry = Carry { definition: true, citation: *via_citation };
            let mut holds = false;
            for &place in &places {
                holds = holds || self.law.holds_or_items(find, place, carry)?;
            }
            found.insert(name.clone(), holds);
        }
        Ok(found)
    }
}

fn carry(seek: &Seek) -> Carry {
    Carry { definition: seek.via_definition, citation: seek.via_citation }
}

fn passes(test: PenaltyTest, penalty: &Penalty) -> bool {
    match test {
        PenaltyTest::ImprisonmentMaxAtLeast(months) => penalty.max_months.is_some_and(|max| max >= months),
        PenaltyTest::Imprisonment => penalty.max_months.is_some() || penalty.min_months.is_some(),
        PenaltyTest::Fine => penalty.fine,
    }
}

/// Grades an element from its hits: the best one counts, for each member that must be reached.
fn outcome(
    element: &Element,
    hits: Vec<Weighed>,
    limbs: BTreeMap<String, bool>,
    set: Option<&Set>,
    wanted: Option<Vec<usize>>,
    reach: Reach,
) -> Outcome {
    let proved = |step: Step| step != Step::Unproved;
    let counting: Vec<&Weighed> = hits
        .iter()
        .filter(|w| w.counts() && (w.reached.is_empty() || w.reached.iter().any(|&(_, s)| proved(s))))
        .collect();
    let unproved = hits.iter().any(|w| w.counts()) && counting.is_empty();
    let mut grade = match counting.iter().map(|w| w.codes.is_empty()).max() {
        None => Grade::None,
        Some(true) => Grade::Full,
        Some(false) => Grade::Narrow,
    };
    let mut codes: Vec<String> = if grade == Grade::Narrow {
        counting.iter().flat_map(|w| w.codes.iter().cloned()).collect()
    } else {
        Vec::new()
    };
    let mut members = None;
    if let (Some(set), Some(wanted)) = (set, wanted) {
        // For each member the best hit that reaches it: none, narrow (false) or full (true).
        let best = |index: usize| {
            let reaching =
                counting.iter().filter(|w| w.reached.iter().any(|&(i, s)| i == index && proved(s)));
            reaching.map(|w| w.codes.is_empty()).max()
        };
        let left_out: Vec<usize> = wanted.iter().copied().filter(|&index| best(index).is_none()).collect();
        if grade == Grade::Full {
            let short = match reach {
                Reach::Some => false,
                Reach::All => wanted.iter().any(|&index| best(index) != Some(true)),
                Reach::EachLimb => {
                    let limbs = wanted.iter().flat_map(|&index| &set.members[index].limbs);
                    limbs.into_iter().any(|limb| {
                        let of_limb = wanted.iter().filter(|&&i| set.members[i].limbs.contains(limb));
                        of_limb.into_iter().all(|&index| best(index) != Some(true))
                    })
                }
            };
            if short {
                grade = Grade::Narrow;
                if left_out.is_empty() || reach == Reach::EachLimb {
                    codes.extend(counting.iter().flat_map(|w| w.codes.iter().cloned()));
                }
            }
        }
        let place = |index: &usize| set.members[*index].at;
        members = Some((wanted.iter().map(place).collect(), left_out.iter().map(place).collect()));
    }
    if grade != Grade::None && !element.limbs.is_empty() {
        let count = limbs.values().filter(|&&held| held).count();
        let enough = match &element.full {
            Full::All => count == limbs.len(),
            Full::Count(n) => count >= *n,
            Full::NamedOr(name, n) => {
                let named = limbs.get(name).copied().unwrap_or(false);
                named || count >= *n
            }
        };
        // An element that is nothing but its limbs is not there when none holds.
        let bare = element.seeks.iter().all(|seek| seek.find.is_none());
        if bare && count == 0 {
            grade = Grade::None;
        } else if !enough {
            grade = Grade::Narrow;
            codes.extend(element.narrow.iter().filter(|row| row.find.is_none()).map(|row| row.code.clone()));
        }
    }
    codes.sort();
    codes.dedup();
    Outcome { grade, codes, limbs, hits, members, unproved }
}
