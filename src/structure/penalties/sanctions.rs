//! What a sentence says of sanctions, in order: imprisonment, life, death, fines, lengths of time. The words are
//! those of a [`Language`].

use crate::grammar::TokenForm;

use super::super::language::{Class, Language, Reading, Time};
use super::super::number;

/// One thing that a sentence says about a sanction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SanctionKind {
    /// Imprisonment, by whatever name, without a length.
    Prison,
    /// Imprisonment for life.
    Life,
    Death,
    /// A fine or a sum to pay.
    Fine,
    /// A fine measured in time: a time after it is its own.
    TimedFine,
    /// "or to both"
    Both,
    /// Another sanction, whose time is not one of imprisonment.
    Other,
    /// "and" and commas: what stands before them is said.
    Stop,
    /// "for the same term"; none before it: nothing.
    SameTerm,
    /// A length of time in months.
    Term {
        least: Option<u32>,
        most: Option<u32>,
    },
}

/// What is said, and where in the sentence, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanction {
    pub kind: SanctionKind,
    pub start: usize,
    pub end: usize,
}

/// All that a sentence says about sanctions, in order.
pub fn sanctions(sentence: &str, language: &str) -> Vec<Sanction> {
    said(&Language::named(language).read(sentence))
}

/// Money follows the name of a sum within so many tokens.
const MONEY_WITHIN: usize = 9;
/// The other end of a range follows within so many tokens.
const BRIDGED: usize = 8;

pub(super) fn said(read: &Reading<'_>) -> Vec<Sanction> {
    let mut found: Vec<Sanction> = Vec::new();
    let mut at = 0;
    while at < read.tokens.len() {
        let Some((kind, next)) = one(read, at) else {
            at += 1;
            continue;
        };
        let (start, end) = (read.tokens[at].start as usize, read.tokens[next - 1].end as usize);
        // "restriction of liberty for up to five years or imprisonment for the same term"
        let term = |one: &&Sanction| matches!(one.kind, SanctionKind::Term { .. });
        let kind = match kind {
            SanctionKind::SameTerm => found.iter().rev().find(term).map_or(kind, |before| before.kind),
            other => other,
        };
        found.push(Sanction { kind, start, end });
        at = next;
    }
    found
}

fn one(read: &Reading<'_>, at: usize) -> Option<(SanctionKind, usize)> {
    let named = read.phrase(at, |class| {
        Some(match class {
            Class::Prison => SanctionKind::Prison,
            Class::Life => SanctionKind::Life,
            Class::Death => SanctionKind::Death,
            Class::Fine => SanctionKind::Fine,
            Class::TimedFine => SanctionKind::TimedFine,
            Class::Both => SanctionKind::Both,
            Class::Other => SanctionKind::Other,
            _ => return None,
        })
    });
    if named.is_some() {
        return named;
    }
    if let Some(next) = read.is(at, Class::Sum)
        && (next..next + MONEY_WITHIN).any(|at| read.is(at, Class::Money).is_some())
    {
        return Some((SanctionKind::Fine, next));
    }
    if let Some((least, most, next)) = term(read, at) {
        return Some((SanctionKind::Term { least, most }, next));
    }
    if let Some(next) = read.is(at, Class::SameTerm) {
        return Some((SanctionKind::SameTerm, next));
    }
    let stop = read.is_mark(at, &[",", ";", "،", "؛", "，", "；"]);
    let next = if stop { Some(at + 1) } else { read.is(at, Class::And) };
    next.map(|next| (SanctionKind::Stop, next))
}

