//! What is known about a text beside its words: stated in the file, in `NAME.yaml` beside it, or by flags, the
//! later of which have the last word.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Place, Result, RuleFault};

/// What is known about a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub struct Metadata {
    pub title: Option<String>,
    /// ISO 3166-1 alpha-2 code of the State, upper case.
    pub country: Option<String>,
    /// A territory or federal unit whose law this is; none for the State's own.
    pub territory: Option<String>,
    /// Whose law it is: the State's, a federal unit's, a territory's.
    pub level: Option<Level>,
    /// Official number or identifier of the act.
    pub number: Option<String>,
    /// ISO 639-1 code, lower case.
    pub language: Option<String>,
    /// Day of enactment or publication: `2031`, `2031-05` or `2031-05-09`.
    pub date: Option<String>,
    /// The day the text states the law of.
    pub as_at: Option<String>,
    /// `in-force`, `bill`, `repealed`, `not-commenced`, …
    pub status: Option<String>,
    /// Where the text was taken from: an address, a gazette, a page.
    pub source: Option<String>,
    /// What the text is a translation of; none for an original.
    pub translation: Option<Translation>,
    /// How the law is divided and numbered, a name of `rules/traditions`; none: as the text shows.
    pub tradition: Option<String>,
}

/// Whose law a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    National,
    FederalUnit,
    Territory,
}

impl Level {
    /// As it is written in YAML and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Level::National => "national",
            Level::FederalUnit => "federal-unit",
            Level::Territory => "territory",
        }
    }
}

/// What a translated text is a translation of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub struct Translation {
    /// ISO 639-1 code of the language of the original.
    pub of: Option<String>,
    pub kind: Option<TranslationKind>,
    /// Who translated.
    pub by: Option<String>,
    pub date: Option<String>,
}

/// What a translation is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TranslationKind {
    /// By the State itself.
    Official,
    /// By people, without the State's authority.
    Unofficial,
    /// By a program.
    Machine,
}

/// Names of fields, first as they are told, then as others write them.
const FIELDS: [&[&str]; 15] = [
    &["title", "short-title"],
    &["country"],
    &["territory", "federal-unit"],
    &["level"],
    &["number", "identifier"],
    &["language", "lang"],
    &["date", "publication-date"],
    &["as-at", "last-updated"],
    &["status"],
    &["source", "url"],
    &["tradition"],
    &["translation.of"],
    &["translation.kind"],
    &["translation.by"],
    &["translation.date"],
];

/// Larger files beside a text say something else.
const MOST_BYTES: u64 = 64 * 1024;

impl Metadata {
    /// Sets a field by its name in YAML, `as-at` or `translation.kind`.
    ///
    /// # Errors
    /// No such field, or a value that it cannot have: what is wrong, and what to do.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), (String, String)> {
        let name = name.trim().to_lowercase().replace('_', "-");
        let Some(field) = FIELDS.iter().find(|names| names.contains(&name.as_str())) else {
            let known: Vec<&str> = FIELDS.iter().map(|names| names[0]).collect();
            return Err((
                format!("`{name}` is nothing that is asked of a text"),
                format!("fields: {}", known.join(", ")),
            ));
        };
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() {
            return Ok(());
        }
        let code = |least: usize, most: usize| -> Result<String, (String, String)> {
            let fits =
                value.chars().all(|c| c.is_ascii_alphabetic()) && (least..=most).contains(&value.len());
            fits.then(|| value.to_lowercase())
                .ok_or((format!("`{value}` is no {}", field[0]), "write a code of two letters".into()))
        };
        let date = || {
            // The hour of a gazette's file is nobody's concern.
            let day = value.split(['T', ' ']).next().unwrap_or_default();
            is_date(day).then(|| day.to_owned()).ok_or((
                format!("`{value}` is no date"),
                "write it as 2031-05-09; 2031-05 and 2031 will do".to_owned(),
            ))
        };
        let translation = || self.translation.clone().unwrap_or_default();
        match field[0] {
            "title" => self.title = Some(value),
            "country" => self.country = Some(code(2, 2)?.to_uppercase()),
            "territory" => self.territory = Some(value),
            "level" => self.level = Some(one_of(&value, "level")?),
            "number" => self.number = Some(value),
            "language" => self.language = Some(code(2, 3)?),
            "date" => self.date = Some(date()?),
            "as-at" => self.as_at = Some(date()?),
            "status" => self.status = Some(value.to_lowercase().replace(['_', ' '], "-")),
            "source" => self.source = Some(value),
            "tradition" => self.tradition = Some(value.to_lowercase()),
            "translation.of" => {
                self.translation = Some(Translation { of: Some(code(2, 3)?), ..translation() })
            }
            "translation.kind" => {
                self.translation =
                    Some(Translation { kind: Some(one_of(&value, "kind of translation")?), ..translation() });
            }
            "translation.by" => self.translation = Some(Translation { by: Some(value), ..translation() }),
            _ => self.translation = Some(Translation { date: Some(date()?), ..translation() }),
        }
        Ok(())
    }

    /// These values, and those of `other` where this says nothing; codes in their usual case.
    pub(crate) fn or(self, other: Metadata) -> Metadata {
        let both = Metadata {
            title: self.title.or(other.title),
            country: self.country.or(other.country),
            territory: self.territory.or(other.territory),
            level: self.level.or(other.level),
            number: self.number.or(other.number),
            language: self.language.or(other.language),
            date: self.date.or(other.date),
            as_at: self.as_at.or(other.as_at),
            status: self.status.or(other.status),
            source: self.source.or(other.source),
            translation: match (self.translation, other.translation) {
                (Some(own), Some(other)) => Some(Translation {
                    of: own.of.or(other.of),
                    kind: own.kind.or(other.kind),
                    by: own.by.or(other.by),
                    date: own.date.or(other.date),
                }),
                (own, other) => own.or(other),
            },
            tradition: self.tradition.or(other.tradition),
        };
        Metadata {
            country: both.country.map(|code| code.to_uppercase()),
            language: both.language.map(|code| code.to_lowercase()),
            ..both
        }
    }
}

