//! The YAML between two `---` lines at the top of a text → [`Metadata`].

use super::Metadata;
use super::metadata::Sheet;
use crate::error::Result;
use crate::span::Span;

/// The span of the front matter with its fences (empty at 0 without it), and what it says.
///
/// A text that opens with a rule of dashes and never closes it, or holds no `key:` line, has no front
/// matter: it is law that happens to open so.
pub(super) fn read(name: &str, text: &str) -> Result<(Span, Metadata)> {
    let Some((yaml, end)) = fenced(text) else { return Ok((Span::default(), Metadata::default())) };
    // Other keys are other programs' business.
    let (meta, _) = Sheet { name, text, before: 1, yaml: &text[yaml] }.read()?;
    Ok((Span::new(0, end), meta))
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
