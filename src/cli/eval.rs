//! `lacuna eval`: how right the findings are on laws that people have labelled.

use std::path::PathBuf;

use super::rulebook::Rulebook;
use super::{Outcome, Result, output, wiring};

/// Measures the findings against labelled laws, beside two baselines that read no law
///
/// Cells that the labellers marked as doubtful are counted apart. The baselines are the commonest label
/// overall, and the commonest label of each obligation in the other laws.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder of label files.
    #[arg(value_name = "GOLD_DIR")]
    pub(super) gold: PathBuf,
    /// Folder in which the label files name their laws.
    #[arg(long, value_name = "DIR")]
    pub(super) laws: PathBuf,
    /// Only the laws of this split.
    #[arg(long, value_name = "dev|check")]
    pub(super) split: Option<Split>,
    /// Only the laws in this language.
    #[arg(long, value_name = "xx")]
    pub(super) language: Option<String>,
    /// What to write.
    #[arg(long, short, default_value = "terminal")]
    pub(super) format: Format,
    /// An earlier result (`--format json`) to compare with: gains and losses are listed.
    #[arg(long, value_name = "OLD.json")]
    pub(super) against: Option<PathBuf>,
    #[command(flatten)]
    pub(super) rules: Rulebook,
}

const EXAMPLES: &str = "\
Examples:
  lacuna eval ../shared/gold --laws ../shared/corpus --split dev --language en
  lacuna eval ../shared/gold --laws ../shared/corpus --format json > before.json
  lacuna eval ../shared/gold --laws ../shared/corpus --against before.json";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Split {
    /// Laws that rule authors read.
    Dev,
    /// Laws kept unread.
    Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Terminal,
    Json,
}

impl Args {
    pub(super) fn run(self) -> Result {
        let rules = self.rules.load()?;
        output::write(&wiring::measure(&rules, &self)?, None)?;
        Ok(Outcome::Done)
    }
}
