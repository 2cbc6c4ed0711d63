//! What came nearest where something essential is missing: provisions that hold most of the concepts of
//! a query, and the concepts they lack.

use std::collections::BTreeMap;

use super::element::Outcome;
use super::law::{Law, Locus};
use super::{Grade, Nearest};
use crate::checklist::Obligation;
use crate::error::Result;
use crate::query::{Carry, Expr, Polarity, Query};

/// At most so many for one obligation.
const MOST: usize = 3;

/// The nearest provisions for the elements that were not found at all.
pub(super) fn nearest(
    law: &Law,
    obligation: &Obligation,
    done: &BTreeMap<&str, Outcome>,
) -> Result<Vec<Nearest>> {
    let mut ranked: Vec<(usize, usize, Nearest)> = Vec::new();
    for element in &obligation.elements {
        if !(element.essential || element.anchor) || done[element.id.as_str()].grade != Grade::None {
            continue;
        }
        for find in element.seeks.iter().filter_map(|seek| seek.find.as_ref()) {
            // Each conjunct is a wish; any of its alternatives fulfils it.
            let mut wishes = Vec::new();
            conjuncts(&find.expr, &mut wishes);
            if wishes.len() < 2 {
                continue;
            }
            let mut blocks: BTreeMap<Locus, u64> = BTreeMap::new();
            for (index, wish) in wishes.iter().enumerate().take(64) {
                for name in wish {
                    let query = Query {
                        text: format!("@{name}"),
                        expr: Expr::Concept(name.clone(), Polarity::Positive),
                    };
                    for found in law.find(&query, Carry::NONE)? {
                        let block = law.acts[found.act].block(found.hit.home);
                        *blocks.entry(Locus { act: found.act, id: block }).or_default() |= 1 << index;
                    }
                }
            }
            for (at, held) in blocks {
                let count = held.count_ones() as usize;
                if count < 2 && count * 2 < wishes.len() {
                    continue;
                }
                let lacks: Vec<String> = wishes
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| held & (1 << index) == 0)
                    .map(|(_, wish)| wish.join(" or "))
                    .collect();
                let provision = law.acts[at.act].act.get(at.id);
                let near = Nearest {
                    act: at.act,
                    eid: provision.eid.clone(),
                    label: provision.label.clone(),
                    element: element.id.clone(),
                    lacks,
                };
                ranked.push((wishes.len() - count, ranked.len(), near));
            }
        }
    }
    ranked.sort_by_key(|&(lacking, order, _)| (lacking, order));
    let mut list: Vec<Nearest> = Vec::new();
    for (_, _, near) in ranked {
        if list.len() < MOST && !list.iter().any(|seen| (seen.act, &seen.eid) == (near.act, &near.eid)) {
            list.push(near);
        }
    }
    Ok(list)
}

/// The parts that must all hold, each as its alternative concepts.
fn conjuncts(expr: &Expr, out: &mut Vec<Vec<String>>) {
    match expr {
        Expr::Sentence { left, right, .. } | Expr::Near { left, right, .. } => {
            conjuncts(left, out);
            conjuncts(right, out);
        }
        Expr::Provision(left, right) | Expr::Section(left, right) => {
            conjuncts(left, out);
            conjuncts(right, out);
        }
        Expr::Without(left, _) => conjuncts(left, out),
        Expr::Or(any) => {
            let mut names = Vec::new();
            any.iter().for_each(|inner| concepts(inner, &mut names));
            out.push(names);
        }
        Expr::Concept(..) => {
            let mut names = Vec::new();
            concepts(expr, &mut names);
            out.push(names);
        }
        Expr::Word(_) | Expr::Phrase(_) | Expr::Regex(_) => {}
    }
}

fn concepts(expr: &Expr, out: &mut Vec<String>) {
    match expr {
        Expr::Concept(name, Polarity::Positive) if !out.contains(name) => out.push(name.clone()),
        Expr::Or(any) => any.iter().for_each(|inner| concepts(inner, out)),
        Expr::Sentence { left, right, .. } | Expr::Near { left, right, .. } => {
            concepts(left, out);
            concepts(right, out);
        }
        Expr::Provision(left, right) | Expr::Section(left, right) => {
            concepts(left, out);
            concepts(right, out);
        }
        Expr::Without(left, _) => concepts(left, out),
        _ => {}
    }
}
