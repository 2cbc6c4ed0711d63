//! `lacuna config`: what holds for a text, and where it is said.

mod file;

use std::fmt::Write as _;

use lacuna::source::{Metadata, Source};

use super::laws::About;
use super::{Outcome, Result, output};

pub(super) use file::Config;
use file::{Held, KEYS, Kind, NAME};

/// Shows which settings hold for a text, and from where
///
/// A file lacuna.toml in the folder of the first text, or the nearest folder above, says what holds for every
/// run: checklists, rules, language, country, limits, looks. Flags override it; for language, country and
/// tradition, so does the front matter of the text.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A text; without it, what holds in this folder.
    file: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  lacuna config
  lacuna config bills/bill.md

lacuna.toml:
  country = \"XA\"
  checklists = [\"som-protocol\", \"our-checklist\"]
  classification = \"Restricted\"
  fail-on = \"gap\"
  [limits]
  seconds = 60
  [facts]
  nationals-not-extradited = true";

/// Where nothing else is said.
const USUAL: [(&str, &str); 10] = [
    ("language", "as the words show"),
    ("tradition", "as the text shows"),
    ("checklists", "all"),
    ("rules", "built in"),
    ("templates", "built in"),
    ("report-language", "\"en\""),
    ("limits.size", "256"),
    ("limits.expanded", "256"),
    ("limits.memory", "2048"),
    ("limits.seconds", "30"),
];

impl Args {
    pub(super) fn run(self) -> Result {
        let config = Config::find(self.file.as_deref())?;
        let stated = match &self.file {
            Some(file) => stated(file, &config)?,
            None => Metadata::default(),
        };
        let front = |key: &str| match key {
            "language" => stated.language.as_deref(),
            "country" => stated.country.as_deref(),
            "tradition" => stated.tradition.as_deref(),
            _ => None,
        };
        let mut rows = Vec::new();
        for (key, kind) in KEYS.iter().filter(|(key, _)| *key != "facts") {
            let usual = USUAL.iter().find(|(usual, _)| usual == key).map(|(_, value)| *value);
            let (value, from) = match (front(key), config.entries.get(*key)) {
                (Some(stated), _) => (format!("{stated:?}"), "the text".to_owned()),
                (None, Some((held, _))) => (written(held), config.origin(key).unwrap_or_default()),
                (None, None) => (
                    usual.unwrap_or(if *kind == Kind::Flag { "false" } else { "-" }).to_owned(),
                    "default".to_owned(),
                ),
            };
            rows.push(((*key).to_owned(), value, from));
        }
        for (name, holds) in config.facts() {
            let key = format!("facts.{name}");
            let from = config.origin(&key).unwrap_or_default();
            rows.push((key, holds.to_string(), from));
        }
        let width = |of: fn(&(String, String, String)) -> &String| {
            rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0)
        };
        let (first, second) = (width(|row| &row.0), width(|row| &row.1).min(50));
        let mut out = String::new();
        if config.path.is_none() {
            let _ = writeln!(out, "no {NAME} here or above");
        }
        for (key, value, from) in &rows {
            let _ = writeln!(out, "{key:first$} = {value:second$}  # {from}");
        }
        output::write(&out, None)?;
        Ok(Outcome::Done)
    }
}

/// What the text says of itself.
fn stated(file: &str, config: &Config) -> Result<Metadata> {
    let mut about = About::default();
    about.fill(config);
    Ok(Source::read_with(file, &Metadata::default(), &about.reader())?.meta.clone())
}

fn written(held: &Held) -> String {
    match held {
        Held::Text(text) => format!("{text:?}"),
        Held::List(list) => format!("{list:?}"),
        Held::Flag(flag) => flag.to_string(),
        Held::Number(number) => number.to_string(),
    }
}
