//! `dossier.yaml` → [`Dossier`]: whose review it is, which laws, what is known of the State beside them. Every fault
//! is told at once, with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checklist::{At, Entries, Fact, Many, Rules, YamlFile, did_you_mean, read};
use crate::error::{Error, Result, RuleFault};
use crate::span::Span;

/// A dossier as it is written: one review of one State. Paths are relative to the folder of the dossier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DossierFile {
    /// Of this format: 1.
    schema: At<u32>,
    /// For whom the documents are written; decides which there are and how they speak.
    #[schemars(required)]
    role: Option<Role>,
    state: StateForm,
    /// Language of the documents: en, fr, es; ar, ru and zh in part. English without it.
    language: Option<At<String>>,
    /// Subjects under review, by the checklist's names of its clusters; all without it.
    #[serde(default)]
    clusters: Many<At<String>>,
    /// States that review, by name; empty where not yet drawn.
    #[serde(default)]
    reviewers: Vec<String>,
    laws: Vec<At<LawForm>>,
    /// Texts that are known to exist and were not supplied.
    #[serde(default)]
    not_supplied: Vec<String>,
    /// Facts of the State on which duties hang; one that is not given is unknown.
    facts: Option<Entries<String, bool>>,
    #[serde(default)]
    instruments: Vec<Instrument>,
    #[serde(default)]
    reservations: Vec<Reservation>,
    #[serde(default)]
    notifications: Vec<NotificationForm>,
    #[serde(default)]
    people: Vec<Person>,
    /// A line at the head of every page, such as `Restricted`.
    classification: Option<String>,
}

/// For whom the documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Answers the questionnaire.
    StateUnderReview,
    /// Gives feedback and drafts the observations.
    Reviewer,
    /// Drafts the law that closes gaps.
    Drafter,
    /// Helps; grades nobody.
    Secretariat,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StateForm {
    /// ISO 3166-1 alpha-2 code; XA to XZ are free for invented States.
    country: At<String>,
    /// As documents are headed: `Republic of Calvera`.
    name: String,
    /// As it stands in a sentence: `Calvera`. The name without it.
    short: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LawForm {
    file: At<String>,
    /// As the State cites it. Without it the text's own title.
    title: Option<String>,
    /// Two-letter code, where the text does not say or show it.
    language: Option<String>,
    date: Option<At<String>>,
    /// The day whose law the text states.
    as_at: Option<At<String>>,
    #[schemars(required)]
    status: Option<LawStatus>,
    in_force_since: Option<At<String>>,
    /// Where the text was taken from.
    source: Option<String>,
    /// The text is a translation.
    translation: Option<TranslationForm>,
    /// Files of this dossier that a pending text would repeal.
    #[serde(default)]
    repeals: Many<At<String>>,
}

/// What a text is to the law of the State.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LawStatus {
    InForce,
    Bill,
    /// Adopted, but not yet in force.
    NotCommenced,
    Repealed,
    Expired,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TranslationForm {
    /// A file of this dossier, or the title of a text that was not supplied.
    of: At<String>,
    #[schemars(required)]
    kind: Option<TranslationKind>,
    by: Option<String>,
    date: Option<At<String>>,
}

/// Who stands behind a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TranslationKind {
    Official,
    Unofficial,
    Machine,
}

/// A treaty and since when it binds the State.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instrument {
    pub name: String,
    pub since: Option<String>,
}

/// A reservation or declaration.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reservation {
    pub instrument: String,
    pub article: String,
    pub text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NotificationForm {
    /// The obligation that it serves, such as SOM-8.6.
    obligation: At<String>,
    text: String,
    date: Option<At<String>>,
    /// Where it can be read.
    source: Option<String>,
}

/// A notification to the depositary.
#[derive(Clone, Debug, Serialize)]
pub struct Notification {
    pub obligation: String,
    pub text: String,
    pub date: Option<String>,
    pub source: Option<String>,
}

