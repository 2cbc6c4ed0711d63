//! Defined terms: entries of definition lists, and terms defined in running words.

use crate::span::Span;

use super::act::{Act, Definition, Kind, ProvisionId};
use super::tradition::Tradition;

/// Terms are no longer than this many bytes.
const LONGEST_TERM: usize = 160;

/// Whether words announce a list of definitions: "In this Act, unless the context otherwise requires".
pub(super) fn announces(words: &str, tradition: &Tradition) -> bool {
    let folded = words[words.ceil_char_boundary(words.len().saturating_sub(300))..].to_lowercase();
    tradition.announcing.iter().any(|phrase| folded.contains(phrase))
}

/// The term that a line defines when it is an entry of a definition list. Without quotation marks or
/// emphasis a line is an entry only where a list was announced.
pub(super) fn entry<'w>(words: &'w str, in_list: bool, tradition: &Tradition) -> Option<&'w str> {
    let mut start = words;
    for prefix in &tradition.before_term {
        start = start.strip_prefix(prefix.as_str()).unwrap_or(start);
    }
    if let Some((term, rest)) = marked_term(start) {
        let window = &rest[..rest.floor_char_boundary(200)];
        let opens_list = window.trim_start().starts_with(['—', '–', ':']);
        let near = defining_at(window, tradition).is_some_and(|at| !window[..at].contains(". "));
        return (near || opens_list).then_some(term);
    }
    if !in_list {
        return None;
    }
    let window = &words[..words.floor_char_boundary(LONGEST_TERM)];
    let at = defining_at(window, tradition)?;
    let head = window[..at].trim_end();
    let term = head.split([',', '(']).next().unwrap_or(head).trim_end();
    let plain = !head.contains(['.', ';', ':']) && term.split_whitespace().count() <= 8 && !term.is_empty();
    plain.then_some(term)
}

/// The term between quotation marks or stars at the start of `words`, and what follows it.
fn marked_term(words: &str) -> Option<(&str, &str)> {
    let stars = words.len() - words.trim_start_matches('*').len();
    let inner = &words[stars..];
    let first = inner.chars().next()?;
    let close: &[char] = match first {
        '“' | '”' => &['”', '“'],
        '"' => &['"', '”'],
        '‘' | '\'' => &['’', '\''],
        '«' => &['»'],
        _ if stars > 0 => &['*'],
        _ => return None,
    };
    let body = if close == ['*'] { inner } else { inner.trim_start_matches([first, '\'', '’', '*', ' ']) };
    let window = &body[..body.floor_char_boundary(LONGEST_TERM)];
    let end = window.find(close)?;
    let rest = body[end..].trim_start_matches(close).trim_start_matches('*');
    let term = body[..end].trim_matches(['*', ' ', ',']);
    (!term.is_empty()).then_some((term, rest))
}

/// Where the first defining word stands in `window`.
fn defining_at(window: &str, tradition: &Tradition) -> Option<usize> {
    let at = tradition.defining.iter().filter_map(|verb| whole_word(window, verb)).min()?;
    Some(at)
}

fn whole_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// All definitions of an act, in document order.
pub(super) fn collect(act: &Act, tradition: &Tradition) -> Vec<Definition> {
    let text = &act.source.text;
    let mut found = Vec::new();
    for id in act.ids() {
        let provision = act.get(id);
        if provision.kind == Kind::Definition
            && let Some(line) = provision.intro.first()
            && let Some(at) = line.of(text).find(&provision.num)
        {
            let start = line.start as usize + at;
            found.push(Definition {
                term: provision.num.clone(),
                span: Span::new(start, start + provision.num.len()),
                provision: id,
                scope: scope(act, id, tradition),
            });
        }
        for &line in provision.intro.iter().chain(&provision.wrap_up) {
            in_words(act, id, line, tradition, &mut found);
        }
    }
    found
}

/// Terms defined inside words: `"port" means`, `(referred to as "the carrier")`, `“a” and “b” mean`.
fn in_words(act: &Act, id: ProvisionId, line: Span, tradition: &Tradition, found: &mut Vec<Definition>) {
    let text = &act.source.text;
    let words = line.of(text);
    let mut at = 0;
    while let Some(next) = words[at..].find(['“', '"', '*']) {
        let open = at + next;
        let Some((term, rest)) = marked_term(&words[open..]) else {
            at = open + words[open..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let after = words.len() - rest.len();
        let before = &words[words[..open].floor_char_boundary(open.saturating_sub(40))..open];
        let named = tradition
            .naming
            .iter()
            .any(|phrase| before.trim_end().trim_end_matches("the").trim_end().ends_with(phrase.as_str()));
        let window = rest[..rest.floor_char_boundary(140)].trim_start_matches([' ', ',']);
        let defined = tradition.defining.iter().any(|verb| {
            window.starts_with(verb.as_str())
                || (window.starts_with("in relation")
                    || window.starts_with("and ")
                    || window.starts_with("or ")
                    || window.starts_with(['“', '"']))
                    && whole_word(window, verb).is_some_and(|at| !window[..at].contains(['.', ';']))
        });
        let start = line.start as usize + words.len()
            - (words.len() - (term.as_ptr() as usize - words.as_ptr() as usize));
        let span = Span::new(start, start + term.len());
        let known = found.last().is_some_and(|last| last.span == span);
        if (named || defined) && !known && term.len() < LONGEST_TERM && term.split_whitespace().count() <= 12
        {
            found.push(Definition {
                term: term.to_string(),
                span,
                provision: id,
                scope: scope(act, id, tradition),
            });
        }
        at = after.max(open + 1);
        while !words.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// Where a definition holds, by the nearest "in this …" at or above it; the act without one.
fn scope(act: &Act, id: ProvisionId, tradition: &Tradition) -> ProvisionId {
    let text = &act.source.text;
    for ancestor in act.ancestors(id) {
        let provision = act.get(ancestor);
        for line in provision.intro.iter().take(3) {
            let words = line.of(text);
            let head = words[..words.floor_char_boundary(300)].to_lowercase();
            let Some(at) = head.find("in this ").map(|at| at + 8).or(head.find("of this ").map(|at| at + 8))
            else {
                continue;
            };
            let word = head[at..].split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or("");
            match tradition.scope(word) {
                Some(Kind::Act) => return ProvisionId::ACT,
                Some(kind) => {
                    let named = act.ancestors(id).find(|&above| {
                        let found = act.get(above).kind;
                        found == kind || (kind.is_main_unit() && found.is_main_unit())
                    });
                    return named.unwrap_or(ProvisionId::ACT);
                }
                None => {}
            }
        }
        if provision.kind.is_main_unit() {
            break;
        }
    }
    ProvisionId::ACT
}
