//! Two versions of a text, and what the change does to the findings: provisions matched by number and by
//! content, words compared, and beside each change the obligations that rest on it.

mod align;
mod effect;
mod tracked;
mod words;

pub use effect::findings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::checklist::{Consequence, Status};
use crate::structure::Act;

pub use tracked::tracked_readings;
pub use words::compare as compare_words;

/// What changed between two versions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Comparison {
    /// Of this format: 1.
    pub schema: u32,
    /// In the order of the new text; what was deleted stands where it stood.
    pub changes: Vec<Change>,
    /// Obligations whose finding is another, or rests on other words, in checklist order.
    pub findings: Vec<FindingChange>,
}

/// What happened to a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    Inserted,
    Deleted,
    /// Other words under the same number.
    Changed,
    /// The same provision in another place.
    Moved,
    /// The same provision in the same place under another number.
    Renumbered,
}

/// A change of one provision, apart from those below it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    pub old: Option<Side>,
    pub new: Option<Side>,
    /// The words, old and new interleaved; empty where no word changed.
    pub words: Vec<Piece>,
    /// Obligations that lost or gained something here.
    pub obligations: Vec<String>,
}

/// A provision of one of the versions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Side {
    pub eid: String,
    pub label: String,
    /// Line, from 1.
    pub line: u32,
    pub start: u32,
    pub end: u32,
}

/// Words that stayed, went or came.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PieceKind {
    Same,
    Deleted,
    Inserted,
}

/// A finding before and after.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct FindingChange {
    pub obligation: String,
    pub old: Standing,
    pub new: Standing,
    /// Elements that are found better than before.
    pub gained: Vec<String>,
    /// Elements that are found worse than before.
    pub lost: Vec<String>,
    /// Elements that rest on other words than before, as well found.
    pub other_words: Vec<String>,
}

/// What a finding said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    pub status: Status,
    pub consequence: Consequence,
}

/// Compares two versions of a text and their assessments (of one act each, in this order).
pub fn compare(old: (&Act, &Assessment), new: (&Act, &Assessment)) -> Comparison {
    let pairs = align::align(old.0, new.0);
    let mut changes = words::changes(old.0, new.0, &pairs);
    let findings = effect::findings(old.1, new.1);
    effect::attribute(&mut changes, old, new, &findings);
    Comparison { schema: 1, changes, findings }
}
