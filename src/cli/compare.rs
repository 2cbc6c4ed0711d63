//! `lacuna compare`: how each act of a corpus words a duty.

use std::path::PathBuf;

use lacuna::corpus::{self, Results};
use lacuna::report;

use super::looks::LooksArgs;
use super::rulebook::Rulebook;
use super::store::Chosen;
use super::{Outcome, Result, output};

/// Sets side by side how the acts of a batch word an obligation
///
/// Wordings of one language that are near to each other stand together, with the words that all of a group have;
/// what differs is marked. Nothing is graded. `lacuna diff` compares two versions of one text.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder of the results of `lacuna batch`, or its results.sqlite.
    results: PathBuf,
    /// Id of the obligation.
    obligation: String,
    #[command(flatten)]
    chosen: Chosen,
    /// What to write.
    #[arg(long, short, default_value = "terminal")]
    format: Format,
    /// Write to this file instead of standard output. It is written whole or not at all.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    rules: Rulebook,
    #[command(flatten)]
    looks: LooksArgs,
}

const EXAMPLES: &str = "\
Examples:
  lacuna compare results/ SOM-6.3a
  lacuna compare results/ SOM-11.3 --language es --format html --output carriers.html";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For reading here.
    Terminal,
    /// For programs; see schemas/wordings.schema.json.
    Json,
    /// For documents.
    Md,
    /// One page, side by side.
    Html,
}

impl Args {
    pub(super) fn run(self) -> Result {
        let mut rules = self.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let results = Results::open(&self.results)?;
        let wordings = corpus::wordings(&results, &self.obligation, &self.chosen.filter(None))?;
        let format = match self.format {
            Format::Terminal => report::Format::Terminal,
            Format::Json => report::Format::Json,
            Format::Md => report::Format::Markdown,
            Format::Html => report::Format::Html,
        };
        output::write(&looks.wordings(&wordings, format)?, self.output.as_deref())?;
        Ok(Outcome::Done)
    }
}
