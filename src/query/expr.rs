//! What a query is, before it meets a language.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::grammar::query;

/// A word with optional wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Word {
    /// The letters as written; `*` inside stands for exactly one letter.
    pub letters: String,
    /// `!` on the left: any beginning (`!vorteil`).
    pub open_left: bool,
    /// `!` on the right: any ending (`smuggl!`).
    pub open_right: bool,
}

/// Whether a concept is sought as asserted or as denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Polarity {
    /// `@concept`: hits that stand under no negator.
    Positive,
    /// `~@concept`: hits under a negator ("without", "otherwise than").
    Negative,
}

/// A query as a tree. Operators bind in the order of the variants, phrases first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Expr {
    /// `smuggl!`
    Word(Word),
    /// `"illegal entry"`: neighbouring tokens.
    Phrase(Vec<Word>),
    /// `@benefit`, `~@benefit`
    Concept(String, Polarity),
    /// `re: …` of a lexicon, run only on readings that hold its required literal.
    Regex(String),
    /// `a or b`
    Or(Vec<Expr>),
    /// `a /5 b`, `a +5 b`: at most `n` tokens apart; `ordered` asks that the left stands first.
    Near { left: Box<Expr>, right: Box<Expr>, n: u32, ordered: bool },
    /// `a /s b`, `a +s b`: in one sentence.
    Sentence { left: Box<Expr>, right: Box<Expr>, ordered: bool },
    /// `a /p b`: in one provision with its items.
    Provision(Box<Expr>, Box<Expr>),
    /// `a & b`: in one main unit.
    Section(Box<Expr>, Box<Expr>),
    /// `a % b`: windows of `a` where `b` stands nowhere in the same scope.
    Without(Box<Expr>, Box<Expr>),
}

/// A parsed query with the text it was parsed from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Query {
    pub text: String,
    pub expr: Expr,
}

/// What may be written where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Checklists: concepts, `or /s +s /p & %` and parentheses.
    Checklist,
    /// Lexicons: words, phrases, `re:`, concepts of the same lexicon, `or /n +n /s +s %`.
    Lexicon,
    /// What a person searches for: everything of both.
    Search,
}

/// Why a query does not parse. Offsets count characters from the start of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    pub offset: usize,
    pub width: usize,
    pub message: String,
    pub help: String,
}

/// Longest query, in characters.
const LONGEST: usize = 4_000;
/// Deepest nesting of parentheses.
const DEEPEST: usize = 32;

/// Parses a query. Its length and nesting are bounded; see `docs/query.md`.
pub fn parse(text: &str, dialect: Dialect) -> Result<Query, QueryError> {
    if text.chars().nth(LONGEST).is_some() {
        let message = format!("a query has at most {LONGEST} characters");
        return Err(query::fault(text, text.len(), 1, message, "split it: give its parts names as concepts"));
    }
    if let Some(at) = too_deep(text) {
        let message = format!("more than {DEEPEST} parentheses inside each other");
        return Err(query::fault(text, at, 1, message, "give its parts names as concepts"));
    }
    Ok(Query { text: text.to_owned(), expr: query::read(text, dialect)? })
}

/// Where the nesting gets too deep. Parentheses in phrases and in `re:` nest nothing.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0_usize, text.trim_start().starts_with("re:"));
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

impl Expr {
    /// Whether what it finds stands in one sentence: neither `/p` nor `&` is its outermost joint.
    pub(crate) fn in_one_sentence(&self) -> bool {
        match self {
            Expr::Provision(..) | Expr::Section(..) => false,
            Expr::Or(arms) => arms.iter().all(Expr::in_one_sentence),
            Expr::Without(left, right) => left.in_one_sentence() && right.in_one_sentence(),
            _ => true,
        }
    }

    /// What it joins, from left to right.
    pub(crate) fn operands(&self) -> Vec<&Expr> {
        match self {
            Expr::Word(_) | Expr::Phrase(_) | Expr::Concept(..) | Expr::Regex(_) => Vec::new(),
            Expr::Or(arms) => arms.iter().collect(),
            Expr::Near { left, right, .. } | Expr::Sentence { left, right, .. } => vec![left, right],
            Expr::Provision(left, right) | Expr::Section(left, right) | Expr::Without(left, right) => {
                vec![left, right]
            }
        }
    }
}

impl Word {
    /// Whether it may be written without quotation marks.
    fn is_plain(&self) -> bool {
        let starts = self.letters.starts_with(|c: char| c.is_alphanumeric() || c == '*');
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '*' | '-' | '\'' | '’');
        starts && self.letters.chars().all(plain) && !self.letters.eq_ignore_ascii_case("or")
    }
}

impl fmt::Display for Word {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = |open| if open { "!" } else { "" };
        write!(out, "{}{}{}", open(self.open_left), self.letters, open(self.open_right))
    }
}

/// As it may be written, with every group in parentheses.
impl fmt::Display for Expr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operator = match self {
            Expr::Word(word) if !word.is_plain() => return write!(out, "\"{word}\""),
            Expr::Word(word) => return word.fmt(out),
            Expr::Phrase(words) => {
                let words: Vec<String> = words.iter().map(Word::to_string).collect();
                return write!(out, "\"{}\"", words.join(" "));
            }
            Expr::Concept(name, Polarity::Positive) => return write!(out, "@{name}"),
            Expr::Concept(name, Polarity::Negative) => return write!(out, "~@{name}"),
            Expr::Regex(pattern) => return write!(out, "re: {pattern}"),
            Expr::Or(_) => "or".to_owned(),
            Expr::Near { n, ordered: false, .. } => format!("/{n}"),
            Expr::Near { n, ordered: true, .. } => format!("+{n}"),
            Expr::Sentence { ordered: false, .. } => "/s".to_owned(),
            Expr::Sentence { ordered: true, .. } => "+s".to_owned(),
            Expr::Provision(..) => "/p".to_owned(),
            Expr::Section(..) => "&".to_owned(),
            Expr::Without(..) => "%".to_owned(),
        };
        for (i, operand) in self.operands().into_iter().enumerate() {
            if i > 0 {
                write!(out, " {operator} ")?;
            }
            if operand.operands().is_empty() {
                write!(out, "{operand}")?
            } else {
                write!(out, "({operand})")?
            }
        }
        Ok(())
    }
}
