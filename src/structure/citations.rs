//! References, resolved to provisions of the act, or named as references to other law.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::span::Span;

use super::act::{Act, Citation, Kind, Notice, ProvisionId};
use super::language::{Class, Language};
use super::passages::passages;
use super::tradition::Tradition;

mod instrument;
mod reading;
mod resolve;

pub use reading::{Cited, CitedNumber, CitedUnit, Relative};

use resolve::Index;

/// So many provisions at least are read by one thread.
const LEAST_SHARE: usize = 256;
/// A reference is read from so many bytes behind its unit at first, and from so many at most.
const SHORT: usize = 96;
const LONGEST: usize = 480;
/// So many bytes before its unit may belong to a reference.
const BEFORE: usize = 60;

/// A reference where it was found.
struct Written {
    provision: ProvisionId,
    span: Span,
    cited: Cited,
    /// Whether only a comma or "and" stands between it and the reference before.
    joined: bool,
    /// Whether it names cases that are left out.
    outside: bool,
}

/// All references in document order, and those whose numbers the act does not have.
pub(super) fn collect(act: &Act, tradition: &Tradition, language: &Language) -> (Vec<Citation>, Vec<Notice>) {
    let index = Index::new(act, tradition, language);
    let ids: Vec<ProvisionId> = act.ids().collect();
    let read: Vec<Written> =
        ids.par_iter().with_min_len(LEAST_SHARE).flat_map_iter(|&id| written(act, id, language)).collect();
    let mut found: Vec<Citation> = Vec::with_capacity(read.len());
    let (mut notices, mut missing) = (Vec::new(), FxHashSet::default());
    for Written { provision, span, cited, joined, outside } in read {
        let (targets, lost) = index.resolve(&cited, provision, found.last(), joined);
        if let Some(number) = lost
            && cited.instrument.is_none()
            && !act.get(provision).quoted
            && missing.insert(number.clone())
        {
            notices.push(Notice {
                code: "unresolved-citation",
                message: format!("{number} is cited, and the text does not have it"),
                span,
            });
        }
        found.push(Citation { span, provision, targets, outer: cited.instrument, outside });
    }
    (found, notices)
}

/// The references in the heading and own words of a provision, as they are written.
fn written(act: &Act, id: ProvisionId, language: &Language) -> Vec<Written> {
    let text = &act.source.text;
    let mut found: Vec<Written> = Vec::new();
    let mut passages = passages(text, act.get(id));
    passages.extend(act.get(id).heading);
    passages.sort_unstable();
    for passage in passages {
        let first = found.len();
        in_words(passage.of(text), language, |cited, joined| {
            let start = passage.start as usize;
            let span = Span::new(start + cited.start, start + cited.end);
            let outside = leaves_out(passage.of(text), cited.start, language)
                || joined && found.last().is_some_and(|before| before.outside);
            found.push(Written { provision: id, span, cited, joined, outside });
        });
        share_instruments(&mut found[first..], language.file.citation.instrument_first);
    }
    found
}

/// Whether the words before a reference leave the cases out that it names, in the same part of the sentence.
fn leaves_out(words: &str, at: usize, language: &Language) -> bool {
    let from = words.ceil_char_boundary(at.saturating_sub(BEFORE));
    let part = words[from..at].rsplit(['.', ';', ':', ',', '،', '，', '。']).next().unwrap_or("");
    language.leaves_out.is_in(part)
}

/// "§ 14 und § 15 des Passgesetzes", "刑法第三条和第五条": the instrument is that of both.
fn share_instruments(found: &mut [Written], first: bool) {
    let share = |found: &mut [Written], from: usize, to: usize, joined: bool| {
        let (named, plain) = (&found[from].cited, &found[to].cited);
        let both = joined && named.relative.is_none() && plain.relative.is_none();
        if both && plain.instrument.is_none() {
            found[to].cited.instrument = found[from].cited.instrument.clone();
        }
    };
    if first {
        (1..found.len()).for_each(|at| share(found, at - 1, at, found[at].joined));
    } else {
        (1..found.len()).rev().for_each(|at| share(found, at, at - 1, found[at].joined));
    }
}

/// The references of a text, with offsets into it.
pub fn cited(text: &str, language: &str) -> Vec<Cited> {
    let mut found = Vec::new();
    in_words(text, Language::named(language), |cited, _| found.push(cited));
    found
}

