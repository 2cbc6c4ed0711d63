//! `lacuna outline`: how a text was read.

use std::path::PathBuf;
use std::slice;

use lacuna::report::{self, OutlineRead, outline_tree};
use lacuna::structure;

use super::config::Config;
use super::laws::{self, About};
use super::{Outcome, Result, output};

/// Shows the provisions of a text: numbers, headings, lines, identifiers
///
/// Look here first when a finding surprises: an assessment is only as good as the reading.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Text to read; `-` is standard input.
    file: String,
    /// What to write.
    #[arg(long, short, default_value = "tree")]
    format: Format,
    /// Folder of rules whose `traditions` and `languages` are laid over the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    about: About,
}

const EXAMPLES: &str = "\
Examples:
  lacuna outline bill.md
  lacuna outline bill.md --format json
  lacuna outline bill.md --format akn > bill.xml
  lacuna outline bill.md --format text | tail -c +120 | head -c 80   the words at an offset";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// A line a provision.
    Tree,
    /// All that is known of each provision.
    Json,
    /// Akoma Ntoso 3.0, the standard XML of legislation.
    Akn,
    /// The decoded text, which all offsets index.
    Text,
}

impl Args {
    pub(super) fn run(mut self) -> Result {
        let config = Config::find(Some(&self.file))?;
        self.about.fill(&config);
        if let Some(folder) = self.rules.or_else(|| config.place("rules")) {
            structure::lay_over(&folder)?;
        }
        let acts = laws::read(slice::from_ref(&self.file), &self.about)?;
        for act in &acts {
            match self.format {
                Format::Tree => output::write(&outline_tree(act), None)?,
                Format::Json => output::write(&report::json(&OutlineRead::of(act))?, None)?,
                Format::Akn => output::write_verbatim(&report::akn(act))?,
                Format::Text => output::write_verbatim(&act.source.text)?,
            }
        }
        Ok(Outcome::Done)
    }
}
