//! Whether a text can speak of a matter at all: a look at its letters, before anything is read.

use aho_corasick::AhoCorasick;

use super::fold::Folder;
use super::program::Node;
use super::spec::TokenUnit;
use super::vocabulary::Vocabulary;

/// Concepts that name concepts, no deeper.
const DEEPEST: usize = 12;
/// Shorter pieces of words stand everywhere.
const LEAST_LETTERS: usize = 3;

/// Letters without which none of certain concepts can be worded.
#[derive(Debug)]
pub struct Topic {
    /// None: every text may speak of it.
    finder: Option<AhoCorasick>,
    folder: Folder,
}

impl Topic {
    /// What the wordings of these concepts need. Concepts that the lexicon lacks are passed over.
    pub fn new(vocabulary: &Vocabulary, concepts: &[String]) -> Topic {
        let known = concepts.iter().filter_map(|name| vocabulary.concept(name));
        let needed: Option<Vec<String>> =
            known.map(|concept| of_entry(vocabulary, concept, 0)).try_fold(Vec::new(), |mut all, some| {
                all.extend(some?);
                Some(all)
            });
        let needed = needed.filter(|it| !it.is_empty() && vocabulary.tokens == TokenUnit::Words);
        let finder = needed.and_then(|it| AhoCorasick::builder().ascii_case_insensitive(true).build(it).ok());
        Topic { finder, folder: vocabulary.folder.clone() }
    }

    /// Whether a text may speak of it. A text that does is never denied.
    pub fn may_stand_in(&self, text: &str) -> bool {
        let Some(finder) = &self.finder else { return true };
        if text.is_ascii() {
            return finder.is_match(text);
        }
        finder.is_match(&self.plain(text))
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

/// Any of these letters, or everything (none).
fn of_entry(vocabulary: &Vocabulary, entry: u32, depth: usize) -> Option<Vec<String>> {
    if depth > DEEPEST {
        return None;
    }
    let mut all = Vec::new();
    for (_, node) in &vocabulary.entries.get(entry as usize)?.wordings {
        all.extend(of(vocabulary, node, depth)?);
    }
    Some(all)
}

fn of(vocabulary: &Vocabulary, node: &Node, depth: usize) -> Option<Vec<String>> {
    let letters = |atom: u32| {
        let pattern = vocabulary.words.letters(atom)?;
        let piece = pattern.split('*').max_by_key(|piece| piece.len())?;
        (piece.chars().count() >= LEAST_LETTERS).then(|| piece.to_owned())
    };
    match node {
        Node::Term(atom) => Some(vec![letters(*atom)?]),
        Node::Phrase(atoms) => {
            let pieces = atoms.iter().filter_map(|&atom| letters(atom));
            Some(vec![pieces.max_by_key(String::len)?])
        }
        Node::Regex(_) => None,
        Node::Concept(concept, _) => of_entry(vocabulary, *concept, depth + 1),
        Node::Or(arms) => {
            let mut all = Vec::new();
            for arm in arms {
                all.extend(of(vocabulary, arm, depth)?);
            }
            Some(all)
        }
        Node::Near(left, right, _) | Node::Provision(left, right) | Node::Section(left, right) => {
            rarer(of(vocabulary, left, depth), of(vocabulary, right, depth))
        }
        Node::Without(left, _) => of(vocabulary, left, depth),
    }
}

/// Both sides must stand there: the one whose shortest word is the longer is looked for.
fn rarer(left: Option<Vec<String>>, right: Option<Vec<String>>) -> Option<Vec<String>> {
    let shortest = |side: &Vec<String>| side.iter().map(String::len).min().unwrap_or(0);
    match (left, right) {
        (Some(left), Some(right)) => Some(if shortest(&left) >= shortest(&right) { left } else { right }),
        (left, right) => left.or(right),
    }
}
