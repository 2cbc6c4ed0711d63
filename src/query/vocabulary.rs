//! A lexicon compiled for matching: concepts, roles, negators of one language.

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::expr::{Expr, Query};
use super::fold::Folder;
use super::program::{Compiler, Node};
use super::spec::{Role, TokenUnit, VocabularySpec};
use super::token;
use super::words::{Atoms, Words};

/// A compiled lexicon.
#[derive(Debug)]
pub struct Vocabulary {
    language: String,
    pub(super) tokens: TokenUnit,
    pub(super) folder: Folder,
    pub(super) words: Words,
    pub(super) regexes: Vec<Regex>,
    /// Concepts, then roles, then what [`Special`] names.
    pub(super) entries: Vec<Entry>,
    concepts: FxHashMap<String, u32>,
    pub(super) roles: Vec<(Role, u32)>,
    pub(super) special: Special,
    /// See [`within`](super::spec::Negators::within).
    pub(super) negators_within: u32,
    pub(super) uncarried: FxHashSet<String>,
    /// See [`term_endings`](super::spec::VocabularySpec::term_endings).
    pub(super) term_endings: usize,
    pub(super) abbreviations: FxHashSet<String>,
    pub(super) list_and: Vec<Vec<String>>,
    pub(super) list_or: Vec<Vec<String>>,
}

/// Something that wordings stand for.
#[derive(Debug)]
pub(super) struct Entry {
    pub name: String,
    /// As written, and compiled.
    pub wordings: Vec<(String, Node)>,
}

/// Entries that are neither concepts nor roles.
#[derive(Debug)]
pub(super) struct Special {
    pub negator: u32,
    pub negator_after: u32,
    pub no_negator: u32,
    pub any_offence: u32,
    pub this_offence: u32,
    pub any_contravention: u32,
}

/// A query whose concepts are resolved against a [`Vocabulary`].
#[derive(Clone, Debug)]
pub struct Bound {
    pub(super) expr: Expr,
    pub(super) node: Node,
    /// Patterns and regexes that the vocabulary lacks, numbered after its own.
    pub(super) words: Words,
    pub(super) regexes: Vec<Regex>,
}

/// Deepest chain of concepts that name each other.
const DEEPEST: usize = 64;

impl Vocabulary {
    /// Compiles a lexicon. Concepts may name other concepts of the lexicon; a cycle or an unknown name is
    /// an error that names the concept (`Err((concept or role name, message))`, all of them).
    pub fn new(spec: &VocabularySpec) -> Result<Vocabulary, Vec<(String, String)>> {
        let mut faults = Vec::new();
        let mut concepts = FxHashMap::default();
        for (at, (name, _)) in spec.concepts.iter().enumerate() {
            if concepts.insert(name.clone(), at as u32).is_some() {
                faults.push((name.clone(), "the concept is there twice".to_owned()));
            }
        }
        let mut sources: Vec<(String, &[Query])> =
            spec.concepts.iter().map(|(name, wordings)| (name.clone(), wordings.as_slice())).collect();
        let mut roles = Vec::new();
        for (role, wordings) in &spec.roles {
            roles.push((*role, sources.len() as u32));
            let name = serde_json::to_value(role).ok();
            sources
                .push((name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default(), wordings));
        }
        let mut add = |name: &str, wordings| {
            sources.push((name.to_owned(), wordings));
            sources.len() as u32 - 1
        };
        let special = Special {
            negator: add("negators.before", &spec.negators.before),
            negator_after: add("negators.after", &spec.negators.after),
            no_negator: add("negators.except", &spec.negators.except),
            any_offence: add("any-offence", &spec.any_offence),
            this_offence: add("this-offence", &spec.this_offence),
            any_contravention: add("any-contravention", &spec.any_contravention),
        };
        let folder = Folder::new(&spec.fold);
        let none = Words::default();
        let mut compiler = Compiler::new(&folder, spec.tokens, &concepts, &none, 0);
        let mut entries = Vec::new();
        for (name, wordings) in sources {
            let compiled = wordings.iter().map(|query| (query.text.clone(), compiler.wording(&query.expr)));
            let wordings = compiled.collect();
            faults.extend(compiler.faults.drain(..).map(|fault| (name.clone(), fault)));
            entries.push(Entry { name, wordings });
        }
        let (words, regexes) = (compiler.words, compiler.regexes);
        // Whether a concept is denied is asked of the negators; they cannot ask back.
        for entry in
            [special.negator, special.negator_after, special.no_negator].map(|at| &entries[at as usize])
        {
            let mut named = Vec::new();
            entry.wordings.iter().for_each(|(_, node)| node.concepts(&mut named));
            if !named.is_empty() {
                faults
                    .push((entry.name.clone(), "a negator is written in words and names no concept".into()));
            }
        }
        faults.extend(cycles(&entries));
        if !faults.is_empty() {
            return Err(faults);
        }
        let phrase = |text: &String| -> Vec<String> {
            token::split(text, spec.tokens).into_iter().map(|word| folder.fold(word)).collect()
        };
        let joiners = |given: &[String], default: &str| -> Vec<Vec<String>> {
            let default = [default.to_owned()];
            let words = if given.is_empty() { &default[..] } else { given };
            words.iter().map(phrase).filter(|words| !words.is_empty()).collect()
        };
        Ok(Vocabulary {
            uncarried: spec.uncarried.iter().map(|term| phrase(term).join(" ")).collect(),
            abbreviations: spec.abbreviations.iter().map(|word| folder.fold(word)).collect(),
            list_and: joiners(&spec.list_and, "and"),
            list_or: joiners(&spec.list_or, "or"),
            term_endings: spec.term_endings as usize,
            language: spec.language.clone(),
            tokens: spec.tokens,
            words,
            regexes,
            entries,
            concepts,
            roles,
            special,
            negators_within: spec.negators.within,
            folder,
        })
    }

