//! Which tradition a text is written in: told by its frequent words, by its words for main units, and by
//! whether letters stand above numbers.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::grammar::Head;
use crate::structure::lines::Lines;
use crate::structure::number::{self, Alphabet};

use super::written::{self, COMMON, Written};
use super::{Tradition, fold};

/// So many words are looked at for those that show the language.
const MOST_WORDS: usize = 6000;

/// The tradition named, or the one that the text itself shows. Short texts hold too few words to tell languages apart:
/// a tradition of the text's language whose words stand at the heads of lines is not outvoted by them.
pub(in crate::structure) fn choose(
    lines: &Lines<'_>,
    named: Option<&str>,
    language: &str,
) -> &'static Tradition {
    if let Some(name) = named
        && written::all().iter().any(|one| one.id == name)
    {
        return written::ready(name);
    }
    let signs = signs(lines);
    let heads = heads(lines);
    let most = signs.iter().copied().max().unwrap_or(0);
    let common = written::all().iter().position(|one| one.id == COMMON);
    let mut best: Option<usize> = common.filter(|&at| signs[at] * 10 >= most * 8);
    for (at, one) in written::all().iter().enumerate() {
        // Two languages that share small words: both are tried, and the heads decide.
        let own = one.language == language && heads[at] > 0;
        if !own && (signs[at] * 10 < most * 8 || one.signs.is_empty() && most > 0) {
            continue;
        }
        // Of traditions in one language the plainest wins, unless the words for units tell another.
        let key = |at: usize| (heads[at], signs[at], written::all()[at].like.is_none());
        if best.is_none_or(|other| key(at) > key(other)) {
            best = Some(at);
        }
    }
    let id = best.map_or(COMMON, |at| written::all()[at].id.as_str());
    if id == COMMON && letters_above_numbers(lines) {
        return written::ready("united-states");
    }
    written::ready(id)
}

/// For each tradition, how many of the text's words are frequent words of its language.
fn signs(lines: &Lines<'_>) -> Vec<usize> {
    let traditions = written::all();
    let mut of: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, one) in traditions.iter().enumerate() {
        for sign in &one.signs {
            of.entry(sign.as_str()).or_default().push(at);
        }
    }
    let mut counts = vec![0; traditions.len()];
    // From all over the text: a preamble or a list may be in another language.
    let step = (lines.text.len() / (MOST_WORDS * 8)).max(1);
    let mut seen = 0;
    for at in (0..lines.all.len()).step_by(step) {
        for word in lines.words(at).split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'') {
            if word.is_empty() {
                continue;
            }
            seen += 1;
            let wide = word.chars().next().is_some_and(|c| c >= '\u{2e80}');
            if wide {
                for (start, c) in word.char_indices().take(200) {
                    for &tradition in of.get(&word[start..start + c.len_utf8()]).into_iter().flatten() {
                        counts[tradition] += 1;
                    }
                }
            } else {
                for &tradition in of.get(word.to_lowercase().as_str()).into_iter().flatten() {
                    counts[tradition] += 1;
                }
            }
        }
        if seen > MOST_WORDS {
            break;
        }
    }
    counts
}

/// For each tradition, how many lines open with one of its words for main units and a number.
fn heads(lines: &Lines<'_>) -> Vec<usize> {
    let traditions: Vec<(FxHashSet<String>, FxHashSet<String>)> = written::all().iter().map(words).collect();
    let mut counts = vec![0; traditions.len()];
    let mut known: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, line) in lines.all.iter().enumerate() {
        let (word, before) = match line.head {
            Head::Word { word, ordinal, .. } => {
                let word = word.of(lines.text);
                let printed = ordinal.of(lines.text);
                if word.is_ascii() && !printed.starts_with(|c: char| number::digit(c).is_some()) {
                    continue;
                }
                (word, true)
            }
            Head::Number(_) => (lines.body(at).split(char::is_whitespace).next().unwrap_or(""), false),
            Head::Text => continue,
        };
        if word.is_empty() || word.len() > 40 {
            continue;
        }
        let folded = fold(word);
        let key = if before { folded.clone() } else { format!(" {folded}") };
        let of = known.entry(key).or_insert_with(|| {
            let has = |(units, after): &(FxHashSet<String>, FxHashSet<String>)| {
                if before { units.contains(&folded) } else { after.contains(&folded) }
            };
            (0..traditions.len()).filter(|&at| has(&traditions[at])).collect()
        });
        of.iter().for_each(|&tradition| counts[tradition] += 1);
    }
    counts
}

/// The words for main units, before and behind the number.
fn words(one: &Written) -> (FxHashSet<String>, FxHashSet<String>) {
    let before = one.units.keys().map(|word| fold(word)).collect();
    let after =
        one.after_number.iter().filter(|(_, kind)| kind.is_main_unit()).map(|(word, _)| fold(word)).collect();
    (before, after)
}

fn letters_above_numbers(lines: &Lines<'_>) -> bool {
    let (mut above, mut below) = (0usize, 0usize);
    let mut last: Option<Alphabet> = None;
    for line in &lines.all {
        if !matches!(line.head, Head::Text) {
            last = None;
        }
        for marker in &line.enclosed {
            let printed = marker.number.of(lines.text);
            let first = match printed {
                "1" => Alphabet::Digit,
                "a" => Alphabet::Lower,
                _ if printed.starts_with(|c: char| c.is_ascii_digit()) => {
                    last = Some(Alphabet::Digit);
                    continue;
                }
                _ if printed.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    last = Some(Alphabet::Lower);
                    continue;
                }
                _ => continue,
            };
            match (last, first) {
                (Some(Alphabet::Lower), Alphabet::Digit) => above += 1,
                (Some(Alphabet::Digit), Alphabet::Lower) => below += 1,
                _ => {}
            }
            last = Some(first);
        }
    }
    above >= 2 && above > 2 * below
}
