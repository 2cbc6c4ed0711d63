//! Decisions as a spreadsheet, out and in again. A hidden sheet remembers what each row said and on which decision it
//! rested, so that only what a person changed comes back, and a decision taken meanwhile is no surprise.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    XlsxError,
};
use sha2::{Digest as _, Sha256};

use super::Review;
use super::decisions::{Decision, Dissent, Kind, RestsOn, Says, Source, SourceKind, State, yaml};
use super::dossier::is_date;
use super::position::Position;
use super::words::Words;
use crate::checklist::{Status, did_you_mean};
use crate::error::{Error, Place, Result, RuleFault};
use crate::report::clean;

/// Name of the sheet that people see, and of the one that they do not.
const SHEET: &str = "decisions";
const MEMORY: &str = "lacuna";
/// Bytes that a spreadsheet may unpack to.
const LARGEST: u64 = 64 << 20;

/// The columns, by key; the words of the heads are in `review.xx.yaml`. The first five are for reading.
const COLUMNS: [(&str, f64); 23] = [
    ("sheet-obligation", 15.0),
    ("sheet-article", 22.0),
    ("sheet-subject", 34.0),
    ("sheet-found", 22.0),
    ("sheet-provisions", 44.0),
    ("sheet-kind", 16.0),
    ("sheet-status", 12.0),
    ("sheet-reason", 44.0),
    ("sheet-by", 20.0),
    ("sheet-capacity", 20.0),
    ("sheet-date", 12.0),
    ("sheet-state", 12.0),
    ("sheet-challenge", 44.0),
    ("sheet-good-practice", 44.0),
    ("sheet-suggestion", 44.0),
    ("sheet-assistance", 44.0),
    ("sheet-dissent", 44.0),
    ("sheet-source-kind", 16.0),
    ("sheet-source-title", 34.0),
    ("sheet-source-provision", 20.0),
    ("sheet-source-quote", 44.0),
    ("sheet-source-date", 12.0),
    ("sheet-source-address", 34.0),
];
/// Where the columns for people begin, and those for added evidence.
const FIRST: usize = 5;
const ADDED: usize = 17;

const KINDS: [(&str, Kind); 3] =
    [("confirm", Kind::Confirm), ("override", Kind::Override), ("not-applicable", Kind::NotApplicable)];
const STATES: [(&str, State); 3] =
    [("proposed", State::Proposed), ("agreed", State::Agreed), ("cleared", State::Cleared)];
const STATUSES: [(&str, Status); 3] =
    [("met", Status::Met), ("partial", Status::Partial), ("absent", Status::Absent)];
const SOURCES: [(&str, SourceKind); 4] = [
    ("law", SourceKind::Law),
    ("notification", SourceKind::Notification),
    ("practice", SourceKind::Practice),
    ("case", SourceKind::Case),
];

/// The decisions of a review as a spreadsheet, an obligation a row.
///
/// # Errors
/// The spreadsheet cannot be made.
pub fn sheet(review: &Review<'_>, words: &Words<'_>) -> Result<Vec<u8>> {
    write(review, words)
        .map_err(|error| Error::Template { name: "decisions.xlsx".into(), message: error.to_string() })
}

