//! `lacuna eval`: how right the findings are on laws that people have labelled.

use std::path::PathBuf;

use lacuna::accuracy::{self, Choice, Comparison, Evaluation, GoldLaw};
use lacuna::assessment::{self, Assessment, Options};
use lacuna::checklist::Rules;
use lacuna::error::Error;
use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;

use super::rulebook::Rulebook;
use super::{Outcome, Result, output};

/// Measures the findings against labelled laws, beside two baselines that read no law
///
/// Cells that the labellers marked as doubtful are counted apart. The baselines are the commonest label of
/// each obligation over the scored laws, and always absent. Laws of the split `check` are scored and never
/// shown cell by cell.
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

/// What `--format json` writes: the evaluation, and what changed since an earlier one.
#[derive(serde::Serialize)]
struct Measured<'e> {
    #[serde(flatten)]
    evaluation: &'e Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'e Comparison>,
}

impl Args {
    pub(super) fn run(self) -> Result {
        let rules = self.rules.load()?;
        let before = self.against.as_deref().map(earlier).transpose()?;
        let split = self.split.map(|split| match split {
            Split::Dev => accuracy::Split::Dev,
            Split::Check => accuracy::Split::Check,
        });
        let choice = Choice { split, language: self.language.as_ref().map(|code| code.to_lowercase()) };
        let languages: Vec<&str> = rules.languages().collect();
        let read = |law: &GoldLaw, path: &std::path::Path| assess(&rules, law, path);
        let evaluation = accuracy::evaluate(&self.gold, &self.laws, &choice, &languages, &read)?;
        let since = before.map(|before| accuracy::compare(&before, &evaluation));
        let text = match self.format {
            Format::Terminal => accuracy::render(&evaluation, since.as_ref()),
            Format::Json => {
                let measured = Measured { evaluation: &evaluation, since: since.as_ref() };
                // Plain structs with text keys: this cannot fail.
                serde_json::to_string_pretty(&measured).unwrap_or_default() + "\n"
            }
        };
        output::write(&text, None)?;
        Ok(Outcome::Done)
    }
}

fn assess(rules: &Rules, law: &GoldLaw, path: &std::path::Path) -> lacuna::error::Result<Assessment> {
    let flags = Metadata {
        language: Some(law.language.clone()),
        country: Some(law.country.clone()),
        ..Metadata::default()
    };
    let act = outline(Source::read(&path.to_string_lossy(), &flags)?);
    assessment::assess(&[act], rules, &Options::default())
}

/// The evaluation of an earlier run.
fn earlier(path: &std::path::Path) -> lacuna::error::Result<Evaluation> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Read { path: name.clone(), cause })?;
    serde_json::from_str(&text).map_err(|error| {
        let help = "`--against` takes what `lacuna eval --format json` wrote";
        Error::request(format!("{name} is no earlier result: {error}"), help)
    })
}
