//! SARIF 2.1.0: a rule an obligation, a result a finding from which something follows.

mod log;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use self::log::*;
use super::{Row, Rows, Spot};
use crate::assessment::News;
use crate::checklist::Consequence;
use crate::error::Result;
use crate::report::json;
use crate::report::model::Entry;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Places beside the first that a result names.
const RELATED: usize = 16;

pub(super) fn write(rows: &Rows<'_>) -> Result<String> {
    let assessment = rows.input.assessment;
    let artifacts = assessment.acts.iter().map(|act| Artifact {
        location: ArtifactLocation { uri: uri(&act.path), index: None },
        hashes: BTreeMap::from([("sha-256", act.sha256.clone())]),
    });
    let results = rows.following().map(|row| result(rows, row));
    let notifications = assessment.notices.iter().map(|notice| Notification {
        descriptor: Descriptor { id: notice.code.clone() },
        level: "note",
        message: Message::new(&notice.message),
        locations: vec![location(
            rows,
            &Spot {
                act: notice.act,
                eid: String::new(),
                label: String::new(),
                start: notice.start,
                end: notice.end,
                line: notice.line,
            },
        )],
    });
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: vec![Run {
            tool: Tool {
                driver: Driver {
                    name: assessment.tool.name.clone(),
                    version: assessment.tool.version.clone(),
                    language: rows.report.language.clone(),
                    rules: rows.rows.iter().map(rule).collect(),
                },
            },
            invocations: vec![Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications.collect(),
            }],
            artifacts: artifacts.collect(),
            results: results.collect(),
            column_kind: "unicodeCodePoints",
        }],
    };
    json(&log)
}

fn rule(row: &Row<'_>) -> Rule {
    let entry = row.entry;
    Rule {
        id: entry.id.clone(),
        short_description: Message::new(&entry.title),
        full_description: Message::new(if entry.asks.is_empty() { &entry.title } else { &entry.asks }),
        help: help(entry),
        default_configuration: Configuration { level: "warning" },
        properties: RuleProperties {
            source: entry.source.clone(),
            force: entry.force.clone(),
            tags: vec![entry.cluster.clone()],
        },
    }
}

/// What the treaty asks and what to write, as text and as Markdown.
fn help(entry: &Entry) -> Help {
    let asks = if entry.asks.is_empty() { entry.title.clone() } else { entry.asks.clone() };
    let mut text = vec![format!("{}. {asks}", entry.source)];
    let mut markdown = vec![format!("**{}**", entry.source), asks];
    for part in &entry.advice {
        let items: Vec<&str> = part.items.iter().map(|item| item.text.as_str()).collect();
        text.push(format!("{}: {}", part.heading, items.join(" ")));
        let list: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        markdown.push(format!("{}:\n\n{}", part.heading, list.join("\n")));
    }
    Help { text: text.join("\n"), markdown: markdown.join("\n\n") }
}

fn result(rows: &Rows<'_>, row: &Row<'_>) -> Outcome {
    let index = rows.rows.iter().position(|other| std::ptr::eq(other, row)).unwrap_or_default();
    let (kind, level) = match row.finding.consequence {
        Consequence::Gap => ("fail", "warning"),
        Consequence::ToVerify => ("review", "none"),
        _ => ("informational", "none"),
    };
    let spots = rows.spots(row.finding);
    let mut locations = spots.iter().map(|spot| location(rows, spot));
    // A gap that nothing in the texts comes near belongs to the act as a whole.
    let first = locations.next().unwrap_or_else(|| Location {
        physical_location: Physical { artifact_location: artifact(rows, 0), region: None },
        logical_locations: Vec::new(),
    });
    Outcome {
        rule_id: row.entry.id.clone(),
        rule_index: index,
        kind,
        level,
        message: Message::new(&format!("{}: {}", row.entry.title, row.told())),
        locations: vec![first],
        related_locations: locations.take(RELATED).collect(),
        partial_fingerprints: BTreeMap::from([("lacunaFinding/v1", fingerprint(row))]),
        baseline_state: row.news.map(|news| match news {
            News::New => "new",
            News::Worse => "updated",
            News::Known => "unchanged",
        }),
        suppressions: match row.is_known() {
            true => vec![Suppression {
                kind: "external",
                status: "accepted",
                justification: row.entry.accepted.clone(),
            }],
            false => Vec::new(),
        },
        properties: ResultProperties {
            status: row.entry.status_code.clone(),
            consequence: row.entry.consequence_code.clone(),
            missing: row.finding.missing.clone(),
            flags: row.finding.flags.clone(),
        },
    }
}

/// The same finding in another version of the text: what it says, not where it stands.
fn fingerprint(row: &Row<'_>) -> String {
    let finding = row.finding;
    let mut said =
        vec![finding.obligation.clone(), row.entry.status_code.clone(), row.entry.consequence_code.clone()];
    said.extend(finding.elements.iter().map(|it| format!("{}={:?}", it.id, it.grade)));
    let digest = Sha256::digest(said.join("\n").as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn artifact(rows: &Rows<'_>, act: usize) -> ArtifactLocation {
    ArtifactLocation { uri: uri(rows.path(act)), index: Some(act) }
}

fn location(rows: &Rows<'_>, spot: &Spot) -> Location {
    let region = rows.region(spot).map(|at| {
        // Offsets are told where they index the file itself: UTF-8 without a mark before it.
        let verbatim = rows.act(spot.act).is_some_and(|act| {
            let digest = Sha256::digest(act.source.text.as_bytes());
            digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>() == act.source.sha256
        });
        Region {
            start_line: at.start_line,
            start_column: at.start_column,
            end_line: at.end_line,
            end_column: at.end_column,
            byte_offset: verbatim.then_some(spot.start),
            byte_length: verbatim.then_some(spot.end.saturating_sub(spot.start)),
        }
    });
    let logical = Logical { name: spot.label.clone(), fully_qualified_name: spot.eid.clone() };
    Location {
        physical_location: Physical { artifact_location: artifact(rows, spot.act), region },
        logical_locations: if spot.eid.is_empty() { Vec::new() } else { vec![logical] },
    }
}

/// A path as a relative reference: what a URI cannot hold is escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char)
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
