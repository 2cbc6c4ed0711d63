//! Whether a text can speak of a matter at all: a look at its letters, before anything is read.

use aho_corasick::AhoCorasick;

use super::fold::Folder;
use super::need::{Need, Root};
use super::spec::TokenUnit;
use super::vocabulary::Vocabulary;

/// The words of one wording stand within so many bytes of each other, lists and all.
const WINDOW: usize = 2_000;
/// Roots with fewer letters stand everywhere.
const LEAST_LETTERS: usize = 3;
/// Bytes between the words of a phrase: a space, a hyphen, a line end with its indent.
const GAP: usize = 12;

/// The wordings of certain concepts, ready to be looked for in letters.
#[derive(Debug)]
pub struct Topic {
    /// None: every text may speak of it.
    finder: Option<Finder>,
    folder: Folder,
}

/// Each wording is sought by its rarest words; where these stand, the others are looked for around them.
#[derive(Debug)]
struct Finder {
    triggers: AhoCorasick,
    /// By trigger: the root itself, and the wordings in which it stands.
    wordings: Vec<(Root, Vec<Need>)>,
}

impl Topic {
    /// What the wordings of these concepts need. Concepts that the lexicon lacks are passed over.
    pub fn new(vocabulary: &Vocabulary, concepts: &[String]) -> Topic {
        let mut triggers: Vec<(Root, Vec<Need>)> = Vec::new();
        let mut known = vocabulary.tokens == TokenUnit::Words;
        for wording in vocabulary.needs(concepts) {
            let wording = opened(wording, vocabulary.folder.has_particles());
            match rarest(&wording) {
                Some(roots) => {
                    for root in roots {
                        match triggers.iter_mut().find(|(known, _)| *known == root) {
                            Some((_, wordings)) => wordings.push(wording.clone()),
                            None => triggers.push((root, vec![wording.clone()])),
                        }
                    }
                }
                None => known = false,
            }
        }
        let finder = (known && !triggers.is_empty()).then(|| {
            let letters = triggers.iter().map(|(root, _)| piece(root));
            let triggers_found = AhoCorasick::builder().ascii_case_insensitive(true).build(letters);
            triggers_found.ok().map(|found| Finder { triggers: found, wordings: triggers })
        });
        Topic { finder: finder.flatten(), folder: vocabulary.folder.clone() }
    }

    /// Whether a text may speak of it. What stands in the letters alone is looked at: a text passes in which the
    /// words of a wording stand near to each other.
    pub fn may_stand_in(&self, text: &str) -> bool {
        let Some(finder) = &self.finder else { return true };
        if text.is_ascii() { finder.is_in(text) } else { finder.is_in(&self.plain(text)) }
    }

    /// The text with its other letters folded, as words are.
    fn plain(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
            // A combining mark belongs to the letter before it.
            let from = at.saturating_sub(1);
            let end = rest[at..].find(|c: char| c.is_ascii()).map_or(rest.len(), |end| at + end);
            out.push_str(&rest[..from]);
            out.push_str(&self.folder.fold(&rest[from..end]));
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }
}

impl Finder {
    fn is_in(&self, text: &str) -> bool {
        self.triggers.find_overlapping_iter(text).any(|found| {
            let (root, wordings) = &self.wordings[found.pattern().as_usize()];
            if !fits(root, text, found.start(), found.end()) {
                return false;
            }
            if wordings.iter().any(|wording| matches!(wording, Need::Word(_))) {
                return true;
            }
            let from = text.floor_char_boundary(found.start().saturating_sub(WINDOW));
            let to = text.ceil_char_boundary((found.end() + WINDOW).min(text.len()));
            let around = text[from..to].to_ascii_lowercase();
            wordings.iter().any(|wording| holds(wording, &around))
        })
    }
}

/// Whether a wording stands in folded text.
fn holds(need: &Need, text: &str) -> bool {
    match need {
        Need::Anything => true,
        Need::Word(root) => next(root, text, 0).is_some(),
        Need::Phrase(roots) => phrase(roots, text),
        Need::All(parts) => parts.iter().all(|part| holds(part, text)),
        Need::Any(parts) => parts.iter().any(|part| holds(part, text)),
    }
}

