//! The instructions that can be applied, applied.

use std::sync::Arc;

use super::{Edit, Instruction};
use crate::error::Result;
use crate::source::Source;
use crate::structure::{Act, outline};

/// The principal act as it would read.
#[derive(Debug)]
pub struct Amended {
    pub text: String,
    pub act: Act,
}

/// Applies instructions to the principal act, in order. One whose place another has changed already is marked as
/// not applied.
///
/// # Errors
/// The text that results is empty or too large.
pub fn apply(principal: &Act, instructions: &mut [Instruction]) -> Result<Amended> {
    let mut edits: Vec<Edit> = Vec::new();
    for instruction in instructions.iter_mut().filter(|it| it.not_applied.is_empty()) {
        if instruction.edits.iter().any(|edit| edits.iter().any(|known| overlap(known, edit))) {
            instruction.not_applied = "another clause changes the same place".into();
            continue;
        }
        edits.extend(instruction.edits.iter().cloned());
    }
    amended(principal, edits)
}

/// The principal act under some instructions alone.
pub(super) fn alone<'i>(
    principal: &Act,
    instructions: impl Iterator<Item = &'i Instruction>,
) -> Result<Amended> {
    let applied = instructions.filter(|it| it.not_applied.is_empty());
    amended(principal, applied.flat_map(|it| it.edits.iter().cloned()).collect())
}

fn amended(principal: &Act, mut edits: Vec<Edit>) -> Result<Amended> {
    // Stable: what is inserted at one place stands in the order of the amending act.
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let old = &principal.source.text;
    let mut text = String::with_capacity(old.len() + 1024);
    let mut at = 0;
    for edit in &edits {
        text.push_str(old.get(at..edit.start).unwrap_or_default());
        text.push_str(&edit.text);
        at = at.max(edit.end);
    }
    text.push_str(old.get(at..).unwrap_or_default());
    let meta = &principal.source.meta;
    let source = Source::from_text(&principal.source.name, text, meta)?;
    let text = source.text.clone();
    let source = Arc::new(Source { language: principal.source.language.clone(), ..(*source).clone() });
    Ok(Amended { text, act: outline(source) })
}

fn overlap(a: &Edit, b: &Edit) -> bool {
    let (empty_a, empty_b) = (a.start == a.end, b.start == b.end);
    match (empty_a, empty_b) {
        (true, true) => false,
        (true, false) => b.start < a.start && a.start < b.end,
        (false, true) => a.start < b.start && b.start < a.end,
        (false, false) => a.start < b.end && b.start < a.end,
    }
}
