//! `lacuna who`: standard persons against each offence of the texts.

use std::path::PathBuf;

use lacuna::{assessment, report};

use super::laws::{self, About};
use super::looks::LooksArgs;
use super::rulebook::Rulebook;
use super::{Outcome, Result, output};

/// Shows who is caught by the offences of a text: the migrant, a parent, a rescuer, a lawyer, a landlord …
///
/// Standard persons are held against each offence of smuggling and of false documents. Caught, not caught or
/// open is told by the words of the offence and of the clauses that reach it; where they do not decide, it is
/// open. Intent, general defences and practice are not looked at. The persons are data: persons.yaml in --rules.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Texts to read together as one State's law; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
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
  lacuna who bill.md
  lacuna who bill.md penal-code.txt --format md --report-language es";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For reading here.
    Terminal,
    /// For programs; see schemas/who.schema.json.
    Json,
    /// For documents.
    Md,
}

impl Args {
    pub(super) fn run(self) -> Result {
        output::spare_inputs(self.output.as_deref(), &self.files)?;
        let mut rules = self.rules.load()?;
        let looks = self.looks.load(&mut rules)?;
        let acts = laws::read(&self.files, &self.about)?;
        let who = assessment::who(&acts, &rules, &Default::default(), looks.language())?;
        let format = match self.format {
            Format::Terminal => report::Format::Terminal,
            Format::Json => report::Format::Json,
            Format::Md => report::Format::Markdown,
        };
        output::write(&looks.who(&who, format)?, self.output.as_deref())?;
        Ok(Outcome::Done)
    }
}
