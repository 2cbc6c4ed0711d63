//! `lacuna search`: terms and connectors over the provisions of a batch.

use std::path::PathBuf;

use lacuna::corpus::{self, Results};
use lacuna::report;

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::rulebook::Rulebook;
use super::store::{CaseLaw, Chosen};
use super::{Outcome, Result};

/// Searches the provisions that a batch has kept, by terms and connectors
///
/// The query is written as rules are: words (`smuggl!`, `wom*n`), "phrases", `or`, `/5` within words, `/s` in one
/// sentence, `/p` in one paragraph, `&` in one section, `%` but not, and concepts of the lexicons (`@benefit`), which
/// find the words of every language. Each hit is the whole provision with its citation, its day, its source and
/// the obligations on which it bears. See docs/query.md and docs/corpus.md.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder of the results of `lacuna batch`, or its results.sqlite.
    results: PathBuf,
    /// What to look for.
    query: String,
    #[command(flatten)]
    chosen: Chosen,
    /// Provisions that bear on this obligation, such as SOM-6.3a.
    #[arg(long, value_name = "ID")]
    obligation: Option<String>,
    #[command(flatten)]
    cases: CaseLaw,
    /// What to write.
    #[arg(long, short, default_value = "terminal", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    /// Show at most so many provisions; JSON and CSV hold all.
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    #[command(flatten)]
    rules: Rulebook,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 3] = [Format::Terminal, Format::Json, Format::Csv];

const EXAMPLES: &str = "\
Examples:
  lacuna search results/ 'smuggl! /s (person or migrant)'
  lacuna search results/ '@benefit /p @illegal-entry' --country XA,XB --year 2000-2030
  lacuna search results/ 'carrier! & passport!' --obligation SOM-11.3 --format csv -o carriers.csv";

impl Args {
    pub(super) fn run(self) -> Result {
        let mut rules = self.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let results = Results::open(&self.results)?;
        let cases = self.cases.read()?;
        let filter = self.chosen.filter(self.obligation);
        let found = corpus::search(&results, &rules, &self.query, &filter, &cases)?;
        let text = match self.format {
            Format::Json => report::json(&found)?,
            Format::Csv => report::found_csv(&found)?,
            _ => looks.found(&found, self.top, report::Format::Terminal)?,
        };
        self.to.write(&text)?;
        Ok(Outcome::Done)
    }
}
