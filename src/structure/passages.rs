//! Runs of a provision's own words that stand together in the source, lines joined.

use crate::span::Span;

use super::act::Provision;

/// The own words of a provision, each run as one span that may cross line ends: between its lines
/// stands nothing but blanks.
pub(super) fn passages(text: &str, provision: &Provision) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (index, &line) in provision.intro.iter().chain(&provision.wrap_up).enumerate() {
        if line.is_empty() {
            continue;
        }
        match runs.last_mut() {
            Some(run) if index != provision.intro.len() && joins(text, *run, line) => run.end = line.end,
            _ => runs.push(line),
        }
    }
    runs
}

fn joins(text: &str, before: Span, line: Span) -> bool {
    before.end <= line.start
        && text[before.end as usize..line.start as usize].bytes().all(|byte| byte.is_ascii_whitespace())
}
