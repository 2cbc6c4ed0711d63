//! Closing words of a list that the printer ran on behind its last item: "… (j) obstructs an officer, shall be
//! guilty of an offence and liable to a fine." They are said of every item, so they belong to the list.

use super::act::{Kind, Provision};
use super::language::Language;
use crate::span::Span;

/// Moves closing words from the last item of each list to the provision whose list it is.
pub(super) fn split(text: &str, wrapped: bool, provisions: &mut [Provision], language: &Language) {
    for at in 0..provisions.len() {
        let parent = &provisions[at];
        let opens = parent.intro.last().is_some_and(|span| opens_list(span.of(text)));
        let items = parent.children.len() >= 2
            && parent.children.iter().all(|child| {
                matches!(
                    provisions[child.index()].kind,
                    Kind::Paragraph | Kind::Subparagraph | Kind::Clause | Kind::Subclause | Kind::Item
                )
            });
        if !opens || !items || !parent.wrap_up.is_empty() {
            continue;
        }
        if parent.intro.iter().any(|span| language.closes(span.of(text)).is_some()) {
            continue;
        }
        // Where an item before the last has such words too, each item has its own.
        let (_, before) = parent.children.split_last().expect("two items at least");
        let own = before.iter().any(|child| {
            let item = &provisions[child.index()];
            item.intro.iter().any(|span| says(language, span.of(text)))
        });
        if own {
            continue;
        }
        // Down to the last words of the list.
        let mut path = Vec::new();
        let mut below = at;
        while let Some(child) = provisions[below].children.last() {
            below = child.index();
            path.push(below);
        }
        let item = &provisions[below];
        // Text for another law closes no list of the law that inserts it.
        if !item.wrap_up.is_empty() || item.quoted != provisions[at].quoted {
            continue;
        }
        let found = item.intro.iter().enumerate().find_map(|(index, span)| {
            // The first words of an item are its own, even where they look like closing words.
            let cut = language.closes(span.of(text))?;
            // A line of its own closes the list from its first word on: "verhilft, wird mit …".
            let cut = if index > 0 && !wrapped { 0 } else { cut };
            (index > 0 || cut > 0).then_some((index, span.start as usize + cut))
        });
        let Some((index, cut)) = found else { continue };
        let item = &mut provisions[below];
        let mut closing = item.intro.split_off(index);
        let whole = closing[0];
        let kept = text[whole.start as usize..cut].trim_end();
        if !kept.is_empty() {
            item.intro.push(Span::new(whole.start as usize, whole.start as usize + kept.len()));
        }
        let end = item.intro.last().map_or(item.span.start, |span| span.end);
        closing[0] = Span::new(cut, whole.end as usize);
        for inner in path {
            provisions[inner].span.end = end;
        }
        provisions[at].wrap_up = closing;
    }
}

/// Moves closing words that were read as closing a nested list ("(b) … that it: (i) …; (ii) …, / commits an
/// offence") to the outermost list that waits for them.
pub(super) fn lift(text: &str, provisions: &mut [Provision], language: &Language) {
    for at in 0..provisions.len() {
        let inner = &provisions[at];
        if !inner.wrap_up.first().is_some_and(|span| begins(language, span.of(text))) {
            continue;
        }
        let mut waiting = None;
        let mut below = at;
        while let Some(parent) = provisions[below].parent {
            let above = &provisions[parent.index()];
            if above.kind.is_division() || above.children.last().is_none_or(|last| last.index() != below) {
                break;
            }
            let opens = above.intro.last().is_some_and(|span| opens_list(span.of(text)));
            let said = above.intro.iter().any(|span| language.closes(span.of(text)).is_some());
            if opens && !said && above.wrap_up.is_empty() {
                waiting = Some(parent.index());
            }
            below = parent.index();
        }
        let Some(outer) = waiting else { continue };
        let closing = std::mem::take(&mut provisions[at].wrap_up);
        provisions[outer].wrap_up = closing;
        // What stands below the outer list ends before the closing words.
        let mut below = at;
        while below != outer {
            let inner = &provisions[below];
            let own = inner.intro.last().map_or(inner.span.start, |span| span.end);
            let end = inner.children.last().map_or(own, |child| provisions[child.index()].span.end);
            provisions[below].span.end = end;
            let Some(parent) = provisions[below].parent else { break };
            below = parent.index();
        }
    }
}

/// Whether words have closing words in them, at their start or later.
fn says(language: &Language, words: &str) -> bool {
    begins(language, words) || language.closes(words).is_some()
}

/// Whether words begin with closing words.
fn begins(language: &Language, words: &str) -> bool {
    language.closes(&format!(", {}", words.trim_start())) == Some(2)
}

/// Whether words break off where a list is to follow.
fn opens_list(words: &str) -> bool {
    words.trim_end().ends_with(['—', '–', '-', ':', ',', '：', '，', '،'])
        || words.trim_end().ends_with(char::is_alphabetic)
}
