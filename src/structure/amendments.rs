//! Text that an act inserts into another law: where it starts and ends.

use crate::grammar::Head;

use super::lines::Lines;
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
            && let Some(end) = closing_line(lines, start, &mut budget)
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
                && tradition.amendment_own.is_match(tail(lines.body(at)).as_bytes())
                && lines.after(at).is_some_and(|next| lines.all[next].opening.is_empty() && free(next))
        })
        .collect()
}

/// Whether a line of an amending law speaks for itself, not as text for another law.
pub(super) fn is_own(lines: &Lines<'_>, at: usize, tradition: &Tradition) -> bool {
    let body = lines.body(at);
    tradition.amendment_own.is_match(&body.as_bytes()[..body.floor_char_boundary(400)])
}

fn tail(words: &str) -> &str {
    &words[words.ceil_char_boundary(words.len().saturating_sub(400))..]
}

fn announces(words: &str, tradition: &Tradition) -> bool {
    words.ends_with([':', '—', '–', '-']) && tradition.amendment_leads.is_match(tail(words).as_bytes())
}

/// One past the line where the quotation that opens at `start` closes.
fn closing_line(lines: &Lines<'_>, start: usize, budget: &mut usize) -> Option<usize> {
    let opener = lines.words(start).chars().next()?;
    let mut depth = 0i32;
    let last = (start + MOST_LINES.min(*budget)).min(lines.all.len());
    for at in start..last {
        *budget = budget.saturating_sub(1);
        if lines.aside[at] {
            continue;
        }
        let words = lines.words(at);
        let (opens, closes) = match opener {
            '“' | '„' => (count(words, &['“', '„']), count(words, &['”'])),
            '«' => (count(words, &['«']), count(words, &['»'])),
            '"' => {
                let marks = count(words, &['"', '“', '”']);
                (marks - marks / 2, marks / 2)
            }
            _ => (i32::from(at == start), i32::from(ends_quoted(words, opener))),
        };
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
    let mut bare = words.trim_end_matches(['.', ',', ';', ' ', ':']);
    for link in [" and", " or", ", and", "; and"] {
        bare = bare.strip_suffix(link).unwrap_or(bare).trim_end_matches(['.', ',', ';', ' ']);
    }
    match opener {
        '“' | '„' => bare.ends_with('”'),
        '«' => bare.ends_with('»'),
        '"' => bare.ends_with(['"', '”']),
        _ => bare.ends_with(['’', '\'']),
    }
}
