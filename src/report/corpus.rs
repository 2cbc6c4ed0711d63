//! What a corpus holds, as people read it: scans, searches, wordings side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::looks::Looks;
use super::quote::{clean, shorten};
use super::words::Words;
use super::{Format, json};
use crate::corpus::{Found, FoundProvision, Origin, Scan, Wording, Wordings, fold_words};
use crate::error::{Error, Result};
use crate::span::Span;

/// Duties named in a line of a scan, and characters of a provision on a terminal.
const DUTIES: usize = 6;
const SHOWN: usize = 1600;

#[derive(Serialize)]
struct ScanReport<'r> {
    t: &'r BTreeMap<String, String>,
    acts: Vec<ScanLine>,
    shown: usize,
    more: usize,
    all: usize,
    empty: usize,
    unread: Vec<[String; 2]>,
    gone: Vec<String>,
}

#[derive(Serialize)]
struct ScanLine {
    rank: usize,
    title: String,
    path: String,
    /// `new`, `changed`, `superseded` as a word; empty for what is as it was, or where nothing was known.
    standing: String,
    duties: String,
    more: usize,
}

#[derive(Serialize)]
struct SearchReport<'r> {
    t: &'r BTreeMap<String, String>,
    query: String,
    provisions: Vec<ProvisionLine>,
    count: usize,
    more: usize,
    acts: usize,
    not_searched: Vec<String>,
}

#[derive(Serialize)]
struct ProvisionLine {
    title: String,
    citation: String,
    facts: String,
    tags: String,
    paragraphs: Vec<Vec<Piece>>,
    cut: bool,
    cases: Vec<String>,
}

/// A stretch of words, and whether they are those sought, or those that differ.
#[derive(Serialize)]
struct Piece {
    text: String,
    marked: bool,
}

#[derive(Serialize)]
struct WordingsReport<'r> {
    t: &'r BTreeMap<String, String>,
    language: &'r str,
    id: String,
    title: String,
    article: String,
    groups: Vec<GroupLine>,
    acts: usize,
    without: usize,
    not_located: Vec<String>,
}

#[derive(Serialize)]
struct GroupLine {
    language: String,
    /// None of its wordings is near to another.
    apart: bool,
    common: String,
    wordings: Vec<WordingLine>,
}

#[derive(Serialize)]
struct WordingLine {
    jurisdiction: String,
    title: String,
    label: String,
    facts: String,
    words: Vec<Piece>,
    also: String,
    nearness: u8,
}

impl Looks {
    /// A scan, at most so many acts of it, with a newline at its end. JSON holds all.
    ///
    /// # Errors
    /// [`Error::Template`] when a template is faulty; a format that scans do not have.
    pub fn scan(&self, scan: &Scan, top: usize, format: Format) -> Result<String> {
        match format {
            Format::Json => return json(scan),
            Format::Terminal => {}
            _ => return Err(unknown("a scan")),
        }
        let words = &self.words;
        let line = |(at, act): (usize, &crate::corpus::ScannedAct)| ScanLine {
            rank: at + 1,
            title: clean(&act.title),
            path: clean(&act.path),
            standing: act
                .standing
                .map_or(String::new(), |it| words.say(&format!("scan-{}", it.name())).into()),
            duties: act
                .obligations
                .iter()
                .take(DUTIES)
                .map(|it| clean(&format!("{} {}", it.obligation, it.label)))
                .collect::<Vec<_>>()
                .join(", "),
            more: act.obligations.len().saturating_sub(DUTIES),
        };
        let report = ScanReport {
            t: &words.text,
            acts: scan.acts.iter().enumerate().take(top).map(line).collect(),
            shown: top.min(scan.acts.len()),
            more: scan.acts.len().saturating_sub(top),
            all: scan.acts.len(),
            empty: scan.empty,
            unread: scan.unread.iter().take(top).map(|(name, why)| [clean(name), clean(why)]).collect(),
            gone: scan.gone.iter().map(|path| clean(path)).collect(),
        };
        self.fill("scan.term.j2", &report)
    }

    /// What a search found, at most so many provisions of it. JSON holds all.
    ///
    /// # Errors
    /// [`Error::Template`] when a template is faulty; a format that searches do not have.
    pub fn found(&self, found: &Found, top: usize, format: Format) -> Result<String> {
        match format {
            Format::Json => return json(found),
            Format::Terminal => {}
            _ => return Err(unknown("a search")),
        }
        let mut acts: Vec<i64> = found.provisions.iter().map(|it| it.origin.act).collect();
        acts.dedup();
        let report = SearchReport {
            t: &self.words.text,
            query: clean(&found.query),
            provisions: found.provisions.iter().take(top).map(|it| provision(it, &self.words)).collect(),
            count: found.provisions.len(),
            more: found.provisions.len().saturating_sub(top),
            acts: acts.len(),
            not_searched: found.languages_not_searched.iter().map(|it| clean(it)).collect(),
        };
        self.fill("search.term.j2", &report)
    }

