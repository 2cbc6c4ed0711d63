//! What a filed document must not say: status colours, percentages, counts, rankings, charges, other States.

use super::words::{Words, states};
use super::{Paper, Review};
use crate::error::{Place, Result, RuleFault};
use crate::report::clean;
use crate::report::document::{Block, Document, Words as Run};

/// Every slip of a filed document. Words of laws, their titles and what stands in quotation marks are not the
/// document's own.
///
/// # Errors
/// The list of States cannot be read.
pub fn lint(
    document: &Document,
    paper: Paper,
    review: &Review<'_>,
    words: &Words<'_>,
) -> Result<Vec<RuleFault>> {
    let dossier = &review.dossier;
    let mut names: Vec<String> =
        vec![dossier.state.clone(), dossier.short.clone(), dossier.classification.clone()];
    names.extend(dossier.reviewers.iter().cloned());
    names.extend(dossier.laws.iter().filter_map(|law| law.title.clone()));
    names
        .extend((0..dossier.laws.len()).filter_map(|law| review.texts.act(law)).map(|act| act.title.clone()));
    names.extend(dossier.laws.iter().filter_map(|law| law.source.clone()));
    names.extend(dossier.not_supplied.iter().cloned());
    let people = dossier.people.iter().flat_map(|it| [Some(it.name.clone()), it.of.clone()]);
    names.extend(people.flatten());
    let sources = review.decisions.entries.iter().filter_map(|it| it.source.as_ref());
    names.extend(sources.flat_map(|it| [Some(it.title.clone()), it.address.clone()]).flatten());
    let names: Vec<String> = names.iter().map(|name| clean(name)).filter(|name| !name.is_empty()).collect();
    let mut names_by_length = names;
    names_by_length.sort_by_key(|name| std::cmp::Reverse(name.len()));

    let own = states(review.rules)?;
    let others: Vec<Vec<String>> = own
        .iter()
        .filter(|(code, _)| *code != dossier.country)
        .flat_map(|(_, names)| names.iter().map(|name| tokens(name)))
        .collect();
    let list = |kind: &str| words.lint(kind).iter().map(|it| tokens(it)).collect::<Vec<_>>();
    let rules = Rules {
        allowed: list("allowed"),
        phrases: ["colour", "percentage", "ranking", "charge"].map(|kind| (kind, list(kind))),
        counted: list("counted"),
        out_of: list("out-of"),
        others,
    };
    let mut faults = Vec::new();
    let mut heading = document.title.clone();
    for block in &document.blocks {
        if let Block::Heading { text, .. } = block {
            heading = text.clone();
        }
        for text in said(block) {
            let bare = without(&text, &names_by_length);
            for (kind, found) in rules.slips(&tokens(&bare)) {
                faults.push(RuleFault {
                    place: place(&text, paper, &heading, review),
                    message: words.say_with(&format!("lint-{kind}"), &[("x", &found)]),
                    help: words.say("lint-help"),
                });
            }
        }
    }
    faults.dedup();
    Ok(faults)
}

struct Rules {
    allowed: Vec<Vec<String>>,
    phrases: [(&'static str, Vec<Vec<String>>); 4],
    counted: Vec<Vec<String>>,
    out_of: Vec<Vec<String>>,
    others: Vec<Vec<String>>,
}

impl Rules {
    fn slips(&self, words: &[String]) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        let stands = |phrase: &Vec<String>, at: usize| {
            !phrase.is_empty() && words.get(at..at + phrase.len()).is_some_and(|it| it == phrase.as_slice())
        };
        let mut at = 0;
        while at < words.len() {
            if let Some(allowed) = self.allowed.iter().find(|it| stands(it, at)) {
                at += allowed.len();
                continue;
            }
            for (kind, phrases) in &self.phrases {
                all.extend(phrases.iter().filter(|it| stands(it, at)).map(|it| (*kind, it.join(" "))));
            }
            let state = self.others.iter().filter(|it| stands(it, at)).max_by_key(|it| it.len());
            all.extend(state.map(|it| ("state", it.join(" "))));
            let is_number =
                |at: usize| words.get(at).is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit()));
            if is_number(at) {
                // `12 gaps`, `12 more gaps`
                let noun = self.counted.iter().find(|it| stands(it, at + 1) || stands(it, at + 2));
                all.extend(noun.map(|noun| ("count", format!("{} {}", words[at], noun.join(" ")))));
                // `3 of 11`
                let of = self.out_of.iter().find(|it| stands(it, at + 1) && is_number(at + 1 + it.len()));
                all.extend(of.map(|of| {
                    ("count", format!("{} {} {}", words[at], of.join(" "), words[at + 1 + of.len()]))
                }));
            }
            at += 1;
        }
        all
    }
}

