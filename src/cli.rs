//! Reads the command line, runs a command, tells what went wrong. Only this module and its children
//! write to the user and choose the exit code.

mod amends;
mod batch;
mod check;
mod compare;
mod config;
mod diff;
mod eval;
mod explain;
mod failure;
mod format;
mod laws;
mod looks;
mod matrix;
mod outline;
mod output;
mod paper;
mod review;
mod rulebook;
mod rules;
mod scan;
mod search;
mod setting;
mod shell;
mod store;
mod stream;
mod watch;
mod who;

use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{CommandFactory, Parser, Subcommand};

use failure::Failure;
use lacuna::error::Error;
use lacuna::source;

/// Reads national legislation and shows where it meets the Smuggling of Migrants Protocol and where the gaps are.
///
/// lacuna works offline and always gives the same answer to the same text. Each finding points at the words
/// that carry it and names what was looked for and not found. It says what the texts supplied contain; whether
/// a State meets a duty is for people to say.
#[derive(Debug, Parser)]
#[command(version, styles = STYLES, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Colours: on a terminal, always or never. NO_COLOR is respected.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold());

const EXAMPLES: &str = "\
Examples:
  lacuna check bill.md                        what the bill addresses, lacks and leaves open
  lacuna check act.txt code.txt --country XA  several texts read together as one State's law
  lacuna outline bill.md                      how the text was read: its provisions and their lines
  lacuna check bill.md --format html -o b.html  one page with the text beside the findings
  lacuna explain SOM-6.3a bill.md             why the finding is what it is
  lacuna who bill.md                          who is caught: a parent, a rescuer, a landlord …

Exit codes:
  0  done
  1  done, and the threshold of --fail-on was reached, or a test of the rules failed
  2  error";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Diff(diff::Args),
    Review(review::Args),
    Scan(scan::Args),
    Batch(batch::Args),
    Search(search::Args),
    Compare(compare::Args),
    Matrix(matrix::Args),
    Stream(stream::Args),
    Watch(watch::Args),
    Config(config::Args),
    Outline(outline::Args),
    Explain(explain::Args),
    Who(who::Args),
    Eval(eval::Args),
    Rules(rules::Args),
    Completions(shell::Completions),
    Man(shell::Man),
    /// The child's side of reading a foreign format; not for people.
    #[command(name = source::READ_FOREIGN, hide = true)]
    ReadForeign {
        order: String,
    },
}

/// When to write colour codes.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// How a command ended that gave its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// The result is there, and what the user asked to fail on is in it.
    Found,
}

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too, with exit code 0; a closed pipe is no error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match cli.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    let outcome = match cli.command {
        Command::Check(args) => args.run(),
        Command::Diff(args) => args.run(),
        Command::Review(args) => args.run(),
        Command::Scan(args) => args.run(),
        Command::Batch(args) => args.run(),
        Command::Search(args) => args.run(),
        Command::Compare(args) => args.run(),
        Command::Matrix(args) => args.run(),
        Command::Stream(args) => args.run(),
        Command::Config(args) => args.run(),
        Command::Watch(args) => args.run(),
        Command::Completions(args) => args.run(Cli::command()),
        Command::Man(args) => args.run(Cli::command()),
        Command::Outline(args) => args.run(),
        Command::Explain(args) => args.run(),
        Command::Who(args) => args.run(),
        Command::Eval(args) => args.run(),
        Command::Rules(args) => args.run(),
        Command::ReadForeign { order } => source::serve(&order)
            .map(|()| Outcome::Done)
            .map_err(|message| Error::request(message, "this command is for lacuna itself").into()),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(failure) => {
            failure.tell();
            ExitCode::from(2)
        }
    }
}

/// The result of a command.
type Result<T = Outcome, E = Failure> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
