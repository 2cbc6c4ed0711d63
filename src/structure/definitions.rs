//! Defined terms: entries of definition lists, and terms defined in running words.

use crate::span::Span;

use super::act::{Act, Definition, Kind, ProvisionId};
use super::language::{Class, Language};

/// Terms are no longer than this many bytes.
const LONGEST_TERM: usize = 160;

/// Whether words announce a list of definitions: "In this Act, unless the context otherwise requires".
pub(super) fn announces(words: &str, language: &Language) -> bool {
    let folded = words[words.ceil_char_boundary(words.len().saturating_sub(300))..].to_lowercase();
    language.file.definition.announcing.iter().any(|phrase| folded.contains(phrase.as_str()))
}

/// Whether a heading says that definitions follow.
pub(super) fn is_heading(heading: &str, language: &Language) -> bool {
    let plain = heading.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    plain.len() < 80
        && language.file.definition.headings.iter().any(|known| plain.starts_with(known.as_str()))
}

/// The term that a line defines when it is an entry of a definition list. Without quotation marks or
/// emphasis a line is an entry only where a list was announced.
pub(super) fn entry<'w>(words: &'w str, in_list: bool, language: &Language) -> Option<&'w str> {
    let file = &language.file.definition;
    let mut start = words;
    for prefix in &file.before_term {
        start = start.strip_prefix(prefix.as_str()).unwrap_or(start);
    }
    if let Some((term, rest)) = marked_term(start) {
        let window = &rest[..rest.floor_char_boundary(200)];
        let opens_list = window.trim_start().starts_with(['—', '–', ':', '：']);
        let near = defining_at(window, language).is_some_and(|at| !window[..at].contains(". "));
        return (near || opens_list).then_some(term);
    }
    let lead_in = words.trim_end().ends_with([':', '：', '—', '–']) && announces(words, language);
    if !in_list || lead_in {
        return None;
    }
    let window = &words[..words.floor_char_boundary(LONGEST_TERM)];
    if file.colon
        && let Some(term) = before_colon(window)
    {
        return Some(term);
    }
    let at = defining_at(window, language)?;
    let head = window[..at].trim_end();
    let term = head.split([',', '(', '，', '（', '،']).next().unwrap_or(head).trim_end();
    let plain = !head.contains(['.', ';', ':']) && is_short(term);
    plain.then_some(term)
}

/// "Tráfico ilícito: la facilitación …", "الأجنبي: كل من …": a term and a colon with words behind it.
fn before_colon(words: &str) -> Option<&str> {
    let at = words.find([':', '：'])?;
    let term = words[..at].split(['(', '（']).next().unwrap_or("");
    let term = term.trim_matches([' ', '-', '–', '*', '.']);
    let follows = !words[at..].trim_start_matches([':', '：', ' ']).is_empty();
    let plain = !term.contains([',', ';', '،', '，', '。']) && term.chars().any(char::is_alphabetic);
    (plain && follows && is_short(term)).then_some(term)
}

fn is_short(term: &str) -> bool {
    !term.is_empty() && term.split_whitespace().count() <= 8 && term.len() <= LONGEST_TERM
}

/// The term between quotation marks or stars at the start of `words`, and what follows it.
fn marked_term(words: &str) -> Option<(&str, &str)> {
    let stars = words.len() - words.trim_start_matches('*').len();
    let inner = &words[stars..];
    let first = inner.chars().next()?;
    let close: &[char] = match first {
        '“' | '”' => &['”', '“'],
        '„' => &['“', '”'],
        '「' => &['」'],
        '『' => &['』'],
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
fn defining_at(window: &str, language: &Language) -> Option<usize> {
    language.file.definition.verbs.iter().filter_map(|verb| whole_word(window, verb)).min()
}

fn whole_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let han = word.chars().all(|c| ('\u{3400}'..='\u{9FFF}').contains(&c));
        han || !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// All definitions of an act, in document order.
pub(super) fn collect(act: &Act, language: &Language) -> Vec<Definition> {
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
                scope: scope(act, id, language),
            });
        }
        if let Some(term) = item(act, id, language) {
            let start = term.as_ptr() as usize - text.as_ptr() as usize;
            let span = Span::new(start, start + term.len());
            found.push(Definition {
                term: term.to_string(),
                span,
                provision: id,
                scope: scope(act, id, language),
            });
        }
        for &line in provision.intro.iter().chain(&provision.wrap_up) {
            in_words(act, id, line, language, &mut found);
        }
    }
    found
}

/// The term of a numbered item in an announced list of definitions: `a) navire : tout bâtiment`.
fn item<'a>(act: &'a Act, id: ProvisionId, language: &Language) -> Option<&'a str> {
    let text = &act.source.text;
    let provision = act.get(id);
    let numbered =
        provision.marker.is_some() && provision.kind > Kind::Article && provision.kind != Kind::Definition;
    let first = provision.intro.first().filter(|_| numbered)?.of(text);
    let parent = act.get(provision.parent?);
    let opens = |span: &Span| {
        let words = span.of(text).trim_end();
        words.ends_with([':', '：', '—', '–', '-']) && announces(words, language)
    };
    let announced = parent.intro.last().is_some_and(opens);
    let headed = || act.main_unit(id).is_some_and(|unit| is_heading(act.heading(unit), language));
    if !announced && !headed() {
        return None;
    }
    marked_term(first)
        .map(|(term, _)| term)
        .or_else(|| before_colon(first).filter(|_| language.file.definition.colon))
}

