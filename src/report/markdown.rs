//! Markdown: whatever a law or a file name says, it is shown as it stands and never becomes markup.

use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Output, State, escape_formatter};

/// The name under which templates ask for this escaping.
pub(super) const ESCAPE: &str = "markdown";

/// Writes a value of a template, escaped where the template is Markdown.
pub(super) fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    let is_markdown = matches!(state.auto_escape(), AutoEscape::Custom(name) if name == ESCAPE);
    match value.as_str() {
        Some(text) if is_markdown && !value.is_safe() => {
            out.write_str(&escape(text)).map_err(minijinja::Error::from)
        }
        Some(text) if is_markdown => out.write_str(text).map_err(minijinja::Error::from),
        None if is_markdown && matches!(value.kind(), ValueKind::Number | ValueKind::Bool) => {
            out.write_str(&value.to_string()).map_err(minijinja::Error::from)
        }
        // `{{ x if y }}` without an else; what is wanted and not there is an error before it comes here.
        None if is_markdown && (value.is_undefined() || value.is_none()) => Ok(()),
        _ => escape_formatter(out, state, value),
    }
}

/// Backslashes and entities where CommonMark (with tables and strike-through) would read markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // `1. `, `2) `, `- `, `# `: markup only where a line may start with it.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let opens_list = (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']);
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            '#' | '+' | '-' | '=' if at == 0 => out.extend(['\\', c]),
            '.' | ')' if opens_list && at == digits => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_becomes_markup() {
        for (text, shown) in [
            ("6.—(1) A *person*", "6\\.—(1) A \\*person\\*"),
            ("- item", "\\- item"),
            ("a - b", "a - b"),
            ("# heading", "\\# heading"),
            ("<script>&|x_y", "&lt;script&gt;&amp;\\|x\\_y"),
            ("section 6(1)(a)", "section 6(1)(a)"),
            ("[text](target)", "\\[text\\](target)"),
        ] {
            assert_eq!(escape(text), shown);
        }
    }
}
