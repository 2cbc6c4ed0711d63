//! `lexicons/LANGUAGE.yaml` → [`VocabularySpec`] → [`Vocabulary`]: how one language words the concepts.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::compile::{concepts, query};
use super::names::did_you_mean;
use super::read::{At, Entries, Many, read};
use super::yaml::Document;
use crate::error::RuleFault;
use crate::query::{Dialect, Fold, Negators, Query, Role, TokenUnit, Vocabulary, VocabularySpec};
use crate::span::Span;

/// `lexicons/LANGUAGE.yaml`: the words of one language.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LexiconFile {
    /// ISO 639-1 code, the same as the name of the file.
    pub language: At<String>,
    /// What a token is.
    #[serde(default)]
    tokens: TokenUnit,
    /// Differences of spelling that do not count.
    #[serde(default)]
    fold: Vec<Fold>,
    /// Role → what a provision of that role says.
    #[serde(default)]
    roles: Entries<Role, Many<At<String>>>,
    #[serde(default)]
    negators: NegatorsForm,
    /// "an offence under this Act": the provision speaks of any offence.
    #[serde(default)]
    any_offence: Many<At<String>>,
    /// "this offence": the provision speaks of the offence beside it.
    #[serde(default)]
    this_offence: Many<At<String>>,
    /// Defined terms that never carry their definition.
    #[serde(default)]
    uncarried: Many<String>,
    /// After which a full stop ends no sentence; written without the stop.
    #[serde(default)]
    abbreviations: Many<String>,
    /// Concept → its wordings; `none` is a stated gap.
    concepts: Entries<String, Many<At<String>>>,
}

/// Words that deny what follows them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct NegatorsForm {
    /// `without`, `"otherwise than"`
    before: Many<At<String>>,
    /// Look like negators and deny nothing: `"no person"`.
    except: Many<At<String>>,
    /// At most so many tokens before the words they deny.
    within: u32,
}

impl Default for NegatorsForm {
    fn default() -> Self {
        Self { before: Many::default(), except: Many::default(), within: 6 }
    }
}

/// A lexicon as read: its faults are known, its vocabulary not yet compiled.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub spec: VocabularySpec,
    /// Where the name of each concept and role stands.
    names: Vec<(String, Span)>,
    /// Concepts without a wording.
    pub gaps: Vec<String>,
}

impl Lexicon {
    /// Reads a lexicon; `stem` is the name of its file.
    pub fn read(document: &Document, stem: &str) -> (Option<Lexicon>, Vec<RuleFault>) {
        let (file, mut faults) = read::<LexiconFile>(document);
        let Some(file) = file else { return (None, faults) };
        if file.language.value != stem {
            let message = format!("the language `{}` stands in the file `{stem}.yaml`", file.language.value);
            faults.push(document.fault(file.language.at, message, "a lexicon is named by its language"));
        }
        let known: BTreeSet<&str> = file.concepts.0.iter().map(|(name, _)| name.value.as_str()).collect();
        let mut wordings = |list: &Many<At<String>>| {
            let list: Vec<Query> =
                list.0.iter().filter_map(|text| wording(document, text, &known, &mut faults)).collect();
            list
        };
        let mut names = Vec::new();
        let mut gaps = Vec::new();
        let mut concepts = Vec::new();
        for (name, list) in &file.concepts.0 {
            let stated_gap = list.0.is_empty() || matches!(&list.0[..], [only] if only.value == "none");
            if stated_gap {
                gaps.push(name.value.clone());
            }
            names.push((name.value.clone(), name.at));
            concepts.push((name.value.clone(), if stated_gap { Vec::new() } else { wordings(list) }));
        }
        let mut roles = Vec::new();
        for (role, list) in &file.roles.0 {
            names.push((format!("{:?}", role.value).to_lowercase(), role.at));
            roles.push((role.value, wordings(list)));
        }
        let spec = VocabularySpec {
            concepts,
            roles,
            negators: Negators {
                before: wordings(&file.negators.before),
                except: wordings(&file.negators.except),
                within: file.negators.within,
            },
            any_offence: wordings(&file.any_offence),
            this_offence: wordings(&file.this_offence),
            language: file.language.value,
            tokens: file.tokens,
            fold: file.fold,
            uncarried: file.uncarried.0,
            abbreviations: file.abbreviations.0,
        };
        (Some(Lexicon { spec, names, gaps }), faults)
    }

    /// Compiles the vocabulary; its faults point at the names of concepts and roles.
    pub fn compile(&self, document: &Document) -> Result<Vocabulary, Vec<RuleFault>> {
        Vocabulary::new(self.spec.clone()).map_err(|errors| {
            let fault = |(name, message): (String, String)| {
                let at = self.names.iter().find(|(other, _)| *other == name).map(|(_, at)| *at);
                document.fault(at.unwrap_or_default(), message, "")
            };
            errors.into_iter().map(fault).collect()
        })
    }

    /// The concepts that it knows, stated gaps among them.
    pub fn concepts(&self) -> BTreeSet<String> {
        self.spec.concepts.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// One wording; the concepts that it names must be the lexicon's own.
fn wording(
    document: &Document,
    text: &At<String>,
    known: &BTreeSet<&str>,
    faults: &mut Vec<RuleFault>,
) -> Option<Query> {
    let query = query(document, text, Dialect::Lexicon, faults)?;
    let mut named = BTreeSet::new();
    concepts(&query.expr, &mut named);
    for name in named.into_iter().filter(|name| !known.contains(name)) {
        let offset = text.value.find(&format!("@{name}")).unwrap_or(0);
        let offset = text.value[..offset].chars().count();
        let help = did_you_mean(name, known.iter().copied());
        let message = format!("the lexicon has no concept `@{name}`");
        faults.push(document.fault_in(text.at, &text.value, offset, name.chars().count() + 1, message, help));
    }
    Some(query)
}
