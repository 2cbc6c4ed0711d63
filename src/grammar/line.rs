//! The form of a line: indentation, opening marks and the markers it starts with.

use pest::Parser as _;
use pest::iterators::Pair;
use pest_derive::Parser;
use smallvec::SmallVec;

use crate::span::Span;

#[derive(Parser)]
#[grammar = "../grammar/line.pest"]
struct LineParser;

/// How a marker is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkerForm {
    /// `(a)`
    Enclosed,
    /// `a)` or `1)`
    Half,
    /// `a.` or, as the head of a line, `5.`
    Dotted,
    /// `1°`
    Degree,
    /// `1 -`, `أ-`
    Dashed,
    /// `§ 1º` or `Absatz 1`, where the word numbers an inner level.
    Worded,
    /// `5 Heading`: a number and nothing else.
    Bare,
}

/// A number with its brackets or dots at the start of a line.
#[derive(Clone, Copy, Debug)]
pub struct Marker {
    pub form: MarkerForm,
    /// The number alone.
    pub number: Span,
    /// With brackets and points.
    pub span: Span,
}

/// What a line starts with, before any enclosed markers.
#[derive(Clone, Copy, Debug)]
pub enum Head {
    /// Nothing that counts.
    Text,
    /// `5.`, `5`, `1)`, `a)`, `a.`
    Number(Marker),
    /// `PART 2`, `Section 5.`, `§ 96`, `第五条`, and any prose that starts with two words. `ordinal` is
    /// empty where a single word stands alone.
    Word { word: Span, ordinal: Span, span: Span },
}

/// A line as it looks.
#[derive(Clone, Debug)]
pub struct Line {
    /// The whole line without its line end.
    pub span: Span,
    /// Columns before the first mark; a tab counts as four.
    pub indent: u16,
    /// Level of a Markdown heading, 0 without one.
    pub hashes: u8,
    /// In a Markdown block quotation.
    pub block_quote: bool,
    /// Opening quotation marks before the head; empty without.
    pub opening: Span,
    pub head: Head,
    /// `(1)(a)` that stand at the start or right after the head.
    pub enclosed: SmallVec<[Marker; 1]>,
    /// Where the words start, after all markers.
    pub body: u32,
    /// First byte that is not indentation.
    pub start: u32,
}

impl Line {
    /// Whether nothing is printed on it.
    pub fn is_blank(&self) -> bool {
        self.start == self.span.end
    }

    /// The line from its first mark to its last.
    pub fn words<'t>(&self, text: &'t str) -> &'t str {
        text[self.start as usize..self.span.end as usize].trim_end()
    }

    /// The words after the markers, without the blanks around them.
    pub fn body_span(&self, text: &str) -> Span {
        Span { start: self.body, end: self.span.end }.trimmed(text)
    }
}

/// Reads the form of the line that `span` names in `text`.
pub fn line(text: &str, span: Span) -> Line {
    let mut line = Line {
        span,
        indent: 0,
        hashes: 0,
        block_quote: false,
        opening: Span { start: span.start, end: span.start },
        head: Head::Text,
        enclosed: SmallVec::new(),
        body: span.start,
        start: span.start,
    };
    let piece = span.of(text);
    if piece.trim().is_empty() {
        (line.start, line.body) = (span.end, span.end);
        return line;
    }
    measure_indent(&mut line, piece);
    let offset = line.start;
    let words = &text[offset as usize..span.end as usize];
    if words.starts_with(|c: char| c.is_ascii_lowercase()) && !starts_with_letter_marker(words) {
        return line;
    }
    // The grammar is total; were it not, the line would stay plain text.
    let Ok(mut pairs) = LineParser::parse(Rule::line, words) else { return line };
    let Some(root) = pairs.next() else { return line };
    for pair in root.into_inner() {
        let at = place(&pair, offset);
        match pair.as_rule() {
            Rule::hashes => line.hashes = pair.as_str().trim_end().len() as u8,
            Rule::opening => line.opening = at.trimmed(text),
            Rule::enclosed => line.enclosed.push(enclosed(pair, offset)),
            Rule::circled => line.enclosed.push(enclosed(pair, offset)),
            Rule::signed | Rule::han | Rule::counted | Rule::half | Rule::listed | Rule::worded => {
                head(&mut line, pair, offset);
            }
            Rule::rest => line.body = at.start,
            _ => {}
        }
    }
    line
}

/// Sets the indentation, and where the line starts after block-quote signs and a bullet.
fn measure_indent(line: &mut Line, piece: &str) {
    let mut columns = 0u32;
    let mut at = 0;
    for c in piece.chars() {
        match c {
            '\t' => columns += 4,
            '>' => {
                line.block_quote = true;
                columns += 1;
            }
            c if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}') => columns += 1,
            _ => break,
        }
        at += c.len_utf8();
    }
    let mut bullet = piece[at..].chars();
    if matches!(bullet.next(), Some('*' | '•' | '·' | '-' | '–'))
        && bullet.next().is_some_and(char::is_whitespace)
    {
        let rest = bullet.as_str().trim_start();
        columns += 2;
        if !rest.is_empty() {
            at = piece.len() - rest.len();
        }
    }
    line.indent = columns.min(999) as u16;
    line.start += at as u32;
    line.body = line.start;
}

/// `a)`, `iv.`, `a bis)`, `a -`: the only markers that start with a small letter.
fn starts_with_letter_marker(words: &str) -> bool {
    let letters = words.bytes().take(6).take_while(u8::is_ascii_lowercase).count();
    match words.as_bytes().get(letters) {
        Some(b')' | b'.' | b'-') => true,
        Some(b' ') => {
            letters <= 2 && words[letters..].trim_start().starts_with(['b', 't', 'q', '-', '–', '—'])
        }
        Some(0x80..) => letters <= 4,
        _ => false,
    }
}

