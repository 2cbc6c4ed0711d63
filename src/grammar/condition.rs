//! Conditions of decision tables and flags: text → [`Formula`].

use pest::Parser;
use pest::iterators::Pair;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/condition.pest"]
struct ConditionParser;

/// A condition before its names are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Formula {
    /// The parts of a dotted name, and where it stands: offset and width in characters.
    Path {
        parts: Vec<String>,
        offset: usize,
        width: usize,
    },
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

/// Why a condition does not parse; offset in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConditionError {
    pub offset: usize,
    pub message: String,
}

const MAX_BYTES: usize = 4096;
/// Open brackets and `not`s, each of which is a step of recursion.
const MAX_DEPTH: usize = 64;

/// Parses a condition.
pub(crate) fn condition(text: &str) -> Result<Formula, ConditionError> {
    let wrong = |offset, message: &str| Err(ConditionError { offset, message: message.into() });
    if text.len() > MAX_BYTES || text.matches('(').count() + text.matches("not").count() > MAX_DEPTH {
        return wrong(0, "the condition is too long or too deep");
    }
    match ConditionParser::parse(Rule::condition, text) {
        Ok(mut pairs) => match pairs.next() {
            Some(pair) => Ok(formula(pair, text)),
            None => wrong(0, "the condition is empty"),
        },
        Err(error) => {
            let byte = match error.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            };
            let offset = text.get(..byte).map_or(0, |before| before.chars().count());
            wrong(
                offset,
                if byte >= text.len() { "the condition ends too early" } else { "not understood from here" },
            )
        }
    }
}

fn formula(pair: Pair<'_, Rule>, text: &str) -> Formula {
    let rule = pair.as_rule();
    let span = pair.as_span();
    match rule {
        Rule::path => Formula::Path {
            parts: pair.into_inner().map(|name| name.as_str().to_owned()).collect(),
            offset: text[..span.start()].chars().count(),
            width: span.as_str().chars().count(),
        },
        _ => {
            let mut inner: Vec<Formula> = pair
                .into_inner()
                .filter(|pair| pair.as_rule() != Rule::EOI)
                .map(|pair| formula(pair, text))
                .collect();
            match (rule, inner.len()) {
                (Rule::not, _) => Formula::Not(Box::new(inner.remove(0))),
                (_, 1) => inner.remove(0),
                (Rule::all, _) => Formula::All(inner),
                _ => Formula::Any(inner),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(formula: &Formula) -> String {
        let list = |sign: &str, parts: &[Formula]| {
            format!("({})", parts.iter().map(shown).collect::<Vec<_>>().join(sign))
        };
        match formula {
            Formula::Path { parts, .. } => parts.join("."),
            Formula::Not(inner) => format!("!{}", shown(inner)),
            Formula::All(parts) => list("&", parts),
            Formula::Any(parts) => list("|", parts),
        }
    }

    #[test]
    fn not_binds_before_and_before_or() {
        for (text, expected) in [
            ("benefit.full", "benefit.full"),
            ("a or not b and c", "(a|(!b&c))"),
            ("(a or b) and not (c)", "((a|b)&!c)"),
            ("  a   or\n b ", "(a|b)"),
            ("organize or android or nothing", "(organize|android|nothing)"),
            ("not-liable and or-else.limb.by-air", "(not-liable&or-else.limb.by-air)"),
            ("set.smuggling-offence.stay and code.D6", "(set.smuggling-offence.stay&code.D6)"),
            ("not not a", "!!a"),
            ("not(a)", "!a"),
        ] {
            assert_eq!(shown(&condition(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))), expected);
        }
    }

    #[test]
    fn faults_say_where() {
        for (text, offset) in [("a or", 4), ("é", 0), ("a b", 2), ("(a", 2), ("a..b", 2), ("", 0), ("or", 2)]
        {
            let error = condition(text).expect_err(text);
            assert!(error.offset <= offset.max(text.chars().count()), "{text}: {error:?}");
        }
        assert!(condition(&"(".repeat(5000)).is_err() && condition(&"not ".repeat(900)).is_err());
        assert_eq!(condition("a and @b").unwrap_err().offset, 6);
    }
}