fn one_of<T: serde::de::DeserializeOwned>(value: &str, what: &str) -> Result<T, (String, String)> {
    let name = value.to_lowercase().replace(['_', ' '], "-");
    serde_json::from_value(Value::String(name)).map_err(|fault| {
        // serde names what it would take: "unknown variant `x`, expected one of `a`, `b`".
        let known = fault.to_string().split("expected ").nth(1).unwrap_or_default().to_owned();
        (format!("`{value}` is no {what}"), format!("give {known}"))
    })
}

/// `2031`, `2031-05`, `2031-05-09`.
fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let figures = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let within = |part: &str, most: u32| part.parse().is_ok_and(|number: u32| (1..=most).contains(&number));
    match parts.as_slice() {
        [year] => figures(year, 4),
        [year, month] => figures(year, 4) && figures(month, 2) && within(month, 12),
        [year, month, day] => {
            figures(year, 4) && figures(month, 2) && within(month, 12) && figures(day, 2) && within(day, 31)
        }
        _ => false,
    }
}

/// YAML that states metadata, and where it stands in its file.
pub(super) struct Sheet<'a> {
    /// The file, for faults.
    pub name: &'a str,
    /// All of the file.
    pub text: &'a str,
    /// Lines before the YAML: front matter has its fence there.
    pub before: usize,
    pub yaml: &'a str,
}

