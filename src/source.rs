//! Bytes of a file → [`Source`]: the decoded text that all offsets index, and what is known about it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::span::{LineIndex, Span};

/// What is known about a text, from its front matter or the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub struct Metadata {
    pub title: Option<String>,
    /// ISO 3166-1 alpha-2 code of the State, upper case.
    pub country: Option<String>,
    /// A territory or federal unit whose law this is; none for the State's own.
    pub territory: Option<String>,
    /// ISO 639-1 code, lower case.
    pub language: Option<String>,
    pub date: Option<String>,
    /// The day the text states the law of.
    pub as_at: Option<String>,
    /// `in-force`, `bill`, `repealed`, `not-commenced`, …
    pub status: Option<String>,
}

/// A text ready to be read.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user named it, for messages; never an absolute path in output.
    pub name: String,
    /// Decoded, UTF-8, no byte order mark. Line ends as in the file.
    pub text: String,
    /// What the front matter and flags say.
    pub meta: Metadata,
    /// The language assessed: stated, else recognized.
    pub language: String,
    /// Whether the language was recognized from the words rather than stated.
    pub language_recognized: bool,
    /// Front matter, which is no law. Empty at 0 without it.
    pub front_matter: Span,
    pub lines: LineIndex,
    /// Of the bytes of the file, lower-case hexadecimal.
    pub sha256: String,
}

impl Source {
    /// Reads a file, or standard input for `-`. Flags win over front matter.
    pub fn read(path: &str, flags: &Metadata) -> Result<Arc<Source>> {
        let _ = (path, flags);
        unimplemented!("helper A")
    }

    /// A text that is at hand, as a test or another program has it.
    pub fn from_text(name: &str, text: String, flags: &Metadata) -> Result<Arc<Source>> {
        let _ = (name, text, flags);
        unimplemented!("helper A")
    }
}
