//! Bytes of a file → [`Source`]: the decoded text that all offsets index, and what is known about it.

mod decode;
mod front_matter;
mod language;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
    /// How the law is divided and numbered, a name of `rules/traditions`; none: as the text shows.
    pub tradition: Option<String>,
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
    /// The language assessed: stated, else recognized; `und` when too little text tells.
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
    ///
    /// # Errors
    /// The file cannot be read, is empty, binary, too large or not UTF-8, or its front matter is broken.
    pub fn read(path: &str, flags: &Metadata) -> Result<Arc<Source>> {
        let (name, bytes) = decode::read_bytes(path)?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let text = decode::text(&name, bytes)?;
        Self::assemble(name, text, sha256, flags)
    }

    /// A text that is at hand, as a test or another program has it.
    ///
    /// # Errors
    /// The text is empty or too large, or its front matter is broken.
    pub fn from_text(name: &str, text: String, flags: &Metadata) -> Result<Arc<Source>> {
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let text = decode::text(name, text.into_bytes())?;
        Self::assemble(name.to_string(), text, sha256, flags)
    }

    fn assemble(name: String, text: String, sha256: String, flags: &Metadata) -> Result<Arc<Source>> {
        let (front_matter, stated) = front_matter::read(&name, &text)?;
        let meta = flags.clone().or(stated);
        let (language, language_recognized) = match &meta.language {
            Some(stated) => (stated.clone(), false),
            None => (language::recognize(&text[front_matter.end as usize..]).to_string(), true),
        };
        let lines = LineIndex::new(&text);
        Ok(Arc::new(Source { name, text, meta, language, language_recognized, front_matter, lines, sha256 }))
    }
}

impl Metadata {
    /// These values, and those of `other` where this says nothing; codes in their usual case.
    fn or(self, other: Metadata) -> Metadata {
        let both = Metadata {
            title: self.title.or(other.title),
            country: self.country.or(other.country),
            territory: self.territory.or(other.territory),
            language: self.language.or(other.language),
            date: self.date.or(other.date),
            as_at: self.as_at.or(other.as_at),
            status: self.status.or(other.status),
            tradition: self.tradition.or(other.tradition),
        };
        Metadata {
            country: both.country.map(|code| code.to_uppercase()),
            language: both.language.map(|code| code.to_lowercase()),
            ..both
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
