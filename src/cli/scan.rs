//! `lacuna scan`: the acts of a statute book that a reviewer must read, best first.

use std::path::PathBuf;

use lacuna::corpus::{self, Options, Scan};
use lacuna::report;

use super::format::{self, Format};
use super::output::To;
use super::setting::Setting;
use super::{Outcome, Result};

/// Ranks the acts of folders and archives by what they carry
///
/// Every text is looked at: acts with an offence of the kind that the checklist asks for stand first, then those
/// that carry something else of it. Customs, trafficking-only and approval acts fall behind. Folders are walked,
/// .tar and .zip are read in place; a text that cannot be read is told and the rest goes on.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders, archives and files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What to write.
    #[arg(long, short, default_value = "terminal", value_parser = format::among(&FORMATS))]
    format: Format,
    #[command(flatten)]
    to: To,
    /// Show at most so many acts; the JSON and CSV hold all.
    #[arg(long, default_value_t = 25, value_name = "N")]
    top: usize,
    #[command(flatten)]
    setting: Setting,
}

/// What can be written.
const FORMATS: [Format; 3] = [Format::Terminal, Format::Json, Format::Csv];

const EXAMPLES: &str = "\
Examples:
  lacuna scan statute-book/
  lacuna scan statute-book.tar --format json --output scan.json";

impl Args {
    pub(super) fn run(mut self) -> Result {
        self.setting.settle(self.paths.first().and_then(|path| path.to_str()))?;
        let rules = self.setting.rules.load()?;
        let about = &self.setting.about;
        let options = Options { about: about.metadata(), reader: about.reader() };
        let scan = corpus::scan(&self.paths, &rules, &options)?;
        let text = match self.format {
            Format::Json => report::json(&scan)?,
            Format::Csv => csv(&scan),
            _ => terminal(&scan, self.top),
        };
        self.to.write(&text)?;
        Ok(Outcome::Done)
    }
}

fn terminal(scan: &Scan, top: usize) -> String {
    let mut out = String::new();
    for (at, act) in scan.acts.iter().take(top).enumerate() {
        let duties = act.obligations.iter().take(6);
        let duties: Vec<String> = duties.map(|it| format!("{} {}", it.obligation, it.label)).collect();
        let more = act.obligations.len().saturating_sub(duties.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push_str(&format!("{:>4}  {}\n      {}\n", at + 1, visible(&act.title), visible(&act.path)));
        out.push_str(&format!("      {}{more}\n", visible(&duties.join(", "))));
    }
    let hidden = scan.acts.len().saturating_sub(top);
    if hidden > 0 {
        out.push_str(&format!("\n{hidden} more acts carry something (--top {}).\n", scan.acts.len()));
    }
    out.push_str(&format!("\n{} acts with something, {} without", scan.acts.len(), scan.empty));
    if scan.unread.is_empty() {
        out.push_str(".\n");
    } else {
        out.push_str(&format!(", {} not read:\n", scan.unread.len()));
        for (name, reason) in scan.unread.iter().take(top) {
            out.push_str(&format!("  {}: {}\n", visible(name), visible(reason)));
        }
    }
    out
}

/// A hostile title writes no control codes to the terminal.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn csv(scan: &Scan) -> String {
    let mut out = "path,title,language,country,weight,obligations\n".to_owned();
    for act in &scan.acts {
        let duties: Vec<&str> = act.obligations.iter().map(|it| it.obligation.as_str()).collect();
        let country = act.country.as_deref().unwrap_or("");
        let cells = [
            act.path.as_str(),
            &act.title,
            &act.language,
            country,
            &act.weight.to_string(),
            &duties.join(" "),
        ];
        out.push_str(&cells.map(cell).join(","));
        out.push('\n');
    }
    out
}

/// Quoted by RFC 4180; a cell that a spreadsheet would compute is made text.
fn cell(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
    format!("\"{}\"", text.replace('"', "\"\""))
}
