//! Records → tables in files, each written beside its place and renamed when all are whole.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

#[cfg(feature = "parquet")]
use super::columnar::Columnar;
use super::record::Record;
use super::sqlite::Sqlite;
use super::tables::{self, Cell, Table};
use crate::checklist::Rules;
use crate::error::{Error, Result};

/// A format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// `results.sqlite`: all tables and full-text search; `search`, `compare` and `matrix` read it.
    Sqlite,
    /// `acts.csv`, `findings.csv`, `evidence.csv`.
    Csv,
    /// The same as JSON Lines.
    JsonLines,
    /// The same as Parquet, in programs built with the feature `parquet`.
    Parquet,
}

/// Tables that every format has; the others are for searching.
pub(super) const FLAT: usize = 3;

/// What all records have in common.
pub(super) struct Corpus<'r> {
    pub rules: &'r Rules,
    pub digest: &'r str,
    pub graded: bool,
}

/// Something that takes rows.
pub(super) trait Sink {
    fn row(&mut self, table: usize, cells: &[Cell]) -> Result<()>;
    /// Everything is on the disk, under its temporary name.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// Files on their way: the temporary one and its name.
pub(super) type Coming = Vec<(tempfile::NamedTempFile, String)>;

/// Gives every record to a sink, in order.
pub(super) type Records<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&Record) -> Result<()>) -> Result<()>;

/// How files are called until they are whole; what a killed run left of them is swept up by the next.
pub(super) const UNFINISHED: &str = ".lacuna-export-";

/// Writes the tables; gives the names of the files.
pub(super) fn export(out: &Path, stores: &[Store], corpus: &Corpus, records: Records) -> Result<Vec<String>> {
    sweep(out);
    let tables = tables::tables(corpus.graded);
    let mut coming: Coming = Vec::new();
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    for store in stores {
        sinks.push(match store {
            Store::Sqlite => {
                Box::new(Sqlite::create(&temporary(out, "results.sqlite", &mut coming)?, &tables, corpus)?)
            }
            Store::Csv => Box::new(Lines::create(out, &tables, Form::Csv, &mut coming)?),
            Store::JsonLines => Box::new(Lines::create(out, &tables, Form::Json, &mut coming)?),
            #[cfg(feature = "parquet")]
            Store::Parquet => Box::new(Columnar::create(out, &tables, corpus, &mut coming)?),
            #[cfg(not(feature = "parquet"))]
            Store::Parquet => {
                return Err(Error::request(
                    "this program was built without Parquet",
                    "build it with `--features parquet`, or choose sqlite, csv or jsonl",
                ));
            }
        });
    }
    let (mut act, mut provision) = (1, 1);
    records(&mut |record| {
        let all = tables::rows(record, act, provision, corpus.graded);
        for (table, rows) in all.iter().enumerate() {
            for row in rows {
                for sink in &mut sinks {
                    sink.row(table, row)?;
                }
            }
        }
        act += 1;
        provision += record.provisions.len() as i64;
        Ok(())
    })?;
    for sink in sinks {
        sink.finish()?;
    }
    let mut names = Vec::new();
    for (file, name) in coming {
        let path = out.join(&name);
        file.persist(&path).map_err(|error| Error::Write { path, cause: error.error })?;
        names.push(name);
    }
    Ok(names)
}

/// Removes what a run that was killed has left half written.
fn sweep(out: &Path) {
    for entry in std::fs::read_dir(out).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // It stays, and harms nothing.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A file that will have this name.
pub(super) fn temporary(out: &Path, name: &str, coming: &mut Coming) -> Result<PathBuf> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(<std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    let made = builder.prefix(UNFINISHED).tempfile_in(out);
    let file = made.map_err(|cause| Error::Write { path: out.to_owned(), cause })?;
    let path = file.path().to_owned();
    coming.push((file, name.to_owned()));
    Ok(path)
}

enum Form {
    Csv,
    Json,
}

/// CSV or JSON Lines, a file a table.
struct Lines {
    tables: Vec<Table>,
    files: Vec<BufWriter<File>>,
    form: Form,
}

impl Lines {
    fn create(out: &Path, tables: &[Table], form: Form, coming: &mut Coming) -> Result<Lines> {
        let mut lines = Lines { tables: tables[..FLAT].to_vec(), files: Vec::new(), form };
        for table in &tables[..FLAT] {
            let ending = if matches!(lines.form, Form::Csv) { "csv" } else { "jsonl" };
            let path = temporary(out, &format!("{}.{ending}", table.name), coming)?;
            let file = File::create(path).map_err(unwritten)?;
            lines.files.push(BufWriter::with_capacity(1 << 16, file));
        }
        if matches!(lines.form, Form::Csv) {
            for (table, file) in tables[..FLAT].iter().zip(&mut lines.files) {
                let names: Vec<String> = table.columns.iter().map(|it| it.name.to_owned()).collect();
                file.write_all(&csv_line(&names)?).map_err(unwritten)?;
            }
        }
        Ok(lines)
    }
}

impl Sink for Lines {
    fn row(&mut self, table: usize, cells: &[Cell]) -> Result<()> {
        let (Some(file), Some(about)) = (self.files.get_mut(table), self.tables.get(table)) else {
            return Ok(());
        };
        let line = match self.form {
            Form::Csv => csv_line(&cells.iter().map(plain).collect::<Vec<_>>())?,
            Form::Json => {
                let fields = about.columns.iter().zip(cells);
                let row: serde_json::Map<String, serde_json::Value> =
                    fields.map(|(column, cell)| (column.name.to_owned(), value(cell))).collect();
                let mut line = serde_json::to_vec(&row).unwrap_or_default();
                line.push(b'\n');
                line
            }
        };
        file.write_all(&line).map_err(unwritten)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        for file in self.files {
            let file = file.into_inner().map_err(|error| unwritten(error.into_error()))?;
            file.sync_all().map_err(unwritten)?;
        }
        Ok(())
    }
}

fn value(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Flag(flag) => (*flag).into(),
        Cell::Nothing => serde_json::Value::Null,
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => inert(text),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => u8::from(*flag).to_string(),
        Cell::Nothing => String::new(),
    }
}

/// A cell that a spreadsheet would compute is made text, and no control character but line ends stays.
pub(crate) fn inert(text: &str) -> String {
    let text: String = text.chars().filter(|&c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text }
}

fn csv_line(cells: &[String]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| unwritten(error.into()))?;
    writer.into_inner().map_err(|error| unwritten(std::io::Error::other(error.to_string())))
}

pub(super) fn unwritten(cause: std::io::Error) -> Error {
    Error::Write { path: "the tables of results".into(), cause }
}
