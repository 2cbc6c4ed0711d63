//! What each clause of an amending act does to the findings on the principal act.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Amendment, Instruction, apply};
use crate::assessment::{self, Assessment, Options};
use crate::checklist::Rules;
use crate::comparison::{FindingChange, compare};
use crate::error::Result;
use crate::structure::Act;

/// Clauses that are tried one by one; in a longer act only the whole is told.
const MOST: usize = 80;

/// A clause of the amending act and what it does to the findings when it alone is applied.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct ClauseEffect {
    /// The clause as the amending act cites it.
    pub label: String,
    pub line: u32,
    pub findings: Vec<FindingChange>,
}

/// The principal act before and after, and what each clause does.
///
/// # Errors
/// As [`assessment::assess`].
pub fn effects(
    bill: &Act,
    principal: &Act,
    amended: &Act,
    instructions: Vec<Instruction>,
    rules: &Rules,
    options: &Options,
) -> Result<Amendment> {
    let assess =
        |act: &Act| -> Result<Assessment> { assessment::assess(std::slice::from_ref(act), rules, options) };
    let (before, after) = rayon::join(|| assess(principal), || assess(amended));
    let (before, after) = (before?, after?);
    let findings = compare((principal, &before), (amended, &after)).findings;
    // A clause is a main unit of the amending act; what stands outside of one is its own clause.
    let mut clauses: Vec<(String, u32, Vec<&Instruction>)> = Vec::new();
    for instruction in instructions.iter().filter(|it| it.not_applied.is_empty()) {
        let id = bill.by_eid(&instruction.eid);
        let unit = id.and_then(|id| bill.main_unit(id)).or(id);
        let (label, line) = match unit {
            Some(id) => (bill.get(id).label.clone(), bill.source.lines.line(bill.get(id).span.start)),
            None => (instruction.label.clone(), instruction.line),
        };
        match clauses.iter_mut().find(|clause| (&clause.0, clause.1) == (&label, line)) {
            Some(clause) => clause.2.push(instruction),
            None => clauses.push((label, line, vec![instruction])),
        }
    }
    let effect = |(label, line, own): &(String, u32, Vec<&Instruction>)| -> Result<ClauseEffect> {
        let act = apply::alone(principal, own.iter().copied())?.act;
        let findings = compare((principal, &before), (&act, &assess(&act)?)).findings;
        Ok(ClauseEffect { label: label.clone(), line: *line, findings })
    };
    let clauses = match clauses.len() {
        1 => {
            let (label, line, _) = clauses.swap_remove(0);
            vec![ClauseEffect { label, line, findings: findings.clone() }]
        }
        many if many <= MOST => clauses.par_iter().map(effect).collect::<Result<_>>()?,
        _ => Vec::new(),
    };
    Ok(Amendment { schema: 1, instructions, clauses, findings, before, after })
}