fn place(pair: &Pair<'_, Rule>, offset: u32) -> Span {
    let span = pair.as_span();
    Span::new(offset as usize + span.start(), offset as usize + span.end())
}

fn enclosed(pair: Pair<'_, Rule>, offset: u32) -> Marker {
    let span = place(&pair, offset);
    let number = pair.into_inner().next().map_or(span, |inner| place(&inner, offset));
    Marker { form: MarkerForm::Enclosed, number, span }
}

fn head(line: &mut Line, pair: Pair<'_, Rule>, offset: u32) {
    let is_half = pair.as_rule() == Rule::half;
    let whole = place(&pair, offset);
    let (mut word, mut number, mut span) = (None, None, Span { start: whole.start, end: whole.start });
    let mut form = MarkerForm::Bare;
    for part in pair.into_inner() {
        let at = place(&part, offset);
        match part.as_rule() {
            Rule::enclosed => {
                line.enclosed.push(enclosed(part, offset));
                continue;
            }
            Rule::sign | Rule::word | Rule::han_unit => word = Some(at),
            Rule::number
            | Rule::roman
            | Rule::half_num
            | Rule::letter_num
            | Rule::ordinal
            | Rule::han_number
            | Rule::han_list
            | Rule::any_letter => number = Some(at),
            Rule::point | Rule::stop | Rule::list_stop => form = MarkerForm::Dotted,
            Rule::degree => form = MarkerForm::Degree,
            Rule::hyphen => form = MarkerForm::Dashed,
            Rule::closing => form = MarkerForm::Half,
            Rule::han_tail => number = number.map(|before: Span| before.cover(at)),
            _ => {}
        }
        span = span.cover(at);
    }
    line.head = match (word, number) {
        (Some(word), ordinal) => {
            Head::Word { word, ordinal: ordinal.unwrap_or(Span { start: word.end, end: word.end }), span }
        }
        (None, Some(number)) if !is_half || form != MarkerForm::Bare => {
            Head::Number(Marker { form, number, span })
        }
        _ => Head::Text,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `indent|head|enclosed|words` of a line.
    fn form(text: &str) -> String {
        let read = line(text, Span::new(0, text.len()));
        let head = match read.head {
            Head::Text => String::new(),
            Head::Number(marker) => format!("{:?} {}", marker.form, marker.number.of(text)),
            Head::Word { word, ordinal, .. } => format!("{} {}", word.of(text), ordinal.of(text)),
        };
        let enclosed: Vec<_> = read.enclosed.iter().map(|marker| marker.number.of(text)).collect();
        format!("{}|{head}|{}|{}", read.indent, enclosed.join(" "), read.body_span(text).of(text))
    }

    #[test]
    fn markers_of_many_traditions() {
        for (text, expected) in [
            ("    (a) a fee;", "4||a|a fee;"),
            ("5.—(1) A person", "0|Dotted 5|1|A person"),
            ("**1.**—(1) In this Act", "0|Dotted 1|1|In this Act"),
            ("##### 1 Rights", "0|Bare 1||Rights"),
            ("10.(1) A person", "0|Dotted 10|1|A person"),
            ("28.The Minister", "0|Dotted 28||The Minister"),
            ("5AA.—(1) Where", "0|Dotted 5AA|1|Where"),
            ("11.1  Attempt", "0|Bare 11.1||Attempt"),
            ("(*a*) the owner", "0||a|the owner"),
            ("(2)(A) At the request", "0||2 A|At the request"),
            ("“(la) the Director", "0||la|the Director"),
            ("PART 1 - PRELIMINARY", "0|PART 1||PRELIMINARY"),
            ("§ 1324. Bringing", "0|§ 1324||Bringing"),
            ("Article 318 bis", "0|Article 318 bis||"),
            ("Artículo 5°.- Los", "0|Artículo 5||Los"),
            ("第七十二条　外国人", "0|条 七十二||外国人"),
            ("a) le transport", "0|Half a||le transport"),
            ("Sec. 101. Lights", "0|Sec. 101||Lights"),
            ("iv. a lamp", "0|Dotted iv||a lamp"),
            ("12-month period", "0|||12-month period"),
            ("1- يحظر", "0|Dashed 1||يحظر"),
            ("أ- الولد", "0|Dashed أ||الولد"),
            ("І. загальні", "0|Dotted І||загальні"),
            ("イ　船舶", "0|Bare イ||船舶"),
            ("三の二　航空機", "0|Bare 三の二||航空機"),
            ("一、船舶", "0|Dotted 一||船舶"),
            ("（一）船舶", "0||一|船舶"),
            ("２　前項の", "0|Bare ２||前項の"),
            ("第二条の二（目的）　船舶", "0|条 二条の二||（目的）　船舶"),
            ("第 96-1 條", "0|條 96-1||"),
            ("I - navio;", "0|Dashed I||navio;"),
            ("XIV. El buque", "0|Dotted XIV||El buque"),
            ("1° le navire", "0|Degree 1||le navire"),
            ("Art. 1º Esta", "0|Art. 1||Esta"),
            ("§ 2º O navio", "0|§ 2||O navio"),
            ("§ 12 a. Skip", "0|§ 12 a||Skip"),
            ("1 a § Fartyg", "0|Bare 1 a||§ Fartyg"),
            ("Artículo 250 BIS", "0|Artículo 250 BIS||"),
            ("Article L. 823-1", "0|Article L. 823-1||"),
            ("① nave", "0||①|nave"),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }
}
