//! How each act words a duty, grouped by nearness.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::results::{Duty, Filter, ORIGIN, ORIGIN_COLUMNS, Origin, Results};
use crate::error::Result;

/// The wordings of one obligation across a corpus.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Wordings {
    /// Of this format: 1.
    pub schema: u32,
    pub obligation: Duty,
    /// By language, the largest group of each first.
    pub groups: Vec<Group>,
    /// Assessed acts in which nothing was located; of them, the States of which no act has anything are named.
    pub acts_without: usize,
    /// Codes of States in no national act of which it was located. It may stand in law that is not here.
    pub not_located: Vec<String>,
}

/// Wordings that are near to each other.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Group {
    pub language: String,
    /// Words that all of them have, in the order of the first; no word of one letter.
    pub common: Vec<String>,
    pub wordings: Vec<Wording>,
}

/// How one act words it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Wording {
    #[serde(flatten)]
    pub origin: Origin,
    pub label: String,
    pub eid: String,
    /// The line or lines that carry it.
    pub words: String,
    /// The section or article, whole.
    pub text: String,
    /// Provisions of the act that bear on it beside this one.
    pub also: Vec<String>,
    /// How near it is to the first of its group, in hundredths: the share of words that both have.
    pub nearness: u8,
}

/// Wordings with this share of words in common belong together.
const NEAR: f64 = 0.4;
/// Provisions named beside the first.
const ALSO: usize = 8;

/// Sets side by side how the acts of a store word an obligation.
///
/// # Errors
/// The results do not know the obligation, or the store is damaged.
pub fn wordings(results: &Results, obligation: &str, filter: &Filter) -> Result<Wordings> {
    let duty = results.duty(obligation)?.clone();
    let (condition, mut values) = filter.acts();
    let sql = format!(
        "SELECT {ORIGIN}, e.label, coalesce(e.eid, ''), e.quote, coalesce(e.text, e.quote)
         FROM evidence e JOIN acts a USING (act) WHERE {condition} AND e.obligation = ?
         ORDER BY a.language, coalesce(a.country, '~'), coalesce(a.territory, ''), a.path, e.rank"
    );
    values.push(duty.id.clone());
    let rows = results.all(&sql, rusqlite::params_from_iter(&values), |row| {
        let text =
            |at: usize| row.get::<_, Option<String>>(ORIGIN_COLUMNS + at).map(Option::unwrap_or_default);
        Ok((Origin::read(row)?, text(0)?, text(1)?, text(2)?, text(3)?))
    })?;
    let mut all: Vec<Wording> = Vec::new();
    for (origin, label, eid, quote, text) in rows {
        match all.last_mut().filter(|last| last.origin.act == origin.act) {
            Some(last) => {
                if last.label != label && !last.also.contains(&label) && last.also.len() < ALSO {
                    last.also.push(label);
                }
            }
            None => {
                let words = lines_with(&text, &quote);
                all.push(Wording { origin, label, eid, words, text, also: Vec::new(), nearness: 100 });
            }
        }
    }
    values.pop();
    let (acts_without, not_located) = without(results, &condition, &values, &all)?;
    Ok(Wordings { schema: 1, obligation: duty, groups: grouped(all), acts_without, not_located })
}

/// Acts without it, and States without it.
fn without(
    results: &Results,
    condition: &str,
    values: &[String],
    all: &[Wording],
) -> Result<(usize, Vec<String>)> {
    let with: BTreeSet<i64> = all.iter().map(|wording| wording.origin.act).collect();
    let sql = format!("SELECT {ORIGIN} FROM acts a WHERE a.reading = 'assessed' AND {condition}");
    let acts = results.all(&sql, rusqlite::params_from_iter(values), Origin::read)?;
    // A territory's act speaks for no State.
    let national =
        |it: &&Origin| it.territory.is_none() && it.level.as_deref().is_none_or(|it| it == "national");
    let states = |has: bool| -> BTreeSet<String> {
        let acts = acts.iter().filter(national).filter(|it| with.contains(&it.act) || !has);
        acts.filter_map(|it| it.country.clone()).collect()
    };
    let lacking = states(false).difference(&states(true)).cloned().collect();
    Ok((acts.iter().filter(|it| !with.contains(&it.act)).count(), lacking))
}

