//! `lacuna diff`: two versions of a text, and what the change does to the findings.

use std::path::PathBuf;

use lacuna::{assessment, comparison, report};

use super::laws::{self, About};
use super::looks::LooksArgs;
use super::rulebook::Rulebook;
use super::{Outcome, Result, output};

/// Compares two versions of a text: what changed, and which findings rose or fell
///
/// Provisions are matched by number and by content, so that what moved or was renumbered is told as such and
/// not as deleted and inserted. Beside each change stand the obligations that rest on it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The version before.
    old: String,
    /// The version after.
    new: String,
    /// What to write.
    #[arg(long, short, default_value = "terminal")]
    format: Format,
    /// Write to this file instead of standard output. It is written whole or not at all.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    rules: Rulebook,
    #[command(flatten)]
    looks: LooksArgs,
}

const EXAMPLES: &str = "\
Examples:
  lacuna diff bill-v1.docx bill-v2.docx
  lacuna diff act.txt act-as-amended.txt --format html --output diff.html
  lacuna diff bill-v1.docx bill-v2.docx --format docx --output changes.docx";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For reading here.
    Terminal,
    /// For programs; see schemas/diff.schema.json.
    Json,
    /// For documents.
    Md,
    /// A page, side by side.
    Html,
    /// For Word: the text with tracked changes, what they do to the findings as comments.
    Docx,
}

impl Args {
    pub(super) fn run(self) -> Result {
        let files = [self.old, self.new];
        output::spare_inputs(self.output.as_deref(), &files)?;
        let mut rules = self.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let acts = laws::read(&files, &self.about)?;
        let assess = |at: usize| assessment::assess(&acts[at..=at], &rules, &Default::default());
        let (old, new) = rayon::join(|| assess(0), || assess(1));
        let (old, new) = (old?, new?);
        let found = comparison::compare((&acts[0], &old), (&acts[1], &new));
        let format = match self.format {
            Format::Terminal => report::Format::Terminal,
            Format::Json => report::Format::Json,
            Format::Md => report::Format::Markdown,
            Format::Html => report::Format::Html,
            Format::Docx => {
                let revision = looks.revision(&found, (&acts[0], &acts[1]), &rules.checklists, "");
                output::write_bytes(&report::document::revision(&revision)?, self.output.as_deref())?;
                return Ok(Outcome::Done);
            }
        };
        let titles = [acts[0].title.as_str(), acts[1].title.as_str()];
        let text = looks.difference(&found, titles, &rules.checklists, format)?;
        output::write(&text, self.output.as_deref())?;
        Ok(Outcome::Done)
    }
}