impl Sheet<'_> {
    /// What the YAML says, with the keys that are none of ours.
    pub fn read(&self) -> Result<(Metadata, Vec<RuleFault>)> {
        let entries = self.entries()?;
        let mut meta = Metadata::default();
        let (mut faults, mut unknown) = (Vec::new(), Vec::new());
        for (key, value) in &entries {
            let name = key.to_lowercase().replace('_', "-");
            let line = self.line_of(key, 0);
            let known = name == "translation" || FIELDS.iter().any(|names| names.contains(&name.as_str()));
            match value {
                Value::Object(inner) if name == "translation" => {
                    for key in inner.keys() {
                        let line = self.line_of(key, line);
                        let value = inner.get(key).and_then(|value| self.words(value, line));
                        self.take(&mut meta, &format!("translation.{key}"), value, line, &mut faults);
                    }
                }
                _ if name == "translation" => faults.push(self.fault(
                    line,
                    "`translation` says what of, by whom and how".into(),
                    "write it as `translation: {of: xx, kind: unofficial}`".into(),
                )),
                _ if known => self.take(&mut meta, &name, self.words(value, line), line, &mut faults),
                _ => {
                    let Err((message, help)) = Metadata::default().set(&name, "x") else { continue };
                    unknown.push(self.fault(line, message, help));
                }
            }
        }
        if !faults.is_empty() {
            faults.sort_by_key(|fault| fault.place.at);
            return Err(Error::Rules(faults));
        }
        unknown.sort_by_key(|fault| fault.place.at);
        Ok((meta, unknown))
    }

    fn entries(&self) -> Result<BTreeMap<String, Value>> {
        serde_yaml::from_str(self.yaml).map_err(|fault| {
            let at = fault.location().map_or(1, |location| location.line() as usize);
            let message = fault.without_snippet().to_string();
            let message = message.lines().next().unwrap_or("");
            let what = if self.before > 0 { "front matter" } else { "metadata" };
            let help = if self.before > 0 {
                "correct it, or remove the `---` lines if the text has no front matter"
            } else {
                "correct it, or call the file otherwise if it says nothing about the text"
            };
            let line = at.saturating_sub(1);
            Error::Rules(vec![self.fault(
                line,
                format!("the {what} is not valid YAML: {message}"),
                help.into(),
            )])
        })
    }

    fn take(
        &self,
        meta: &mut Metadata,
        name: &str,
        value: Option<String>,
        line: usize,
        faults: &mut Vec<RuleFault>,
    ) {
        let Some(value) = value else {
            let message = format!("`{name}` is one value, in words");
            return faults.push(self.fault(line, message, format!("write it as `{name}: …` on one line")));
        };
        // Front matter is written for other programs too: their dates and levels are not ours, and cost no text.
        let is_ours = self.before == 0 || name == "language";
        if let Err((message, help)) = meta.set(name, &value)
            && is_ours
        {
            faults.push(self.fault(line, message, help));
        }
    }

    /// A value in words. `no` is a country, and a year is no number.
    fn words(&self, value: &Value, line: usize) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Null => Some(String::new()),
            Value::Bool(_) | Value::Number(_) => {
                let written = self.yaml.lines().nth(line).and_then(|line| line.split_once(':'));
                let written = written.map_or("", |(_, words)| words.split(" #").next().unwrap_or("").trim());
                let plain = !written.contains(['{', ',', '}']) && !written.is_empty();
                Some(if plain { written.to_owned() } else { value.to_string() })
            }
            Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The line of the YAML that states a key, from 0; the one it is sought from, where none does.
    fn line_of(&self, key: &str, from: usize) -> usize {
        let states = |line: &str| {
            let line = line.trim_start().trim_start_matches(['"', '\'']);
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        };
        let found = self.yaml.lines().enumerate().skip(from).find(|(_, line)| states(line));
        found.map_or(from, |(at, _)| at)
    }

    fn fault(&self, line: usize, message: String, help: String) -> RuleFault {
        let at = line + self.before;
        let excerpt = self.text.lines().nth(at).unwrap_or("").replace('\t', " ");
        let indent = excerpt.chars().take_while(|c| c.is_whitespace()).count();
        let width = (excerpt.trim().chars().count() as u32).max(1);
        let at = Some((at as u32 + 1, indent as u32 + 1));
        RuleFault { place: Place { file: self.name.into(), at, excerpt, width }, message, help }
    }
}

/// What `NAME.yaml` beside a file says of it. A file with lists and tables there is something else: labels, a
/// dossier, a rule test.
///
/// # Errors
/// It cannot be read, or a field of it is wrong or unknown.
pub(super) fn beside(path: &str) -> Result<Metadata> {
    let Some(sheet) = sheet_beside(path) else { return Ok(Metadata::default()) };
    let name = sheet.display().to_string();
    let text = std::fs::read_to_string(&sheet).map_err(|cause| Error::Read { path: name.clone(), cause })?;
    let sheet = Sheet { name: &name, text: &text, before: 0, yaml: &text };
    let entries = sheet.entries()?;
    let is_other = |(key, value): (&String, &Value)| {
        key != "translation" && matches!(value, Value::Array(_) | Value::Object(_))
    };
    if entries.iter().any(is_other) {
        return Ok(Metadata::default());
    }
    let (meta, unknown) = sheet.read()?;
    if unknown.is_empty() { Ok(meta) } else { Err(Error::Rules(unknown)) }
}

fn sheet_beside(path: &str) -> Option<PathBuf> {
    let sheet = Path::new(path).with_extension("yaml");
    let about = std::fs::metadata(&sheet).ok()?;
    (sheet != Path::new(path) && about.is_file() && about.len() <= MOST_BYTES).then_some(sheet)
}
