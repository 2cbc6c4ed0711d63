//! [`Assessment`] → what people and programs read. The looks live in `templates/`, the words in
//! `templates/words.en.yaml`; nothing here finds or decides anything.

mod akn;
mod amendment;
mod bearing;
mod commented;
mod compose;
mod corpus;
mod corpus_tables;
mod difference;
pub mod document;
mod html;
mod kinds;
mod looks;
mod markdown;
mod model;
mod obligation;
mod outline;
mod page;
mod paper;
mod quote;
mod record;
mod revised;
mod terminal;
mod who;
mod words;

pub use akn::akn;
pub use corpus_tables::{found_csv, matrix_csv, matrix_xlsx, scan_csv};
pub use looks::Looks;
pub use obligation::{explanation, obligation, reference};
pub use outline::{
    OutlineCitation, OutlineDefinition, OutlineNotice, OutlinePenalty, OutlineProvision, OutlineRead,
    OutlineWords, outline_tree,
};
pub(crate) use quote::clean;
pub use record::Record;

use crate::assessment::{Assessment, Who};
use crate::checklist::Checklist;
use crate::error::{Error, Result};
use crate::structure::Act;

/// How an assessment is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal of 80 columns, with colour codes; strip them for anything else.
    #[default]
    Terminal,
    /// The assessment itself, as `schemas/assessment.schema.json` describes it.
    Json,
    Markdown,
    /// One page that needs nothing else: styles and script inside, no network.
    Html,
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
    /// The acts in order, for the words round a quote and the page beside the findings. May be empty.
    pub acts: &'a [Act],
    /// Standard persons against the offences, for the page.
    pub who: Option<&'a Who>,
    pub depth: Depth,
    /// Without it no words of the law are shown, only where they stand.
    pub with_text: bool,
    /// A line for the head of every page, such as `Restricted`; empty for none.
    pub classification: &'a str,
    /// The page loads itself anew from its file, as the text is being written.
    pub reloads: bool,
}

impl<'a> Input<'a> {
    /// An assessment with all its words, folded.
    pub fn new(assessment: &'a Assessment, checklists: &'a [Checklist], acts: &'a [Act]) -> Self {
        let (depth, with_text) = (Depth::Folded, true);
        Self { assessment, checklists, acts, who: None, depth, with_text, classification: "", reloads: false }
    }
}

impl Looks {
    /// Renders a report, with a newline at its end.
    ///
    /// # Errors
    /// [`Error::Template`] when a template is faulty, with its file and line.
    pub fn render(&self, input: &Input<'_>, format: Format) -> Result<String> {
        let template = match format {
            Format::Json => return json(input.assessment),
            Format::Terminal => "report.term.j2",
            Format::Markdown => "report.md.j2",
            Format::Html => "report.html.j2",
        };
        self.fill(template, &compose::compose(input, &self.words, format))
    }
}

/// Renders a report in English by the built-in templates, with a newline at its end.
///
/// # Errors
/// [`Error::Template`] when a template or the words are faulty.
pub fn render(input: &Input<'_>, format: Format) -> Result<String> {
    Looks::built_in()?.render(input, format)
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
