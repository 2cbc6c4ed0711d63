//! Checklists as they are written in YAML. The doc comments become the text of the JSON Schemas, so they
//! speak to the author of rules. `compile.rs` turns these forms into [`Checklist`](super::Checklist)s.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::read::{At, Entries, Many, Short};
use super::rule::{Force, Means, Reach, Status, TextChecked};
use crate::query::Role;

/// Words by language (ISO 639-1); English is always there.
pub(super) type Words = At<BTreeMap<String, String>>;

/// `checklists/NAME/checklist.yaml`: one treaty.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ChecklistFile {
    /// Name of the checklist in commands and results.
    pub id: At<String>,
    /// Grows when a finding could change.
    pub version: String,
    pub title: Words,
    /// The parts of the questionnaire, in order.
    pub clusters: Vec<ClusterForm>,
    /// Stems of the files of obligations, in order.
    pub chapters: Vec<At<String>>,
    /// Speech that is no law of the State, such as an annexed treaty. The schedule in which it stands, or outside
    /// of schedules the section or article, carries no finding.
    pub not_law: Option<At<String>>,
    /// Flags for findings that rest on an act as a whole.
    #[serde(default)]
    pub act_flags: Vec<ActFlagForm>,
    /// By what an act is found in a statute book.
    pub scan: Option<ScanForm>,
}

/// What makes an act of a statute book worth a look.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScanForm {
    /// A set: an act with a member stands above those without.
    pub offences: String,
    /// Concepts: a text in which none is worded is about something else, and is not read further.
    pub topics: Vec<String>,
    /// Stands somewhere in the act: one that speaks of the matter by its name stands above those that do not.
    pub named: Option<At<String>>,
}

/// A doubt about a whole act: everything stated must hold.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ActFlagForm {
    pub flag: String,
    /// Stands somewhere in the act.
    pub find: Option<At<String>>,
    /// Stands in the title of the act. Looked at only beside `unless-set`.
    pub under: Option<At<String>>,
    /// Not for acts in which this set has a member. The flag then speaks of what the act is about: it is told at
    /// the head of a report, and raised on no finding.
    pub unless_set: Option<String>,
    /// The status of the act, as its front matter states it, is one of these.
    #[serde(default)]
    pub status: Many<String>,
    /// The flag is not raised for acts of such a status.
    #[serde(default)]
    pub unless_status: Many<String>,
}

/// A part of the questionnaire.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClusterForm {
    pub id: At<String>,
    pub title: Words,
}

/// `checklists/NAME/sets.yaml`: provisions of a law that obligations hang on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetsFile {
    pub sets: Entries<String, SetForm>,
}

/// Provisions of this law found by query and role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SetForm {
    pub title: Words,
    /// A member has one of these roles; left out: any.
    #[serde(default)]
    pub role: Many<Role>,
    /// What makes a member where no limb does.
    pub find: Option<At<String>>,
    /// No member where this stands in the provision's reading.
    pub not: Option<At<String>>,
    /// A member stands under a heading (its own, an ancestor's or the title of the act) that holds this.
    pub under: Option<At<String>>,
    /// No member under such a heading.
    pub not_under: Option<At<String>>,
    /// What the law round a member speaks of.
    pub about: Option<AboutForm>,
    /// Limb → query. A member carries every limb that holds.
    #[serde(default)]
    pub limbs: Entries<String, Short<LimbForm>>,
    /// Members of which one of these holds are narrow wherever they count.
    #[serde(default)]
    pub narrow: Many<NarrowForm>,
    /// A provision that says this names the offences of the set.
    pub named: Option<At<String>>,
}

/// A matter: one of the two holds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AboutForm {
    /// Stands in the section or article, or in the meaning of a term it uses.
    pub find: At<String>,
    /// Stands in a heading above, or in the title of the act.
    pub under: Option<At<String>>,
}

/// A part of a duty that counts for itself; a query alone, or a query with roles.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LimbForm {
    pub find: At<String>,
    /// The limb counts only in provisions of such a role.
    #[serde(default)]
    pub role: Many<Role>,
    /// The limb counts only under a heading (own, an ancestor's, the title of the act) that holds this.
    pub under: Option<At<String>>,
    /// What may carry the words; left out: what the element says.
    pub via: Option<Vec<ViaForm>>,
    /// How reports name the limb; left out: the limb's own name.
    pub title: Option<Words>,
}

/// A narrower form of what is sought: all that is stated must hold.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NarrowForm {
    /// Stands in the reading of the hit.
    pub find: Option<At<String>>,
    /// The provision has one of these roles.
    #[serde(default)]
    pub role: Many<Role>,
    /// Stands in a heading above.
    pub under: Option<At<String>>,
    /// Does not stand in the reading.
    pub not: Option<At<String>>,
    /// The deficiency: `D6`, or a word of its own.
    pub code: String,
}

/// `checklists/NAME/CHAPTER.yaml`: obligations.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChapterFile {
    /// Short name of the treaty for all obligations of the file that state none.
    pub instrument: Option<String>,
    pub obligations: Vec<ObligationForm>,
}