/// The lines of the provision in which the quote stands; the quote itself where it is not verbatim there.
fn lines_with(text: &str, quote: &str) -> String {
    let Some(at) = text.find(quote) else { return quote.to_owned() };
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let behind = at + quote.len();
    let end = text[behind..].find('\n').map_or(text.len(), |end| behind + end);
    text[start..end].trim().to_owned()
}

/// Numbers of the words of a wording, each once, in order.
type WordSet = Vec<u32>;

/// Each wording joins the group whose first member it is nearest to. The order is that of the rows, so that the
/// same corpus gives the same groups.
fn grouped(all: Vec<Wording>) -> Vec<Group> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut groups: Vec<(WordSet, Vec<(WordSet, Wording)>)> = Vec::new();
    for mut wording in all {
        let words = word_set(&wording.words, &mut numbers);
        let mut best: Option<(f64, usize)> = None;
        for (at, (first, members)) in groups.iter().enumerate() {
            if members[0].1.origin.language == wording.origin.language {
                let near = nearness(first, &words);
                if near >= NEAR && best.is_none_or(|(most, _)| near > most) {
                    best = Some((near, at));
                }
            }
        }
        match best {
            Some((near, at)) => {
                wording.nearness = (near * 100.0).round() as u8;
                groups[at].1.push((words, wording));
            }
            None => groups.push((words.clone(), vec![(words, wording)])),
        }
    }
    let mut finished: Vec<Group> = groups.into_iter().map(|(_, members)| group(members, &numbers)).collect();
    finished.sort_by(|a, b| {
        let key = |it: &Group| (it.language.clone(), usize::MAX - it.wordings.len());
        key(a).cmp(&key(b))
    });
    finished
}

fn group(mut members: Vec<(Vec<u32>, Wording)>, numbers: &BTreeMap<String, u32>) -> Group {
    members.sort_by_key(|(_, wording)| 100 - wording.nearness);
    let shared = |number: &u32| members.iter().all(|(words, _)| words.binary_search(number).is_ok());
    let first = &members[0].1;
    let mut common = Vec::new();
    if members.len() > 1 {
        for word in split(&first.words) {
            let known = numbers.get(&word).is_some_and(shared);
            if known && word.chars().nth(1).is_some() && !common.contains(&word) {
                common.push(word);
            }
        }
    }
    Group {
        language: first.origin.language.clone(),
        common,
        wordings: members.into_iter().map(|(_, wording)| wording).collect(),
    }
}

/// Words in small letters without accents; each Han character is a word.
pub(crate) fn split(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect();
    let mut words = Vec::new();
    for run in plain.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        if run.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}')) {
            words.extend(run.chars().map(String::from));
        } else {
            words.push(run.to_owned());
        }
    }
    words
}

fn word_set(text: &str, numbers: &mut BTreeMap<String, u32>) -> Vec<u32> {
    let mut set: Vec<u32> = split(text)
        .into_iter()
        .map(|word| {
            let next = numbers.len() as u32;
            *numbers.entry(word).or_insert(next)
        })
        .collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Words of both among words of either.
fn nearness(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { f64::from(both as u32) / f64::from(either as u32) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(language: &str, words: &str) -> Wording {
        Wording {
            origin: Origin { language: language.into(), ..Origin::default() },
            label: String::new(),
            eid: String::new(),
            words: words.into(),
            text: String::new(),
            also: Vec::new(),
            nearness: 100,
        }
    }

    #[test]
    fn near_wordings_stand_together_and_languages_apart() {
        let groups = grouped(vec![
            wording("en", "A person who smuggles another person for gain"),
            wording("en", "Any carrier shall check the documents of passengers"),
            wording("en", "A person who smuggles a migrant for gain"),
            wording("fr", "A person who smuggles another person for gain"),
        ]);
        let sizes: Vec<_> =
            groups.iter().map(|group| (group.language.as_str(), group.wordings.len())).collect();
        assert_eq!(sizes, [("en", 2), ("en", 1), ("fr", 1)]);
        assert_eq!(groups[0].common, ["person", "who", "smuggles", "for", "gain"]);
        assert_eq!(groups[0].wordings[1].nearness, 75);
    }

    #[test]
    fn the_line_of_the_words_is_shown() {
        let text = "6. Offences\n(1) Whoever smuggles is guilty.\n(2) Other.";
        assert_eq!(lines_with(text, "smuggles"), "(1) Whoever smuggles is guilty.");
        assert_eq!(lines_with(text, "not there"), "not there");
    }
}
