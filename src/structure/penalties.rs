//! Sanctions that the text states: imprisonment in months, and fines.

use rayon::prelude::*;

use crate::span::Span;

use super::act::{Act, Penalty, ProvisionId};
use super::language::Language;
use super::passages::passages;

mod classes;
mod sanctions;

pub use sanctions::{Sanction, SanctionKind, sanctions};

/// So many provisions at least are read by one thread.
const LEAST_SHARE: usize = 128;
/// A sentence longer than this is cut: no sanction is that far from its length.
const LONGEST: usize = 6000;
/// A length stands so near before the imprisonment that it measures: "five years' imprisonment".
const NEAR: usize = 14;

/// All sanctions, in document order.
pub(super) fn collect(act: &Act, language: &Language) -> Vec<Penalty> {
    let text = &act.source.text;
    let of = |id: ProvisionId| {
        let mut found = Vec::new();
        for passage in passages(text, act.get(id)) {
            if !language.punishes.is_in(passage.of(text)) {
                continue;
            }
            for sentence in sentences(text, passage) {
                if language.punishes.is_in(sentence.of(text)) {
                    let said = sanctions::said(&language.read(sentence.of(text)));
                    in_sentence(&said, sentence, id, &mut found);
                }
            }
        }
        found.sort_by_key(|penalty| penalty.span);
        found
    };
    let ids: Vec<ProvisionId> = act.ids().collect();
    let mut found: Vec<Penalty> =
        ids.par_iter().with_min_len(LEAST_SHARE).flat_map_iter(|&id| of(id)).collect();
    classes::apply(act, language, &mut found);
    found
}

/// Cut at full stops before what may start a sentence.
fn sentences(text: &str, passage: Span) -> Vec<Span> {
    let words = passage.of(text);
    let mut out = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let mut from = from;
        while from < to {
            let end = words.floor_char_boundary((from + LONGEST).min(to));
            out.push(Span::new(passage.start as usize + from, passage.start as usize + end));
            from = end;
        }
    };
    let opens = |c: char| c == '“' || c == '«' || c.is_alphabetic() && !c.is_lowercase();
    for at in memchr::memchr2_iter(b'.', "。".as_bytes()[2], words.as_bytes()) {
        if !words.is_char_boundary(at + 1) {
            continue;
        }
        let full = words[..at + 1].ends_with('。');
        let rest = &words[at + 1..];
        let next = rest.trim_start();
        if full || words.as_bytes()[at] == b'.' && next.len() < rest.len() && next.starts_with(opens) {
            push(start, at + 1);
            start = at + 1;
        }
    }
    push(start, words.len());
    out
}

/// One penalty for each time imprisonment is named, with the fine beside it; else one for the fine.
fn in_sentence(said: &[Sanction], sentence: Span, id: ProvisionId, found: &mut Vec<Penalty>) {
    let place =
        |one: &Sanction| Span::new(sentence.start as usize + one.start, sentence.start as usize + one.end);
    let fine = said.iter().any(|one| matches!(one.kind, SanctionKind::Fine | SanctionKind::TimedFine));
    let from = found.len();
    let mut earlier: Option<&Sanction> = None;
    let mut has_length = false;
    // Whether the sanction named last is one whose time is not imprisonment.
    let mut elsewhere = false;
    for (index, one) in said.iter().enumerate() {
        match one.kind {
            SanctionKind::Prison | SanctionKind::Life | SanctionKind::Death => {
                let forever = one.kind != SanctionKind::Prison;
                elsewhere = false;
                let before = earlier.take().filter(|before| one.start - before.end < NEAR && !forever);
                // "prisión … privativa de libertad": the same imprisonment once more.
                let again = index > 0
                    && said[index - 1].kind == SanctionKind::Prison
                    && one.start - said[index - 1].end < 8;
                if !forever && again && found.len() > from {
                    let last = found.len() - 1;
                    found[last].span = found[last].span.cover(place(one));
                    continue;
                }
                let mut penalty = Penalty {
                    span: place(one),
                    provision: id,
                    min_months: None,
                    max_months: forever.then_some(Penalty::LIFE),
                    fine,
                };
                has_length = forever;
                if let Some(before) = before
                    && let SanctionKind::Term { least, most } = before.kind
                {
                    (penalty.min_months, penalty.max_months) = (least, most);
                    penalty.span = penalty.span.cover(place(before));
                    has_length = true;
                }
                found.push(penalty);
            }
            SanctionKind::Term { .. } if elsewhere => {
                elsewhere = said.get(index + 1).is_some_and(|next| next.kind != SanctionKind::Stop)
            }
            SanctionKind::Term { least, most } => {
                // "处五年以下有期徒刑；…的，处五年以上十年以下有期徒刑": it measures what follows.
                let ahead = said
                    .get(index + 1)
                    .is_some_and(|next| next.kind == SanctionKind::Prison && next.start - one.end < NEAR);
                if ahead && (has_length || found.len() == from) {
                    earlier = Some(one);
                    continue;
                }
                if let Some(penalty) = found[from..].last_mut() {
                    let completes =
                        penalty.max_months.is_none() && penalty.min_months.is_some() && most.is_some();
                    if !has_length || completes {
                        penalty.min_months = penalty.min_months.or(least);
                        penalty.max_months = penalty.max_months.or(most);
                        penalty.span = penalty.span.cover(place(one));
                        has_length = true;
                        continue;
                    }
                }
                // A second range in the sentence is a second offence: "… and for any other violation, …".
                if found.len() > from && least.is_some() && most.is_some() {
                    let (min_months, max_months) = (least, most);
                    found.push(Penalty { span: place(one), provision: id, min_months, max_months, fine });
                    continue;
                }
                earlier = Some(one);
            }
            SanctionKind::Fine | SanctionKind::TimedFine | SanctionKind::Both => {
                elsewhere |= one.kind == SanctionKind::TimedFine;
                if let Some(penalty) = found[from..].last_mut() {
                    penalty.span = penalty.span.cover(place(one));
                }
            }
            SanctionKind::Other => elsewhere = true,
            SanctionKind::SameTerm | SanctionKind::Stop => {}
        }
    }
    if found.len() == from
        && let Some(first) =
            said.iter().find(|one| matches!(one.kind, SanctionKind::Fine | SanctionKind::TimedFine))
    {
        found.push(Penalty {
            span: place(first),
            provision: id,
            min_months: None,
            max_months: None,
            fine: true,
        });
    }
}
