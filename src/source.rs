//! Bytes of a file → [`Source`]: the decoded text that all offsets index, and what is known about it.

mod converted;
mod decode;
mod docx;
mod docx_numbering;
mod format;
mod front_matter;
mod html;
mod isolate;
mod language;
mod language_code;
mod metadata;
mod numbering;
mod pdf;
mod xml;

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::span::{LineIndex, Span};

pub use converted::{Converted, Mark, Stated};
pub use format::Format;
pub use isolate::{COMMAND as READ_FOREIGN, serve};
pub(crate) use language_code::three_letters;
pub use metadata::{Level, Metadata, Translation, TranslationKind};
pub use pdf::pages as pdf_pages;

/// How a foreign format may be read: bounds on what a hostile file can cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of a file.
    pub size: u64,
    /// Bytes that a file may unpack to.
    pub expanded: u64,
    /// Bytes of memory of the reader.
    pub memory: u64,
    /// Seconds that reading may take, by the clock and by the processor.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MB: u64 = 1024 * 1024;
        Limits { size: 256 * MB, expanded: 256 * MB, memory: 2048 * MB, seconds: 30 }
    }
}

/// Which reading of tracked changes is the law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tracked {
    /// As if all were accepted.
    #[default]
    Accepted,
    /// As if all were rejected.
    Rejected,
    /// As if those of one author were rejected and all others accepted.
    RejectedOf(String),
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub limits: Limits,
    pub tracked: Tracked,
    /// The program that parses foreign formats in a child process by [`READ_FOREIGN`]. Without it they are
    /// parsed here, as tests do.
    pub program: Option<PathBuf>,
}

/// A text ready to be read.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user named it, for messages; never an absolute path in output.
    pub name: String,
    /// Decoded, UTF-8, no byte order mark. Line ends as in the file.
    pub text: String,
    /// What the file, the sheet beside it and flags say.
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
    /// Where pages and paragraphs of a foreign format begin; empty for plain text.
    pub marks: Vec<Mark>,
    /// Doubts about the decoding: code and message.
    pub doubts: Vec<(&'static str, String)>,
    /// Words that stand in the text by a tracked change nobody has settled.
    pub proposed: Vec<Span>,
    /// Who proposed tracked changes; empty without any.
    pub authors: Vec<String>,
    /// The provisions as the mark-up of the file states them, the act first; empty where it does not.
    pub stated: Vec<Stated>,
    /// The bytes of a file with tracked changes, so that it can be read the other way.
    pub original: Option<Arc<[u8]>>,
}

impl Source {
    /// Reads a file, or standard input for `-`. Flags win over `NAME.yaml` beside it, which wins over the file.
    ///
    /// # Errors
    /// The file cannot be read, is empty, binary, too large or not UTF-8, or its front matter is broken.
    pub fn read(path: &str, flags: &Metadata) -> Result<Arc<Source>> {
        Self::read_with(path, flags, &Reader::default())
    }

    /// Reads a file of any format.
    ///
    /// # Errors
    /// As [`read`](Self::read), and what the reader of its format says.
    pub fn read_with(path: &str, flags: &Metadata, reader: &Reader) -> Result<Arc<Source>> {
        let (name, bytes) = decode::read_bytes(path, reader.limits.size)?;
        let beside = if path == "-" { Metadata::default() } else { metadata::beside(path)? };
        Self::from_bytes(&name, bytes, &flags.clone().or(beside), reader)
    }

    /// Reads the bytes of a file of any format.
    ///
    /// # Errors
    /// As [`read_with`](Self::read_with), but that it is at hand.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, flags: &Metadata, reader: &Reader) -> Result<Arc<Source>> {
        let sha256 = hex(&Sha256::digest(&bytes));
        let decoded = decode::decode(name, &bytes, reader)?;
        let flags = flags.clone().or(decoded.meta);
        let mut source = Self::assemble(name.to_owned(), decoded.text, sha256, &flags)?;
        source.marks = decoded.marks;
        source.doubts = decoded.doubts;
        source.proposed = decoded.proposed;
        source.stated = decoded.stated;
        source.original = (!decoded.authors.is_empty()).then(|| bytes.into());
        source.authors = decoded.authors;
        Ok(Arc::new(source))
    }

    /// A text that is at hand, as a test or another program has it.
    ///
    /// # Errors
    /// The text is empty or too large, or its front matter is broken.
    pub fn from_text(name: &str, text: String, flags: &Metadata) -> Result<Arc<Source>> {
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let text = decode::utf8(name, text)?;
        Ok(Arc::new(Self::assemble(name.to_string(), text, sha256, flags)?))
    }

    /// The same file with its tracked changes read another way; none for a file without any.
    ///
    /// # Errors
    /// As [`from_bytes`](Self::from_bytes).
    pub fn read_again(&self, reader: &Reader) -> Result<Option<Arc<Source>>> {
        let Some(bytes) = &self.original else { return Ok(None) };
        let language = (self.language != "und").then(|| self.language.clone());
        let known = Metadata { language, ..self.meta.clone() };
        Self::from_bytes(&self.name, bytes.to_vec(), &known, reader).map(Some)
    }

    /// The page and paragraph of the original in which an offset stands.
    pub fn origin(&self, offset: u32) -> Option<Mark> {
        let after = self.marks.partition_point(|mark| mark.start <= offset);
        after.checked_sub(1).map(|at| self.marks[at])
    }

    fn assemble(name: String, text: String, sha256: String, flags: &Metadata) -> Result<Source> {
        let (front_matter, stated) = front_matter::read(&name, &text)?;
        let meta = flags.clone().or(stated);
        let (language, language_recognized) = match &meta.language {
            Some(stated) => (stated.clone(), false),
            None => (language::recognize(&text[front_matter.end as usize..]).to_string(), true),
        };
        let lines = LineIndex::new(&text);
        Ok(Source {
            name,
            text,
            meta,
            language,
            language_recognized,
            front_matter,
            lines,
            sha256,
            marks: Vec::new(),
            doubts: Vec::new(),
            proposed: Vec::new(),
            authors: Vec::new(),
            stated: Vec::new(),
            original: None,
        })
    }
}

/// Bytes of a foreign format → text, in this process.
fn convert(format: Format, bytes: &[u8], tracked: &Tracked, limits: &Limits) -> Result<Converted, String> {
    match format {
        Format::Docx => docx::convert(bytes, tracked, limits),
        Format::Pdf => pdf::convert(bytes, limits),
        Format::Html => Ok(html::convert(&decode::any_encoding(bytes).0)),
        Format::Xml => xml::convert(&decode::any_encoding(bytes).0),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
