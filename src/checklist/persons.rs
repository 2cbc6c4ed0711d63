//! `persons.yaml` → [`Persons`]: standard persons and by which rows they are held against an offence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::compile::{Compiler, roles};
use super::file::Words;
use super::folder::RuleFiles;
use super::read::{At, Many, read};
use super::rule::Translated;
use crate::error::RuleFault;
use crate::query::{Query, Role, RoleSet};

/// `persons.yaml`: who is caught by the offences of a text?
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonsFile {
    /// Sets whose members are the offences.
    offences: Vec<At<String>>,
    persons: Vec<PersonForm>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PersonForm {
    id: At<String>,
    title: Words,
    /// What the person does and does not do.
    story: Words,
    /// Tried in order; the first that holds decides. None: open.
    rows: Vec<RowForm>,
}

/// All that is stated must hold.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RowForm {
    /// The offence carries one of these limbs.
    #[serde(default)]
    limbs: Many<String>,
    /// Stands in the offence; defined terms carry their definitions.
    find: Option<At<String>>,
    /// Does not stand there.
    not: Option<At<String>>,
    /// Another provision says so.
    clause: Option<ClauseForm>,
    then: Liability,
    /// A sentence for the reader.
    because: Words,
}

/// A provision that reaches the offence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClauseForm {
    find: At<String>,
    #[serde(default)]
    role: Many<Role>,
    #[serde(default)]
    not_role: Many<Role>,
    not: Option<At<String>>,
    /// It need not reach the offence.
    #[serde(default)]
    anywhere: bool,
}

/// Whether the words of an offence fit a person. `open`: the text does not decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Liability {
    Caught,
    NotCaught,
    Open,
}

/// Standard persons and the offences they are held against.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Persons {
    /// Ids of sets; their members are the offences.
    pub offences: Vec<String>,
    pub persons: Vec<Person>,
}

/// A standard person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub title: Translated,
    pub story: Translated,
    /// The first that holds decides.
    pub rows: Vec<PersonRow>,
}

/// A way in which it is decided whether a person is caught.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonRow {
    /// The offence carries one of these; empty: any.
    pub limbs: Vec<String>,
    pub find: Option<Query>,
    pub not: Option<Query>,
    pub clause: Option<PersonClause>,
    pub then: Liability,
    pub because: Translated,
}

/// A provision beside the offence that decides.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonClause {
    pub find: Query,
    pub roles: RoleSet,
    pub not_roles: RoleSet,
    pub not: Option<Query>,
    /// Need not reach the offence.
    pub anywhere: bool,
}

impl Persons {
    /// The queries of all rows.
    pub(super) fn queries(&self) -> impl Iterator<Item = &Query> {
        let rows = self.persons.iter().flat_map(|person| &person.rows);
        rows.flat_map(|row| {
            let clause = row.clause.iter().flat_map(|clause| [Some(&clause.find), clause.not.as_ref()]);
            [row.find.as_ref(), row.not.as_ref()].into_iter().chain(clause).flatten()
        })
    }
}

/// Reads and compiles the file.
pub(super) fn persons(files: &RuleFiles) -> (Persons, Vec<RuleFault>) {
    let Some(document) = files.files.get("persons.yaml") else { return (Persons::default(), Vec::new()) };
    let (file, mut faults) = read::<PersonsFile>(document);
    let Some(file) = file else { return (Persons::default(), faults) };
    let mut compiler = Compiler::new(document, None);
    compiler.unique("person", file.persons.iter().map(|person| &person.id));
    let persons = file.persons.into_iter().map(|form| Person {
        id: form.id.value,
        title: compiler.words(form.title),
        story: compiler.words(form.story),
        rows: form.rows.into_iter().map(|form| row(&mut compiler, form)).collect(),
    });
    let persons = persons.collect();
    faults.append(&mut compiler.faults);
    (Persons { offences: file.offences.into_iter().map(|set| set.value).collect(), persons }, faults)
}

fn row(compiler: &mut Compiler, form: RowForm) -> PersonRow {
    let clause = form.clause.and_then(|clause| {
        Some(PersonClause {
            find: compiler.query(&clause.find)?,
            roles: roles(&clause.role),
            not_roles: roles(&clause.not_role),
            not: compiler.optional(clause.not.as_ref()),
            anywhere: clause.anywhere,
        })
    });
    PersonRow {
        limbs: form.limbs.0,
        find: compiler.optional(form.find.as_ref()),
        not: compiler.optional(form.not.as_ref()),
        clause,
        then: form.then,
        because: compiler.words(form.because),
    }
}
