//! Sanctions that the text states: imprisonment in months, and fines.

use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use crate::grammar::{self, Sanction, SanctionKind};
use crate::span::Span;

use super::act::{Act, Penalty, ProvisionId};
use super::passages::passages;

/// Words without which a sentence states no sanction.
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)imprison|penal servitude|\bjail|custodial|\bfined?\b|\bfines\b|\bdeath\b|\bpenalty\b|penalty units")
        .expect("a valid pattern")
});

/// So many provisions at least are read by one thread.
const LEAST_SHARE: usize = 128;
/// A sentence longer than this is cut: no sanction is that far from its length.
const LONGEST: usize = 6000;

/// All sanctions, in document order.
pub(super) fn collect(act: &Act) -> Vec<Penalty> {
    let text = &act.source.text;
    let of = |id: ProvisionId| {
        let mut found = Vec::new();
        for passage in passages(text, act.get(id)) {
            for sentence in sentences(text, passage) {
                if CANDIDATE.is_match(sentence.of(text)) {
                    in_sentence(&grammar::sanctions(sentence.of(text)), sentence, id, &mut found);
                }
            }
        }
        found.sort_by_key(|penalty| penalty.span);
        found
    };
    let ids: Vec<ProvisionId> = act.ids().collect();
    ids.par_iter().with_min_len(LEAST_SHARE).flat_map_iter(|&id| of(id)).collect()
}

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
    for at in memchr::memchr_iter(b'.', words.as_bytes()) {
        let rest = &words[at + 1..];
        let next = rest.trim_start();
        if next.len() < rest.len() && next.starts_with(|c: char| c.is_uppercase() || c == '“') {
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
    let fine = said.iter().any(|one| one.kind == SanctionKind::Fine);
    let from = found.len();
    let mut earlier: Option<&Sanction> = None;
    let mut has_length = false;
    for one in said {
        match one.kind {
            SanctionKind::Prison | SanctionKind::Life | SanctionKind::Death => {
                let forever = one.kind != SanctionKind::Prison;
                let mut penalty = Penalty {
                    span: place(one),
                    provision: id,
                    min_months: None,
                    max_months: forever.then_some(Penalty::LIFE),
                    fine,
                };
                has_length = forever;
                // "five years' imprisonment"
                if let Some(before) = earlier.take().filter(|before| one.start - before.end < 12)
                    && let SanctionKind::Term { least, most } = before.kind
                    && !forever
                {
                    (penalty.min_months, penalty.max_months) = (least, most);
                    penalty.span = penalty.span.cover(place(before));
                    has_length = true;
                }
                found.push(penalty);
            }
            SanctionKind::Term { least, most } => {
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
            SanctionKind::Fine | SanctionKind::Both => {
                if let Some(penalty) = found[from..].last_mut() {
                    penalty.span = penalty.span.cover(place(one));
                }
            }
        }
    }
    if found.len() == from
        && let Some(first) = said.iter().find(|one| one.kind == SanctionKind::Fine)
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
