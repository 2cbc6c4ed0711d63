//! `lacuna stream`: acts as JSON Lines in, assessments as JSON Lines out.

use std::io::{self, BufReader};

use lacuna::corpus::{self, Options};
use lacuna::error::Error;

use super::setting::Setting;
use super::{Outcome, Result};

/// Assesses acts that come as JSON Lines on standard input, each by itself, in their order
///
/// A line is an object with `text` or `base64` (the bytes of a file of any format), and if known `id`, `path`,
/// `title`, `language`, `country`, `territory`. A line of results answers it: what was located, and where. A line
/// that is no act, or a text that cannot be read, is answered by its error, and the rest goes on. Memory is
/// bounded, so that a data engine can pipe any number of acts through it: docs/scale.md.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Add status and consequence of every obligation: a working paper.
    #[arg(long)]
    statuses: bool,
    /// Assess also acts in which no word of the subject stands.
    #[arg(long)]
    every: bool,
    #[command(flatten)]
    setting: Setting,
}

const EXAMPLES: &str = "\
Examples:
  jq -Rs '{id: input_filename, text: .}' -c laws/*.txt | lacuna stream > located.jsonl";

impl Args {
    pub(super) fn run(mut self) -> Result {
        self.setting.settle(None)?;
        let rules = self.setting.rules.load()?;
        let options = Options {
            about: self.setting.about.metadata(),
            reader: self.setting.about.reader(),
            every: self.every,
            statuses: self.statuses,
        };
        let input = BufReader::with_capacity(1 << 20, io::stdin().lock());
        match corpus::stream(input, io::stdout().lock(), &rules, &options) {
            // A reader that closes the pipe has read enough.
            Err(Error::Write { cause, .. }) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
            Err(error) => Err(error.into()),
            Ok(_) => Ok(Outcome::Done),
        }
    }
}