fn phrase(roots: &[Root], text: &str) -> bool {
    let Some((first, rest)) = roots.split_first() else { return true };
    let mut from = 0;
    while let Some((start, mut end)) = next(first, text, from) {
        let follows = rest.iter().all(|root| {
            let Some((begin, behind)) = next(root, text, end) else { return false };
            let neighbours = begin - end <= GAP && !text[end..begin].chars().any(char::is_alphanumeric);
            end = behind;
            neighbours
        });
        if follows {
            return true;
        }
        from = start + 1;
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
    false
}

/// Where a root next stands: from its first letter to the end of its word.
fn next(root: &Root, text: &str, from: usize) -> Option<(usize, usize)> {
    let piece = piece(root);
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find(piece)?;
        let end = start + piece.len();
        if fits(root, text, start, end) {
            let rest = text[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - end);
            return Some((start, end + rest));
        }
        at = end;
    }
}

/// Whether the word begins and ends where the root says.
fn fits(root: &Root, text: &str, start: usize, end: usize) -> bool {
    if root.letters.contains('*') {
        return true;
    }
    let before = || text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    let after = || text[end..].chars().next().is_some_and(char::is_alphanumeric);
    (root.open_left || !before()) && (root.open_right || !after())
}

/// The longest letters of a root that are known.
fn piece(root: &Root) -> &str {
    root.letters.split('*').max_by_key(|piece| piece.len()).unwrap_or(&root.letters)
}

/// Where particles are written in one with words, no word need begin with its root.
fn opened(need: Need, all: bool) -> Need {
    let each = |parts: Vec<Need>| parts.into_iter().map(|part| opened(part, all)).collect();
    let open = |root: Root| Root { open_left: root.open_left || all, ..root };
    match need {
        Need::Anything => Need::Anything,
        Need::Word(root) => Need::Word(open(root)),
        Need::Phrase(roots) => Need::Phrase(roots.into_iter().map(open).collect()),
        Need::All(parts) => Need::All(each(parts)),
        Need::Any(parts) => Need::Any(each(parts)),
    }
}

/// Roots of which one must stand there, as long ones as can be; none where that is not known.
fn rarest(need: &Need) -> Option<Vec<Root>> {
    let long = |root: &Root| piece(root).chars().count() >= LEAST_LETTERS;
    match need {
        Need::Anything => None,
        Need::Word(root) => long(root).then(|| vec![root.clone()]),
        Need::Phrase(roots) => {
            let longest = roots.iter().filter(|root| long(root)).max_by_key(|root| piece(root).len());
            longest.map(|root| vec![root.clone()])
        }
        Need::Any(parts) => {
            let each: Option<Vec<Vec<Root>>> = parts.iter().map(rarest).collect();
            let mut all = each?.concat();
            all.sort();
            all.dedup();
            Some(all)
        }
        Need::All(parts) => {
            let shortest = |roots: &Vec<Root>| roots.iter().map(|it| piece(it).len()).min().unwrap_or(0);
            parts.iter().filter_map(rarest).max_by_key(shortest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Dialect, Fold, VocabularySpec, parse};

    fn topic(wordings: &[&str]) -> Topic {
        let wordings =
            wordings.iter().map(|text| parse(text, Dialect::Lexicon).expect("a wording")).collect();
        let spec = VocabularySpec {
            concepts: vec![("it".to_owned(), wordings)],
            fold: vec![Fold::Case, Fold::Accents],
            ..VocabularySpec::default()
        };
        Topic::new(&Vocabulary::new(&spec).expect("sound"), &["it".to_owned()])
    }

    #[test]
    fn words_begin_and_end_as_they_are_written() {
        let topic = topic(&["alien or smuggl!"]);
        assert!(topic.may_stand_in("No ALIEN enters.") && topic.may_stand_in("Smuggling"));
        assert!(!topic.may_stand_in("He alienates land; unsmuggled."));
    }

    #[test]
    fn phrases_stand_together_and_joined_words_near() {
        let topic = topic(&["\"non national\"", "person! /12 remov!"]);
        assert!(topic.may_stand_in("A non-national.") && topic.may_stand_in("non\n   NATIONAL"));
        assert!(!topic.may_stand_in("The non and the national."));
        assert!(topic.may_stand_in("Persons may be\n(a) heard; or\n(b) removed."));
        assert!(!topic.may_stand_in(&format!("Persons. {} Removal.", "x ".repeat(1500))));
    }

    #[test]
    fn accents_and_regular_expressions_hide_nothing() {
        assert!(topic(&["extranjer!"]).may_stand_in("Los EXTRANJÉROS"));
        assert!(topic(&["re: [A-Z]{2}-1", "alien"]).may_stand_in("nothing of it"));
    }
}
