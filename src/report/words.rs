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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::checklist::Rules;

    /// Every code that the built-in rules can give has a sentence, so that no report shows a bare code.
    #[test]
    fn the_rules_give_no_code_without_words() {
        let words = Words::english().unwrap();
        let rules = Rules::built_in().unwrap();
        let mut bare = BTreeSet::new();
        let mut ask = |table: &BTreeMap<String, String>, code: &str| {
            if !table.contains_key(code) {
                bare.insert(code.to_owned());
            }
        };
        for checklist in &rules.checklists {
            checklist.sets.iter().flat_map(|set| &set.narrow).for_each(|it| ask(&words.deficiency, &it.code));
        }
        for (_, obligation) in rules.obligations() {
            obligation.carried_by.iter().for_each(|kind| ask(&words.kind, kind));
            obligation.flags.iter().for_each(|(flag, _)| ask(&words.flag, flag));
            for element in &obligation.elements {
                element.narrow.iter().for_each(|it| ask(&words.deficiency, &it.code));
                element
                    .seeks
                    .iter()
                    .filter_map(|seek| seek.code.as_ref())
                    .for_each(|it| ask(&words.deficiency, it));
            }
        }
        rules.consequences.rows.iter().flat_map(|row| &row.flags).for_each(|flag| match flag.as_str() {
            // Codes of elements count as flags where a consequence asks for them.
            code if words.deficiency.contains_key(code) => {}
            flag => ask(&words.flag, flag),
        });
        assert!(bare.is_empty(), "no words in templates/words.en.yaml for: {bare:?}");
    }
}
