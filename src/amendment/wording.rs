//! How the acts of a language word changes: `rules/amendments/`, patterns over sentences whose quotations are marks.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

/// What a pattern reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Do {
    Insert,
    /// At the end of the target.
    Append,
    Replace,
    Repeal,
    Words,
    WordsAfter,
    NoWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    principal: Vec<String>,
    every: String,
    verbs: String,
    operations: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    r#do: Do,
    find: String,
}

/// The wording of a language.
pub(super) struct Wording {
    pub(super) language: String,
    /// Names for the principal act, lower case.
    pub(super) principal: Vec<String>,
    /// Words that order a change everywhere.
    pub(super) every: Regex,
    /// Words that order a change: where none of the patterns fits, it is told.
    pub(super) verbs: Regex,
    pub(super) operations: Vec<(Do, Regex)>,
}

const FILES: [(&str, &str); 4] = [
    ("en", include_str!("../../rules/amendments/en.yaml")),
    ("fr", include_str!("../../rules/amendments/fr.yaml")),
    ("es", include_str!("../../rules/amendments/es.yaml")),
    ("de", include_str!("../../rules/amendments/de.yaml")),
];

/// Compiled when a bill needs them. Built in and tested; a faulty file has no wording.
static ALL: [LazyLock<Option<Wording>>; 4] = [
    LazyLock::new(|| compile(FILES[0].1).ok()),
    LazyLock::new(|| compile(FILES[1].1).ok()),
    LazyLock::new(|| compile(FILES[2].1).ok()),
    LazyLock::new(|| compile(FILES[3].1).ok()),
];

impl Wording {
    /// The wording of a language, by its ISO 639-1 code.
    pub(super) fn of(language: &str) -> Option<&'static Wording> {
        let at = FILES.iter().position(|(code, _)| *code == language)?;
        ALL[at].as_ref()
    }

    /// The languages in which amending acts are read.
    pub(super) fn languages() -> Vec<&'static str> {
        FILES.iter().map(|(code, _)| *code).collect()
    }
}

fn compile(text: &str) -> Result<Wording, String> {
    let file: File = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let regex = |pattern: &str| {
        let pattern =
            pattern.replace("⟦w⟧", r"⟦w\d+⟧").replace("⟦b⟧", r"⟦b\d+⟧").replace("⟦q⟧", r"⟦[wb]\d+⟧");
        RegexBuilder::new(&pattern).case_insensitive(true).build().map_err(|error| error.to_string())
    };
    let operations = file.operations.iter().map(|it| Ok((it.r#do, regex(&it.find)?)));
    Ok(Wording {
        operations: operations.collect::<Result<_, String>>()?,
        every: regex(&file.every)?,
        verbs: regex(&file.verbs)?,
        language: file.language,
        principal: file.principal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_compiles() {
        for (code, text) in FILES {
            let wording = compile(text).unwrap_or_else(|error| panic!("{code}: {error}"));
            assert_eq!(wording.language, code);
        }
    }
}
