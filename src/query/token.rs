//! Text → tokens: where words begin and end, and what stands between them.

use unicode_normalization::char::is_combining_mark;

use super::fold::is_invisible;
use super::spec::TokenUnit;
use crate::span::Span;

/// What stands after a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum After {
    /// Nothing that counts.
    #[default]
    Joined,
    Comma,
    /// A semicolon, colon or dash.
    Pause,
    /// The end of a sentence.
    Stop,
}

/// How far ahead the mate of a bracket or quotation mark is sought, in characters: one that was never
/// closed must not swallow the sentences after it.
const ENCLOSED: usize = 400;

/// The words of query text or of a term, as the tokenizer would split them. `*` counts as a letter.
pub(super) fn split(text: &str, unit: TokenUnit) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let inside = is_word(c) || c == '*' || (start.is_some() && continues(c));
        let alone = unit == TokenUnit::Characters && is_han(c);
        if let Some(from) = start.filter(|_| !inside || alone) {
            words.push(&text[from..at]);
            start = None;
        }
        if alone {
            words.push(&text[at..at + c.len_utf8()]);
        } else if inside && start.is_none() {
            start = Some(at);
        }
    }
    words.extend(start.map(|from| &text[from..]));
    words
}

/// One piece of running text (an intro, a wrap-up, a heading), its lines laid end to end.
#[derive(Default)]
pub(super) struct Scanner {
    chars: Vec<(u32, char)>,
}

/// What the scanner tells of each token: its bytes and what follows. `short` asks whether a full stop
/// right after the word may belong to it (an abbreviation).
impl Scanner {
    /// Calls `token` for each token of the lines and hands it what follows the token.
    pub fn scan(
        &mut self,
        text: &str,
        lines: &[Span],
        unit: TokenUnit,
        is_abbreviation: impl Fn(&str) -> bool,
        mut token: impl FnMut(Span, After),
    ) {
        self.chars.clear();
        for line in lines {
            if let Some(last) = self.chars.last().map(|&(at, c)| at + c.len_utf8() as u32) {
                self.chars.push((last, ' '));
            }
            self.chars.extend(line.of(text).char_indices().map(|(at, c)| (line.start + at as u32, c)));
        }
        let mut pending: Option<(Span, After)> = None;
        let (mut first, mut enclosed, mut at) = (true, 0, 0);
        while let Some(&(byte, c)) = self.chars.get(at) {
            if is_word(c) {
                let end = self.word_end(at, unit);
                if let Some((span, after)) = pending.take() {
                    token(span, after);
                    first = false;
                }
                let last = self.chars[end - 1];
                let span = Span { start: byte, end: last.0 + last.1.len_utf8() as u32 };
                pending = Some((span, After::Joined));
                at = end;
                continue;
            }
            if let Some((span, after)) = &mut pending {
                let found = match c {
                    ',' | '،' | '、' | '，' => After::Comma,
                    ';' | ':' | '؛' | '；' | '：' | '—' | '–' => After::Pause,
                    '-' if self.is_space(at + 1) && at > 0 && self.is_space(at - 1) => After::Pause,
                    '。' | '！' | '？' | '．' | '।' if at >= enclosed || at + 1 == enclosed => {
                        After::Stop
                    }
                    '.' | '!' | '?' | '؟' | '۔' if at >= enclosed || at + 1 == enclosed => {
                        let touches = c == '.' && span.end == byte;
                        let word = span.of(text);
                        let own = touches
                            && !self.at_end(at + 1)
                            && (is_abbreviation(word)
                                || is_cased_letter(word)
                                || (first && word.chars().all(char::is_numeric))
                                || self.numbers(word, at + 1));
                        if !own && self.ends_sentence(at + 1) { After::Stop } else { After::Joined }
                    }
                    _ => After::Joined,
                };
                *after = (*after).max(found);
            }
            if at >= enclosed {
                enclosed = self.mate(at, c).unwrap_or(enclosed);
            }
            at += 1;
        }
        if let Some((span, after)) = pending {
            token(span, after);
        }
    }

    /// One past the last character of the word that starts at `at`.
    fn word_end(&self, at: usize, unit: TokenUnit) -> usize {
        let alone = |c| unit == TokenUnit::Characters && is_han(c);
        let mut end = at + 1;
        if !alone(self.chars[at].1) {
            while self.chars.get(end).is_some_and(|&(_, c)| (is_word(c) || continues(c)) && !alone(c)) {
                end += 1;
            }
        }
        end
    }

    fn is_space(&self, at: usize) -> bool {
        self.chars.get(at).is_none_or(|&(_, c)| c.is_whitespace())
    }

    /// Whether nothing but marks follows.
    fn at_end(&self, at: usize) -> bool {
        !self.chars[at.min(self.chars.len())..].iter().take(8).any(|&(_, c)| is_word(c))
            && self.chars.len() < at + 8
    }

