//! Byte spans of a text, and the lines and columns people read them by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into the decoded text of a [`Source`](crate::source::Source).
///
/// Both ends stand on character borders. Texts over 4 GiB are refused when they are read.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether both hold some byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without the blanks at its ends; empty at its end when there is nothing else.
    pub fn trimmed(self, text: &str) -> Span {
        let bare = self.of(text).trim_start();
        let start = self.end as usize - bare.len();
        Span::new(start, start + bare.trim_end().len())
    }

    /// The bytes of `text` that the span names.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Where each line of a text starts. A line ends at LF, CRLF or a lone CR.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let lone_cr = bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if bytes[at] == b'\n' || lone_cr {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts }
    }

    /// The line that holds `offset`, counted from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// Line and column of `offset`, both counted from 1; the column counts characters.
    pub fn position(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let column = text[start..(offset as usize).min(text.len())].chars().count() as u32 + 1;
        (line, column)
    }

    /// The bytes of a line, counted from 1, without its line end. Empty past the last line.
    pub fn text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let Some(&start) = self.starts.get(line as usize - 1) else { return "" };
        let end = self.starts.get(line as usize).map_or(text.len(), |&next| next as usize);
        text[start as usize..end].trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_lone_cr() {
        let text = "a\nb\r\nc\rd";
        let lines = LineIndex::new(text);
        let of = |needle: char| lines.line(text.find(needle).unwrap() as u32);
        assert_eq!([of('a'), of('b'), of('c'), of('d')], [1, 2, 3, 4]);
        assert_eq!(lines.text(text, 2), "b");
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "x\néé!";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(text, text.find('!').unwrap() as u32), (2, 3));
    }
}
