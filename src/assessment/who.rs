//! Who is caught? Standard persons against each offence of the texts. Told by the words of the offences and
//! of the clauses that reach them; where these decide nothing, it is open.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::law::{Found, Law, Locus};
use super::reach::{Speaker, Step};
use super::sets::{Set, SetMember};
use super::{ActRead, Member, Options, Place, Tool, act_read, chosen, compute_sets, finding, law_for, tool};
use crate::checklist::{Liability, PersonClause, PersonRow, Rules, SetRule, in_language};
use crate::error::Result;
use crate::query::{Carry, Role};
use crate::structure::Act;

/// Standard persons against the offences of the texts: `who --format json`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct Who {
    /// Of this format: 1.
    pub schema: u32,
    pub tool: Tool,
    pub acts: Vec<ActRead>,
    /// In document order.
    pub offences: Vec<Member>,
    pub persons: Vec<PersonFound>,
}

/// A standard person and how each offence stands to it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct PersonFound {
    pub id: String,
    pub title: String,
    pub story: String,
    /// One for each offence, in their order.
    pub verdicts: Vec<VerdictFound>,
}

/// Whether one offence catches a person, and what decides.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq)]
pub struct VerdictFound {
    pub verdict: Liability,
    /// A sentence; empty when the text decides nothing.
    pub because: String,
    /// The clause that decides, where it is not the offence itself.
    pub clause: Option<Place>,
}

/// Holds the standard persons against the offences of the acts. `language` is that of the sentences.
///
/// # Errors
/// As [`assess`](super::assess).
pub fn who(acts: &[Act], rules: &Rules, options: &Options, language: &str) -> Result<Who> {
    let mut offences: Vec<Member> = Vec::new();
    let mut persons: Vec<PersonFound> = Vec::new();
    for person in &rules.persons.persons {
        let words = |words| in_language(words, language).to_owned();
        let (title, story) = (words(&person.title), words(&person.story));
        persons.push(PersonFound { id: person.id.clone(), title, story, verdicts: Vec::new() });
    }
    for checklist in chosen(rules, options)? {
        let law = law_for(acts, rules, checklist)?;
        let sets = compute_sets(&law, checklist)?;
        let court = Court { law: &law, clauses: clauses(&law, rules)? };
        for (at, offence) in offences_of(&sets, &rules.persons.offences) {
            let Place { act, eid, label } = finding::place(&law, at);
            offences.push(Member { act, eid, label, limbs: offence.limbs.clone() });
            for (found, person) in persons.iter_mut().zip(&rules.persons.persons) {
                found.verdicts.push(court.judge(&offence, &person.rows, language)?);
            }
        }
    }
    Ok(Who { schema: 1, tool: tool(), acts: acts.iter().map(act_read).collect(), offences, persons })
}

/// A provision that is a member of one or more of the sets.
struct Offence<'s> {
    at: Locus,
    limbs: Vec<String>,
    rules: Vec<&'s SetRule>,
}

/// The members of the sets, each once, in document order.
fn offences_of<'s>(sets: &'s BTreeMap<&str, Set<'s>>, ids: &[String]) -> BTreeMap<Locus, Offence<'s>> {
    let mut all: BTreeMap<Locus, Offence> = BTreeMap::new();
    for set in ids.iter().filter_map(|id| sets.get(id.as_str())) {
        for SetMember { at, limbs, .. } in &set.members {
            let offence =
                all.entry(*at).or_insert_with(|| Offence { at: *at, limbs: Vec::new(), rules: Vec::new() });
            offence.rules.push(set.rule);
            for limb in limbs {
                if !offence.limbs.contains(limb) {
                    offence.limbs.push(limb.clone());
                }
            }
        }
    }
    all
}

/// Query of a clause and its bounds → the provisions that say so.
type Clauses = BTreeMap<String, Vec<Locus>>;

