//! `lacuna rules`: for those who write checklists and lexicons.

use std::path::PathBuf;

use clap::Subcommand;
use lacuna::checklist::Rules;
use lacuna::report;

use super::{Outcome, Result, output, wiring};

/// For authors of checklists and lexicons: check, test, document
///
/// DIR is a folder that is laid over the built-in rules, as with --rules; without it the built-in rules are
/// meant.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  lacuna rules check my-rules/         every fault with its line, not only the first
  lacuna rules test my-rules/          the cases in tests/ beside the rules
  lacuna rules schema checklist        JSON Schema for an editor that completes YAML
  lacuna rules docs > checklists.md    the obligations in words";

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads all rule files and tells every fault
    Check { dir: Option<PathBuf> },
    /// Runs the test cases that stand beside the rules
    Test { dir: Option<PathBuf> },
    /// Prints the JSON Schema of a kind of file; without a name, lists the kinds
    Schema { name: Option<String> },
    /// Prints the reference of the obligations as Markdown
    Docs { dir: Option<PathBuf> },
}

impl Args {
    pub(super) fn run(self) -> Result {
        match self.command {
            Command::Check { dir } => {
                let rules = Rules::load(dir.as_deref())?;
                output::write(&overview(&rules), None)?;
                Ok(Outcome::Done)
            }
            Command::Test { dir } => {
                let rules = Rules::load(dir.as_deref())?;
                let (text, is_passed) = wiring::test(&rules, dir.as_deref())?;
                output::write(&text, None)?;
                Ok(if is_passed { Outcome::Done } else { Outcome::Found })
            }
            Command::Schema { name } => {
                output::write(&wiring::schema(name.as_deref())?, None)?;
                Ok(Outcome::Done)
            }
            Command::Docs { dir } => {
                let rules = Rules::load(dir.as_deref())?;
                output::write(&report::reference(&rules.checklists)?, None)?;
                Ok(Outcome::Done)
            }
        }
    }
}

/// What was loaded, in a line.
fn overview(rules: &Rules) -> String {
    let obligations: usize = rules.checklists.iter().map(|checklist| checklist.obligations.len()).sum();
    let ids: Vec<_> = rules.checklists.iter().map(|checklist| checklist.id.as_str()).collect();
    let languages = rules.languages().join(", ");
    format!("no faults: {obligations} obligations in {}; languages: {languages}\n", ids.join(", "))
}
