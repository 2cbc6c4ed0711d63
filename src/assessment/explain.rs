//! Stand-in until the assessment is merged.

use super::{Carried, Finding, Grade, Options};
use crate::checklist::Rules;
use crate::error::Result;
use crate::structure::Act;

/// The story of one finding.
#[derive(Clone, Debug)]
pub struct Explanation {
    pub finding: Finding,
    pub elements: Vec<ExplainedElement>,
}

/// One element: what was sought and what came.
#[derive(Clone, Debug)]
pub struct ExplainedElement {
    pub id: String,
    pub grade: Grade,
    pub codes: Vec<String>,
    pub queries: Vec<ExplainedQuery>,
    /// In document order, the dropped ones too.
    pub hits: Vec<ExplainedHit>,
    /// The query at the provision that came nearest, where the element was not found.
    pub trace: Option<(String, TraceNode)>,
}

/// One way in which the element is sought.
#[derive(Clone, Debug)]
pub struct ExplainedQuery {
    pub query: String,
    /// `the act`, `set smuggling-offence`, `element duty`.
    pub on: String,
    pub roles: Vec<String>,
}

/// A hit and what became of it.
#[derive(Clone, Debug)]
pub struct ExplainedHit {
    pub act: usize,
    pub label: String,
    pub line: u32,
    pub quote: String,
    pub via: Carried,
    /// How it reaches the offences: step → labels.
    pub reach: Vec<(String, Vec<String>)>,
    pub codes: Vec<String>,
    /// Why it does not count.
    pub dropped: Option<String>,
}

/// An operator or term of a query with the number of windows that survived there.
#[derive(Clone, Debug)]
pub struct TraceNode {
    pub label: String,
    pub hits: usize,
    pub children: Vec<TraceNode>,
}

/// Stand-in.
pub fn explain(id: &str, acts: &[Act], rules: &Rules, options: &Options) -> Result<Explanation> {
    let _ = (id, acts, rules, options);
    unimplemented!("assessment")
}
