//! A document for people to edit, before it has a format: what a word processor, a page and a typesetter have in
//! common. Each format reads only this; nothing here knows a law, a finding or a questionnaire.

mod fill;
mod markup;
mod package;
#[cfg(feature = "pdf")]
mod pdf;
mod text;
mod word;
mod xml;

use serde::{Deserialize, Serialize};

pub use fill::fill;
#[cfg(feature = "pdf")]
pub use pdf::Typeset;
pub use text::TextFormat;
pub use word::{Comment, Revised, Revision, annotate, is_word, revision, word};

/// A document, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub title: String,
    /// Below the title: of whom and on what the document is. Empty for none.
    pub subtitle: String,
    /// BCP 47 tag of the document's own words.
    pub language: String,
    /// A line at the head of every page, such as `Restricted`. Empty for none.
    pub classification: String,
    /// A mark across every page, such as `DRAFT`. Empty for none.
    pub mark: String,
    pub blocks: Vec<Block>,
}

/// A part of a document that stands by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// `level` counts from 1, below the title.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        words: Vec<Words>,
    },
    /// An item of a bulleted list; `depth` counts from 0.
    Item {
        depth: u8,
        words: Vec<Words>,
    },
    Table(Table),
    Quote(Quote),
    PageBreak,
}

/// Words in one style.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    pub text: String,
    pub style: Style,
    /// BCP 47 tag where it is not the document's; it decides direction and font too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// A footnote set behind these words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    #[default]
    Plain,
    Strong,
    Emphasis,
    /// Something left for a person to write or decide: set so that it cannot be overlooked.
    ToFill,
}

/// A table whose head is repeated on every page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Empty for none.
    pub caption: String,
    pub columns: Vec<Column>,
    /// Each row has a cell for each column; a cell is a list of paragraphs.
    pub rows: Vec<Vec<Vec<Vec<Words>>>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    /// Per cent of the line; the widths of a table add up to 100.
    pub width: u8,
}

/// Words of a law with their citation; beside a translation, when there is one, side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The citation, such as `Immigration Act, section 6(1)(a)`.
    pub source: String,
    pub text: String,
    /// BCP 47 tag of the quoted words.
    pub language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
}

/// A quote in another language, and what kind of translation it is (`official`, `unofficial`, `machine`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Translation {
    pub text: String,
    pub language: String,
    pub kind: String,
}

impl Words {
    /// Words in the style of the paragraph.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words in a style.
    #[must_use]
    pub fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, ..Self::default() }
    }
}