fn write(review: &Review<'_>, words: &Words<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A file says nothing of when it was made: the same review gives the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let base = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xBB_BB_BB));
    let head = base.clone().set_bold().set_background_color(Color::RGB(0xE8_E8_E8));
    let read_only =
        base.clone().set_font_color(Color::RGB(0x44_44_44)).set_background_color(Color::RGB(0xF6_F6_F6));
    let positions = review.positions();

    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    for (column, (key, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, words.say(key), &head)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 3)?;
    let last = u32::try_from(positions.len()).unwrap_or(u32::MAX).max(1);
    let mut choice = |column: u16, values: Vec<&str>| -> Result<(), XlsxError> {
        let validation = DataValidation::new().allow_list_strings(&values)?;
        sheet.add_data_validation(1, column, last, column, &validation)?;
        Ok(())
    };
    choice(5, KINDS.iter().map(|(name, _)| *name).collect())?;
    choice(6, STATUSES.iter().map(|(name, _)| *name).collect())?;
    choice(11, STATES.iter().map(|(name, _)| *name).collect())?;
    choice(17, SOURCES.iter().map(|(name, _)| *name).collect())?;
    for (row, position) in (1..).zip(&positions) {
        let shown = shown(review, words, position);
        let own = cells(position.decision);
        for (column, text) in (0..).zip(shown) {
            sheet.write_string_with_format(row, column, text, &read_only)?;
        }
        for (column, text) in (FIRST as u16..).zip(own) {
            sheet.write_string_with_format(row, column, text, &base)?;
        }
    }
    let columns = COLUMNS.len() as u16;
    sheet.autofilter(0, 0, last, columns - 1)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;

    let memory = book.add_worksheet();
    memory.set_name(MEMORY)?;
    memory.set_hidden(true);
    for (row, position) in (0..).zip(&positions) {
        let rests = serde_json::to_string(&review.texts.rests_on(position.finding, &review.dossier))
            .unwrap_or_default();
        let values = [
            position.obligation.id.clone(),
            of_decision(position.decision),
            of_cells(&cells(position.decision)),
            yaml(&position.finding.status),
            // A cell holds 32,767 characters; what does not fit is not remembered, and told as such on import.
            if rests.chars().count() < 32_000 { rests } else { String::new() },
        ];
        for (column, text) in (0..).zip(values) {
            memory.write_string(row, column, text)?;
        }
    }
    book.save_to_buffer()
}

/// What a row shows for reading.
fn shown(review: &Review<'_>, words: &Words<'_>, position: &Position<'_>) -> Vec<String> {
    let obligation = position.obligation;
    let labels: Vec<String> = position.finding.evidence.iter().fold(Vec::new(), |mut all, evidence| {
        let law =
            review.texts.laws.get(evidence.act).map_or("", |&law| review.dossier.laws[law].file.as_str());
        let line = format!("{}: {}", law, clean(&evidence.label));
        if !all.contains(&line) && all.len() < 6 {
            all.push(line);
        }
        all
    });
    vec![
        obligation.id.clone(),
        words.article(&obligation.instrument, &obligation.article),
        words.of(&obligation.title),
        words.say(&format!("found-{}", yaml(&position.finding.status))),
        labels.join("\n"),
    ]
}

/// What a row says of a decision; the cells for added evidence start empty.
fn cells(decision: Option<&Decision>) -> Vec<String> {
    let mut all = vec![String::new(); COLUMNS.len() - FIRST];
    let Some(it) = decision else { return all };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let dissent = it.dissent.iter().map(|it| match &it.capacity {
        Some(capacity) => format!("{}, {capacity}: {}", it.by, it.reason),
        None => format!("{}: {}", it.by, it.reason),
    });
    let own = [
        yaml(&it.kind),
        it.status.as_ref().map(yaml).unwrap_or_default(),
        text(&it.reason),
        it.by.clone(),
        text(&it.capacity),
        text(&it.date),
        yaml(&it.state),
        text(&it.says.challenge),
        text(&it.says.good_practice),
        text(&it.says.suggestion),
        text(&it.says.assistance),
        dissent.collect::<Vec<_>>().join("\n"),
    ];
    for (cell, text) in all.iter_mut().zip(own) {
        *cell = text;
    }
    all
}

fn of_decision(decision: Option<&Decision>) -> String {
    decision.map_or_else(String::new, |it| digest(&format!("{:?}", Decision { line: 0, ..it.clone() })))
}

