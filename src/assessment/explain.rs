//! Why a finding is what it is: each element, its query, its hits, what was dropped and why, and how far
//! the query came at the nearest provision.

use super::element::{Outcome, Sought, Weighed};
use super::finding::{outcomes, quote};
use super::law::{Law, Locus};
use super::{Carried, Finding, Grade, Options, chosen, compute_sets, law_for};
use crate::checklist::{Element, On, Rules, Seek};
use crate::error::{Error, Result};
use crate::query::{Carry, Trace};
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

/// Explains the finding of one obligation on acts read together.
///
/// # Errors
/// As [`assess`](super::assess); an obligation that no checklist has.
pub fn explain(id: &str, acts: &[Act], rules: &Rules, options: &Options) -> Result<Explanation> {
    for checklist in chosen(rules, options)? {
        let Some(obligation) = checklist.obligations.iter().find(|o| o.id.eq_ignore_ascii_case(id)) else {
            continue;
        };
        let law = law_for(acts, rules, checklist)?;
        let sets = compute_sets(&law, checklist)?;
        let sought = Sought { law: &law, sets: &sets };
        let done = outcomes(&sought, obligation)?;
        // From the whole assessment, for its consequence may hang on another obligation.
        let mut all = super::assess(acts, rules, options)?.findings.into_iter();
        let finding =
            all.find(|finding| finding.obligation == obligation.id).expect("one finding for each obligation");
        let elements = obligation
            .elements
            .iter()
            .map(|element| explained(&sought, element, &done[element.id.as_str()], &finding))
            .collect::<Result<_>>()?;
        return Ok(Explanation { finding, elements });
    }
    let known: Vec<&str> =
        rules.checklists.iter().flat_map(|c| &c.obligations).map(|o| o.id.as_str()).collect();
    Err(Error::request(format!("no obligation `{id}`"), format!("there are: {}", known.join(", "))))
}

fn explained(
    sought: &Sought,
    element: &Element,
    outcome: &Outcome,
    finding: &Finding,
) -> Result<ExplainedElement> {
    let queries = element.seeks.iter().map(|seek| ExplainedQuery {
        query: seek.find.as_ref().map_or_else(|| "the members themselves".into(), |q| q.text.clone()),
        on: match &seek.on {
            On::Act => "the act".into(),
            On::Set(id) => format!("set {id}"),
            On::Element(id) => format!("element {id}"),
        },
        roles: seek.roles.iter().map(|role| format!("{role:?}").to_lowercase()).collect(),
    });
    let set = element.seeks.iter().find_map(|seek| match &seek.on {
        On::Set(id) => sought.sets.get(id.as_str()),
        _ => None,
    });
    let hits = outcome.hits.iter().map(|weighed| {
        let member = |index: usize| {
            set.map_or_else(String::new, |set| sought.law.label(set.members[index].at).to_owned())
        };
        explained_hit(sought.law, weighed, member)
    });
    let trace = match outcome.grade {
        Grade::None => nearest_trace(sought.law, element, finding)?,
        _ => None,
    };
    Ok(ExplainedElement {
        id: element.id.clone(),
        grade: outcome.grade,
        codes: outcome.codes.clone(),
        queries: queries.collect(),
        hits: hits.collect(),
        trace,
    })
}

fn explained_hit(law: &Law, weighed: &Weighed, member: impl Fn(usize) -> String) -> ExplainedHit {
    let evidence = quote(law, &weighed.found);
    let mut reach: Vec<(String, Vec<String>)> = Vec::new();
    for &(index, step) in &weighed.reached {
        match reach.iter_mut().find(|(words, _)| words == step.words()) {
            Some((_, labels)) => labels.push(member(index)),
            None => reach.push((step.words().to_owned(), vec![member(index)])),
        }
    }
    ExplainedHit {
        act: evidence.act,
        label: evidence.label,
        line: evidence.line,
        quote: evidence.quote,
        via: evidence.via,
        reach,
        codes: weighed.codes.clone(),
        dropped: weighed.dropped.clone(),
    }
}

fn nearest_trace(law: &Law, element: &Element, finding: &Finding) -> Result<Option<(String, TraceNode)>> {
    let Some(near) = finding.nearest.iter().find(|near| near.element == element.id) else {
        return Ok(None);
    };
    let Some(Seek { find: Some(find), via_definition, via_citation, .. }) =
        element.seeks.iter().find(|seek| seek.find.is_some())
    else {
        return Ok(None);
    };
    let Some(id) = law.acts[near.act].act.by_eid(&near.eid) else { return Ok(None) };
    let carry = Carry { definition: *via_definition, citation: *via_citation };
    let trace = law.trace(find, Locus { act: near.act, id }, carry)?;
    Ok(Some((near.label.clone(), node(&trace))))
}

fn node(trace: &Trace) -> TraceNode {
    TraceNode {
        label: trace.label.clone(),
        hits: trace.hits.len(),
        children: trace.children.iter().map(node).collect(),
    }
}
