//! A passage → its words, numbers and marks, in any script.
//!
//! `grammar/token.pest` says what a token is. Tokens are read of every sentence that cites or punishes, which made
//! that grammar a fifth of all work; so they are read by hand here, and a property test holds both together.

use pest::unicode::{DECIMAL_NUMBER, LETTER, NONSPACING_MARK};

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
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    let mut rest = Rest { text, at: 0 };
    rest.pass(is_gap);
    while let Some(next) = rest.next() {
        let start = rest.at;
        let form = rest.token(next);
        found.push(Token { form, start: start as u32, end: rest.at as u32 });
        rest.pass(is_gap);
    }
    found
}

/// What is left of a passage.
#[derive(Clone, Copy)]
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl Rest<'_> {
    fn next(&self) -> Option<char> {
        match *self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text[self.at..].chars().next(),
        }
    }

    /// Takes one character where it is wanted.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let taken = self.next().filter(|&c| wanted(c));
        self.at += taken.map_or(0, char::len_utf8);
        taken.is_some()
    }

    /// Takes all that is wanted; how many characters that were.
    fn pass(&mut self, wanted: impl Fn(char) -> bool) -> usize {
        let mut count = 0;
        while self.take(&wanted) {
            count += 1;
        }
        count
    }

    /// Takes what `read` takes whole, or nothing.
    fn whole(&mut self, read: impl FnOnce(&mut Self) -> bool) -> bool {
        let before = *self;
        let taken = read(self);
        if !taken {
            *self = before;
        }
        taken
    }

    /// Takes the token that begins with `first`.
    fn token(&mut self, first: char) -> TokenForm {
        if matches!(first, '(' | '（' | '[') && self.whole(Self::enclosed) {
            return TokenForm::Enclosed;
        }
        if is_digit(first) {
            self.number();
            return TokenForm::Number;
        }
        if is_of_word(first) {
            self.pass(is_of_word);
            self.take(|c| matches!(c, '\'' | '’'));
            return TokenForm::Word;
        }
        if self.pass(is_numeral) > 0 {
            return TokenForm::HanNumber;
        }
        self.take(|_| true);
        if is_han(first) { TokenForm::Han } else { TokenForm::Mark }
    }

    fn enclosed(&mut self) -> bool {
        self.take(|_| true);
        self.pass(is_star);
        self.take(|c| c == ' ');
        if !self.letters(8) {
            return false;
        }
        self.whole(|rest| rest.take(|c| c == '.') && rest.letters(4));
        self.pass(is_star);
        self.take(|c| c == ' ');
        self.take(|c| matches!(c, ')' | '）' | ']'))
    }

    /// Takes letters and digits, at most so many; whether there was one.
    fn letters(&mut self, most: usize) -> bool {
        (0..most).take_while(|_| self.take(|c| is_letter(c) || is_digit(c))).count() > 0
    }

    fn number(&mut self) {
        self.pass(is_digit);
        self.whole(Self::suffix);
        while self.whole(|rest| rest.take(|c| c == '.') && rest.pass(is_digit) > 0) {
            self.whole(Self::suffix);
        }
    }

    /// Capitals, or one small letter, with no letter behind.
    fn suffix(&mut self) -> bool {
        let some = self.pass(|c| c.is_ascii_uppercase()) > 0 || self.take(|c| c.is_ascii_lowercase());
        some && !self.next().is_some_and(is_letter)
    }
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{A0}' | '\u{3000}') || is_star(c)
}

fn is_star(c: char) -> bool {
    matches!(c, '*' | '_')
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { LETTER(c) }
}

fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { DECIMAL_NUMBER(c) }
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

/// Letters and their marks, but no Han; the Arabic sign that lengthens a word.
fn is_of_word(c: char) -> bool {
    is_letter(c) && !is_han(c) || !c.is_ascii() && (NONSPACING_MARK(c) || c == '\u{0640}')
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百千零〇两兩".contains(c)
}

#[cfg(test)]
mod tests {
    use pest::Parser as _;
    use pest_derive::Parser;
    use proptest::prelude::*;

    use super::*;

    #[derive(Parser)]
    #[grammar = "../grammar/token.pest"]
    struct TokenParser;

    /// The tokens as the grammar has them.
    fn by_grammar(text: &str) -> Vec<Token> {
        let mut pairs = TokenParser::parse(Rule::tokens, text).expect("any text is tokens and gaps");
        let token = |part: pest::iterators::Pair<'_, Rule>| {
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
        };
        pairs.next().expect("the rule").into_inner().filter_map(token).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_scanner_reads_as_the_grammar_does(
            text in r"([a-dA-D0-2٢.,;()\[\]（）*_ '’\u{A0}\u{3000}一百〇条éßأـ\u{0301}\u{064E}ⅣªЖ§º\n-]|\PC){0,40}"
        ) {
            prop_assert_eq!(tokens(&text), by_grammar(&text), "{:?}", text);
        }
    }

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
