//! The documented schema of results: tables, their columns, and rows made of records.

use super::record::{Extract, Kept, Located, Record};
use crate::checklist::{Checklist, Obligation, Rules, in_language};

/// A table of the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub meaning: &'static str,
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnKind,
    pub meaning: &'static str,
}

/// What the cells of a column are. Any cell but a number that counts something may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Number,
    Flag,
}

/// A value in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Number(i64),
    Flag(bool),
    Nothing,
}

impl Cell {
    fn text(text: &str) -> Cell {
        if text.is_empty() { Cell::Nothing } else { Cell::Text(text.to_owned()) }
    }

    fn maybe(text: Option<&str>) -> Cell {
        text.map_or(Cell::Nothing, Cell::text)
    }
}

/// What stands in each row that shows a status.
pub const WORKING_PAPER: &str =
    "working paper: a program's reading of one text, not an assessment of a State";

const fn column(name: &'static str, kind: ColumnKind, meaning: &'static str) -> Column {
    Column { name, kind, meaning }
}

use ColumnKind::{Flag, Number, Text};

const ACTS: [Column; 17] = [
    column("act", Number, "number of the act, in the order of the paths, from 1"),
    column("path", Text, "name of the text in the corpus: below the folder, or archive and name in it"),
    column("title", Text, "title, stated or as the text has it"),
    column("country", Text, "ISO 3166-1 alpha-2 code of the State; empty where nobody states it"),
    column("territory", Text, "territory or federal unit whose law it is; its law is not the State's"),
    column("level", Text, "national, federal-unit or territory"),
    column("language", Text, "ISO 639-1 code of the language assessed"),
    column("year", Number, "of the date, or the last that the title names"),
    column("number", Text, "official number or identifier"),
    column("status", Text, "in-force, repealed, bill … as the text's front matter says"),
    column("as_at", Text, "day the text states the law of"),
    column("address", Text, "where the text is published"),
    column("sha256", Text, "of the bytes of the file"),
    column("reading", Text, "assessed; set-aside (no word of the topics stands in it); unread"),
    column("error", Text, "why it was not read"),
    column("provisions", Number, "provisions kept of it"),
    column("located", Number, "obligations for which something was located"),
];

const FINDINGS: [Column; 4] = [
    column("act", Number, "the act"),
    column("path", Text, "its path"),
    column("obligation", Text, "id of the obligation in the checklist"),
    column("located", Flag, "whether words that bear on it were located in this text; no grade"),
];

const GRADES: [Column; 4] = [
    column("status", Text, "met, partial, absent or conflict: only with --statuses"),
    column("consequence", Text, "what follows under the treaty: only with --statuses"),
    column("flags", Text, "doubts and remarks, by space: only with --statuses"),
    column("mark", Text, "that this is a working paper: only with --statuses"),
];

const EVIDENCE: [Column; 20] = [
    column("act", Number, "the act"),
    column("path", Text, "its path"),
    column("obligation", Text, "the obligation on which it bears: the tag"),
    column("rank", Number, "order in which the evidence of an obligation is read, from 1"),
    column("elements", Text, "elements of the obligation that rest on it, by space"),
    column("title", Text, "title of the act"),
    column("country", Text, "as in acts"),
    column("territory", Text, "as in acts"),
    column("level", Text, "as in acts"),
    column("language", Text, "as in acts"),
    column("as_at", Text, "as in acts"),
    column("address", Text, "as in acts"),
    column("label", Text, "the provision as a lawyer cites it"),
    column("eid", Text, "Akoma Ntoso identifier of the provision"),
    column("line", Number, "line of the text on which the words begin"),
    column("quote", Text, "the words that carry it, verbatim"),
    column("via", Text, "direct, definition, citation or heading: how the words carry it"),
    column("place", Number, "order in the act of the section or article in which they stand, from 1"),
    column("provision", Text, "citation of that section or article"),
    column("text", Text, "that section or article, whole and verbatim"),
];

const PROVISIONS: [Column; 10] = [
    column("provision", Number, "number of the provision, from 1"),
    column("act", Number, "the act"),
    column("place", Number, "order in the act, from 1"),
    column("label", Text, "as a lawyer cites it"),
    column("eid", Text, "Akoma Ntoso identifier"),
    column("unit", Text, "number of the section or article alone"),
    column("kind", Text, "section, article, schedule …"),
    column("heading", Text, "heading or marginal note"),
    column("line", Number, "line on which it begins"),
    column("text", Text, "whole and verbatim"),
];

const OBLIGATIONS: [Column; 6] = [
    column("obligation", Text, "id"),
    column("checklist", Text, "id of the checklist"),
    column("place", Number, "order in the checklists, from 1"),
    column("article", Text, "of the treaty"),
    column("instrument", Text, "short name of the treaty"),
    column("title", Text, "in English"),
];

