//! Errors as the user reads them: what happened, where with a caret, what to do.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use lacuna::error::Error;

/// Everything that kept a command from its result; all of it is told.
#[derive(Debug)]
pub(super) struct Failure(pub(super) Vec<Error>);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure(vec![error])
    }
}

const RED: Style = AnsiColor::Red.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default().bold();

impl Failure {
    /// Writes the errors to standard error.
    pub(super) fn tell(&self) {
        let mut out = String::new();
        for error in &self.0 {
            describe(error, &mut out);
        }
        // Nowhere is left to tell that standard error is closed.
        let _ = anstream::stderr().write_all(out.as_bytes());
    }
}

fn describe(error: &Error, out: &mut String) {
    let title = match error {
        Error::Rules(faults) if faults.len() > 1 => {
            format!("{} faults\n{error}", faults.len())
        }
        Error::Dossier(faults) if faults.len() > 1 => {
            format!("the dossier has {} faults\n{error}", faults.len())
        }
        _ => error.to_string(),
    };
    let _ = writeln!(out, "{RED}error{RED:#}: {}", visible(&title));
    if !error.help().is_empty() {
        let _ = writeln!(out, "{CYAN}help{CYAN:#}: {}", visible(error.help()));
    }
}

/// Control characters of a file or its name shown as what they are, so that they steer no terminal.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\t' => out.push(' '),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}
