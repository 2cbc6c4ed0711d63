//! An amending act as people read it: what could be applied, what each clause does, what changes in all.

use serde::Serialize;

use super::difference::{FindingLine, finding};
use super::quote::clean;
use super::words::name_of;
use super::{Format, Looks, json};
use crate::amendment::{Amendment, Instruction};
use crate::checklist::Checklist;
use crate::error::Result;

#[derive(Serialize)]
struct Report<'r> {
    t: &'r std::collections::BTreeMap<String, String>,
    bill: String,
    principal: String,
    findings: Vec<FindingLine>,
    clauses: Vec<ClauseLine>,
    applied: Vec<InstructionLine>,
    not_applied: Vec<InstructionLine>,
}

#[derive(Serialize)]
struct ClauseLine {
    label: String,
    findings: Vec<FindingLine>,
}

#[derive(Serialize)]
struct InstructionLine {
    label: String,
    line: u32,
    /// Empty where it could not be read.
    operation: String,
    target: String,
    why: String,
}

impl Looks {
    /// What an amending act does, with a newline at its end. `titles`: of the principal act and of the amending one.
    ///
    /// # Errors
    /// [`crate::error::Error::Template`] when a template is faulty.
    pub fn amendment(
        &self,
        amendment: &Amendment,
        titles: [&str; 2],
        checklists: &[Checklist],
        format: Format,
    ) -> Result<String> {
        let template = match format {
            Format::Json => return json(amendment),
            Format::Markdown => "amends.md.j2",
            Format::Terminal | Format::Html => "amends.term.j2",
        };
        let words = &self.words;
        let line = |it: &Instruction| InstructionLine {
            label: clean(&it.label),
            line: it.line,
            operation: it.operation.map_or_else(String::new, |operation| {
                words.say(&format!("amends-{}", name_of(&operation))).to_owned()
            }),
            target: clean(&it.target),
            why: clean(&it.not_applied),
        };
        let (applied, not_applied): (Vec<_>, Vec<_>) =
            amendment.instructions.iter().partition(|it| it.not_applied.is_empty());
        let report = Report {
            t: &words.text,
            principal: clean(titles[0]),
            bill: clean(titles[1]),
            findings: amendment.findings.iter().map(|it| finding(it, checklists, words)).collect(),
            clauses: amendment
                .clauses
                .iter()
                .map(|clause| ClauseLine {
                    label: clean(&clause.label),
                    findings: clause.findings.iter().map(|it| finding(it, checklists, words)).collect(),
                })
                .collect(),
            applied: applied.into_iter().map(line).collect(),
            not_applied: not_applied.into_iter().map(line).collect(),
        };
        self.fill(template, &report)
    }
}
