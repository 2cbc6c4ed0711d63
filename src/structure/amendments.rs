//! Text that an act inserts into another law: where it starts and ends.

use crate::grammar::{self, Head};
use crate::span::Span;

use super::act::Kind;
use super::lines::Lines;
use super::number;
use super::tradition::Tradition;

/// Lines of text for another law.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// First line.
    pub start: usize,
    /// One past the last line.
    pub end: usize,
}

/// Quoted text longer than this is a misread quotation mark.
const MOST_LINES: usize = 4000;

/// A quotation inside a line is a provision, no words to be put in, from so many bytes on.
const LEAST_INNER: usize = 60;
/// A citation in the words that announce is read from so many bytes.
const CITATION: usize = 64;

/// Parts the lines in which the announced text opens behind its announcement ("修改为：“…").
pub(super) fn part(lines: &mut Lines<'_>, tradition: &Tradition) {
    if !tradition.cited_by_own_word || tradition.amendment_leads.is_empty() {
        return;
    }
    let inner: Vec<(usize, Span)> = (0..lines.all.len())
        .filter(|&at| !lines.aside[at])
        .filter_map(|at| Some((at, inner(lines, at, tradition)?)))
        .collect();
    lines.part(&inner);
}

/// Where the announced text opens inside a line.
fn inner(lines: &Lines<'_>, at: usize, tradition: &Tradition) -> Option<Span> {
    let line = &lines.all[at];
    let words = lines.words(at);
    let mark = words.match_indices([':', '：']).find_map(|(colon, mark)| {
        let after = &words[colon + mark.len()..];
        let quote = after.trim_start();
        let opener = quote.chars().next().filter(|c| matches!(c, '“' | '„' | '«' | '「'))?;
        let closes = closers(opener);
        // Words that stand in a sentence close before its end.
        let to_end = quote.find(closes).is_none_or(|_| ends_quoted(quote, opener))
            && quote.chars().filter(|c| *c == opener).count() == 1;
        (to_end && quote.len() >= LEAST_INNER && announces(&words[..colon + mark.len()], tradition))
            .then(|| words.len() - quote.len())
    })?;
    let start = line.start + mark as u32;
    Some(Span { start, end: line.span.end })
}

fn closers(opener: char) -> &'static [char] {
    match opener {
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '「' => &['」'],
        '"' => &['"', '”'],
        _ => &['’', '\''],
    }
}

/// The main unit that the words before a region change, where the region names none itself: "Dem § 111 werden folgende
/// Abs. 3 und 4 angefügt:", "将刑法第三百零四条修改为：".
pub(super) fn changed_unit(
    lines: &Lines<'_>,
    region: &Region,
    tradition: &Tradition,
    is_unit: impl Fn(usize) -> bool,
) -> Option<(Kind, String)> {
    let mut at = region.start;
    // "Paragraph 3 is added:" right below changes what the instruction before named.
    for _ in 0..3 {
        at = lines.before(at)?;
        // The number of the amending article itself is none that it changes.
        let words = if is_unit(at) { lines.body(at) } else { lines.words(at) };
        if let Some(found) = cited_unit(words, tradition) {
            return Some(found);
        }
        if !lines.words(at).ends_with([':', '：', '”', '“', '»', '」']) {
            return None;
        }
    }
    None
}

/// The first unit that words name or, where a later one is inserted behind it ("在第九条后增加一条，作为第九条之一"), that.
fn cited_unit(words: &str, tradition: &Tradition) -> Option<(Kind, String)> {
    let mut first: Option<(Kind, String)> = None;
    let mut free = true;
    for (at, c) in words.char_indices() {
        let starts = free && (c.is_alphabetic() || c == '§') || c == '第';
        free = !c.is_alphabetic() || c == '’' || c == '\'';
        if !starts {
            continue;
        }
        let Some((kind, printed)) = unit_at(&words[at..], tradition) else { continue };
        let Some(number) = tradition.ordinal(printed) else { continue };
        match first.as_ref().and_then(|(_, first)| tradition.ordinal(first)) {
            None => first = Some((kind, printed.to_string())),
            Some(before) if number.main() == before.main() && number > before => {
                return Some((kind, printed.to_string()));
            }
            Some(_) => {}
        }
    }
    first
}

/// The unit that words begin with, and its number as printed.
fn unit_at<'w>(words: &'w str, tradition: &Tradition) -> Option<(Kind, &'w str)> {
    if !words.starts_with(char::is_lowercase) {
        let end = words.floor_char_boundary(CITATION.min(words.len()));
        let line = grammar::line(words, Span::new(0, end));
        let Head::Word { word, ordinal, .. } = line.head else { return None };
        let kind = tradition.unit(word.of(words)).filter(|_| !ordinal.is_empty())?;
        return Some((kind, ordinal.of(words).trim()));
    }
    // Inside a sentence the word has no capital, with which the lines of provisions begin.
    let word = words.split(|c: char| !c.is_alphabetic()).next()?;
    let kind = tradition.unit(word)?;
    let rest = words[word.len()..].trim_start_matches(['.', ' ', '(', '\u{a0}']);
    let mut end =
        rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | ')')).unwrap_or(rest.len());
    if let Some(adverb) = number::adverb(rest[end..].trim_start()) {
        end = rest.len() - rest[end..].trim_start().len() + adverb;
    }
    Some((kind, rest[..end].trim_end_matches('.')))
}