/// Calls `found` with each reference in `words` and whether it is joined to the one before.
fn in_words(words: &str, language: &Language, mut found: impl FnMut(Cited, bool)) {
    let (mut at, mut last) = (0, None::<usize>);
    while let Some((start, end)) = language.cites.find(words, at) {
        at = end;
        if !may_start(words, start, end, language) {
            continue;
        }
        let free = last.unwrap_or(0);
        let Some(cited) = one(words, start, free, language) else { continue };
        let joined = last.is_some_and(|last| {
            cited.start - last <= 24 && reading::are_joined(&words[last..cited.start], language)
        });
        at = at.max(cited.end);
        last = Some(cited.end);
        found(cited, joined);
    }
}

/// Whether a trigger is a word of its own, and a name for law has a word before it that points.
fn may_start(words: &str, start: usize, end: usize, language: &Language) -> bool {
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let before = words[..start].chars().next_back();
    let after = words[end..].chars().next();
    let han = words[start..].starts_with(is_han);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_han(c));
    if !han && (letter(after) || letter(before) && !language.has_prefixes()) {
        return false;
    }
    if language.is_unit(&words[start..end]) {
        return true;
    }
    // "Act", "本法": only what points before it makes it a reference.
    if han {
        return before.is_some_and(|c| language.points(c.encode_utf8(&mut [0; 4])));
    }
    let head = words[..start]
        .trim_end_matches(|c: char| c.is_alphabetic())
        .trim_end_matches([' ', '\n', '\r', '\t', '*', '_']);
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    language.points(word)
}

/// The reference around the unit at `hit`, that starts at `free` or later.
fn one(words: &str, hit: usize, free: usize, language: &Language) -> Option<Cited> {
    let mut from = words.ceil_char_boundary(hit.saturating_sub(BEFORE).max(free));
    // No half words.
    if from > free
        && let Some(blank) = words[from..hit].find(|c: char| !c.is_alphanumeric() || c >= '\u{3400}')
    {
        from += blank;
    }
    for length in [SHORT, LONGEST] {
        let to = words.floor_char_boundary((hit + length).min(words.len()));
        let slice = &words[from..to];
        let read = language.read(slice);
        let trigger = read.tokens.partition_point(|token| token.end as usize <= hit - from);
        let cited = reading::cited(&read, trigger, language);
        let whole = to == words.len() || length == LONGEST;
        let near = cited.as_ref().is_some_and(|cited| cited.end + 40 > slice.len());
        if near && !whole {
            continue;
        }
        let mut cited = cited.filter(|cited| refers(slice, cited, language))?;
        cited.start += from;
        cited.end += from;
        return Some(cited);
    }
    None
}

/// Whether words that read like a reference are one.
fn refers(slice: &str, cited: &Cited, language: &Language) -> bool {
    let own = &slice[cited.start..];
    let first = cited.units.first();
    let schedule = first.is_some_and(|unit| {
        unit.kind == Kind::Schedule
            && unit.numbers.is_empty()
            && own.starts_with(char::is_uppercase)
            && language.file.citation.instrument_last
    });
    let numbered = cited.units.iter().any(|unit| !unit.numbers.is_empty());
    let rest = slice[cited.end..].trim_start();
    // "the following section:" announces one.
    let announces =
        rest.starts_with([':', '—', '–']) && matches!(cited.relative, Some((Relative::After(_), _)));
    // "[Chapter 4:02]" is the number of a law in a revised edition.
    let edition = slice[..cited.start].ends_with('[') && rest.starts_with(':');
    // "… Regulations 2021" ends the title of an instrument.
    let year = first.and_then(|unit| unit.numbers.first()).and_then(|number| number.steps.first());
    let title = own.starts_with("Regulation")
        && year.is_some_and(|year| year.len() == 4 && year.starts_with(['1', '2']));
    // "title 18" alone is no reference.
    let code = language.file.citation.titles_are_codes
        && cited.relative.is_none()
        && cited.units.iter().all(|unit| unit.kind == Kind::Title);
    (numbered || cited.relative.is_some() || schedule) && !announces && !edition && !title && !code
}

impl Language {
    /// Whether a trigger word names a provision, not only a law.
    fn is_unit(&self, word: &str) -> bool {
        let read = self.read(word);
        read.phrase(0, |class| matches!(class, Class::Unit(_) | Class::NumberFirst).then_some(())).is_some()
    }
}
