//! What is printed and is no law: contents lists, running heads, notes on the text's history.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::grammar::Head;

use super::lines::Lines;
use super::number;
use super::tradition::{Tradition, fold};

/// A running head stands at least so often.
const LEAST_REPEATS: usize = 3;

/// A page has so many lines at least.
const LEAST_PAGE: usize = 15;

/// Fewer lines are not worth another processor.
const LEAST_SHARE: usize = 256;

/// A text has no more lists of contents: each is looked for up to the end of the text.
const MOST_CONTENTS: usize = 12;

/// Marks lines that are no law.
pub(super) fn set_aside(lines: &mut Lines<'_>, tradition: &Tradition) {
    notes(lines, tradition);
    page_numbers(lines);
    running_heads(lines, tradition);
    contents(lines, tradition);
}

fn notes(lines: &mut Lines<'_>, tradition: &Tradition) {
    let is_note = |at: usize| {
        let words = lines.words(at);
        let rule = words.chars().all(|c| !c.is_alphanumeric());
        let repealed = || words.starts_with(['[', '(']) && says_repealed(words, tradition);
        rule || (words.len() < 600 && tradition.notes.is_match(words.as_bytes()) && !repealed())
    };
    let aside = |at: usize| lines.aside[at] || is_note(at);
    lines.aside = (0..lines.all.len()).into_par_iter().with_min_len(LEAST_SHARE).map(aside).collect();
}

/// Numbers alone on their line that count the pages: one more each time, and far apart.
fn page_numbers(lines: &mut Lines<'_>) {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for at in 0..lines.all.len() {
        if lines.aside[at] || lines.words(at).len() > 24 {
            continue;
        }
        // "5." numbers a provision, "5" and "- 5 -" a page.
        let bare = lines.words(at).trim_matches(['-', '–', '—', ' ', '[', ']', '|']);
        let figures = bare.strip_prefix(|c: char| c.is_alphabetic()).map_or(bare, |rest| {
            // "Page 12", "Pág. 12", "S. 12 / 80"
            rest.trim_start_matches(|c: char| !c.is_ascii_digit())
        });
        let figures = figures.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
        let alone = bare == figures
            || bare.len() <= figures.len() + 12
                && lines.words(at).starts_with(['P', 'p', 'S', 's', '-', '–', '—']);
        if let Ok(number) = figures.parse()
            && alone
            && figures.len() <= 4
        {
            found.push((at, number));
        }
    }
    let next = |pair: &[(usize, u32)]| pair[0].1 + 1 == pair[1].1 && pair[1].0 - pair[0].0 >= LEAST_PAGE;
    let pages: Vec<bool> = (0..found.len())
        .map(|index| {
            (index > 0 && next(&found[index - 1..=index]))
                || (index + 1 < found.len() && next(&found[index..=index + 1]))
        })
        .collect();
    // Pages are about equally long.
    let gaps: Vec<usize> =
        found.windows(2).filter(|pair| next(pair)).map(|pair| pair[1].0 - pair[0].0).collect();
    let mut sorted = gaps.clone();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    let regular = gaps.iter().filter(|gap| **gap * 10 >= usual * 7 && **gap * 10 <= usual * 13).count();
    if gaps.len() + 1 < LEAST_REPEATS || regular * 10 < gaps.len() * 7 {
        return;
    }
    for ((at, _), is_page) in found.into_iter().zip(pages) {
        (lines.aside[at], lines.page[at]) = (lines.aside[at] || is_page, is_page);
    }
}

