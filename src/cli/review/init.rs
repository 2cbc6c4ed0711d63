//! `lacuna review init`: a first dossier from a pile of laws.

use std::path::{Path, PathBuf};

use lacuna::error::Error;
use lacuna::review;

use super::super::{Failure, Outcome, Result, output};

/// Proposes a dossier for folders and files of laws, for a person to correct
#[derive(Debug, clap::Args)]
pub(in super::super) struct Args {
    /// Folders and files of laws.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write to this file instead of standard output; the paths of the laws start in its folder.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Args {
    pub(in super::super) fn run(self) -> Result {
        if let Some(path) = self.output.as_ref().filter(|path| path.exists()) {
            let message = format!("{} is there already", path.display());
            return Err(Error::request(message, "a dossier is never overwritten: choose another name").into());
        }
        let folder = self.output.as_deref().and_then(Path::parent).map_or_else(PathBuf::new, Path::to_owned);
        let text = review::propose(&self.paths, &folder, &super::reader()).map_err(Failure)?;
        output::write(&text, self.output.as_deref())?;
        Ok(Outcome::Done)
    }
}
