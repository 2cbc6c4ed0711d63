//! `decisions.yaml` → [`Decisions`]: what people decided, entry by entry. Entries are only ever added.

use std::fmt::Write as _;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dossier::is_date;
use crate::checklist::{At, Rules, Status, YamlFile, did_you_mean, read};
use crate::error::{Error, Result};

/// The decisions of a review. The last one on an obligation that is no added evidence counts; the others are its history.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DecisionsFile {
    /// Of this format: 1.
    schema: At<u32>,
    #[serde(default)]
    decisions: Vec<At<DecisionForm>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DecisionForm {
    obligation: At<String>,
    kind: Kind,
    /// For `override`: what the law holds in the eyes of the person who decides.
    status: Option<Status>,
    reason: Option<String>,
    by: String,
    /// `governmental expert`, `focal point` …
    capacity: Option<String>,
    date: Option<At<String>>,
    state: State,
    #[serde(default)]
    dissent: Vec<Dissent>,
    /// Words for the list of observations, instead of those drafted.
    says: Option<Says>,
    /// For `evidence-added`.
    source: Option<Source>,
    /// What the texts were found to hold when this was decided.
    found: Option<Status>,
    /// The provisions on which the finding rested when this was decided.
    #[serde(default)]
    rests_on: Vec<RestsOn>,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The finding is right.
    Confirm,
    /// It is another.
    Override,
    /// The obligation does not arise for this State.
    NotApplicable,
    /// Something that is not in the texts supplied.
    EvidenceAdded,
}

/// How far a decision has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Proposed,
    /// Among those who draft.
    Agreed,
    /// By the focal points.
    Cleared,
}

/// Who sees it otherwise, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dissent {
    pub by: String,
    pub capacity: Option<String>,
    pub reason: String,
}

/// Statements of an observation in the words of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Says {
    pub challenge: Option<String>,
    pub good_practice: Option<String>,
    pub suggestion: Option<String>,
    pub assistance: Option<String>,
}

/// Evidence from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    pub kind: SourceKind,
    pub title: String,
    pub provision: Option<String>,
    pub quote: Option<String>,
    /// Two-letter code of the quote's language.
    pub language: Option<String>,
    pub date: Option<String>,
    /// Where it can be read.
    pub address: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    Law,
    Notification,
    Practice,
    Case,
}

/// A provision as it was worded when something was decided on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RestsOn {
    /// File of the law.
    pub law: String,
    pub provision: String,
    /// Digest of its words.
    pub words: String,
}

/// A decision of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub obligation: String,
    pub kind: Kind,
    pub status: Option<Status>,
    pub reason: Option<String>,
    pub by: String,
    pub capacity: Option<String>,
    pub date: Option<String>,
    pub state: State,
    pub dissent: Vec<Dissent>,
    pub says: Says,
    pub source: Option<Source>,
    pub found: Option<Status>,
    pub rests_on: Vec<RestsOn>,
    /// Line in `decisions.yaml`; 0 for one that is not written yet.
    pub line: u32,
}

/// All decisions, in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// As the user would name it.
    pub name: String,
    /// As written; empty without a file.
    text: String,
    pub entries: Vec<Decision>,
}

