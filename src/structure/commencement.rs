//! Words that say when a law comes into force.

use crate::span::Span;

use super::act::{Act, Commencement};
use super::language::Language;
use super::passages::passages;

/// The first such words of each provision that is law of this act.
pub(super) fn collect(act: &Act, language: &Language) -> Vec<Commencement> {
    let Some(commences) = &language.commences else { return Vec::new() };
    let text = &act.source.text;
    let mut found = Vec::new();
    for id in act.ids().filter(|&id| !act.get(id).quoted) {
        let first = passages(text, act.get(id)).into_iter().find_map(|passage| {
            let hit = commences.find(passage.of(text).as_bytes())?;
            let start = passage.start as usize;
            let (start, end) = (start + hit.start(), start + hit.end());
            // Without Unicode a pattern may stop inside a character.
            let end = (end..=text.len()).find(|&end| text.is_char_boundary(end))?;
            text.is_char_boundary(start).then(|| Span::new(start, end))
        });
        found.extend(first.map(|span| Commencement { span, provision: id }));
    }
    found
}
