//! The command line of lacuna.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::run()
}
