//! Words without which a query finds nothing: what an index or a look at the letters can ask before a text is read.

use super::program::Node;
use super::spec::TokenUnit;
use super::vocabulary::{Bound, Vocabulary};
use super::words::{Pattern, Words};

/// What must stand in the text in which a query finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing is known.
    Anything,
    /// A word, or a root of one.
    Word(Root),
    /// Neighbouring words.
    Phrase(Vec<Root>),
    /// All of these.
    All(Vec<Need>),
    /// One of these; the query finds nothing where there is none.
    Any(Vec<Need>),
}

/// Letters of a word, folded; `*` is one letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    pub letters: String,
    pub open_left: bool,
    pub open_right: bool,
}

/// A query that needs more than this is not narrowed.
const MOST: usize = 20_000;

impl Vocabulary {
    /// What a query needs in one place.
    pub fn need(&self, query: &Bound) -> Need {
        let mut finder = Finder {
            vocabulary: self,
            known: self.words.patterns(),
            added: query.words.patterns(),
            concepts: vec![None; self.entries.len()],
            left: MOST,
        };
        finder.need(&query.node)
    }

    /// What each wording of these concepts needs. Concepts that the lexicon lacks are passed over.
    pub(super) fn needs(&self, concepts: &[String]) -> Vec<Need> {
        let none = Words::default();
        let mut finder = Finder {
            vocabulary: self,
            known: self.words.patterns(),
            added: none.patterns(),
            concepts: vec![None; self.entries.len()],
            left: MOST,
        };
        let known = concepts.iter().filter_map(|name| self.entries.get(self.concept(name)? as usize));
        let wordings = known.flat_map(|entry| &entry.wordings);
        wordings.map(|(_, node)| finder.need(node)).collect()
    }

    /// Whether letters are as a general index has them: without accents, but nothing else changed.
    pub fn is_plain(&self, root: &Root) -> bool {
        let pairs = ["ae", "oe", "ue", "ss"];
        let spelled = self.folder.spells_umlauts() && pairs.iter().any(|pair| root.letters.contains(pair));
        self.tokens == TokenUnit::Words
            && !spelled
            && !root.open_left
            && root.letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }
}

struct Finder<'v> {
    vocabulary: &'v Vocabulary,
    known: Vec<Option<&'v Pattern>>,
    added: Vec<Option<&'v Pattern>>,
    concepts: Vec<Option<Need>>,
    left: usize,
}

impl Finder<'_> {
    fn need(&mut self, node: &Node) -> Need {
        match node {
            Node::Term(atom) => self.word(*atom),
            Node::Phrase(atoms) => {
                let words = atoms.iter().map(|&atom| match self.word(atom) {
                    Need::Word(root) => Some(root),
                    _ => None,
                });
                words.collect::<Option<Vec<Root>>>().map_or(Need::Anything, Need::Phrase)
            }
            Node::Regex(_) => Need::Anything,
            Node::Concept(concept, _) => self.concept(*concept),
            Node::Or(arms) => any(arms.iter().map(|arm| self.need(arm)).collect()),
            Node::Near(left, right, _) | Node::Provision(left, right) | Node::Section(left, right) => {
                all(vec![self.need(left), self.need(right)])
            }
            Node::Without(left, _) => self.need(left),
        }
    }

    fn word(&mut self, atom: u32) -> Need {
        let at = atom as usize;
        let pattern = match at.checked_sub(self.known.len()) {
            Some(at) => self.added.get(at),
            None => self.known.get(at),
        };
        match pattern.copied().flatten() {
            Some(it) if self.left > 0 => {
                self.left -= 1;
                let Pattern { letters, open_left, open_right } = it.clone();
                Need::Word(Root { letters, open_left, open_right })
            }
            _ => Need::Anything,
        }
    }

    fn concept(&mut self, concept: u32) -> Need {
        let at = concept as usize;
        if let Some(known) = self.concepts.get(at).and_then(Option::as_ref) {
            return known.clone();
        }
        let vocabulary = self.vocabulary;
        let Some(entry) = vocabulary.entries.get(at) else { return Need::Anything };
        let need = any(entry.wordings.iter().map(|(_, node)| self.need(node)).collect());
        self.concepts[at] = Some(need.clone());
        need
    }
}

fn all(parts: Vec<Need>) -> Need {
    let mut kept: Vec<Need> = Vec::new();
    for part in parts {
        match part {
            Need::Anything => {}
            Need::Any(none) if none.is_empty() => return Need::Any(none),
            Need::All(more) => kept.extend(more),
            part => kept.push(part),
        }
    }
    kept.dedup();
    match kept.len() {
        0 => Need::Anything,
        1 => kept.remove(0),
        _ => Need::All(kept),
    }
}

fn any(parts: Vec<Need>) -> Need {
    let mut kept: Vec<Need> = Vec::new();
    for part in parts {
        match part {
            Need::Anything => return Need::Anything,
            Need::Any(more) => kept.extend(more),
            part if kept.contains(&part) => {}
            part => kept.push(part),
        }
    }
    match kept.len() {
        1 => kept.remove(0),
        _ => Need::Any(kept),
    }
}

impl Words {
    /// The pattern of each atom.
    fn patterns(&self) -> Vec<Option<&Pattern>> {
        let mut patterns = vec![None; self.len()];
        for (pattern, atom) in self.all() {
            if let Some(place) = patterns.get_mut(atom as usize) {
                *place = Some(pattern);
            }
        }
        patterns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Dialect, VocabularySpec, parse};

    fn need(query: &str) -> Need {
        let wording = |text: &str| parse(text, Dialect::Lexicon).expect("a wording");
        let concepts = vec![
            ("pay".to_owned(), vec![wording("gain"), wording("\"money or worth\"")]),
            ("code".to_owned(), vec![wording("re: [A-Z]{2}")]),
            ("none".to_owned(), Vec::new()),
        ];
        let vocabulary = Vocabulary::new(&VocabularySpec { concepts, ..VocabularySpec::default() });
        let vocabulary = vocabulary.expect("sound");
        let query = parse(query, Dialect::Search).expect("a query");
        vocabulary.need(&vocabulary.bind(&query).expect("known"))
    }

    fn word(letters: &str, open_right: bool) -> Need {
        Need::Word(Root { letters: letters.to_owned(), open_left: false, open_right })
    }

    #[test]
    fn both_sides_are_needed_and_one_arm_is() {
        assert_eq!(need("smuggl! /s person"), Need::All(vec![word("smuggl", true), word("person", false)]));
        assert_eq!(need("a1 or b1"), Need::Any(vec![word("a1", false), word("b1", false)]));
        assert_eq!(need("a1 % b1"), word("a1", false));
    }

    #[test]
    fn what_may_be_anything_narrows_nothing() {
        assert_eq!(need("@code"), Need::Anything);
        assert_eq!(need("@code /s @pay or a1"), need("@pay or a1"));
        assert_eq!(need("@code or a1"), Need::Anything);
        assert_eq!(need("@none /p a1"), Need::Any(Vec::new()));
    }
}
