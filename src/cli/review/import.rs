//! `lacuna review import`: decisions from the spreadsheet into `decisions.yaml`.

use std::path::{Path, PathBuf};

use lacuna::error::Error;
use lacuna::review::{Review, import};

use super::super::rulebook::Rulebook;
use super::super::{Failure, Outcome, Result, output};

/// Takes decisions over from the spreadsheet into decisions.yaml, as new entries at its end
///
/// Only rows that a person has changed come over. Where a decision was taken meanwhile that says something else, the
/// row is told and left out, and the exit code is 1.
#[derive(Debug, clap::Args)]
pub(in super::super) struct Args {
    /// A dossier.yaml, or the folder that holds it.
    #[arg(value_name = "DOSSIER")]
    dossier: PathBuf,
    /// The decisions.xlsx that was filled in.
    #[arg(value_name = "SHEET")]
    sheet: PathBuf,
    #[command(flatten)]
    rules: Rulebook,
}

/// Bytes of a spreadsheet.
const LARGEST: u64 = 16 << 20;

impl Args {
    pub(in super::super) fn run(self) -> Result {
        let rules = self.rules.load()?;
        let name = self.sheet.display().to_string();
        let unreadable = |cause| Error::Read { path: name.clone(), cause };
        if std::fs::metadata(&self.sheet).map_err(unreadable)?.len() > LARGEST {
            let help = "give the decisions.xlsx that `lacuna review` wrote";
            return Err(Error::request(format!("{name} is larger than 16 MB"), help).into());
        }
        let bytes = std::fs::read(&self.sheet).map_err(unreadable)?;
        let review = Review::open(&self.dossier, &rules, &super::reader()).map_err(Failure)?;
        let imported = import(&name, &bytes, &review)?;
        let folder = if self.dossier.is_dir() {
            self.dossier.as_path()
        } else {
            self.dossier.parent().unwrap_or(Path::new(""))
        };
        let path = folder.join("decisions.yaml");
        let mut text = String::new();
        if imported.entries.is_empty() {
            text.push_str("no row says anything new\n");
        } else {
            let decisions = review.decisions.with(&imported.entries, &rules)?;
            output::write(&decisions, Some(&path))?;
            for entry in &imported.entries {
                text.push_str(&format!("{}: added to {}\n", entry.obligation, path.display()));
            }
        }
        for id in &imported.conflicts {
            text.push_str(&format!(
                "{id}: left out, {} holds a later decision that says something else; write the sheet anew\n",
                path.display()
            ));
        }
        output::write(&text, None)?;
        Ok(if imported.conflicts.is_empty() { Outcome::Done } else { Outcome::Found })
    }
}
