//! `lacuna completions` and `lacuna man`: what shells and manuals read.

use std::path::PathBuf;

use clap::Command;
use clap_complete::Shell;
use lacuna::error::Error;

use super::{Outcome, Result, output};

/// Prints the completions for a shell
///
/// bash: lacuna completions bash > ~/.local/share/bash-completion/completions/lacuna
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Prints the manual page, or writes one for each command into a folder
#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// Folder for lacuna.1, lacuna-check.1 …; it must exist.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Completions {
    pub(super) fn run(self, mut command: Command) -> Result {
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut command, "lacuna", &mut out);
        output::write_verbatim(&String::from_utf8_lossy(&out))?;
        Ok(Outcome::Done)
    }
}

impl Man {
    pub(super) fn run(self, command: Command) -> Result {
        let Some(folder) = self.dir else {
            output::write_verbatim(&page(command)?)?;
            return Ok(Outcome::Done);
        };
        let mut command = command;
        command.build();
        let parts = command.get_subcommands().filter(|part| !part.is_hide_set());
        for part in parts {
            let name = format!("lacuna-{}", part.get_name());
            let path = folder.join(format!("{name}.1"));
            output::write(&page(part.clone())?, Some(&path))?;
        }
        output::write(&page(command)?, Some(&folder.join("lacuna.1")))?;
        Ok(Outcome::Done)
    }
}

fn page(command: Command) -> Result<String> {
    let mut out = Vec::new();
    let written = clap_mangen::Man::new(command).render(&mut out);
    written.map_err(|cause| Error::Write { path: PathBuf::from("lacuna.1"), cause })?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
