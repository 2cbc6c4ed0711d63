//! References as written → provisions of the act.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::act::{Act, Citation, Kind, ProvisionId};
use super::super::language::Language;
use super::super::number::{self, folded};
use super::super::tradition::Tradition;
use super::reading::{Cited, CitedNumber, CitedUnit, Relative};

/// A range or list names at most so many provisions.
const MOST_TARGETS: usize = 400;

/// Provisions by the numbers they are cited by.
pub(super) struct Index<'a> {
    act: &'a Act,
    language: &'a Language,
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
    pub fn new(act: &'a Act, tradition: &Tradition, language: &'a Language) -> Self {
        let mut index = Index {
            act,
            language,
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
                index.units.entry(key(&provision.unit, language)).or_default().push(id);
                if !provision.quoted {
                    index.order.push(id);
                    if amends(act, id, tradition) {
                        index.amending.insert(id);
                    }
                }
            } else if provision.kind.is_division() {
                index
                    .divisions
                    .entry((provision.kind, value(&provision.num, language)))
                    .or_default()
                    .push(id);
            }
        }
        index
    }

    /// The provisions named, and the first number that the act does not have.
    ///
    /// `joined` when only "and" stands between it and the citation before.
    pub fn resolve(
        &self,
        cited: &Cited,
        from: ProvisionId,
        before: Option<&Citation>,
        joined: bool,
    ) -> (Vec<ProvisionId>, Option<String>) {
        let amends = self.act.main_unit(from).is_some_and(|unit| self.amending.contains(&unit));
        if cited.instrument.is_some() || (amends && cited.relative.is_none()) {
            return (Vec::new(), None);
        }
        let pointed = match cited.relative {
            Some((to, kind)) => match self.point(to, kind, from, before) {
                Some(ids) => Some(ids),
                // "of that Act" and "of this title" without one: other law, or more than is at hand.
                None if cited.units.is_empty() || to == Relative::That => return (Vec::new(), None),
                None => None,
            },
            None => None,
        };
        let mut context = pointed;
        // "§ 95 Absatz 1 oder Absatz 2": of the section just cited.
        let carries = joined && self.language.file.citation.carries_on && context.is_none();
        if carries
            && let Some(before) = before
            && cited.units.last().is_some_and(|unit| !unit.kind.is_main_unit() && !unit.kind.is_division())
        {
            if before.outer.is_some() {
                return (Vec::new(), None);
            }
            context = before.targets.last().map(|&id| vec![self.act.main_unit(id).unwrap_or(id)]);
        }
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
            // What is not found in a provision that is: the provision.
            let held = targets.is_empty()
                && !self.language.file.citation.bare_units
                && context.as_ref().is_some_and(|context| !context.is_empty());
            if !held {
                context = Some(targets);
            }
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
    ) -> Option<Vec<ProvisionId>> {
        let fits = |id: ProvisionId| {
            let found = self.act.get(id).kind;
            found == kind || (kind.is_main_unit() && found.is_main_unit())
        };
        let own = || self.act.ancestors(from).find(|&id| fits(id));
        match to {
            Relative::This if kind == Kind::Act => Some(vec![ProvisionId::ACT]),
            // A paragraph by whatever name: the one that the words stand in.
            Relative::This => own().or_else(|| self.paragraph(kind, from)).map(|id| vec![id]),
            Relative::That => before
                .filter(|before| before.outer.is_none())
                .and_then(|before| before.targets.iter().copied().find(|&id| fits(id)))
                .map(|id| vec![id]),
            // "the preceding articles": all before it in its division.
            Relative::Before(0) if kind.is_main_unit() => {
                let here = own()?;
                let (row, at) = self.row(here)?;
                let beside = |id: &&ProvisionId| self.act.get(**id).parent == self.act.get(here).parent;
                let found: Vec<ProvisionId> = row[..at].iter().filter(beside).copied().collect();
                (!found.is_empty()).then_some(found)
            }
            Relative::Before(count) if kind.is_main_unit() => {
                let (row, at) = self.row(own()?)?;
                let first = at.checked_sub(count as usize)?;
                Some(row[first..at].to_vec())
            }
            Relative::After(count) if kind.is_main_unit() => {
                let (row, at) = self.row(own()?)?;
                Some(row.get(at + 1..at + 1 + count as usize)?.to_vec())
            }
            Relative::Before(count) | Relative::After(count) => {
                let here = own().or_else(|| self.paragraph(kind, from))?;
                let parent = self.act.get(here).parent?;
                let siblings = &self.act.get(parent).children;
                let at = siblings.binary_search(&here).ok()?;
                let wanted = self.act.get(here).kind;
                let same = |id: &ProvisionId| self.act.get(*id).kind == wanted;
                let count = if count == 0 { MOST_TARGETS } else { count as usize };
                let mut found: Vec<ProvisionId> = match to {
                    Relative::Before(_) => {
                        siblings[..at].iter().rev().copied().filter(same).take(count).collect()
                    }
                    _ => siblings[at + 1..].iter().copied().filter(same).take(count).collect(),
                };
                found.sort_unstable();
                // The first paragraph of a unit is the unit's own words.
                let own_words =
                    !self.act.get(parent).intro.is_empty() && self.act.get(parent).kind.is_main_unit();
                if found.is_empty() && matches!(to, Relative::Before(_)) && own_words {
                    found.push(parent);
                }
                (!found.is_empty()).then_some(found)
            }
        }
    }

    /// The main units among which "the preceding article" is counted, and the place of `here` in them: the act's own
    /// or, for one that is inserted into another law, those inserted with it whose numbers follow one another.
    fn row(&self, here: ProvisionId) -> Option<(Cow<'_, [ProvisionId]>, usize)> {
        if !self.act.get(here).quoted {
            return Some((Cow::Borrowed(&self.order), self.order.binary_search(&here).ok()?));
        }
        let host = self.act.ancestors(here).find(|&id| !self.act.get(id).quoted)?;
        let inserted = |id: &ProvisionId| self.act.get(*id).quoted && self.act.get(*id).kind.is_main_unit();
        let all: Vec<ProvisionId> = self.act.subtree(host).filter(inserted).collect();
        let follows = |pair: &[ProvisionId]| {
            let number = |id: ProvisionId| number::ordinal(&self.act.get(id).num);
            number(pair[0])
                .zip(number(pair[1]))
                .is_some_and(|(before, after)| after.follows(&before) && after.main() <= before.main() + 1)
        };
        let at = all.binary_search(&here).ok()?;
        let first = at - all[..=at].windows(2).rev().take_while(|pair| follows(pair)).count();
        let last = at + all[at..].windows(2).take_while(|pair| follows(pair)).count();
        Some((Cow::Owned(all[first..=last].to_vec()), at - first))
    }

    /// What stands directly in the main unit and holds `from`, for a kind below main units; the main unit for
    /// words of its own.
    fn paragraph(&self, kind: Kind, from: ProvisionId) -> Option<ProvisionId> {
        if kind.is_main_unit() || kind.is_division() {
            return None;
        }
        let unit = self.act.main_unit(from)?;
        let below = self.act.ancestors(from).find(|&id| self.act.get(id).parent == Some(unit));
        Some(below.unwrap_or(unit))
    }

    /// The paragraph without a number that is counted so: the unit's own words are the first.
    fn counted(
        &self,
        count: &str,
        context: Option<&[ProvisionId]>,
        from: ProvisionId,
    ) -> Option<ProvisionId> {
        let count: usize = count.parse().ok()?;
        let of = match context {
            Some(context) => *context.first()?,
            None => self.act.main_unit(from)?,
        };
        let provision = self.act.get(of);
        let own = usize::from(!provision.intro.is_empty());
        let here = |id: &ProvisionId| self.act.get(*id).kind == Kind::Text;
        let mut texts = provision.children.iter().copied().filter(here);
        match count.checked_sub(own + 1) {
            Some(at) => texts.nth(at),
            None => (count == 1).then_some(of),
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
        if unit.kind == Kind::Text {
            let folded = folded(first);
            // Paragraphs without numbers are not always told apart: then what holds them is meant.
            let held = context.and_then(|context| context.first().copied());
            if held.is_some_and(|held| self.act.get(held).kind == Kind::Text)
                && let Some(item) = self.near(unit.kind, first, context, from)
            {
                return Some(item);
            }
            return self.counted(&folded, context, from).or(held);
        }
        if unit.kind.is_division() {
            let Some(known) = self.divisions.get(&(unit.kind, value(first, self.language))) else {
                // "الفصل 38": the word for a division of one country is that for an article of another.
                let alone = context.is_none() && !self.divisions.keys().any(|(kind, _)| *kind == unit.kind);
                let unit = self.units.get(&key(first, self.language)).and_then(|all| all.first().copied());
                return unit.filter(|_| alone && whole && !self.language.file.citation.instrument_last);
            };
            let near = known.iter().copied().find(|&id| match context {
                Some([inside, ..]) => self.act.is_within(id, *inside),
                _ => self.act.get(id).parent.is_some_and(|parent| self.act.is_within(from, parent)),
            });
            return near.or(known.first().copied());
        }
        if whole && let Some(start) = self.counted_as(unit.kind, first, context, from) {
            return self.descend(start, &steps[1..]);
        }
        // "Article (5)": some translations print the number of a main unit in brackets.
        let near_first = !unit.kind.is_main_unit() && !self.language.file.citation.bare_units;
        if near_first && let Some(start) = self.near(unit.kind, first, context, from) {
            return self.descend(start, &steps[1..]);
        }
        if (whole && !near_first) || unit.kind.is_main_unit() {
            // In a schedule "paragraph 4" is the schedule's own.
            let known = self.units.get(&key(first, self.language)).and_then(|all| {
                let quoted = self.act.get(from).quoted;
                let wanted = |id: &&ProvisionId| self.act.get(**id).quoted == quoted;
                // A number that only an inserted article has: the law speaks of what it inserted.
                let inserted =
                    || all.first().filter(|_| all.len() == 1 && !quoted && unit.kind.is_main_unit());
                all.iter().find(wanted).or_else(inserted).copied()
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

    /// "primo comma", "Abs. 2" of a unit whose paragraphs bear no numbers: they are counted.
    fn counted_as(
        &self,
        kind: Kind,
        number: &str,
        context: Option<&[ProvisionId]>,
        from: ProvisionId,
    ) -> Option<ProvisionId> {
        let of = match context {
            Some(context) => *context.first()?,
            None => self.act.main_unit(from)?,
        };
        let provision = self.act.get(of);
        let blocks = matches!(kind, Kind::Subsection | Kind::Paragraph) && provision.kind.is_main_unit();
        let numbered = self.act.subtree(of).skip(1).any(|id| {
            let below = self.act.get(id);
            below.has_figure() && (below.kind == kind || below.parent == Some(of))
        });
        let several = provision.children.iter().any(|&id| self.act.get(id).kind == Kind::Text);
        if !blocks || numbered || !several {
            return None;
        }
        self.counted(&folded(number), context, from)
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
        // "Absatz 1" is the unit's own, also where items of the list that cites it look like subsections.
        if kind == Kind::Subsection
            && !self.language.file.citation.bare_units
            && let Some(unit) = self.act.main_unit(from)
            && let Some(own) = self.child(unit, number, Some(kind))
        {
            return Some(own);
        }
        within_unit()
            .find_map(|id| self.child(id, number, Some(kind)))
            .or_else(|| within_unit().find_map(|id| self.child(id, number, None)))
    }

    fn descend(&self, from: ProvisionId, steps: &[String]) -> Option<ProvisionId> {
        steps.iter().try_fold(from, |at, step| self.child(at, step, None))
    }

    /// The child with this number; paragraphs without a number and definitions are looked through.
    fn child(&self, of: ProvisionId, number: &str, kind: Option<Kind>) -> Option<ProvisionId> {
        let wanted = key(number, self.language);
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
                    found
                        if kind.is_none_or(|kind| kind == found)
                            && key(&provision.num, self.language) == wanted =>
                    {
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
fn value(printed: &str, language: &Language) -> String {
    if let Some(value) = language.ordinal(printed) {
        return value.to_string();
    }
    match number::ordinal(printed) {
        Some(number) if printed.chars().all(char::is_alphabetic) => number.main().to_string(),
        _ => key(printed, language),
    }
}

/// A number for comparing: folded, without the marks of order ("1er", "3º"), in figures where it is a word.
fn key(printed: &str, language: &Language) -> String {
    if printed.len() > 3
        && printed.chars().all(char::is_alphabetic)
        && let Some(value) = language.ordinal(printed)
    {
        return value.to_string();
    }
    let folded = folded(printed);
    let plain = folded.trim_end_matches(['º', 'ª', '°']);
    let plain =
        plain.strip_suffix("er").filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(plain);
    // "L. 622-1" and "L622-1", "149-A" and "149A": a mark beside a letter is a habit of printing, one between figures
    // is part of the number.
    let marks: Vec<char> = plain.chars().collect();
    let letter = |at: usize| marks.get(at).is_some_and(|c| c.is_alphabetic());
    let habit = |at: usize| matches!(marks[at], '.' | '-') && (at > 0 && letter(at - 1) || letter(at + 1));
    (0..marks.len()).filter(|&at| !habit(at)).map(|at| marks[at]).collect()
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