/// The document's own words in a block. The words of a law are not.
fn said(block: &Block) -> Vec<String> {
    let line = |runs: &[Run]| runs.iter().map(|it| it.text.as_str()).collect::<String>();
    let notes = |runs: &[Run]| runs.iter().filter_map(|it| it.note.clone()).collect::<Vec<_>>();
    match block {
        Block::Heading { text, .. } => vec![text.clone()],
        Block::Paragraph { words } | Block::Item { words, .. } => {
            let mut all = vec![line(words)];
            all.extend(notes(words));
            all
        }
        Block::Table(table) => {
            let mut all: Vec<String> = table.columns.iter().map(|it| it.title.clone()).collect();
            all.push(table.caption.clone());
            all.extend(table.rows.iter().flatten().flatten().map(|runs| line(runs)));
            all
        }
        Block::Quote(_) | Block::PageBreak => Vec::new(),
    }
}

/// Without names that may stand there and without what stands in quotation marks.
fn without(text: &str, names: &[String]) -> String {
    let mut out = text.to_owned();
    for name in names {
        out = out.replace(name.as_str(), " · ");
    }
    for (open, close) in [('“', '”'), ('«', '»'), ('„', '“'), ('"', '"')] {
        while let Some(start) = out.find(open) {
            let after = start + open.len_utf8();
            let Some(end) = out[after..].find(close) else { break };
            out.replace_range(start..after + end + close.len_utf8(), " · ");
        }
    }
    out
}

/// Lower-case words, numbers and the signs that matter.
fn tokens(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || (c == '-' || c == '\'' || c == '’') && !word.is_empty() {
            word.extend(if c == '’' { '\''.to_lowercase() } else { c.to_lowercase() });
            continue;
        }
        if !word.is_empty() {
            all.push(std::mem::take(&mut word));
        }
        if !c.is_whitespace() {
            all.push(c.to_string());
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

/// The decision that says it, else the document and its heading.
fn place(text: &str, paper: Paper, heading: &str, review: &Review<'_>) -> Place {
    let says = |own: &Option<String>| {
        own.as_deref().map(clean).is_some_and(|own| !own.is_empty() && text.contains(&own))
    };
    let entry = review.decisions.entries.iter().rev().find(|it| {
        let own = [
            &it.reason,
            &it.says.challenge,
            &it.says.good_practice,
            &it.says.suggestion,
            &it.says.assistance,
        ];
        own.into_iter().any(says)
    });
    match entry {
        Some(entry) if entry.line > 0 => Place {
            file: review.decisions.name.clone(),
            at: Some((entry.line, 1)),
            excerpt: String::new(),
            width: 1,
        },
        _ => Place::file(format!("{}, “{heading}”", paper.name())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let list = |words: &[&str]| words.iter().map(|it| tokens(it)).collect::<Vec<_>>();
        Rules {
            allowed: list(&["red notice"]),
            phrases: [
                ("colour", list(&["red"])),
                ("percentage", list(&["%"])),
                ("ranking", list(&["better than"])),
                ("charge", list(&["in breach"])),
            ],
            counted: list(&["gaps"]),
            out_of: list(&["of", "out of"]),
            others: list(&["Freedonia", "New Freedonia"]),
        }
    }

    fn slips(text: &str) -> Vec<String> {
        rules().slips(&tokens(text)).into_iter().map(|(kind, found)| format!("{kind}: {found}")).collect()
    }

    #[test]
    fn slips_are_found_and_look_alikes_are_not() {
        assert_eq!(
            slips("marked Red; 40% better than before"),
            ["colour: red", "percentage: %", "ranking: better than"]
        );
        assert_eq!(slips("12 more gaps, 3 out of 11"), ["count: 12 gaps", "count: 3 out of 11"]);
        assert_eq!(slips("as in New Freedonia"), ["state: new freedonia", "state: freedonia"]);
        assert!(slips("a red notice under article 6 of the act, credited, 2 of the gaps").is_empty());
    }

    #[test]
    fn names_and_quotations_are_not_the_documents_own() {
        let names = ["Red Sea Act".to_owned()];
        assert!(slips(&without("the Red Sea Act says “red” and «red»", &names)).is_empty());
        assert_eq!(slips(&without("an open “ is no quotation: red", &names)), ["colour: red"]);
    }
}
