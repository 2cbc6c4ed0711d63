//! The rules of a command: those built in, a folder laid over them, the checklists that are asked for.

use std::path::{Path, PathBuf};

use lacuna::checklist::{RuleFiles, Rules};
use lacuna::structure;

use super::Result;
use super::config::Config;

/// Where the rules come from.
#[derive(Debug, clap::Args)]
pub(super) struct Rulebook {
    /// Folder laid over the built-in rules; a file of the same name takes the place of the built-in one.
    #[arg(long = "rules", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Checklists to use, by id or by their folder; all that there are without it. May be given more than once.
    #[arg(long = "checklist", value_name = "ID|PATH")]
    checklists: Vec<String>,
}

impl Rulebook {
    /// Takes from `lacuna.toml` what the command line does not say.
    pub(super) fn fill(&mut self, config: &Config) {
        self.folder = self.folder.take().or_else(|| config.place("rules"));
        if self.checklists.is_empty() {
            let named = |name: String| {
                let folder = config.beside(&name);
                // A folder is named as such, lest it be taken for an id from here.
                if folder.join("checklist.yaml").is_file() {
                    Path::new(".").join(folder).display().to_string()
                } else {
                    name
                }
            };
            self.checklists = config.list("checklists").into_iter().map(named).collect();
        }
    }

    /// Reads texts by the traditions and languages of the folder too. Before the first text is read.
    pub(super) fn lay_over(&self) -> Result<()> {
        self.folder.as_deref().map_or(Ok(()), |folder| Ok(structure::lay_over(folder)?))
    }

    /// Loads the rules and keeps the checklists that are asked for, in their order.
    pub(super) fn load(&self) -> Result<Rules> {
        self.lay_over()?;
        // An id is a bare name; what looks like a path or is a folder here is one.
        let (paths, _): (Vec<_>, Vec<_>) = self.checklists.iter().partition(|name| is_path(name));
        let mut rules = match paths.is_empty() {
            true => Rules::load(self.folder.as_deref())?,
            false => {
                let mut files = RuleFiles::built_in();
                if let Some(folder) = &self.folder {
                    files.lay_over(folder)?;
                }
                for path in paths {
                    files.add_checklist(Path::new(path))?;
                }
                Rules::from_files(files, true)?
            }
        };
        if !self.checklists.is_empty() {
            let ids: Vec<_> = self.checklists.iter().map(|name| id(name, &rules)).collect();
            rules.select(&ids)?;
        }
        Ok(rules)
    }
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || Path::new(name).join("checklist.yaml").is_file()
}

/// The id of the checklist that was read from the folder; a name that is no path is an id itself.
fn id(name: &str, rules: &Rules) -> String {
    let folder = Path::new(name).canonicalize().ok().filter(|_| is_path(name));
    let folder = folder.and_then(|path| Some(format!("{}/", path.file_name()?.to_string_lossy())));
    let read = folder.and_then(|folder| rules.obligations().find(|(_, it)| it.file.starts_with(&folder)));
    read.map_or_else(|| name.to_owned(), |(checklist, _)| checklist.id.clone())
}
