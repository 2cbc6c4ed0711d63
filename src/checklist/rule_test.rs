//! Rule tests: a small law and variations of it, each with what must be found. Minimal pairs, since one
//! changed word shows what a rule really hangs on.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::names::did_you_mean;
use super::read::{At, Entries, Many, read};
use super::rule::{Consequence, Status};
use super::yaml::Document;
use crate::assessment::{Assessment, Finding};
use crate::error::{Result, RuleFault};
use crate::source::Metadata;
use crate::structure::Act;

/// `tests/NAME.yaml`: a law and variations of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleTestFile {
    /// ISO 639-1 code of the law's language.
    language: String,
    /// ISO 3166-1 alpha-2 code of the State, where rules depend on it.
    country: Option<String>,
    /// The law.
    base: String,
    cases: Vec<CaseForm>,
}

/// The law with some changes, and what must be found in it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CaseForm {
    name: At<String>,
    /// Old words → new words, everywhere in the law.
    #[serde(default)]
    replace: Entries<String, String>,
    /// eIds of provisions that are left out.
    #[serde(default)]
    delete: Many<String>,
    /// Text after the law.
    append: Option<String>,
    /// Obligation → status.
    #[serde(default)]
    expect: Entries<String, Status>,
    /// Obligation → eIds that its evidence must name; `[]`: no evidence.
    #[serde(default)]
    evidence: Entries<String, Many<String>>,
    /// Obligation → codes of deficiencies that it must carry; `[]`: none.
    #[serde(default)]
    codes: Entries<String, Many<String>>,
    /// Obligation → eIds of the members that it must leave out, and no others.
    #[serde(default)]
    left_out: Entries<String, Many<String>>,
    /// Obligation → what must follow.
    #[serde(default)]
    consequence: Entries<String, Consequence>,
    /// Obligation → flags that it must raise; `[]`: none.
    #[serde(default)]
    flags: Entries<String, Many<String>>,
    /// `rest`: every obligation that `expect` does not name has the status that it has in the law as it is.
    unchanged: Option<Unchanged>,
    /// A case known to fail. It fails the run when it starts to pass.
    #[serde(default)]
    known_miss: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Unchanged {
    Rest,
}

/// A file of rule tests, checked.
#[derive(Debug)]
pub struct RuleTest {
    /// `som-6.3a.en.yaml`
    pub file: String,
    pub language: String,
    pub country: Option<String>,
    pub base: String,
    cases: Vec<CaseForm>,
}

/// How texts are read and assessed. Tests are data of the rules; what runs them stands above.
pub struct Pipeline<'a> {
    /// The provisions of a text, for `delete`.
    pub outline: &'a dyn Fn(&str, &Metadata) -> Result<Act>,
    pub assess: &'a dyn Fn(&str, &Metadata) -> Result<Assessment>,
}

/// What came of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    pub file: String,
    pub case: String,
    pub language: String,
    pub misses: Vec<Miss>,
    pub known_miss: bool,
    /// Obligation and status that the case speaks about.
    pub covered: Vec<(String, Status)>,
}

/// Something that came otherwise than expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The obligation, or empty when the case could not be run.
    pub obligation: String,
    /// `status`, `evidence`, …
    pub what: &'static str,
    pub expected: String,
    pub found: String,
}

/// A verdict on one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    KnownMiss,
    /// Marked `known-miss`, and passes now: the mark must go.
    Mended,
}

impl CaseResult {
    pub fn verdict(&self) -> Verdict {
        match (self.misses.is_empty(), self.known_miss) {
            (true, false) => Verdict::Passed,
            (false, false) => Verdict::Failed,
            (false, true) => Verdict::KnownMiss,
            (true, true) => Verdict::Mended,
        }
    }

    /// Whether the case fails the run.
    pub fn fails(&self) -> bool {
        matches!(self.verdict(), Verdict::Failed | Verdict::Mended)
    }
}

