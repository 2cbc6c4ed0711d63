//! An amending act applied to the act that it amends: what it inserts, replaces and repeals, as far as the text says
//! it with certainty. What cannot be read so is told, never guessed.

mod apply;
mod effect;
mod read;
mod target;
mod wording;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::comparison::FindingChange;
use crate::structure::Act;

pub use apply::{Amended, apply};
pub use effect::{ClauseEffect, effects};
pub use read::read;

/// What an amending act does to the principal act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Provisions that come after, before or at the end of others.
    Insert,
    /// Provisions in the place of others.
    Replace,
    Repeal,
    /// Words in the place of words, after words, or no words in their place.
    SubstituteWords,
}

/// A change that an amending act orders.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Instruction {
    /// The provision of the amending act that orders it.
    pub eid: String,
    pub label: String,
    /// Its line in the amending act, from 1.
    pub line: u32,
    /// None where it could not be read.
    pub operation: Option<Operation>,
    /// The provision of the principal act, as that cites it; empty where it could not be found.
    pub target: String,
    /// Why it was not applied; empty when it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub not_applied: String,
    /// What it does to the text.
    #[serde(skip)]
    edits: Vec<Edit>,
}

/// Bytes of the principal act's text, and what stands in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// An amending act applied, and what it does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Amendment {
    /// Of this format: 1.
    pub schema: u32,
    /// In the order of the amending act.
    pub instructions: Vec<Instruction>,
    /// Each clause of the amending act taken alone.
    pub clauses: Vec<ClauseEffect>,
    /// Findings that are others under the law as amended, all clauses together.
    pub findings: Vec<FindingChange>,
    pub before: Assessment,
    pub after: Assessment,
}

impl Instruction {
    fn new(bill: &Act, id: crate::structure::ProvisionId) -> Instruction {
        let provision = bill.get(id);
        Instruction {
            eid: provision.eid.clone(),
            label: provision.label.clone(),
            line: bill.source.lines.line(provision.span.start),
            operation: None,
            target: String::new(),
            not_applied: String::new(),
            edits: Vec::new(),
        }
    }
}
