//! `lacuna matrix`: what was located where, over a whole corpus.

use std::path::PathBuf;

use lacuna::corpus::{self, By, Results};
use lacuna::report;

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::rulebook::Rulebook;
use super::store::{CaseLaw, Chosen};
use super::{Outcome, Result};

/// Shows obligations against the acts or States of a batch: located or not, and where
///
/// The page filters, sorts and shows the words behind each mark, and needs no network. Territories and federal
/// units are rows of their own, never the State's.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder of the results of `lacuna batch`, or its results.sqlite.
    results: PathBuf,
    /// What a row is.
    #[arg(long, default_value = "act", value_name = "WHAT")]
    by: Rows,
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    cases: CaseLaw,
    /// Tell the status of each act, where the batch was run with --statuses: a working paper.
    #[arg(long)]
    statuses: bool,
    /// What to write.
    #[arg(long, short, default_value = "html", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    rules: Rulebook,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 4] = [Format::Html, Format::Xlsx, Format::Csv, Format::Json];

const EXAMPLES: &str = "\
Examples:
  lacuna matrix results/ --output matrix.html
  lacuna matrix results/ --by country --format xlsx --output matrix.xlsx --cases decisions.yaml";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Rows {
    Act,
    Country,
}

impl Args {
    pub(super) fn run(self) -> Result {
        let mut rules = self.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let results = Results::open(&self.results)?;
        let cases = self.cases.read()?;
        let by = match self.by {
            Rows::Act => By::Act,
            Rows::Country => By::Country,
        };
        let filter = self.chosen.filter(None);
        let matrix = corpus::matrix(&results, by, self.statuses, &filter, &cases)?;
        let text = match self.format {
            Format::Csv => report::matrix_csv(&matrix)?,
            Format::Json => report::json(&matrix)?,
            Format::Xlsx => {
                self.to.deliver(&report::matrix_xlsx(&matrix, &looks)?)?;
                return Ok(Outcome::Done);
            }
            _ => looks.matrix(&matrix)?,
        };
        self.to.write(&text)?;
        Ok(Outcome::Done)
    }
}