/// Short lines that stand again and again, with a page number or in capitals.
fn running_heads(lines: &mut Lines<'_>, tradition: &Tradition) {
    let mut seen: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for at in 0..lines.all.len() {
        if lines.aside[at] {
            continue;
        }
        let words = lines.words(at);
        let bare = words.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let numbered = bare.len() != words.len();
        if words.len() > 100
            || bare.len() < 3
            || lines.all[at].hashes > 0
            || bare.ends_with(['.', ';', ':', ','])
        {
            continue;
        }
        let capitals = !bare.chars().any(char::is_lowercase) && bare.chars().any(char::is_alphabetic);
        let divides = match lines.all[at].head {
            Head::Word { word, .. } => {
                let word = word.of(lines.text);
                tradition.division(word).is_some() || tradition.unit(word).is_some()
            }
            _ => false,
        };
        if lines.wrapped && numbered && capitals && words.contains("   ") {
            lines.aside[at] = true;
            continue;
        }
        // A page number stands apart from the words; "Amendment of section 3" is no running head.
        let apart = words.contains("  ") || words.contains('\t');
        let heads = matches!(lines.all[at].head, Head::Number(_)) && (!capitals || bare.starts_with('.'));
        let by_page = (at.saturating_sub(2)..=at + 2).any(|near| lines.page.get(near).is_some_and(|is| *is));
        if (capitals || (numbered && apart) || by_page) && !divides && !heads {
            let key: String = bare.split_whitespace().collect::<Vec<_>>().join(" ");
            seen.entry(key).or_default().push(at);
        }
    }
    for (_, places) in seen {
        let numbered = places.iter().any(|&at| lines.words(at).contains(|c: char| c.is_ascii_digit()));
        let by_page = |at: &&usize| {
            (at.saturating_sub(2)..=**at + 2)
                .any(|near| lines.page.get(near).is_some_and(|is| *is) && near != **at)
        };
        let paged = places.iter().filter(by_page).count();
        if paged * 2 > places.len() && paged >= LEAST_REPEATS {
            let heads: Vec<usize> = places.iter().filter(by_page).copied().collect();
            heads.iter().for_each(|&at| (lines.aside[at], lines.page[at]) = (true, true));
        } else if places.len() >= LEAST_REPEATS && numbered {
            places.iter().for_each(|&at| lines.aside[at] = true);
        }
    }
}

/// A list of contents: from its heading to the first provision with words of its own.
fn contents(lines: &mut Lines<'_>, tradition: &Tradition) {
    let headings: Vec<usize> = (0..lines.all.len())
        .filter(|&at| !lines.aside[at])
        .filter(|&at| {
            let words = lines.words(at).trim_matches(['#', '*', '_', ' ', ':', '.']);
            words.len() < 60 && tradition.contents.iter().any(|known| fold(words) == *known)
        })
        .take(MOST_CONTENTS)
        .collect();
    for heading in headings {
        if lines.aside[heading] {
            continue;
        }
        let Some(end) = end_of_contents(lines, heading) else { continue };
        lines.aside[heading..end].fill(true);
    }
}

/// The line where the law starts after a contents heading; none when the list is empty.
fn end_of_contents(lines: &Lines<'_>, heading: usize) -> Option<usize> {
    let mut prose = None;
    let mut at = heading;
    while let Some(next) = lines.after(at) {
        if is_prose(lines.words(next)) {
            prose = Some(next);
            break;
        }
        at = next;
    }
    if let Some(end) = end_by_numbers(lines, heading, prose?) {
        return Some(end);
    }
    // Step back over the number or heading that the prose belongs to.
    let mut start = prose?;
    while let Some(before) = lines.before(start) {
        if before <= heading {
            return None;
        }
        if lines.apart(before, start) {
            // "An Act to …" stands alone; a numbered heading stands with its text.
            break;
        }
        let numbered = matches!(lines.all[before].head, Head::Number(_));
        start = before;
        if numbered {
            break;
        }
    }
    let entries = (heading + 1..start).filter(|&at| !lines.aside[at]).count();
    (entries >= 2).then_some(start)
}

/// Where a numbered list of contents ends, told by its numbers starting again before `limit`.
fn end_by_numbers(lines: &Lines<'_>, heading: usize, limit: usize) -> Option<usize> {
    let mut last: Option<(usize, number::Number)> = None;
    let mut entries = 0;
    for at in (heading + 1..=limit).filter(|&at| !lines.aside[at]) {
        let printed = match lines.all[at].head {
            Head::Number(marker) => marker.number.of(lines.text),
            _ => continue,
        };
        let Some(found) = number::ordinal(printed) else { continue };
        match &last {
            Some((line, before)) if found <= *before => {
                let mut end = line + 1;
                while end < at && !lines.all[end].is_blank() && lines.after(end).is_some_and(|next| next < at)
                {
                    end += 1;
                }
                return (entries >= 2).then_some(end);
            }
            _ => {
                entries += 1;
                last = Some((at, found));
            }
        }
    }
    None
}

/// Words that say something, where a contents list only names things.
fn is_prose(words: &str) -> bool {
    let dotted_leader = words.contains("....") || words.contains(". . .") || words.contains("…");
    let stops = words.ends_with(['.', ';', ':', '—', '”']);
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    !dotted_leader && words.len() > 45 && stops && bare.len() > 30
}

/// Whether words say, as all that is left of a provision, that it is no law.
pub(super) fn says_repealed(words: &str, tradition: &Tradition) -> bool {
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    bare.len() < 300 && !first.is_empty() && tradition.repealed.iter().any(|known| fold(first) == *known)
}
