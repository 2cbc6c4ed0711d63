//! [`Act`] → its outline: the JSON of `outline --format json` and a tree for people.

use schemars::JsonSchema;
use serde::Serialize;

use super::quote::clean;
use crate::span::Span;
use crate::structure::{Act, Citation, Definition, Kind, Penalty, Provision, ProvisionId};

/// The provisions of an act, without the act itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineRead {
    /// Of this format: 1.
    pub schema: u32,
    pub title: String,
    pub language: String,
    pub provisions: Vec<OutlineProvision>,
    /// What was read in the provisions: references, defined terms, sanctions, words of commencement.
    pub citations: Vec<OutlineCitation>,
    pub definitions: Vec<OutlineDefinition>,
    pub penalties: Vec<OutlinePenalty>,
    pub commencements: Vec<OutlineWords>,
    pub notices: Vec<OutlineNotice>,
}

/// Words of a provision.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineWords {
    /// eId of the smallest provision that holds them.
    pub provision: String,
    pub text: String,
    pub line: u32,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineCitation {
    #[serde(flatten)]
    pub words: OutlineWords,
    /// eIds of the provisions named.
    pub targets: Vec<String>,
    /// The other instrument as named; null for this act.
    pub outer: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlineDefinition {
    #[serde(flatten)]
    pub words: OutlineWords,
    /// eId of what it holds for; null for the act.
    pub scope: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OutlinePenalty {
    #[serde(flatten)]
    pub words: OutlineWords,
    /// Months of imprisonment.
    pub min_months: Option<u32>,
    /// Null where no most is stated, and for life.
    pub max_months: Option<u32>,
    /// Imprisonment for life, or death.
    pub life: bool,
    pub fine: bool,
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
        let words = |span: Span, provision: ProvisionId| OutlineWords {
            provision: act.get(provision).eid.clone(),
            text: span.of(&act.source.text).split_whitespace().collect::<Vec<_>>().join(" "),
            line: lines.line(span.start),
            start: span.start,
            end: span.end,
        };
        let eid = |id: ProvisionId| act.get(id).eid.clone();
        let citation = |one: &Citation| OutlineCitation {
            words: words(one.span, one.provision),
            targets: one.targets.iter().map(|&id| eid(id)).collect(),
            outer: one.outer.clone(),
        };
        let definition = |one: &Definition| OutlineDefinition {
            words: words(one.span, one.provision),
            scope: (one.scope != ProvisionId::ACT).then(|| eid(one.scope)),
        };
        let penalty = |one: &Penalty| OutlinePenalty {
            words: words(one.span, one.provision),
            min_months: one.min_months,
            max_months: one.max_months.filter(|&months| months != Penalty::LIFE),
            life: one.max_months == Some(Penalty::LIFE),
            fine: one.fine,
        };
        Self {
            schema: 1,
            title: act.title.clone(),
            language: act.source.language.clone(),
            provisions: act.ids().map(|id| provision(act, id)).collect(),
            citations: act.citations.iter().map(citation).collect(),
            definitions: act.definitions.iter().map(definition).collect(),
            penalties: act.penalties.iter().map(penalty).collect(),
            commencements: act.commencements.iter().map(|one| words(one.span, one.provision)).collect(),
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
