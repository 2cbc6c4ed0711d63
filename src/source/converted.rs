//! What a reader of a foreign format gives: the text, and where in the original each piece of it stands.

use serde::{Deserialize, Serialize};

use super::Metadata;

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
        let line = text.trim_matches(|c: char| c.is_whitespace() && c != '\n').trim_end();
        if line.trim().is_empty() {
            return;
        }
        let start = self.text.len() as u32;
        self.marks.push(Mark { start, page, paragraph: Some(paragraph) });
        self.text.push_str(line);
        self.text.push('\n');
    }
}
