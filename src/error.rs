//! What can go wrong, by stage. Every error says what happened, where, and what to do.
//!
//! Oddities of a law are no errors: they are [notices](crate::structure::Notice) beside the result.

use std::fmt;
use std::path::PathBuf;

/// A place in a file that a person can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, or a name such as `<stdin>` or `built-in:lexicons/en.yaml`.
    pub file: String,
    /// Line and column from 1, where known.
    pub at: Option<(u32, u32)>,
    /// The line itself, for the excerpt with a caret. Empty where there is none.
    pub excerpt: String,
    /// How many characters the caret underlines, at least 1.
    pub width: u32,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), at: None, excerpt: String::new(), width: 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if let Some((line, column)) = self.at {
            write!(out, ":{line}:{column}")?;
        }
        Ok(())
    }
}

/// One fault in a rule file: a checklist, a lexicon, a tradition, a rule test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFault {
    /// Where it stands.
    pub place: Place,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What was expected or what to do; empty when the message says it.
    pub help: String,
}

impl fmt::Display for RuleFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.message)?;
        if let (Some((line, column)), false) = (self.place.at, self.place.excerpt.is_empty()) {
            let margin = line.to_string().len();
            let caret = "^".repeat(self.place.width.max(1) as usize);
            let pad = " ".repeat(column as usize - 1);
            write!(
                out,
                "\n{:margin$} |\n{line} | {}\n{:margin$} | {pad}{caret}",
                "", self.place.excerpt, ""
            )?;
        }
        if !self.help.is_empty() {
            write!(out, "\n  = {}", self.help)?;
        }
        Ok(())
    }
}

/// Why a command could not give its result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be opened or read.
    #[error("cannot read {path}: {cause}")]
    Read { path: String, cause: std::io::Error },
    /// The bytes are no text that can be assessed (empty, binary, too large, a format not read yet).
    #[error("{path}: {message}")]
    Source { path: String, message: String, help: String },
    /// Faults in rule files; all of them, not the first.
    #[error("{}", list(.0))]
    Rules(Vec<RuleFault>),
    /// Faults in a dossier, its decisions or a sheet of decisions; all of them, not the first.
    #[error("{}", list(.0))]
    Dossier(Vec<RuleFault>),
    /// What was asked for does not exist or cannot be combined.
    #[error("{message}")]
    Request { message: String, help: String },
    /// The result could not be written. Nothing was left half written.
    #[error("cannot write {}: {cause}", .path.display())]
    Write { path: PathBuf, cause: std::io::Error },
    /// A template could not be rendered.
    #[error("template {name}: {message}")]
    Template { name: String, message: String },
}

impl Error {
    /// What the user can do, where there is something to say.
    pub fn help(&self) -> &str {
        match self {
            Error::Read { cause, .. } if cause.kind() == std::io::ErrorKind::NotFound => {
                "check the path; `-` reads standard input"
            }
            Error::Source { help, .. } | Error::Request { help, .. } => help,
            Error::Write { .. } => {
                "choose another place with --output; the folder must exist and be writable"
            }
            _ => "",
        }
    }

    /// A request that cannot be met.
    pub fn request(message: impl Into<String>, help: impl Into<String>) -> Self {
        Error::Request { message: message.into(), help: help.into() }
    }
}

fn list(faults: &[RuleFault]) -> String {
    faults.iter().map(RuleFault::to_string).collect::<Vec<_>>().join("\n\n")
}

/// The result of a stage.
pub type Result<T, E = Error> = std::result::Result<T, E>;
