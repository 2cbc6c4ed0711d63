//! What a law calls itself: the line before its first provision that names a kind of law and a subject, or a number
//! ("LEI Nº 14.210, DE 3 DE MAIO DE 2021") with the line below that says the subject ("Dispõe sobre …").

use crate::source::Source;

use super::language::{Language, TitleWords, folded};
use super::lines::Lines;

/// A title is sought in so many lines, and is no longer than so many letters.
const WITHIN: usize = 16;
const LONGEST: usize = 300;
/// The subject stands no more lines below the number of a law.
const BELOW: usize = 5;
/// What the law is about is said in so many first lines of the provisions.
const PURPOSE: usize = 6;
/// The kind of law stands among so many first words, where a language puts it first.
const FIRST_WORDS: usize = 5;
/// Shorter words join others and name no subject.
const SUBJECT: usize = 4;

/// What a line of the head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// A kind of law and what it is about.
    Name,
    /// A kind of law and its number or day.
    Number,
    /// Something else: the State, an organ, a recital.
    Else,
}

/// The title, that of the metadata first.
pub(super) fn title(source: &Source, lines: &Lines<'_>, first_unit: usize, language: &Language) -> String {
    if let Some(title) = &source.meta.title {
        return title.clone();
    }
    let plain = |at: usize| lines.words(at).trim_matches(['#', '*', '_', ' ']);
    let is_line = |&at: &usize| !lines.aside[at] && !plain(at).is_empty();
    let head: Vec<&str> =
        (0..first_unit.min(lines.all.len())).filter(is_line).map(plain).take(WITHIN).collect();
    let Some(first) = head.first().copied().or_else(|| (0..lines.all.len()).find(is_line).map(plain)) else {
        return source.name.clone();
    };
    let says: Vec<Says> = head.iter().map(|line| says(line, language)).collect();
    let goes_on = |at: usize| head.get(at).filter(|line| language.file.title.goes_on_with(line));
    let with_subject = |line: &str, below: Option<usize>| match below.and_then(goes_on) {
        Some(subject) => format!("{line} {subject}"),
        None => line.to_owned(),
    };
    let name = says.iter().position(|says| *says == Says::Name);
    let number = says.iter().position(|says| *says == Says::Number);
    let words = match (number, name) {
        (Some(number), name) if name.is_none_or(|name| number < name) => {
            let subject = (number + 1..=number + BELOW).find(|&below| goes_on(below).is_some());
            match (subject, name) {
                (Some(subject), name) if name.is_none_or(|name| subject <= name) => {
                    with_subject(head[number], Some(subject))
                }
                (_, Some(name)) => with_subject(head[name], Some(name + 1)),
                _ => match language.cited_as(&source.text) {
                    Some(cited) => cited.to_owned(),
                    None => head[number].to_owned(),
                },
            }
        }
        (_, Some(name)) => with_subject(head[name], Some(name + 1)),
        _ => with_subject(first, (1..head.len()).find(|&below| goes_on(below).is_some())),
    };
    let says_subject = name.is_some() || (0..head.len()).any(|at| goes_on(at).is_some());
    let words = match purpose(lines, first_unit, language).filter(|_| !says_subject) {
        Some(subject) => format!("{words} {subject}"),
        None => words,
    };
    let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(end, _)| end);
    let short = words[..end].trim_end();
    if short.is_empty() { source.name.clone() } else { short.to_owned() }
}

/// What the first provision says the law is about: "A presente lei estabelece o regime dos portos."
fn purpose<'t>(lines: &Lines<'t>, first_unit: usize, language: &Language) -> Option<&'t str> {
    let end = lines.all.len().min(first_unit + PURPOSE);
    (first_unit..end).filter(|&at| !lines.aside[at]).find_map(|at| language.purpose(lines.words(at)))
}

