//! Acts × checklists → [`Assessment`]: sets, findings with their evidence, consequences.
//!
//! These types are the JSON of `check --format json` (`schemas/assessment.schema.json`), and what
//! every report is made of.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checklist::{Consequence, Force, Status};

/// The result of one check. Acts read together as one State's law.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Assessment {
    /// Of this format: 1.
    pub schema: u32,
    pub tool: Tool,
    pub checklists: Vec<ChecklistUsed>,
    pub acts: Vec<ActRead>,
    /// Set id → its members.
    pub sets: BTreeMap<String, Vec<Member>>,
    /// One for each obligation, in checklist order.
    pub findings: Vec<Finding>,
    pub notices: Vec<NoticeRead>,
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
    pub provision_count: usize,
    pub sha256: String,
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
