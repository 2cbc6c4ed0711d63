//! [`Assessment`] → what people and programs read. The looks live in `templates/`, the words in
//! `templates/words.en.yaml`; nothing here finds or decides anything.

mod compose;
mod kinds;
mod looks;
mod markdown;
mod model;
mod obligation;
mod outline;
mod quote;
mod terminal;
mod words;

pub use obligation::{explanation, obligation, reference};
pub use outline::{
    OutlineCitation, OutlineDefinition, OutlineNotice, OutlinePenalty, OutlineProvision, OutlineRead,
    OutlineWords, outline_tree,
};

use crate::assessment::Assessment;
use crate::checklist::Checklist;
use crate::error::{Error, Result};

/// How an assessment is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal of 80 columns, with colour codes; strip them for anything else.
    #[default]
    Terminal,
    /// The assessment itself, as `schemas/assessment.schema.json` describes it.
    Json,
    Markdown,
}

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// What is addressed in a line each; duties that such acts do not normally carry in a list.
    #[default]
    Folded,
    /// Everything about every obligation.
    Full,
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    pub assessment: &'a Assessment,
    /// For titles, advice and where else to look; obligations of other checklists show their id.
    pub checklists: &'a [Checklist],
    /// The decoded text of each act, in order, for the words round a quote. May be empty.
    pub texts: &'a [&'a str],
    pub depth: Depth,
}

/// Renders a report, with a newline at its end.
///
/// # Errors
/// [`Error::Template`] when a template or the words are faulty.
pub fn render(input: &Input<'_>, format: Format) -> Result<String> {
    let template = match format {
        Format::Json => return json(input.assessment),
        Format::Terminal => "report.term.j2",
        Format::Markdown => "report.md.j2",
    };
    looks::render(template, &compose::compose(input, &words::Words::english()?))
}

/// Pretty JSON with a newline at its end.
///
/// # Errors
/// [`Error::Template`] when the value has no JSON form.
pub fn json(value: &impl serde::Serialize) -> Result<String> {
    let fault =
        |error: serde_json::Error| Error::Template { name: "json".into(), message: error.to_string() };
    Ok(serde_json::to_string_pretty(value).map_err(fault)? + "\n")
}
