//! References, resolved to provisions of the act, or named as references to other law.

use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::grammar::{self, Cited, CitedNumber, CitedUnit, Relative};
use crate::span::Span;

use super::act::{Act, Citation, Kind, Notice, ProvisionId};
use super::number::{self, folded};
use super::passages::passages;
use super::tradition::Tradition;

/// Where a reference may start.
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i-u)\b(?:this|that|the said|(?:the )?(?:last |next )?(?:preceding|foregoing|previous|following|succeeding|next))",
        r"[ \t\r\n*_]+(?:sub-?)?(?:section|paragraph|clause|article|regulation|chapter|part|division|schedule|title|act|code|law|ordinance|decree|proclamation)\b",
        r"|\b(?:sub-?)?(?:section|paragraph|clause|article|regulation|chapter|part|division|schedule|item)s?\b",
    ))
    .expect("a valid pattern")
});

/// So many provisions at least are read by one thread.
const LEAST_SHARE: usize = 1024;
/// A reference is read from at most so many bytes.
const LONGEST: usize = 320;
/// A range or list names at most so many provisions.
const MOST_TARGETS: usize = 400;

/// All references in document order, and those whose numbers the act does not have.
pub(super) fn collect(act: &Act, tradition: &Tradition) -> (Vec<Citation>, Vec<Notice>) {
    let index = Index::new(act, tradition);
    let ids: Vec<ProvisionId> = act.ids().collect();
    let read: Vec<(ProvisionId, Span, Cited)> =
        ids.par_iter().with_min_len(LEAST_SHARE).flat_map_iter(|&id| written(act, id)).collect();
    let mut found: Vec<Citation> = Vec::with_capacity(read.len());
    let (mut notices, mut missing) = (Vec::new(), FxHashSet::default());
    for (id, span, cited) in read {
        let (targets, lost) = index.resolve(&cited, id, found.last());
        if let Some(number) = lost
            && cited.instrument.is_none()
            && !act.get(id).quoted
            && missing.insert(number.clone())
        {
            notices.push(Notice {
                code: "unresolved-citation",
                message: format!("{number} is cited, and the text does not have it"),
                span,
            });
        }
        found.push(Citation { span, provision: id, targets, outer: cited.instrument });
    }
    (found, notices)
}

/// The references in the heading and own words of a provision, as they are written.
fn written(act: &Act, id: ProvisionId) -> Vec<(ProvisionId, Span, Cited)> {
    let text = &act.source.text;
    let mut found = Vec::new();
    let mut passages = passages(text, act.get(id));
    passages.extend(act.get(id).heading);
    passages.sort_unstable();
    for passage in passages {
        let words = passage.of(text);
        let mut at = 0;
        while let Some(hit) = CANDIDATE.find_at(words, at) {
            at = hit.end();
            let slice =
                &words[hit.start()..words.floor_char_boundary((hit.start() + LONGEST).min(words.len()))];
            let Some(cited) = grammar::cited(slice) else { continue };
            if !refers(&words[..hit.start()], slice, &cited) {
                continue;
            }
            let start = passage.start as usize + hit.start();
            at = at.max(hit.start() + cited.length);
            found.push((id, Span::new(start, start + cited.length), cited));
        }
    }
    found
}

/// Whether words that read like a reference are one.
fn refers(before: &str, slice: &str, cited: &Cited) -> bool {
    let first = cited.units.first();
    let schedule = first
        .is_some_and(|unit| unit.kind == Kind::Schedule && unit.numbers.is_empty() && slice.starts_with('S'));
    let numbered = cited.units.iter().any(|unit| !unit.numbers.is_empty());
    let rest = slice[cited.length..].trim_start();
    // "the following section:" announces one.
    let announces = rest.starts_with([':', '—', '–']) && matches!(cited.relative, Some((Relative::After, _)));
    // "[Chapter 4:02]" is the number of a law in a revised edition.
    let edition = before.ends_with('[') && rest.starts_with(':');
    (numbered || cited.relative.is_some() || schedule)
        && !announces
        && !edition
        && !is_title_and_year(slice, cited)
}

