//! A passage → its words, numbers and marks, in any script.

use pest::Parser as _;
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../grammar/token.pest"]
struct TokenParser;

/// What a token is by its looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenForm {
    /// Letters of an alphabet, with an apostrophe that ends them (`l’`).
    Word,
    /// Digits of any script, with letters and parts behind them (`13.3A`).
    Number,
    /// A short number in brackets, brackets included (`(1A)`).
    Enclosed,
    /// Han numerals.
    HanNumber,
    /// One other Han character.
    Han,
    /// Any other character.
    Mark,
}

/// A token and where it stands in the passage, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub form: TokenForm,
    pub start: u32,
    pub end: u32,
}

impl Token {
    /// The token as printed.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// All tokens of a passage, in order; blanks and marks of emphasis stand between them.
pub fn tokens(text: &str) -> Vec<Token> {
    let Some(pair) = TokenParser::parse(Rule::tokens, text).ok().and_then(|mut pairs| pairs.next()) else {
        return Vec::new();
    };
    pair.into_inner()
        .filter_map(|part| {
            let form = match part.as_rule() {
                Rule::word => TokenForm::Word,
                Rule::number => TokenForm::Number,
                Rule::enclosed => TokenForm::Enclosed,
                Rule::han_number => TokenForm::HanNumber,
                Rule::han => TokenForm::Han,
                Rule::mark => TokenForm::Mark,
                _ => return None,
            };
            let span = part.as_span();
            Some(Token { form, start: span.start() as u32, end: span.end() as u32 })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_many_scripts() {
        for (text, expected) in [
            ("section 6(1)(a), 13.3A", "section|6|(1)|(a)|,|13.3A"),
            ("l’article 1er", "l’|article|1|er"),
            ("3.º e 4.º", "3|.|º|e|4|.|º"),
            ("§§ 95a bis 97", "§|§|95a|bis|97"),
            ("المادتين (٢٢) و24", "المادتين|(٢٢)|و|24"),
            ("第七十条第（一）项", "第|七十|条|第|（一）|项"),
            ("paragraph *(a)*", "paragraph|(a)"),
        ] {
            let found: Vec<&str> = tokens(text).into_iter().map(|token| token.of(text)).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
