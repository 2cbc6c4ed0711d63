//! All rules of a run: checklists, lexicons, consequences. A vocabulary is compiled when a text needs it,
//! so that one bill answers at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use super::compile::concepts;
use super::compile_checklist::checklists;
use super::compiled::Compiled;
use super::consequence::consequences;
use super::folder::RuleFiles;
use super::lexicon::Lexicon;
use super::persons::{Persons, persons};
use super::rule::{Checklist, ConsequenceTable, Narrow, Obligation};
use super::rule_test::RuleTest;
use crate::error::{Error, Result, RuleFault};
use crate::query::{Query, Vocabulary};

/// The rules that an assessment follows.
#[derive(Debug)]
pub struct Rules {
    /// In the order of their names.
    pub checklists: Vec<Checklist>,
    pub consequences: ConsequenceTable,
    /// Who is held against the offences of a text.
    pub persons: Persons,
    /// Lexicons compiled with the program; without those that files have changed.
    lexicons: Compiled<'static>,
    /// As written; those built in are unpacked when they are asked for.
    files: OnceLock<RuleFiles>,
    languages: BTreeMap<String, Language>,
}

/// A language with a lexicon.
#[derive(Debug, Default)]
struct Language {
    lexicon: OnceLock<(Option<Lexicon>, Vec<RuleFault>)>,
    vocabulary: OnceLock<Result<Vocabulary, Vec<RuleFault>>>,
}

/// A concept that checklists use and a language has no words for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConceptGap {
    pub language: String,
    pub concept: String,
    /// Whether the lexicon says `none` rather than nothing.
    pub stated: bool,
}

impl Rules {
    /// The rules that come with the program.
    pub fn built_in() -> Result<Rules> {
        Rules::load(None)
    }

    /// The built-in rules with a folder laid over them.
    pub fn load(overlay: Option<&Path>) -> Result<Rules> {
        match (overlay, Compiled::built_in()) {
            (None, Some(compiled)) => Ok(Rules::compiled_before(compiled)),
            _ => Rules::from_files(Self::laid_over(overlay)?, overlay.is_some()),
        }
    }

    /// The same, with every lexicon compiled, every concept looked up and every rule test read.
    pub fn load_checked(overlay: Option<&Path>) -> Result<Rules> {
        Rules::from_files(Self::laid_over(overlay)?, true)
    }

    fn laid_over(overlay: Option<&Path>) -> Result<RuleFiles> {
        let mut files = RuleFiles::built_in();
        overlay.map_or(Ok(()), |folder| files.lay_over(folder))?;
        Ok(files)
    }

    /// What is built in was checked when the program was built, and is by its tests.
    fn compiled_before(mut compiled: Compiled<'static>) -> Rules {
        let languages = compiled.lexicons.keys().map(|code| ((*code).to_owned(), Language::default()));
        Rules {
            languages: languages.collect(),
            checklists: std::mem::take(&mut compiled.checklists),
            consequences: std::mem::take(&mut compiled.consequences),
            persons: std::mem::take(&mut compiled.persons),
            lexicons: compiled,
            files: OnceLock::new(),
        }
    }