fn says(line: &str, language: &Language) -> Says {
    let title = &language.file.title;
    // A lead-in ("The Parliament enacts the following Act:") and a recital name what is not this law.
    if line.chars().count() > LONGEST || line.ends_with([':', ';', ',', '：', '；', '،']) {
        return Says::Else;
    }
    if let Some(bare) = han_name(line) {
        let kind =
            title.kinds.iter().filter(|kind| bare.ends_with(kind.as_str())).map(|kind| kind.len()).max();
        return match kind.map(|kind| without_numbers(&bare[..bare.len() - kind])) {
            None => Says::Else,
            Some(rest) if rest.is_empty() => Says::Number,
            Some(_) => Says::Name,
        };
    }
    if !line.starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '"' | '«' | '‘')) {
        return Says::Else;
    }
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let forms: Vec<String> = words.iter().map(|word| folded(word)).collect();
    let is_long_title = forms.first().is_some_and(|first| title.is_among(&title.long, first));
    let place = |at: usize| title.kind_in(&forms[at]);
    let kind = (0..forms.len()).find(|&at| place(at).is_some() && (at < FIRST_WORDS || !title.kind_first));
    let Some(kind) = kind.filter(|_| !is_long_title) else { return Says::Else };
    let is_number = |at: usize| forms.get(at).is_some_and(|form| form.starts_with(|c: char| c.is_numeric()));
    // "de 24 de maio de 2017", "of March 14, 2008": a word between the figures of a day is no subject.
    let is_date = |at: usize| {
        let long = |step: usize| forms[step].chars().count() >= SUBJECT;
        let next =
            (at + 1..forms.len()).find(|&next| is_number(next) || long(next)).filter(|&n| is_number(n));
        let before =
            (0..at).rev().find(|&before| is_number(before) || long(before)).filter(|&b| is_number(b));
        let year = |at: usize| forms[at].chars().filter(|c| c.is_numeric()).count() == 4;
        next.is_some_and(|next| before.is_some() && year(next) || is_number(next + 1) && year(next + 1))
    };
    let compound = place(kind) == Some(Compound::Inside);
    let subject = (0..forms.len()).any(|at| {
        let form = &forms[at];
        form.chars().count() >= SUBJECT
            && form.chars().all(char::is_alphabetic)
            && place(at).is_none()
            && !title.is_among(&title.plain, form)
            && !is_date(at)
    });
    if compound || subject { Says::Name } else { Says::Number }
}

/// Whether a word is a kind of law, or ends in one and says with what it deals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compound {
    Whole,
    Inside,
}

impl TitleWords {
    fn is_among(&self, list: &[String], form: &str) -> bool {
        list.iter().any(|word| word == form)
    }

    fn kind_in(&self, form: &str) -> Option<Compound> {
        if self.is_among(&self.plain, form) {
            return None;
        }
        if self.is_among(&self.kinds, form) {
            return Some(Compound::Whole);
        }
        let inside = |kind: &&String| form.len() > kind.len() + 3 && form.ends_with(kind.as_str());
        self.kind_endings.iter().find(inside).map(|_| Compound::Inside)
    }

    fn goes_on_with(&self, line: &str) -> bool {
        let first = line.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        first.is_some_and(|first| self.is_among(&self.goes_on, &folded(first)))
    }
}

/// A line of Han without the marks of a title and a note in brackets behind it; none for other scripts.
fn han_name(line: &str) -> Option<&str> {
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    if !line.contains(is_han) {
        return None;
    }
    let bare = line.split(['（', '(']).next().filter(|bare| !bare.trim().is_empty()).unwrap_or(line);
    Some(bare.trim_matches(['《', '》', '〈', '〉', '「', '」', ' ', '\u{3000}']))
}

/// What is left of a Han title beside its number ("第9/2004號").
fn without_numbers(words: &str) -> String {
    let figure = |c: char| c.is_numeric() || "一二三四五六七八九十百千零〇第號号/年月日 ".contains(c);
    words.chars().filter(|&c| !figure(c)).collect()
}
