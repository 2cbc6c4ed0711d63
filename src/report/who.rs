//! Who is caught? Standard persons as people read them: what decides, and for which offences.

use serde::Serialize;

use super::compose::{ActNames, labels};
use super::looks::Looks;
use super::model::{Label, PersonLine, Reason, VerdictGroup};
use super::quote::clean;
use super::words::Words;
use super::{Format, json};
use crate::assessment::Who;
use crate::checklist::Liability;
use crate::error::{Error, Result};

/// Offences shown for one reason; a statute book has hundreds.
const OFFENCES: usize = 12;

/// What `who` shows by itself.
#[derive(Serialize)]
struct WhoReport<'w> {
    t: &'w std::collections::BTreeMap<String, String>,
    tool: String,
    acts: Vec<String>,
    offences: Vec<Offence>,
    persons: Vec<PersonLine>,
}

#[derive(Serialize)]
struct Offence {
    label: Label,
    limbs: Vec<String>,
}

impl Looks {
    /// Standard persons and the offences that catch them, with a newline at its end.
    ///
    /// # Errors
    /// [`Error::Template`] when a template is faulty; there is no HTML of it alone, the page of `check` has it.
    pub fn who(&self, who: &Who, format: Format) -> Result<String> {
        let template = match format {
            Format::Json => return json(who),
            Format::Terminal => "who.term.j2",
            Format::Markdown => "who.md.j2",
            Format::Html => {
                let help = "`check --format html` has it as a section of its page";
                return Err(Error::request("`who` has no page of its own", help));
            }
        };
        let names = ActNames::new(&who.acts, &self.words, false);
        let report = WhoReport {
            t: &self.words.text,
            tool: format!("{} {}", who.tool.name, who.tool.version),
            acts: who.acts.iter().map(|act| clean(&act.title)).collect(),
            offences: who
                .offences
                .iter()
                .map(|it| Offence {
                    label: names.label(it.act, &it.eid, &it.label),
                    limbs: it.limbs.iter().map(|limb| super::words::spelled(limb)).collect(),
                })
                .collect(),
            persons: persons(who, &self.words, &names),
        };
        self.fill(template, &report)
    }
}

/// The persons, each with the offences grouped by what they say of it.
pub(super) fn persons(who: &Who, words: &Words, names: &ActNames) -> Vec<PersonLine> {
    if who.offences.is_empty() {
        return Vec::new();
    }
    let verdicts =
        [(Liability::Caught, "caught"), (Liability::NotCaught, "not-caught"), (Liability::Open, "open")];
    let group = |person: &crate::assessment::PersonFound, (verdict, name): (Liability, &'static str)| {
        let mut reasons: Vec<(String, Option<Label>, Vec<Label>)> = Vec::new();
        for (found, offence) in person.verdicts.iter().zip(&who.offences) {
            if found.verdict != verdict {
                continue;
            }
            let because = match found.because.as_str() {
                "" => words.say("who-undecided").to_owned(),
                because => clean(because),
            };
            let clause = found.clause.as_ref().map(|it| names.label(it.act, &it.eid, &it.label));
            let label = names.label(offence.act, &offence.eid, &offence.label);
            match reasons.iter_mut().find(|it| it.0 == because && it.1 == clause) {
                Some(known) => known.2.push(label),
                None => reasons.push((because, clause, vec![label])),
            }
        }
        let reason = |(because, clause, offences): (String, Option<Label>, Vec<Label>)| Reason {
            because,
            offences: labels(offences, OFFENCES, words),
            clause,
        };
        VerdictGroup {
            verdict: name,
            word: words.say(&format!("who-{name}")).to_owned(),
            reasons: reasons.into_iter().map(reason).collect(),
        }
    };
    let line = |person: &crate::assessment::PersonFound| PersonLine {
        title: clean(&person.title),
        story: clean(&person.story),
        groups: verdicts
            .into_iter()
            .map(|verdict| group(person, verdict))
            .filter(|group| !group.reasons.is_empty())
            .collect(),
    };
    who.persons.iter().map(line).collect()
}
