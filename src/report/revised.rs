//! Two versions of a text, paragraph by paragraph, with the effect of each change on the findings beside it.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::difference::{FindingLine, finding};
use super::document::{Comment, Revised, Revision, Style, Words};
use super::looks::Looks;
use super::quote::clean;
use crate::checklist::Checklist;
use crate::comparison::{Change, ChangeKind, Comparison, Piece, PieceKind, Side, compare_words};
use crate::span::Span;
use crate::structure::{Act, ProvisionId, join};

/// Shared words of all words above which a paragraph is the same one changed, out of 1.
const ALIKE: f64 = 0.4;
/// Pairs of paragraphs that are compared in one run of changes, at most; a longer run is taken as rewritten.
const MOST_PAIRS: usize = 40_000;

impl Looks {
    /// Two versions as one text with changes; `old` and `new` are what was compared, in this order.
    pub fn revision(
        &self,
        comparison: &Comparison,
        (old, new): (&Act, &Act),
        checklists: &[Checklist],
        classification: &str,
    ) -> Revision {
        let (before, after) = (paragraphs(old), paragraphs(new));
        let mut merged = merge(&before, &after);
        let effects: BTreeMap<&str, FindingLine> = comparison
            .findings
            .iter()
            .map(|it| (it.obligation.as_str(), finding(it, checklists, &self.words)))
            .collect();
        let mut told = BTreeSet::new();
        for change in &comparison.changes {
            let words_of = |kind: PieceKind, eid: &str| {
                merged.iter().position(|it| match kind {
                    PieceKind::Deleted => it.kind == PieceKind::Deleted && it.old == Some(eid),
                    _ => it.new == Some(eid),
                })
            };
            let at = match (&change.new, &change.old) {
                (Some(new), _) => words_of(PieceKind::Inserted, &new.eid),
                (None, Some(old)) => words_of(PieceKind::Deleted, &old.eid),
                (None, None) => None,
            };
            // A move shows as words that went and came: it is told what it is.
            let is_silent = !matches!(change.kind, ChangeKind::Moved | ChangeKind::Renumbered);
            // What a paragraph does is told there, not again at the section above it.
            let own = change.obligations.iter().filter(|id| !below(change, id, &comparison.changes));
            let lines: Vec<_> = own.filter_map(|id| effects.get(id.as_str())).collect();
            let Some(at) = at.filter(|_| !(is_silent && lines.is_empty())) else { continue };
            let mut paragraphs = vec![vec![Words::styled(self.named(change), Style::Strong)]];
            told.extend(lines.iter().map(|line| line.id.as_str()));
            lines.iter().for_each(|line| paragraphs.extend(self.effect(line)));
            merged[at].comments.push(Comment { span: Span::default(), paragraphs });
        }
        let untold: Vec<&FindingLine> =
            effects.iter().filter(|(id, _)| !told.contains(*id)).map(|(_, line)| line).collect();
        if let (false, Some(first)) = (untold.is_empty(), merged.first_mut()) {
            let head = vec![Words::styled(self.words.say("diff-effect").to_owned(), Style::Strong)];
            let lines = untold.into_iter().flat_map(|line| self.effect(line));
            let paragraphs = std::iter::once(head).chain(lines).collect();
            first.comments.insert(0, Comment { span: Span::default(), paragraphs });
        }
        Revision {
            title: format!("{} → {}", clean(&old.title), clean(&new.title)),
            language: new.source.language.clone(),
            classification: clean(classification),
            paragraphs: merged.into_iter().map(Merged::revised).collect(),
        }
    }

