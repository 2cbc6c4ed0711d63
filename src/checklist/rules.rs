//! All rules of a run: checklists, lexicons, consequences. A vocabulary is compiled when a text needs it,
//! so that one bill answers at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::compile::{Compiler, concepts};
use super::compile_obligation::Surroundings;
use super::consequence::consequences;
use super::file::{ChapterFile, ChecklistFile, SetsFile};
use super::folder::RuleFiles;
use super::lexicon::Lexicon;
use super::persons::{Persons, persons};
use super::read::{At, read};
use super::rule::{ActFlag, Checklist, ConsequenceTable, Narrow, Obligation};
use super::rule_test::RuleTest;
use super::yaml::Document;
use crate::error::{Error, Place, Result, RuleFault};
use crate::query::{Query, Vocabulary};

/// The rules that an assessment follows.
#[derive(Debug)]
pub struct Rules {
    /// In the order of their names.
    pub checklists: Vec<Checklist>,
    pub consequences: ConsequenceTable,
    /// Who is held against the offences of a text.
    pub persons: Persons,
    pub(super) files: RuleFiles,
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
        let mut files = RuleFiles::built_in();
        if let Some(folder) = overlay {
            files.lay_over(folder)?;
        }
        // What is built in is checked by the tests of this program.
        Rules::from_files(files, overlay.is_some())
    }

    /// The same, with every lexicon compiled, every concept looked up and every rule test read.
    pub fn load_checked(overlay: Option<&Path>) -> Result<Rules> {
        let mut files = RuleFiles::built_in();
        if let Some(folder) = overlay {
            files.lay_over(folder)?;
        }
        Rules::from_files(files, true)
    }

    /// Compiles rule files. `check` compiles every lexicon too and looks up every concept, which else
    /// waits until a text needs it.
    ///
    /// # Errors
    /// [`Error::Rules`] with all faults of all files.
    pub fn from_files(files: RuleFiles, check: bool) -> Result<Rules> {
        let languages: BTreeMap<String, Language> = files
            .under("lexicons/")
            .filter_map(|(name, _)| name.split('.').next())
            .map(|language| (language.to_owned(), Language::default()))
            .collect();
        let mut rules = Rules {
            checklists: Vec::new(),
            consequences: ConsequenceTable::default(),
            persons: Persons::default(),
            files,
            languages,
        };
        let mut faults = Vec::new();
        let mut english = None;
        if check {
            for language in rules.languages.keys() {
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
        let (checklists, found) = checklists(&rules.files, english.as_ref());
        faults.extend(found);
        match rules.files.files.get("consequences.yaml") {
            Some(document) => {
                let (table, found) = consequences(document);
                rules.consequences = table;
                faults.extend(found);
            }
            None => faults.push(absent("consequences.yaml", "it says what follows from a status")),
        }
        rules.checklists = checklists;
        if let Some(document) = rules.files.files.get("persons.yaml") {
            let (persons, found) = persons(document);
            rules.persons = persons;
            faults.extend(found);
        }
        if check && faults.is_empty() {
            faults.extend(rules.read_tests().1);
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
        let (tests, faults) = self.read_tests();
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

    fn read_tests(&self) -> (Vec<RuleTest>, Vec<RuleFault>) {
        let mut tests = Vec::new();
        let mut faults = Vec::new();
        let ids: BTreeSet<&str> = self.obligations().map(|(_, duty)| duty.id.as_str()).collect();
        for (name, document) in self.files.under("tests/") {
            let (test, found) = RuleTest::read(name, document, &ids);
            tests.extend(test);
            faults.extend(found);
        }
        (tests, faults)
    }

    fn lexicon(&self, language: &str) -> &(Option<Lexicon>, Vec<RuleFault>) {
        self.languages[language]
            .lexicon
            .get_or_init(|| Lexicon::read(&self.lexicon_files(language), language))
    }

    fn compiled(&self, language: &str) -> Result<&Vocabulary, &[RuleFault]> {
        let compile = || match self.lexicon(language) {
            (Some(lexicon), faults) if faults.is_empty() => lexicon.compile(&self.lexicon_files(language)),
            (_, faults) => Err(faults.clone()),
        };
        self.languages[language].vocabulary.get_or_init(compile).as_ref().map_err(Vec::as_slice)
    }

    /// `en.yaml`, then `en.*.yaml` in the order of their names.
    fn lexicon_files(&self, language: &str) -> Vec<&Document> {
        let main = format!("{language}.yaml");
        let belongs = |name: &str| name != main && name.split('.').next() == Some(language);
        let parts = self.files.under("lexicons/").filter(|(name, _)| belongs(name));
        let main = self.files.files.get(&format!("lexicons/{main}"));
        main.into_iter().chain(parts.map(|(_, document)| document)).collect()
    }
}

/// Reads and compiles every checklist.
fn checklists(files: &RuleFiles, concepts: Option<&BTreeSet<String>>) -> (Vec<Checklist>, Vec<RuleFault>) {
    let mut lists = Vec::new();
    let mut faults = Vec::new();
    let folders: BTreeSet<&str> = files
        .under("checklists/")
        .filter_map(|(path, _)| path.split_once('/').map(|(folder, _)| folder))
        .collect();
    for folder in folders {
        let (list, found) = checklist(files, folder, concepts);
        lists.extend(list);
        faults.extend(found);
    }
    let mut seen = BTreeSet::new();
    for list in &lists {
        if !seen.insert(list.id.as_str()) {
            let message = format!("two checklists have the id `{}`", list.id);
            let help = "give each checklist its own id".into();
            faults.push(RuleFault { place: Place::file("checklists"), message, help });
        }
    }
    (lists, faults)
}

fn checklist(
    files: &RuleFiles,
    folder: &str,
    concepts: Option<&BTreeSet<String>>,
) -> (Option<Checklist>, Vec<RuleFault>) {
    let path = |name: &str| format!("checklists/{folder}/{name}.yaml");
    let Some(document) = files.files.get(&path("checklist")) else {
        return (None, vec![absent(&path("checklist"), "it names the checklist and its chapters")]);
    };
    let (head, mut faults) = read::<ChecklistFile>(document);
    let Some(head) = head else { return (None, faults) };

    let mut compiler = Compiler::new(document, concepts);
    compiler.unique("cluster", head.clusters.iter().map(|cluster| &cluster.id));
    compiler.unique("chapter", &head.chapters);
    let title = compiler.words(head.title);
    let clusters: Vec<_> =
        head.clusters.into_iter().map(|cluster| (cluster.id.value, compiler.words(cluster.title))).collect();
    let not_law = compiler.optional(head.not_law.as_ref());
    let act_flags: Vec<_> = head
        .act_flags
        .into_iter()
        .map(|form| ActFlag {
            find: compiler.optional(form.find.as_ref()),
            under: compiler.optional(form.under.as_ref()),
            unless_set: form.unless_set,
            flag: form.flag,
            status: form.status.0,
            unless_status: form.unless_status.0,
        })
        .collect();
    faults.append(&mut compiler.faults);

    let mut sets = Vec::new();
    if let Some(document) = files.files.get(&path("sets")) {
        let (file, found) = read::<SetsFile>(document);
        faults.extend(found);
        let mut compiler = Compiler::new(document, concepts);
        sets = file.map(|file| compiler.sets(file)).unwrap_or_default();
        faults.append(&mut compiler.faults);
    }

    let cluster_ids: Vec<String> = clusters.iter().map(|(id, _)| id.clone()).collect();
    let mut obligations: Vec<Obligation> = Vec::new();
    // Where each id and each `triggered-by` stands, to be compared when all chapters are read.
    let mut ids: Vec<(&Document, At<String>)> = Vec::new();
    let mut triggers: Vec<(&Document, At<String>)> = Vec::new();
    let mut whole = true;
    // Parsing YAML is most of the start-up: each chapter on a core of its own.
    let documents: Vec<_> = head
        .chapters
        .par_iter()
        .map(|chapter| files.files.get(&path(&chapter.value)).map(read::<ChapterFile>))
        .collect();
    for (chapter, parsed) in head.chapters.iter().zip(documents) {
        let Some(document) = files.files.get(&path(&chapter.value)) else {
            let message = format!("the chapter `{}` has no file", chapter.value);
            faults.push(files.files[&path("checklist")].fault(
                chapter.at,
                message,
                "write the stem of a file beside this one",
            ));
            continue;
        };
        let Some((file, found)) = parsed else { continue };
        whole &= found.is_empty();
        faults.extend(found);
        let Some(file) = file else { continue };
        let name = format!("{folder}/{}.yaml", chapter.value);
        let instrument = file.instrument.as_deref().unwrap_or("Protocol");
        let around = Surroundings { clusters: &cluster_ids, sets: &sets, instrument, file: &name };
        let mut compiler = Compiler::new(document, concepts);
        for form in file.obligations {
            ids.push((document, form.id.clone()));
            triggers.extend(form.triggered_by.clone().map(|id| (document, id)));
            obligations.push(compiler.obligation(form, &around));
        }
        faults.append(&mut compiler.faults);
    }
    let mut seen = BTreeSet::new();
    for (document, id) in &ids {
        if !seen.insert(id.value.as_str()) {
            let message = format!("the obligation `{}` stands here twice", id.value);
            faults.push(document.fault(id.at, message, "give each its own id"));
        }
    }
    // Where something could not be read, the obligation may be there.
    for (document, id) in triggers.iter().filter(|_| whole) {
        let mut compiler = Compiler::new(document, None);
        compiler.known("obligation", id, seen.iter().copied());
        faults.append(&mut compiler.faults);
    }
    let list = Checklist {
        id: head.id.value,
        version: head.version,
        title,
        clusters,
        sets,
        obligations,
        not_law,
        act_flags,
    };
    (Some(list), faults)
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

/// A file that should be there.
fn absent(path: &str, help: &str) -> RuleFault {
    RuleFault { place: Place::file(path), message: "the file is missing".into(), help: help.into() }
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
