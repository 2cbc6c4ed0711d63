//! Gaps that people know and accept, each with a reason: a check against them tells only what is new or worse.
//!
//! A baseline is a YAML or JSON file with a list `accepted`; an assessment (`check --format json`) serves as one
//! whose reasons are not known.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_yaml::Spanned;

use super::{Assessment, Finding, Grade};
use crate::checklist::{Consequence, Status};
use crate::error::{Error, Place, Result, RuleFault};
use crate::span::LineIndex;

/// What is accepted of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In the order of the file; one for an obligation.
    pub accepted: Vec<Accepted>,
}

/// A finding that people accept as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Accepted {
    pub obligation: String,
    pub status: Status,
    pub consequence: Consequence,
    /// The elements that are not full, and how well they were found.
    #[serde(default)]
    pub lacks: BTreeMap<String, Grade>,
    /// Element → how many members of its set it did not reach.
    #[serde(default)]
    pub left_out: BTreeMap<String, usize>,
    /// Why; empty only where an assessment serves as baseline.
    #[serde(default)]
    pub reason: String,
}

/// An assessment held against a baseline.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Held {
    /// The findings from which something follows, in checklist order.
    pub findings: Vec<HeldFinding>,
    /// Entries of the baseline that accept nothing any more.
    pub unused: Vec<Unused>,
}

/// A finding and what the baseline says of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct HeldFinding {
    pub obligation: String,
    pub news: News,
    /// Why it is accepted, or was before it grew worse. Empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Whether a finding is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum News {
    /// Not in the baseline.
    New,
    /// In the baseline, and less is found than was accepted.
    Worse,
    /// In the baseline as it stands, or better.
    Known,
}

/// An entry that accepts nothing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Unused {
    pub obligation: String,
    /// Whether the checklists have the obligation: then it is addressed now.
    pub addressed: bool,
}

/// How grave a consequence is, from 0 where nothing follows to 4 for a gap: the order of `--fail-on`.
pub fn gravity(consequence: Consequence) -> u8 {
    match consequence {
        Consequence::None | Consequence::NotTriggered => 0,
        Consequence::Option => 1,
        Consequence::Exceeds => 2,
        Consequence::ToVerify => 3,
        Consequence::Gap => 4,
    }
}

/// A baseline as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    accepted: Vec<Spanned<Accepted>>,
}

impl Baseline {
    /// What an assessment found lacking, accepted for one reason.
    pub fn of(assessment: &Assessment, reason: &str) -> Baseline {
        let follows = assessment.findings.iter().filter(|finding| gravity(finding.consequence) > 0);
        Baseline { accepted: follows.map(|finding| Accepted::of(finding, reason)).collect() }
    }

    /// Reads a baseline, or an assessment as one. `name` is for messages.
    ///
    /// # Errors
    /// [`Error::Rules`] with every fault: what is no YAML or JSON of a baseline, entries without a reason,
    /// obligations that stand there twice.
    pub fn read(name: &str, text: &str) -> Result<Baseline> {
        if let Ok(assessment) = serde_json::from_str::<Assessment>(text) {
            return Ok(Baseline::of(&assessment, ""));
        }
        let lines = LineIndex::new(text);
        let fault = |line: u64, message: String, help: &str| {
            let line = u32::try_from(line).unwrap_or(1).max(1);
            let excerpt = lines.text(text, line).to_owned();
            let place = Place { file: name.to_owned(), at: Some((line, 1)), excerpt, width: 1 };
            RuleFault { place, message, help: help.to_owned() }
        };
        let file: File = serde_yaml::from_str(text).map_err(|error| {
            let line = error.location().map_or(1, |at| at.line());
            let message = error.without_snippet().to_string();
            let message = message.lines().next().unwrap_or_default().to_owned();
            let help = "`lacuna check FILE --write-baseline PATH --reason TEXT` writes one";
            Error::Rules(vec![fault(line, format!("no baseline: {message}"), help)])
        })?;
        let mut faults = Vec::new();
        if file.schema != 1 {
            faults.push(fault(
                1,
                format!("schema {} is not known here", file.schema),
                "this program reads 1",
            ));
        }
        let mut accepted: Vec<Accepted> = Vec::new();
        for entry in file.accepted {
            let line = entry.defined.line();
            let entry = entry.value;
            if entry.reason.trim().is_empty() {
                let message = format!("{} is accepted without a reason", entry.obligation);
                faults.push(fault(line, message, "say in `reason` why, and who decided"));
            }
            if accepted.iter().any(|it| it.obligation == entry.obligation) {
                faults.push(fault(line, format!("{} stands here twice", entry.obligation), "keep one"));
            }
            accepted.push(entry);
        }
        if faults.is_empty() { Ok(Baseline { accepted }) } else { Err(Error::Rules(faults)) }
    }

