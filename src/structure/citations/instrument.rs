//! The names of other instruments: "the Criminal Law Act 1997", "la loi n° 97/012 du 10 janvier 1997", "刑法".

use crate::grammar::TokenForm;

use super::super::language::{Class, Language, Reading, folded};

/// A name has at most so many tokens.
const MOST_TOKENS: usize = 40;

/// The instrument named from the token `at` on, and the token after it. None when no word of it says that it is law.
pub(super) fn after(read: &Reading<'_>, at: usize, language: &Language) -> Option<(String, usize)> {
    if language.file.citation.instrument_last {
        let start = read.token(at)?.start as usize;
        let words = &read.text[start..];
        let names = words.starts_with(|c: char| c.is_ascii_uppercase());
        let led = ["the", "that", "any", "title"].contains(&read.word(at)) || names;
        let name = if led { ends_in_law(words, language) } else { "" };
        let end = start + name.len();
        let next =
            read.tokens.iter().position(|token| token.start as usize >= end).unwrap_or(read.tokens.len());
        return (!name.is_empty()).then(|| (spaced(name), next));
    }
    let noun = read.skip(at, Class::Determiner);
    let next = is_law(read, noun, language)?;
    let next = tail(read, next, language);
    Some((spaced(between(read, at, next)?), next))
}

fn between<'t>(read: &Reading<'t>, from: usize, to: usize) -> Option<&'t str> {
    let (first, last) = (read.token(from)?, read.token(to.checked_sub(1)?)?);
    read.text.get(first.start as usize..last.end as usize)
}

fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The token after a noun that is an instrument: "loi", "Strafgesetzbuches", "StGB".
fn is_law(read: &Reading<'_>, at: usize, language: &Language) -> Option<usize> {
    let noun = read.phrase(at, |class| matches!(class, Class::Act | Class::Instrument).then_some(()));
    if let Some(((), next)) = noun {
        return Some(next);
    }
    let file = &language.file.citation;
    let word = read.word(at);
    let lower = folded(word);
    let capital = word.starts_with(char::is_uppercase);
    if capital
        && file.instrument_endings.iter().any(|end| lower.ends_with(end.as_str()) && lower.len() > end.len())
    {
        return Some(at + 1);
    }
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let short = file.instrument_bare && (2..=14).contains(&word.chars().count()) && capitals >= 2;
    (short && word.chars().all(char::is_alphabetic) && word.len() > 2).then_some(at + 1)
}

/// How far a name goes on behind its noun: numbers, dates, adjectives, words with capitals and what links them.
fn tail(read: &Reading<'_>, at: usize, language: &Language) -> usize {
    let mut end = at;
    let mut next = at;
    // The first words after a noun may be lower case once: "code de procédure pénale".
    let mut plain = usize::from(read.is(at, Class::Link).is_some());
    while next < read.tokens.len() && next < at + MOST_TOKENS {
        let Some(token) = read.token(next) else { break };
        let word = read.word(next);
        if let Some(after) = read.is(next, Class::Adjective) {
            (next, end) = (after, after);
            continue;
        }
        match token.form {
            TokenForm::Number | TokenForm::HanNumber | TokenForm::Enclosed => {
                let year = token.form == TokenForm::Enclosed && word.chars().any(char::is_lowercase);
                if year {
                    break;
                }
                next += 1;
                end = next;
            }
            TokenForm::Word => {
                let named = word.starts_with(char::is_uppercase);
                let joined = language.has_prefixes() && word.starts_with("ال");
                if let Some(after) = read.is(next, Class::Filler).or_else(|| read.is(next, Class::Link)) {
                    // A link needs something that it links to.
                    next = after;
                } else if named || joined && next < at + 3 && next == end {
                    next += 1;
                    end = next;
                } else if plain > 0 && read.is(next - 1, Class::Link).is_some() && next <= at + 3 {
                    plain -= 1;
                    next += 1;
                    end = next;
                } else if is_date_word(read, next) {
                    next += 1;
                    end = next;
                } else {
                    break;
                }
            }
            TokenForm::Mark if matches!(word, "/" | "-" | "‑" | "º" | "°") && read.is_joined(next) => {
                next += 1
            }
            TokenForm::Mark
                if word == "."
                    && (read.is_joined(next + 1)
                        || read.is(next - 1, Class::Filler).is_some()
                        || read.word(next - 1).len() < 4 && end < next) =>
            {
                next += 1
            }
            // "Lei n.º 13.445, de 24 de maio de 2017"
            TokenForm::Mark if word == "," || word == "،" => {
                let day = read.skip(next + 1, Class::Link);
                let dated =
                    day > next + 1 && read.token(day).is_some_and(|token| token.form == TokenForm::Number);
                if !dated {
                    break;
                }
                next = day;
            }
            _ => break,
        }
    }
    end
}

