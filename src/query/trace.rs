//! Why a query holds or not: the tree of its operators, each with the windows that survived.

use std::ops::Range;

use super::evaluate::Run;
use super::expr::Expr;
use super::program::Node;
use super::text::Trace;

/// The tree of an expression and its compiled form over a range of positions.
pub(super) fn trace(run: &Run, expr: &Expr, node: &Node, range: &Range<u32>) -> Trace {
    let hits = run.text.hits(run, node, range.clone());
    let children = match node {
        Node::Concept(concept, _) => {
            // The wordings that stand there, denied or not.
            let wordings = run.text.vocabulary.entries[*concept as usize].wordings.iter();
            let standing = wordings.filter_map(|(label, node)| {
                let hits = run.text.hits(run, node, range.clone());
                (!hits.is_empty()).then(|| Trace { label: label.clone(), hits, children: Vec::new() })
            });
            standing.collect()
        }
        _ => {
            let pairs = expr.operands().into_iter().zip(node.operands());
            pairs.map(|(expr, node)| trace(run, expr, node, range)).collect()
        }
    };
    Trace { label: expr.to_string(), hits, children }
}
