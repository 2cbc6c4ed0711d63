//! A file with tracked changes is two laws: what differs between all accepted and all rejected, and whose changes
//! decide it.

use std::sync::Arc;

use crate::assessment::{Assessment, NoticeRead};
use crate::checklist::Status;
use crate::error::Result;
use crate::source::{Reader, Source, Tracked};
use crate::structure::{Act, outline};

/// Each author's changes are read apart for so many authors; a bill with more is told in the two readings alone.
const MOST_AUTHORS: usize = 8;

/// Notices on what the tracked changes of the acts do to the findings, one for each obligation that differs.
/// `assessed` is of `acts` as `reader` reads them; `assess` does the same for another reading.
///
/// # Errors
/// What `assess` says.
pub fn tracked_readings(
    acts: &[Act],
    assessed: &Assessment,
    reader: &Reader,
    assess: impl Fn(&[Act]) -> Result<Assessment>,
) -> Result<Vec<NoticeRead>> {
    let mut notices = Vec::new();
    for (at, act) in acts.iter().enumerate().filter(|(_, act)| !act.source.authors.is_empty()) {
        let source = &act.source;
        let authors: Vec<&str> = source.authors.iter().map(|author| named(author)).collect();
        let first = source.proposed.first().copied().unwrap_or_default();
        let mut tell = |message: String| {
            notices.push(NoticeRead {
                code: "tracked-changes".into(),
                message,
                act: at,
                line: source.lines.line(first.start),
                start: first.start,
                end: first.end,
            });
        };
        let read = |tracked: Tracked| -> Result<Option<Assessment>> {
            if tracked == reader.tracked {
                return Ok(Some(assessed.clone()));
            }
            let other = Reader { tracked, ..reader.clone() };
            // A reading without a word left is no law, and no finding of it can differ.
            let Ok(Some(other)) = source.read_again(&other) else { return Ok(None) };
            assess(&with(acts, at, other)).map(Some)
        };
        let (Some(accepted), Some(rejected)) = (read(Tracked::Accepted)?, read(Tracked::Rejected)?) else {
            tell(format!(
                "tracked changes by {}: one of the two readings, all accepted or all rejected, leaves no text",
                authors.join(", ")
            ));
            continue;
        };
        let differing = differing(&accepted, &rejected);
        if differing.is_empty() {
            tell(format!(
                "tracked changes by {}: every finding is the same with all accepted and with all rejected",
                authors.join(", ")
            ));
            continue;
        }
        let mut without = Vec::new();
        if authors.len() <= MOST_AUTHORS {
            for (author, name) in source.authors.iter().zip(&authors) {
                if let Some(reading) = read(Tracked::RejectedOf(author.clone()))? {
                    without.push((*name, reading));
                }
            }
        }
        for (obligation, with, against) in differing {
            let tips = without.iter().filter(|(_, reading)| status(reading, obligation) != Some(with));
            let tips: Vec<&str> = tips.map(|(name, _)| *name).collect();
            let whose = if tips.is_empty() {
                "no author's changes alone decide it".to_owned()
            } else {
                format!("the changes of {} decide it", tips.join(", of "))
            };
            tell(format!(
                "{obligation}: {} with all tracked changes accepted, {} with all rejected; {whose}",
                word(with),
                word(against)
            ));
        }
    }
    Ok(notices)
}

fn named(author: &str) -> &str {
    if author.trim().is_empty() { "an unnamed author" } else { author.trim() }
}

/// The acts, one of them in another reading.
fn with(acts: &[Act], at: usize, other: Arc<Source>) -> Vec<Act> {
    let mut acts = acts.to_vec();
    acts[at] = outline(other);
    acts
}

fn status(assessment: &Assessment, obligation: &str) -> Option<Status> {
    assessment.findings.iter().find(|it| it.obligation == obligation).map(|it| it.status)
}

/// Obligations whose status differs, with both.
fn differing<'a>(accepted: &'a Assessment, rejected: &Assessment) -> Vec<(&'a str, Status, Status)> {
    let pairs = accepted.findings.iter().filter_map(|it| {
        let other = status(rejected, &it.obligation)?;
        (other != it.status).then_some((it.obligation.as_str(), it.status, other))
    });
    pairs.collect()
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Absent => "absent",
        Status::Conflict => "conflict",
    }
}