    /// `section 6 → section 7: renumbered`
    fn named(&self, change: &Change) -> String {
        let (kind, old, new) = (change.kind, &change.old, &change.new);
        let word = self.words.say(match kind {
            ChangeKind::Inserted => "diff-inserted",
            ChangeKind::Deleted => "diff-deleted",
            ChangeKind::Changed => "diff-changed",
            ChangeKind::Moved => "diff-moved",
            ChangeKind::Renumbered => "diff-renumbered",
        });
        let labels = [old, new].map(|side| side.as_ref().map_or("", |side| side.label.as_str()));
        let label = match labels {
            [old, new] if old == new || new.is_empty() => old.to_owned(),
            ["", new] => new.to_owned(),
            [old, new] => format!("{old} → {new}"),
        };
        format!("{}: {word}", clean(&label))
    }

    /// What became of a finding.
    fn effect(&self, line: &FindingLine) -> Vec<Vec<Words>> {
        let standing = match line.old == line.new {
            true => line.new.clone(),
            false => format!("{} → {}", line.old, line.new),
        };
        let name = Words::styled(format!("{} {}", line.id, line.title), Style::Strong);
        let mut out = vec![vec![name, Words::plain(format!(": {standing}"))]];
        for (sign, names, note) in
            [("+", &line.gained, ""), ("−", &line.lost, ""), ("≈", &line.other_words, "diff-other-words")]
        {
            out.extend(names.iter().map(|name| {
                let note =
                    if note.is_empty() { String::new() } else { format!(" ({})", self.words.say(note)) };
                vec![Words::plain(format!("{sign} {name}{note}"))]
            }));
        }
        out
    }
}

/// Whether a change further down bears on the same obligation.
fn below(change: &Change, obligation: &str, all: &[Change]) -> bool {
    let within = |inner: &Option<Side>, outer: &Option<Side>| match (inner, outer) {
        (Some(inner), Some(outer)) => {
            inner.eid != outer.eid && outer.start <= inner.start && inner.end <= outer.end
        }
        _ => false,
    };
    let bears = |it: &&Change| it.obligations.iter().any(|id| id == obligation);
    all.iter().filter(bears).any(|it| within(&it.new, &change.new) || within(&it.old, &change.old))
}

/// A paragraph of a law: its words, and the provision whose they are.
struct Paragraph<'a> {
    eid: &'a str,
    text: String,
    heading: u8,
    depth: u8,
}

/// The paragraphs of an act in the order of its text, without contents lists and running heads.
fn paragraphs(act: &Act) -> Vec<Paragraph<'_>> {
    let mut out: Vec<(u32, Paragraph)> = Vec::new();
    for id in std::iter::once(ProvisionId::ACT).chain(act.ids()) {
        let provision = act.get(id);
        let text = act.source.text.as_str();
        let is_heading = provision.kind.is_division() || provision.kind.is_main_unit();
        let level = if provision.kind.is_division() { 1 } else { 2 };
        let above = act.ancestors(id).take_while(|&at| !act.get(at).kind.is_main_unit());
        let depth = if act.main_unit(id).is_some() { above.count() as u8 } else { 0 };
        let mut head: Vec<Span> = provision.marker.iter().chain(&provision.heading).copied().collect();
        head.sort();
        let mut add = |spans: &[Span], heading: u8| {
            let words = clean(&join(text, spans));
            if let (Some(first), false) = (spans.first(), words.is_empty()) {
                out.push((first.start, Paragraph { eid: &provision.eid, text: words, heading, depth }));
            }
        };
        if provision.heading.is_some() {
            add(&head, if is_heading { level } else { 0 });
            add(&provision.intro, 0);
        } else {
            head.extend(&provision.intro);
            let bare = is_heading && provision.intro.is_empty();
            add(&head, if bare { level } else { 0 });
        }
        add(&provision.wrap_up, 0);
    }
    out.sort_by_key(|(start, _)| *start);
    out.into_iter().map(|(_, paragraph)| paragraph).collect()
}

/// A paragraph of one version or of both.
struct Merged<'a> {
    kind: PieceKind,
    old: Option<&'a str>,
    new: Option<&'a str>,
    pieces: Vec<Piece>,
    heading: u8,
    depth: u8,
    comments: Vec<Comment>,
}

