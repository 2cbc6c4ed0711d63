//! `results.sqlite`: the tables of results with full-text search, as `tables.rs` documents them.

use std::path::Path;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql, params_from_iter};

use super::export::{Corpus, Sink};
use super::tables::{self, Cell, ColumnKind, Table, WORKING_PAPER};
use crate::error::{Error, Result};

/// Of the schema; `search` refuses another.
pub(super) const SCHEMA: i64 = 1;

/// The table of provisions, which is searched.
const PROVISIONS: usize = 3;
/// Its columns of words.
const HEADING: usize = 7;
const TEXT: usize = 9;
const OBLIGATIONS: usize = 4;

/// A store that is being written.
pub(super) struct Sqlite {
    store: Connection,
    inserts: Vec<String>,
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Cell::Text(text) => text.to_sql(),
            Cell::Number(number) => number.to_sql(),
            Cell::Flag(flag) => flag.to_sql(),
            Cell::Nothing => rusqlite::types::Null.to_sql(),
        }
    }
}

impl Sqlite {
    /// Creates the tables in an empty file.
    pub fn create(path: &Path, tables: &[Table], corpus: &Corpus) -> Result<Sqlite> {
        let store = Connection::open(path).map_err(fault)?;
        // The file is renamed when it is whole: until then nothing of it needs to outlive a crash.
        store
            .execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;
                 PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536; BEGIN;",
            )
            .map_err(fault)?;
        store.pragma_update(None, "user_version", SCHEMA).map_err(fault)?;
        for table in tables {
            store.execute_batch(&create(table)).map_err(fault)?;
        }
        store
            .execute_batch(
                "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
                 CREATE VIRTUAL TABLE words USING fts5(heading, text, content='',
                     tokenize=\"unicode61 remove_diacritics 2\");",
            )
            .map_err(fault)?;
        let mode = if corpus.graded { "statuses" } else { "evidence-only" };
        let mark = if corpus.graded { WORKING_PAPER } else { "" };
        let version = env!("CARGO_PKG_VERSION");
        for about in [["lacuna", version], ["rules", corpus.digest], ["mode", mode], ["mark", mark]] {
            store.execute("INSERT INTO about VALUES (?, ?)", about).map_err(fault)?;
        }
        let inserts = tables.iter().map(|table| {
            let marks = vec!["?"; table.columns.len()].join(", ");
            format!("INSERT INTO {} VALUES ({marks})", table.name)
        });
        let mut made = Sqlite { inserts: inserts.collect(), store };
        for row in tables::obligations(corpus.rules) {
            made.row(OBLIGATIONS, &row)?;
        }
        Ok(made)
    }
}

impl Sink for Sqlite {
    fn row(&mut self, table: usize, cells: &[Cell]) -> Result<()> {
        let mut insert = self.store.prepare_cached(&self.inserts[table]).map_err(fault)?;
        insert.execute(params_from_iter(cells)).map_err(fault)?;
        if table == PROVISIONS {
            let words = "INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)";
            let mut insert = self.store.prepare_cached(words).map_err(fault)?;
            let text = |cell: &Cell| match cell {
                Cell::Text(text) => Cell::Text(seen(text)),
                other => other.clone(),
            };
            insert.execute((&cells[0], text(&cells[HEADING]), text(&cells[TEXT]))).map_err(fault)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.store
            .execute_batch(
                "CREATE INDEX findings_by_obligation ON findings (obligation, located);
                 CREATE INDEX evidence_by_obligation ON evidence (obligation, act);
                 CREATE INDEX evidence_by_act ON evidence (act, place);
                 CREATE INDEX provisions_by_act ON provisions (act);
                 COMMIT;",
            )
            .map_err(fault)?;
        self.store.close().map_err(|(_, error)| fault(error))
    }
}

/// Marks inside of words are not seen, as in queries.
fn seen(text: &str) -> String {
    text.replace(['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'], "")
}

fn create(table: &Table) -> String {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let kind = match column.kind {
            ColumnKind::Text => "TEXT",
            ColumnKind::Number | ColumnKind::Flag => "INTEGER",
        };
        let is_key = at == 0 && matches!(table.name, "acts" | "provisions" | "obligations");
        format!("{} {kind}{}", column.name, if is_key { " PRIMARY KEY" } else { "" })
    });
    let columns: Vec<String> = columns.collect();
    format!("CREATE TABLE {} ({}) STRICT;", table.name, columns.join(", "))
}

/// What SQLite says.
pub(super) fn fault(error: rusqlite::Error) -> Error {
    Error::Write { path: "results.sqlite".into(), cause: std::io::Error::other(error) }
}
