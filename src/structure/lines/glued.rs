//! Numbers of paragraphs that stand raised in print and lose their distance in a file: "2Wer …", "Art. 4 1La loi …".

use crate::grammar::{Head, Line, Marker, MarkerForm};
use crate::span::Span;

/// So many chains of a first and a second number show the habit where none goes on to a third.
const CHAINS: usize = 2;

/// A number at the start of words that begin with a capital.
struct Glued {
    line: usize,
    number: Span,
    value: u32,
}

/// Reads such numbers as numbers where the text counts with them.
pub(super) fn part(text: &str, all: &mut Vec<Line>) {
    let behind = split_heads(text, all);
    let found: Vec<Glued> = (0..all.len()).filter_map(|at| glued(text, at, &all[at])).collect();
    let mut accepted: Vec<&Glued> = Vec::new();
    let (mut chains, mut longest) = (0, 0);
    for (index, one) in found.iter().enumerate() {
        let next = found.get(index + 1).map(|next| next.value);
        let starts = one.value == 1 && next == Some(2);
        let goes_on = accepted.last().is_some_and(|last| {
            last.value + 1 == one.value
                && found[..index].last().is_some_and(|before| before.line == last.line)
        });
        if starts || goes_on {
            chains += usize::from(starts);
            longest = longest.max(one.value);
            accepted.push(one);
        }
    }
    if longest >= 3 || chains >= CHAINS {
        for one in accepted {
            number(&mut all[one.line], one.number);
        }
    }
    for at in behind {
        if let Some((span, _)) = figure(text, all[at].start) {
            number(&mut all[at], span);
        }
    }
}

/// Parts "Art. 4 1 La loi" in two lines, where the next line goes on with 2. Returns the second halves.
fn split_heads(text: &str, all: &mut Vec<Line>) -> Vec<usize> {
    let begins = |line: &Line, from: u32, wanted: u32| {
        figure(text, from).is_some_and(|(span, value)| {
            let rest = text[span.end as usize..line.span.end as usize].trim_start();
            value == wanted && capital(rest)
        })
    };
    let mut halves: Vec<(usize, Line)> = Vec::new();
    for at in 0..all.len().saturating_sub(1) {
        let line = &all[at];
        let headed = matches!(line.head, Head::Word { ordinal, .. } if !ordinal.is_empty());
        if headed && line.body < line.span.end && begins(line, line.body, 1) {
            let next = all[at + 1..].iter().take(3).find(|next| !next.is_blank());
            if next.is_some_and(|next| begins(next, next.start, 2)) {
                let span = Span { start: line.body, end: line.span.end };
                let mut half = line.clone();
                (half.span, half.start, half.body, half.head) = (span, span.start, span.start, Head::Text);
                half.opening = Span { start: span.start, end: span.start };
                half.enclosed.clear();
                halves.push((at, half));
            }
        }
    }
    if halves.is_empty() {
        return Vec::new();
    }
    let mut places = Vec::with_capacity(halves.len());
    let mut halves = halves.into_iter().peekable();
    let whole = std::mem::take(all);
    all.reserve(whole.len() + halves.len());
    for (at, mut line) in whole.into_iter().enumerate() {
        let half = halves.next_if(|half| half.0 == at);
        if let Some((_, half)) = &half {
            line.span.end = half.span.start;
            line.body = line.span.end;
        }
        all.push(line);
        if let Some((_, half)) = half {
            places.push(all.len());
            all.push(half);
        }
    }
    places
}

fn glued(text: &str, at: usize, line: &Line) -> Option<Glued> {
    let (number, value) = figure(text, line.start)?;
    capital(&text[number.end as usize..line.span.end as usize]).then_some(Glued { line: at, number, value })
}

/// A figure of one or two digits at this place.
fn figure(text: &str, at: u32) -> Option<(Span, u32)> {
    let rest = &text[at as usize..];
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let value = (1..=2).contains(&digits).then(|| rest[..digits].parse().ok())??;
    Some((Span::new(at as usize, at as usize + digits), value))
}

/// Whether words begin with a capital, behind a quotation mark or not, and are words of a sentence.
fn capital(words: &str) -> bool {
    let mut letters = words.trim_start_matches(['«', '„', '“', '‹']).chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    first && letters.next().is_some_and(|c| c.is_lowercase() || matches!(c, ' ' | '\'' | '’'))
}

fn number(line: &mut Line, number: Span) {
    line.head = Head::Number(Marker { form: MarkerForm::Bare, number, span: number });
    line.enclosed.clear();
    line.body = number.end;
}