/// Of the cells on the decision; how a cell ends its lines does not count.
fn of_cells(cells: &[String]) -> String {
    let cells = cells.iter().take(ADDED - FIRST).map(|it| it.replace("\r\n", "\n").trim().to_owned());
    digest(&cells.collect::<Vec<_>>().join("\u{1f}"))
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What came back from a spreadsheet.
#[derive(Debug, Default)]
pub struct Imported {
    /// Entries to be added to `decisions.yaml`.
    pub entries: Vec<Decision>,
    /// Obligations on which a row and a decision taken meanwhile differ: nothing was taken over.
    pub conflicts: Vec<String>,
}

/// Reads the decisions that people wrote into a spreadsheet.
///
/// # Errors
/// [`Error::Source`] for what is no such spreadsheet, [`Error::Dossier`] with every fault of its cells.
pub fn import(name: &str, bytes: &[u8], review: &Review<'_>) -> Result<Imported> {
    let refused = |message: String| Error::Source {
        path: name.to_owned(),
        message,
        help: "give the decisions.xlsx that `lacuna review` wrote, filled in and saved as .xlsx".into(),
    };
    bounded(bytes).map_err(&refused)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| refused(format!("is no spreadsheet: {error}")))?;
    let mut rows = |sheet: &str| -> Result<Vec<Vec<String>>> {
        let range = book.worksheet_range(sheet).map_err(|_| refused(format!("has no sheet `{sheet}`")))?;
        // Rows and columns count from the first cell that is used, which is always the head's.
        Ok(range.rows().map(|row| row.iter().map(text).collect()).collect())
    };
    let memory: BTreeMap<String, Vec<String>> =
        rows(MEMORY)?.into_iter().filter_map(|row| Some((row.first()?.clone(), row))).collect();
    let mut imported = Imported::default();
    let mut faults = Vec::new();
    for (at, mut row) in rows(SHEET)?.into_iter().enumerate().skip(1) {
        row.resize(COLUMNS.len(), String::new());
        let mut sheet = Row { name, row: at as u32 + 1, cells: &row, faults: &mut faults };
        let id = row[0].trim();
        if row.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        let Some(remembered) = memory.get(id) else {
            let help = did_you_mean(id, memory.keys().map(String::as_str));
            sheet.fault(0, format!("no obligation `{id}` was in this sheet"), help);
            continue;
        };
        let remembers = |column: usize| remembered.get(column).map_or("", String::as_str);
        let is_changed = of_cells(&row[FIRST..]) != remembers(2);
        let now = review.decisions.on(id);
        if is_changed && !row[FIRST..ADDED].iter().all(|it| it.trim().is_empty()) {
            let entry = sheet.decision(id, remembers(3), remembers(4));
            let Some(entry) = entry else { continue };
            if of_cells(&cells(now)) == of_cells(&row[FIRST..]) {
                // It was taken over before.
            } else if of_decision(now) != remembers(1) {
                imported.conflicts.push(id.to_owned());
                continue;
            } else {
                imported.entries.push(entry);
            }
        }
        if row[ADDED..].iter().any(|it| !it.trim().is_empty()) {
            let entry = sheet.evidence(id);
            let known = |entry: &Decision| review.decisions.added(id).any(|it| it.source == entry.source);
            imported.entries.extend(entry.filter(|entry| !known(entry)));
        }
    }
    if faults.is_empty() { Ok(imported) } else { Err(Error::Dossier(faults)) }
}

/// A row being read.
struct Row<'r> {
    name: &'r str,
    /// From 1, as spreadsheets count.
    row: u32,
    cells: &'r [String],
    faults: &'r mut Vec<RuleFault>,
}