impl Decisions {
    /// Reads `decisions.yaml` beside a dossier; a dossier without one has no decisions.
    ///
    /// # Errors
    /// [`Error::Read`], or [`Error::Dossier`] with every fault.
    pub fn read(folder: &Path, rules: &Rules) -> Result<Decisions> {
        let path = folder.join("decisions.yaml");
        let name = path.display().to_string();
        match std::fs::read(&path) {
            Ok(bytes) => Self::from_text(&name, &String::from_utf8_lossy(&bytes), rules),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                Ok(Decisions { name, ..Decisions::default() })
            }
            Err(cause) => Err(Error::Read { path: name, cause }),
        }
    }

    /// Reads the text of `decisions.yaml`.
    ///
    /// # Errors
    /// [`Error::Dossier`] with every fault.
    pub fn from_text(name: &str, text: &str, rules: &Rules) -> Result<Decisions> {
        let document = YamlFile::new(name, text.trim_start_matches('\u{feff}'));
        let (file, mut faults) = read::<DecisionsFile>(&document);
        let Some(file) = file else { return Err(Error::Dossier(faults)) };
        let mut fault = |at, message: String, help: &str| faults.push(document.fault(at, message, help));
        if file.schema.value != 1 {
            fault(file.schema.at, format!("schema {} is not known", file.schema.value), "write schema: 1");
        }
        let known: Vec<&str> = rules.obligations().map(|(_, it)| it.id.as_str()).collect();
        let mut entries = Vec::new();
        for At { at, value: form } in file.decisions {
            let id = &form.obligation;
            if !known.contains(&id.value.as_str()) {
                let help = did_you_mean(&id.value, known.iter().copied());
                fault(id.at, format!("no obligation `{}`", id.value), &help);
            }
            if let Some(date) = form.date.as_ref().filter(|date| !is_date(&date.value)) {
                fault(date.at, format!("`{}` is no date", date.value), "write it as 2031-03-14");
            }
            if (form.kind == Kind::Override) != form.status.is_some() {
                let help = "`override` states a status; the other kinds state none";
                fault(id.at, "kind and status do not fit".into(), help);
            }
            if (form.kind == Kind::EvidenceAdded) != form.source.is_some() {
                let help = "`evidence-added` names a source; the other kinds name none";
                fault(id.at, "kind and source do not fit".into(), help);
            }
            if matches!(form.kind, Kind::Override | Kind::NotApplicable) && form.reason.is_none() {
                fault(id.at, "the reason is missing".into(), "say why the finding is not followed");
            }
            let line = document.fault(at, "", "").place.at.map_or(0, |(line, _)| line);
            entries.push(Decision {
                obligation: form.obligation.value,
                kind: form.kind,
                status: form.status,
                reason: form.reason,
                by: form.by,
                capacity: form.capacity,
                date: form.date.map(|date| date.value),
                state: form.state,
                dissent: form.dissent,
                says: form.says.unwrap_or_default(),
                source: form.source,
                found: form.found,
                rests_on: form.rests_on,
                line,
            });
        }
        match faults.is_empty() {
            true => Ok(Decisions { name: name.to_owned(), text: text.to_owned(), entries }),
            false => {
                faults.sort_by_key(|fault| fault.place.at);
                Err(Error::Dossier(faults))
            }
        }
    }

    /// The decision that counts for an obligation, of whatever state.
    pub fn on(&self, obligation: &str) -> Option<&Decision> {
        let decides = |it: &&Decision| it.obligation == obligation && it.kind != Kind::EvidenceAdded;
        self.entries.iter().rev().find(decides)
    }

    /// Evidence that people added for an obligation.
    pub fn added(&self, obligation: &str) -> impl Iterator<Item = &Decision> {
        self.entries.iter().filter(move |it| it.obligation == obligation && it.kind == Kind::EvidenceAdded)
    }

    /// The file with entries added at its end; what stands there stays as it is, to the letter.
    ///
    /// # Errors
    /// [`Error::Request`] when the file is written in a way that nothing can be added at its end.
    pub fn with(&self, new: &[Decision], rules: &Rules) -> Result<String> {
        let mut text = self.text.clone();
        if text.trim().is_empty() {
            text = "# What people decided on the findings. Entries are added, never changed: the last one counts.\n\
                    schema: 1\ndecisions:\n"
                .to_owned();
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        new.iter().for_each(|entry| entry.write(&mut text));
        let refused = || {
            Error::request(
                format!("nothing can be added at the end of {}", self.name),
                "let `decisions:` be its last field, with one entry below the other: `  - obligation: …`",
            )
        };
        let read = Self::from_text(&self.name, &text, rules).map_err(|_| refused())?;
        let same = |(a, b): (&Decision, &Decision)| {
            Decision { line: 0, ..a.clone() } == Decision { line: 0, ..b.clone() }
        };
        let all = self.entries.iter().chain(new);
        let grown = read.entries.len() == self.entries.len() + new.len();
        if grown && read.entries.iter().zip(all).all(same) { Ok(text) } else { Err(refused()) }
    }
}

impl Decision {
    /// Writes the entry as YAML of two levels.
    fn write(&self, out: &mut String) {
        let _ = writeln!(out, "  - obligation: {}\n    kind: {}", self.obligation, yaml(&self.kind));
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "    {name}: {value}");
            }
        };
        let texts = |text: &Option<String>| text.as_deref().map(quoted);
        field("status", self.status.as_ref().map(yaml));
        field("reason", texts(&self.reason));
        field("by", Some(quoted(&self.by)));
        field("capacity", texts(&self.capacity));
        field("date", texts(&self.date));
        field("state", Some(yaml(&self.state)));
        field("says", (self.says != Says::default()).then(|| yaml(&self.says)));
        field("source", self.source.as_ref().map(yaml));
        field("found", self.found.as_ref().map(yaml));
        let mut list = |name: &str, items: Vec<String>| {
            if !items.is_empty() {
                let _ = writeln!(out, "    {name}:");
                items.iter().for_each(|item| out.push_str(&format!("      - {item}\n")));
            }
        };
        list("dissent", self.dissent.iter().map(yaml).collect());
        list("rests-on", self.rests_on.iter().map(yaml).collect());
    }
}

/// A text in quotation marks, as YAML and JSON both read it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// What serde calls a value: a bare word, or a map in braces without what is not given.
pub(super) fn yaml(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(mut map)) => {
            map.retain(|_, value| !value.is_null());
            let pairs = map.iter().map(|(key, value)| format!("{key}: {value}"));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        _ => String::new(),
    }
}
