//! What a lexicon says, parsed and not yet compiled for matching.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::expr::Query;

/// What a token is in a language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenUnit {
    /// Runs of letters and digits.
    #[default]
    Words,
    /// Each Han character; runs of other letters and digits stay whole.
    Characters,
}

/// Differences of spelling that do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    Case,
    Accents,
    /// ä ae, ß ss.
    Umlauts,
    /// Full and half width.
    Width,
    /// Traditional and simplified Han.
    Traditional,
    /// Alef, ya, ta marbuta, diacritics, tatweel.
    Arabic,
    /// What Arabic writes in one with the word after it: and, so, by, as, for, will, the. A word is found
    /// with and without them.
    ArabicPrefixes,
}

/// What a provision does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Define,
    Offence,
    Contravention,
    Penalty,
    Aggravate,
    Exempt,
    Empower,
    Duty,
    Prohibit,
    Right,
}

impl Role {
    /// All roles, in the order of their declaration.
    pub const ALL: [Role; 10] = [
        Role::Define,
        Role::Offence,
        Role::Contravention,
        Role::Penalty,
        Role::Aggravate,
        Role::Exempt,
        Role::Empower,
        Role::Duty,
        Role::Prohibit,
        Role::Right,
    ];
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RoleSet(u16);

impl RoleSet {
    pub const EMPTY: RoleSet = RoleSet(0);

    pub fn with(self, role: Role) -> RoleSet {
        RoleSet(self.0 | 1 << role as u16)
    }
    pub fn without(self, role: Role) -> RoleSet {
        RoleSet(self.0 & !(1 << role as u16))
    }
    pub fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u16 != 0
    }
    pub fn union(self, other: RoleSet) -> RoleSet {
        RoleSet(self.0 | other.0)
    }
    pub fn meets(self, other: RoleSet) -> bool {
        self.0 & other.0 != 0
    }
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |&role| self.has(role))
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(RoleSet::EMPTY, RoleSet::with)
    }
}

/// Words that deny what follows them, or what stands before them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Negators {
    /// `without`, `not`, `"otherwise than"`.
    pub before: Vec<Query>,
    /// Where the language denies behind the words: Turkish `olmaksızın`, Japanese `ない`.
    pub after: Vec<Query>,
    /// Phrases that look like a negator and deny nothing: `"no person"`, `"not exceeding"`.
    pub except: Vec<Query>,
    /// How many tokens before a hit a negator may end, at most, or behind it begin. A comma, semicolon or sentence end
    /// between them breaks the reach, unless it follows the negator at once.
    pub within: u32,
}

/// A lexicon, parsed but not yet compiled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VocabularySpec {
    /// ISO 639-1 code.
    pub language: String,
    pub tokens: TokenUnit,
    pub fold: Vec<Fold>,
    /// Concept name → its wordings (any of them). An empty list is a stated gap.
    pub concepts: Vec<(String, Vec<Query>)>,
    pub roles: Vec<(Role, Vec<Query>)>,
    pub negators: Negators,
    /// "an offence under this Act": P speaks of any offence.
    pub any_offence: Vec<Query>,
    /// "this offence", "such offence": P speaks of the offence beside it.
    pub this_offence: Vec<Query>,
    /// "contravenes any provision of this Act": makes an offence of every prohibition of the act.
    pub any_contravention: Vec<Query>,
    /// Defined terms that never carry what their definition says ("person", "State", "Minister").
    pub uncarried: Vec<String>,
    /// How many letters may follow a word of a defined term, whose last letter may then change: 0 where words keep
    /// their form but for a plural in s.
    pub term_endings: u32,
    /// Abbreviations after which a full stop ends no sentence, without the stop, folded.
    pub abbreviations: Vec<String>,
    /// Words that join the items of a list that is read as a whole. Empty: `and`.
    pub list_and: Vec<String>,
    /// Words that join alternatives. Empty: `or`.
    pub list_or: Vec<String>,
}