    /// Wordings side by side.
    ///
    /// # Errors
    /// [`Error::Template`] when a template is faulty.
    pub fn wordings(&self, wordings: &Wordings, format: Format) -> Result<String> {
        let template = match format {
            Format::Json => return json(wordings),
            Format::Terminal => "compare.term.j2",
            Format::Markdown => "compare.md.j2",
            Format::Html => "compare.html.j2",
        };
        let group = |group: &crate::corpus::Group| GroupLine {
            language: clean(&group.language),
            apart: false,
            common: group.common.join(" "),
            wordings: group.wordings.iter().map(|it| wording(it, &group.common, &self.words)).collect(),
        };
        let mut groups: Vec<GroupLine> = Vec::new();
        for group in wordings.groups.iter().map(group) {
            // Those that are near to no other stand side by side, and not each in a row of its own.
            let is_apart = group.wordings.len() == 1;
            match groups.last_mut().filter(|last| is_apart && last.apart && last.language == group.language) {
                Some(last) => last.wordings.extend(group.wordings),
                None => groups.push(GroupLine { apart: is_apart, ..group }),
            }
        }
        let report = WordingsReport {
            t: &self.words.text,
            language: self.language(),
            id: wordings.obligation.id.clone(),
            title: clean(&wordings.obligation.title),
            article: clean(&format!("{} {}", wordings.obligation.instrument, wordings.obligation.article)),
            groups,
            acts: wordings.groups.iter().map(|group| group.wordings.len()).sum(),
            without: wordings.acts_without,
            not_located: wordings.not_located.clone(),
        };
        self.fill(template, &report)
    }
}

fn unknown(what: &str) -> Error {
    Error::request(format!("{what} has no such format"), "choose terminal, json or csv")
}

/// Whose law, of which day, from where.
fn facts(origin: &Origin, words: &Words) -> String {
    let mut facts = vec![origin.jurisdiction()];
    facts.extend(origin.number.clone());
    if let Some(as_at) = &origin.as_at {
        facts.push(format!("{} {as_at}", words.say("corpus-as-at")));
    }
    facts.extend(origin.status.clone());
    facts.push(origin.address.clone().unwrap_or_else(|| origin.path.clone()));
    clean(&facts.join(" · "))
}

fn provision(it: &FoundProvision, words: &Words) -> ProvisionLine {
    let (paragraphs, cut) = marked(&it.text, &it.marks);
    let heading = if it.heading.is_empty() { String::new() } else { format!(": {}", it.heading) };
    let case = |case: &crate::corpus::CaseNote| {
        let parts = [&case.date, &case.court, &case.name, &case.outcome];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        clean(&parts.join(", "))
    };
    ProvisionLine {
        title: clean(&it.origin.title),
        citation: clean(&format!("{}{heading}", it.label)),
        facts: facts(&it.origin, words),
        tags: it.obligations.join(", "),
        paragraphs,
        cut,
        cases: it.cases.iter().map(case).collect(),
    }
}

/// The lines of a provision in pieces, up to a length that a person reads; and whether something was cut.
fn marked(text: &str, marks: &[Span]) -> (Vec<Vec<Piece>>, bool) {
    let mut paragraphs = Vec::new();
    let mut shown = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = Span::new(start, start + line.len());
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        if shown > SHOWN {
            return (paragraphs, true);
        }
        shown += line.len();
        let mut pieces = Vec::new();
        let mut at = range.start;
        for mark in marks.iter().filter(|mark| range.start <= mark.start && mark.end <= range.end) {
            if mark.start < at {
                continue;
            }
            push(&mut pieces, text, at, mark.start, false);
            push(&mut pieces, text, mark.start, mark.end, true);
            at = mark.end;
        }
        push(&mut pieces, text, at, range.end, false);
        paragraphs.push(pieces);
    }
    (paragraphs, false)
}

fn push(pieces: &mut Vec<Piece>, text: &str, from: u32, to: u32, marked: bool) {
    if let Some(words) = text.get(from as usize..to as usize).filter(|words| !words.is_empty()) {
        pieces.push(Piece { text: super::quote::tidy(words), marked });
    }
}

/// The words that not all of the group have are marked.
fn wording(it: &Wording, common: &[String], words: &Words) -> WordingLine {
    let text = shorten_long(&clean(&it.words));
    let mut pieces: Vec<Piece> = Vec::new();
    for word in text.split_inclusive(' ') {
        let differs = !common.is_empty()
            && fold_words(word).iter().any(|word| word.chars().nth(1).is_some() && !common.contains(word));
        match pieces.last_mut().filter(|last| last.marked == differs) {
            Some(last) => last.text.push_str(word),
            None => pieces.push(Piece { text: word.to_owned(), marked: differs }),
        }
    }
    WordingLine {
        jurisdiction: clean(&it.origin.jurisdiction()),
        title: clean(&it.origin.title),
        label: clean(&it.label),
        facts: facts(&it.origin, words),
        words: pieces,
        also: clean(&it.also.join(", ")),
        nearness: it.nearness,
    }
}

/// A provision that a printer ran on for pages is shown at both its ends.
fn shorten_long(text: &str) -> String {
    if text.chars().count() > SHOWN { shorten(text) } else { text.to_owned() }
}
