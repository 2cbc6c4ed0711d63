//! The words of the reports, kept as data in `templates/words.en.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::looks::Templates;
use crate::checklist::{Obligation, Translated};
use crate::error::{Error, Result};

/// What the reports say, by code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Words {
    pub(super) status: BTreeMap<String, String>,
    pub(super) status_sentence: BTreeMap<String, String>,
    pub(super) consequence: BTreeMap<String, String>,
    pub(super) consequence_sentence: BTreeMap<String, String>,
    pub(super) force: BTreeMap<String, String>,
    pub(super) via: BTreeMap<String, String>,
    kind: BTreeMap<String, String>,
    flag: BTreeMap<String, String>,
    deficiency: BTreeMap<String, String>,
}

impl Words {
    /// The built-in English words.
    pub(super) fn english() -> Result<Words> {
        const NAME: &str = "words.en.yaml";
        let fault = |message: String| Error::Template { name: NAME.into(), message };
        let file = Templates::get(NAME).ok_or_else(|| fault("is not built in".into()))?;
        let text = std::str::from_utf8(&file.data).map_err(|error| fault(error.to_string()))?;
        serde_yaml::from_str(text).map_err(|error| fault(error.to_string()))
    }

    /// A kind of act in words; a kind without words is told by its name.
    pub(super) fn kind(&self, name: &str) -> String {
        self.kind.get(name).cloned().unwrap_or_else(|| spelled(name))
    }

    /// What a flag means for the reader. `obligation` gives the word of its general part.
    pub(super) fn flag(&self, flag: &str, obligation: Option<&Obligation>) -> String {
        let name = flag.split_once(':').map_or(flag, |(name, _)| name);
        let sentence = self.flag.get(name).cloned().unwrap_or_else(|| spelled(flag));
        match obligation.and_then(|it| it.general_part.as_deref()) {
            Some(subject) if name == "check-general-part" => format!("{}: {sentence}", spelled(subject)),
            _ => sentence,
        }
    }

    /// How a provision falls short.
    pub(super) fn deficiency(&self, code: &str) -> String {
        self.deficiency.get(code).cloned().unwrap_or_else(|| spelled(code))
    }
}

/// The English wording, or the first there is.
pub(super) fn in_english(words: &Translated) -> &str {
    words.get("en").or_else(|| words.values().next()).map_or("", String::as_str)
}

/// The name of a serde enum's variant, `to-verify`.
pub(super) fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// `wrap-up` as a person writes it: `wrap up`.
pub(super) fn spelled(id: &str) -> String {
    id.replace(['-', '_'], " ")
}
