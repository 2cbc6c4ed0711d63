//! [`Act`] → its outline: the JSON of `outline --format json` and a tree for people.

use schemars::JsonSchema;
use serde::Serialize;

use super::quote::clean;
use crate::structure::{Act, Kind, Provision, ProvisionId};

/// The provisions of an act, without the act itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineRead {
    /// Of this format: 1.
    pub schema: u32,
    pub title: String,
    pub language: String,
    pub provisions: Vec<OutlineProvision>,
    pub notices: Vec<OutlineNotice>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineProvision {
    pub eid: String,
    pub kind: Kind,
    pub num: String,
    pub label: String,
    pub unit: String,
    pub heading: Option<String>,
    /// eId of the provision that holds it; null directly under the act.
    pub parent: Option<String>,
    pub quoted: bool,
    /// Line of `start`, from 1.
    pub line: u32,
    /// Byte offsets into the decoded text (`outline --format text`).
    pub start: u32,
    pub end: u32,
    /// Its own words, without those of the provisions below it.
    pub text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineNotice {
    pub code: String,
    pub message: String,
    pub line: u32,
    pub start: u32,
    pub end: u32,
}

impl OutlineRead {
    /// Takes the outline from an act.
    pub fn of(act: &Act) -> Self {
        let lines = &act.source.lines;
        let notice = |notice: &crate::structure::Notice| OutlineNotice {
            code: notice.code.to_owned(),
            message: notice.message.clone(),
            line: lines.line(notice.span.start),
            start: notice.span.start,
            end: notice.span.end,
        };
        Self {
            schema: 1,
            title: act.title.clone(),
            language: act.source.language.clone(),
            provisions: act.ids().map(|id| provision(act, id)).collect(),
            notices: act.notices.iter().map(notice).collect(),
        }
    }
}

fn provision(act: &Act, id: ProvisionId) -> OutlineProvision {
    let Provision { kind, num, label, unit, eid, parent, span, quoted, .. } = act.get(id);
    let heading = act.heading(id).trim();
    OutlineProvision {
        eid: eid.clone(),
        kind: *kind,
        num: num.clone(),
        label: label.clone(),
        unit: unit.clone(),
        heading: (!heading.is_empty()).then(|| heading.to_owned()),
        parent: parent.filter(|&parent| parent != ProvisionId::ACT).map(|parent| act.get(parent).eid.clone()),
        quoted: *quoted,
        line: act.source.lines.line(span.start),
        start: span.start,
        end: span.end,
        text: act.own_text(id),
    }
}

/// Characters of a provision's words in the tree.
const SHOWN: usize = 60;

/// A line a provision, indented by depth: line of the text, number or kind, heading or first words.
pub fn outline_tree(act: &Act) -> String {
    let mut out = format!("{}\n", clean(&act.title));
    let margin = act.source.lines.line(act.source.text.len() as u32).to_string().len();
    for id in act.ids() {
        let provision = act.get(id);
        let depth = act.ancestors(id).count().saturating_sub(2);
        let line = act.source.lines.line(provision.span.start);
        let heading = act.heading(id);
        let words = if heading.is_empty() { clean(&act.own_text(id)) } else { clean(heading) };
        let (end, more) = words.char_indices().nth(SHOWN).map_or((words.len(), ""), |(at, _)| (at, " …"));
        let number = if provision.num.is_empty() { "" } else { &provision.num };
        let quoted = if provision.quoted { " (inserted)" } else { "" };
        let row = format!(
            "{line:>margin$}  {:indent$}{} {}{quoted}  {}{more}",
            "",
            provision.kind.name(),
            clean(number),
            words[..end].trim_end(),
            indent = 2 * depth.min(12),
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
    for notice in &act.notices {
        let line = act.source.lines.line(notice.span.start);
        out.push_str(&format!("{line:>margin$}  ! {}\n", clean(&notice.message)));
    }
    out
}
