//! Matched provisions → changes, word by word.

use std::time::Duration;

use similar::{Algorithm, ChangeTag, TextDiff};

use super::align::Pairs;
use super::{Change, ChangeKind, Piece, PieceKind, Side};
use crate::structure::{Act, ProvisionId};

/// Words of one provision are compared for so long at most, then coarsely.
const TIME: Duration = Duration::from_millis(300);

/// The changes in the order of the new text; deleted provisions stand after what stood before them.
pub(super) fn changes(old: &Act, new: &Act, pairs: &Pairs) -> Vec<Change> {
    let mut out = Vec::new();
    // What was deleted, by the new provision that it followed.
    let mut deleted: Vec<(ProvisionId, ProvisionId)> = Vec::new();
    let mut last = ProvisionId::ACT;
    for id in old.ids() {
        match pairs.new_of.get(&id) {
            Some(&new) => last = new,
            None => deleted.push((last, id)),
        }
    }
    deleted.sort();
    let mut deleted = deleted.into_iter().peekable();
    for id in std::iter::once(ProvisionId::ACT).chain(new.ids()) {
        if id != ProvisionId::ACT {
            out.extend(change(old, new, pairs, id));
        }
        while let Some((_, gone)) = deleted.next_if(|(after, _)| *after <= id) {
            out.extend(whole(old, gone).map(|text| Change {
                kind: ChangeKind::Deleted,
                old: Some(side(old, gone)),
                new: None,
                words: vec![Piece { kind: PieceKind::Deleted, text }],
                obligations: Vec::new(),
            }));
        }
    }
    out
}

/// What became of a provision of the new text.
fn change(old: &Act, new: &Act, pairs: &Pairs, id: ProvisionId) -> Option<Change> {
    let Some(&was) = pairs.old_of.get(&id) else {
        let text = whole(new, id)?;
        return Some(Change {
            kind: ChangeKind::Inserted,
            old: None,
            new: Some(side(new, id)),
            words: vec![Piece { kind: PieceKind::Inserted, text }],
            obligations: Vec::new(),
        });
    };
    let (before, after) = (printed(old, was), printed(new, id));
    let words = if before == after { Vec::new() } else { compare(&before, &after) };
    let kind = if pairs.moved.contains(&id) {
        ChangeKind::Moved
    } else if old.get(was).num != new.get(id).num {
        ChangeKind::Renumbered
    } else if words.is_empty() {
        return None;
    } else {
        ChangeKind::Changed
    };
    Some(Change { kind, old: Some(side(old, was)), new: Some(side(new, id)), words, obligations: Vec::new() })
}

/// Heading and own words of a provision, without its number.
fn printed(act: &Act, id: ProvisionId) -> String {
    let heading = act.heading(id);
    let own = act.own_text(id);
    let text = if heading.is_empty() { own } else { format!("{heading} {own}") };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Own words of a provision that came or went; none where it has no words of its own.
fn whole(act: &Act, id: ProvisionId) -> Option<String> {
    let text = printed(act, id);
    (!text.is_empty() || !act.get(id).num.is_empty()).then_some(text)
}

fn side(act: &Act, id: ProvisionId) -> Side {
    let provision = act.get(id);
    Side {
        eid: provision.eid.clone(),
        label: provision.label.clone(),
        line: act.source.lines.line(provision.span.start),
        start: provision.span.start,
        end: provision.span.end,
    }
}

/// Two wordings, old and new words interleaved.
pub fn compare(before: &str, after: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).timeout(TIME).diff_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Same,
            ChangeTag::Delete => PieceKind::Deleted,
            ChangeTag::Insert => PieceKind::Inserted,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}