impl Row<'_> {
    fn fault(&mut self, column: usize, message: String, help: impl Into<String>) {
        let cell = char::from(b'A' + u8::try_from(column).unwrap_or(0));
        let place = Place::file(format!("{}, cell {cell}{}", self.name, self.row));
        self.faults.push(RuleFault { place, message, help: help.into() });
    }

    fn text(&self, column: usize) -> Option<String> {
        let text = self.cells[column].replace("\r\n", "\n");
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// One of a list of words.
    fn one<T: Copy>(&mut self, column: usize, known: &[(&str, T)], needed: bool) -> Option<T> {
        let names = || known.iter().map(|(name, _)| *name);
        match self.text(column) {
            Some(word) => {
                let found = known.iter().find(|(name, _)| *name == word.to_lowercase()).map(|(_, it)| *it);
                if found.is_none() {
                    let help = did_you_mean(&word, names());
                    self.fault(column, format!("`{word}` is not known here"), help);
                }
                found
            }
            None => {
                if needed {
                    let help = format!("write one of {}", names().collect::<Vec<_>>().join(", "));
                    self.fault(column, "the cell is empty".into(), help);
                }
                None
            }
        }
    }

    fn date(&mut self, column: usize) -> Option<String> {
        let date = self.text(column)?;
        if !is_date(&date) {
            self.fault(column, format!("`{date}` is no date"), "write it as 2031-03-14");
        }
        Some(date)
    }

    fn by(&mut self) -> String {
        let by = self.text(8);
        if by.is_none() {
            self.fault(8, "the cell is empty".into(), "write who decides");
        }
        by.unwrap_or_default()
    }

    fn decision(&mut self, id: &str, found: &str, rests_on: &str) -> Option<Decision> {
        let before = self.faults.len();
        let kind = self.one(5, &KINDS, true);
        let status = self.one(6, &STATUSES, kind == Some(Kind::Override));
        if status.is_some() && kind.is_some_and(|kind| kind != Kind::Override) {
            self.fault(6, "only `override` states a status".into(), "empty the cell, or write override");
        }
        let reason = self.text(7);
        if reason.is_none() && matches!(kind, Some(Kind::Override | Kind::NotApplicable)) {
            self.fault(7, "the reason is missing".into(), "say why the finding is not followed");
        }
        let by = self.by();
        let date = self.date(10);
        let state = self.one(11, &STATES, true);
        let mut dissent = Vec::new();
        for line in self.text(16).unwrap_or_default().lines().filter(|it| !it.trim().is_empty()) {
            match line.split_once(':') {
                Some((who, reason)) => {
                    let (by, capacity) = match who.split_once(',') {
                        Some((by, capacity)) => (by.trim().to_owned(), Some(capacity.trim().to_owned())),
                        None => (who.trim().to_owned(), None),
                    };
                    dissent.push(Dissent { by, capacity, reason: reason.trim().to_owned() });
                }
                None => self.fault(16, "nobody is named".into(), "write `name: reason`, a line a person"),
            }
        }
        let says = Says {
            challenge: self.text(12),
            good_practice: self.text(13),
            suggestion: self.text(14),
            assistance: self.text(15),
        };
        let (kind, state) = (kind?, state?);
        (self.faults.len() == before).then(|| Decision {
            obligation: id.to_owned(),
            kind,
            status,
            reason,
            by,
            capacity: self.text(9),
            date,
            state,
            dissent,
            says,
            source: None,
            found: serde_json::from_value(serde_json::Value::String(found.to_owned())).ok(),
            rests_on: serde_json::from_str::<Vec<RestsOn>>(rests_on).unwrap_or_default(),
            line: 0,
        })
    }

    fn evidence(&mut self, id: &str) -> Option<Decision> {
        let before = self.faults.len();
        let kind = self.one(17, &SOURCES, true);
        let title = self.text(18);
        if title.is_none() {
            self.fault(18, "the cell is empty".into(), "write what the evidence is called");
        }
        let source_date = self.date(21);
        let by = self.by();
        let date = self.date(10);
        let state = self.one(11, &STATES, true);
        let (kind, title, state) = (kind?, title?, state?);
        (self.faults.len() == before).then(|| Decision {
            obligation: id.to_owned(),
            kind: Kind::EvidenceAdded,
            status: None,
            reason: None,
            by,
            capacity: self.text(9),
            date,
            state,
            dissent: Vec::new(),
            says: Says::default(),
            source: Some(Source {
                kind,
                title,
                provision: self.text(19),
                quote: self.text(20),
                language: None,
                date: source_date,
                address: self.text(22),
            }),
            found: None,
            rests_on: Vec::new(),
            line: 0,
        })
    }
}

/// A cell as a person sees it; a date as this program writes dates.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) if day.is_datetime() => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

/// A spreadsheet is an archive, and may be made to burst.
fn bounded(bytes: &[u8]) -> Result<(), String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("is no .xlsx: {error}"))?;
    let mut left = LARGEST;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| format!("is damaged: {error}"))?;
        let mut entry = entry.take(left + 1);
        let size = std::io::copy(&mut entry, &mut std::io::sink())
            .map_err(|error| format!("is damaged: {error}"))?;
        if size > left {
            return Err("unpacks to more than 64 MB".into());
        }
        left -= size;
    }
    Ok(())
}
