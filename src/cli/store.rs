//! Which acts of the results of a batch a command looks at.

use std::path::PathBuf;

use lacuna::corpus::{Cases, Filter};
use lacuna::error::Error;

use super::Result;

/// What narrows the acts, and what is joined to them.
#[derive(Debug, clap::Args)]
pub(super) struct Chosen {
    /// Acts of these States (two-letter codes, parted by commas), those of their territories among them.
    #[arg(long, value_name = "XX", value_delimiter = ',')]
    country: Vec<String>,
    /// Acts in these languages.
    #[arg(long, value_name = "xx", value_delimiter = ',')]
    language: Vec<String>,
    /// Acts of this year, or of these: 2010 or 2010-2020.
    #[arg(long, value_name = "YEARS", value_parser = years)]
    year: Option<(u16, u16)>,
}

/// A list of decisions.
#[derive(Debug, clap::Args)]
pub(super) struct CaseLaw {
    /// Decisions to join to acts and provisions: YAML, JSON or CSV; see docs/corpus.md.
    #[arg(long = "cases", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Chosen {
    pub(super) fn filter(self, obligation: Option<String>) -> Filter {
        Filter {
            countries: self.country.iter().map(|code| code.to_uppercase()).collect(),
            languages: self.language.iter().map(|code| code.to_lowercase()).collect(),
            years: self.year,
            obligation,
        }
    }
}

impl CaseLaw {
    pub(super) fn read(&self) -> Result<Cases, Error> {
        self.file.as_deref().map_or_else(|| Ok(Cases::default()), Cases::read)
    }
}

fn years(text: &str) -> std::result::Result<(u16, u16), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse(), last.trim().parse()) {
        (Ok(first), Ok(last)) if first <= last => Ok((first, last)),
        _ => Err("write a year, or two with a hyphen: 2010-2020".into()),
    }
}
