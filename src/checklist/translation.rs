//! `translations/xx.yaml`: English wording of the rules → the same in another language. One flat map a
//! language, keyed by the English words, so that a wording that changed counts as missing until it is
//! translated again.

use std::collections::{BTreeMap, BTreeSet};

use super::persons::Persons;
use super::read::read;
use super::rule::{Checklist, Translated};
use super::rules::Rules;
use super::yaml::Document;
use crate::error::{Error, Result};

/// English wording → the other one.
type Wordings = BTreeMap<String, String>;

impl Rules {
    /// Fills in what a language has for the wording of the rules; what it has not stays English. Words that
    /// stand beside the English ones in the rules themselves win. Gives the English wordings that it lacks.
    ///
    /// # Errors
    /// [`Error::Rules`] with the faults of the file.
    pub fn translate(&mut self, language: &str) -> Result<BTreeSet<String>> {
        let mut missing = BTreeSet::new();
        if language == "en" {
            return Ok(missing);
        }
        let wordings = match self.files().files.get(&format!("translations/{language}.yaml")) {
            Some(document) => wordings(document)?,
            None => Wordings::new(),
        };
        let mut fill = |words: &mut Translated| {
            let Some(english) = words.get("en") else { return };
            if english.is_empty() || words.contains_key(language) {
                return;
            }
            match wordings.get(&spaced(english)) {
                Some(wording) => drop(words.insert(language.to_owned(), wording.clone())),
                None => drop(missing.insert(spaced(english))),
            }
        };
        self.checklists.iter_mut().for_each(|checklist| each_wording(checklist, &mut fill));
        each_person(&mut self.persons, &mut fill);
        Ok(missing)
    }
}

fn wordings(document: &Document) -> Result<Wordings> {
    let (map, faults) = read::<Wordings>(document);
    match faults.is_empty() {
        true => Ok(map.unwrap_or_default().into_iter().map(|(from, to)| (spaced(&from), to)).collect()),
        false => Err(Error::Rules(faults)),
    }
}

/// How a wording is broken into lines does not matter.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn each_wording(checklist: &mut Checklist, see: &mut impl FnMut(&mut Translated)) {
    see(&mut checklist.title);
    checklist.clusters.iter_mut().for_each(|(_, title)| see(title));
    for set in &mut checklist.sets {
        see(&mut set.title);
        set.limbs.iter_mut().for_each(|limb| see(&mut limb.title));
    }
    for duty in &mut checklist.obligations {
        see(&mut duty.title);
        see(&mut duty.summary);
        for element in &mut duty.elements {
            see(&mut element.title);
            element.limbs.iter_mut().for_each(|limb| see(&mut limb.title));
        }
        let advice = &mut duty.advice;
        let parts = [&mut advice.requires, &mut advice.recommended, &mut advice.policy];
        parts.into_iter().flatten().for_each(&mut *see);
    }
}

fn each_person(persons: &mut Persons, see: &mut impl FnMut(&mut Translated)) {
    for person in &mut persons.persons {
        see(&mut person.title);
        see(&mut person.story);
        person.rows.iter_mut().for_each(|row| see(&mut row.because));
    }
}