/// Who takes part in the review.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Person {
    pub name: String,
    /// `focal point`, `governmental expert` …
    pub capacity: String,
    /// The State or body for which the person acts.
    pub of: Option<String>,
}

/// One review of one State, checked.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// As the user named it.
    pub name: String,
    /// In which the paths of the laws start.
    pub folder: PathBuf,
    pub role: Role,
    pub country: String,
    pub state: String,
    /// The State as it stands in a sentence.
    pub short: String,
    pub language: String,
    /// In the order of the checklist; all where none was named.
    pub clusters: Vec<String>,
    pub reviewers: Vec<String>,
    pub laws: Vec<Law>,
    pub not_supplied: Vec<String>,
    pub facts: BTreeMap<String, Fact>,
    pub instruments: Vec<Instrument>,
    pub reservations: Vec<Reservation>,
    pub notifications: Vec<Notification>,
    pub people: Vec<Person>,
    pub classification: String,
}

/// A text of the dossier.
#[derive(Clone, Debug)]
pub struct Law {
    /// Relative to the folder, with forward slashes.
    pub file: String,
    pub title: Option<String>,
    pub language: Option<String>,
    pub date: Option<String>,
    pub as_at: Option<String>,
    pub status: LawStatus,
    pub in_force_since: Option<String>,
    pub source: Option<String>,
    pub translation: Option<TranslationOf>,
    /// Indices of the laws that it would repeal.
    pub repeals: Vec<usize>,
}

/// Of what a text is a translation.
#[derive(Clone, Debug)]
pub struct TranslationOf {
    /// A law of the dossier; none where the original was not supplied.
    pub law: Option<usize>,
    /// As written.
    pub of: String,
    pub kind: TranslationKind,
    pub by: Option<String>,
    pub date: Option<String>,
}

impl Dossier {
    /// Reads a dossier file, or the `dossier.yaml` of a folder.
    ///
    /// # Errors
    /// [`Error::Read`], or [`Error::Dossier`] with every fault.
    pub fn read(path: &Path, rules: &Rules) -> Result<Dossier> {
        let path = if path.is_dir() { path.join("dossier.yaml") } else { path.to_owned() };
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).map_err(|cause| Error::Read { path: name.clone(), cause })?;
        let text = String::from_utf8_lossy(&bytes);
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        Self::from_text(&name, &text, folder, rules)
    }

    /// Reads the text of a dossier whose laws lie in a folder.
    ///
    /// # Errors
    /// [`Error::Dossier`] with every fault.
    pub fn from_text(name: &str, text: &str, folder: PathBuf, rules: &Rules) -> Result<Dossier> {
        let document = YamlFile::new(name, text.trim_start_matches('\u{feff}'));
        let (file, faults) = read::<DossierFile>(&document);
        let mut check = Check { document: &document, faults };
        let Some(file) = file else { return Err(Error::Dossier(check.faults)) };
        let dossier = check.dossier(file, name, folder, rules);
        match check.faults.is_empty() {
            true => Ok(dossier),
            false => Err(Error::Dossier(check.sorted())),
        }
    }

    /// Whether a cluster is under review.
    pub fn is_under_review(&self, cluster: &str) -> bool {
        self.clusters.iter().any(|it| it == cluster)
    }
}

/// A dossier being checked.
struct Check<'d> {
    document: &'d YamlFile,
    faults: Vec<RuleFault>,
}