    /// Whether the text after a full stop begins a new sentence: closing marks, a space, then a capital,
    /// a figure, an opening mark or a letter without case; or nothing at all.
    fn ends_sentence(&self, at: usize) -> bool {
        let mut rest = self.chars[at..].iter().map(|&(_, c)| c).skip_while(|&c| is_closing(c)).peekable();
        match rest.peek() {
            None => return true,
            Some(c) if !c.is_whitespace() => return false,
            Some(_) => {}
        }
        match rest.find(|c| !c.is_whitespace()) {
            None => true,
            Some(c) if c.is_alphabetic() => !c.is_lowercase(),
            Some(c) => {
                c.is_numeric()
                    || matches!(
                        c,
                        '"' | '“' | '„' | '«' | '‘' | '\'' | '(' | '[' | '¿' | '¡' | '§' | '—' | '–'
                    )
            }
        }
    }

    /// "No. 5", "art. 6": a short word and a stop before a figure.
    fn numbers(&self, word: &str, at: usize) -> bool {
        let short = word.chars().count() <= 4 && !word.chars().any(char::is_numeric);
        let next = self.chars[at..].iter().map(|&(_, c)| c).find(|c| !c.is_whitespace());
        short && next.is_some_and(char::is_numeric)
    }

    /// One past the mate of an opening bracket or quotation mark.
    fn mate(&self, at: usize, open: char) -> Option<usize> {
        let close = match open {
            '(' => ')',
            '[' => ']',
            '（' => '）',
            '“' => '”',
            '„' => '“',
            '«' => '»',
            '「' => '」',
            '《' => '》',
            '"' => '"',
            _ => return None,
        };
        let mut depth = 0_usize;
        for (ahead, &(_, c)) in self.chars[at + 1..].iter().take(ENCLOSED).enumerate() {
            if c == close && depth == 0 {
                return Some(at + 1 + ahead);
            }
            if c == close {
                depth -= 1;
            } else if c == open {
                depth += 1;
            }
        }
        None
    }
}

fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() }
}

/// Inside a word, but never at its start.
fn continues(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || is_invisible(c))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '”' | '“' | '’' | '\'' | '»' | '）' | '」')
}

/// `J` in "J. Smith", `a` in "a. the": one letter of a script with capitals.
fn is_cased_letter(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(c), None) if c.is_lowercase() || c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let all = [Span::new(0, text.len())];
        Scanner::default().scan(text, &all, TokenUnit::Words, |_| false, |span, _| out.push(span.of(text)));
        out
    }

    /// The text with a bar at each sentence end.
    fn cut(text: &str) -> String {
        let mut out = String::new();
        let abbreviation = |word: &str| matches!(word, "art" | "Hon" | "cap");
        let all = [Span::new(0, text.len())];
        Scanner::default().scan(text, &all, TokenUnit::Words, abbreviation, |span, after| {
            out.push_str(span.of(text));
            out.push(if after == After::Stop { '|' } else { ' ' });
        });
        out.trim().to_owned()
    }

    #[test]
    fn words_split_at_apostrophes_and_hyphens() {
        assert_eq!(
            tokens("the person's non-national’s co\u{2011}pilot"),
            ["the", "person", "s", "non", "national", "s", "co", "pilot"]
        );
        assert_eq!(
            tokens("de\u{301}lit faci\u{AD}litate §3(1)a"),
            ["de\u{301}lit", "faci\u{AD}litate", "3", "1", "a"]
        );
    }

    #[test]
    fn han_characters_stand_alone_where_the_language_says_so() {
        assert_eq!(split("协助3人偷越", TokenUnit::Characters), ["协", "助", "3", "人", "偷", "越"]);
        assert_eq!(split("协助3人", TokenUnit::Words), ["协助3人"]);
        assert_eq!(split("non-nation*l", TokenUnit::Words), ["non", "nation*l"]);
    }

    #[test]
    fn sentences_end_at_stops_before_capitals() {
        assert_eq!(cut("He pays. She leaves. "), "He pays|She leaves|");
        assert_eq!(cut("under section 4. The court"), "under section 4|The court");
        assert_eq!(cut("Is it so? it is"), "Is it so it is");
        assert_eq!(cut("第一条。第二条"), "第一条|第二条");
    }

    #[test]
    fn abbreviations_numbers_and_enclosures_end_nothing() {
        assert_eq!(cut("the Hon. J. Smith of art. 5 No. 7 of"), "the Hon J Smith of art 5 No 7 of");
        assert_eq!(cut("4. The court"), "4 The court");
        assert_eq!(cut("a ship (see below. It floats) sails. It"), "a ship see below It floats sails|It");
        assert_eq!(cut("the word \"alien. Also\" means him"), "the word alien Also means him");
        assert_eq!(cut("(a thing. Another one"), "a thing|Another one");
        assert_eq!(cut("(as he did.) The next"), "as he did|The next");
    }

    #[test]
    fn the_end_of_a_piece_ends_the_sentence_even_after_a_letter() {
        assert_eq!(cut("in Schedule A."), "in Schedule A|");
        assert_eq!(cut("an offence; or"), "an offence or");
    }
}
