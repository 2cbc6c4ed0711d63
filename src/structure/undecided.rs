//! Words of a draft that may not stay: tracked insertions, notes to those who draft, alternatives, options in brackets.

use crate::span::Span;

use super::divisions::Division;
use super::language::Language;
use super::lines::Lines;
use super::units::Unit;
use crate::source::Source;

/// What a text is called whose words may still change.
const DRAFTS: [&str; 6] = ["bill", "draft", "consultation", "proposal", "model", "pre-bill"];
/// A bracket that does not close within so many bytes is no option.
const LONGEST: usize = 4000;

/// All such words, in ascending order, without overlaps.
pub(super) fn collect(
    source: &Source,
    lines: &Lines<'_>,
    units: &[Unit],
    divisions: &[Division],
    language: &Language,
) -> Vec<Span> {
    let text = source.text.as_str();
    let mut found = source.proposed.clone();
    let status = source.meta.status.as_deref();
    // A law in force has no options: its brackets are the editor's.
    if status.is_none_or(|status| DRAFTS.contains(&status)) {
        let notes: Vec<usize> = starting(lines, language.drafting_note.as_ref());
        let alternatives: Vec<usize> = starting(lines, language.alternative.as_ref());
        let is_draft = status.is_some() || !notes.is_empty() || !found.is_empty();
        found.extend(notes.iter().map(|&at| lines.all[at].span));
        // One alternative alone is none.
        let alternatives_told = alternatives.len() > 1;
        if alternatives_told {
            let begins = |at: usize| {
                units.binary_search_by_key(&at, |unit| unit.line).is_ok()
                    || divisions.binary_search_by_key(&at, |division| division.line).is_ok()
            };
            for &at in &alternatives {
                let next = (at + 1..lines.all.len())
                    .find(|&next| begins(next) && next > at + 1 || alternatives.binary_search(&next).is_ok());
                let last = next.unwrap_or(lines.all.len()) - 1;
                found.push(Span { start: lines.all[at].span.start, end: lines.all[last].span.end });
            }
        }
        let brackets = brackets(text, source.front_matter.end as usize);
        if is_draft || alternatives_told || brackets.windows(2).any(|pair| are_options(text, pair)) {
            found.extend(brackets);
        }
    }
    found.retain(|span| !span.is_empty());
    found.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

fn starting(lines: &Lines<'_>, pattern: Option<&regex::bytes::Regex>) -> Vec<usize> {
    let Some(pattern) = pattern else { return Vec::new() };
    let starts = |&at: &usize| {
        let words = lines.words(at);
        pattern.is_match(&words.as_bytes()[..words.floor_char_boundary(80)])
    };
    (0..lines.all.len()).filter(starts).collect()
}

/// Words between square brackets, the outermost; footnote marks, links and single letters apart.
fn brackets(text: &str, from: usize) -> Vec<Span> {
    let mut found = Vec::new();
    if !text[from..].contains(['[', '［']) {
        return found;
    }
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
        match c {
            '[' | '［' => open.push(at),
            ']' | '］' => {
                let Some(start) = open.pop() else { continue };
                let end = at + c.len_utf8();
                let inner = &text[start..end];
                let words = inner.split(|c: char| !c.is_alphabetic());
                let has_word = words.into_iter().any(|word| word.chars().count() > 1);
                let is_link = text[end..].starts_with('(');
                if open.is_empty() && has_word && !is_link && inner.len() <= LONGEST {
                    found.push(Span::new(start, end));
                }
            }
            // What never closes ends with its paragraph's neighbourhood.
            '\n' if open.first().is_some_and(|&first| at - first > LONGEST) => open.clear(),
            _ => {}
        }
    }
    found
}

/// `[five] [ten] years`, `[may]/[shall]`: two brackets beside each other, in words without figures.
fn are_options(text: &str, pair: &[Span]) -> bool {
    let between = text[pair[0].end as usize..pair[1].start as usize].trim();
    let is_word = |span: &Span| {
        let words = span.of(text);
        words.len() <= 200 && words.contains(char::is_alphabetic) && !words.contains(char::is_numeric)
    };
    matches!(between, "" | "/" | "or" | "|")
        && !text[pair[0].end as usize..pair[1].start as usize].contains('\n')
        && pair.iter().all(is_word)
}
