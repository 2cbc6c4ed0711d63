//! `lexicons/LANGUAGE.yaml` → [`VocabularySpec`]: how one language words the concepts.
//!
//! Files `lexicons/LANGUAGE.TOPIC.yaml` beside it add concepts, and wordings to concepts that are there: so
//! a chapter keeps its words together, and a user's folder adds a wording without copying the lexicon.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::compile::{concepts, query};
use super::names::did_you_mean;
use super::read::{At, Entries, Many, read};
use super::yaml::Document;
use crate::error::RuleFault;
use crate::query::{Dialect, Fold, Query, Role, TokenUnit, VocabularySpec};
use crate::span::Span;

/// `lexicons/LANGUAGE.yaml`: the words of one language; `LANGUAGE.TOPIC.yaml` adds to them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LexiconFile {
    /// ISO 639-1 code, the same as the name of the file. Only in `LANGUAGE.yaml`, like the next two.
    language: Option<At<String>>,
    /// What a token is.
    tokens: Option<At<TokenUnit>>,
    /// Differences of spelling that do not count.
    fold: Option<At<Vec<Fold>>>,
    /// Role → what a provision of that role says.
    #[serde(default)]
    roles: Entries<Role, Many<At<String>>>,
    negators: Option<NegatorsForm>,
    /// "an offence under this Act": the provision speaks of any offence.
    #[serde(default)]
    any_offence: Many<At<String>>,
    /// "this offence": the provision speaks of the offence beside it.
    #[serde(default)]
    this_offence: Many<At<String>>,
    /// "contravenes any provision of this Act": makes an offence of every prohibition of the act.
    #[serde(default)]
    any_contravention: Many<At<String>>,
    /// Defined terms that never carry their definition.
    #[serde(default)]
    uncarried: Many<String>,
    /// How many letters may follow a word of a defined term where words are inflected; its last letter may then change.
    term_endings: Option<u32>,
    /// After which a full stop ends no sentence; written without the stop.
    #[serde(default)]
    abbreviations: Many<String>,
    /// Words before the last item of a list that is read as a whole; `and` without it.
    #[serde(default)]
    list_and: Many<String>,
    /// Words before the last of several alternatives; `or` without it.
    #[serde(default)]
    list_or: Many<String>,
    /// Concept → its wordings; `none` is a stated gap.
    concepts: Entries<String, Many<At<String>>>,
}

/// Words that deny what follows them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct NegatorsForm {
    /// `without`, `"otherwise than"`
    before: Many<At<String>>,
    /// Deny what stands before them, in languages that deny so: `olmaksızın`.
    after: Many<At<String>>,
    /// Look like negators and deny nothing: `"no person"`.
    except: Many<At<String>>,
    /// At most so many tokens between them and the words they deny.
    within: u32,
}

impl Default for NegatorsForm {
    fn default() -> Self {
        Self { before: Many::default(), after: Many::default(), except: Many::default(), within: 6 }
    }
}

/// A lexicon as read: its faults are known, its vocabulary not yet compiled.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lexicon {
    pub spec: VocabularySpec,
    /// The name of each concept and role, with the file and place where it first stands.
    names: Vec<(String, usize, Span)>,
    /// Concepts without a wording.
    pub gaps: Vec<String>,
}

impl Lexicon {
    /// Reads the files of a language, `LANGUAGE.yaml` first.
    pub fn read(documents: &[&Document], language: &str) -> (Option<Lexicon>, Vec<RuleFault>) {
        let mut faults = Vec::new();
        let mut files = Vec::new();
        for document in documents {
            let (file, found) = read::<LexiconFile>(document);
            faults.extend(found);
            files.extend(file.map(|file| (*document, file)));
        }
        if files.len() < documents.len() {
            return (None, faults);
        }
        let named = files.iter().flat_map(|(_, file)| file.concepts.0.iter());
        let known: BTreeSet<&str> = named.map(|(name, _)| name.value.as_str()).collect();
        let mut lexicon = Lexicon {
            spec: VocabularySpec { language: language.to_owned(), ..VocabularySpec::default() },
            names: Vec::new(),
            gaps: Vec::new(),
        };
        for (index, (document, file)) in files.iter().enumerate() {
            if index == 0 {
                head(document, file, language, &mut faults);
            } else if let Some(at) = file.head() {
                let help = format!("these stand in `{language}.yaml` alone");
                faults.push(document.fault(
                    at,
                    "a file of further words states neither language nor tokens",
                    help,
                ));
            }
            lexicon.add(index, document, file, &known, &mut faults);
        }
        lexicon.gaps = {
            let empty = lexicon.spec.concepts.iter().filter(|(_, list)| list.is_empty());
            empty.map(|(name, _)| name.clone()).collect()
        };
        (Some(lexicon), faults)
    }

