//! Obligations × acts or States: what was located where.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cases::{CaseNote, Cases};
use super::results::{Duty, Filter, ORIGIN, ORIGIN_COLUMNS, Origin, Results};
use crate::error::{Error, Result};

/// What a row of the matrix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Act,
    /// A State, by its national acts; each territory and federal unit is a row of its own.
    Country,
}

/// What was located where.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Matrix {
    /// Of this format: 1.
    pub schema: u32,
    /// Whether statuses are told: a working paper.
    pub graded: bool,
    pub obligations: Vec<Duty>,
    pub rows: Vec<MatrixRow>,
}

/// An act, a State, a territory.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct MatrixRow {
    pub title: String,
    /// Of the act; empty for a State.
    pub path: String,
    pub country: String,
    pub territory: String,
    pub language: String,
    pub year: Option<u16>,
    pub as_at: String,
    /// Acts that were assessed for it.
    pub acts: usize,
    /// Only where something is to be told: the index of the obligation, and what was located.
    pub cells: BTreeMap<usize, MatrixCell>,
    pub cases: Vec<CaseNote>,
}

/// What was located of an obligation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct MatrixCell {
    /// Where, best first.
    pub places: Vec<MatrixPlace>,
    /// Only with statuses. For a State it stands at each act alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
}

/// A place in a law.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct MatrixPlace {
    pub label: String,
    pub quote: String,
    /// Of the act, where the row is a State.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub act: String,
}

/// Places told of one cell, and characters of a quote: a page of 5,000 acts must stay light.
const PLACES: usize = 4;
const QUOTE: usize = 240;

/// The matrix of a store.
///
/// # Errors
/// Statuses are asked of results that have none, or by State; or the store is damaged.
pub fn matrix(results: &Results, by: By, graded: bool, filter: &Filter, cases: &Cases) -> Result<Matrix> {
    if graded && !results.graded {
        return Err(Error::request(
            "these results hold no statuses",
            "write them by `lacuna batch --statuses`: they are then a working paper",
        ));
    }
    if graded && by == By::Country {
        return Err(Error::request(
            "no State is given a status",
            "statuses are told of acts: use `--by act`, or leave --statuses out",
        ));
    }
    let (condition, values) = filter.acts();
    let sql = format!(
        "SELECT {ORIGIN} FROM acts a WHERE a.reading = 'assessed' AND {condition}
         ORDER BY coalesce(a.country, '~'), coalesce(a.territory, ''), a.path"
    );
    let acts = results.all(&sql, rusqlite::params_from_iter(&values), Origin::read)?;
    let columns: BTreeMap<String, usize> =
        results.obligations.iter().enumerate().map(|(at, duty)| (duty.id.clone(), at)).collect();
    let mut rows: Vec<MatrixRow> = Vec::new();
    let mut of_act: BTreeMap<i64, usize> = BTreeMap::new();
    for act in &acts {
        let key = |row: &MatrixRow| {
            let origin = jurisdiction(act);
            by == By::Country && (row.country.as_str(), row.territory.as_str()) == (&origin.0, &origin.1)
        };
        if !rows.last().is_some_and(key) {
            rows.push(row(act, by));
        }
        let at = rows.len() - 1;
        rows[at].acts += 1;
        rows[at].cases.extend(cases.about(act).map(super::cases::Case::note));
        of_act.insert(act.act, at);
    }
    let sql = format!(
        "SELECT {ORIGIN}, e.obligation, e.label, e.quote FROM evidence e JOIN acts a USING (act)
         WHERE {condition} ORDER BY e.act, e.obligation, e.rank"
    );
    let mut statement = results.store.prepare(&sql).map_err(|error| results.fault(error))?;
    let mut found =
        statement.query(rusqlite::params_from_iter(&values)).map_err(|error| results.fault(error))?;
    while let Some(row) = found.next().map_err(|error| results.fault(error))? {
        let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
        let read = || {
            Ok((
                row.get::<_, i64>(0)?,
                text(2)?,
                text(ORIGIN_COLUMNS)?,
                text(ORIGIN_COLUMNS + 1)?,
                text(ORIGIN_COLUMNS + 2)?,
            ))
        };
        let (act, title, duty, label, quote) =
            read().map_err(|error: rusqlite::Error| results.fault(error))?;
        let (Some(&at), Some(&column)) = (of_act.get(&act), columns.get(&duty)) else { continue };
        let cell = rows[at].cells.entry(column).or_default();
        let repeated = cell.places.iter().any(|it| it.label == label && it.act == title);
        if cell.places.len() < PLACES && !repeated {
            let act = if by == By::Country { title } else { String::new() };
            cell.places.push(MatrixPlace { label, quote: shortened(&quote), act });
        }
    }
    if graded {
        let sql = format!(
            "SELECT f.act, f.obligation, f.status FROM findings f JOIN acts a USING (act) WHERE {condition}"
        );
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let all: Vec<(i64, String, String)> = results.all(&sql, rusqlite::params_from_iter(&values), read)?;
        for (act, duty, status) in all {
            if let (Some(&at), Some(&column)) = (of_act.get(&act), columns.get(&duty)) {
                rows[at].cells.entry(column).or_default().status = status;
            }
        }
    }
    for row in &mut rows {
        row.cases.sort();
        row.cases.dedup();
    }
    Ok(Matrix { schema: 1, graded, obligations: results.obligations.clone(), rows })
}

/// Whose law it is: the State and, where it is not the State's own, of which part.
fn jurisdiction(act: &Origin) -> (String, String) {
    let level = act.level.clone().filter(|level| level != "national");
    (act.country.clone().unwrap_or_default(), act.territory.clone().or(level).unwrap_or_default())
}

fn row(act: &Origin, by: By) -> MatrixRow {
    let (country, territory) = jurisdiction(act);
    match by {
        By::Country => MatrixRow { title: String::new(), country, territory, ..MatrixRow::default() },
        By::Act => MatrixRow {
            title: act.title.clone(),
            path: act.path.clone(),
            country,
            territory,
            language: act.language.clone(),
            year: act.year,
            as_at: act.as_at.clone().unwrap_or_default(),
            ..MatrixRow::default()
        },
    }
}

fn shortened(quote: &str) -> String {
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match quote.char_indices().nth(QUOTE) {
        Some((cut, _)) => format!("{} …", quote[..cut].trim_end()),
        None => quote,
    }
}
