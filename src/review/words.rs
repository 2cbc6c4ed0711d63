//! The words of the documents, kept as data in `templates/review.xx.yaml`: English complete, any other language laid
//! over it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::dossier::Role;
use crate::checklist::{Obligation, Rules, Translated, in_language};
use crate::error::{Error, Result};
use crate::report::{Looks, clean};

/// The languages of documents: those of the United Nations.
pub const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ar", "ru", "zh"];

/// `review.xx.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    #[serde(default)]
    text: BTreeMap<String, String>,
    /// What a filed document does not say, by kind.
    #[serde(default)]
    lint: BTreeMap<String, Vec<String>>,
}

/// What the documents say, in one language and for one role.
pub struct Words<'l> {
    pub(super) language: String,
    text: BTreeMap<String, String>,
    /// Keys that the language lacks.
    english: BTreeSet<String>,
    lint: BTreeMap<String, Vec<String>>,
    role: &'static str,
    looks: &'l Looks,
    /// Words of the documents and wordings of the rules that the language lacks; they are said in English.
    pub missing: Vec<String>,
}

impl<'l> Words<'l> {
    /// The words of a language. `missing` is what the rules lack in it.
    ///
    /// # Errors
    /// [`Error::Template`] for a faulty file.
    pub fn load(language: &str, role: Role, looks: &'l Looks, missing: Vec<String>) -> Result<Words<'l>> {
        let english = read(looks, "en")?.unwrap_or_default();
        let (mut text, mut lint, mut missing) = (english.text, english.lint, missing);
        let mut english_keys = BTreeSet::new();
        if language != "en" {
            let own = read(looks, language)?.unwrap_or_default();
            let lacks = text.keys().filter(|key| !own.text.contains_key(*key));
            let lacks: BTreeSet<String> = lacks.cloned().collect();
            missing.extend(lacks.iter().map(|key| format!("review.{language}.yaml: {key}")));
            english_keys = lacks;
            text.extend(own.text);
            // The words of one language are others in the next: `red` is a net in Spanish.
            if !own.lint.is_empty() {
                lint = own.lint;
            }
        }
        let role = match role {
            Role::StateUnderReview => "state-under-review",
            Role::Reviewer => "reviewer",
            Role::Drafter => "drafter",
            Role::Secretariat => "secretariat",
        };
        Ok(Words { language: language.to_owned(), text, english: english_keys, lint, role, looks, missing })
    }

    /// A heading or sentence by its key, in the wording of the role where it has one; the key itself where nobody
    /// wrote one.
    pub(super) fn say(&self, key: &str) -> String {
        let own = self.text.get(&format!("{key}@{}", self.role));
        own.or_else(|| self.text.get(key)).map_or(key, String::as_str).trim_end().to_owned()
    }

    /// The language in which a key is said, where it is not that of the documents.
    pub(super) fn tongue(&self, key: &str) -> Option<String> {
        self.english.contains(key).then(|| "en".to_owned())
    }

    /// Whether there is a wording for the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.text.contains_key(key)
    }

    /// The same with `{x}` and other names filled in.
    pub(super) fn say_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let said = self.say(key);
        let mut out = String::with_capacity(said.len());
        let mut rest = said.as_str();
        // One pass, so that braces in what is filled in stay what they are.
        while let Some((head, tail)) = rest.split_once('{') {
            out.push_str(head);
            match tail.split_once('}').and_then(|(name, after)| {
                let value = values.iter().find(|(known, _)| *known == name)?.1;
                Some((value, after))
            }) {
                Some((value, after)) => {
                    out.push_str(value);
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = tail;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// Words of the rules.
    pub(super) fn of(&self, words: &Translated) -> String {
        clean(in_language(words, &self.language))
    }

    /// `Protocol, article 6(1)(a)`
    pub(super) fn article(&self, instrument: &str, article: &str) -> String {
        let instrument = self.looks.instrument(instrument);
        self.say_with("article", &[("i", instrument), ("a", article)])
    }

    /// What a flag means for the reader.
    pub(super) fn flag(&self, flag: &str, obligation: &Obligation) -> String {
        self.looks.flag(flag, obligation)
    }

    /// How a provision falls short.
    pub(super) fn deficiency(&self, code: &str) -> String {
        self.looks.deficiency(code)
    }

    /// What a filed document does not say.
    pub(super) fn lint(&self, kind: &str) -> &[String] {
        self.lint.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// The names of all States in the six languages, to be told from the State under review.
pub(super) fn states(rules: &Rules) -> Result<Vec<(String, Vec<String>)>> {
    let text = rules.file("states.yaml").unwrap_or_default();
    let states: BTreeMap<String, Vec<String>> = serde_yaml::from_str(&text)
        .map_err(|error| Error::Template { name: "states.yaml".into(), message: error.to_string() })?;
    Ok(states.into_iter().collect())
}

fn read(looks: &Looks, language: &str) -> Result<Option<WordsFile>> {
    let Some((origin, text)) = looks.file(&format!("review.{language}.yaml")) else { return Ok(None) };
    let fault = |error: serde_yaml::Error| {
        let line = error.location().map_or_else(String::new, |at| format!(":{}", at.line()));
        Error::Template { name: format!("{origin}{line}"), message: error.without_snippet().to_string() }
    };
    serde_yaml::from_str(text).map(Some).map_err(fault)
}
