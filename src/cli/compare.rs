//! `lacuna compare`: how each act of a corpus words a duty.

use std::path::PathBuf;

use lacuna::corpus::{self, Results};

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::rulebook::Rulebook;
use super::store::Chosen;
use super::{Outcome, Result};

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
    #[arg(long, short, default_value = "terminal", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    rules: Rulebook,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 4] = [Format::Terminal, Format::Json, Format::Md, Format::Html];

const EXAMPLES: &str = "\
Examples:
  lacuna compare results/ SOM-6.3a
  lacuna compare results/ SOM-11.3 --language es --format html --output carriers.html";

impl Args {
    pub(super) fn run(self) -> Result {
        let mut rules = self.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let results = Results::open(&self.results)?;
        let wordings = corpus::wordings(&results, &self.obligation, &self.chosen.filter(None))?;
        self.to.write(&looks.wordings(&wordings, self.format.looks().unwrap_or_default())?)?;
        Ok(Outcome::Done)
    }
}
