//! Two versions of a text as people read their difference: what changed, and what it does.

use serde::Serialize;

use super::looks::Looks;
use super::quote::clean;
use super::words::Words;
use super::{Format, json};
use crate::checklist::{Checklist, Status, in_language};
use crate::comparison::{ChangeKind, Comparison, FindingChange, PieceKind, Standing};
use crate::error::Result;

#[derive(Serialize)]
struct Report<'r> {
    t: &'r std::collections::BTreeMap<String, String>,
    language: &'r str,
    old_title: String,
    new_title: String,
    findings: Vec<FindingLine>,
    changes: Vec<ChangeLine>,
}

#[derive(Serialize)]
pub(super) struct FindingLine {
    pub(super) id: String,
    pub(super) title: String,
    /// `rose`, `fell` or `same`.
    pub(super) direction: &'static str,
    pub(super) old: String,
    pub(super) new: String,
    pub(super) gained: Vec<String>,
    pub(super) lost: Vec<String>,
    pub(super) other_words: Vec<String>,
}

#[derive(Serialize)]
struct ChangeLine {
    kind: &'static str,
    word: String,
    old: String,
    new: String,
    words: Vec<PieceLine>,
    obligations: Vec<String>,
}

#[derive(Serialize)]
struct PieceLine {
    kind: &'static str,
    text: String,
}

impl Looks {
    /// The difference of two versions, with a newline at its end. `titles` are those of the two acts.
    ///
    /// # Errors
    /// [`crate::error::Error::Template`] when a template is faulty.
    pub fn difference(
        &self,
        comparison: &Comparison,
        titles: [&str; 2],
        checklists: &[Checklist],
        format: Format,
    ) -> Result<String> {
        let template = match format {
            Format::Json => return json(comparison),
            Format::Terminal => "diff.term.j2",
            Format::Markdown => "diff.md.j2",
            Format::Html => "diff.html.j2",
        };
        let words = &self.words;
        let report = Report {
            t: &words.text,
            language: self.language(),
            old_title: clean(titles[0]),
            new_title: clean(titles[1]),
            findings: comparison.findings.iter().map(|it| finding(it, checklists, words)).collect(),
            changes: comparison.changes.iter().map(|it| change(it, words)).collect(),
        };
        self.fill(template, &report)
    }
}

pub(super) fn finding(change: &FindingChange, checklists: &[Checklist], words: &Words) -> FindingLine {
    let obligation =
        checklists.iter().flat_map(|list| &list.obligations).find(|duty| duty.id == change.obligation);
    let element = |id: &String| {
        let found = obligation.and_then(|duty| duty.elements.iter().find(|it| it.id == *id));
        found.map_or_else(|| id.clone(), |it| in_language(&it.title, &words.language).to_owned())
    };
    let rank = |standing: Standing| match standing.status {
        Status::Conflict => 0,
        Status::Absent => 1,
        Status::Partial => 2,
        Status::Met => 3,
    };
    let more = change.gained.len() > change.lost.len();
    let direction = match rank(change.new).cmp(&rank(change.old)) {
        std::cmp::Ordering::Greater => "rose",
        std::cmp::Ordering::Less => "fell",
        std::cmp::Ordering::Equal if change.lost.is_empty() && more => "rose",
        std::cmp::Ordering::Equal if change.gained.is_empty() && !change.lost.is_empty() => "fell",
        std::cmp::Ordering::Equal => "same",
    };
    let standing = |standing: Standing| {
        let name = serde_json::to_value(standing.status).ok();
        let name = name.as_ref().and_then(|name| name.as_str()).unwrap_or("");
        words.status.get(name).cloned().unwrap_or_else(|| name.to_owned())
    };
    FindingLine {
        id: change.obligation.clone(),
        title: obligation
            .map_or_else(String::new, |duty| in_language(&duty.title, &words.language).to_owned()),
        direction,
        old: standing(change.old),
        new: standing(change.new),
        gained: change.gained.iter().map(element).collect(),
        lost: change.lost.iter().map(element).collect(),
        other_words: change.other_words.iter().map(element).collect(),
    }
}

fn change(change: &crate::comparison::Change, words: &Words) -> ChangeLine {
    let kind = match change.kind {
        ChangeKind::Inserted => "inserted",
        ChangeKind::Deleted => "deleted",
        ChangeKind::Changed => "changed",
        ChangeKind::Moved => "moved",
        ChangeKind::Renumbered => "renumbered",
    };
    let label = |side: &Option<crate::comparison::Side>| {
        side.as_ref().map_or_else(String::new, |side| clean(&side.label))
    };
    let piece = |piece: &crate::comparison::Piece| PieceLine {
        kind: match piece.kind {
            PieceKind::Same => "same",
            PieceKind::Deleted => "deleted",
            PieceKind::Inserted => "inserted",
        },
        text: clean(&piece.text),
    };
    ChangeLine {
        kind,
        word: words.say(&format!("diff-{kind}")).to_owned(),
        old: label(&change.old),
        new: label(&change.new),
        words: change.words.iter().map(piece).filter(|piece| !piece.text.is_empty()).collect(),
        obligations: change.obligations.clone(),
    }
}
