//! Queries compiled against a vocabulary: words are atoms, concepts are numbers.

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::expr::{Expr, Polarity, Word};
use super::fold::Folder;
use super::spec::TokenUnit;
use super::token;
use super::window::Join;
use super::words::{Pattern, Words};

/// A query ready to run.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Term(u32),
    /// Neighbouring tokens.
    Phrase(Vec<u32>),
    Regex(u32),
    Concept(u32, Sense),
    Or(Vec<Node>),
    /// In one sentence.
    Near(Box<Node>, Box<Node>, Join),
    Provision(Box<Node>, Box<Node>),
    Section(Box<Node>, Box<Node>),
    Without(Box<Node>, Box<Node>),
}

/// Which hits of a concept count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Inside a lexicon: whether a hit is denied is judged where the outermost concept is used.
    Any,
    Positive,
    Negative,
}

/// Where the windows of a node lie, from the smallest scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Sentence,
    Block,
    Unit,
}

impl Node {
    pub fn level(&self) -> Level {
        match self {
            Node::Provision(left, right) => Level::Block.max(left.level()).max(right.level()),
            Node::Section(..) => Level::Unit,
            Node::Or(arms) => arms.iter().map(Node::level).max().unwrap_or(Level::Sentence),
            Node::Without(left, right) => left.level().max(right.level()),
            _ => Level::Sentence,
        }
    }

    /// What it joins, as [`Expr::operands`] has it.
    pub fn operands(&self) -> Vec<&Node> {
        match self {
            Node::Term(_) | Node::Phrase(_) | Node::Regex(_) | Node::Concept(..) => Vec::new(),
            Node::Or(arms) => arms.iter().collect(),
            Node::Near(left, right, _)
            | Node::Provision(left, right)
            | Node::Section(left, right)
            | Node::Without(left, right) => vec![left, right],
        }
    }

    /// Adds the concepts it names.
    pub fn concepts(&self, into: &mut Vec<u32>) {
        match self {
            Node::Concept(concept, _) => into.push(*concept),
            _ => self.operands().into_iter().for_each(|node| node.concepts(into)),
        }
    }
}

/// Most bytes that a compiled regular expression may take.
const REGEX_SIZE: usize = 1 << 20;

/// Turns expressions into nodes and gathers what they need.
pub(super) struct Compiler<'v> {
    folder: &'v Folder,
    unit: TokenUnit,
    concepts: &'v FxHashMap<String, u32>,
    /// Patterns that have an atom already; new ones are numbered after them.
    known: &'v Words,
    known_regexes: usize,
    pub words: Words,
    pub regexes: Vec<Regex>,
    pub unknown: Vec<String>,
    pub faults: Vec<String>,
    sense: Option<Sense>,
}

impl<'v> Compiler<'v> {
    pub fn new(
        folder: &'v Folder,
        unit: TokenUnit,
        concepts: &'v FxHashMap<String, u32>,
        known: &'v Words,
        known_regexes: usize,
    ) -> Self {
        Compiler {
            folder,
            unit,
            concepts,
            known,
            known_regexes,
            words: Words::default(),
            regexes: Vec::new(),
            unknown: Vec::new(),
            faults: Vec::new(),
            sense: None,
        }
    }

    /// A wording of a lexicon.
    pub fn wording(&mut self, expr: &Expr) -> Node {
        if !expr.in_one_sentence() {
            self.faults.push("a wording stands in one sentence: `/p` and `&` cannot be used".to_owned());
        }
        self.sense = Some(Sense::Any);
        let node = self.node(expr);
        self.faults.extend(self.unknown.drain(..).map(|name| format!("unknown concept `@{name}`")));
        node
    }

    /// A query of a checklist, or one that a person types.
    pub fn query(&mut self, expr: &Expr) -> Node {
        self.sense = None;
        self.node(expr)
    }

    fn node(&mut self, expr: &Expr) -> Node {
        let mut pair = |left: &Expr, right: &Expr| (Box::new(self.node(left)), Box::new(self.node(right)));
        match expr {
            Expr::Word(word) => self.phrase(std::slice::from_ref(word)),
            Expr::Phrase(words) => self.phrase(words),
            Expr::Concept(name, polarity) => self.concept(name, *polarity),
            Expr::Regex(pattern) => self.regex(pattern),
            Expr::Or(arms) => Node::Or(arms.iter().map(|arm| self.node(arm)).collect()),
            Expr::Near { left, right, n, ordered } => {
                let (left, right) = pair(left, right);
                Node::Near(left, right, Join { ordered: *ordered, within: *n })
            }
            Expr::Sentence { left, right, ordered } => {
                let (left, right) = pair(left, right);
                Node::Near(left, right, Join { ordered: *ordered, ..Join::ANYWHERE })
            }
            Expr::Provision(left, right) => {
                let (left, right) = pair(left, right);
                Node::Provision(left, right)
            }
            Expr::Section(left, right) => {
                let (left, right) = pair(left, right);
                Node::Section(left, right)
            }
            Expr::Without(left, right) => {
                let (left, right) = pair(left, right);
                Node::Without(left, right)
            }
        }
    }

    /// Words in a row. A word that the tokenizer splits ("non-national", 偷越) is a row itself; its roots
    /// stay at its ends. Words that fold to nothing are left out.
    fn phrase(&mut self, words: &[Word]) -> Node {
        let mut atoms = Vec::new();
        for word in words {
            let tokens = token::split(&word.letters, self.unit);
            let last = tokens.len().saturating_sub(1);
            for (at, letters) in tokens.into_iter().enumerate() {
                let pattern = Pattern {
                    letters: self.folder.fold(letters),
                    open_left: word.open_left && at == 0,
                    open_right: word.open_right && at == last,
                };
                if !pattern.letters.is_empty() {
                    atoms.push(self.atom(pattern));
                }
            }
        }
        match atoms.len() {
            0 => Node::Or(Vec::new()),
            1 => Node::Term(atoms[0]),
            _ => Node::Phrase(atoms),
        }
    }

    fn atom(&mut self, pattern: Pattern) -> u32 {
        match self.known.get(&pattern) {
            Some(atom) => atom,
            None => self.known.len() as u32 + self.words.intern(pattern),
        }
    }

    fn concept(&mut self, name: &str, polarity: Polarity) -> Node {
        let Some(&concept) = self.concepts.get(name) else {
            if !self.unknown.iter().any(|known| known == name) {
                self.unknown.push(name.to_owned());
            }
            return Node::Or(Vec::new());
        };
        let sense = self.sense.unwrap_or(match polarity {
            Polarity::Positive => Sense::Positive,
            Polarity::Negative => Sense::Negative,
        });
        Node::Concept(concept, sense)
    }

    fn regex(&mut self, pattern: &str) -> Node {
        match RegexBuilder::new(pattern).size_limit(REGEX_SIZE).dfa_size_limit(REGEX_SIZE).build() {
            Ok(regex) => {
                self.regexes.push(regex);
                Node::Regex((self.known_regexes + self.regexes.len() - 1) as u32)
            }
            Err(error) => {
                let error = error.to_string();
                let reason = error.lines().last().unwrap_or_default().trim();
                self.faults.push(format!("`re: {pattern}` is no regular expression: {reason}"));
                Node::Or(Vec::new())
            }
        }
    }
}
