//! `lacuna check`: one assessment of the texts, read together as one State's law.

use std::collections::BTreeMap;
use std::path::PathBuf;

use lacuna::assessment::{self, Assessment};
use lacuna::checklist::{Consequence, Fact, Rules};
use lacuna::comparison::tracked_readings;
use lacuna::error::Error;
use lacuna::report::{self, Depth, Input};
use lacuna::structure::Act;

use super::laws::{self, About};
use super::looks::LooksArgs;
use super::rulebook::Rulebook;
use super::{Outcome, Result, output};

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
    #[arg(long, short, default_value = "terminal")]
    format: Format,
    /// Write to this file instead of standard output. It is written whole or not at all.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    rules: Rulebook,
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

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For reading here.
    Terminal,
    /// For programs; see schemas/assessment.schema.json.
    Json,
    /// For documents.
    Md,
    /// One page for reading, passing on and printing: the findings with the text beside them.
    Html,
}

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
        output::spare_inputs(self.output.as_deref(), &self.files)?;
        // Rules and texts have nothing to do with each other until they meet.
        let rules = || {
            let rules = self.rules.load()?;
            // The lexicon that is surely needed is compiled while the texts are read; what is wrong with it is
            // told when it is used.
            let language = self.about.language.as_deref().unwrap_or("en").to_lowercase();
            let _ = rules.vocabulary(&language);
            Ok::<_, super::Failure>(rules)
        };
        let (rules, acts) = rayon::join(rules, || laws::read(&self.files, &self.about));
        let (mut rules, acts) = (rules?, acts?);
        let looks = self.looks.load(&mut rules)?;
        known_facts(&self.facts, &rules)?;
        let options = assessment::Options { facts: BTreeMap::from_iter(self.facts), ..Default::default() };
        let mut assessment = assessment::assess(&acts, &rules, &options)?;
        let again = |acts: &[Act]| assessment::assess(acts, &rules, &options);
        let tracked = tracked_readings(&acts, &assessment, &self.about.reader(), again)?;
        assessment.notices.extend(tracked);
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
        let format = match self.format {
            Format::Terminal => report::Format::Terminal,
            Format::Json => report::Format::Json,
            Format::Md => report::Format::Markdown,
            Format::Html => report::Format::Html,
        };
        output::write(&looks.render(&input, format)?, self.output.as_deref())?;
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