impl<'a> Merged<'a> {
    fn one(kind: PieceKind, paragraph: &Paragraph<'a>) -> Self {
        let pieces = vec![Piece { kind, text: paragraph.text.clone() }];
        let (old, new) = match kind {
            PieceKind::Deleted => (Some(paragraph.eid), None),
            _ => (None, Some(paragraph.eid)),
        };
        Self {
            kind,
            old,
            new,
            pieces,
            heading: paragraph.heading,
            depth: paragraph.depth,
            comments: Vec::new(),
        }
    }

    fn both(old: &Paragraph<'a>, new: &Paragraph<'a>) -> Self {
        let pieces = match old.text == new.text {
            true => vec![Piece { kind: PieceKind::Same, text: new.text.clone() }],
            false => compare_words(&old.text, &new.text),
        };
        Self { pieces, old: Some(old.eid), ..Self::one(PieceKind::Same, new) }
    }

    fn revised(self) -> Revised {
        let Self { kind, pieces, heading, depth, comments, .. } = self;
        Revised { kind, pieces, heading, depth, comments }
    }
}

fn merge<'a>(old: &[Paragraph<'a>], new: &[Paragraph<'a>]) -> Vec<Merged<'a>> {
    let texts = |side: &[Paragraph]| side.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &texts(old), &texts(new)) {
        let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => {
                out.extend(before.iter().zip(after).map(|(old, new)| Merged::both(old, new)))
            }
            _ => changed(before, after, &mut out),
        }
    }
    out
}

/// A run in which nothing is the same: paragraphs that are much alike are one, changed; the others went and came.
fn changed<'a>(old: &[Paragraph<'a>], new: &[Paragraph<'a>], out: &mut Vec<Merged<'a>>) {
    let gone = |it| Merged::one(PieceKind::Deleted, it);
    let come = |it| Merged::one(PieceKind::Inserted, it);
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        out.extend(old.iter().map(gone));
        return out.extend(new.iter().map(come));
    }
    let bags = |side: &[Paragraph]| -> Vec<Vec<String>> {
        side.iter()
            .map(|it| {
                let text = it.text.to_lowercase();
                let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                // Scripts that write no blanks are compared character by character.
                let mut words: Vec<String> = words
                    .flat_map(|word| match word.contains(|c: char| c >= '\u{2e80}') {
                        true => word.chars().map(String::from).collect(),
                        false => vec![word.to_owned()],
                    })
                    .collect();
                words.sort();
                words
            })
            .collect()
    };
    let (olds, news) = (bags(old), bags(new));
    // The pairs in order whose likeness adds up to most: `best[i][j]` is for what follows the first i and j.
    let mut best = vec![vec![0.0f64; new.len() + 1]; old.len() + 1];
    let mut alike = vec![vec![0.0f64; new.len()]; old.len()];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let likeness = likeness(&olds[i], &news[j]);
            alike[i][j] = if likeness >= ALIKE { likeness } else { 0.0 };
            let paired = if alike[i][j] > 0.0 { alike[i][j] + best[i + 1][j + 1] } else { 0.0 };
            best[i][j] = paired.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if alike[i][j] > 0.0 && best[i][j] == alike[i][j] + best[i + 1][j + 1] {
            out.push(Merged::both(&old[i], &new[j]));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            out.push(gone(&old[i]));
            i += 1;
        } else {
            out.push(come(&new[j]));
            j += 1;
        }
    }
    out.extend(old[i..].iter().map(gone));
    out.extend(new[j..].iter().map(come));
}

/// Shared words of all words, from 0 to 1.
fn likeness(old: &[String], new: &[String]) -> f64 {
    let (mut at, mut shared) = (0, 0usize);
    for word in old {
        while new.get(at).is_some_and(|it| it < word) {
            at += 1;
        }
        if new.get(at) == Some(word) {
            shared += 1;
            at += 1;
        }
    }
    let all = old.len() + new.len() - shared;
    if all == 0 { 1.0 } else { shared as f64 / all as f64 }
}
