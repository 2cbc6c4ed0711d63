//! Lists that a drafter wrote into one sentence: "Its tasks are: 1) to keep …; 2) to warn …; 3) to train …". Each part
//! is said with the words before the first number, as the items of a list on lines of their own are.

use rayon::prelude::*;

use crate::grammar::{self, Head, Marker, MarkerForm};
use crate::span::Span;

use super::act::{Kind, Provision, ProvisionId};
use super::language::Language;
use super::number::{self, Alphabet, Number};
use super::tradition::Tradition;

/// Joining words between the parts are no longer than so many letters: "y", "and", "oder".
const JOINER: usize = 5;
/// A part has so many letters at least.
const LEAST_LETTERS: usize = 3;
/// Fewer provisions are not worth another processor.
const LEAST_SHARE: usize = 64;
/// A number with its brackets is sought in so many bytes.
const MARKER: usize = 24;

/// A number that stands inside running words.
struct Inner {
    marker: Span,
    printed: Span,
    form: MarkerForm,
    alphabet: Alphabet,
    number: Number,
}

/// Opens a provision for each part of such lists, and numbers the arena anew.
pub(super) fn open(
    text: &str,
    provisions: Vec<Provision>,
    tradition: &Tradition,
    language: &Language,
) -> Vec<Provision> {
    let lists: Vec<Vec<Inner>> =
        provisions.par_iter().with_min_len(LEAST_SHARE).map(|one| list(text, one, language)).collect();
    if lists.iter().all(Vec::is_empty) {
        return provisions;
    }
    // Where each provision comes to stand.
    let mut places = Vec::with_capacity(provisions.len());
    let mut next = 0;
    for list in &lists {
        places.push(ProvisionId(next));
        next += 1 + list.len() as u32;
    }
    let mut out: Vec<Provision> = Vec::with_capacity(next as usize);
    for (mut provision, list) in provisions.into_iter().zip(lists) {
        let at = ProvisionId(out.len() as u32);
        provision.parent = provision.parent.map(|parent| places[parent.index()]);
        provision.children.iter_mut().for_each(|child| *child = places[child.index()]);
        let parts = parts(text, &mut provision, &list, at, tradition, language);
        out.push(provision);
        out.extend(parts);
    }
    out
}

/// The parts of a list, cut off from the words of the provision that they stand in.
fn parts(
    text: &str,
    provision: &mut Provision,
    list: &[Inner],
    at: ProvisionId,
    tradition: &Tradition,
    language: &Language,
) -> Vec<Provision> {
    let Some(first) = list.first() else { return Vec::new() };
    let words = std::mem::take(&mut provision.intro);
    let within = |from: u32, to: u32| -> Vec<Span> {
        let cut = words.iter().map(|line| Span { start: line.start.max(from), end: line.end.min(to) });
        let some = cut.filter(|line| line.start < line.end).map(|line| line.trimmed(text));
        some.filter(|line| !line.is_empty()).collect()
    };
    let end = words.last().map_or(first.marker.end, |line| line.end);
    let from = list.last().map_or(end, |last| last.marker.end);
    let last_end = end_of_last(text, &within(from, end), language).unwrap_or(end);
    provision.intro = within(0, first.marker.start);
    provision.wrap_up = within(last_end, end);
    let mut parts = Vec::with_capacity(list.len());
    for (index, one) in list.iter().enumerate() {
        let to = list.get(index + 1).map_or(last_end, |next| next.marker.start);
        provision.children.push(ProvisionId(at.0 + 1 + index as u32));
        parts.push(Provision {
            kind: tradition.level(one.form, one.alphabet),
            num: one.printed.of(text).to_owned(),
            parent: Some(at),
            children: Vec::new(),
            label: String::new(),
            unit: String::new(),
            heading: None,
            eid: String::new(),
            last: ProvisionId(0),
            span: Span::default(),
            marker: Some(one.marker),
            intro: within(one.marker.end, to),
            wrap_up: Vec::new(),
            quoted: provision.quoted,
            force: provision.force,
        });
    }
    parts
}

/// Where the last part ends and words begin that are said of the whole list or of none of it: closing words, or the
/// next sentence.
fn end_of_last(text: &str, words: &[Span], language: &Language) -> Option<u32> {
    for line in words {
        let own = line.of(text);
        let stop = own.char_indices().find_map(|(at, c)| {
            let after = &own[at + c.len_utf8()..];
            let opens = after.trim_start().starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
            let long = own[..at].chars().rev().take_while(|c| c.is_alphabetic()).count() > 3;
            let ends = match c {
                '。' => !after.is_empty(),
                '.' => after.starts_with(' ') && opens && long,
                _ => false,
            };
            ends.then_some(at + c.len_utf8())
        });
        let closing = language.closes(own).filter(|&at| at > 0 && stop.is_none_or(|stop| at < stop));
        if let Some(at) = closing.or(stop) {
            return Some(line.start + at as u32);
        }
    }
    None
}

