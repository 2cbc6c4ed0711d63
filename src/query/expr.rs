//! What a query is, before it meets a language.

/// A word with optional wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// The letters as written; `*` inside stands for exactly one letter.
    pub letters: String,
    /// `!` on the left: any beginning (`!vorteil`).
    pub open_left: bool,
    /// `!` on the right: any ending (`smuggl!`).
    pub open_right: bool,
}

/// Whether a concept is sought as asserted or as denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// `@concept`: hits that stand under no negator.
    Positive,
    /// `~@concept`: hits under a negator ("without", "otherwise than").
    Negative,
}

/// A query as a tree. Operators bind in the order of the variants, phrases first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
}

/// Why a query does not parse. Offsets count characters from the start of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    pub offset: usize,
    pub width: usize,
    pub message: String,
    pub help: String,
}

/// Parses a query.
pub fn parse(text: &str, dialect: Dialect) -> Result<Query, QueryError> {
    let _ = (text, dialect);
    unimplemented!("helper B")
}
