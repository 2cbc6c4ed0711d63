//! The lines of a text with what is known of each before any provision is: set aside or not, quoted
//! or not, and whether the words before it end a sentence.

use rayon::prelude::*;

use crate::grammar::{self, Line};
use crate::span::Span;

use super::tradition::Tradition;

mod glued;

/// So many lines at least are read by one thread: a short act starts none.
const LEAST_SHARE: usize = 512;

/// All lines of a text, and marks on them.
pub(super) struct Lines<'t> {
    pub text: &'t str,
    pub all: Vec<Line>,
    /// No law: blank, contents, running heads, notes.
    pub aside: Vec<bool>,
    /// Page numbers and running heads: a sentence goes on across them.
    pub page: Vec<bool>,
    /// The text is broken into lines of a printed page, not a line a paragraph.
    pub wrapped: bool,
    /// The usual length of a full line of a wrapped text.
    pub width: usize,
    first: Option<usize>,
}

impl<'t> Lines<'t> {
    /// Reads the form of every line from `from` on.
    pub fn read(text: &'t str, from: u32, tradition: &Tradition) -> Self {
        let mut spans = Vec::with_capacity(text.len() / 60 + 1);
        let mut at = from as usize;
        while at < text.len() {
            let (end, next) = line_end(text, at);
            spans.push(Span::new(at, end));
            at = next;
        }
        let read = |&span: &Span| {
            let mut line = grammar::line(text, span);
            skip_note(text, &mut line, tradition);
            line
        };
        let mut all: Vec<Line> = spans.par_iter().with_min_len(LEAST_SHARE).map(read).collect();
        glued::part(text, &mut all);
        let aside: Vec<bool> = all.iter().map(Line::is_blank).collect();
        let page = vec![false; all.len()];
        let mut lines = Lines { text, all, aside, page, wrapped: false, width: 0, first: None };
        lines.first = (0..lines.all.len()).find(|&at| !lines.aside[at]);
        lines.measure();
        lines
    }

    /// Parts lines in two, each where the span begins. In line order.
    pub fn part(&mut self, inner: &[(usize, Span)]) {
        let Some((from, _)) = inner.first() else { return };
        let mut inner = inner.iter().peekable();
        let whole = self.all.split_off(*from);
        for (at, mut line) in (*from..).zip(whole) {
            let half = inner.next_if(|(parted, _)| *parted == at).map(|(_, span)| *span);
            if let Some(span) = half {
                line.span.end = span.start;
                line.body = line.body.min(span.start);
            }
            self.all.push(line);
            self.all.extend(half.map(|span| grammar::line(self.text, span)));
        }
        self.aside = self.all.iter().map(Line::is_blank).collect();
        self.page = vec![false; self.all.len()];
        self.first = (0..self.all.len()).find(|&at| !self.aside[at]);
    }

