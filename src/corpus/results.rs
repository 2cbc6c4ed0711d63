//! The store of a batch, opened for reading.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::About;
use super::sqlite::SCHEMA;
use crate::error::{Error, Result};

/// The results of a batch.
#[derive(Debug)]
pub struct Results {
    pub(super) store: Connection,
    path: PathBuf,
    /// Whether statuses were asked for when it was written.
    pub graded: bool,
    /// What was sought, in order.
    pub obligations: Vec<Duty>,
}

/// An obligation, as the results know it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Duty {
    pub id: String,
    pub article: String,
    pub instrument: String,
    pub title: String,
}

/// Where a provision comes from: what a citation of it must say.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Origin {
    /// Number of the act in the results.
    pub act: i64,
    pub path: String,
    pub title: String,
    pub country: Option<String>,
    /// A territory or federal unit: its law is not the State's.
    pub territory: Option<String>,
    pub level: Option<String>,
    pub language: String,
    pub year: Option<u16>,
    pub number: Option<String>,
    pub status: Option<String>,
    pub as_at: Option<String>,
    pub address: Option<String>,
}

/// The columns of [`Origin`], from the table of acts called `a`.
pub(super) const ORIGIN: &str = "a.act, a.path, a.title, a.country, a.territory, a.level, a.language, \
    a.year, a.number, a.status, a.as_at, a.address";
/// How many they are.
pub(super) const ORIGIN_COLUMNS: usize = 12;

impl Origin {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Origin> {
        let text = |at| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
        Ok(Origin {
            act: row.get(0)?,
            path: text(1)?,
            title: text(2)?,
            country: row.get(3)?,
            territory: row.get(4)?,
            level: row.get(5)?,
            language: text(6)?,
            year: row.get(7)?,
            number: row.get(8)?,
            status: row.get(9)?,
            as_at: row.get(10)?,
            address: row.get(11)?,
        })
    }

    /// Whose law it is, in a word: `XA`, `XA: Isle of X`.
    pub fn jurisdiction(&self) -> String {
        let country = self.country.as_deref().unwrap_or("–");
        match (&self.territory, &self.level) {
            (Some(territory), _) => format!("{country}: {territory}"),
            (None, Some(level)) if level != "national" => format!("{country}: {level}"),
            _ => country.to_owned(),
        }
    }
}

impl From<(i64, String, About)> for Origin {
    fn from((act, path, it): (i64, String, About)) -> Origin {
        Origin {
            act,
            path,
            title: it.title,
            country: it.country,
            territory: it.territory,
            level: it.level,
            language: it.language,
            year: it.year,
            number: it.number,
            status: it.status,
            as_at: it.as_at,
            address: it.address,
        }
    }
}

/// Which acts are looked at. What is not given restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Codes of States; acts of their territories and federal units are among them, and named as such.
    pub countries: Vec<String>,
    pub languages: Vec<String>,
    /// First and last year.
    pub years: Option<(u16, u16)>,
    /// Provisions that bear on this obligation.
    pub obligation: Option<String>,
}

impl Filter {
    /// A condition on the table of acts called `a`, and its values.
    pub(super) fn acts(&self) -> (String, Vec<String>) {
        let mut parts = vec!["1".to_owned()];
        let mut values = Vec::new();
        for (column, wanted) in [("country", &self.countries), ("language", &self.languages)] {
            if !wanted.is_empty() {
                parts.push(format!("a.{column} IN ({})", vec!["?"; wanted.len()].join(", ")));
                values.extend(wanted.iter().cloned());
            }
        }
        if let Some((first, last)) = self.years {
            parts.push(format!("a.year BETWEEN {first} AND {last}"));
        }
        (parts.join(" AND "), values)
    }
}

impl Results {
    /// Opens the results in a folder, or a store by its name.
    ///
    /// # Errors
    /// There is no store, or one of another version.
    pub fn open(path: &Path) -> Result<Results> {
        let file = if path.is_dir() { path.join("results.sqlite") } else { path.to_owned() };
        if !file.is_file() {
            return Err(Error::request(
                format!("there are no results in {}", path.display()),
                "`lacuna batch LAWS --out RESULTS` writes them, with --format sqlite among the formats",
            ));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let refused = |error: rusqlite::Error| Error::Read {
            path: file.display().to_string(),
            cause: std::io::Error::other(error),
        };
        let store = Connection::open_with_flags(&file, flags).map_err(refused)?;
        let version: i64 =
            store.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(refused)?;
        if version != SCHEMA {
            return Err(Error::request(
                format!("{} is no store that this program reads", file.display()),
                "write it anew by `lacuna batch`",
            ));
        }
        let mut results = Results { store, path: file, graded: false, obligations: Vec::new() };
        let mode = results.all("SELECT value FROM about WHERE name = 'mode'", [], |row| row.get(0))?;
        results.graded = mode.first().is_some_and(|mode: &String| mode == "statuses");
        results.obligations = results.all(
            "SELECT obligation, coalesce(article, ''), coalesce(instrument, ''), coalesce(title, '')
             FROM obligations ORDER BY place",
            [],
            |row| {
                let (id, article, instrument, title) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                Ok(Duty { id, article, instrument, title })
            },
        )?;
        Ok(results)
    }

    /// The obligation of this id, in whatever case.
    ///
    /// # Errors
    /// The results know no such obligation.
    pub fn duty(&self, id: &str) -> Result<&Duty> {
        self.obligations.iter().find(|duty| duty.id.eq_ignore_ascii_case(id)).ok_or_else(|| {
            let known: Vec<&str> = self.obligations.iter().map(|duty| duty.id.as_str()).collect();
            Error::request(
                format!("the results know no obligation `{id}`"),
                format!("they have: {}", known.join(", ")),
            )
        })
    }

    /// All rows of a query.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let rows = || -> rusqlite::Result<Vec<T>> {
            self.store.prepare_cached(sql)?.query_map(values, read)?.collect()
        };
        rows().map_err(|error| self.fault(error))
    }

    /// The obligations on which each provision bears: act and place to ids, in checklist order.
    pub(super) fn tags(&self, acts: &[i64]) -> Result<BTreeMap<(i64, i64), Vec<String>>> {
        let mut tags: BTreeMap<(i64, i64), Vec<String>> = BTreeMap::new();
        let sql =
            "SELECT DISTINCT e.place, e.obligation FROM evidence e JOIN obligations o USING (obligation)
                   WHERE e.act = ? AND e.place IS NOT NULL ORDER BY e.place, o.place";
        for act in acts {
            for (place, duty) in self.all(sql, [act], |row| Ok((row.get(0)?, row.get(1)?)))? {
                tags.entry((*act, place)).or_default().push(duty);
            }
        }
        Ok(tags)
    }

    pub(super) fn fault(&self, error: rusqlite::Error) -> Error {
        Error::Read { path: self.path.display().to_string(), cause: std::io::Error::other(error) }
    }
}