/// Provisions by the numbers they are cited by.
struct Index<'a> {
    act: &'a Act,
    units: FxHashMap<String, Vec<ProvisionId>>,
    divisions: FxHashMap<(Kind, String), Vec<ProvisionId>>,
    /// The act's own main units in order.
    order: Vec<ProvisionId>,
    /// Main units that change another law: numbers in them are that law's.
    amending: FxHashSet<ProvisionId>,
    /// "the Schedule", where there is but one.
    schedule: Option<ProvisionId>,
}

impl<'a> Index<'a> {
    fn new(act: &'a Act, tradition: &Tradition) -> Self {
        let mut index = Index {
            act,
            units: FxHashMap::default(),
            divisions: FxHashMap::default(),
            order: Vec::new(),
            amending: FxHashSet::default(),
            schedule: None,
        };
        let own = |id: &ProvisionId| act.get(*id).kind == Kind::Schedule && !act.get(*id).quoted;
        let mut schedules = act.get(ProvisionId::ACT).children.iter().copied().filter(own);
        index.schedule = schedules.next().filter(|_| schedules.next().is_none());
        for id in act.ids() {
            let provision = act.get(id);
            if provision.kind.is_main_unit() {
                index.units.entry(folded(&provision.num)).or_default().push(id);
                if !provision.quoted {
                    index.order.push(id);
                    if amends(act, id, tradition) {
                        index.amending.insert(id);
                    }
                }
            } else if provision.kind.is_division() {
                index.divisions.entry((provision.kind, value(&provision.num))).or_default().push(id);
            }
        }
        index
    }

    /// The provisions named, and the first number that the act does not have.
    fn resolve(
        &self,
        cited: &Cited,
        from: ProvisionId,
        before: Option<&Citation>,
    ) -> (Vec<ProvisionId>, Option<String>) {
        let amends = self.act.main_unit(from).is_some_and(|unit| self.amending.contains(&unit));
        if cited.instrument.is_some() || (amends && cited.relative.is_none()) {
            return (Vec::new(), None);
        }
        let pointed = match cited.relative {
            Some((to, kind)) => match self.point(to, kind, from, before) {
                Some(id) => Some(id),
                // "of that Act" and "of this title" without one: other law, or more than is at hand.
                None if cited.units.is_empty() || to == Relative::That => return (Vec::new(), None),
                None => None,
            },
            None => None,
        };
        let mut context: Option<Vec<ProvisionId>> = pointed.map(|id| vec![id]);
        let mut lost = None;
        for unit in cited.units.iter().rev() {
            let mut targets = Vec::new();
            let mut previous: Option<&CitedNumber> = None;
            let mut filled: Vec<String> = Vec::new();
            if unit.numbers.is_empty() && unit.kind == Kind::Schedule {
                targets.extend(self.schedule);
            }
            for number in &unit.numbers {
                filled = completed(number, &filled);
                let whole = number.whole
                    || previous.is_some_and(|previous| previous.whole && filled.len() > number.steps.len());
                match self.find(unit, &filled, whole, context.as_deref(), from) {
                    Some(id) => match targets.last() {
                        Some(&first) if number.ends_range => targets.extend(self.between(first, id)),
                        _ => targets.push(id),
                    },
                    None => lost = lost.or_else(|| Some(shown(unit.kind, &filled, whole))),
                }
                previous = Some(number);
            }
            context = Some(targets);
        }
        let mut targets = context.unwrap_or_default();
        targets.truncate(MOST_TARGETS);
        (targets, lost)
    }

