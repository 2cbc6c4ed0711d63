//! The texts of a command, read as one State's law.

use lacuna::error::Error;
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline, traditions};

use super::{Failure, Result};

/// What may be said of the texts on the command line. It wins over their front matter.
#[derive(Debug, clap::Args)]
pub(super) struct About {
    /// Language of the texts, as a two-letter code. Recognized from the words where nobody states it.
    #[arg(long, value_name = "xx")]
    pub(super) language: Option<String>,
    /// State whose law it is, as a two-letter code (XA to XZ are free for invented States).
    #[arg(long, value_name = "XX")]
    pub(super) country: Option<String>,
    /// How the law is divided, numbered and cited (`spanish`, `german`, …). Told by the text itself where nobody states it.
    #[arg(long, value_name = "NAME")]
    pub(super) tradition: Option<String>,
}

impl About {
    pub(super) fn metadata(&self) -> Metadata {
        Metadata {
            language: self.language.as_ref().map(|code| code.to_lowercase()),
            country: self.country.as_ref().map(|code| code.to_uppercase()),
            tradition: self.tradition.clone(),
            ..Metadata::default()
        }
    }
}

/// Reads every text, or tells of all that cannot be read.
pub(super) fn read(paths: &[String], about: &About) -> Result<Vec<Act>> {
    let flags = about.metadata();
    if let Some(name) = &about.tradition
        && !traditions().contains(&name.as_str())
    {
        let help = format!("give one of {}", traditions().join(", "));
        return Err(Error::request(format!("no tradition is called `{name}`"), help).into());
    }
    let mut acts = Vec::new();
    let mut errors = Vec::new();
    if paths.iter().filter(|path| *path == "-").count() > 1 {
        return Err(Error::request("standard input can be read once only", "give `-` once").into());
    }
    for path in paths {
        match Source::read(path, &flags) {
            Ok(source) => acts.push(outline(source)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(acts) } else { Err(Failure(errors)) }
}
