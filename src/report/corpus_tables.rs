//! What a corpus holds, for spreadsheets and programs: CSV, workbooks, and the matrix as a page.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format as CellFormat, FormatAlign, Workbook, XlsxError};
use serde::Serialize;
use serde_json::{Value, json};

use super::looks::Looks;
use super::quote::clean;
use super::words::Words;
use crate::corpus::{Found, Matrix, MatrixCell, MatrixRow, Scan, WORKING_PAPER, inert};
use crate::error::{Error, Result};

/// Most rows that the page lists for browsers without scripts.
const LISTED: usize = 1000;
/// Of a worksheet.
const MOST_ROWS: usize = 1_048_000;

/// A scan as CSV, all acts of it.
///
/// # Errors
/// [`Error::Write`] when a row cannot be written.
pub fn scan_csv(scan: &Scan) -> Result<String> {
    let head = [
        "path",
        "title",
        "language",
        "country",
        "territory",
        "number",
        "as_at",
        "status",
        "sha256",
        "standing",
        "weight",
        "obligations",
    ];
    let rows = scan.acts.iter().map(|act| {
        let duties: Vec<&str> = act.obligations.iter().map(|it| it.obligation.as_str()).collect();
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        vec![
            act.path.clone(),
            act.title.clone(),
            act.language.clone(),
            text(&act.country),
            text(&act.territory),
            text(&act.number),
            text(&act.as_at),
            text(&act.status),
            act.sha256.clone(),
            act.standing.map_or("", |it| it.name()).to_owned(),
            act.weight.to_string(),
            duties.join(" "),
        ]
    });
    csv(&head, rows)
}

/// What a search found as CSV: a row a provision, whole.
///
/// # Errors
/// [`Error::Write`] when a row cannot be written.
pub fn found_csv(found: &Found) -> Result<String> {
    let head = [
        "path",
        "title",
        "country",
        "territory",
        "level",
        "language",
        "year",
        "number",
        "status",
        "as_at",
        "address",
        "label",
        "eid",
        "line",
        "heading",
        "obligations",
        "cases",
        "text",
    ];
    let rows = found.provisions.iter().map(|it| {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let origin = &it.origin;
        let cases = it.cases.iter().map(|case| format!("{}, {}: {}", case.court, case.date, case.outcome));
        vec![
            origin.path.clone(),
            origin.title.clone(),
            text(&origin.country),
            text(&origin.territory),
            text(&origin.level),
            origin.language.clone(),
            origin.year.map_or(String::new(), |year| year.to_string()),
            text(&origin.number),
            text(&origin.status),
            text(&origin.as_at),
            text(&origin.address),
            it.label.clone(),
            it.eid.clone(),
            it.line.to_string(),
            it.heading.clone(),
            it.obligations.join(" "),
            cases.collect::<Vec<_>>().join("; "),
            it.text.clone(),
        ]
    });
    csv(&head, rows)
}

/// The matrix as CSV: a column an obligation, with the places in it. A working paper says so in each row.
///
/// # Errors
/// [`Error::Write`] when a row cannot be written.
pub fn matrix_csv(matrix: &Matrix) -> Result<String> {
    let mut head =
        vec!["country", "territory", "title", "path", "language", "year", "as_at", "acts", "decisions"];
    head.extend(matrix.graded.then_some("mark"));
    head.extend(matrix.obligations.iter().map(|duty| duty.id.as_str()));
    let rows = matrix.rows.iter().map(|row| {
        let mut cells = facts(row);
        cells.extend(matrix.graded.then(|| WORKING_PAPER.to_owned()));
        cells
            .extend((0..matrix.obligations.len()).map(|at| row.cells.get(&at).map(told).unwrap_or_default()));
        cells
    });
    csv(&head, rows)
}

fn facts(row: &MatrixRow) -> Vec<String> {
    vec![
        row.country.clone(),
        row.territory.clone(),
        row.title.clone(),
        row.path.clone(),
        row.language.clone(),
        row.year.map_or(String::new(), |year| year.to_string()),
        row.as_at.clone(),
        row.acts.to_string(),
        row.cases.len().to_string(),
    ]
}

