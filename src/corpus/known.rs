//! What an earlier scan or batch knew, held against a corpus: new, changed, superseded, gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};

/// The acts of an earlier export.
#[derive(Clone, Debug, Default)]
pub struct Known {
    acts: Vec<Version>,
    by_sha256: BTreeSet<String>,
    by_path: BTreeMap<String, usize>,
    by_identity: BTreeMap<String, usize>,
}

/// A text as far as it tells which act it is, and which version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub path: String,
    pub sha256: String,
    pub title: String,
    pub country: String,
    pub number: String,
    pub as_at: String,
}

/// How a text stands to what was known.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// No act of this name, number or title was known.
    New,
    /// A known act in other words, and nothing says that they are later.
    Changed,
    /// A known act as of a later day: the known text is superseded.
    Superseded,
    /// The same bytes.
    Same,
}

impl Standing {
    /// As JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Standing::New => "new",
            Standing::Changed => "changed",
            Standing::Superseded => "superseded",
            Standing::Same => "same",
        }
    }
}

impl Version {
    /// By which an act is known again under another name of its file.
    fn identity(&self) -> Option<String> {
        let folded = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let name = [&self.number, &self.title].into_iter().map(|it| folded(it)).find(|it| !it.is_empty())?;
        Some(format!("{} {name}", self.country.to_uppercase()))
    }
}

impl Known {
    /// Reads an export: the CSV or JSON of a scan, or `acts.csv`, `acts.jsonl` of a batch.
    ///
    /// # Errors
    /// The file cannot be read, or is no such export.
    pub fn read(path: &Path) -> Result<Known> {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|cause| Error::Read { path: name.clone(), cause })?;
        let text = text.trim_start_matches('\u{feff}');
        let rows = if text.trim_start().starts_with('{') { json(text) } else { csv(text) };
        let rows = rows.map_err(|fault| {
            let help = "give the CSV or JSON of a scan, or acts.csv or acts.jsonl of a batch";
            Error::request(format!("{name} is no export of a scan or batch: {fault}"), help)
        })?;
        let mut known = Known::default();
        for version in rows {
            let at = known.acts.len();
            known.by_sha256.insert(version.sha256.clone());
            known.by_path.insert(version.path.clone(), at);
            if let Some(identity) = version.identity() {
                known.by_identity.insert(identity, at);
            }
            known.acts.push(version);
        }
        known.by_sha256.remove("");
        Ok(known)
    }

    fn find(&self, version: &Version) -> Option<&Version> {
        let same = || version.identity().and_then(|it| self.by_identity.get(&it));
        self.by_path.get(&version.path).or_else(same).map(|&at| &self.acts[at])
    }

    pub(super) fn standing(&self, version: &Version) -> Standing {
        if self.by_sha256.contains(&version.sha256) {
            return Standing::Same;
        }
        match self.find(version) {
            None => Standing::New,
            // Days are written from the year on, so that letters order them.
            Some(known) if !known.as_at.is_empty() && version.as_at > known.as_at => Standing::Superseded,
            Some(_) => Standing::Changed,
        }
    }

    /// The paths of known acts that none of these texts is a version of.
    pub(super) fn gone(&self, there: &[Version]) -> Vec<String> {
        let shas: BTreeSet<&str> = there.iter().map(|it| it.sha256.as_str()).collect();
        let paths: BTreeSet<&str> = there.iter().map(|it| it.path.as_str()).collect();
        let identities: BTreeSet<String> = there.iter().filter_map(Version::identity).collect();
        let is_there = |it: &&Version| {
            shas.contains(it.sha256.as_str())
                || paths.contains(it.path.as_str())
                || it.identity().is_some_and(|it| identities.contains(&it))
        };
        let mut gone: Vec<String> =
            self.acts.iter().filter(|it| !is_there(it)).map(|it| it.path.clone()).collect();
        gone.sort();
        gone.dedup();
        gone
    }
}

/// A scan's JSON, or JSON Lines of acts.
fn json(text: &str) -> Result<Vec<Version>, String> {
    let mut rows = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|fault| fault.to_string())?;
        match value.get("acts") {
            Some(Value::Array(acts)) => rows.extend(acts.iter().map(version)),
            _ => rows.push(version(&value)),
        }
    }
    match rows.iter().all(|it| !it.path.is_empty() && !it.sha256.is_empty()) {
        true => Ok(rows),
        false => Err("an act has no path or no sha256".into()),
    }
}

fn version(value: &Value) -> Version {
    let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
    Version {
        path: text("path"),
        sha256: text("sha256"),
        title: text("title"),
        country: text("country"),
        number: text("number"),
        as_at: text("as_at"),
    }
}

fn csv(text: &str) -> Result<Vec<Version>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().map_err(|fault| fault.to_string())?.clone();
    let column = |name: &str| head.iter().position(|it| it.trim().eq_ignore_ascii_case(name));
    if column("path").is_none() || column("sha256").is_none() {
        return Err("it has no columns `path` and `sha256`".into());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| fault.to_string())?;
        // A leading apostrophe keeps spreadsheets from computing; it is not of the text.
        let text = |name: &str| {
            let cell = column(name).and_then(|at| record.get(at)).unwrap_or("");
            cell.strip_prefix('\'').unwrap_or(cell).to_owned()
        };
        rows.push(Version {
            path: text("path"),
            sha256: text("sha256"),
            title: text("title"),
            country: text("country"),
            number: text("number"),
            as_at: text("as_at"),
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, sha256: &str, title: &str, as_at: &str) -> Version {
        let [path, sha256, title, as_at] = [path, sha256, title, as_at].map(str::to_owned);
        Version { path, sha256, title, as_at, country: "XA".into(), ..Version::default() }
    }

    #[test]
    fn a_text_is_known_by_its_bytes_its_name_or_its_title() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acts.csv");
        let csv =
            "path,title,country,sha256,as_at\na.txt,Aliens Act 1990,XA,1,2001-01-01\nb.txt,Ports Act,XA,2,\n";
        std::fs::write(&path, csv).unwrap();
        let known = Known::read(&path).unwrap();
        assert_eq!(known.standing(&row("moved.txt", "1", "", "")), Standing::Same);
        assert_eq!(known.standing(&row("a.txt", "3", "", "2001-01-01")), Standing::Changed);
        assert_eq!(
            known.standing(&row("a-2020.txt", "3", "Aliens Act, 1990", "2020-05-01")),
            Standing::Superseded
        );
        assert_eq!(known.standing(&row("c.txt", "4", "Other Act", "")), Standing::New);
        assert_eq!(known.gone(&[row("a-2020.txt", "3", "Aliens Act 1990", "")]), ["b.txt"]);
    }

    #[test]
    fn json_lines_and_a_scan_are_read_and_other_files_refused() {
        let lines = json("{\"path\":\"a\",\"sha256\":\"1\"}\n{\"path\":\"b\",\"sha256\":\"2\"}\n").unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(json("{\"schema\":1,\"acts\":[{\"path\":\"a\",\"sha256\":\"1\"}]}").unwrap().len(), 1);
        assert!(json("{\"schema\":1}").is_err());
        assert!(csv("name,value\n1,2\n").is_err());
    }
}
