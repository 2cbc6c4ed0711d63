//! Which lines open a part, chapter, division or schedule.

use crate::grammar::Head;
use crate::span::Span;

use super::act::Kind;
use super::lines::Lines;
use super::tradition::{Tradition, fold};

/// The head of a division.
#[derive(Clone, Debug)]
pub(super) struct Division {
    pub line: usize,
    pub kind: Kind,
    /// `2`, `II`, `FIRST`; empty for "THE SCHEDULE".
    pub number: Span,
    pub marker: Span,
    /// The title printed on the same line; empty without one.
    pub title: Span,
}

/// Reads a line as the head of a division; none for prose such as "Part 2 of the Act applies".
pub(super) fn read(lines: &Lines<'_>, at: usize, tradition: &Tradition) -> Option<Division> {
    let line = &lines.all[at];
    let text = lines.text;
    let (word, ordinal, span) = match line.head {
        Head::Word { word, ordinal, span } => (word, ordinal, span),
        Head::Number(marker) => {
            return behind(lines, at, marker.number, tradition).or_else(|| alone(lines, at, tradition));
        }
        Head::Text => return alone(lines, at, tradition),
    };
    if let Some(length) = tradition.provision(line.words(text)) {
        return provision(lines, at, length, tradition);
    }
    let body = line.body_span(text);
    let title = trimmed_title(text, body);
    let printed = ordinal.of(text);
    if let Some(kind) = tradition.division(word.of(text)) {
        if printed.is_empty() || tradition.ordinal(printed).is_none() {
            return alone(lines, at, tradition);
        }
        let between = &text[span.end as usize..line.body as usize];
        let marked = span.end > ordinal.end || between.contains(['—', '–', '-', '*']);
        let dotted = between.contains(['.', ':'])
            && tradition.cited_by_own_word
            && title.of(text).chars().count() <= 300;
        let long = dotted && title.of(text).len() > 160 && !title.of(text).contains(". ");
        let fits = line.enclosed.is_empty()
            && (long || reads_as_title(title.of(text), marked || line.hashes > 0))
            && span.of(text).chars().next().is_some_and(|c| !c.is_lowercase())
            && !lines.goes_on(at);
        return fits.then_some(Division { line: at, kind, number: ordinal, marker: span, title });
    }
    // ÜÇÜNCÜ KISIM, II SKYRIUS
    if tradition.ordinal(word.of(text)).is_some() && tradition.after_number(printed).is_some() {
        return behind(lines, at, word, tradition);
    }
    // FIRST SCHEDULE
    let kind = tradition.division(printed).filter(|&kind| kind == Kind::Schedule)?;
    tradition.ordinal(word.of(text))?;
    (reads_as_title(title.of(text), false)).then_some(Division {
        line: at,
        kind,
        number: word,
        marker: span,
        title,
    })
}

/// A head whose word stands behind its number: "1 kap. Title", "3 a kap.", "II. FEJEZET".
fn behind(lines: &Lines<'_>, at: usize, number: Span, tradition: &Tradition) -> Option<Division> {
    let line = &lines.all[at];
    let text = lines.text;
    let rest = text[number.end as usize..line.span.end as usize]
        .trim_start_matches(['.', ' ', '\u{a0}', '\t', ')', '-']);
    let mut number = number;
    let mut word = rest.split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or("");
    let offset = |part: &str| (part.as_ptr() as usize - text.as_ptr() as usize) as u32;
    if let [letter] = word.as_bytes()
        && letter.is_ascii_lowercase()
    {
        number.end = offset(word) + 1;
        word = rest[1..].trim_start().split(char::is_whitespace).next().unwrap_or("");
    }
    let kind = tradition.after_number(word).filter(|kind| kind.is_division())?;
    tradition.ordinal(number.of(text))?;
    let end = offset(word) + word.len() as u32;
    let title = trimmed_title(text, Span { start: end, end: line.span.end }.trimmed(text));
    let fits = reads_as_title(title.of(text), word.ends_with('.')) && !lines.goes_on(at);
    fits.then_some(Division { line: at, kind, number, marker: Span { start: line.start, end }, title })
}

