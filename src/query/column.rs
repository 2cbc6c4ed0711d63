//! What a concept finds in a whole act, and which of it is denied.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::evaluate::Run;
use super::program::Sense;
use super::text::{Carry, Text};
use super::token::After;
use super::window::{Window, minimal};

/// The windows of an entry, each list minimal in itself: a denied hit must not hide a positive one that
/// contains it ("without fear" as a wording of its own).
#[derive(Debug, Default)]
pub(super) struct Column {
    any: Vec<Window>,
    /// None: nothing is denied, all are positive.
    split: Option<(Vec<Window>, Vec<Window>)>,
}

/// By position: what a negator denies.
#[derive(Debug)]
pub(super) struct Denied {
    /// What starts there.
    from: Vec<bool>,
    /// What ends there; empty where nothing denies backwards.
    to: Vec<bool>,
}

impl Column {
    /// Sorts windows by whether a negator reaches them.
    pub fn new(text: &Text, windows: Vec<Window>) -> Self {
        // A negator in the lead-in denies each item, also where items are read one after the other: what is
        // denied in one reading is denied in all.
        let words = |window: &Window| (text.stream.token(window.start), text.stream.token(window.end));
        let Denied { from, to } = text.denied();
        let is_denied = |window: &&Window| {
            from[window.start as usize] || to.get(window.end as usize).is_some_and(|denied| *denied)
        };
        let denied = windows.iter().filter(is_denied).map(words);
        let denied: FxHashSet<(u32, u32)> = denied.collect();
        let split = (!denied.is_empty()).then(|| {
            let (denied, positive): (Vec<Window>, Vec<Window>) =
                windows.iter().cloned().partition(|window| denied.contains(&words(window)));
            (minimal(positive), minimal(denied))
        });
        Column { any: minimal(windows), split }
    }

    pub fn of(&self, sense: Sense) -> &[Window] {
        match (sense, &self.split) {
            (Sense::Any, _) | (Sense::Positive, None) => &self.any,
            (Sense::Positive, Some((positive, _))) => positive,
            (Sense::Negative, Some((_, denied))) => denied,
            (Sense::Negative, None) => &[],
        }
    }

    /// Whether a window lies in the range.
    pub fn holds(&self, sense: Sense, range: &Range<u32>) -> bool {
        let windows = self.of(sense);
        let next = windows.partition_point(|window| window.start < range.start);
        windows.get(next).is_some_and(|window| window.start < range.end)
    }
}

impl Text<'_> {
    /// The windows of an entry of the vocabulary, computed once.
    pub(super) fn column(&self, entry: u32) -> &Column {
        self.columns[entry as usize].get_or_init(|| Column::new(self, self.wordings(entry)))
    }

    fn wordings(&self, entry: u32) -> Vec<Window> {
        let run = Run { text: self, carry: Carry::NONE, extra: None, together: false };
        let everything = 0..self.stream.tokens.len() as u32;
        let everything = std::slice::from_ref(&everything);
        let mut found = Vec::new();
        for (_, node) in &self.vocabulary.entries[entry as usize].wordings {
            run.gather(node, everything, &mut found);
        }
        found
    }

    /// What stands shortly after a negator, or before one that denies so, in the same sentence and with nothing between
    /// that breaks its reach. A negator that is part of a phrase which denies nothing is none.
    fn denied(&self) -> &Denied {
        self.denied.get_or_init(|| {
            let (vocabulary, length) = (self.vocabulary, self.stream.tokens.len());
            let special = &vocabulary.special;
            let except = minimal_ends(self.wordings(special.no_negator));
            let negators = |entry: u32| {
                let mut all = self.wordings(entry);
                // Of those that start no later, the one that reaches farthest.
                all.retain(|negator| {
                    let before = except.partition_point(|&(start, _)| start <= negator.start);
                    before == 0 || except[before - 1].1 < negator.end
                });
                all
            };
            let breaks = |at: u32| self.layout.token(self.stream.token(at)).after != After::Joined;
            let mut denied = Denied { from: vec![false; length], to: Vec::new() };
            for negator in negators(special.negator) {
                let sentence = self.stream.sentence(self.stream.sentence_at(negator.end));
                let farthest = (negator.end + vocabulary.negators_within).min(sentence.end - 1);
                for at in negator.end + 1..=farthest {
                    denied.from[at as usize] = true;
                    if breaks(at) {
                        break;
                    }
                }
            }
            let behind = negators(special.negator_after);
            if !behind.is_empty() {
                denied.to = vec![false; length];
            }
            for negator in behind {
                let sentence = self.stream.sentence(self.stream.sentence_at(negator.start));
                let farthest = negator.start.saturating_sub(vocabulary.negators_within).max(sentence.start);
                for at in (farthest..negator.start).rev() {
                    if at + 1 < negator.start && breaks(at) {
                        break;
                    }
                    denied.to[at as usize] = true;
                }
            }
            denied
        })
    }
}

/// Sorted by start, with the farthest end reached so far.
fn minimal_ends(windows: Vec<Window>) -> Vec<(u32, u32)> {
    let mut ends: Vec<(u32, u32)> = windows.iter().map(|window| (window.start, window.end)).collect();
    ends.sort_unstable();
    let mut farthest = 0;
    for (_, end) in &mut ends {
        farthest = farthest.max(*end);
        *end = farthest;
    }
    ends
}