impl Check<'_> {
    fn fault(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(self.document.fault(at, message, help));
    }

    fn sorted(mut self) -> Vec<RuleFault> {
        self.faults.sort_by_key(|fault| fault.place.at);
        self.faults.dedup();
        self.faults
    }

    fn dossier(&mut self, file: DossierFile, name: &str, folder: PathBuf, rules: &Rules) -> Dossier {
        // A value that could not be read has been told; one that is not there at all has not.
        let is_read = self.faults.is_empty();
        if file.role.is_none() && is_read {
            self.fault(
                Span::default(),
                "`role` is missing",
                "state-under-review, reviewer, drafter or secretariat",
            );
        }
        for law in file.laws.iter().filter(|law| law.value.status.is_none() && is_read) {
            let help = "in-force, bill, not-commenced, repealed or expired";
            self.fault(law.value.file.at, format!("`{}` has no status", law.value.file.value), help);
        }
        for kind in file.laws.iter().filter_map(|law| law.value.translation.as_ref()) {
            if kind.kind.is_none() && is_read {
                self.fault(kind.of.at, "the translation states no kind", "official, unofficial or machine");
            }
        }
        if file.schema.value != 1 {
            self.fault(
                file.schema.at,
                format!("schema {} is not known", file.schema.value),
                "write schema: 1",
            );
        }
        let country = file.state.country.value.to_uppercase();
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let help = "two letters; XA to XZ are free for invented States";
            self.fault(file.state.country.at, format!("`{country}` is no country code"), help);
        }
        let language = file.language.as_ref().map_or("en", |it| it.value.as_str()).to_owned();
        if let Some(given) = &file.language
            && !super::words::LANGUAGES.contains(&given.value.as_str())
        {
            let help = format!("documents speak {}", super::words::LANGUAGES.join(", "));
            self.fault(given.at, format!("no documents in `{}`", given.value), help);
        }
        let clusters = self.clusters(&file.clusters.0, rules);
        let facts = self.facts(file.facts, rules);
        let obligations: Vec<&str> = rules.obligations().map(|(_, it)| it.id.as_str()).collect();
        let mut notifications = Vec::new();
        for form in file.notifications {
            if !obligations.contains(&form.obligation.value.as_str()) {
                let help = did_you_mean(&form.obligation.value, obligations.iter().copied());
                self.fault(form.obligation.at, format!("no obligation `{}`", form.obligation.value), help);
            }
            let date = self.date(form.date);
            let obligation = form.obligation.value;
            notifications.push(Notification { obligation, text: form.text, date, source: form.source });
        }
        let laws = self.laws(file.laws, &folder);
        Dossier {
            name: name.to_owned(),
            folder,
            role: file.role.unwrap_or(Role::Reviewer),
            country,
            short: file.state.short.unwrap_or_else(|| file.state.name.clone()),
            state: file.state.name,
            language,
            clusters,
            reviewers: file.reviewers,
            laws,
            not_supplied: file.not_supplied,
            facts,
            instruments: file.instruments,
            reservations: file.reservations,
            notifications,
            people: file.people,
            classification: file.classification.unwrap_or_default(),
        }
    }

    fn clusters(&mut self, named: &[At<String>], rules: &Rules) -> Vec<String> {
        let mut known: Vec<&str> = Vec::new();
        for (id, _) in rules.checklists.iter().flat_map(|list| &list.clusters) {
            if !known.contains(&id.as_str()) {
                known.push(id);
            }
        }
        for cluster in named.iter().filter(|it| !known.contains(&it.value.as_str())) {
            let help = did_you_mean(&cluster.value, known.iter().copied());
            self.fault(cluster.at, format!("the checklist has no cluster `{}`", cluster.value), help);
        }
        let is_named = |id: &&str| named.is_empty() || named.iter().any(|it| it.value == *id);
        known.into_iter().filter(is_named).map(str::to_owned).collect()
    }

    fn facts(&mut self, facts: Option<Entries<String, bool>>, rules: &Rules) -> BTreeMap<String, Fact> {
        let known: BTreeSet<&str> =
            rules.obligations().filter_map(|(_, it)| it.applies_when.as_deref()).collect();
        let mut given = BTreeMap::new();
        for (name, holds) in facts.map_or_else(Vec::new, |facts| facts.0) {
            if !known.contains(name.value.as_str()) {
                let help = did_you_mean(&name.value, known.iter().copied());
                self.fault(name.at, format!("no obligation hangs on a fact `{}`", name.value), help);
            }
            given.insert(name.value, if holds { Fact::True } else { Fact::False });
        }
        given
    }

    fn date(&mut self, date: Option<At<String>>) -> Option<String> {
        let date = date?;
        if !is_date(&date.value) {
            self.fault(date.at, format!("`{}` is no date", date.value), "write it as 2031-03-14, or 2031");
        }
        Some(date.value)
    }

    fn laws(&mut self, forms: Vec<At<LawForm>>, folder: &Path) -> Vec<Law> {
        let files: Vec<(String, bool)> = forms
            .iter()
            .map(|form| (form.value.file.value.replace('\\', "/"), form.value.translation.is_some()))
            .collect();
        let index = |name: &str| files.iter().position(|(file, _)| file == name);
        let mut laws: Vec<Law> = Vec::new();
        for (at, form) in forms.into_iter().enumerate() {
            let LawForm { file, translation, repeals, .. } = form.value;
            let path = Path::new(&file.value);
            if index(&files[at].0) != Some(at) {
                self.fault(file.at, format!("`{}` stands here twice", file.value), "keep one of them");
            } else if path.is_absolute() || path.components().any(|it| matches!(it, Component::Prefix(_))) {
                let help = "name it from the folder of the dossier, so that the dossier can be passed on";
                self.fault(file.at, "the path is absolute", help);
            } else if !folder.join(path).is_file() {
                let help = "paths start in the folder of the dossier";
                self.fault(file.at, format!("there is no file `{}`", file.value), help);
            }
            let translation = translation.map(|form| {
                let law = index(&form.of.value.replace('\\', "/"));
                if law == Some(at) {
                    self.fault(form.of.at, "a text is no translation of itself", "");
                } else if law.is_some_and(|law| files[law].1) {
                    let help = "name the original, or its title where it was not supplied";
                    self.fault(form.of.at, format!("`{}` is itself a translation", form.of.value), help);
                } else if law.is_none() && form.of.value.contains(['/', '\\']) {
                    let names = files.iter().map(|(file, _)| file.as_str());
                    let help = did_you_mean(&form.of.value, names);
                    self.fault(form.of.at, format!("no law of the dossier is `{}`", form.of.value), help);
                }
                let date = self.date(form.date);
                TranslationOf {
                    law,
                    of: form.of.value,
                    kind: form.kind.unwrap_or(TranslationKind::Unofficial),
                    by: form.by,
                    date,
                }
            });
            let status = form.value.status.unwrap_or(LawStatus::InForce);
            let is_pending = matches!(status, LawStatus::Bill | LawStatus::NotCommenced);
            let mut repealed = Vec::new();
            for name in repeals.0 {
                match index(&name.value.replace('\\', "/")) {
                    _ if !is_pending => {
                        let help = "give the law that is repealed the status `repealed`";
                        self.fault(name.at, "only a pending text says what it would repeal", help);
                    }
                    Some(law) if law != at => repealed.push(law),
                    _ => {
                        let names = files.iter().map(|(file, _)| file.as_str());
                        let help = did_you_mean(&name.value, names);
                        self.fault(name.at, format!("no other law of the dossier is `{}`", name.value), help);
                    }
                }
            }
            laws.push(Law {
                file: files[at].0.clone(),
                title: form.value.title,
                language: form.value.language,
                date: self.date(form.value.date),
                as_at: self.date(form.value.as_at),
                status,
                in_force_since: self.date(form.value.in_force_since),
                source: form.value.source,
                translation,
                repeals: repealed,
            });
        }
        if !laws.iter().any(|law| law.status == LawStatus::InForce) && self.faults.is_empty() {
            let help = "give at least one law the status `in-force`; a bill alone is for `lacuna check`";
            self.fault(Span::default(), "no law of the dossier is in force", help);
        }
        laws
    }
}

/// `2031-03-14`, `2031-03` or `2031`.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let number = |part: Option<&str>, width: usize, most: u32| {
        part.is_none_or(|it| it.len() == width && it.parse::<u32>().is_ok_and(|it| (1..=most).contains(&it)))
    };
    number(parts.next(), 4, 9999)
        && number(parts.next(), 2, 12)
        && number(parts.next(), 2, 31)
        && parts.next().is_none()
}