/// Regions between quotation marks, or in a block quotation, after words that announce them.
pub(super) fn quoted(lines: &Lines<'_>, tradition: &Tradition) -> Vec<Region> {
    let mut regions = Vec::new();
    // A text full of marks that never close must not be searched again and again.
    let mut budget = 200_000 + 4 * lines.all.len();
    let mut at = 0;
    while at < lines.all.len() {
        if lines.aside[at] {
            at += 1;
            continue;
        }
        if lines.all[at].block_quote {
            let end = (at..lines.all.len())
                .find(|&next| !lines.aside[next] && !lines.all[next].block_quote)
                .unwrap_or(lines.all.len());
            regions.push(Region { start: at, end });
            at = end;
            continue;
        }
        let start = lines.after(at);
        if let Some(start) = start
            && !lines.all[start].opening.is_empty()
            && announces(lines.words(at), tradition)
            && let Some(end) = closing_line(lines, start, tradition.cited_by_own_word, &mut budget)
        {
            regions.push(Region { start, end });
            at = end;
            continue;
        }
        at += 1;
    }
    regions
}

/// Lines that announce text without quotation marks.
pub(super) fn bare_leads(lines: &Lines<'_>, regions: &[Region], tradition: &Tradition) -> Vec<usize> {
    let free = |at: usize| {
        regions
            .binary_search_by(|region| {
                if region.end <= at {
                    std::cmp::Ordering::Less
                } else if region.start > at {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_err()
    };
    (0..lines.all.len())
        .filter(|&at| !lines.aside[at] && free(at))
        .filter(|&at| {
            let words = lines.words(at);
            announces(words, tradition)
                && (tail(words).contains("following") || tradition.cited_by_own_word)
                && tradition.amendment_own.is_match(tail(own_words(lines, at, tradition)).as_bytes())
                && lines.after(at).is_some_and(|next| {
                    let quotes = !lines.all[next].opening.is_empty();
                    // What follows may be the first instruction, not yet the text.
                    let instructs = tradition.cited_by_own_word
                        && (announces(lines.words(next), tradition) || is_own(lines, next, tradition));
                    !quotes && !instructs && free(next)
                })
        })
        .collect()
}

/// Whether a line of an amending law speaks for itself, not as text for another law.
pub(super) fn is_own(lines: &Lines<'_>, at: usize, tradition: &Tradition) -> bool {
    let words = own_words(lines, at, tradition);
    tradition.amendment_own.is_match(&words.as_bytes()[..words.floor_char_boundary(400)])
}

/// The words of a line behind its number; two words of a sentence are none.
fn own_words<'t>(lines: &Lines<'t>, at: usize, tradition: &Tradition) -> &'t str {
    match lines.all[at].head {
        Head::Word { word, .. }
            if tradition.cited_by_own_word && tradition.unit(word.of(lines.text)).is_none() =>
        {
            lines.words(at)
        }
        _ => lines.body(at),
    }
}

fn tail(words: &str) -> &str {
    &words[words.ceil_char_boundary(words.len().saturating_sub(400))..]
}

fn announces(words: &str, tradition: &Tradition) -> bool {
    words.ends_with([':', '：', '—', '–', '-']) && tradition.amendment_leads.is_match(tail(words).as_bytes())
}

/// One past the line where the quotation that opens at `start` closes. `by_paragraph`: its mark may be set anew at the
/// start of each paragraph.
fn closing_line(lines: &Lines<'_>, start: usize, by_paragraph: bool, budget: &mut usize) -> Option<usize> {
    let opener = lines.words(start).chars().next()?;
    let mut depth = 0i32;
    let mut anew = false;
    let last = (start + MOST_LINES.min(*budget)).min(lines.all.len());
    for at in start..last {
        *budget = budget.saturating_sub(1);
        if lines.aside[at] {
            continue;
        }
        let words = lines.words(at);
        let (opens, closes) = match opener {
            '“' => (count(words, &['“', '„']), count(words, &['”'])),
            // German marks: the one that closes opens in other languages.
            '„' => (count(words, &['„']), count(words, &['“', '”'])),
            '«' => (count(words, &['«']), count(words, &['»'])),
            '「' => (count(words, &['「']), count(words, &['」'])),
            '"' => {
                let marks = count(words, &['"', '“', '”']);
                (marks - marks / 2, marks / 2)
            }
            _ => (i32::from(at == start), i32::from(ends_quoted(words, opener))),
        };
        let opens_anew = by_paragraph && at > start && depth > 0 && words.starts_with(opener);
        let whole = opens == 1 && closes == 1 && ends_quoted(words, opener);
        let last = || lines.after(at).is_none_or(|next| !lines.words(next).starts_with(opener));
        let opens = opens - i32::from(opens_anew && (opens > closes || whole && (anew || last())));
        anew |= opens_anew && opens < 1 && closes == 0;
        if opener == '"' {
            depth = (depth + opens + closes) % 2;
        } else {
            depth += opens - closes;
        }
        let closed = if opener == '"' { depth == 0 } else { depth <= 0 || closes > opens };
        if closed && ends_quoted(words, opener) {
            return Some(at + 1);
        }
        // A new main unit in the own words of the amending law: the closing mark was forgotten.
        let own_unit = at > start
            && matches!(lines.all[at].head, Head::Number(_))
            && lines.all[at].opening.is_empty()
            && lines.before(at).is_some_and(|before| lines.apart(before, at))
            && opener != '"'
            && lines.body(at).contains(" is amended");
        if own_unit {
            return None;
        }
    }
    None
}

fn count(words: &str, marks: &[char]) -> i32 {
    words.chars().filter(|c| marks.contains(c)).count() as i32
}

/// Whether the words end with the mark that closes what `opener` opens, stops and "and" apart.
fn ends_quoted(words: &str, opener: char) -> bool {
    let mut bare = words.trim_end_matches(['.', ',', ';', ' ', ':', '。', '；', '，']);
    for link in [" and", " or", ", and", "; and"] {
        bare = bare.strip_suffix(link).unwrap_or(bare).trim_end_matches(['.', ',', ';', ' ']);
    }
    bare.ends_with(closers(opener))
}
