//! `lacuna check`: one assessment of the texts, read together as one State's law.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use lacuna::assessment::{self, Assessment, Baseline, gravity};
use lacuna::checklist::{Consequence, Fact, Rules, did_you_mean};
use lacuna::comparison::tracked_readings;
use lacuna::error::Error;
use lacuna::report::{Depth, Input};
use lacuna::structure::Act;

use super::amends;
use super::config::Config;
use super::format::{self, Format};
use super::looks::LooksArgs;
use super::output::{self, To};
use super::setting::Setting;
use super::{Outcome, Result, paper};

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
    /// Read the text as a bill that amends this act: applied as far as it can be read with certainty, with the
    /// findings before and after and what each clause does.
    #[arg(long, value_name = "PRINCIPAL")]
    amends: Option<String>,
    /// Write the act as amended there, as text.
    #[arg(long, value_name = "PATH", requires = "amends")]
    as_amended: Option<PathBuf>,
    /// Known gaps: only what is new or worse is told, and counts for --fail-on. A file of --write-baseline, or
    /// an earlier assessment (--format json).
    #[arg(long, value_name = "PATH")]
    baseline: Option<PathBuf>,
    /// Write what the texts lack as the new baseline. Reasons that the file holds already are kept.
    #[arg(long, value_name = "PATH", requires = "reason")]
    write_baseline: Option<PathBuf>,
    /// Why the gaps are accepted, for entries of --write-baseline that have no reason yet.
    #[arg(long, value_name = "TEXT", requires = "write_baseline")]
    reason: Option<String>,
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
    #[arg(long, value_name = "TEXT")]
    classification: Option<String>,
    #[command(flatten)]
    looks: LooksArgs,
}

/// What can be written.
const FORMATS: [Format; 10] = [
    Format::Terminal,
    Format::Json,
    Format::Md,
    Format::Html,
    Format::Docx,
    Format::Pdf,
    Format::Csv,
    Format::Sarif,
    Format::Junit,
    Format::Github,
];

const EXAMPLES: &str = "\
Examples:
  lacuna check bill.md
  lacuna check migration-act.txt penal-code.txt --country XA --language en
  lacuna check bill.md --format json --output findings.json
  lacuna check bill.md --fact nationals-not-extradited=true --fail-on gap
  lacuna check bill.md --format html --output bill.html
  lacuna check bill.docx --format docx --output commented.docx
  lacuna check bill.md --baseline known.yaml --fail-on gap
  lacuna check amending-bill.md --amends act.txt --as-amended act-as-amended.txt
  cat bill.md | lacuna check - --format md --report-language fr

A text may begin with front matter that says what it is:
  ---
  title: Migration Act 2031
  country: XA
  language: en
  status: bill
  ---";

/// A consequence on which to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Threshold {
    Option,
    Exceeds,
    ToVerify,
    Gap,
}

impl Threshold {
    fn consequence(self) -> Consequence {
        match self {
            Threshold::Gap => Consequence::Gap,
            Threshold::ToVerify => Consequence::ToVerify,
            Threshold::Exceeds => Consequence::Exceeds,
            Threshold::Option => Consequence::Option,
        }
    }