    fn point(
        &self,
        to: Relative,
        kind: Kind,
        from: ProvisionId,
        before: Option<&Citation>,
    ) -> Option<ProvisionId> {
        let fits = |id: ProvisionId| {
            let found = self.act.get(id).kind;
            found == kind || (kind.is_main_unit() && found.is_main_unit())
        };
        let own = || self.act.ancestors(from).find(|&id| fits(id));
        match to {
            Relative::This if kind == Kind::Act => Some(ProvisionId::ACT),
            Relative::This => own(),
            Relative::That => before
                .filter(|before| before.outer.is_none())
                .and_then(|before| before.targets.iter().copied().find(|&id| fits(id))),
            Relative::Before | Relative::After if kind.is_main_unit() => {
                let at = self.order.binary_search(&own()?).ok()?;
                let next = if to == Relative::Before { at.checked_sub(1)? } else { at + 1 };
                self.order.get(next).copied()
            }
            Relative::Before | Relative::After => {
                let here = own()?;
                let siblings = &self.act.get(self.act.get(here).parent?).children;
                let at = siblings.binary_search(&here).ok()?;
                if to == Relative::Before {
                    siblings[..at].iter().rev().copied().find(|&id| fits(id))
                } else {
                    siblings[at + 1..].iter().copied().find(|&id| fits(id))
                }
            }
        }
    }

    fn find(
        &self,
        unit: &CitedUnit,
        steps: &[String],
        whole: bool,
        context: Option<&[ProvisionId]>,
        from: ProvisionId,
    ) -> Option<ProvisionId> {
        let first = steps.first()?;
        if unit.kind.is_division() {
            let known = self.divisions.get(&(unit.kind, value(first)))?;
            let near = known.iter().copied().find(|&id| match context {
                Some([inside, ..]) => self.act.is_within(id, *inside),
                _ => self.act.get(id).parent.is_some_and(|parent| self.act.is_within(from, parent)),
            });
            return near.or(known.first().copied());
        }
        // "Article (5)": some translations print the number of a main unit in brackets.
        if whole || unit.kind.is_main_unit() {
            // In a schedule "paragraph 4" is the schedule's own.
            let known = self.units.get(&folded(first)).and_then(|all| {
                let quoted = self.act.get(from).quoted;
                let wanted = |id: &&ProvisionId| self.act.get(**id).quoted == quoted;
                all.iter().find(wanted).copied()
            });
            let start = if unit.kind.is_main_unit()
                || steps.len() > 1
                || known.is_some() && !self.in_schedule(from)
            {
                known
            } else {
                None
            };
            let start = start.or_else(|| self.near(unit.kind, first, context, from))?;
            return self.descend(start, &steps[1..]);
        }
        let start = self.near(unit.kind, first, context, from)?;
        self.descend(start, &steps[1..])
    }

    fn in_schedule(&self, id: ProvisionId) -> bool {
        self.act.ancestors(id).any(|above| self.act.get(above).kind == Kind::Schedule)
    }

    /// The provision with this number under what was named, else under the nearest ancestor of the
    /// citing provision that has one; the level that the reference names is preferred.
    fn near(
        &self,
        kind: Kind,
        number: &str,
        context: Option<&[ProvisionId]>,
        from: ProvisionId,
    ) -> Option<ProvisionId> {
        if let Some(context) = context {
            return context
                .iter()
                .find_map(|&id| self.child(id, number, Some(kind)).or_else(|| self.child(id, number, None)));
        }
        let within_unit = || {
            let mut above = true;
            self.act.ancestors(from).take_while(move |&id| {
                let keep = above;
                above = !self.act.get(id).kind.is_main_unit() && id != ProvisionId::ACT;
                keep
            })
        };
        within_unit()
            .find_map(|id| self.child(id, number, Some(kind)))
            .or_else(|| within_unit().find_map(|id| self.child(id, number, None)))
    }

    fn descend(&self, from: ProvisionId, steps: &[String]) -> Option<ProvisionId> {
        steps.iter().try_fold(from, |at, step| self.child(at, step, None))
    }