    /// ISO 639-1 code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The number of a concept.
    pub(super) fn concept(&self, name: &str) -> Option<u32> {
        self.concepts.get(name).copied()
    }

    /// The patterns of `words` that a folded form matches, in ascending order.
    pub(super) fn matching(&self, words: &Words, form: &str) -> Atoms {
        let stems = self.folder.stems(form);
        if let [form] = stems[..] {
            return words.matching(form);
        }
        let mut atoms: Atoms = stems.iter().flat_map(|stem| words.matching(stem)).collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// Whether the lexicon knows the concept (an empty one counts).
    pub fn has_concept(&self, name: &str) -> bool {
        self.concepts.contains_key(name)
    }

    /// Resolves the concepts of a query. `Err` lists the unknown ones, in the order of the query; a
    /// regular expression that does not compile is listed too.
    pub fn bind(&self, query: &Query) -> Result<Bound, Vec<String>> {
        let mut compiler =
            Compiler::new(&self.folder, self.tokens, &self.concepts, &self.words, self.regexes.len());
        let node = compiler.query(&query.expr);
        if !compiler.faults.is_empty() || !compiler.unknown.is_empty() {
            compiler.unknown.append(&mut compiler.faults);
            return Err(compiler.unknown);
        }
        let (words, regexes) = (compiler.words, compiler.regexes);
        Ok(Bound { expr: query.expr.clone(), node, words, regexes })
    }
}

/// Concepts that lead back to themselves, or through too many others.
fn cycles(entries: &[Entry]) -> Vec<(String, String)> {
    let named: Vec<Vec<u32>> = entries
        .iter()
        .map(|entry| {
            let mut named = Vec::new();
            entry.wordings.iter().for_each(|(_, node)| node.concepts(&mut named));
            named
        })
        .collect();
    // How many concepts deep each entry leads; found from the leaves upwards, so a cycle never settles.
    let mut depth: Vec<Option<usize>> = vec![None; entries.len()];
    for _ in 0..=DEEPEST {
        for (at, named) in named.iter().enumerate() {
            let mut below = named.iter().map(|&concept| depth[concept as usize]);
            depth[at] = below.try_fold(0, |most, below| below.map(|below| most.max(below + 1)));
        }
    }
    let unsettled = |at: &usize| depth[*at].is_none_or(|depth| depth > DEEPEST);
    (0..entries.len())
        .filter(unsettled)
        .map(|at| {
            (
                entries[at].name.clone(),
                "the concept leads back to itself, or through too many others".to_owned(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Dialect, Negators, parse};

    fn wordings(texts: &[&str]) -> Vec<Query> {
        texts.iter().map(|text| parse(text, Dialect::Lexicon).unwrap()).collect()
    }

    #[test]
    fn cycles_and_unknown_names_are_told_with_the_concept() {
        let spec = VocabularySpec {
            concepts: vec![
                ("a".into(), wordings(&["@b /3 x"])),
                ("b".into(), wordings(&["y", "@a"])),
                ("c".into(), wordings(&["@nowhere"])),
                ("d".into(), wordings(&["@e"])),
                ("e".into(), Vec::new()),
            ],
            ..VocabularySpec::default()
        };
        let faults = Vocabulary::new(&spec).unwrap_err();
        let names: Vec<&str> = faults.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["c", "a", "b"]);
        assert!(faults[0].1.contains("@nowhere"));
    }

    #[test]
    fn negators_name_no_concept() {
        let spec = VocabularySpec {
            concepts: vec![("a".into(), wordings(&["x"]))],
            negators: Negators { before: wordings(&["not", "@a"]), ..Negators::default() },
            ..VocabularySpec::default()
        };
        assert_eq!(Vocabulary::new(&spec).unwrap_err()[0].0, "negators.before");
    }

    #[test]
    fn bind_lists_what_is_unknown() {
        let vocabulary = Vocabulary::new(&VocabularySpec {
            concepts: vec![("a".into(), Vec::new())],
            ..VocabularySpec::default()
        })
        .unwrap();
        assert!(vocabulary.has_concept("a") && !vocabulary.has_concept("b"));
        let query = parse("@a /s @b or ~@c", Dialect::Checklist).unwrap();
        assert_eq!(vocabulary.bind(&query).unwrap_err(), ["b", "c"]);
    }

    #[test]
    fn vocabularies_are_shared_between_threads() {
        fn shared<T: Sync + Send>() {}
        shared::<Vocabulary>();
        shared::<Bound>();
    }
}