/// A cell in words: the status, where it is told, and the places.
fn told(cell: &MatrixCell) -> String {
    let place = |it: &crate::corpus::MatrixPlace| match it.act.is_empty() {
        true => it.label.clone(),
        false => format!("{}, {}", it.act, it.label),
    };
    let places = cell.places.iter().map(place).collect::<Vec<_>>().join("; ");
    match (cell.status.as_str(), places.as_str()) {
        ("", _) => places,
        (status, "") => status.to_owned(),
        (status, places) => format!("{status}: {places}"),
    }
}

/// The matrix as a workbook: what was located where, the quotes, the duties.
///
/// # Errors
/// [`Error::Write`] when the workbook cannot be made.
pub fn matrix_xlsx(matrix: &Matrix, looks: &Looks) -> Result<Vec<u8>> {
    workbook(matrix, &looks.words)
        .map_err(|error| Error::Write { path: "the workbook".into(), cause: std::io::Error::other(error) })
}

fn workbook(matrix: &Matrix, words: &Words) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A workbook tells neither who made it nor when.
    let never = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&never));
    let strong = CellFormat::new().set_bold();
    let head = CellFormat::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let turned = head.clone().set_rotation(90);
    let located = CellFormat::new().set_background_color(Color::RGB(0xdcebe0)).set_align(FormatAlign::Center);
    let wrapped = CellFormat::new().set_text_wrap().set_align(FormatAlign::Top);
    let names = ["country", "territory", "title", "path", "language", "year", "as_at", "acts", "decisions"];

    let sheet = book.add_worksheet().set_name("matrix")?;
    sheet.write_with_format(0, 0, words.say("matrix-heading"), &strong)?;
    let note = if matrix.graded { words.say("corpus-working-paper") } else { words.say("matrix-note") };
    sheet.write(1, 0, note)?;
    let first = names.len() as u16;
    for (at, name) in names.iter().enumerate() {
        sheet.write_with_format(2, at as u16, *name, &head)?;
    }
    for (at, duty) in matrix.obligations.iter().enumerate() {
        sheet.write_with_format(2, first + at as u16, duty.id.as_str(), &turned)?;
    }
    sheet.set_column_width(2, 44)?.set_column_width(3, 24)?;
    for at in 0..matrix.obligations.len() {
        sheet.set_column_width(first + at as u16, 4)?;
    }
    sheet.set_row_height(2, 78)?.set_freeze_panes(3, 3)?;
    for (at, row) in matrix.rows.iter().enumerate().take(MOST_ROWS) {
        let line = at as u32 + 3;
        for (column, text) in facts(row).iter().enumerate() {
            match text.parse::<f64>() {
                Ok(number) if matches!(names[column], "year" | "acts" | "decisions") => {
                    sheet.write(line, column as u16, number)?
                }
                _ => sheet.write_string(line, column as u16, text.as_str())?,
            };
        }
        for (&duty, cell) in &row.cells {
            let shown = if matrix.graded { cell.status.as_str() } else { "●" };
            let column = first + duty as u16;
            match cell.places.is_empty() {
                true => sheet.write_string(line, column, shown)?,
                false => sheet.write_string_with_format(line, column, shown, &located)?,
            };
        }
    }
    let last = matrix.rows.len().min(MOST_ROWS) as u32 + 2;
    sheet.autofilter(2, 0, last.max(2), first + matrix.obligations.len() as u16 - 1)?;

    let sheet = book.add_worksheet().set_name("evidence")?;
    for (at, name) in
        ["country", "territory", "act", "path", "obligation", "label", "quote"].iter().enumerate()
    {
        sheet.write_with_format(0, at as u16, *name, &head)?;
    }
    sheet
        .set_column_width(2, 40)?
        .set_column_width(4, 13)?
        .set_column_width(5, 20)?
        .set_column_width(6, 90)?;
    sheet.set_freeze_panes(1, 0)?;
    let mut line = 1;
    for row in &matrix.rows {
        for (&duty, cell) in &row.cells {
            for place in &cell.places {
                if line as usize >= MOST_ROWS {
                    break;
                }
                let act = if place.act.is_empty() { &row.title } else { &place.act };
                let id = matrix.obligations.get(duty).map_or("", |duty| duty.id.as_str());
                let cells = [&row.country, &row.territory, act, &row.path, id, &place.label];
                for (at, text) in cells.into_iter().enumerate() {
                    sheet.write_string(line, at as u16, text)?;
                }
                sheet.write_string_with_format(line, 6, place.quote.as_str(), &wrapped)?;
                line += 1;
            }
        }
    }
    let sheet = book.add_worksheet().set_name("duties")?;
    for (at, duty) in matrix.obligations.iter().enumerate() {
        for (column, text) in [&duty.id, &duty.instrument, &duty.article, &duty.title].into_iter().enumerate()
        {
            sheet.write_string(at as u32, column as u16, text.as_str())?;
        }
    }
    sheet.set_column_width(0, 13)?.set_column_width(3, 90)?;
    book.save_to_buffer()
}