/// The numbers of the first list in the words of a provision; none where it has no such list.
fn list(text: &str, provision: &Provision, language: &Language) -> Vec<Inner> {
    let holds_words = !matches!(provision.kind, Kind::Preface | Kind::Definition);
    if !provision.children.is_empty() || !holds_words || provision.intro.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Inner> = Vec::new();
    let mut announced = false;
    for line in &provision.intro {
        for at in starts(line.of(text)) {
            let from = line.start + at as u32;
            let Some(readings) = marker_at(text, Span { start: from, end: line.end }) else { continue };
            let (marker, readings) = readings;
            let before = Before::of(text, &provision.intro, from);
            let goes_on = found.last().and_then(|last: &Inner| {
                readings.iter().find(|(alphabet, number)| {
                    *alphabet == last.alphabet
                        && marker.form == last.form
                        && number.follows(&last.number)
                        && number.main() == last.number.main() + 1
                })
            });
            let reading = match goes_on {
                Some(reading) if before.parts(announced, language) => Some(reading),
                Some(_) => None,
                None if found.len() < 2 && before.announces(marker.form) => {
                    found.clear();
                    announced = before.colon;
                    readings.iter().find(|(_, number)| number.is_first())
                }
                None => None,
            };
            if let Some((alphabet, number)) = reading {
                let (alphabet, number) = (*alphabet, number.clone());
                found.push(Inner {
                    marker: marker.span,
                    printed: marker.number,
                    form: marker.form,
                    alphabet,
                    number,
                });
            }
        }
    }
    // "numbers 1), 2) and 3)" lists numbers.
    let ends = found.iter().skip(1).map(|next| next.marker.start);
    let bare = found.iter().zip(ends).any(|(one, end)| {
        let words = Span { start: one.marker.end, end }.of(text);
        words.chars().filter(|c| c.is_alphabetic()).take(LEAST_LETTERS).count() < LEAST_LETTERS
    });
    if bare {
        return Vec::new();
    }
    // Without a colon nothing shows that the words after the last part are no part of it but those that close a list.
    let closed = || provision.intro.iter().any(|line| language.closes(line.of(text)).is_some());
    if found.len() < 2 || !(announced || closed()) { Vec::new() } else { found }
}

/// Where a number may start: behind a blank or a mark.
fn starts(words: &str) -> impl Iterator<Item = usize> + '_ {
    let mut free = false;
    words.char_indices().filter_map(move |(at, c)| {
        let starts = free && (c.is_alphanumeric() || matches!(c, '(' | '（'))
            || matches!(c, '（' | '\u{2460}'..='\u{2473}' | '\u{3220}'..='\u{3229}') && at > 0;
        free = c.is_whitespace() || matches!(c, ':' | '：' | ';' | '；' | '،' | '؛' | '—' | '–');
        starts.then_some(at)
    })
}

type Readings = smallvec::SmallVec<[(Alphabet, Number); 2]>;

/// The number that words begin with, and what it can mean.
fn marker_at(text: &str, words: Span) -> Option<(Marker, Readings)> {
    let own = words.of(text);
    // A look at the first characters spares most words the grammar.
    let short = &own[..own.floor_char_boundary(MARKER)];
    let mark = short
        .find([')', '）', '°', 'º', '.', '-', '、'])
        .or_else(|| short.starts_with(['\u{2460}', '㈠']).then_some(0));
    let circled = short.starts_with(|c| matches!(c, '\u{2460}'..='\u{2473}' | '\u{3220}'..='\u{3229}'));
    // Before a stop or a hyphen only figures number a part; letters before them are an abbreviation or a word.
    let is_figure = |at: usize| {
        short[at..].starts_with([')', '）', '°', 'º']) || short.starts_with(|c: char| c.is_ascii_digit())
    };
    let near = mark.is_some_and(|at| short[..at].chars().count() <= 6 && is_figure(at));
    if !near && !circled {
        return None;
    }
    let end = words.start + own.floor_char_boundary(MARKER * 4) as u32;
    let line = grammar::line(text, Span { start: words.start, end });
    let marker = match line.head {
        Head::Number(marker) => marker,
        Head::Text => *line.enclosed.first()?,
        Head::Word { .. } => return None,
    };
    let sure = matches!(marker.form, MarkerForm::Enclosed | MarkerForm::Half | MarkerForm::Degree)
        || marker.form == MarkerForm::Dotted
            && marker.number.of(text).starts_with(|c: char| c.is_ascii_digit());
    let readings = number::readings(marker.number.of(text));
    (sure && line.start == words.start && !readings.is_empty()).then_some((marker, readings))
}

/// What stands before a number inside words.
struct Before<'t> {
    words: &'t str,
    colon: bool,
}

impl<'t> Before<'t> {
    fn of(text: &'t str, lines: &[Span], at: u32) -> Self {
        // The words of the line, or of the line before where the number begins one.
        let line = lines.iter().rev().find(|line| line.start < at);
        let words =
            line.map_or("", |line| Span { start: line.start, end: line.end.min(at) }.of(text).trim_end());
        Before { words, colon: words.ends_with([':', '：', '—', '–']) }
    }

    /// Whether a list can begin here.
    fn announces(&self, form: MarkerForm) -> bool {
        let enclosed = matches!(form, MarkerForm::Enclosed | MarkerForm::Half);
        self.words.chars().count() >= 4 && (self.colon || enclosed && !self.words.ends_with(['.', '。']))
    }

    /// Whether one part of the list ends here and another begins: behind a semicolon; behind a comma or "and" too,
    /// where a colon announced the list.
    fn parts(&self, announced: bool, language: &Language) -> bool {
        let last = self.words.rsplit(char::is_whitespace).next().unwrap_or("");
        let joiner = !last.is_empty()
            && last.chars().count() <= JOINER
            && language.file.citation.and.iter().any(|word| word.eq_ignore_ascii_case(last));
        let rest = if joiner { self.words[..self.words.len() - last.len()].trim_end() } else { self.words };
        rest.ends_with([';', '；', '؛'])
            || announced && (joiner || rest.ends_with([',', '，', '،', '、', '。', '.']))
    }
}
