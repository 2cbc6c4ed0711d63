//! `lacuna eval`: how right the findings are on laws that people have labelled.

use std::path::{Path, PathBuf};

use lacuna::accuracy::{self, Choice, Evaluation, GoldLaw, Split};
use lacuna::assessment;
use lacuna::error::Error;
use lacuna::report;
use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;

use super::rulebook::Rulebook;
use super::{Outcome, Result, output};

/// Measures the findings against labelled laws, beside two baselines that read no law
///
/// Cells that the labellers marked as doubtful are counted apart. The baselines are the commonest label of
/// each obligation, and "absent" everywhere.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder of label files.
    #[arg(value_name = "GOLD_DIR")]
    gold: PathBuf,
    /// Folder in which the label files name their laws.
    #[arg(long, value_name = "DIR")]
    laws: PathBuf,
    /// Only the laws of this split.
    #[arg(long, value_name = "dev|check")]
    split: Option<SplitName>,
    /// Only the laws in this language.
    #[arg(long, value_name = "xx")]
    language: Option<String>,
    /// What to write.
    #[arg(long, short, default_value = "terminal")]
    format: Format,
    /// An earlier result (`--format json`) to compare with: gains and losses are listed.
    #[arg(long, value_name = "OLD.json")]
    against: Option<PathBuf>,
    #[command(flatten)]
    rules: Rulebook,
}

const EXAMPLES: &str = "\
Examples:
  lacuna eval ../shared/gold --laws ../shared/corpus --split dev --language en
  lacuna eval ../shared/gold --laws ../shared/corpus --format json > before.json
  lacuna eval ../shared/gold --laws ../shared/corpus --against before.json";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum SplitName {
    /// Laws that rule authors read.
    Dev,
    /// Laws kept unread.
    Check,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Terminal,
    Json,
}

impl Args {
    pub(super) fn run(self) -> Result {
        let rules = self.rules.load()?;
        let earlier = self.against.as_deref().map(earlier).transpose()?;
        let split = self.split.map(|split| match split {
            SplitName::Dev => Split::Dev,
            SplitName::Check => Split::Check,
        });
        let choice = Choice { split, language: self.language };
        let languages: Vec<_> = rules.languages().collect();
        let assess = |law: &GoldLaw, path: &Path| {
            let flags = Metadata {
                language: Some(law.language.clone()),
                country: Some(law.country.clone()),
                ..Metadata::default()
            };
            let act = outline(Source::read(&path.to_string_lossy(), &flags)?);
            assessment::assess(&[act], &rules, &assessment::Options::default())
        };
        let evaluation = accuracy::evaluate(&self.gold, &self.laws, &choice, &languages, &assess)?;
        let text = match self.format {
            Format::Json => report::json(&evaluation)?,
            Format::Terminal => {
                let comparison = earlier.map(|earlier| accuracy::compare(&earlier, &evaluation));
                accuracy::render(&evaluation, comparison.as_ref())
            }
        };
        output::write(&text, None)?;
        Ok(Outcome::Done)
    }
}

/// An evaluation that was written before.
fn earlier(path: &Path) -> Result<Evaluation> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Read { path: name.clone(), cause })?;
    let evaluation = serde_json::from_str(&text).map_err(|fault| Error::Source {
        path: name,
        message: format!("is no earlier result: {fault}"),
        help: "write one with `lacuna eval … --format json`".into(),
    })?;
    Ok(evaluation)
}
