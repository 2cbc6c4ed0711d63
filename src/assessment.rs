//! Acts × checklists → [`Assessment`]: sets, findings with their evidence, consequences.
//!
//! These types are the JSON of `check --format json` (`schemas/assessment.schema.json`), and what
//! every report is made of.

mod baseline;
mod element;
mod explain;
mod finding;
mod law;
mod nearest;
mod reach;
mod sets;
mod who;

use std::collections::BTreeMap;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checklist::{ActFlag, Checklist, Consequence, Fact, Force, Rules, SetRule, Status};
use crate::error::{Error, Result};
use crate::source::{Level, Translation};
use crate::span::Span;
use crate::structure::Act;

pub use baseline::{Accepted, Baseline, Held, HeldFinding, News, Unused, gravity};
pub use explain::{ExplainedElement, ExplainedHit, ExplainedQuery, Explanation, TraceNode, explain};
pub use who::{PersonFound, VerdictFound, Who, who};

/// The result of one check. Acts read together as one State's law.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Assessment {
    /// Of this format: 1.
    pub schema: u32,
    pub tool: Tool,
    pub checklists: Vec<ChecklistUsed>,
    pub acts: Vec<ActRead>,
    /// What an act is about where it is not about the treaty's subject: told first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// Set id → its members.
    pub sets: BTreeMap<String, Vec<Member>>,
    /// One for each obligation, in checklist order.
    pub findings: Vec<Finding>,
    pub notices: Vec<NoticeRead>,
    /// What is news, where a baseline was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Held>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Tool {
    pub name: String,
    pub version: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct ChecklistUsed {
    pub id: String,
    pub version: String,
}

/// An act as it was read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct ActRead {
    /// As the user named it; only the file name of an absolute path.
    pub path: String,
    pub title: String,
    pub language: String,
    pub country: Option<String>,
    pub territory: Option<String>,
    pub status: Option<String>,
    pub as_at: Option<String>,
    /// Whose law it is, where that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Day of enactment or publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where the text was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the text is a translation of; absent for an original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
    pub provision_count: usize,
    pub sha256: String,
}

/// What an act is about, where it carries none of the offences that the checklist asks for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Subject {
    /// Index into `acts`.
    pub act: usize,
    /// `trafficking-act`, as the checklist calls it.
    pub flag: String,
}

/// A member of a set.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Member {
    /// Index into `acts`.
    pub act: usize,
    pub eid: String,
    pub label: String,
    pub limbs: Vec<String>,
}

/// What was found for one obligation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Finding {
    pub obligation: String,
    pub article: String,
    pub force: Force,
    pub cluster: String,
    pub status: Status,
    pub consequence: Consequence,
    pub flags: Vec<String>,
    pub elements: Vec<ElementFound>,
    pub evidence: Vec<Evidence>,
    /// Ids of the elements that are not full.
    pub missing: Vec<String>,
    /// What came nearest, where something essential is missing.
    pub nearest: Vec<Nearest>,
}

/// How well an element was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    None,
    Narrow,
    Full,
}

/// What was found of one element.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct ElementFound {
    pub id: String,
    pub essential: bool,
    pub anchor: bool,
    pub grade: Grade,
    /// Deficiencies: `D6`, `benefit-narrow`.
    pub codes: Vec<String>,
    /// Limb → found.
    pub limbs: BTreeMap<String, bool>,
    pub reach: Option<Reached>,
    /// Indices into the finding's evidence.
    pub evidence: Vec<usize>,
}

/// How many members of a set an element reaches.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Reached {
    pub members: usize,
    pub reached: usize,
    pub left_out: Vec<Place>,
}

/// A provision of one of the acts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub act: usize,
    pub eid: String,
    pub label: String,
}

/// Words of a law that carry a finding.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Evidence {
    pub act: usize,
    pub eid: String,
    pub label: String,
    pub unit: String,
    /// Line of `start`, from 1.
    pub line: u32,
    /// Byte offsets into the decoded text; `quote` is the text between them, verbatim.
    pub start: u32,
    pub end: u32,
    pub quote: String,
    /// Matching words that stand outside the provision's own span: lead-in, wrap-up, heading.
    pub lead_in: Vec<crate::span::Span>,
    pub via: Carried,
    /// Page and paragraph of the original, where the format has them.
    pub at: Option<At>,
}

/// How the words came to carry what was sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carried {
    Direct,
    Definition,
    Citation,
    Heading,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct At {
    pub page: Option<u32>,
    pub paragraph: Option<u32>,
}

