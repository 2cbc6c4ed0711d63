//! Filters of the terminal template: colour, columns, wrapped lines.

use anstyle::{AnsiColor, Effects, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a line, so that a report is the same on every terminal.
pub(super) const WIDTH: usize = 80;

/// Colours the text by its meaning; a tone without colour leaves it as it is. The codes are stripped
/// by whoever prints to something that is no terminal.
pub(super) fn paint(text: &str, tone: &str) -> String {
    let style = match tone {
        "gap" => AnsiColor::Red.on_default().effects(Effects::BOLD),
        "to-verify" | "narrow" => AnsiColor::Yellow.on_default().effects(Effects::BOLD),
        "met" => AnsiColor::Green.on_default().effects(Effects::BOLD),
        "elsewhere" => AnsiColor::Blue.on_default().effects(Effects::BOLD),
        "strong" | "option" => Style::new().effects(Effects::BOLD),
        "quiet" => Style::new().effects(Effects::DIMMED),
        "words" => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    };
    // Each word for itself: a wrapped line carries no colour over its end.
    let words = text
        .split(' ')
        .map(|word| if word.is_empty() { String::new() } else { format!("{style}{word}{style:#}") });
    words.collect::<Vec<_>>().join(" ")
}

/// Spaces on the right up to so many columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Wraps a paragraph to [`WIDTH`]: the first line starts after `first` columns, the others after `hang`.
pub(super) fn fill(text: &str, first: usize, hang: usize) -> String {
    let mut out = " ".repeat(first);
    let mut column = first;
    let mut is_start = true;
    // A run of spaces inside the paragraph is layout (a padded label) and is kept.
    for word in text.split(' ') {
        let mut rest = word;
        if !is_start {
            if column + 1 + width(word) <= WIDTH || word.is_empty() {
                out.push(' ');
                column += 1;
            } else {
                start_line(&mut out, hang);
                column = hang;
            }
        }
        is_start = false;
        while width(rest) > WIDTH - column.min(WIDTH - 1) && column + width(rest) > WIDTH {
            let (head, tail) = split_at_width(rest, WIDTH.saturating_sub(column).max(1));
            out.push_str(head);
            start_line(&mut out, hang);
            column = hang;
            rest = tail;
        }
        out.push_str(rest);
        column += width(rest);
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

fn start_line(out: &mut String, hang: usize) {
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
    out.push_str(&" ".repeat(hang));
}

/// Columns that the text takes, without its colour codes.
fn width(text: &str) -> usize {
    anstream::adapter::strip_str(text).map(UnicodeWidthStr::width).sum()
}

/// Splits a word that is longer than a line (Han text has no spaces): never inside a character nor a
/// colour code, and never at its very start.
fn split_at_width(word: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    let mut in_code = false;
    for (at, c) in word.char_indices() {
        if c == '\u{1b}' {
            in_code = true;
        } else if in_code {
            in_code = c != 'm';
        } else {
            let wide = c.width().unwrap_or(0);
            if used + wide > columns && used > 0 {
                return word.split_at(at);
            }
            used += wide;
        }
    }
    (word, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_width_whatever_the_script() {
        for text in
            ["word ".repeat(60), "運送非法入境".repeat(40), "x".repeat(300), paint(&"rot ".repeat(60), "gap")]
        {
            let filled = fill(&text, 2, 6);
            assert!(filled.lines().count() > 1);
            for line in filled.lines() {
                assert!(width(line) <= WIDTH, "{line:?}");
            }
            let letters =
                |text: &str| anstream::adapter::strip_str(text).to_string().replace([' ', '\n'], "");
            assert_eq!(letters(&filled), letters(&text), "no letter is lost");
        }
    }

    #[test]
    fn a_padded_label_keeps_its_column() {
        assert_eq!(fill(&format!("{}text", pad("found", 9)), 2, 11), "  found    text");
    }
}