    /// Keeps the reasons that `before` gives.
    #[must_use]
    pub fn with_reasons_of(mut self, before: &Baseline) -> Baseline {
        for entry in &mut self.accepted {
            let known = before.accepted.iter().find(|it| it.obligation == entry.obligation);
            if let Some(known) = known.filter(|it| !it.reason.is_empty()) {
                entry.reason.clone_from(&known.reason);
            }
        }
        self
    }

    /// The file, as [`read`](Self::read) reads it.
    pub fn written(&self) -> String {
        let mut out = "# What is known and accepted. `lacuna check FILE --baseline THIS-FILE` tells what is new or worse.\n\
                       # Each entry has its reason; --write-baseline keeps the reasons that stand here.\n\
                       schema: 1\naccepted:\n"
            .to_owned();
        if self.accepted.is_empty() {
            out.truncate(out.len() - 1);
            out.push_str(" []\n");
        }
        // A string in JSON is the same string in YAML; names of codes need no quotes.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        for entry in &self.accepted {
            out.push_str(&format!("  - obligation: {}\n", quoted(&entry.obligation)));
            out.push_str(&format!("    status: {}\n", name(&entry.status)));
            out.push_str(&format!("    consequence: {}\n", name(&entry.consequence)));
            if !entry.lacks.is_empty() {
                let lacks = entry.lacks.iter().map(|(id, grade)| format!("{}: {}", quoted(id), name(grade)));
                out.push_str(&format!("    lacks: {{{}}}\n", lacks.collect::<Vec<_>>().join(", ")));
            }
            if !entry.left_out.is_empty() {
                let left_out = entry.left_out.iter().map(|(id, count)| format!("{}: {count}", quoted(id)));
                out.push_str(&format!("    left-out: {{{}}}\n", left_out.collect::<Vec<_>>().join(", ")));
            }
            out.push_str(&format!("    reason: {}\n", quoted(&entry.reason)));
        }
        out
    }

    /// Holds findings against what is accepted.
    pub fn hold(&self, findings: &[Finding]) -> Held {
        let mut held = Held::default();
        for finding in findings.iter().filter(|finding| gravity(finding.consequence) > 0) {
            let entry = self.accepted.iter().find(|it| it.obligation == finding.obligation);
            let news = match entry {
                None => News::New,
                Some(entry) if entry.covers(finding) => News::Known,
                Some(_) => News::Worse,
            };
            let reason = entry.map_or_else(String::new, |it| it.reason.clone());
            held.findings.push(HeldFinding { obligation: finding.obligation.clone(), news, reason });
        }
        for entry in &self.accepted {
            if !held.findings.iter().any(|it| it.obligation == entry.obligation) {
                let addressed = findings.iter().any(|it| it.obligation == entry.obligation);
                held.unused.push(Unused { obligation: entry.obligation.clone(), addressed });
            }
        }
        held
    }
}

impl Accepted {
    fn of(finding: &Finding, reason: &str) -> Accepted {
        let short = finding.elements.iter().filter(|it| it.grade != Grade::Full);
        let reached = finding.elements.iter().filter_map(|it| Some((it.id.clone(), it.reach.as_ref()?)));
        Accepted {
            obligation: finding.obligation.clone(),
            status: finding.status,
            consequence: finding.consequence,
            lacks: short.map(|it| (it.id.clone(), it.grade)).collect(),
            left_out: reached
                .map(|(id, reach)| (id, reach.left_out.len()))
                .filter(|(_, count)| *count > 0)
                .collect(),
            reason: reason.to_owned(),
        }
    }

    /// Whether a finding is no worse than this one.
    fn covers(&self, finding: &Finding) -> bool {
        let now = Accepted::of(finding, "");
        let grade = |id: &String| self.lacks.get(id).copied().unwrap_or(Grade::Full);
        let left_out = |id: &String| self.left_out.get(id).copied().unwrap_or(0);
        // What is not found at all reaches nobody: how many it leaves out says nothing more.
        let narrow = |id: &String| now.lacks.get(id).is_none_or(|grade| *grade != Grade::None);
        gravity(now.consequence) <= gravity(self.consequence)
            && worth(now.status) >= worth(self.status)
            && now.lacks.iter().all(|(id, today)| *today >= grade(id))
            && now.left_out.iter().all(|(id, count)| !narrow(id) || *count <= left_out(id))
    }
}

fn worth(status: Status) -> u8 {
    match status {
        Status::Conflict => 0,
        Status::Absent => 1,
        Status::Partial => 2,
        Status::Met => 3,
    }
}

/// The word for a code in output.
fn name(code: &impl Serialize) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

impl Held {
    /// What the baseline says of the finding on an obligation; none where nothing follows from it.
    pub fn of(&self, obligation: &str) -> Option<&HeldFinding> {
        self.findings.iter().find(|it| it.obligation == obligation)
    }

    /// Whether a finding is in the baseline as it stands.
    pub fn is_known(&self, obligation: &str) -> bool {
        self.of(obligation).is_some_and(|it| it.news == News::Known)
    }
}
