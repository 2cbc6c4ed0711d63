//! `lacuna scan`: the acts of a statute book that a reviewer must read, best first.

use std::path::PathBuf;

use lacuna::corpus::{self, Known, Options};
use lacuna::report;

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::setting::Setting;
use super::{Outcome, Result};

/// Ranks the acts of folders and archives by what they carry
///
/// Every text is looked at: acts with an offence of the kind that the checklist asks for stand first, then those
/// that carry something else of it. Customs, trafficking-only and approval acts fall behind. Folders are walked,
/// .tar and .zip are read in place; a text that cannot be read is told and the rest goes on.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders, archives and files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What to write.
    #[arg(long, short, default_value = "terminal", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    /// Show at most so many acts; JSON and CSV hold all.
    #[arg(long, default_value_t = 25, value_name = "N")]
    top: usize,
    /// Read also the acts in which no word of the subject stands.
    #[arg(long)]
    every: bool,
    /// Export of an earlier scan or batch (CSV or JSON): tells what is new, changed, superseded, gone.
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 4] = [Format::Terminal, Format::Json, Format::Csv, Format::Dossier];

const EXAMPLES: &str = "\
Examples:
  lacuna scan statute-book/
  lacuna scan statute-book.tar --format json --output scan.json
  lacuna scan statute-book/ --known scan.json
  lacuna scan statute-book/ --format dossier --top 12 --output dossier.yaml";

impl Args {
    pub(super) fn run(mut self) -> Result {
        let config = self.setting.settle(self.paths.first().and_then(|path| path.to_str()))?;
        self.looks.fill(&config);
        let mut rules = self.setting.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let known = self.known.as_deref().map(Known::read).transpose()?;
        let about = &self.setting.about;
        let options = Options {
            about: about.metadata(),
            reader: about.reader(),
            every: self.every,
            ..Options::default()
        };
        let scan = corpus::scan(&self.paths, &rules, &options, known.as_ref())?;
        let text = match self.format {
            Format::Json => report::json(&scan)?,
            Format::Csv => report::scan_csv(&scan)?,
            Format::Dossier => scan.dossier(self.top),
            _ => looks.scan(&scan, self.top, report::Format::Terminal)?,
        };
        self.to.write(&text)?;
        Ok(Outcome::Done)
    }
}