/// A duty of the treaty and how it is found in a law.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ObligationForm {
    pub id: At<String>,
    /// `6(3)(a)`
    pub article: String,
    /// Short name of the treaty: `Protocol` (default) or `Convention`.
    pub instrument: Option<String>,
    pub force: Force,
    #[serde(default)]
    pub means: Means,
    /// A fact of the State on which the duty hangs: `acts-at-sea`.
    pub applies_when: Option<String>,
    /// The obligation without which this one is not triggered.
    pub triggered_by: Option<At<String>>,
    pub cluster: At<String>,
    pub title: Words,
    /// One or two sentences in our own words: what the treaty asks.
    pub summary: Words,
    /// Kinds of act that normally carry it.
    #[serde(default)]
    pub carried_by: Many<CarrierAct>,
    /// What a general part may supply (`attempt`): absent or partial raises `check-general-part`.
    pub general_part: Option<String>,
    pub elements: At<Vec<ElementForm>>,
    /// Status → condition, tried in the order written; else absent. Left out: anchors and essentials decide.
    #[serde(default)]
    pub grade: Entries<Status, At<String>>,
    /// Flag → condition.
    #[serde(default)]
    pub flags: Entries<String, At<String>>,
    #[serde(default)]
    pub advice: AdviceForm,
    /// Who compared the wording with the authentic treaty text, and when.
    pub text_checked: Option<TextChecked>,
}

/// Kinds of act in which a duty is usually carried out.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CarrierAct {
    SpecialAct,
    ImmigrationAct,
    PenalCode,
    CriminalProcedure,
    MaritimeAct,
    PassportAct,
    LaunderingAct,
    ExtraditionAct,
    WitnessAct,
    PoliceAct,
    Constitution,
    Other,
}

impl CarrierAct {
    pub fn name(self) -> &'static str {
        match self {
            CarrierAct::SpecialAct => "special-act",
            CarrierAct::ImmigrationAct => "immigration-act",
            CarrierAct::PenalCode => "penal-code",
            CarrierAct::CriminalProcedure => "criminal-procedure",
            CarrierAct::MaritimeAct => "maritime-act",
            CarrierAct::PassportAct => "passport-act",
            CarrierAct::LaunderingAct => "laundering-act",
            CarrierAct::ExtraditionAct => "extradition-act",
            CarrierAct::WitnessAct => "witness-act",
            CarrierAct::PoliceAct => "police-act",
            CarrierAct::Constitution => "constitution",
            CarrierAct::Other => "other",
        }
    }
}

/// Advice to a drafter, by how far the treaty asks for it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AdviceForm {
    /// What the treaty requires.
    pub requires: Vec<Words>,
    /// What is widely recommended.
    pub recommended: Vec<Words>,
    /// What is a choice of policy.
    pub policy: Vec<Words>,
}

/// One ingredient of an obligation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ElementForm {
    pub id: At<String>,
    /// A short noun phrase, used in "not found: …"; left out: the id in words.
    pub title: Option<Words>,
    /// Without an anchor the obligation is absent.
    #[serde(default)]
    pub anchor: bool,
    /// The obligation is met only when every essential element is full.
    #[serde(default)]
    pub essential: bool,
    /// A set, another element or `act`. Anchors that leave it out are sought in the whole act.
    pub on: Option<At<String>>,
    /// How many members must be reached.
    pub reach: Option<At<Reach>>,
    /// Only members with one of these limbs count.
    #[serde(default)]
    pub limbs_of_set: Many<At<String>>,
    #[serde(default)]
    pub role: Many<Role>,
    #[serde(default)]
    pub not_role: Many<Role>,
    pub find: Option<At<String>>,
    /// Several ways; what a way leaves out it takes from the element.
    #[serde(default)]
    pub any: Vec<SeekForm>,
    /// Windows are dropped where this stands in the same reading.
    pub not: Option<At<String>>,
    pub under: Option<At<String>>,
    pub not_under: Option<At<String>>,
    /// What may carry the words: `definition` (default), `citation`; `[]` for neither.
    pub via: Option<Vec<ViaForm>>,
    pub penalty: Option<At<PenaltyForm>>,
    /// The hit is narrow when one of these holds.
    #[serde(default)]
    pub narrow: Many<NarrowForm>,
    /// Limb → query, sought on the provisions that carry the element.
    #[serde(default)]
    pub limbs: Entries<String, Short<LimbForm>>,
    /// `all` (default), a number, or `NAME or NUMBER`.
    #[serde(default)]
    #[schemars(schema_with = "full_schema")]
    pub full: Option<At<String>>,
}

fn full_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": ["string", "integer", "null"]})
}

/// One way in which an element may be found.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SeekForm {
    pub find: Option<At<String>>,
    pub role: Option<Many<Role>>,
    pub not_role: Option<Many<Role>>,
    pub on: Option<At<String>>,
    pub reach: Option<At<Reach>>,
    pub limbs_of_set: Option<Many<At<String>>>,
    pub under: Option<At<String>>,
    pub not_under: Option<At<String>>,
    pub not: Option<At<String>>,
    pub via: Option<Vec<ViaForm>>,
    pub penalty: Option<At<PenaltyForm>>,
    /// Found in this way only, the element is narrow, with this code.
    pub code: Option<String>,
}

/// What may carry words beside the provision itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ViaForm {
    /// A defined term carries what its definition says.
    Definition,
    /// A citation carries what the cited provision says.
    Citation,
}

/// A comparison with the penalty; one of these.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PenaltyForm {
    /// `>= 48 months`, `>= 4 years`
    pub imprisonment_max: Option<At<String>>,
    #[serde(default)]
    pub imprisonment: bool,
    #[serde(default)]
    pub fine: bool,
}
