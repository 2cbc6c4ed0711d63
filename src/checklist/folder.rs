//! Rule files by their paths, with folders of the user laid over them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::yaml::Document;
use crate::error::{Error, Place, Result, RuleFault};

/// Rule files by their path in the rule folder: `lexicons/en.yaml`.
#[derive(Clone, Debug, Default)]
pub struct RuleFiles {
    pub(super) files: BTreeMap<String, Document>,
    /// Paths of files that say something else than what the program carries.
    changed: BTreeSet<String>,
}

impl RuleFiles {
    /// Deeper folders hold no rules.
    const MAX_DEPTH: usize = 4;
    const MAX_FILES: usize = 5_000;

    /// Lays the `.yaml` files of a rule folder over these: the same path replaces, others are added.
    pub fn lay_over(&mut self, folder: &Path) -> Result<()> {
        self.add(folder, "", 0)
    }

    /// Adds the checklist whose folder this is (it holds a `checklist.yaml`), under the folder's name.
    pub fn add_checklist(&mut self, folder: &Path) -> Result<()> {
        let name = folder
            .canonicalize()
            .ok()
            .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        match name {
            Some(name) if folder.join("checklist.yaml").is_file() => {
                self.add(folder, &format!("checklists/{name}/"), 0)
            }
            _ => Err(Error::request(
                format!("{} is no checklist", folder.display()),
                "name a checklist, or a folder that holds a checklist.yaml",
            )),
        }
    }

    fn add(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<()> {
        let unreadable = |path: &Path, cause| Error::Read { path: path.display().to_string(), cause };
        let entries = fs::read_dir(folder).map_err(|cause| unreadable(folder, cause))?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|cause| unreadable(folder, cause))?.path());
        }
        paths.sort();
        for path in paths {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                if depth < Self::MAX_DEPTH {
                    self.add(&path, &format!("{prefix}{name}/"), depth + 1)?;
                }
            } else if name.ends_with(".yaml") {
                if self.files.len() >= Self::MAX_FILES {
                    let help = "point --rules at a folder of rules";
                    return Err(Error::request(format!("{} holds too many files", folder.display()), help));
                }
                let bytes = fs::read(&path).map_err(|cause| unreadable(&path, cause))?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                let at = format!("{prefix}{name}");
                if self.files.get(&at).is_none_or(|known| known.text != text) {
                    self.changed.insert(at.clone());
                }
                self.files.insert(at, Document::new(path.display().to_string(), text));
            }
        }
        Ok(())
    }

    /// The files that the program carries.
    pub(super) fn carried(files: BTreeMap<String, Document>) -> Self {
        Self { files, changed: BTreeSet::new() }
    }

    /// Whether a file whose path begins so says something else than what the program carries.
    pub(super) fn has_changed(&self, path: &str) -> bool {
        self.changed.range(path.to_owned()..).next().is_some_and(|first| first.starts_with(path))
    }

    /// The languages that have a lexicon, by ISO 639-1 code, in order.
    pub(super) fn languages(&self) -> BTreeSet<&str> {
        self.under("lexicons/").filter_map(|(name, _)| name.split('.').next()).collect()
    }

    /// `lexicons/en.yaml`, then `lexicons/en.*.yaml` in the order of their names.
    pub(super) fn lexicon(&self, language: &str) -> Vec<&Document> {
        let main = format!("{language}.yaml");
        let belongs = |name: &str| name != main && name.split('.').next() == Some(language);
        let parts = self.under("lexicons/").filter(|(name, _)| belongs(name));
        let main = self.files.get(&format!("lexicons/{main}"));
        main.into_iter().chain(parts.map(|(_, document)| document)).collect()
    }

    /// The fault of a file that should be there.
    pub(super) fn absent(path: &str, help: &str) -> RuleFault {
        RuleFault { place: Place::file(path), message: "the file is missing".into(), help: help.into() }
    }

    /// The files of a folder with what follows it in their paths.
    pub(super) fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Document)> {
        self.files.iter().filter_map(move |(path, document)| Some((path.strip_prefix(folder)?, document)))
    }
}