/// Seeks the clauses of all rows, each once: many persons ask for the same.
fn clauses(law: &Law, rules: &Rules) -> Result<Clauses> {
    let mut all = Clauses::new();
    let rows = rules.persons.persons.iter().flat_map(|person| &person.rows);
    for clause in rows.filter_map(|row| row.clause.as_ref()) {
        let key = key(clause);
        if all.contains_key(&key) {
            continue;
        }
        let mut places: Vec<Locus> = Vec::new();
        for found in law.find(&clause.find, Carry::DEFINITION)? {
            if says(law, clause, &found)? && !places.contains(&found.home()) {
                places.push(found.home());
            }
        }
        all.insert(key, places);
    }
    Ok(all)
}

fn key(clause: &PersonClause) -> String {
    let not = clause.not.as_ref().map_or("", |not| not.text.as_str());
    format!("{}|{:?}|{:?}|{not}", clause.find.text, clause.roles, clause.not_roles)
}

/// Whether a provision with the words of a clause also has its roles. What exempts must do so in the very
/// sentence, for a proviso elsewhere in the provision frees nobody else.
fn says(law: &Law, clause: &PersonClause, found: &Found) -> Result<bool> {
    let at = found.home();
    let text = &law.acts[at.act].text;
    let own = text.roles(at.id);
    let in_role = clause.roles.is_empty()
        || if clause.roles.has(Role::Exempt) {
            text.sentence_has(Role::Exempt, &found.hit)
        } else {
            own.meets(clause.roles)
        };
    let barred = !clause.not_roles.is_empty() && own.meets(clause.not_roles);
    let not = match &clause.not {
        Some(not) => law.holds(not, at, Carry::NONE)?,
        None => false,
    };
    Ok(in_role && !barred && !not)
}

struct Court<'a> {
    law: &'a Law<'a>,
    clauses: Clauses,
}

impl Court<'_> {
    /// The verdict of the first row that holds.
    fn judge(&self, offence: &Offence, rows: &[PersonRow], language: &str) -> Result<VerdictFound> {
        for row in rows {
            if let Some(clause) = self.holds(offence, row)? {
                let elsewhere = clause.filter(|&at| at != offence.at);
                return Ok(VerdictFound {
                    verdict: row.then,
                    because: in_language(&row.because, language).to_owned(),
                    clause: elsewhere.map(|at| finding::place(self.law, at)),
                });
            }
        }
        Ok(VerdictFound { verdict: Liability::Open, because: String::new(), clause: None })
    }

    /// The clause by which a row holds (`Some(None)`: the offence itself), or that it does not.
    fn holds(&self, offence: &Offence, row: &PersonRow) -> Result<Option<Option<Locus>>> {
        let Offence { at, limbs, .. } = offence;
        if !row.limbs.is_empty() && !row.limbs.iter().any(|limb| limbs.contains(limb)) {
            return Ok(None);
        }
        if let Some(find) = &row.find
            && !self.law.holds(find, *at, Carry::DEFINITION)?
        {
            return Ok(None);
        }
        if let Some(not) = &row.not
            && self.law.holds(not, *at, Carry::DEFINITION)?
        {
            return Ok(None);
        }
        match &row.clause {
            None => Ok(Some(None)),
            Some(clause) => Ok(self.clause(offence, clause)?.map(Some)),
        }
    }

    /// The first provision that says what the clause asks for and reaches the offence.
    fn clause(&self, offence: &Offence, clause: &PersonClause) -> Result<Option<Locus>> {
        for &at in self.clauses.get(&key(clause)).into_iter().flatten() {
            if clause.anywhere {
                return Ok(Some(at));
            }
            for rule in &offence.rules {
                match Speaker::new(self.law, at, Some(rule)).reaches(offence.at)? {
                    None | Some(Step::Unproved) => {}
                    Some(_) => return Ok(Some(at)),
                }
            }
        }
        Ok(None)
    }
}