/// "10 janvier 1997", "24 de maio de 2017": a word between the day and the year.
fn is_date_word(read: &Reading<'_>, at: usize) -> bool {
    let number = |at: usize| read.token(at).is_some_and(|token| token.form == TokenForm::Number);
    let mut before = at;
    while before > 0
        && (read.is(before - 1, Class::Link).is_some()
            || read.is(before - 1, Class::Suffix).is_some()
            || read.is_mark(before - 1, &["º", "°"]))
    {
        before -= 1;
    }
    let year = read.skip(at + 1, Class::Link);
    let dated = number(year) && read.word(year).chars().count() == 4;
    before > 0 && number(before - 1) && (dated || before < at && read.is(at - 1, Class::Link).is_some())
}

/// The instrument whose name ends before the token `at`, and the token where it starts.
pub(super) fn before(read: &Reading<'_>, at: usize, language: &Language) -> Option<(String, usize)> {
    let file = &language.file.citation;
    let last = at.checked_sub(1)?;
    if read.is_mark(last, &["》", "〉"]) {
        let open = (last.saturating_sub(60)..last).rev().find(|&open| read.is_mark(open, &["《", "〈"]))?;
        return Some((between(read, open + 1, last)?.to_string(), open));
    }
    // The longest name that ends in a word for law and holds nothing that stops it.
    let text = between(read, 0, at)?;
    let is_end = file.instrument_endings.iter().any(|end| text.ends_with(end.as_str()));
    if !is_end {
        return None;
    }
    let mut from = at;
    while from > 0 && at - from < 24 {
        let token = read.token(from - 1)?;
        if !matches!(token.form, TokenForm::Han | TokenForm::HanNumber) {
            break;
        }
        let stops =
            |stop: &String| between(read, 0, from).is_some_and(|before| before.ends_with(stop.as_str()));
        if file.instrument_stops.iter().any(stops) {
            break;
        }
        from -= 1;
    }
    let name = between(read, from, at)?;
    (name.chars().count() >= 2).then(|| (name.to_string(), from))
}

/// The name of an instrument at the start of `words`: "the Criminal Law Act 1997", "that Act", "title 18",
/// "the Act of 2004". Empty when no word of it says that it is law.
fn ends_in_law<'w>(words: &'w str, language: &Language) -> &'w str {
    let file = &language.file.citation;
    let is_noun = |bare: &str| {
        bare.starts_with(char::is_uppercase) && {
            let lower = bare.to_lowercase();
            file.acts.iter().chain(&file.instruments).any(|noun| *noun == lower)
        }
    };
    let is_link = |bare: &str| file.links.iter().any(|link| link == bare);
    let (mut end, mut found) = (0, words.starts_with("title"));
    for (index, piece) in words.split_inclusive(char::is_whitespace).take(20).enumerate() {
        let word = piece.trim_end();
        let start = piece.as_ptr() as usize - words.as_ptr() as usize;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let names = bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            || word.starts_with(['(', '[']);
        let figures = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
        if index > 0 && !names && !is_link(bare) {
            break;
        }
        // After the name of the law comes at most its year.
        if found
            && index > 0
            && end > 0
            && names
            && !figures
            && !word.starts_with(['(', '['])
            && !is_noun(bare)
        {
            let linked = words[end..start].trim();
            if linked.is_empty() || !linked.starts_with("of") {
                break;
            }
        }
        found |= is_noun(bare);
        if names && (found || index > 0) {
            let closed = word.trim_end_matches([',', ';', '.', ':', '”', '"', '*', '—', '–']);
            let closed = if closed.contains('(') { closed } else { closed.trim_end_matches(')') };
            end = start + closed.len();
        }
        let stops =
            word.ends_with([';', ':', '”', '"', '—']) || word.ends_with('.') && !word.starts_with('(');
        let comma = word.ends_with(',')
            && !words[start + piece.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        if stops || comma || (figures && found) {
            break;
        }
    }
    if found { &words[..end] } else { "" }
}
