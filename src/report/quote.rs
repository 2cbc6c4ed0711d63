//! The words of a law in a report: what stands round them, trimmed to be read.

use super::model::{Label, Quote};
use crate::assessment::Evidence;

/// Characters shown on either side of the words, at most.
const AROUND: usize = 90;
/// Longer words are cut in the middle.
const LONGEST: usize = 280;

/// A quote with its context, taken from the line or lines in which the words stand. Without `text` (an
/// assessment read back from JSON) the words stand alone.
pub(super) fn quote(
    evidence: &Evidence,
    text: Option<&str>,
    label: Label,
    place: String,
    via: String,
) -> Quote {
    let (start, end) = (evidence.start as usize, evidence.end as usize);
    let (before, after) = match text.and_then(|text| Some((text.get(..start)?, text.get(end..)?))) {
        Some((head, tail)) => (before(head), after(tail)),
        None => Default::default(),
    };
    Quote { label, place, before, words: shorten(&clean(&evidence.quote)), after, via }
}

/// The end of the line that leads to the words.
fn before(head: &str) -> String {
    let line = &head[head.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    let Some((cut, _)) = line.char_indices().rev().nth(AROUND) else {
        return spaced(clean(line), line.ends_with(char::is_whitespace), false);
    };
    let tail = &line[cut..];
    let tail = tail.split_once(' ').map_or(tail, |(_, rest)| rest);
    format!("… {}", spaced(clean(tail), tail.ends_with(char::is_whitespace), false))
}

/// The beginning of the line that follows the words.
fn after(tail: &str) -> String {
    let line = &tail[..tail.find(['\n', '\r']).unwrap_or(tail.len())];
    let Some((cut, _)) = line.char_indices().nth(AROUND) else {
        return spaced(clean(line), false, line.starts_with(char::is_whitespace));
    };
    let head = &line[..cut];
    let head = head.rsplit_once(' ').map_or(head, |(rest, _)| rest);
    format!("{} …", spaced(clean(head), false, head.starts_with(char::is_whitespace)))
}

/// Puts back the space between the words and their context, which cleaning took.
fn spaced(text: String, at_end: bool, at_start: bool) -> String {
    if text.is_empty() {
        return text;
    }
    format!("{}{text}{}", if at_start { " " } else { "" }, if at_end { " " } else { "" })
}

/// Cuts the middle of long words.
pub(super) fn shorten(words: &str) -> String {
    let count = words.chars().count();
    if count <= LONGEST {
        return words.to_owned();
    }
    let head: String = words.chars().take(LONGEST * 2 / 3).collect();
    let tail: String = words.chars().skip(count - LONGEST / 3).collect();
    let head = head.rsplit_once(' ').map_or(head.as_str(), |(rest, _)| rest);
    let tail = tail.split_once(' ').map_or(tail.as_str(), |(_, rest)| rest);
    format!("{head} […] {tail}")
}

/// As [`clean`], but a space at either end stays: the text is a piece of a line.
pub(super) fn tidy(text: &str) -> String {
    let words = clean(text);
    if words.is_empty() {
        return if text.is_empty() { words } else { " ".into() };
    }
    spaced(words, text.ends_with(char::is_whitespace), text.starts_with(char::is_whitespace))
}

/// One line without control characters: no law may steer the reader's terminal or hide words.
pub(crate) fn clean(text: &str) -> String {
    let is_hidden = |c: char| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|&c| !is_hidden(c)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Carried;

    fn evidence(text: &str, words: &str) -> Evidence {
        let start = text.find(words).unwrap();
        Evidence {
            act: 0,
            eid: "sec_1".into(),
            label: "section 1".into(),
            unit: "1".into(),
            line: 1,
            start: start as u32,
            end: (start + words.len()) as u32,
            quote: words.into(),
            lead_in: vec![],
            via: Carried::Direct,
            at: None,
        }
    }

    fn label() -> Label {
        Label { text: "section 1".into(), href: String::new(), tongue: Default::default() }
    }

    #[test]
    fn context_stays_in_the_line_of_the_words() {
        let text = "1. First.\n2. A person who smuggles another commits an offence.\n3. Third.";
        let quote =
            quote(&evidence(text, "smuggles another"), Some(text), label(), String::new(), String::new());
        assert_eq!(quote.before, "2. A person who ");
        assert_eq!(quote.after, " commits an offence.");
    }

    #[test]
    fn long_context_and_long_words_are_cut_at_spaces() {
        let text = format!("{}the words{}", "länger ".repeat(30), " après".repeat(30));
        let quote = quote(&evidence(&text, "the words"), Some(&text), label(), String::new(), String::new());
        assert!(quote.before.starts_with("… länger ") && quote.before.ends_with("länger "));
        assert!(quote.after.starts_with(" après ") && quote.after.ends_with("après …"));
        assert!(shorten(&"word ".repeat(200)).chars().count() <= LONGEST + 5);
    }

    #[test]
    fn nothing_of_a_law_steers_a_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\t\r\n d"), "a [31mbc d");
    }
}
