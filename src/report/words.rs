//! The words of the reports, kept as data in `templates/words.xx.yaml`: English complete, any other language
//! laid over it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::looks::TemplateFiles;
use crate::checklist::{Obligation, Translated};
use crate::error::{Error, Result};

/// What the reports say, by code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Words {
    /// Filled in from the file's name.
    #[serde(skip)]
    pub(super) language: String,
    /// Headings, labels and sentences.
    #[serde(default)]
    pub(super) text: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) status: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) status_sentence: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) consequence: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) consequence_sentence: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) force: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) via: BTreeMap<String, String>,
    #[serde(default)]
    instrument: BTreeMap<String, String>,
    #[serde(default)]
    kind: BTreeMap<String, String>,
    #[serde(default)]
    flag: BTreeMap<String, String>,
    #[serde(default)]
    deficiency: BTreeMap<String, String>,
}

impl Words {
    /// The words of a language; what it lacks is said in English.
    ///
    /// # Errors
    /// [`Error::Request`] for a language without a file, [`Error::Template`] for a faulty one.
    pub(super) fn load(files: &TemplateFiles, language: &str) -> Result<Words> {
        let mut words = Words::read(files, "en")?.ok_or_else(|| Error::Template {
            name: "words.en.yaml".into(),
            message: "is not built in".into(),
        })?;
        if language != "en" {
            let Some(own) = Words::read(files, language)? else {
                let known: BTreeSet<&str> = files.languages().collect();
                let known = known.into_iter().collect::<Vec<_>>().join(", ");
                return Err(Error::request(
                    format!("reports do not speak `{language}` yet"),
                    format!(
                        "languages of reports: {known}; a file words.{language}.yaml in --templates adds one"
                    ),
                ));
            };
            for (table, own) in words.tables().into_iter().zip({ own }.tables()) {
                table.append(own);
            }
        }
        words.language = language.to_owned();
        Ok(words)
    }

    fn read(files: &TemplateFiles, language: &str) -> Result<Option<Words>> {
        let Some((origin, text)) = files.get(&format!("words.{language}.yaml")) else { return Ok(None) };
        let fault = |error: serde_yaml::Error| {
            let line = error.location().map_or_else(String::new, |at| format!(":{}", at.line()));
            let message = error.without_snippet().to_string();
            Error::Template { name: format!("{origin}{line}"), message }
        };
        serde_yaml::from_str(text).map(Some).map_err(fault)
    }

    fn tables(&mut self) -> [&mut BTreeMap<String, String>; 11] {
        [
            &mut self.text,
            &mut self.status,
            &mut self.status_sentence,
            &mut self.consequence,
            &mut self.consequence_sentence,
            &mut self.force,
            &mut self.via,
            &mut self.instrument,
            &mut self.kind,
            &mut self.flag,
            &mut self.deficiency,
        ]
    }

    /// A heading or sentence by its key; the key itself where nobody wrote one.
    pub(super) fn say<'w>(&'w self, key: &'w str) -> &'w str {
        self.text.get(key).map_or(key, String::as_str)
    }

    /// The same with `{n}` and `{x}` filled in.
    pub(super) fn say_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let filled = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
        values.iter().fold(self.say(key).to_owned(), filled)
    }

    /// The short name of a treaty.
    pub(super) fn instrument<'w>(&'w self, name: &'w str) -> &'w str {
        self.instrument.get(name).map_or(name, String::as_str)
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
            Some(subject) if name == "check-general-part" => {
                let key = format!("general-{subject}");
                let subject = self.text.get(&key).cloned().unwrap_or_else(|| spelled(subject));
                format!("{subject}: {sentence}")
            }
            _ => sentence,
        }
    }

    /// How a provision falls short.
    pub(super) fn deficiency(&self, code: &str) -> String {
        self.deficiency.get(code).cloned().unwrap_or_else(|| spelled(code))
    }

    /// Words of the rules in the language of the report.
    pub(super) fn of<'w>(&self, words: &'w Translated) -> &'w str {
        crate::checklist::in_language(words, &self.language)
    }
}

/// `rtl` for scripts that run from right to left.
pub(super) fn direction(language: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 11] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    let primary = language.split('-').next().unwrap_or("");
    if RIGHT_TO_LEFT.contains(&primary) { "rtl" } else { "ltr" }
}

/// The English wording, or the first there is.
pub(super) fn in_english(words: &Translated) -> &str {
    crate::checklist::in_language(words, "en")
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
    use super::*;
    use crate::checklist::Rules;

    /// Every code that the built-in rules can give has a sentence, so that no report shows a bare code.
    #[test]
    fn the_rules_give_no_code_without_words() {
        let words = Words::load(&TemplateFiles::built_in(), "en").unwrap();
        let rules = Rules::built_in().unwrap();
        let mut bare = BTreeSet::new();
        let mut ask = |table: &BTreeMap<String, String>, code: &str| {
            if !table.contains_key(code) {
                bare.insert(code.to_owned());
            }
        };
        for checklist in &rules.checklists {
            checklist.sets.iter().flat_map(|set| &set.narrow).for_each(|it| ask(&words.deficiency, &it.code));
            checklist.act_flags.iter().for_each(|it| ask(&words.flag, &it.flag));
        }
        for (_, obligation) in rules.obligations() {
            obligation.carried_by.iter().for_each(|kind| ask(&words.kind, kind));
            obligation.flags.iter().for_each(|(flag, _)| ask(&words.flag, flag));
            obligation.general_part.iter().for_each(|it| ask(&words.text, &format!("general-{it}")));
            ask(&words.instrument, &obligation.instrument);
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

    /// French and Spanish are complete: every word of the reports and every wording of the rules.
    #[test]
    fn no_string_is_missing_in_french_and_spanish() {
        let files = TemplateFiles::built_in();
        for language in ["fr", "es"] {
            let mut english = Words::read(&files, "en").unwrap().unwrap();
            let mut own = Words::read(&files, language).unwrap().unwrap();
            let mut missing: BTreeSet<String> = BTreeSet::new();
            for (english, own) in english.tables().into_iter().zip(own.tables()) {
                missing.extend(english.keys().filter(|key| !own.contains_key(*key)).cloned());
                let unknown: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
                assert!(unknown.is_empty(), "words.{language}.yaml says what nobody asks: {unknown:?}");
            }
            missing.extend(Rules::built_in().unwrap().translate(language).unwrap());
            assert!(missing.is_empty(), "{} missing in {language}: {missing:#?}", missing.len());
        }
    }

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        let mut files = TemplateFiles::built_in();
        files.insert("words.xx.yaml", "xx", "status: {met: ja}");
        let words = Words::load(&files, "xx").unwrap();
        assert_eq!(words.status["met"], "ja");
        assert_eq!(words.status["partial"], "addressed in part");
        let error = Words::load(&files, "yy").unwrap_err();
        assert!(error.help().contains("en, es, fr"), "{}", error.help());
    }
}