    /// Compiles rule files. `check` compiles every lexicon too and looks up every concept, which else
    /// waits until a text needs it.
    ///
    /// # Errors
    /// [`Error::Rules`] with all faults of all files.
    pub fn from_files(files: RuleFiles, check: bool) -> Result<Rules> {
        let languages = files.languages().into_iter().map(|code| (code.to_owned(), Language::default()));
        let languages: BTreeMap<_, _> = languages.collect();
        // What the program carries was compiled and checked with it; only what is new is read.
        let mut carried = Compiled::built_in().unwrap_or_default();
        carried.lexicons.retain(|code, _| !files.has_changed(&format!("lexicons/{code}.")));
        let same = carried.lexicons.contains_key("en") && !files.has_changed("checklists/");
        let kept = std::mem::take(&mut carried.checklists);
        let mut rules = Rules {
            languages,
            checklists: Vec::new(),
            consequences: ConsequenceTable::default(),
            persons: Persons::default(),
            lexicons: carried,
            files: files.into(),
        };
        let mut faults = Vec::new();
        let mut english = None;
        if check {
            for language in rules.languages.keys() {
                if rules.lexicons.lexicons.contains_key(language.as_str()) && (language != "en" || same) {
                    continue;
                }
                let (lexicon, found) = rules.lexicon(language);
                faults.extend_from_slice(found);
                match lexicon {
                    Some(lexicon) if found.is_empty() => {
                        if let Err(found) = rules.compiled(language) {
                            faults.extend_from_slice(found);
                        }
                        if language == "en" {
                            english = Some(lexicon.concepts());
                        }
                    }
                    _ => {}
                }
            }
        }
        let (checklists, found) =
            if same { (kept, Vec::new()) } else { checklists(rules.files(), english.as_ref()) };
        faults.extend(found);
        let (table, found) = consequences(rules.files());
        faults.extend(found);
        (rules.checklists, rules.consequences) = (checklists, table);
        let (found_persons, found) = persons(rules.files());
        faults.extend(found);
        rules.persons = found_persons;
        if check && faults.is_empty() {
            // Built-in tests of built-in checklists were read by their own run.
            let is_new = |name: &str| !same || rules.files().has_changed(&format!("tests/{name}"));
            faults.extend(rules.read_tests(is_new).1);
        }
        if faults.is_empty() { Ok(rules) } else { Err(Error::Rules(sorted(faults))) }
    }

    /// Keeps the named checklists, in this order.
    pub fn select(&mut self, ids: &[String]) -> Result<()> {
        let mut chosen = Vec::new();
        for id in ids {
            match self.checklists.iter().find(|checklist| checklist.id == *id) {
                Some(checklist) => chosen.push(checklist.clone()),
                None => {
                    let known: Vec<&str> =
                        self.checklists.iter().map(|checklist| checklist.id.as_str()).collect();
                    let help = super::names::did_you_mean(id, known);
                    return Err(Error::request(format!("there is no checklist `{id}`"), help));
                }
            }
        }
        self.checklists = chosen;
        Ok(())
    }

    /// The languages with a lexicon, by ISO 639-1 code, in order.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The compiled lexicon of a language.
    ///
    /// # Errors
    /// [`Error::Request`] without such a lexicon, [`Error::Rules`] with its faults.
    pub fn vocabulary(&self, language: &str) -> Result<&Vocabulary> {
        if !self.languages.contains_key(language) {
            let known: Vec<&str> = self.languages().collect();
            let help = format!("languages: {}; `--language` states one", known.join(", "));
            let message = match language {
                // ISO 639-2 for a language that was not determined.
                "und" => "the language of the text could not be recognized from its words".to_owned(),
                _ => format!("there is no lexicon for the language `{language}`"),
            };
            return Err(Error::request(message, help));
        }
        self.compiled(language).map_err(|faults| Error::Rules(faults.to_vec()))
    }

    /// Every obligation with its checklist, in order.
    pub fn obligations(&self) -> impl Iterator<Item = (&Checklist, &Obligation)> {
        self.checklists.iter().flat_map(|list| list.obligations.iter().map(move |duty| (list, duty)))
    }

    /// The obligation with this id.
    ///
    /// # Errors
    /// [`Error::Request`] with the nearest id, where there is none.
    pub fn obligation(&self, id: &str) -> Result<(&Checklist, &Obligation)> {
        self.obligations().find(|(_, duty)| duty.id.eq_ignore_ascii_case(id)).ok_or_else(|| {
            let help = super::names::did_you_mean(id, self.obligations().map(|(_, duty)| duty.id.as_str()));
            let help = if help.is_empty() { "`lacuna rules docs` lists them".into() } else { help };
            Error::request(format!("there is no obligation `{id}`"), help)
        })
    }

    /// The rule tests of the folder.
    ///
    /// # Errors
    /// [`Error::Rules`] with all faults of all files.
    pub fn tests(&self) -> Result<Vec<RuleTest>> {
        let (tests, faults) = self.read_tests(|_| true);
        if faults.is_empty() { Ok(tests) } else { Err(Error::Rules(sorted(faults))) }
    }