impl RuleTest {
    /// Reads a file of tests; `obligations` are the ids that it may name.
    pub(super) fn read(
        file: &str,
        document: &Document,
        obligations: &BTreeSet<&str>,
    ) -> (Option<RuleTest>, Vec<RuleFault>) {
        let (form, mut faults) = read::<RuleTestFile>(document);
        let Some(form) = form else { return (None, faults) };
        let mut names = BTreeSet::new();
        for case in &form.cases {
            if !names.insert(case.name.value.as_str()) {
                let message = format!("the case `{}` stands here twice", case.name.value);
                faults.push(document.fault(case.name.at, message, "give each its own name"));
            }
            for id in case.named().filter(|id| !obligations.contains(id.value.as_str())) {
                let help = did_you_mean(&id.value, obligations.iter().copied());
                faults.push(document.fault(id.at, format!("unknown obligation `{}`", id.value), help));
            }
            for (old, _) in &case.replace.0 {
                if !form.base.contains(&old.value) {
                    let message = format!("`{}` does not stand in the base text", old.value);
                    faults.push(document.fault(
                        old.at,
                        message,
                        "words to replace are taken from `base`, verbatim",
                    ));
                }
            }
            if case.asserts_nothing() {
                faults.push(document.fault(
                    case.name.at,
                    "the case expects nothing",
                    "write `expect: {ID: status}`",
                ));
            }
        }
        let RuleTestFile { language, country, base, cases } = form;
        (Some(RuleTest { file: file.to_owned(), language, country, base, cases }), faults)
    }

    /// Runs every case.
    pub fn run(&self, pipeline: &Pipeline<'_>) -> Vec<CaseResult> {
        let meta = Metadata {
            language: Some(self.language.clone()),
            country: self.country.clone(),
            ..Metadata::default()
        };
        let rest = self.cases.iter().any(|case| case.unchanged.is_some());
        let base = rest.then(|| (pipeline.assess)(&self.base, &meta));
        self.cases.iter().map(|case| self.case(case, &meta, base.as_ref(), pipeline)).collect()
    }

    fn case(
        &self,
        case: &CaseForm,
        meta: &Metadata,
        base: Option<&Result<Assessment>>,
        pipeline: &Pipeline<'_>,
    ) -> CaseResult {
        let broken = |found: String| {
            vec![Miss { obligation: String::new(), what: "run", expected: String::new(), found }]
        };
        let misses = match self.varied(case, meta, pipeline) {
            Err(message) => broken(message),
            Ok(text) => match ((pipeline.assess)(&text, meta), base.filter(|_| case.unchanged.is_some())) {
                (Err(error), _) => broken(error.to_string()),
                (_, Some(Err(error))) => broken(format!("the base text: {error}")),
                (Ok(assessment), base) => case.compare(&assessment, base.and_then(|base| base.as_ref().ok())),
            },
        };
        CaseResult {
            file: self.file.clone(),
            case: case.name.value.clone(),
            language: self.language.clone(),
            misses,
            known_miss: case.known_miss,
            covered: case.expect.0.iter().map(|(id, status)| (id.value.clone(), *status)).collect(),
        }
    }

    /// The text of a case: the law without what is deleted, with what is replaced and appended.
    fn varied(&self, case: &CaseForm, meta: &Metadata, pipeline: &Pipeline<'_>) -> Result<String, String> {
        let mut text = self.base.clone();
        if !case.delete.0.is_empty() {
            let act = (pipeline.outline)(&self.base, meta).map_err(|error| error.to_string())?;
            let mut spans = Vec::new();
            for eid in &case.delete.0 {
                let id = act.by_eid(eid).ok_or_else(|| {
                    let eids = act.ids().map(|id| act.get(id).eid.as_str()).collect::<Vec<_>>();
                    format!("the base text has no provision `{eid}`; it has {}", eids.join(", "))
                })?;
                spans.push(act.get(id).span);
            }
            spans.sort();
            for span in spans.iter().rev() {
                let end = (span.end as usize).min(text.len());
                text.replace_range((span.start as usize).min(end)..end, "");
            }
        }
        for (old, new) in &case.replace.0 {
            text = text.replace(&old.value, new);
        }
        if let Some(more) = &case.append {
            text = format!("{}\n{more}", text.trim_end());
        }
        Ok(text)
    }
}

impl CaseForm {
    /// Every obligation that the case names.
    fn named(&self) -> impl Iterator<Item = &At<String>> {
        let lists = [&self.evidence, &self.codes, &self.left_out, &self.flags];
        let lists = lists.into_iter().flat_map(|entries| entries.0.iter().map(|(id, _)| id));
        let statuses = self.expect.0.iter().map(|(id, _)| id);
        statuses.chain(self.consequence.0.iter().map(|(id, _)| id)).chain(lists)
    }

