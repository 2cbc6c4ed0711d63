//! A row an obligation, for spreadsheets.

use super::Rows;
use crate::checklist::Consequence;
use crate::error::{Error, Result};

const COLUMNS: [&str; 17] = [
    "obligation",
    "title",
    "source",
    "force",
    "status",
    "consequence",
    "baseline",
    "reason",
    "missing",
    "narrow",
    "flags",
    "file",
    "provision",
    "line",
    "quote",
    "other provisions",
    "advice",
];

pub(super) fn write(rows: &Rows<'_>) -> Result<String> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let fault =
        |error: &dyn std::fmt::Display| Error::Template { name: "csv".into(), message: error.to_string() };
    out.write_record(COLUMNS).map_err(|error| fault(&error))?;
    for row in &rows.rows {
        let (finding, entry) = (row.finding, row.entry);
        let names = |lines: &[crate::report::model::ElementLine]| {
            lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>().join("; ")
        };
        let first = finding.evidence.first();
        let mut others: Vec<&str> = Vec::new();
        for it in &finding.evidence {
            if Some(it.label.as_str()) != first.map(|it| it.label.as_str())
                && !others.contains(&it.label.as_str())
            {
                others.push(&it.label);
            }
        }
        let asks = matches!(finding.consequence, Consequence::Gap | Consequence::ToVerify);
        let advice = entry.advice.iter().filter(|_| asks).flat_map(|part| &part.items);
        let advice: Vec<&str> = advice.map(|item| item.text.as_str()).collect();
        let cells = [
            entry.id.clone(),
            entry.title.clone(),
            entry.source.clone(),
            entry.force.clone(),
            entry.status_code.clone(),
            entry.consequence_code.clone(),
            entry.news.clone(),
            entry.accepted.clone(),
            names(&entry.missing),
            names(&entry.narrow),
            finding.flags.join("; "),
            first.map_or_else(String::new, |it| rows.path(it.act).to_owned()),
            first.map_or_else(String::new, |it| it.label.clone()),
            first.map_or_else(String::new, |it| it.line.to_string()),
            first.filter(|_| rows.input.with_text).map_or_else(String::new, |it| it.quote.clone()),
            others.join("; "),
            advice.join(" "),
        ];
        out.write_record(cells.iter().map(|text| cell(text))).map_err(|error| fault(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| fault(&error))?;
    String::from_utf8(bytes).map_err(|error| fault(&error))
}

/// In one line, and text: a cell that a spreadsheet would compute is none.
fn cell(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}