/// A length of time or a range of lengths: least, most, and the token after it.
fn term(read: &Reading<'_>, at: usize) -> Option<(Option<u32>, Option<u32>, usize)> {
    if let Some((bound, next)) = bound(read, at) {
        let next = bridged(read, next);
        // "no menor de cinco ni mayor de doce años": the unit stands once, at the end.
        if bound == Class::Least
            && let Some((first, after)) = count(read, next)
            && unit(read, after).is_none()
            && let Some((second, end, unit)) = upper(read, after)
        {
            return Some((Some(months(first, unit)?), Some(months(second, unit)?), end));
        }
        let (value, after) = length(read, next)?;
        let shorter = read.is(after, Class::OrLess);
        return Some(match (bound, shorter) {
            (Class::Least, _) => match most_after(read, after) {
                Some((most, end)) => (Some(value), Some(most), end),
                None => (Some(value), None, read.is(after, Class::OrMore).unwrap_or(after)),
            },
            _ => (None, Some(value), shorter.unwrap_or(after)),
        });
    }
    let from = read.is(at, Class::Between).unwrap_or(at);
    let start = if from > at { bridged(read, from) } else { from };
    // "2 to 5 years"
    if let Some((first, after)) = count(read, start)
        && unit(read, after).is_none()
        && let Some(to) = to(read, after, from > at)
        && let Some((second, after)) = count(read, bridged(read, to))
        && let Some((unit, end)) = unit(read, after)
    {
        return Some((Some(months(first, unit)?), Some(months(second, unit)?), end));
    }
    let (value, after) = length(read, start)?;
    if let Some(end) = read.is(after, Class::OrMore) {
        // 三年以上十年以下
        return Some(
            match length(read, end).and_then(|(most, end)| Some((most, read.is(end, Class::OrLess)?))) {
                Some((most, end)) => (Some(value), Some(most), end),
                None => match most_after(read, end) {
                    Some((most, end)) => (Some(value), Some(most), end),
                    None => (Some(value), None, end),
                },
            },
        );
    }
    if let Some(end) = read.is(after, Class::OrLess) {
        return Some((None, Some(value), end));
    }
    // "two years to five years"
    if let Some(to) = to(read, after, from > at)
        && let Some((most, end)) = length(read, bridged(read, to))
    {
        return Some((Some(value), Some(most), end));
    }
    // A length in one word is too common alone: "an" means one.
    let plain = after > start + 1 || from > at || matches!(read.phrase(start, alone), Some((_, _)));
    plain.then_some((None, Some(value), after))
}

/// "and not more than ten years" after the least.
fn most_after(read: &Reading<'_>, at: usize) -> Option<(u32, usize)> {
    let (bound_at, next) = next_bound(read, at)?;
    let _ = bound_at;
    length(read, bridged(read, next))
}

/// A count after words for the most, with its unit.
fn upper(read: &Reading<'_>, at: usize) -> Option<(u32, usize, Time)> {
    let (_, next) = next_bound(read, at)?;
    let (value, after) = count(read, bridged(read, next))?;
    let (unit, end) = unit(read, after)?;
    Some((value, end, unit))
}

fn next_bound(read: &Reading<'_>, at: usize) -> Option<(usize, usize)> {
    let mut here = at;
    while here < at + BRIDGED {
        if let Some((Class::Most, next)) = bound(read, here) {
            return Some((here, next));
        }
        let passed = read
            .is(here, Class::Bridge)
            .or_else(|| read.is(here, Class::And))
            .or_else(|| read.is(here, Class::Between));
        here = match passed {
            Some(next) => next,
            None if read.is_mark(here, &[",", "،", "，"]) => here + 1,
            None => return None,
        };
    }
    None
}

/// "not less than", "up to"
fn bound(read: &Reading<'_>, at: usize) -> Option<(Class, usize)> {
    read.phrase(at, |class| matches!(class, Class::Least | Class::Most).then_some(class))
}

fn bridged(read: &Reading<'_>, at: usize) -> usize {
    let mut next = at;
    for _ in 0..BRIDGED {
        match read.is(next, Class::Bridge) {
            // "a term of", and not "a year": an article that is a number is one before another such word.
            Some(after) if count(read, next).is_none_or(|(_, end)| read.is(end, Class::Bridge).is_some()) => {
                next = after;
            }
            _ => break,
        }
    }
    next
}

/// What stands between the ends of a range.
fn to(read: &Reading<'_>, at: usize, between: bool) -> Option<usize> {
    let range = read.is(at, Class::To);
    let and = || read.is(at, Class::And).filter(|_| between);
    range.or_else(and).or_else(|| read.is_mark(at, &["-", "–", "～", "~"]).then_some(at + 1))
}

/// "five years", "six mois et un jour", سنتين: months and the token after it.
fn length(read: &Reading<'_>, at: usize) -> Option<(u32, usize)> {
    let Some((value, after)) = count(read, at) else { return read.phrase(at, alone) };
    let Some((first, end)) = unit(read, after) else { return read.phrase(at, alone) };
    let mut total = months(value, first)?;
    let mut end = end;
    // "cinco años y un día": the day is left out, months are added.
    if let Some(and) = read.is(end, Class::And)
        && let Some((more, after)) = count(read, and)
        && let Some((smaller, after)) = unit(read, after)
        && smaller as u8 > first as u8
        && more < 12
    {
        total += if smaller == Time::Month { more } else { 0 };
        end = after;
    }
    Some((total, end))
}

