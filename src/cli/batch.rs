//! `lacuna batch`: every act of a corpus assessed by itself, into tables.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use lacuna::corpus::{self, Options, Step, Store, Summary, WORKING_PAPER};

use super::output::visible;
use super::setting::Setting;
use super::{Outcome, Result, output};

/// Assesses every act of folders and archives by itself, and writes tables for searching and comparing
///
/// The results say, for each act and obligation, whether words that bear on it were located, and where: no
/// grades. A run that was stopped, by whatever, goes on where it was when the same command is given again; acts
/// that did not change are not read again under the same rules. A text that cannot be read is a row with its
/// error. Search them by `lacuna search`, set them side by side by `lacuna compare` and `lacuna matrix`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders, archives (.tar, .zip) and files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folder of the results; made where it is not there.
    #[arg(long, value_name = "RESULTS")]
    out: PathBuf,
    /// Formats of the tables, parted by commas. `search`, `compare` and `matrix` need sqlite.
    #[arg(long, short, value_delimiter = ',', default_value = "sqlite")]
    format: Vec<Format>,
    /// Add status and consequence to what was located. Every table is then marked as a working paper.
    #[arg(long)]
    statuses: bool,
    /// Assess also acts in which no word of the subject stands; they may carry duties that are general.
    #[arg(long)]
    every: bool,
    #[command(flatten)]
    setting: Setting,
}

const EXAMPLES: &str = "\
Examples:
  lacuna batch laws/ --out results/
  lacuna batch ie.tar uy.tar --out results/ --format sqlite,csv
  lacuna search results/ 'smuggl! /s person' --country IE";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// results.sqlite, with full-text search.
    Sqlite,
    /// acts.csv, findings.csv, evidence.csv.
    Csv,
    /// The same as JSON Lines.
    Jsonl,
    /// The same as Parquet (programs built with that feature).
    Parquet,
}

impl Args {
    pub(super) fn run(mut self) -> Result {
        self.setting.settle(self.paths.first().and_then(|path| path.to_str()))?;
        let rules = self.setting.rules.load()?;
        let options = Options {
            about: self.setting.about.metadata(),
            reader: self.setting.about.reader(),
            every: self.every,
            statuses: self.statuses,
        };
        let mut stores: Vec<Store> = self.format.iter().map(|format| store(*format)).collect();
        stores.sort_unstable();
        stores.dedup();
        let bar = bar();
        let tell = |step| match step {
            Step::Found(texts) => bar.set_length(texts as u64),
            Step::Done => bar.inc(1),
            Step::Export => bar.set_message("writing the tables"),
        };
        let summary = corpus::batch(&self.paths, &self.out, &rules, &options, &stores, &tell);
        bar.finish_and_clear();
        output::write(&told(&summary?, self.statuses), None)?;
        Ok(Outcome::Done)
    }
}

fn store(format: Format) -> Store {
    match format {
        Format::Sqlite => Store::Sqlite,
        Format::Csv => Store::Csv,
        Format::Jsonl => Store::JsonLines,
        Format::Parquet => Store::Parquet,
    }
}

/// On a terminal alone: a log needs no bar.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} acts, {per_sec}, {eta} left {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// As many as a person reads; the table of acts holds all.
const SHOWN: usize = 10;

fn told(summary: &Summary, statuses: bool) -> String {
    let Summary { texts, unchanged, assessed, set_aside, located, gone, unread, files } = summary;
    let mut out = format!("{texts} texts: {assessed} assessed, {set_aside} without a word of the subject");
    out.push_str(&format!(", {} not read", unread.len()));
    out.push_str(&format!(".\n{unchanged} were known from an earlier run"));
    if *gone > 0 {
        out.push_str(&format!(", {gone} of an earlier run are gone"));
    }
    out.push_str(&format!(".\nSomething was located in {located} acts.\nWritten: {}\n", files.join(", ")));
    if statuses {
        out.push_str(&format!("With statuses: {WORKING_PAPER}.\n"));
    }
    for (path, error) in unread.iter().take(SHOWN) {
        out.push_str(&format!("  not read: {}: {}\n", visible(path), visible(error)));
    }
    if unread.len() > SHOWN {
        out.push_str(&format!("  and {} more: see the table of acts\n", unread.len() - SHOWN));
    }
    out
}