    /// The words of a line after its markers.
    pub fn body(&self, at: usize) -> &'t str {
        self.all[at].body_span(self.text).of(self.text)
    }

    /// The whole line without indentation.
    pub fn words(&self, at: usize) -> &'t str {
        self.all[at].words(self.text)
    }

    /// The next line that is law.
    pub fn after(&self, at: usize) -> Option<usize> {
        (at + 1..self.all.len()).find(|&next| !self.aside[next])
    }

    /// The last line before that is law.
    pub fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().take(400).find(|&before| !self.aside[before])
    }

    /// The first line that is law: the title, as a rule.
    pub fn after_start(&self) -> Option<usize> {
        self.first
    }

    /// Whether a blank line stands between two lines.
    pub fn apart(&self, first: usize, second: usize) -> bool {
        let between = || (first + 1..second).take(400);
        between().any(|between| self.all[between].is_blank()) && !between().any(|between| self.page[between])
    }

    /// Whether a line follows another with nothing between but the end of a page.
    pub fn adjacent(&self, first: usize, second: usize) -> bool {
        let between = || (first + 1..second).take(20);
        first + 1 == second
            || (second - first <= 20
                && between().all(|between| self.aside[between])
                && between().any(|between| self.page[between]))
    }

    /// Whether the words of the line end a sentence or an item.
    pub fn is_complete(&self, at: usize) -> bool {
        ends_sentence(self.words(at))
    }

    /// Whether a line of a page-wide text goes on with the sentence of a full line before.
    pub fn goes_on(&self, at: usize) -> bool {
        let Some(before) = self.before(at).filter(|&before| self.wrapped && !self.apart(before, at)) else {
            return false;
        };
        !self.is_complete(before) && self.words(before).chars().count() * 10 >= self.width * 7
    }

    /// Whether a text line can be a heading: short, starts like one, ends without a stop.
    pub fn is_heading_like(&self, at: usize) -> bool {
        let line = &self.all[at];
        if line.hashes > 0 {
            return true;
        }
        let opened = !line.opening.is_empty() && !self.words(at).contains(['”', '’', '»']);
        let words = if opened {
            self.text[line.opening.end as usize..line.span.end as usize].trim()
        } else {
            self.words(at)
        };
        let bare = words.trim_matches(['*', '_', ' ']);
        let stops = bare.ends_with(STOPS) || bare.ends_with(['?', '!']);
        let bold = words.starts_with("**") && words.ends_with("**") && words.len() > 5;
        (bold || !stops || ends_short(bare))
            && words.len() <= 200
            && bare
                .chars()
                .next()
                .is_some_and(|c| !c.is_lowercase() && !matches!(c, '(' | '[' | '“' | '"' | '‘' | '|'))
            && bare.chars().any(char::is_alphabetic)
    }

    /// Finds out whether lines are broken by a page's width: many lines that stop short of a sentence
    /// and go on in lower case.
    fn measure(&mut self) {
        let (mut broken, mut full, mut lengths) = (0usize, 0usize, Vec::new());
        let mut previous: Option<usize> = None;
        let mut long: Vec<usize> = (0..self.all.len())
            .filter(|&at| !self.all[at].is_blank())
            .map(|at| self.words(at).chars().count())
            .collect();
        long.sort_unstable();
        let long = long.get(long.len() * 9 / 10).copied().unwrap_or(0);
        for at in 0..self.all.len() {
            if self.all[at].is_blank() {
                previous = None;
                continue;
            }
            if let Some(before) = previous {
                let words = self.words(before);
                full += 1;
                let first = self.words(at).chars().next();
                let lower = first.is_some_and(char::is_lowercase);
                // Scripts without cases: a full line, as long as most, that ends no sentence.
                let caseless =
                    first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
                let length = if lower || caseless { words.chars().count() } else { 0 };
                let full_line = lower || (caseless && length * 10 >= long * 8 && length >= 20);
                let open = words.ends_with([';', '.', ':', '—', '–', ',', '。', '；', '：'])
                    || words.ends_with(" -");
                if full_line && !open && length < 140 {
                    broken += 1;
                    lengths.push(length);
                }
            }
            previous = Some(at);
        }
        self.wrapped = broken >= 3 && broken * 5 >= full;
        lengths.sort_unstable();
        self.width = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    }
}

/// Where the line that starts at `at` ends, and where the next one starts.
fn line_end(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
        None => (text.len(), text.len()),
        Some(length) => {
            let end = at + length;
            let pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            (end, end + 1 + usize::from(pair))
        }
    }
}

/// A note on the text's history that precedes words on the same line is left out of the line.
fn skip_note(text: &str, line: &mut Line, tradition: &Tradition) {
    let words = line.words(text);
    if !words.starts_with('[') {
        return;
    }
    let Some(note) = tradition.note_at_start.as_ref().and_then(|pattern| pattern.find(words.as_bytes()))
    else {
        return;
    };
    let from = line.start + note.end() as u32;
    let rest = text[from as usize..line.span.end as usize].trim_start();
    if rest.len() > 20 {
        let indent = line.indent;
        let start = line.span.end - rest.len() as u32;
        *line = grammar::line(text, Span { start, end: line.span.end });
        line.indent = indent;
    }
}

/// What no heading ends with.
pub(super) const STOPS: [char; 17] =
    ['.', ';', ':', ',', '—', '–', '-', '”', '“', '»', '"', '。', '；', '：', '，', '、', '،'];

/// Whether words end with the point of an abbreviation, as headings may: "Fees, etc.", "Krav mv."
pub(super) fn ends_short(words: &str) -> bool {
    let last = words.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    matches!(
        last,
        "etc."
            | "mv."
            | "m.v."
            | "m.m."
            | "m.fl."
            | "m."
            | "osv."
            | "o.a."
            | "usw."
            | "u.a."
            | "ff."
            | "др."
            | "пр."
    )
}

/// Whether words end a sentence, or an item of a list.
pub(super) fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '"', '’', '\'', ')', ']', '*', '_', ' ', '»']);
    bare.ends_with(['.', ';', ':', '—', '–', '?', '!', '。', '；', '：', '؛', '।', '؟', '』', '」'])
        || words.ends_with(['”', '"', '»'])
        || (bare.ends_with('-') && bare.len() > 1)
}