fn alone(class: Class) -> Option<u32> {
    if let Class::Alone(months) = class { Some(months) } else { None }
}

fn unit(read: &Reading<'_>, at: usize) -> Option<(Time, usize)> {
    let at = match read.token(at)?.form {
        // "six (6) years"
        TokenForm::Enclosed if read.phrase(at + 1, time).is_some() => at + 1,
        _ => at,
    };
    let next = read.is(at, Class::Measure).filter(|_| read.phrase(at, time).is_none()).unwrap_or(at);
    read.phrase(next, time)
}

fn time(class: Class) -> Option<Time> {
    if let Class::Time(time) = class { Some(time) } else { None }
}

/// A number in figures or words, and the token after it.
fn count(read: &Reading<'_>, at: usize) -> Option<(u32, usize)> {
    let token = read.token(at)?;
    match token.form {
        TokenForm::Number => {
            let word = read.word(at);
            let plain = word.chars().count() <= 4 && word.chars().all(|c| number::digit(c).is_some());
            let amount = read.is_mark(at + 1, &[",", "."])
                && read.is_joined(at + 1)
                && read.is_joined(at + 2)
                && figures(read, at + 2);
            let part = read.is_mark(at.wrapping_sub(1), &[",", "."])
                && read.is_joined(at)
                && at > 1
                && figures(read, at - 2);
            let value = number::ordinal(word)?.main();
            (plain && !amount && !part).then(|| (value, reworded(read, at + 1)))
        }
        // "(6) ستة أشهر"
        TokenForm::Enclosed => {
            let inner = read.word(at).trim_matches(|c: char| !c.is_alphanumeric());
            let figures = !inner.is_empty()
                && inner.chars().count() <= 3
                && inner.chars().all(|c| number::digit(c).is_some());
            let value = figures.then(|| number::ordinal(inner))??.main();
            Some((value, reworded(read, at + 1)))
        }
        TokenForm::HanNumber => Some((number::ordinal(read.word(at))?.main(), at + 1)),
        _ => words(read, at),
    }
}

fn figures(read: &Reading<'_>, at: usize) -> bool {
    read.token(at).is_some_and(|token| token.form == TokenForm::Number)
}

/// Behind a number that is said once more: "5 (cinco)", "(3) ثلاثة".
fn reworded(read: &Reading<'_>, at: usize) -> usize {
    if let Some((_, next)) = words(read, at) {
        return next;
    }
    let inner =
        words(read, at + 1).filter(|(_, next)| read.is_mark(at, &["("]) && read.is_mark(*next, &[")"]));
    match inner {
        Some((_, next)) => next + 1,
        None if read.token(at).is_some_and(|token| token.form == TokenForm::Enclosed) => at + 1,
        None => at,
    }
}

/// "twenty-one", "one hundred and ten", "treinta y cinco", خمس عشرة.
fn words(read: &Reading<'_>, at: usize) -> Option<(u32, usize)> {
    let (first, mut next) = read.phrase(at, cardinal)?;
    let mut total = first;
    for _ in 0..4 {
        let mut from = next;
        if read.is_mark(from, &["-"]) && read.is_joined(from) {
            from += 1;
        } else if let Some(and) = read.is(from, Class::And) {
            // "dos y tres años" is a list: the smaller follows the greater.
            from = and;
            if total < 20
                && !(total < 10
                    && read.phrase(from, cardinal).is_some_and(|(more, _)| more >= 20 && more % 10 == 0))
            {
                break;
            }
        }
        let Some((more, after)) = read.phrase(from, cardinal) else { break };
        if more == 100 && total < 10 {
            total *= 100;
        } else if (more < 20 && total >= 20 && total % 10 == 0) || (more >= 10 && total < 10 && more != total)
        {
            total += more;
        } else {
            break;
        }
        next = after;
    }
    // "six (6) years"
    let again = read.token(next).is_some_and(|token| token.form == TokenForm::Enclosed)
        && read.word(next).chars().any(|c| number::digit(c).is_some());
    (total > 0).then_some((total, next + usize::from(again)))
}

fn cardinal(class: Class) -> Option<u32> {
    if let Class::Cardinal(value) = class { Some(value) } else { None }
}

/// Whole months, rounded up: two weeks are one.
fn months(count: u32, unit: Time) -> Option<u32> {
    match unit {
        Time::Year => count.checked_mul(12),
        Time::Month => Some(count),
        Time::Week => Some(count.checked_mul(7)?.div_ceil(30)),
        Time::Day => Some(count.div_ceil(30)),
    }
}