/// Terms defined inside words: `"port" means`, `(referred to as "the carrier")`, `“a” and “b” mean`,
/// `se entiende por naviera …`, `本法所称外国人，是指…`.
fn in_words(act: &Act, id: ProvisionId, line: Span, language: &Language, found: &mut Vec<Definition>) {
    let text = &act.source.text;
    let words = line.of(text);
    let file = &language.file.definition;
    let add = |term: &str, found: &mut Vec<Definition>| {
        let start = line.start as usize + (term.as_ptr() as usize - words.as_ptr() as usize);
        let span = Span::new(start, start + term.len());
        let known = found.last().is_some_and(|last| last.span == span || last.span.contains(span));
        if !known && term.len() < LONGEST_TERM && term.split_whitespace().count() <= 12 {
            found.push(Definition {
                term: term.to_string(),
                span,
                provision: id,
                scope: scope(act, id, language),
            });
        }
    };
    for introducer in &file.introducers {
        let capital: String = introducer
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .chain(introducer.chars().skip(1))
            .collect();
        let all = words.match_indices(introducer.as_str()).chain(words.match_indices(capital.as_str()));
        for (at, same) in all {
            if let Some(term) = introduced(&words[at + same.len()..], language) {
                add(term, found);
            }
        }
    }
    let mut at = 0;
    while let Some(next) = words[at..].find(['“', '"', '*', '«', '„', '「', '『', '‘']) {
        let open = at + next;
        let Some((term, rest)) = marked_term(&words[open..]) else {
            at = open + words[open..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let after = words.len() - rest.len();
        let before = &words[words[..open].floor_char_boundary(open.saturating_sub(40))..open];
        let before = before.trim_end_matches([' ', ':', '(', ',']);
        let named = file
            .naming
            .iter()
            .any(|phrase| before.trim_end_matches("the").trim_end().ends_with(phrase.as_str()));
        let window = rest[..rest.floor_char_boundary(140)].trim_start_matches([' ', ',', '，', '،']);
        let defined = file.verbs.iter().any(|verb| {
            window.starts_with(verb.as_str())
                || (window.starts_with("in relation") || goes_on(window, language))
                    && whole_word(window, verb).is_some_and(|at| !window[..at].contains(['.', ';']))
        });
        if named || defined {
            add(term, found);
        }
        at = after.max(open + 1);
        while !words.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// Whether a list of terms goes on: `and “b” mean`.
fn goes_on(window: &str, language: &Language) -> bool {
    let and = || {
        language
            .file
            .citation
            .and
            .iter()
            .any(|and| window.strip_prefix(and.as_str()).is_some_and(|rest| rest.starts_with(' ')))
    };
    window.starts_with(['“', '"', '«', '„', '「']) || and()
}

/// The term behind words that introduce one: up to a mark or a defining word.
fn introduced<'w>(words: &'w str, language: &Language) -> Option<&'w str> {
    let joined = words.starts_with(|c: char| ('\u{3400}'..='\u{9FFF}').contains(&c));
    if !joined && words.starts_with(char::is_alphanumeric) && !language.has_prefixes() {
        return None;
    }
    let mut start = words.trim_start_matches([' ', ':', ',', '：']);
    for before in &language.file.definition.before_term {
        start = start.strip_prefix(before.as_str()).unwrap_or(start);
    }
    if let Some((term, _)) = marked_term(start) {
        return Some(term);
    }
    let window = &start[..start.floor_char_boundary(LONGEST_TERM)];
    let mark = window.find([',', ':', ';', '.', '(', '，', '：', '（', '،', '。', '—', '…', '\n']);
    let verb = defining_at(window, language).filter(|&at| at > 0);
    let end = [mark, verb].into_iter().flatten().min().unwrap_or(window.len());
    let term = window[..end].trim();
    // Without an end in sight the first words of the definition would be taken for the term.
    let plain =
        is_short(term) && !announces(&format!("{term} "), language) && (mark.is_some() || verb.is_some());
    let lists = language
        .read(term)
        .phrase(0, |class| matches!(class, Class::This | Class::That).then_some(()))
        .is_some();
    (plain && !lists && term.chars().count() >= 2).then_some(term)
}

/// Where a definition holds, by the nearest "in this …" at or above it; the act without one.
fn scope(act: &Act, id: ProvisionId, language: &Language) -> ProvisionId {
    let text = &act.source.text;
    for ancestor in act.ancestors(id) {
        let provision = act.get(ancestor);
        for line in provision.intro.iter().take(3) {
            let words = line.of(text);
            let head = &words[..words.floor_char_boundary(300)];
            match scope_named(head, language) {
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

/// What "in this …" at the start of words names.
fn scope_named(head: &str, language: &Language) -> Option<Kind> {
    let lower = head.to_lowercase();
    let at = language
        .file
        .definition
        .in_this
        .iter()
        .filter_map(|phrase| Some(lower.find(phrase.as_str())? + phrase.len()))
        .min()?;
    let rest = &lower[at..];
    let read = language.read(&rest[..rest.floor_char_boundary(40)]);
    let from = (0..2).find(|&at| read.is(at, Class::Determiner).is_none()).unwrap_or(0);
    read.phrase(from, |class| match class {
        Class::Act => Some(Kind::Act),
        Class::Unit(kind) => Some(kind),
        _ => None,
    })
    .map(|(kind, _)| kind)
}
