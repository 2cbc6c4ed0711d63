//! The YAML between two `---` lines at the top of a text → [`Metadata`].

use std::collections::BTreeMap;

use serde_json::Value;

use super::Metadata;
use crate::error::{Error, Place, Result, RuleFault};
use crate::span::Span;

/// The span of the front matter with its fences (empty at 0 without it), and what it says.
///
/// A text that opens with a rule of dashes and never closes it, or holds no `key:` line, has no front
/// matter: it is law that happens to open so.
pub(super) fn read(name: &str, text: &str) -> Result<(Span, Metadata)> {
    let Some((yaml, end)) = fenced(text) else { return Ok((Span::default(), Metadata::default())) };
    let entries: BTreeMap<String, Value> = serde_yaml::from_str(&text[yaml.clone()])
        .map_err(|fault| Error::Rules(vec![place(name, text, fault)]))?;
    Ok((Span::new(0, end), metadata(&entries)))
}

/// The YAML without its fences, and where the text goes on.
fn fenced(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = first.len();
    let mut at = start;
    let mut has_key = false;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return has_key.then_some((start..at, at + line.len()));
        }
        let key = line.split(':').next().unwrap_or("");
        has_key |= key.len() < line.trim_end().len()
            && !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        at += line.len();
    }
    None
}

fn metadata(entries: &BTreeMap<String, Value>) -> Metadata {
    let get = |keys: &[&str]| {
        keys.iter().find_map(|&wanted| {
            let (_, value) =
                entries.iter().find(|(key, _)| key.to_lowercase().replace('_', "-") == *wanted)?;
            match value {
                Value::String(text) if !text.trim().is_empty() => {
                    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
                }
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        })
    };
    Metadata {
        title: get(&["title", "short-title"]),
        country: get(&["country"]),
        territory: get(&["territory", "federal-unit"]),
        level: get(&["level"]).map(|level| level.to_lowercase().replace(['_', ' '], "-")),
        number: get(&["number", "identifier"]),
        address: get(&["source", "url"]),
        language: get(&["language", "lang"]),
        date: get(&["date", "publication-date"]),
        as_at: get(&["as-at", "last-updated"]),
        status: get(&["status"]).map(|status| status.to_lowercase().replace(['_', ' '], "-")),
        tradition: get(&["tradition"]).map(|name| name.to_lowercase()),
    }
}

fn place(name: &str, text: &str, fault: serde_yaml::Error) -> RuleFault {
    // The YAML starts on the second line of the file.
    let at = fault.location().map(|location| (location.line() as u32 + 1, location.column() as u32));
    let excerpt = at.and_then(|(line, _)| text.lines().nth(line as usize - 1)).unwrap_or("").to_string();
    let message = fault.without_snippet().to_string();
    let message = message.lines().next().unwrap_or("").to_string();
    RuleFault {
        place: Place { file: name.into(), at, excerpt, width: 1 },
        message: format!("the front matter is not valid YAML: {message}"),
        help: "correct it, or remove the `---` lines if the text has no front matter".into(),
    }
}
