//! Where words of the decoded text stand in the Word file they came from.
//!
//! The reader of Word files decides what is law, draws numbers and drops what was deleted; how is its own
//! business. So it is asked: the file is read once more with a sign before the words of every `w:t`, and the
//! signs tell in the decoded text which words came from where.

use std::ops::Range;

use roxmltree::Document;

use super::super::markup::{Edits, is};
use super::super::package::replace;
use crate::source::{Limits, Metadata, Reader, Source};
use crate::span::Span;

/// Signs: three digits of this many, each a character that no text uses.
const DIGITS: u32 = 1024;
const FIRST_DIGIT: u32 = 0x10_e000;

/// Words of one `w:t` in both texts.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Offset of the first word in the decoded text.
    start: u32,
    /// Bytes of the words there.
    len: u32,
    /// The mark-up of the same words.
    pub(super) raw: Range<usize>,
}

/// All words of a file, in the order of the decoded text.
#[derive(Debug)]
pub(super) struct Anchors(Vec<Piece>);

/// A place between two characters of the mark-up, and where the words of its `w:t` begin and end.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) at: usize,
    pub(super) words: Range<usize>,
}

impl Anchors {
    /// Finds the words of a file whose decoded text is `text`; `xml` is its main part, which `read` has parsed.
    ///
    /// # Errors
    /// The file cannot be read, or reads otherwise than `text`.
    pub(super) fn find(
        bytes: &[u8],
        (name, xml, read): (&str, &str, &Document),
        text: &str,
        reader: &Reader,
    ) -> Result<Anchors, String> {
        let mut signed = Edits::default();
        let mut raws: Vec<Range<usize>> = Vec::new();
        for node in read.descendants().filter(|&it| is(it, "t") || is(it, "delText")) {
            let Some(words) = node.first_child().filter(|it| it.is_text()) else { continue };
            let raw = &xml[words.range()];
            // Nested mark-up (CDATA) is read, but nothing is anchored in it.
            if node.children().count() > 1 || raw.contains('<') || raw.trim().is_empty() {
                continue;
            }
            let start = words.range().start + (raw.len() - raw.trim_start().len());
            signed.insert(start, sign(raws.len() as u32).ok_or("the file has too many pieces of text")?);
            raws.push(start..start + raw.trim().len());
        }
        let copy = replace(bytes, &[(name.to_owned(), signed.apply(xml))])?;
        let limits = Limits {
            size: reader.limits.size.saturating_mul(2),
            expanded: reader.limits.expanded.saturating_mul(2),
            ..reader.limits.clone()
        };
        let reader = Reader { limits, ..reader.clone() };
        let decoded = Source::from_bytes("the file", copy, &Metadata::default(), &reader);
        let decoded = decoded.map_err(|fault| fault.to_string())?;
        let mut pieces = Vec::new();
        let mut plain = String::with_capacity(text.len());
        let mut digits = Vec::new();
        for c in decoded.text.chars() {
            match u32::from(c).checked_sub(FIRST_DIGIT).filter(|&digit| digit < DIGITS) {
                None => plain.push(c),
                Some(digit) => {
                    digits.push(digit);
                    if let [high, middle, low] = digits[..] {
                        digits.clear();
                        let index = ((high * DIGITS + middle) * DIGITS + low) as usize;
                        let raw = raws.get(index).cloned().ok_or("the file holds signs of its own")?;
                        let len = decoded_len(&xml[raw.clone()]) as u32;
                        pieces.push(Piece { start: plain.len() as u32, len, raw });
                    }
                }
            }
        }
        if plain != text {
            return Err("the file reads otherwise than when it was assessed".into());
        }
        Ok(Anchors(pieces))
    }

    /// The first and last place of some words of the decoded text. Where they begin or end with something that
    /// Word draws and does not store (a number), the nearest stored words stand for it. None where the file
    /// stores nothing at all.
    pub(super) fn of(&self, xml: &str, span: Span) -> Option<(Spot, Spot)> {
        let after = self.0.partition_point(|piece| piece.start <= span.start);
        let holds = |piece: &&Piece| span.start < piece.start + piece.len;
        let holding = after.checked_sub(1).map(|at| &self.0[at]).filter(holds);
        let first = holding.or_else(|| self.0.get(after)).or(self.0.last())?;
        let last = &self.0[self.0.partition_point(|piece| piece.start < span.end).saturating_sub(1)];
        let last = if last.start < first.start { first } else { last };
        let spot = |piece: &Piece, offset: u32| {
            let words = piece.raw.clone();
            let within = offset.saturating_sub(piece.start).min(piece.len) as usize;
            Spot { at: words.start + raw_offset(&xml[words.clone()], within), words }
        };
        let (from, to) = (spot(first, span.start), spot(last, span.end));
        // Nothing of the span is stored: the whole of the nearest words.
        if from.at >= to.at {
            let whole = |at| Spot { at, words: first.raw.clone() };
            return Some((whole(first.raw.start), whole(first.raw.end)));
        }
        Some((from, to))
    }
}

fn sign(index: u32) -> Option<String> {
    let digits = [index / DIGITS / DIGITS, index / DIGITS % DIGITS, index % DIGITS];
    if digits[0] >= DIGITS {
        return None;
    }
    digits.into_iter().map(|digit| char::from_u32(FIRST_DIGIT + digit)).collect()
}

/// Characters of mark-up, each with the bytes it takes there and in the text.
fn characters(raw: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let c = rest.chars().next()?;
        let (written, meant) = match c {
            '&' => {
                let end = rest.find(';').map_or(rest.len(), |end| end + 1);
                (end, entity(rest.get(1..end - 1).unwrap_or("")))
            }
            '\r' if rest.starts_with("\r\n") => (2, 1),
            c => (c.len_utf8(), c.len_utf8()),
        };
        rest = &rest[written..];
        Some((written, meant))
    })
}

/// Bytes of the character that an entity stands for; all but the numbered ones are of one byte.
fn entity(name: &str) -> usize {
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    });
    number.and_then(char::from_u32).map_or(1, char::len_utf8)
}

fn decoded_len(raw: &str) -> usize {
    characters(raw).map(|(_, meant)| meant).sum()
}

/// Where in the mark-up the text has run so far.
fn raw_offset(raw: &str, decoded: usize) -> usize {
    let (mut at, mut run) = (0, 0);
    for (written, meant) in characters(raw) {
        if run >= decoded {
            break;
        }
        at += written;
        run += meant;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_count_as_what_they_stand_for() {
        assert_eq!(decoded_len("a &amp; b&#xe9;&#233;\r\n"), "a & béé\n".len());
        assert_eq!(raw_offset("a &amp; b", 3), "a &amp;".len());
        assert_eq!(raw_offset("é&lt;x", 2), 2);
        assert_eq!(raw_offset("x", 9), 1);
    }

    #[test]
    fn signs_are_of_three_characters() {
        for index in [0, 1, 1023, 1024, 2_000_000] {
            assert_eq!(sign(index).unwrap().chars().count(), 3);
        }
        assert_eq!(sign(u32::MAX), None);
    }
}