    /// The child with this number; paragraphs without a number and definitions are looked through.
    fn child(&self, of: ProvisionId, number: &str, kind: Option<Kind>) -> Option<ProvisionId> {
        let wanted = folded(number);
        let mut through: Vec<ProvisionId> = vec![of];
        let mut looked = 0;
        while let Some(at) = through.pop() {
            for &child in &self.act.get(at).children {
                looked += 1;
                if looked > 2000 {
                    return None;
                }
                let provision = self.act.get(child);
                if provision.quoted && !self.act.get(of).quoted {
                    continue;
                }
                match provision.kind {
                    Kind::Text | Kind::Proviso | Kind::Group => through.push(child),
                    Kind::Definition => {}
                    found if kind.is_none_or(|kind| kind == found) && folded(&provision.num) == wanted => {
                        return Some(child);
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// What stands between the first and the last of a range, and the last.
    fn between(&self, first: ProvisionId, last: ProvisionId) -> Vec<ProvisionId> {
        let (a, b) = (self.act.get(first), self.act.get(last));
        if a.kind.is_main_unit() && b.kind.is_main_unit() {
            let from = self.order.partition_point(|&id| id <= first);
            let inner: Vec<ProvisionId> =
                self.order[from..].iter().copied().take_while(|&id| id <= last).take(MOST_TARGETS).collect();
            return if inner.is_empty() { vec![last] } else { inner };
        }
        if a.parent == b.parent
            && let Some(parent) = a.parent
        {
            let siblings = &self.act.get(parent).children;
            return siblings
                .iter()
                .copied()
                .filter(|&id| id > first && id <= last && self.act.get(id).kind == a.kind)
                .collect();
        }
        vec![last]
    }
}

/// "… Regulations 2021" ends the title of an instrument.
fn is_title_and_year(slice: &str, cited: &Cited) -> bool {
    let year =
        cited.units.first().and_then(|unit| unit.numbers.first()).and_then(|number| number.steps.first());
    slice.starts_with("Regulation")
        && year.is_some_and(|year| year.len() == 4 && year.starts_with(['1', '2']))
}

/// Whether a main unit's words change another law.
fn amends(act: &Act, id: ProvisionId, tradition: &Tradition) -> bool {
    let text = &act.source.text;
    act.subtree(id).take(200).any(|below| {
        let provision = act.get(below);
        let Some(first) = provision.intro.first().filter(|_| !provision.quoted) else { return false };
        let words = first.of(text);
        let opens = words.ends_with([':', '—', '–']) || words.contains(" amended ");
        opens && tradition.amendment_own.is_match(&words.as_bytes()[..words.floor_char_boundary(400)])
    })
}

/// A number that leaves out what it shares with the one before: "6(1)(a) or (b)".
fn completed(number: &CitedNumber, before: &[String]) -> Vec<String> {
    if number.whole || before.is_empty() {
        return number.steps.clone();
    }
    let alike = |a: &str, b: &str| {
        let (a, b) = (number::readings(a), number::readings(b));
        a.iter().any(|(alphabet, _)| b.iter().any(|(other, _)| alphabet == other))
    };
    let Some(first) = number.steps.first() else { return before.to_vec() };
    let keep = (0..before.len()).rev().find(|&at| alike(&before[at], first)).unwrap_or(before.len() - 1);
    before[..keep].iter().cloned().chain(number.steps.iter().cloned()).collect()
}

/// The number of a division for comparing: II and 2 are the same.
fn value(printed: &str) -> String {
    let word =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
            .iter()
            .position(|known| printed.eq_ignore_ascii_case(known));
    if let Some(at) = word {
        return (at + 1).to_string();
    }
    match number::ordinal(printed) {
        Some(number) if printed.chars().all(char::is_alphabetic) => number.main().to_string(),
        _ => folded(printed),
    }
}

fn shown(kind: Kind, steps: &[String], whole: bool) -> String {
    let mut out = String::from(kind.name());
    for (index, step) in steps.iter().enumerate() {
        if index == 0 && whole {
            out.push(' ');
            out.push_str(step);
        } else {
            out.push_str(if index == 0 { " (" } else { "(" });
            out.push_str(step);
            out.push(')');
        }
    }
    out
}