    fn asserts_nothing(&self) -> bool {
        self.unchanged.is_none() && self.named().next().is_none()
    }

    fn compare(&self, assessment: &Assessment, base: Option<&Assessment>) -> Vec<Miss> {
        let findings: BTreeMap<&str, &Finding> =
            assessment.findings.iter().map(|finding| (finding.obligation.as_str(), finding)).collect();
        let mut misses = Vec::new();
        let mut expect = |id: &str, what, expected: String, found: &dyn Fn(&Finding) -> Option<String>| {
            let found = match findings.get(id) {
                Some(finding) => found(finding),
                None => Some("no finding".into()),
            };
            misses.extend(found.map(|found| Miss { obligation: id.into(), what, expected, found }));
        };
        for (id, status) in &self.expect.0 {
            expect(&id.value, "status", word(status), &|finding| {
                (finding.status != *status).then(|| word(&finding.status))
            });
        }
        for (id, consequence) in &self.consequence.0 {
            expect(&id.value, "consequence", word(consequence), &|finding| {
                (finding.consequence != *consequence).then(|| word(&finding.consequence))
            });
        }
        for (id, eids) in &self.evidence.0 {
            expect(&id.value, "evidence", eids.0.join(", "), &|finding| {
                lacking(&eids.0, finding.evidence.iter().map(|piece| piece.eid.as_str()), stands_in)
            });
        }
        for (id, codes) in &self.codes.0 {
            expect(&id.value, "codes", codes.0.join(", "), &|finding| {
                let found = finding.elements.iter().flat_map(|element| &element.codes);
                lacking(&codes.0, found.map(String::as_str), |a, b| a == b)
            });
        }
        for (id, flags) in &self.flags.0 {
            expect(&id.value, "flags", flags.0.join(", "), &|finding| {
                lacking(&flags.0, finding.flags.iter().map(String::as_str), |a, b| a == b)
            });
        }
        for (id, eids) in &self.left_out.0 {
            expect(&id.value, "left out", eids.0.join(", "), &|finding| {
                let reach = finding.elements.iter().filter_map(|element| element.reach.as_ref());
                let found: BTreeSet<&str> =
                    reach.flat_map(|reach| &reach.left_out).map(|place| place.eid.as_str()).collect();
                let other = found.iter().any(|eid| !eids.0.iter().any(|wanted| stands_in(eid, wanted)));
                let lacking = lacking(&eids.0, found.iter().copied(), stands_in);
                lacking.or_else(|| other.then(|| found.into_iter().collect::<Vec<_>>().join(", ")))
            });
        }
        for was in base.map_or(&[][..], |base| &base.findings) {
            if !self.expect.0.iter().any(|(id, _)| id.value == was.obligation) {
                let expected = format!("{}, as in the base", word(&was.status));
                expect(&was.obligation, "status", expected, &|finding| {
                    (finding.status != was.status).then(|| word(&finding.status))
                });
            }
        }
        misses
    }
}

/// All that was found, when something wanted is not in it, or when nothing is wanted and something found.
fn lacking<'f>(
    wanted: &[String],
    found: impl Iterator<Item = &'f str>,
    fits: fn(&str, &str) -> bool,
) -> Option<String> {
    let found: BTreeSet<&str> = found.collect();
    let complete = wanted.iter().all(|wanted| found.iter().any(|found| fits(found, wanted)));
    if complete && (!wanted.is_empty() || found.is_empty()) {
        return None;
    }
    let found: Vec<&str> = found.into_iter().collect();
    Some(if found.is_empty() { "none".into() } else { found.join(", ") })
}

/// Whether a provision is another or stands in it.
fn stands_in(eid: &str, outer: &str) -> bool {
    eid.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("__"))
}

/// A status or consequence as YAML writes it.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Which statuses the cases test, by obligation and language.
pub fn coverage(results: &[CaseResult]) -> BTreeMap<(String, String), BTreeMap<Status, usize>> {
    let mut table: BTreeMap<(String, String), BTreeMap<Status, usize>> = BTreeMap::new();
    for result in results {
        for (id, status) in &result.covered {
            let cell = table.entry((id.clone(), result.language.clone())).or_default();
            *cell.entry(*status).or_default() += 1;
        }
    }
    table
}
