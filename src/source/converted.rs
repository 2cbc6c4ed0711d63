//! What a reader of a foreign format gives: the text, and where in the original each piece of it stands.

use serde::{Deserialize, Serialize};

use super::Metadata;
use crate::span::Span;

/// A text taken out of another format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converted {
    /// A line for each paragraph, heading, row or item.
    pub text: String,
    /// Where pages and paragraphs begin, in ascending order of `start`.
    pub marks: Vec<Mark>,
    /// What the file says about itself.
    pub meta: Metadata,
    /// Words that are no law yet (comments, drafting notes), told and left out, in the order of the file.
    pub left_out: Vec<String>,
    /// Who proposed tracked changes, in the order in which they first appear.
    pub authors: Vec<String>,
    /// Words that stand in the text by a tracked change nobody has settled, in ascending order.
    pub proposed: Vec<Span>,
    /// The provisions as mark-up states them, the act first, parents before children; empty where the format
    /// does not mark provisions.
    pub stated: Vec<Stated>,
}

/// A provision as the mark-up of its file states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// As Akoma Ntoso calls it: `section`, `paragraph`, `group`; empty for the act.
    pub kind: String,
    /// The place of what it stands in.
    pub parent: u32,
    /// Text that the act inserts into another law.
    pub quoted: bool,
    /// Its number as printed.
    pub marker: Option<Span>,
    pub heading: Option<Span>,
    /// Its own words before its first child, a span for each line, and after its last one.
    pub intro: Vec<Span>,
    pub wrap_up: Vec<Span>,
    /// The term that it defines.
    pub term: Option<String>,
    /// While it is read: whether it has children, and the level of a heading that has no end of its own.
    #[serde(skip)]
    pub(super) has_children: bool,
    #[serde(skip)]
    pub(super) level: u8,
}

/// From here on the text stands on this page, in this paragraph of the original (both from 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Byte offset into the text.
    pub start: u32,
    pub page: Option<u32>,
    pub paragraph: Option<u32>,
}

impl Converted {
    /// Appends a paragraph of the original as a line of its own.
    pub(super) fn paragraph(&mut self, text: &str, page: Option<u32>, paragraph: u32) {
        let is_edge = |c: char| c.is_whitespace() && c != '\n' || is_proposal(c);
        let line = text.trim_matches(is_edge).trim_end_matches(|c: char| c.is_whitespace() || is_proposal(c));
        if line.trim().is_empty() {
            return;
        }
        let start = self.text.len() as u32;
        self.marks.push(Mark { start, page, paragraph: Some(paragraph) });
        if text.contains(is_proposal) {
            let at = line.as_ptr() as usize - text.as_ptr() as usize;
            let mut open = text[..at].chars().rfind(|&c| is_proposal(c)) == Some(PROPOSED);
            let mut from = self.text.len();
            for c in line.chars().chain([SETTLED]) {
                match c {
                    PROPOSED if !open => (open, from) = (true, self.text.len()),
                    SETTLED if open => {
                        open = false;
                        if from < self.text.len() {
                            self.proposed.push(Span::new(from, self.text.len()));
                        }
                    }
                    PROPOSED | SETTLED => {}
                    _ => self.text.push(c),
                }
            }
        } else {
            self.text.push_str(line);
        }
        self.text.push('\n');
    }
}

/// From here on words stand by a tracked change. Readers write these two into a line, which loses them as it is
/// appended; from the original they are kept out.
pub(super) const PROPOSED: char = '\u{10fff0}';
/// Here they end.
pub(super) const SETTLED: char = '\u{10fff1}';

/// Whether a character is a mark of this module, and none of the text.
pub(super) fn is_proposal(c: char) -> bool {
    matches!(c, PROPOSED | SETTLED)
}
