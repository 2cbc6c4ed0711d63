//! `lacuna rules`: for those who write checklists and lexicons.

mod new;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use lacuna::assessment;
use lacuna::checklist::{self, CaseResult, Pipeline, RuleFiles, Rules, Verdict};
use lacuna::error::Error;
use lacuna::report;
use lacuna::source::{Metadata, Source};
use lacuna::structure::{self, outline};

use super::{Outcome, Result, output};

/// For authors of checklists and lexicons: begin, check, test, document
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
  lacuna rules new my-rules            a first checklist that passes its test
  lacuna rules check my-rules/         every fault with its line, not only the first
  lacuna rules test my-rules/          the cases in tests/ beside the rules
  lacuna rules schema checklist        JSON Schema for an editor that completes YAML
  lacuna rules docs > checklists.md    the obligations in words";

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a first checklist, its words and a test into a folder, to write over
    New {
        dir: PathBuf,
        /// Name of the checklist; the folder's without it.
        #[arg(long)]
        name: Option<String>,
    },
    /// Reads all rule files and tells every fault
    Check { dir: Option<PathBuf> },
    /// Runs the test cases that stand beside the rules: those of the folder, or all that are built in
    Test {
        dir: Option<PathBuf>,
        /// The built-in cases too, under the folder laid over the built-in rules.
        #[arg(long, requires = "dir")]
        all: bool,
    },
    /// Prints the JSON Schema of a kind of file; without a name, lists the kinds
    Schema { name: Option<String> },
    /// Prints the reference of the obligations as Markdown
    Docs { dir: Option<PathBuf> },
}

impl Args {
    pub(super) fn run(self) -> Result {
        match self.command {
            Command::New { dir, name } => {
                output::write(&new::create(&dir, name.as_deref())?, None)?;
                Ok(Outcome::Done)
            }
            Command::Check { dir } => {
                let rules = checked(dir.as_deref())?;
                output::write(&overview(&rules), None)?;
                Ok(Outcome::Done)
            }
            Command::Test { dir, all } => {
                let rules = Rules::load(dir.as_deref())?;
                let own = dir.as_deref().filter(|_| !all);
                let results = run_tests(&rules, own)?;
                output::write(&told(&results), None)?;
                Ok(if results.iter().any(CaseResult::fails) { Outcome::Found } else { Outcome::Done })
            }
            Command::Schema { name } => {
                output::write(&schema(name.as_deref())?, None)?;
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

/// The rules with every lexicon compiled and every concept looked up, which else waits until it is needed.
fn checked(folder: Option<&Path>) -> Result<Rules> {
    let mut files = RuleFiles::built_in();
    if let Some(folder) = folder {
        structure::lay_over(folder)?;
        files.lay_over(folder)?;
    }
    Ok(Rules::from_files(files, true)?)
}

/// The JSON Schema of that name; without one, the names.
fn schema(name: Option<&str>) -> Result<String> {
    let schemas = checklist::schemas();
    let names: Vec<&str> = schemas.iter().map(|(name, _)| *name).collect();
    let Some(name) = name else { return Ok(names.join("\n") + "\n") };
    match schemas.iter().find(|(other, _)| *other == name) {
        Some((_, text)) => Ok(text.clone()),
        None => Err(Error::request(
            format!("there is no schema `{name}`"),
            format!("there are: {}", names.join(", ")),
        )
        .into()),
    }
}

/// What was loaded, and which concepts a language cannot say yet.
fn overview(rules: &Rules) -> String {
    let obligations = rules.obligations().count();
    let ids: Vec<_> = rules.checklists.iter().map(|checklist| checklist.id.as_str()).collect();
    let languages: Vec<_> = rules.languages().collect();
    let mut out = format!(
        "no faults: {obligations} obligations in {}; lexicons: {}\n",
        ids.join(", "),
        languages.join(", ")
    );
    for gap in rules.concept_gaps() {
        let how = if gap.stated { "says `none` for" } else { "has no words for" };
        out.push_str(&format!("{} {how} @{}\n", gap.language, gap.concept));
    }
    out
}

/// Runs every case of every test file, in their order; with a folder, only of the files that stand in it.
fn run_tests(rules: &Rules, folder: Option<&Path>) -> Result<Vec<CaseResult>> {
    let read = |text: &str, meta: &Metadata| Ok(outline(Source::from_text("case", text.to_owned(), meta)?));
    let assess = |text: &str, meta: &Metadata| {
        assessment::assess(&[read(text, meta)?], rules, &assessment::Options::default())
    };
    let pipeline = Pipeline { outline: &read, assess: &assess };
    let is_own = |file: &str| folder.is_none_or(|folder| folder.join("tests").join(file).is_file());
    let tests = rules.tests()?;
    Ok(tests.iter().filter(|test| is_own(&test.file)).flat_map(|test| test.run(&pipeline)).collect())
}

/// Each case that went otherwise than expected, then the count.
fn told(results: &[CaseResult]) -> String {
    let mut out = String::new();
    let mut known = 0;
    for result in results {
        let head = match result.verdict() {
            Verdict::Passed => continue,
            Verdict::KnownMiss => {
                known += 1;
                continue;
            }
            Verdict::Failed => "failed",
            Verdict::Mended => "passes now, take the mark `known-miss` away",
        };
        out.push_str(&format!("{}: {}: {head}\n", result.file, result.case));
        for miss in &result.misses {
            let of = if miss.obligation.is_empty() { "" } else { " of " };
            out.push_str(&format!(
                "    {}{of}{}: expected {}, found {}\n",
                miss.what, miss.obligation, miss.expected, miss.found
            ));
        }
    }
    let failed = results.iter().filter(|result| result.fails()).count();
    let tail = if known == 0 { String::new() } else { format!(", {known} skipped") };
    out.push_str(&format!("{} passed, {failed} failed{tail}\n", results.len() - failed - known));
    out
}
