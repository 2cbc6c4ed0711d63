//! Traditions and languages of a user's rule folder, laid over the built-in ones: a new one needs no new program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use regex::bytes::Regex;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::language::{Language, LanguageFile};
use super::tradition::Written;
use crate::error::{Error, Place, Result, RuleFault};

/// What was laid over, by the names of the files.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    pub languages: BTreeMap<String, Language>,
    pub traditions: BTreeMap<String, Written>,
}

static LAID: OnceLock<Overlay> = OnceLock::new();

/// What [`lay_over`] took in; nothing without it.
pub(super) fn laid() -> Option<&'static Overlay> {
    LAID.get()
}

/// Reads every text of this process by `traditions/*.yaml` and `languages/*.yaml` of the folder too: a file of the same
/// name takes the place of the built-in one. To be called before the first text is read, and once; what comes later
/// changes nothing.
///
/// # Errors
/// [`Error::Rules`] with all faults of all these files, [`Error::Read`] when a folder cannot be read.
pub fn lay_over(folder: &Path) -> Result<()> {
    let mut overlay = Overlay::default();
    let mut faults = Vec::new();
    for path in files(&folder.join("languages"))? {
        let (name, text) = named(&path)?;
        if differs(&text, Language::built_in(&name)) {
            let read = typed::<LanguageFile>(&path, &text);
            let compiled = read.and_then(|file| {
                own_name(&path, &file.language, &name)?;
                patterns(&path, file.title.cited.iter())?;
                Language::compile(file).map_err(|message| fault(&path, message))
            });
            compiled.map_or_else(
                |fault| faults.push(fault),
                |language| drop(overlay.languages.insert(name, language)),
            );
        }
    }
    for path in files(&folder.join("traditions"))? {
        let (name, text) = named(&path)?;
        if differs(&text, Written::built_in(&name)) {
            let read = typed::<Written>(&path, &text);
            let sound = read.and_then(|file| {
                own_name(&path, &file.id, &name)?;
                patterns(&path, file.notes.iter().chain(&file.amendment.leads).chain(&file.amendment.own))?;
                Ok(file)
            });
            sound.map_or_else(|fault| faults.push(fault), |file| drop(overlay.traditions.insert(name, file)));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Rules(faults));
    }
    let _ = LAID.set(overlay);
    Ok(())
}

/// The YAML files of a folder in order; none where there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |cause| Error::Read { path: folder.display().to_string(), cause };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>().map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
    paths.sort();
    Ok(paths)
}

/// The name of a file without its ending, and its text.
fn named(path: &Path) -> Result<(String, String)> {
    let text =
        fs::read_to_string(path).map_err(|cause| Error::Read { path: path.display().to_string(), cause })?;
    Ok((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), text))
}

/// Whether a file says anything else than the built-in one of its name.
fn differs(text: &str, built_in: Option<Value>) -> bool {
    built_in.is_none() || yaml::<Value>(text).ok() != built_in
}

fn typed<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, RuleFault> {
    yaml(text).map_err(|error| {
        let message = error.without_snippet().to_string();
        let mut fault = fault(path, message.split(" at line ").next().unwrap_or_default());
        if let Some(at) = error.location() {
            fault.place.at = Some((at.line() as u32, at.column() as u32));
            fault.place.excerpt = text.lines().nth(at.line() as usize - 1).unwrap_or_default().to_owned();
        }
        fault
    })
}

fn yaml<T: DeserializeOwned>(text: &str) -> Result<T, serde_yaml::Error> {
    // Only `true` and `false` are truth values; "no" and "on" are words.
    serde_yaml::from_str_with_options(text, serde_yaml::options! { strict_booleans: true })
}

/// A file is found by its name, so it must say the same.
fn own_name(path: &Path, said: &str, name: &str) -> Result<(), RuleFault> {
    match said == name {
        true => Ok(()),
        false => Err(fault(path, format!("the file is called `{name}` and says that it is `{said}`"))),
    }
}

/// Regular expressions that are compiled only when a text needs them.
fn patterns<'p>(path: &Path, mut all: impl Iterator<Item = &'p String>) -> Result<(), RuleFault> {
    let broken = all.find_map(|pattern| Regex::new(pattern).err());
    broken.map_or(Ok(()), |error| Err(fault(path, error.to_string())))
}

fn fault(path: &Path, message: impl Into<String>) -> RuleFault {
    let help = "docs/structure.md says what such a file holds".to_owned();
    RuleFault { place: Place::file(path.display().to_string()), message: message.into(), help }
}