    /// Concepts that the checklists use and a language cannot say, by language and name.
    pub fn concept_gaps(&self) -> Vec<ConceptGap> {
        let mut used = BTreeSet::new();
        for checklist in &self.checklists {
            for query in queries(checklist) {
                concepts(&query.expr, &mut used);
            }
        }
        for query in self.persons.queries() {
            concepts(&query.expr, &mut used);
        }
        let mut gaps = Vec::new();
        for language in self.languages.keys() {
            let (Some(lexicon), _) = self.lexicon(language) else { continue };
            let known = lexicon.concepts();
            for concept in &used {
                let stated = lexicon.gaps.iter().any(|gap| gap == concept);
                if stated || !known.contains(*concept) {
                    gaps.push(ConceptGap { language: language.clone(), concept: (*concept).into(), stated });
                }
            }
        }
        gaps
    }

    /// Digest of every rule file, of the checklists in use and of the program's version: what was assessed under
    /// the same digest need not be assessed again.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        for list in &self.checklists {
            hash.update([0]);
            hash.update(&list.id);
        }
        for (name, document) in &self.files().files {
            for part in [name.as_bytes(), document.text.as_bytes()] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn read_tests(&self, wanted: impl Fn(&str) -> bool) -> (Vec<RuleTest>, Vec<RuleFault>) {
        let mut tests = Vec::new();
        let mut faults = Vec::new();
        let ids: BTreeSet<&str> = self.obligations().map(|(_, duty)| duty.id.as_str()).collect();
        for (name, document) in self.files().under("tests/").filter(|(name, _)| wanted(name)) {
            let (test, found) = RuleTest::read(name, document, &ids);
            tests.extend(test);
            faults.extend(found);
        }
        (tests, faults)
    }

    pub(super) fn files(&self) -> &RuleFiles {
        self.files.get_or_init(RuleFiles::built_in)
    }

    /// The text of a rule file by its path in the rule folder.
    pub(crate) fn file(&self, path: &str) -> Option<String> {
        self.files().files.get(path).map(|document| document.text.clone())
    }

    fn lexicon(&self, language: &str) -> &(Option<Lexicon>, Vec<RuleFault>) {
        let read = || match self.lexicons.lexicon(language) {
            Some(lexicon) => (Some(lexicon), Vec::new()),
            None => Lexicon::read(&self.files().lexicon(language), language),
        };
        self.languages[language].lexicon.get_or_init(read)
    }

    fn compiled(&self, language: &str) -> Result<&Vocabulary, &[RuleFault]> {
        let compile = || match self.lexicon(language) {
            (Some(lexicon), faults) if faults.is_empty() => {
                Vocabulary::new(&lexicon.spec).map_err(|errors| {
                    let documents = self.files().lexicon(language);
                    let fault = |(name, message): (String, String)| lexicon.fault(&documents, &name, message);
                    errors.into_iter().map(fault).collect()
                })
            }
            (_, faults) => Err(faults.clone()),
        };
        self.languages[language].vocabulary.get_or_init(compile).as_ref().map_err(Vec::as_slice)
    }
}

/// All queries of a checklist.
fn queries(checklist: &Checklist) -> Vec<&Query> {
    fn of_narrow(narrow: &[Narrow]) -> impl Iterator<Item = &Query> {
        narrow.iter().flat_map(|narrow| [&narrow.find, &narrow.under, &narrow.not]).flatten()
    }
    let mut all: Vec<&Query> = Vec::new();
    for set in &checklist.sets {
        all.extend([&set.not, &set.not_under, &set.under, &set.named].into_iter().flatten());
        all.extend(set.limbs.iter().map(|limb| &limb.find));
        all.extend(of_narrow(&set.narrow));
    }
    for element in checklist.obligations.iter().flat_map(|duty| &duty.elements) {
        let seeks =
            element.seeks.iter().flat_map(|seek| [&seek.find, &seek.under, &seek.not_under, &seek.not]);
        all.extend(seeks.flatten());
        all.extend(element.limbs.iter().map(|limb| &limb.find));
        all.extend(of_narrow(&element.narrow));
    }
    all
}

/// In the order of files and lines, each once.
fn sorted(mut faults: Vec<RuleFault>) -> Vec<RuleFault> {
    faults.sort_by(|a, b| {
        let key = |fault: &RuleFault| (fault.place.file.clone(), fault.place.at, fault.message.clone());
        key(a).cmp(&key(b))
    });
    faults.dedup();
    faults
}
