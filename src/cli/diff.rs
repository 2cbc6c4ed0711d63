//! `lacuna diff`: two versions of a text, and what the change does to the findings.

use lacuna::{assessment, comparison, report};

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::setting::Setting;
use super::{Outcome, Result};

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
    #[arg(long, short, default_value = "terminal", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 5] = [Format::Terminal, Format::Json, Format::Md, Format::Html, Format::Docx];

const EXAMPLES: &str = "\
Examples:
  lacuna diff bill-v1.docx bill-v2.docx
  lacuna diff act.txt act-as-amended.txt --format html --output diff.html
  lacuna diff bill-v1.docx bill-v2.docx --format docx --output changes.docx";

impl Args {
    pub(super) fn run(mut self) -> Result {
        let files = [self.old, self.new];
        let config = self.setting.settle(files.first().map(String::as_str))?;
        self.looks.fill(&config);
        self.to.spare(&files)?;
        let (mut rules, acts) = self.setting.load(&files)?;
        let looks = self.looks.load(&mut rules)?;
        let assess = |at: usize| assessment::assess(&acts[at..=at], &rules, &Default::default());
        let (old, new) = rayon::join(|| assess(0), || assess(1));
        let (old, new) = (old?, new?);
        let found = comparison::compare((&acts[0], &old), (&acts[1], &new));
        if self.format == Format::Docx {
            let revision = looks.revision(&found, (&acts[0], &acts[1]), &rules.checklists, "");
            self.to.deliver(&report::document::revision(&revision)?)?;
            return Ok(Outcome::Done);
        }
        let titles = [acts[0].title.as_str(), acts[1].title.as_str()];
        let format = self.format.looks().unwrap_or_default();
        self.to.write(&looks.difference(&found, titles, &rules.checklists, format)?)?;
        Ok(Outcome::Done)
    }
}