#[derive(Serialize)]
struct Page<'p> {
    t: &'p BTreeMap<String, String>,
    language: &'p str,
    by_act: bool,
    graded: bool,
    /// For the script, compactly.
    data: String,
    duties: Vec<[String; 3]>,
    rows: Vec<PageRow>,
    all: usize,
}

/// A row for browsers without scripts.
#[derive(Serialize)]
struct PageRow {
    state: String,
    title: String,
    duties: String,
}

impl Looks {
    /// The matrix as one page that needs nothing else.
    ///
    /// # Errors
    /// [`Error::Template`] when the template is faulty.
    pub fn matrix(&self, matrix: &Matrix) -> Result<String> {
        let state = |row: &MatrixRow| {
            let parts = [row.country.as_str(), row.territory.as_str()];
            clean(&parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(": "))
        };
        let located = |at: usize| {
            matrix
                .rows
                .iter()
                .filter(|row| row.cells.get(&at).is_some_and(|it| !it.places.is_empty()))
                .count()
        };
        let ids = |row: &MatrixRow| {
            let located = row.cells.iter().filter(|(_, cell)| !cell.places.is_empty());
            located.map(|(&at, _)| matrix.obligations[at].id.as_str()).collect::<Vec<_>>().join(", ")
        };
        let page = Page {
            t: &self.words.text,
            language: self.language(),
            by_act: matrix.rows.iter().any(|row| !row.path.is_empty()),
            graded: matrix.graded,
            data: data(matrix),
            duties: matrix
                .obligations
                .iter()
                .enumerate()
                .map(|(at, duty)| [duty.id.clone(), clean(&duty.title), located(at).to_string()])
                .collect(),
            rows: matrix
                .rows
                .iter()
                .take(LISTED)
                .map(|row| PageRow { state: state(row), title: clean(&row.title), duties: ids(row) })
                .collect(),
            all: matrix.rows.len(),
        };
        self.fill("matrix.html.j2", &page)
    }
}

/// Lists instead of named fields, quotes once each: 5,000 acts stay a few megabytes. No `<` can end the element.
fn data(matrix: &Matrix) -> String {
    let mut quotes: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut index = |text: &str| {
        *known.entry(clean(text)).or_insert_with_key(|text| {
            quotes.push(text.clone());
            quotes.len() - 1
        })
    };
    let rows: Vec<Value> = matrix
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Value> = row
                .cells
                .iter()
                .map(|(at, cell)| {
                    let places = cell
                        .places
                        .iter()
                        .flat_map(|place| [index(&place.label), index(&place.quote), index(&place.act)]);
                    let places: Vec<usize> = places.collect();
                    json!([at, places, cell.status])
                })
                .collect();
            let cases: Vec<Value> = row
                .cases
                .iter()
                .map(|it| {
                    json!([
                        clean(&it.date),
                        clean(&it.court),
                        clean(&it.name),
                        clean(&it.outcome),
                        clean(&it.source)
                    ])
                })
                .collect();
            json!([
                clean(&row.title),
                clean(&row.path),
                row.country,
                clean(&row.territory),
                row.language,
                row.year,
                row.as_at,
                row.acts,
                cells,
                cases
            ])
        })
        .collect();
    let duties: Vec<Value> =
        matrix.obligations.iter().map(|duty| json!([duty.id, clean(&duty.title)])).collect();
    let text = json!({"duties": duties, "quotes": quotes, "rows": rows}).to_string();
    text.replace('<', "\\u003c")
}

fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let fault =
        |cause: String| Error::Write { path: "the table".into(), cause: std::io::Error::other(cause) };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(|error| fault(error.to_string()))?;
    for row in rows {
        let row: Vec<String> = row.iter().map(|cell| inert(cell)).collect();
        writer.write_record(&row).map_err(|error| fault(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| fault(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| fault(error.to_string()))
}
