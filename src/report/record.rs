//! An assessment for the tools round a text: code scanning, test reports, spreadsheets, annotations of a change.
//!
//! They say what the report says, in its words; each adds where exactly, in the form its tool reads.

mod github;
mod junit;
mod sarif;
mod table;

use std::collections::BTreeMap;

use super::model::{Entry, Report};
use super::{Depth, Format, Input, Looks, compose};
use crate::assessment::{Finding, News, gravity};
use crate::error::Result;
use crate::structure::Act;

/// A form that a tool reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML: an obligation is a test.
    Junit,
    /// A row an obligation, for spreadsheets.
    Csv,
    /// Commands that GitHub shows beside the lines of a change.
    Github,
}

impl Looks {
    /// Writes an assessment for a tool.
    ///
    /// # Errors
    /// [`crate::error::Error::Template`] when a value has no such form.
    pub fn record(&self, input: &Input<'_>, record: Record) -> Result<String> {
        let full = Input { depth: Depth::Full, ..*input };
        let report = compose::compose(&full, &self.words, Format::Markdown);
        let rows = Rows::new(input, &report);
        match record {
            Record::Sarif => sarif::write(&rows),
            Record::Junit => junit::write(&rows),
            Record::Csv => table::write(&rows),
            Record::Github => Ok(github::write(&rows)),
        }
    }
}

/// The findings with their words, in checklist order.
struct Rows<'r> {
    input: &'r Input<'r>,
    report: &'r Report<'r>,
    rows: Vec<Row<'r>>,
}

/// A finding beside what the report says of it.
struct Row<'r> {
    finding: &'r Finding,
    entry: &'r Entry,
    news: Option<News>,
}

/// Words of a law that a tool can point at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    act: usize,
    eid: String,
    label: String,
    /// Byte offsets into the decoded text.
    start: u32,
    end: u32,
    /// Line of `start`, from 1.
    line: u32,
}

/// The lines of a spot.
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    /// One past the last character.
    end_column: u32,
}

impl<'r> Rows<'r> {
    fn new(input: &'r Input<'r>, report: &'r Report<'r>) -> Self {
        let entries: BTreeMap<&str, &Entry> = report
            .sections
            .iter()
            .flat_map(|section| &section.entries)
            .map(|entry| (entry.id.as_str(), entry))
            .collect();
        let held = input.assessment.baseline.as_ref();
        let row = |finding: &'r Finding| {
            let news = held.and_then(|held| held.of(&finding.obligation)).map(|it| it.news);
            Some(Row { finding, entry: entries.get(finding.obligation.as_str())?, news })
        };
        let rows = input.assessment.findings.iter().filter_map(row).collect();
        Self { input, report, rows }
    }

    /// The findings from which something follows.
    fn following(&self) -> impl Iterator<Item = &Row<'r>> {
        self.rows.iter().filter(|row| gravity(row.finding.consequence) > 0)
    }

    /// The path of an act as it was named.
    fn path(&self, act: usize) -> &str {
        self.input.assessment.acts.get(act).map_or("", |act| act.path.as_str())
    }

    fn act(&self, act: usize) -> Option<&'r Act> {
        self.input.acts.get(act)
    }

    /// Where a finding is seen: its evidence, else the members that it leaves out, else what comes nearest.
    fn spots(&self, finding: &Finding) -> Vec<Spot> {
        let mut spots: Vec<Spot> = Vec::new();
        let mut add = |spot: Spot| {
            if !spots.iter().any(|known| (known.act, known.start) == (spot.act, spot.start)) {
                spots.push(spot);
            }
        };
        for it in &finding.evidence {
            let (eid, label) = (it.eid.clone(), it.label.clone());
            add(Spot { act: it.act, eid, label, start: it.start, end: it.end, line: it.line });
        }
        let reached = finding.elements.iter().filter_map(|element| element.reach.as_ref());
        for it in reached.flat_map(|reach| &reach.left_out) {
            self.provision(it.act, &it.eid, &it.label).into_iter().for_each(&mut add);
        }
        for it in &finding.nearest {
            self.provision(it.act, &it.eid, &it.label).into_iter().for_each(&mut add);
        }
        spots
    }

    /// The first line of a provision.
    fn provision(&self, act: usize, eid: &str, label: &str) -> Option<Spot> {
        let read = self.act(act)?;
        let span = read.get(read.by_eid(eid)?).span;
        let line = read.source.lines.line(span.start);
        let width = span.of(&read.source.text).lines().next().map_or(0, |line| line.trim_end().len());
        let end = span.start + width as u32;
        Some(Spot { act, eid: eid.to_owned(), label: label.to_owned(), start: span.start, end, line })
    }

    /// Lines and columns in the file. None where the file is no text (Word, PDF): its lines are those of the
    /// decoded text only.
    fn region(&self, spot: &Spot) -> Option<Region> {
        let act = self.act(spot.act)?;
        if !act.source.marks.is_empty() {
            return None;
        }
        let (start_line, start_column) = act.source.lines.position(&act.source.text, spot.start);
        let (end_line, end_column) = act.source.lines.position(&act.source.text, spot.end);
        Some(Region { start_line, start_column, end_line, end_column })
    }
}

impl Row<'_> {
    fn is_known(&self) -> bool {
        self.news == Some(News::Known)
    }

    /// What is told of it in one paragraph: the sentence, what is missing or narrow, what to write.
    fn told(&self) -> String {
        let mut parts = vec![self.entry.sentence.clone()];
        let names = |lines: &[super::model::ElementLine]| {
            lines.iter().map(|line| line.title.clone()).collect::<Vec<_>>().join("; ")
        };
        parts.push(names(&self.entry.missing));
        parts.push(names(&self.entry.narrow));
        let words = ["", "missing", "narrow"];
        let told = parts.iter().zip(words).filter(|(part, _)| !part.is_empty());
        told.map(|(part, word)| match word {
            "" => part.clone(),
            word => format!("{word}: {part}."),
        })
        .collect::<Vec<_>>()
        .join(" ")
    }
}
