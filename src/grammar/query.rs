//! `grammar/query.pest` → [`Expr`]: precedence, what may be written where, and messages that name the
//! place in our words.

use std::sync::LazyLock;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};
use pest::pratt_parser::{Assoc, Op, PrattParser};

use crate::query::{Dialect, Expr, Polarity, QueryError, Word};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/query.pest"]
struct Grammar;

/// Greatest distance of `/n` and `+n`.
const FARTHEST: u32 = 500;

/// Loosest first.
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(left(Rule::without))
        .op(left(Rule::section))
        .op(left(Rule::provision))
        .op(left(Rule::sentence) | left(Rule::sequence))
        .op(left(Rule::near) | left(Rule::follows))
        .op(left(Rule::or))
});

/// Reads a query whose length and nesting the caller has bounded.
pub(crate) fn read(text: &str, dialect: Dialect) -> Result<Expr, QueryError> {
    let mut pairs = Grammar::parse(Rule::query, text).map_err(|error| explain(text, &error))?;
    let body = pairs.next().into_iter().flat_map(Pair::into_inner).next();
    let Some(body) = body else { return Err(fault(text, 0, 0, "expected a term", "")) };
    let reader = Reader { text, dialect };
    match body.as_rule() {
        Rule::regex => reader.regex(body),
        _ => reader.expression(body.into_inner()),
    }
}

struct Reader<'t> {
    text: &'t str,
    dialect: Dialect,
}

impl Reader<'_> {
    fn regex(&self, pair: Pair<'_, Rule>) -> Result<Expr, QueryError> {
        self.only(&pair, Dialect::Lexicon)?;
        let pattern = pair.into_inner().next().map_or("", |pattern| pattern.as_str());
        Ok(Expr::Regex(pattern.trim_end().to_owned()))
    }

    fn expression(&self, pairs: Pairs<'_, Rule>) -> Result<Expr, QueryError> {
        PRECEDENCE
            .map_primary(|pair| self.operand(pair))
            .map_infix(|left, operator, right| self.join(left?, operator, right?))
            .parse(pairs)
    }

    fn operand(&self, pair: Pair<'_, Rule>) -> Result<Expr, QueryError> {
        match pair.as_rule() {
            Rule::group => match pair.into_inner().next() {
                Some(inner) => self.expression(inner.into_inner()),
                None => Ok(Expr::Or(Vec::new())),
            },
            Rule::concept => Ok(Expr::Concept(pair.as_str()[1..].to_owned(), Polarity::Positive)),
            Rule::denied => {
                self.only(&pair, Dialect::Checklist)?;
                Ok(Expr::Concept(pair.as_str()[2..].to_owned(), Polarity::Negative))
            }
            Rule::phrase => {
                self.only(&pair, Dialect::Lexicon)?;
                let inside = pair.as_str().trim_matches('"');
                let mut words: Vec<Word> = inside.split_whitespace().filter_map(word).collect();
                match words.len() {
                    0 => Err(self.at(&pair, "a phrase needs a word", "write the words between the quotes")),
                    1 => Ok(Expr::Word(words.remove(0))),
                    _ => Ok(Expr::Phrase(words)),
                }
            }
            _ => {
                self.only(&pair, Dialect::Lexicon)?;
                let help = "write at least one letter; `*` stands for one letter beside others";
                word(pair.as_str())
                    .map(Expr::Word)
                    .ok_or_else(|| self.at(&pair, "a word needs a letter", help))
            }
        }
    }

    fn join(&self, left: Expr, operator: Pair<'_, Rule>, right: Expr) -> Result<Expr, QueryError> {
        let boxed = |left, right| (Box::new(left), Box::new(right));
        match operator.as_rule() {
            Rule::or => {
                let mut arms = match left {
                    Expr::Or(arms) => arms,
                    one => vec![one],
                };
                match right {
                    Expr::Or(more) => arms.extend(more),
                    one => arms.push(one),
                }
                Ok(Expr::Or(arms))
            }
            rule @ (Rule::near | Rule::follows) => {
                self.only(&operator, Dialect::Lexicon)?;
                self.one_sentence(&operator, &left, &right)?;
                let n = operator.as_str()[1..].parse().ok().filter(|n| (1..=FARTHEST).contains(n));
                let help = "for anything farther apart use /s";
                let n = n.ok_or_else(|| {
                    self.at(&operator, format!("a distance is a number from 1 to {FARTHEST}"), help)
                })?;
                let (left, right) = boxed(left, right);
                Ok(Expr::Near { left, right, n, ordered: rule == Rule::follows })
            }
            rule @ (Rule::sentence | Rule::sequence) => {
                self.one_sentence(&operator, &left, &right)?;
                let (left, right) = boxed(left, right);
                Ok(Expr::Sentence { left, right, ordered: rule == Rule::sequence })
            }
            Rule::provision => {
                self.only(&operator, Dialect::Checklist)?;
                let (left, right) = boxed(left, right);
                Ok(Expr::Provision(left, right))
            }
            Rule::section => {
                self.only(&operator, Dialect::Checklist)?;
                let (left, right) = boxed(left, right);
                Ok(Expr::Section(left, right))
            }
            _ => {
                let (left, right) = boxed(left, right);
                Ok(Expr::Without(left, right))
            }
        }
    }

    /// What `/p` or `&` finds may lie in many sentences.
    fn one_sentence(&self, operator: &Pair<'_, Rule>, left: &Expr, right: &Expr) -> Result<(), QueryError> {
        if left.in_one_sentence() && right.in_one_sentence() {
            return Ok(());
        }
        let message = format!("`{}` cannot stand over `/p` or `&`", operator.as_str());
        Err(self.at(operator, message, "put `/s` inside: `(@a /s @b) /p @c`"))
    }

    /// Refuses what belongs to the other dialect.
    fn only(&self, pair: &Pair<'_, Rule>, dialect: Dialect) -> Result<(), QueryError> {
        if self.dialect == dialect || self.dialect == Dialect::Search {
            return Ok(());
        }
        let what = match pair.as_rule() {
            Rule::regex => "`re:`",
            Rule::denied => "`~@`",
            Rule::phrase => "a phrase",
            Rule::word => "a word",
            _ => pair.as_str(),
        };
        let (place, help) = match self.dialect {
            Dialect::Checklist => ("checklist", "words live in lexicons: define a concept"),
            Dialect::Lexicon if pair.as_rule() == Rule::denied => {
                ("lexicon", "write `@concept`; whether it is denied is seen at the hit")
            }
            Dialect::Lexicon | Dialect::Search => {
                ("lexicon", "a wording stands in one sentence: use `/n` or `/s`")
            }
        };
        Err(self.at(pair, format!("{what} cannot stand in a {place}"), help))
    }

    fn at(&self, pair: &Pair<'_, Rule>, message: impl Into<String>, help: &str) -> QueryError {
        fault(self.text, pair.as_span().start(), pair.as_str().chars().count(), message, help)
    }
}

