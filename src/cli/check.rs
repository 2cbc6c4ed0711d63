//! `lacuna check`: one assessment of the texts, read together as one State's law.

use std::collections::BTreeMap;

use lacuna::assessment::{self, Assessment};
use lacuna::checklist::{Consequence, Fact, Rules};
use lacuna::error::Error;
use lacuna::report::{Depth, Input};

use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::To;
use super::setting::Setting;
use super::{Outcome, Result};

/// Checks texts against the obligations of a treaty and shows the gaps
///
/// The texts are read together as one State's law: an act and the penal code whose general part reaches it.
/// The report begins with what the texts address, lack and leave open. Duties that this kind of law does not
/// normally carry are listed apart, with the law in which States put them; --full shows everything.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Texts to read; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// What to write.
    #[arg(long, short, default_value = "terminal", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    setting: Setting,
    /// A fact of the State on which duties hang, such as nationals-not-extradited=true.
    #[arg(long = "fact", value_name = "NAME=true|false", value_parser = fact)]
    facts: Vec<(String, Fact)>,
    /// Exit with 1 when a finding has this consequence or a graver one.
    #[arg(long, value_name = "CONSEQUENCE")]
    fail_on: Option<Threshold>,
    /// Show everything that is known of every obligation.
    #[arg(long)]
    full: bool,
    /// Leave the words of the law out: only where they stand is told.
    #[arg(long)]
    without_text: bool,
    /// A line for the head of every page, such as a classification.
    #[arg(long, value_name = "TEXT", default_value = "")]
    classification: String,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 4] = [Format::Terminal, Format::Json, Format::Md, Format::Html];

const EXAMPLES: &str = "\
Examples:
  lacuna check bill.md
  lacuna check migration-act.txt penal-code.txt --country XA --language en
  lacuna check bill.md --format json --output findings.json
  lacuna check bill.md --fact nationals-not-extradited=true --fail-on gap
  lacuna check bill.md --format html --output bill.html
  cat bill.md | lacuna check - --format md --report-language fr

A text may begin with front matter that says what it is:
  ---
  title: Migration Act 2031
  country: XA
  language: en
  status: bill
  ---";

/// Consequences in the order of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
enum Threshold {
    Option,
    Exceeds,
    ToVerify,
    Gap,
}

impl Threshold {
    fn of(consequence: Consequence) -> Option<Threshold> {
        match consequence {
            Consequence::Gap => Some(Threshold::Gap),
            Consequence::ToVerify => Some(Threshold::ToVerify),
            Consequence::Exceeds => Some(Threshold::Exceeds),
            Consequence::Option => Some(Threshold::Option),
            Consequence::None | Consequence::NotTriggered => None,
        }
    }

    fn is_reached(self, assessment: &Assessment) -> bool {
        assessment.findings.iter().any(|it| Threshold::of(it.consequence).is_some_and(|it| it >= self))
    }
}

/// Reads `name=true`.
fn fact(text: &str) -> std::result::Result<(String, Fact), String> {
    match text.split_once('=') {
        Some((name, "true")) if !name.is_empty() => Ok((name.to_owned(), Fact::True)),
        Some((name, "false")) if !name.is_empty() => Ok((name.to_owned(), Fact::False)),
        _ => Err("write NAME=true or NAME=false; a fact that is not given is unknown".into()),
    }
}

impl Args {
    pub(super) fn run(self) -> Result {
        self.to.spare(&self.files)?;
        let (mut rules, acts) = self.setting.load(&self.files)?;
        let looks = self.looks.load(&mut rules)?;
        known_facts(&self.facts, &rules)?;
        let options = assessment::Options { facts: BTreeMap::from_iter(self.facts), ..Default::default() };
        let mut assessment = assessment::assess(&acts, &rules, &options)?;
        if self.without_text {
            assessment.findings.iter_mut().flat_map(|it| &mut it.evidence).for_each(|it| it.quote.clear());
        }
        let who = match self.format {
            Format::Html => Some(assessment::who(&acts, &rules, &options, looks.language())?),
            _ => None,
        };
        let input = Input {
            who: who.as_ref(),
            depth: if self.full { Depth::Full } else { Depth::Folded },
            with_text: !self.without_text,
            classification: &self.classification,
            ..Input::new(&assessment, &rules.checklists, &acts)
        };
        self.to.write(&looks.render(&input, self.format.looks().unwrap_or_default())?)?;
        let is_reached = self.fail_on.is_some_and(|threshold| threshold.is_reached(&assessment));
        Ok(if is_reached { Outcome::Found } else { Outcome::Done })
    }
}

/// A fact that no obligation asks for is a slip of the pen.
fn known_facts(given: &[(String, Fact)], rules: &Rules) -> Result<()> {
    let obligations = rules.obligations().map(|(_, obligation)| obligation);
    let mut known: Vec<_> = obligations.filter_map(|obligation| obligation.applies_when.as_deref()).collect();
    known.sort_unstable();
    known.dedup();
    match given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        Some((name, _)) => Err(Error::request(
            format!("no obligation hangs on a fact named `{name}`"),
            format!("facts: {}", known.join(", ")),
        )
        .into()),
        None => Ok(()),
    }
}
