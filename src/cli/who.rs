//! `lacuna who`: standard persons against each offence of the texts.

use lacuna::assessment;

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::setting::Setting;
use super::{Outcome, Result};

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
const FORMATS: [Format; 3] = [Format::Terminal, Format::Json, Format::Md];

const EXAMPLES: &str = "\
Examples:
  lacuna who bill.md
  lacuna who bill.md penal-code.txt --format md --report-language es";

impl Args {
    pub(super) fn run(mut self) -> Result {
        let config = self.setting.settle(self.files.first().map(String::as_str))?;
        self.looks.fill(&config);
        self.to.spare(&self.files)?;
        let (mut rules, acts) = self.setting.load(&self.files)?;
        let looks = self.looks.load(&mut rules)?;
        let who = assessment::who(&acts, &rules, &Default::default(), looks.language())?;
        self.to.write(&looks.who(&who, self.format.looks().unwrap_or_default())?)?;
        Ok(Outcome::Done)
    }
}