/// A provision that has something of what was sought, and what it lacks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Nearest {
    pub act: usize,
    pub eid: String,
    pub label: String,
    pub element: String,
    /// Concepts not found there.
    pub lacks: Vec<String>,
}

/// A doubt about the reading of a text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct NoticeRead {
    pub code: String,
    pub message: String,
    pub act: usize,
    pub line: u32,
    pub start: u32,
    pub end: u32,
}

/// What a check is asked to do beside the acts.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Ids of the checklists to use; empty: all.
    pub checklists: Vec<String>,
    /// Facts of the State on which duties hang (`nationals-not-extradited`); the others are unknown.
    pub facts: BTreeMap<String, Fact>,
    /// What is known of whole acts beside their words: flag → the acts, by index. Raised on every finding that
    /// rests on one of them, and on what was not found where it holds of all.
    pub doubts: BTreeMap<String, Vec<usize>>,
}

/// Assesses acts, read together as one State's law.
///
/// # Errors
/// Acts of two countries, a language without a lexicon, an unknown checklist.
pub fn assess(acts: &[Act], rules: &Rules, options: &Options) -> Result<Assessment> {
    one_state(acts)?;
    let checklists = chosen(rules, options)?;
    let mut sets_out = BTreeMap::new();
    let mut subjects = Vec::new();
    let mut findings = Vec::new();
    for checklist in &checklists {
        let law = law_for(acts, rules, checklist)?;
        let sets = compute_sets(&law, checklist)?;
        let sought = element::Sought { law: &law, sets: &sets };
        let first = findings.len();
        let mut doubts = doubts(&law, checklist)?;
        doubts.extend(options.doubts.iter().map(|(flag, on)| (flag.clone(), on.clone())));
        subjects.extend(subjects_of(&law, checklist, &sets)?);
        let found: Vec<Result<Finding>> = checklist
            .obligations
            .par_iter()
            .map(|obligation| finding::finding(&sought, obligation))
            .collect();
        for finding in found {
            let mut finding = finding?;
            let rests_on = |act: &usize| finding.evidence.iter().any(|evidence| evidence.act == *act);
            for (flag, on) in &doubts {
                let is_on_all = finding.evidence.is_empty() && options.doubts.contains_key(flag);
                if on.iter().any(rests_on) || is_on_all && on.len() == acts.len() {
                    finding.flags.push(flag.clone());
                }
            }
            finding.flags.extend(doubtful_words(acts, &finding.evidence));
            findings.push(finding);
        }
        let own = &mut findings[first..];
        let statuses: BTreeMap<&str, Status> =
            checklist.obligations.iter().zip(own.iter()).map(|(o, f)| (o.id.as_str(), f.status)).collect();
        for (obligation, finding) in checklist.obligations.iter().zip(own) {
            let table = &rules.consequences;
            finding.consequence = finding::consequence(table, obligation, finding, &options.facts, &statuses);
        }
        for (id, set) in &sets {
            let members = set.members.iter().map(|member| {
                let Place { act, eid, label } = finding::place(&law, member.at);
                Member { act, eid, label, limbs: member.limbs.clone() }
            });
            sets_out.insert((*id).to_owned(), members.collect());
        }
    }
    Ok(Assessment {
        schema: 1,
        tool: tool(),
        checklists: checklists
            .iter()
            .map(|checklist| ChecklistUsed { id: checklist.id.clone(), version: checklist.version.clone() })
            .collect(),
        acts: acts.iter().map(act_read).collect(),
        subjects,
        sets: sets_out,
        findings,
        notices: notices(acts),
        baseline: None,
    })
}

/// The acts as a checklist reads them.
fn law_for<'a>(acts: &'a [Act], rules: &'a Rules, checklist: &Checklist) -> Result<law::Law<'a>> {
    let mut law = law::Law::new(acts, |act| rules.vocabulary(&act.source.language))?;
    if let Some(not_law) = &checklist.not_law {
        law.silence(not_law)?;
    }
    Ok(law)
}

/// The doubts about whole acts: each flag with the acts on which it lies.
fn doubts(law: &law::Law, checklist: &Checklist) -> Result<Vec<(String, Vec<usize>)>> {
    let mut doubts = Vec::new();
    for ActFlag { flag, find, status, unless_status, .. } in
        checklist.act_flags.iter().filter(|flag| flag.unless_set.is_none())
    {
        let mut on = Vec::new();
        for (index, read) in law.acts.iter().enumerate() {
            let stated = read.act.source.meta.status.as_ref();
            let among = |list: &[String]| stated.is_some_and(|stated| list.contains(stated));
            let stands = find.as_ref().map_or(Ok(true), |find| law.stands_in(find, index))?;
            if stands && (status.is_empty() || among(status)) && !among(unless_status) {
                on.push(index);
            }
        }
        doubts.push((flag.clone(), on));
    }
    Ok(doubts)
}

