//! The tables of results as Parquet.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::export::{Coming, Corpus, FLAT, Sink, temporary, unwritten};
use super::tables::{Cell, ColumnKind, Table, WORKING_PAPER};
use crate::error::Result;

/// Rows that are written together.
const GROUP: usize = 8192;

/// A file a table.
pub(super) struct Columnar {
    files: Vec<Writer>,
}

struct Writer {
    table: Table,
    schema: Arc<Schema>,
    rows: Vec<Vec<Cell>>,
    writer: ArrowWriter<File>,
}

impl Columnar {
    pub fn create(out: &Path, tables: &[Table], corpus: &Corpus, coming: &mut Coming) -> Result<Columnar> {
        let mut files = Vec::new();
        for table in &tables[..FLAT] {
            let path = temporary(out, &format!("{}.parquet", table.name), coming)?;
            let file = File::create(path).map_err(unwritten)?;
            let fields = table.columns.iter().map(|column| {
                let kind = match column.kind {
                    ColumnKind::Text => DataType::Utf8,
                    ColumnKind::Number => DataType::Int64,
                    ColumnKind::Flag => DataType::Boolean,
                };
                Field::new(column.name, kind, true)
            });
            let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
            let mark = corpus.graded.then(|| WORKING_PAPER.to_owned());
            let about = vec![
                KeyValue::new("lacuna".into(), env!("CARGO_PKG_VERSION").to_owned()),
                KeyValue::new("rules".into(), corpus.digest.to_owned()),
                KeyValue::new("mark".into(), mark),
            ];
            let properties = WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::default()))
                .set_key_value_metadata(Some(about))
                .build();
            let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(fault)?;
            files.push(Writer { table: table.clone(), schema, rows: Vec::new(), writer });
        }
        Ok(Columnar { files })
    }
}

impl Writer {
    fn flush(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let columns = self.table.columns.iter().enumerate().map(|(at, column)| -> ArrayRef {
            let cells = rows.iter().map(|row| &row[at]);
            match column.kind {
                ColumnKind::Text => Arc::new(StringArray::from_iter(cells.map(|cell| match cell {
                    Cell::Text(text) => Some(text.as_str()),
                    _ => None,
                }))),
                ColumnKind::Number => Arc::new(Int64Array::from_iter(cells.map(|cell| match cell {
                    Cell::Number(number) => Some(*number),
                    _ => None,
                }))),
                ColumnKind::Flag => Arc::new(BooleanArray::from_iter(cells.map(|cell| match cell {
                    Cell::Flag(flag) => Some(*flag),
                    _ => None,
                }))),
            }
        });
        let columns = columns.collect();
        let batch = RecordBatch::try_new(self.schema.clone(), columns)
            .map_err(|error| unwritten(std::io::Error::other(error)))?;
        self.writer.write(&batch).map_err(fault)
    }
}

impl Sink for Columnar {
    fn row(&mut self, table: usize, cells: &[Cell]) -> Result<()> {
        let Some(file) = self.files.get_mut(table) else { return Ok(()) };
        file.rows.push(cells.to_vec());
        if file.rows.len() >= GROUP { file.flush() } else { Ok(()) }
    }

    fn finish(self: Box<Self>) -> Result<()> {
        for mut file in self.files {
            if !file.rows.is_empty() {
                file.flush()?;
            }
            file.writer.close().map_err(fault)?;
        }
        Ok(())
    }
}

fn fault(error: parquet::errors::ParquetError) -> crate::error::Error {
    unwritten(std::io::Error::other(error))
}
