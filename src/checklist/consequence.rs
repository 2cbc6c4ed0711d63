//! `consequences.yaml` → [`ConsequenceTable`]: what follows under the treaty from what the text contains.

use schemars::JsonSchema;
use serde::Deserialize;

use super::folder::RuleFiles;
use super::read::{At, Many, read};
use super::rule::{Consequence, ConsequenceRow, ConsequenceTable, Fact, Force, Means, Status};
use crate::error::RuleFault;

/// `consequences.yaml`: from status to consequence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsequencesFile {
    /// Tried in order; the first of which every stated field holds decides.
    rows: Vec<At<RowForm>>,
}

/// Every stated field must hold; in a field, any of its values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RowForm {
    #[serde(default)]
    status: Many<Status>,
    #[serde(default)]
    force: Many<Force>,
    #[serde(default)]
    means: Many<Means>,
    /// Any of these flags is raised.
    #[serde(default)]
    flags: Many<String>,
    /// Whether the fact of the State on which the duty hangs holds; true for duties that hang on none.
    #[serde(default)]
    #[schemars(schema_with = "fact_schema")]
    fact: Many<Fact>,
    /// `false`: the obligation it hangs on is absent.
    triggered: Option<bool>,
    then: Consequence,
}

/// YAML says `true` and `false` without quotes.
fn fact_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let one = schemars::json_schema!({"enum": [true, false, "unknown"]});
    schemars::json_schema!({"anyOf": [one, {"type": "array", "items": one}]})
}

/// Reads the table. Its last row must hold always, so that every finding has a consequence.
pub(super) fn consequences(files: &RuleFiles) -> (ConsequenceTable, Vec<RuleFault>) {
    let Some(document) = files.files.get("consequences.yaml") else {
        let fault = RuleFiles::absent("consequences.yaml", "it says what follows from a status");
        return (ConsequenceTable::default(), vec![fault]);
    };
    let (file, mut faults) = read::<ConsequencesFile>(document);
    let Some(file) = file else { return (ConsequenceTable::default(), faults) };
    let last = file.rows.last().map(|row| row.at).unwrap_or_default();
    let row = |row: At<RowForm>| {
        let row = row.value;
        ConsequenceRow {
            status: row.status.0,
            force: row.force.0,
            means: row.means.0,
            flags: row.flags.0,
            fact: row.fact.0,
            triggered: row.triggered,
            then: Some(row.then),
        }
    };
    let rows: Vec<ConsequenceRow> = file.rows.into_iter().map(row).collect();
    let always = |row: &ConsequenceRow| {
        row.status.is_empty()
            && row.force.is_empty()
            && row.means.is_empty()
            && row.flags.is_empty()
            && row.fact.is_empty()
            && row.triggered.is_none()
    };
    if !rows.last().is_some_and(always) && faults.is_empty() {
        let help = "end the table with a row that states `then` alone";
        faults.push(document.fault(last, "the last row does not hold for every finding", help));
    }
    (ConsequenceTable { rows }, faults)
}

/// What is known of a finding when its consequence is sought.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    pub status: Status,
    pub force: Force,
    pub means: Means,
    pub flags: &'a [String],
    /// Of the obligation's `applies-when`; [`Fact::True`] where it states none.
    pub fact: Fact,
    /// Whether the obligation it hangs on was found at all; true where it hangs on none.
    pub triggered: bool,
}

impl ConsequenceTable {
    /// The consequence that the first fitting row states; to-verify where the table has none.
    pub fn consequence(&self, of: Circumstances<'_>) -> Consequence {
        let fits = |row: &&ConsequenceRow| {
            (row.status.is_empty() || row.status.contains(&of.status))
                && (row.force.is_empty() || row.force.contains(&of.force))
                && (row.means.is_empty() || row.means.contains(&of.means))
                && (row.flags.is_empty() || row.flags.iter().any(|flag| of.flags.contains(flag)))
                && (row.fact.is_empty() || row.fact.contains(&of.fact))
                && row.triggered.is_none_or(|triggered| triggered == of.triggered)
        };
        self.rows.iter().find(fits).and_then(|row| row.then).unwrap_or(Consequence::ToVerify)
    }
}