    /// Whether a finding is so grave that is not accepted.
    fn is_reached(self, assessment: &Assessment) -> bool {
        let least = gravity(self.consequence());
        let known = |id: &str| assessment.baseline.as_ref().is_some_and(|held| held.is_known(id));
        assessment.findings.iter().any(|it| gravity(it.consequence) >= least && !known(&it.obligation))
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
    /// Takes from `lacuna.toml` what the command line does not say.
    fn fill(&mut self, config: &Config) -> Result<()> {
        self.looks.fill(config);
        self.full |= config.flag("full");
        self.without_text |= config.flag("without-text");
        self.classification = self.classification.take().or_else(|| config.text("classification"));
        self.baseline = self.baseline.take().or_else(|| config.place("baseline"));
        if let (None, Some(name)) = (self.fail_on, config.text("fail-on")) {
            let threshold = Threshold::from_str(&name, false).map_err(|_| {
                let names = Threshold::value_variants().iter().filter_map(ValueEnum::to_possible_value);
                let names: Vec<_> = names.map(|it| it.get_name().to_owned()).collect();
                let help = did_you_mean(&name, names.iter().map(String::as_str));
                config.fault("fail-on", format!("`{name}` is no consequence on which to fail"), help)
            })?;
            self.fail_on = Some(threshold);
        }
        for (name, holds) in config.facts() {
            if !self.facts.iter().any(|(given, _)| given == name) {
                self.facts.push((name.to_owned(), if holds { Fact::True } else { Fact::False }));
            }
        }
        Ok(())
    }

    pub(super) fn run(mut self) -> Result {
        let config = self.setting.settle(self.files.first().map(String::as_str))?;
        self.fill(&config)?;
        let amends_format = match (self.amends.is_some(), self.format) {
            (true, Format::Terminal | Format::Json | Format::Md) | (false, _) => self.format.looks(),
            _ => {
                let help = "--format terminal, json or md; or --as-amended PATH, and check that";
                return Err(Error::request("a bill's effect has no such form", help).into());
            }
        };
        let read: Vec<String> = self.files.iter().chain(&self.amends).cloned().collect();
        self.to.spare(&read)?;
        for path in self.as_amended.iter().chain(&self.write_baseline) {
            output::spare(path, &read)?;
        }
        let (rules, mut acts, looks) = self.setting.load_with(&read, |rules| self.looks.load(rules))?;
        // The process ends with the command: nobody needs thousands of queries taken apart one by one.
        let rules = std::mem::ManuallyDrop::new(rules);
        known_facts(&self.facts, &rules)?;
        let options = assessment::Options {
            facts: BTreeMap::from_iter(std::mem::take(&mut self.facts)),
            ..Default::default()
        };
        let mut amended = match self.amends.as_ref().and_then(|_| acts.pop()) {
            Some(principal) => {
                let to = self.as_amended.as_deref();
                Some((amends::amend(&principal, &acts, &rules, &options, to)?, principal))
            }
            None => None,
        };
        let mut assessment = match &amended {
            Some((amendment, _)) => amendment.after.clone(),
            None => assessment::assess(&acts, &rules, &options)?,
        };
        if amended.is_none() {
            let again = |acts: &[Act]| assessment::assess(acts, &rules, &options);
            let tracked = tracked_readings(&acts, &assessment, &self.setting.about.reader(), again)?;
            assessment.notices.extend(tracked);
        }
        if let (Some(path), Some(reason)) = (&self.write_baseline, &self.reason) {
            write_baseline(path, reason, &assessment)?;
        }
        if let Some(path) = &self.baseline {
            assessment.baseline = Some(read_baseline(path)?.hold(&assessment.findings));
        }
        if self.without_text {
            for it in amended.iter_mut().flat_map(|(it, _)| [&mut it.before, &mut it.after]) {
                silence(it);
            }
            silence(&mut assessment);
        }
        if let Some((amendment, principal)) = &amended {
            let format = amends_format.unwrap_or_default();
            let titles = [principal.title.as_str(), acts.first().map_or("", |bill| bill.title.as_str())];
            self.to.write(&looks.amendment(amendment, titles, &rules.checklists, format)?)?;
            return Ok(self.outcome(&assessment));
        }
        let who = match self.format {
            Format::Html => Some(assessment::who(&acts, &rules, &options, looks.language())?),
            _ => None,
        };
        let input = Input {
            who: who.as_ref(),
            depth: if self.full { Depth::Full } else { Depth::Folded },
            with_text: !self.without_text,
            classification: self.classification.as_deref().unwrap_or_default(),
            ..Input::new(&assessment, &rules.checklists, &acts)
        };
        match self.format {
            Format::Docx => {
                self.to.deliver(&paper::word(&looks, &input, &self.files, &self.setting.about)?)?
            }
            Format::Pdf => self.to.deliver(&paper::pdf(&looks, &looks.document(&input))?)?,
            _ => {
                let text = match self.format.record() {
                    Some(record) => looks.record(&input, record)?,
                    None => looks.render(&input, self.format.looks().unwrap_or_default())?,
                };
                self.to.write(&text)?;
            }
        }
        Ok(self.outcome(&assessment))
    }

    fn outcome(&self, assessment: &Assessment) -> Outcome {
        let is_reached = self.fail_on.is_some_and(|threshold| threshold.is_reached(assessment));
        if is_reached { Outcome::Found } else { Outcome::Done }
    }
}

/// Takes the words of the law out.
fn silence(assessment: &mut Assessment) {
    assessment.findings.iter_mut().flat_map(|it| &mut it.evidence).for_each(|it| it.quote.clear());
}

/// A baseline is a list of findings, and no larger than an assessment of them.
const LARGEST_BASELINE: u64 = 64 << 20;

fn read_baseline(path: &Path) -> Result<Baseline> {
    let name = path.display().to_string();
    let unreadable = |cause| Error::Read { path: name.clone(), cause };
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST_BASELINE {
        return Err(Error::request(format!("{name} is larger than 64 MB"), "it is no baseline").into());
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    Ok(Baseline::read(&name, &text)?)
}

/// Writes what is lacking now; an entry that stands there keeps its reason.
fn write_baseline(path: &Path, reason: &str, assessment: &Assessment) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(
            Error::request("--reason is empty", "say why the gaps are accepted, and who decided").into()
        );
    }
    let mut baseline = Baseline::of(assessment, reason);
    if path.exists() {
        baseline = baseline.with_reasons_of(&read_baseline(path)?);
    }
    Ok(output::write(&baseline.written(), Some(path))?)
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
