//! `lacuna explain`: an obligation, and why the finding on it is what it is.

use lacuna::assessment;
use lacuna::checklist::Rules;
use lacuna::error::Error;
use lacuna::report;

use super::laws::{self, About, RuleFolder};
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
    about: About,
    #[command(flatten)]
    rules: RuleFolder,
}

const EXAMPLES: &str = "\
Examples:
  lacuna explain SOM-6.3a
  lacuna explain SOM-6.3a bill.md";

impl Args {
    pub(super) fn run(self) -> Result {
        let rules = Rules::load(self.rules.folder.as_deref())?;
        let mut all = rules.checklists.iter().flat_map(|checklist| &checklist.obligations);
        let Some(obligation) = all.find(|it| it.id.eq_ignore_ascii_case(&self.obligation)) else {
            return Err(unknown(&self.obligation, &rules).into());
        };
        let text = if self.files.is_empty() {
            report::obligation(obligation)?
        } else {
            let acts = laws::read(&self.files, &self.about)?;
            let options = assessment::Options::default();
            let explanation = assessment::explain(&obligation.id, &acts, &rules, &options)?;
            let names: Vec<_> = acts.iter().map(|act| act.source.name.as_str()).collect();
            report::explanation(&explanation, obligation, &names)?
        };
        output::write(&text, None)?;
        Ok(Outcome::Done)
    }
}

/// Names the obligations that look most like the one asked for.
fn unknown(asked: &str, rules: &Rules) -> Error {
    let asked_folded = asked.to_uppercase();
    let mut ids: Vec<_> = rules
        .checklists
        .iter()
        .flat_map(|checklist| &checklist.obligations)
        .map(|obligation| (similarity(&asked_folded, &obligation.id.to_uppercase()), obligation.id.as_str()))
        .collect();
    ids.sort_by(|left, right| right.0.total_cmp(&left.0));
    let near: Vec<_> = ids.iter().take(5).map(|(_, id)| *id).collect();
    Error::request(
        format!("no obligation is called `{asked}`"),
        format!("did you mean one of {}?", near.join(", ")),
    )
}

/// Share of letters that two short names have in common, from 0 to 1.
fn similarity(left: &str, right: &str) -> f32 {
    similar::TextDiff::from_chars(left, right).ratio()
}
