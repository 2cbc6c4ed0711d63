//! `lacuna explain`: an obligation, and why the finding on it is what it is.

use lacuna::assessment;
use lacuna::report;

use super::laws;
use super::setting::Setting;
use super::{Outcome, Result, output};

/// Explains an obligation, and with texts, how its finding came about
///
/// Without a text: what the treaty asks, what is looked for, what to write. With texts: for each element its
/// query, where it was found, how far it reaches, and what came nearest.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Id of the obligation, such as SOM-6.3a; capitals do not matter.
    obligation: String,
    /// Texts to read; `-` is standard input.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    #[command(flatten)]
    setting: Setting,
}

const EXAMPLES: &str = "\
Examples:
  lacuna explain SOM-6.3a
  lacuna explain SOM-6.3a bill.md";

impl Args {
    pub(super) fn run(mut self) -> Result {
        self.setting.settle(self.files.first().map(String::as_str))?;
        let rules = self.setting.rules.load()?;
        let (_, obligation) = rules.obligation(&self.obligation)?;
        let text = if self.files.is_empty() {
            report::obligation(obligation)?
        } else {
            let acts = laws::read(&self.files, &self.setting.about)?;
            let options = assessment::Options::default();
            let explanation = assessment::explain(&obligation.id, &acts, &rules, &options)?;
            let names: Vec<_> = acts.iter().map(|act| act.source.name.as_str()).collect();
            report::explanation(&explanation, obligation, &names)?
        };
        output::write(&text, None)?;
        Ok(Outcome::Done)
    }
}
