//! The compiled form of a checklist: what assessment works on. The YAML form is in `file.rs`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::query::{Query, RoleSet};

/// Words in several languages, by ISO 639-1 code; English is always there.
pub type Translated = BTreeMap<String, String>;

/// The wording in a language; else the English one, else the first there is.
pub fn in_language<'w>(words: &'w Translated, language: &str) -> &'w str {
    words
        .get(language)
        .or_else(|| words.get("en"))
        .or_else(|| words.values().next())
        .map_or("", String::as_str)
}

/// The obligations of one treaty (with the parent treaty they hang on).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checklist {
    pub id: String,
    pub version: String,
    pub title: Translated,
    /// Cluster id → title, in the order of the questionnaire.
    pub clusters: Vec<(String, Translated)>,
    pub sets: Vec<SetRule>,
    /// In the order of the checklist.
    pub obligations: Vec<Obligation>,
    /// The schedule, or outside of schedules the main unit, in which this stands is no law of the State.
    pub not_law: Option<Query>,
    pub act_flags: Vec<ActFlag>,
    /// By what an act is found in a statute book.
    pub scan: Option<ScanRule>,
}

/// What makes an act of a statute book worth a look.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScanRule {
    /// A set: an act with a member stands above those without.
    pub offences: String,
    /// Concepts: a text in which none is worded is not read further.
    pub topics: Vec<String>,
    /// Stands somewhere in an act that speaks of the matter by its name.
    pub named: Option<Query>,
}

/// A doubt about a whole act, raised on every finding that rests on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ActFlag {
    pub flag: String,
    /// Stands somewhere in the act.
    pub find: Option<Query>,
    /// Stands in the title of the act.
    pub under: Option<Query>,
    /// The set has no member in the act; the flag is then told of the act, not of its findings.
    pub unless_set: Option<String>,
    /// The stated status of the act is one of these; empty: any.
    pub status: Vec<String>,
    /// Not for acts of such a status.
    pub unless_status: Vec<String>,
}

/// How far a treaty binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    Mandatory,
    /// Subject to basic concepts of the legal system, within available means, where appropriate.
    Qualified,
    Consider,
    Optional,
    /// Governs the reading, orders no clause.
    Saving,
    Definition,
    /// Narrows the duty: the benefit element.
    Limit,
}

/// By what a State may carry out a duty.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    #[default]
    Legislation,
    /// Appropriate measures, legislation if necessary.
    Any,
    Notification,
}

/// What the text contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Met,
    Partial,
    /// Not found in the texts supplied.
    Absent,
    /// For a person to confirm.
    Conflict,
}

/// Provisions of a law found by query and role: the smuggling offences.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetRule {
    pub id: String,
    pub title: Translated,
    pub roles: RoleSet,
    /// A provision of which this holds is no member.
    pub not: Option<Query>,
    /// Headings (its own and its ancestors') under which a provision is no member.
    pub not_under: Option<Query>,
    pub under: Option<Query>,
    /// What the law round a member speaks of.
    pub about: Option<About>,
    /// What makes a provision a member; it carries every limb that holds.
    pub limbs: Vec<Limb>,
    /// Members of which one of these holds are narrow wherever they count.
    pub narrow: Vec<Narrow>,
    /// A provision whose words hold this names the offences of the set, all of them.
    pub named: Option<Query>,
}

/// A matter, by the words of a section or article or those of a heading above.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    pub find: Query,
    pub under: Option<Query>,
}

/// One limb: a part of a duty that counts for itself (entry, stay; air, sea).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Limb {
    pub name: String,
    pub find: Query,
    /// Where given, the limb counts only in provisions of such a role.
    pub roles: RoleSet,
    /// The limb counts only under a heading that holds this.
    pub under: Option<Query>,
    /// A citation may carry what it cites ("abets an offence under section 4").
    pub via_citation: bool,
    pub title: Translated,
}

/// A narrower form of what was sought.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Narrow {
    /// Holds on the reading of the hit; none: holds always (with `roles` or alone).
    pub find: Option<Query>,
    /// Holds when the provision has one of these roles.
    pub roles: RoleSet,
    /// Holds when the heading chain holds this.
    pub under: Option<Query>,
    /// Does not hold when this stands in the same reading.
    pub not: Option<Query>,
    /// Deficiency, `D6` or a word of its own.
    pub code: String,
}

/// Where an element is sought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum On {
    /// Anywhere in the acts. Said openly as `on: act`, or by the anchor, which is where the others start.
    #[default]
    Act,
    /// On the members of a set, or provisions that reach them.
    Set(String),
    /// On the provisions that carry another element: the same main unit, or what reaches it.
    Element(String),
}

/// How many members must be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// One is enough.
    #[default]
    Some,
    /// Some members only: narrow, the others are left out.
    All,
    /// At least one member of every limb of the set that the law has.
    EachLimb,
}