/// Flags for what a finding rests on that may not be what the law will say: a translation, words not yet decided.
fn doubtful_words(acts: &[Act], evidence: &[Evidence]) -> Vec<String> {
    let translated = |it: &Evidence| acts[it.act].source.meta.translation.is_some();
    let undecided = |it: &Evidence| {
        let words = Span { start: it.start, end: it.end };
        let open = &acts[it.act].undecided;
        it.lead_in.iter().chain([&words]).any(|&words| open.iter().any(|span| span.overlaps(words)))
    };
    let mut flags = Vec::new();
    if evidence.iter().any(translated) {
        flags.push("assessed-on-translation".to_owned());
    }
    if evidence.iter().any(undecided) {
        flags.push("undecided-text".to_owned());
    }
    flags
}

/// What each act is about, of what the checklist knows; the first that holds.
fn subjects_of(
    law: &law::Law,
    checklist: &Checklist,
    sets: &BTreeMap<&str, sets::Set>,
) -> Result<Vec<Subject>> {
    let mut subjects = Vec::new();
    for act in 0..law.acts.len() {
        for rule in &checklist.act_flags {
            let Some(set) = rule.unless_set.as_deref().and_then(|id| sets.get(id)) else { continue };
            let finds = || rule.find.as_ref().map_or(Ok(true), |find| law.stands_in(find, act));
            let under = || match &rule.under {
                Some(under) => law.heads(under, act),
                None => Ok(true),
            };
            if !set.members.iter().any(|member| member.at.act == act) && finds()? && under()? {
                subjects.push(Subject { act, flag: rule.flag.clone() });
                break;
            }
        }
    }
    Ok(subjects)
}

fn tool() -> Tool {
    Tool { name: "lacuna".into(), version: env!("CARGO_PKG_VERSION").into() }
}

fn compute_sets<'r>(law: &law::Law, checklist: &'r Checklist) -> Result<BTreeMap<&'r str, sets::Set<'r>>> {
    let compute = |rule: &'r SetRule| Ok((rule.id.as_str(), sets::Set::compute(law, rule)?));
    checklist.sets.par_iter().map(compute).collect()
}

fn chosen<'r>(rules: &'r Rules, options: &Options) -> Result<Vec<&'r Checklist>> {
    if options.checklists.is_empty() {
        return Ok(rules.checklists.iter().collect());
    }
    let find = |id: &String| {
        rules.checklists.iter().find(|checklist| checklist.id == *id).ok_or_else(|| {
            let known: Vec<&str> = rules.checklists.iter().map(|c| c.id.as_str()).collect();
            Error::request(format!("no checklist `{id}`"), format!("there are: {}", known.join(", ")))
        })
    };
    options.checklists.iter().map(find).collect()
}

/// Files of two States are never read as one law: their findings would be nobody's.
fn one_state(acts: &[Act]) -> Result<()> {
    let mut first: Option<(&str, &str)> = None;
    for act in acts {
        let Some(country) = act.source.meta.country.as_deref() else { continue };
        match first {
            Some((known, name)) if !known.eq_ignore_ascii_case(country) => {
                return Err(Error::request(
                    format!(
                        "{name} is law of {known} and {} of {country}: one check reads one State's law",
                        act.source.name
                    ),
                    "check them one by one, or state the country with --country",
                ));
            }
            _ => first = first.or(Some((country, &act.source.name))),
        }
    }
    Ok(())
}

fn act_read(act: &Act) -> ActRead {
    let meta = &act.source.meta;
    ActRead {
        path: act.source.name.clone(),
        title: act.title.clone(),
        language: act.source.language.clone(),
        country: meta.country.clone(),
        territory: meta.territory.clone(),
        status: meta.status.clone(),
        as_at: meta.as_at.clone(),
        level: meta.level,
        date: meta.date.clone(),
        source: meta.source.clone(),
        translation: meta.translation.clone(),
        provision_count: act.provisions.len() - 1,
        sha256: act.source.sha256.clone(),
    }
}

fn notices(acts: &[Act]) -> Vec<NoticeRead> {
    let mut all = Vec::new();
    for (index, act) in acts.iter().enumerate() {
        all.extend(act.notices.iter().map(|notice| NoticeRead {
            code: notice.code.into(),
            message: notice.message.clone(),
            act: index,
            line: act.source.lines.line(notice.span.start),
            start: notice.span.start,
            end: notice.span.end,
        }));
    }
    all
}