/// A word with its roots. None without a letter.
fn word(written: &str) -> Option<Word> {
    let letters = written.trim_matches('!');
    if !letters.chars().any(char::is_alphanumeric) {
        return None;
    }
    Some(Word {
        letters: letters.to_owned(),
        open_left: written.starts_with('!'),
        open_right: written.ends_with('!'),
    })
}

/// A pest error in our words.
fn explain(text: &str, error: &pest::error::Error<Rule>) -> QueryError {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let wants_operand = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives
            .iter()
            .any(|rule| matches!(rule, Rule::word | Rule::group | Rule::phrase | Rule::expression)),
        ErrorVariant::CustomError { .. } => false,
    };
    let (before, after) = text.split_at(at.min(text.len()));
    let wants_operand = wants_operand || before.trim().is_empty();
    let found = after.split_whitespace().next().unwrap_or("");
    let last = before.split_whitespace().next_back().unwrap_or("");
    let width = found.chars().count();
    if found.starts_with('"') || before.matches('"').count() % 2 == 1 {
        let open = text.rfind('"').unwrap_or(0);
        return fault(text, open, 1, "this phrase is not closed", "write a second `\"`");
    }
    if before.ends_with('@') {
        let help = "a concept's name has small letters, digits and hyphens";
        return fault(text, at, width, "expected the name of a concept after `@`", help);
    }
    if wants_operand {
        let message = match last {
            "" => "expected a term".to_owned(),
            last => format!("expected a term after `{last}`"),
        };
        let help = "a term is a concept, a word, a phrase or a group in parentheses";
        return fault(text, at, width, message, help);
    }
    if found.is_empty() {
        return fault(text, at, 0, "expected `)`", "a group is not closed");
    }
    let help = match found.to_ascii_lowercase().as_str() {
        "and" => "for “and” write `/s` (one sentence), `/p` (one provision) or `&` (one section)",
        "not" => "for “but not” write `%`",
        _ if found.starts_with(')') => "there is no `(` for it",
        _ => "an operator is one of `or /n +n /s +s /p & %`",
    };
    fault(text, at, width, format!("expected an operator before `{found}`"), help)
}

/// An error at a byte offset, counted in characters.
pub(crate) fn fault(
    text: &str,
    byte: usize,
    width: usize,
    message: impl Into<String>,
    help: &str,
) -> QueryError {
    let offset = text.char_indices().take_while(|&(at, _)| at < byte).count();
    QueryError { offset, width: width.max(1), message: message.into(), help: help.to_owned() }
}