/// A comparison with a penalty of the provision or of one that reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PenaltyTest {
    /// Greatest imprisonment of at least so many months.
    ImprisonmentMaxAtLeast(u32),
    /// Some imprisonment.
    Imprisonment,
    /// A fine.
    Fine,
}

/// One way in which an element may be found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seek {
    /// None: every member of the set, by roles and penalty alone.
    pub find: Option<Query>,
    /// Any of these; empty: any role.
    pub roles: RoleSet,
    /// None of these.
    pub not_roles: RoleSet,
    pub on: On,
    pub reach: Reach,
    /// Only members with one of these limbs count; empty: all.
    pub limbs_of_set: Vec<String>,
    pub under: Option<Query>,
    pub not_under: Option<Query>,
    /// Windows are dropped where this holds on the provision's reading.
    pub not: Option<Query>,
    pub via_definition: bool,
    pub via_citation: bool,
    pub penalty: Option<PenaltyTest>,
    /// The find is a narrow form in itself, with this code.
    pub code: Option<String>,
}

/// One ingredient of an obligation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Element {
    pub id: String,
    pub title: Translated,
    pub anchor: bool,
    pub essential: bool,
    /// Any of these.
    pub seeks: Vec<Seek>,
    pub narrow: Vec<Narrow>,
    /// Limbs sought on the provisions that carry the element (for an element without `find`: on those
    /// of the element it is `on`).
    pub limbs: Vec<Limb>,
    pub full: Full,
}

/// How many limbs make an element full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Full {
    /// Every limb.
    #[default]
    All,
    /// So many of them.
    Count(usize),
    /// This limb alone, or so many of the others: `any or 2`.
    NamedOr(String, usize),
}

/// A condition over elements: `benefit.full`, `immunity or towards-another`, `set.smuggling-offence`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// Found at all.
    Found(String),
    /// Found in full.
    IsFull(String),
    /// Found, but narrow.
    IsNarrow(String),
    /// `element.limb.name`: the limb holds.
    HasLimb(String, String),
    /// `code.D6`: some element carries the code.
    Code(String),
    /// The set has members.
    Set(String),
    /// `set.smuggling-offence.stay`: the set has a member with the limb.
    SetLimb(String, String),
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}

/// Advice to a drafter, split by how far the treaty asks for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Advice {
    pub requires: Vec<Translated>,
    pub recommended: Vec<Translated>,
    pub policy: Vec<Translated>,
}

/// When and by whom the wording was compared with the authentic treaty text.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct TextChecked {
    pub by: String,
    pub date: String,
    pub language: String,
}

/// A duty of the treaty and how it is found in a law.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Obligation {
    pub id: String,
    /// `6(1)(a)`
    pub article: String,
    /// Short name of the treaty, `Protocol` or `Convention`.
    pub instrument: String,
    pub force: Force,
    pub means: Means,
    /// A fact of the State on which the duty hangs; unknown means to-verify.
    pub applies_when: Option<String>,
    /// Another obligation without which this one is not triggered.
    pub triggered_by: Option<String>,
    pub cluster: String,
    pub title: Translated,
    pub summary: Translated,
    /// Kinds of act that normally carry it: `special-act immigration-act penal-code criminal-procedure
    /// maritime-act passport-act …`. Likeliest first: the first tells what kind a
    /// text is taken for, and the report folds the others under "look in other law".
    pub carried_by: Vec<String>,
    /// `attempt`: where absent, flag `check-general-part` with this word.
    pub general_part: Option<String>,
    pub elements: Vec<Element>,
    /// First row that holds; empty: the rule of anchors and essentials.
    pub grade: Vec<(Status, Condition)>,
    /// Raised when the condition holds.
    pub flags: Vec<(String, Condition)>,
    pub advice: Advice,
    pub text_checked: Option<TextChecked>,
    /// `som-protocol/criminalization.yaml`
    pub file: String,
}

/// What follows under the treaty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Consequence {
    /// Addressed.
    None,
    /// Wider than the duty.
    Exceeds,
    Gap,
    /// Left open: a question for a person.
    ToVerify,
    /// A duty to consider, or optional: nothing follows.
    Option,
    /// The condition is false, or the duty it hangs on is absent.
    NotTriggered,
}

/// Whether the fact of the State on which a duty hangs holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    True,
    False,
    Unknown,
}

/// One row of `rules/consequences.yaml`: every stated field must hold; the first row that holds decides.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConsequenceRow {
    pub status: Vec<Status>,
    pub force: Vec<Force>,
    pub means: Vec<Means>,
    /// Any of these flags is raised.
    pub flags: Vec<String>,
    /// Of the obligation's `applies_when`; an obligation without one counts as true.
    pub fact: Vec<Fact>,
    /// `Some(false)`: the obligation it hangs on (`triggered_by`) is absent.
    pub triggered: Option<bool>,
    pub then: Option<Consequence>,
}

/// From status to consequence.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConsequenceTable {
    pub rows: Vec<ConsequenceRow>,
}