/// "Disposición adicional primera. Title": outside the numbering, and cited by its own name.
fn provision(lines: &Lines<'_>, at: usize, length: usize, tradition: &Tradition) -> Option<Division> {
    let line = &lines.all[at];
    let text = lines.text;
    let words = line.words(text);
    let rest = words[length..].trim_start();
    let ordinal: &str =
        rest.split(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–')).next().unwrap_or("");
    let numbered = tradition.ordinal(ordinal).is_some();
    let alone = rest.is_empty() || rest.starts_with(['.', ':']);
    let opens = line.start < line.span.end && words.starts_with(|c: char| !c.is_lowercase());
    if !(numbered || alone) || !opens || lines.goes_on(at) {
        return None;
    }
    let ordinal = if numbered { ordinal } else { "" };
    let start = (rest.as_ptr() as usize - text.as_ptr() as usize) as u32;
    let number = Span { start, end: start + ordinal.len() as u32 };
    let marker =
        Span { start: line.start, end: if numbered { number.end } else { line.start + length as u32 } };
    let body = Span { start: marker.end, end: line.span.end };
    let after = body.of(text);
    if after.starts_with(|c: char| c.is_alphanumeric()) || after.trim_start().starts_with(char::is_lowercase)
    {
        return None;
    }
    let title = trimmed_title(text, body.trimmed(text));
    let is_title = !title.of(text).is_empty()
        && title.of(text).len() <= 160
        && !after.trim_end().ends_with([';', ':'])
        && {
            let next = lines.after(at).map_or("", |next| lines.words(next));
            next.starts_with(|c: char| !c.is_lowercase()) && title.of(text).len() <= 120
        };
    let title = if is_title { title } else { Span { start: marker.end, end: marker.end } };
    Some(Division { line: at, kind: Kind::Division, number, marker, title })
}

/// "SCHEDULE", "THE SCHEDULE", "Schedule—The Code", "(Section 35) SCHEDULE".
fn alone(lines: &Lines<'_>, at: usize, tradition: &Tradition) -> Option<Division> {
    let line = &lines.all[at];
    let text = lines.text;
    let words = line.words(text);
    if words.len() > 120 || !matches!(line.head, Head::Text | Head::Word { .. }) {
        return None;
    }
    let heading = words.trim_matches(['#', '*', '_', ' ']);
    let mut rest = heading;
    for article in ["THE ", "The "] {
        rest = rest.strip_prefix(article).unwrap_or(rest);
    }
    if let Some(after) =
        rest.strip_prefix('(').and_then(|inner| inner.split_once(')')).map(|(_, after)| after)
    {
        rest = after.trim_start();
    }
    let name = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    if tradition.division(name) != Some(Kind::Schedule) || name.chars().next()?.is_lowercase() {
        return None;
    }
    // "… in the⏎Schedule." is the end of a sentence, or a note in the margin.
    let small = name.contains(char::is_lowercase) && line.hashes == 0;
    if small
        && lines.before(at).is_some_and(|before| lines.adjacent(before, at) && !lines.is_complete(before))
    {
        return None;
    }
    let after = rest[name.len()..].trim_start();
    let sure = after.is_empty()
        || after.starts_with(['—', '–', '.', ':', '('])
        || (line.hashes > 0 && !after.starts_with(char::is_lowercase));
    if !sure || !reads_as_title(after.trim_start_matches(['—', '–', '.', ':', ' ']), true) {
        return None;
    }
    let offset = |part: &str| (part.as_ptr() as usize - text.as_ptr() as usize) as u32;
    let marker = Span { start: line.start, end: offset(rest) + name.len() as u32 };
    let title = trimmed_title(text, Span { start: marker.end, end: offset(heading) + heading.len() as u32 });
    Some(Division {
        line: at,
        kind: Kind::Schedule,
        number: Span { start: marker.end, end: marker.end },
        marker,
        title,
    })
}

fn trimmed_title(text: &str, span: Span) -> Span {
    let piece = span.of(text);
    let bare =
        piece.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '“' | '"' | '['));
    let start = span.end as usize - bare.len();
    let bare = bare.trim_end_matches(['*', '_', ' ', '.', '#']);
    Span::new(start, start + bare.len())
}

/// Whether what follows the number can be a title: no sentence, no "of the Act applies".
fn reads_as_title(rest: &str, marked: bool) -> bool {
    let Some(first) = rest.chars().next() else { return true };
    if rest.len() > 160 || rest.ends_with([';', ',']) {
        return false;
    }
    if marked {
        return !rest.ends_with(':');
    }
    !first.is_lowercase() && !matches!(first, ',' | ';' | ')') && !rest.ends_with(['.', ':', '—'])
}

/// Whether two heads name the same division: a running head repeats the open one.
pub(super) fn same(text: &str, a: &Division, b: &Division) -> bool {
    a.kind == b.kind
        && fold(a.number.of(text)) == fold(b.number.of(text))
        && a.title.of(text) == b.title.of(text)
}
