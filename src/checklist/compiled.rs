//! The built-in rules as `build.rs` compiled them: checklists at hand in a millisecond, where their YAML takes
//! a hundred, and each language read only when a text needs it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lexicon::Lexicon;
use super::persons::Persons;
use super::rule::{Checklist, ConsequenceTable};

/// What the program carries. The lexicons are packed apart, so that start-up does not grow with the languages.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Compiled<'a> {
    pub checklists: Vec<Checklist>,
    pub consequences: ConsequenceTable,
    pub persons: Persons,
    /// Language → its packed [`Lexicon`].
    #[serde(borrow)]
    pub lexicons: BTreeMap<&'a str, &'a [u8]>,
}

impl<'a> Compiled<'a> {
    /// None for rules that had faults when the program was built: their YAML is read instead and tells them.
    pub fn unpack(packed: &'a [u8]) -> Option<Self> {
        postcard::from_bytes(packed).ok()
    }

    pub fn lexicon(&self, language: &str) -> Option<Lexicon> {
        postcard::from_bytes(self.lexicons.get(language)?).ok()
    }
}