/// The tables of results: `acts`, `findings`, `evidence`, `provisions`, `obligations`.
pub fn tables(graded: bool) -> [Table; 5] {
    let findings = FINDINGS.into_iter().chain(GRADES.into_iter().filter(|_| graded)).collect();
    let table = |name, meaning, columns: &[Column]| Table { name, meaning, columns: columns.to_vec() };
    [
        table("acts", "a row a text, also for those that could not be read", &ACTS),
        Table { columns: findings, ..table("findings", "a row for each obligation and assessed act", &[]) },
        table("evidence", "a row for each place that bears on an obligation: the extract record", &EVIDENCE),
        table("provisions", "what `search` looks through", &PROVISIONS),
        table("obligations", "what was sought", &OBLIGATIONS),
    ]
}

/// Rows of one act, in the order of [`tables`]; provisions are numbered on from `provision`.
pub(super) fn rows(record: &Record, act: i64, provision: i64, graded: bool) -> [Vec<Vec<Cell>>; 4] {
    let duty = |it: &Located| finding(record, it, act, graded);
    let kept = record.provisions.iter().enumerate();
    let mut evidence = Vec::new();
    for located in record.located() {
        let extracts = located.evidence.iter().enumerate();
        evidence.extend(extracts.map(|(at, it)| extract(record, located, it, act, at)));
    }
    [
        vec![of_act(record, act)],
        record.findings.iter().map(duty).collect(),
        evidence,
        kept.map(|(at, it)| of_provision(it, act, provision, at)).collect(),
    ]
}

fn of_act(record: &Record, act: i64) -> Vec<Cell> {
    let about = &record.about;
    vec![
        Cell::Number(act),
        Cell::text(&record.path),
        Cell::text(&about.title),
        Cell::maybe(about.country.as_deref()),
        Cell::maybe(about.territory.as_deref()),
        Cell::maybe(about.level.as_deref()),
        Cell::text(&about.language),
        about.year.map_or(Cell::Nothing, |year| Cell::Number(year.into())),
        Cell::maybe(about.number.as_deref()),
        Cell::maybe(about.status.as_deref()),
        Cell::maybe(about.as_at.as_deref()),
        Cell::maybe(about.address.as_deref()),
        Cell::text(&record.sha256),
        Cell::text(record.reading.name()),
        Cell::text(&record.error),
        Cell::Number(record.provisions.len() as i64),
        Cell::Number(record.located().count() as i64),
    ]
}

fn finding(record: &Record, it: &Located, act: i64, graded: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Number(act),
        Cell::text(&record.path),
        Cell::text(&it.obligation),
        Cell::Flag(!it.evidence.is_empty()),
    ];
    if graded {
        let said = it.graded.as_ref().map(|it| (named(it.status), named(it.consequence), it.flags.join(" ")));
        let (status, consequence, flags) = said.unwrap_or_default();
        cells.extend([&status, &consequence, &flags, WORKING_PAPER].map(Cell::text));
    }
    cells
}

fn extract(record: &Record, located: &Located, it: &Extract, act: i64, at: usize) -> Vec<Cell> {
    let about = &record.about;
    let provision = record.provisions.get(it.provision);
    vec![
        Cell::Number(act),
        Cell::text(&record.path),
        Cell::text(&located.obligation),
        Cell::Number(at as i64 + 1),
        Cell::text(&it.elements.join(" ")),
        Cell::text(&about.title),
        Cell::maybe(about.country.as_deref()),
        Cell::maybe(about.territory.as_deref()),
        Cell::maybe(about.level.as_deref()),
        Cell::text(&about.language),
        Cell::maybe(about.as_at.as_deref()),
        Cell::maybe(about.address.as_deref()),
        Cell::text(&it.label),
        Cell::text(&it.eid),
        Cell::Number(it.line.into()),
        Cell::text(&it.quote),
        Cell::text(&named(it.via)),
        provision.map_or(Cell::Nothing, |_| Cell::Number(it.provision as i64 + 1)),
        Cell::maybe(provision.map(|it| it.label.as_str())),
        Cell::maybe(provision.map(|it| it.text.as_str())),
    ]
}

fn of_provision(it: &Kept, act: i64, first: i64, at: usize) -> Vec<Cell> {
    vec![
        Cell::Number(first + at as i64),
        Cell::Number(act),
        Cell::Number(at as i64 + 1),
        Cell::text(&it.label),
        Cell::text(&it.eid),
        Cell::text(&it.unit),
        Cell::text(&it.kind),
        Cell::text(&it.heading),
        Cell::Number(it.line.into()),
        Cell::text(&it.text),
    ]
}

/// The name of a variant, as JSON has it.
pub(super) fn named(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Rows of the table of obligations.
pub(super) fn obligations(rules: &Rules) -> Vec<Vec<Cell>> {
    let row = |(at, (list, duty)): (usize, (&Checklist, &Obligation))| {
        vec![
            Cell::text(&duty.id),
            Cell::text(&list.id),
            Cell::Number(at as i64 + 1),
            Cell::text(&duty.article),
            Cell::text(&duty.instrument),
            Cell::text(in_language(&duty.title, "en")),
        ]
    };
    rules.obligations().enumerate().map(row).collect()
}