    fn add(
        &mut self,
        index: usize,
        document: &Document,
        file: &LexiconFile,
        known: &BTreeSet<&str>,
        faults: &mut Vec<RuleFault>,
    ) {
        let mut wordings = |list: &Many<At<String>>| -> Vec<Query> {
            if matches!(&list.0[..], [only] if only.value == "none") {
                return Vec::new();
            }
            list.0.iter().filter_map(|text| wording(document, text, known, faults)).collect()
        };
        let spec = &mut self.spec;
        for (name, list) in &file.concepts.0 {
            let list = wordings(list);
            match spec.concepts.iter_mut().find(|(other, _)| *other == name.value) {
                Some((_, known)) => known.extend(list),
                None => {
                    self.names.push((name.value.clone(), index, name.at));
                    spec.concepts.push((name.value.clone(), list));
                }
            }
        }
        for (role, list) in &file.roles.0 {
            let list = wordings(list);
            match spec.roles.iter_mut().find(|(other, _)| *other == role.value) {
                Some((_, known)) => known.extend(list),
                None => {
                    self.names.push((format!("{:?}", role.value).to_lowercase(), index, role.at));
                    spec.roles.push((role.value, list));
                }
            }
        }
        if let Some(negators) = &file.negators {
            spec.negators.before.extend(wordings(&negators.before));
            spec.negators.after.extend(wordings(&negators.after));
            spec.negators.except.extend(wordings(&negators.except));
            spec.negators.within = negators.within;
        }
        spec.any_offence.extend(wordings(&file.any_offence));
        spec.this_offence.extend(wordings(&file.this_offence));
        spec.any_contravention.extend(wordings(&file.any_contravention));
        spec.uncarried.extend(file.uncarried.0.iter().cloned());
        spec.term_endings = file.term_endings.unwrap_or(spec.term_endings);
        spec.abbreviations.extend(file.abbreviations.0.iter().cloned());
        spec.list_and.extend(file.list_and.0.iter().cloned());
        spec.list_or.extend(file.list_or.0.iter().cloned());
        spec.tokens = file.tokens.as_ref().map_or(spec.tokens, |tokens| tokens.value);
        spec.fold.extend(file.fold.iter().flat_map(|fold| fold.value.iter().copied()));
    }

    /// Points a fault of the vocabulary at the name of its concept or role.
    pub fn fault(&self, documents: &[&Document], name: &str, message: String) -> RuleFault {
        let found = self.names.iter().find(|(other, ..)| other == name);
        let (index, at) = found.map_or((0, Span::default()), |&(_, index, at)| (index, at));
        documents[index].fault(at, message, "")
    }

    /// The concepts that it knows, stated gaps among them.
    pub fn concepts(&self) -> BTreeSet<String> {
        self.spec.concepts.iter().map(|(name, _)| name.clone()).collect()
    }
}

impl LexiconFile {
    /// Where it states what only the first file of a language states.
    fn head(&self) -> Option<Span> {
        let language = self.language.as_ref().map(|language| language.at);
        language.or(self.tokens.as_ref().map(|tokens| tokens.at)).or(self.fold.as_ref().map(|fold| fold.at))
    }
}

fn head(document: &Document, file: &LexiconFile, language: &str, faults: &mut Vec<RuleFault>) {
    match &file.language {
        Some(stated) if stated.value == language => {}
        Some(stated) => {
            let message = format!("the language `{}` stands in the file `{language}.yaml`", stated.value);
            faults.push(document.fault(stated.at, message, "a lexicon is named by its language"));
        }
        None => faults.push(document.fault(
            Span::default(),
            "`language` is missing",
            "the code of the file's name",
        )),
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
