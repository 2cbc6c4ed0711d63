//! Terms and connectors over the provisions of a store: the index of words narrows, the engine decides.

use std::collections::BTreeSet;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cases::{CaseNote, Cases};
use super::results::{Filter, ORIGIN, ORIGIN_COLUMNS, Origin, Results};
use crate::checklist::Rules;
use crate::error::{Error, Result};
use crate::query::{Bound, Carry, Dialect, Need, Text, Vocabulary, parse};
use crate::source::{Metadata, Source};
use crate::span::Span;
use crate::structure::outline;

/// What a search found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Found {
    /// Of this format: 1.
    pub schema: u32,
    pub query: String,
    /// In the order of the paths and of each text.
    pub provisions: Vec<FoundProvision>,
    /// Languages whose lexicon lacks a concept of the query: their acts were not searched.
    pub languages_not_searched: Vec<String>,
}

/// A provision that holds what was sought: an extract record.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct FoundProvision {
    #[serde(flatten)]
    pub origin: Origin,
    /// As a lawyer cites it.
    pub label: String,
    pub eid: String,
    pub kind: String,
    pub heading: String,
    /// Line of the text on which it begins.
    pub line: u32,
    /// Whole and verbatim.
    pub text: String,
    /// Bytes of `text` that hold the words.
    pub marks: Vec<Span>,
    /// The obligations on which it bears.
    pub obligations: Vec<String>,
    /// Decisions on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<CaseNote>,
}

/// A provision that may hold it.
struct Candidate {
    place: i64,
    unit: String,
    found: FoundProvision,
}

/// Searches the provisions of a store.
///
/// # Errors
/// The query does not parse, a concept is known in no language of the store, or the store is damaged.
pub fn search(results: &Results, rules: &Rules, text: &str, filter: &Filter, cases: &Cases) -> Result<Found> {
    let query = parse(text, Dialect::Search).map_err(|fault| told(text, &fault))?;
    if let Some(id) = &filter.obligation {
        results.duty(id)?;
    }
    let (condition, values) = filter.acts();
    let languages: Vec<String> = results.all(
        &format!(
            "SELECT DISTINCT a.language FROM acts a WHERE a.reading = 'assessed' AND {condition} ORDER BY 1"
        ),
        rusqlite::params_from_iter(&values),
        |row| row.get(0),
    )?;
    let mut found = Found {
        schema: 1,
        query: text.to_owned(),
        provisions: Vec::new(),
        languages_not_searched: Vec::new(),
    };
    let mut unknown = BTreeSet::new();
    let mut searched = languages.is_empty();
    for language in languages {
        let Ok(vocabulary) = rules.vocabulary(&language) else {
            found.languages_not_searched.push(language);
            continue;
        };
        match vocabulary.bind(&query) {
            Ok(bound) => {
                searched = true;
                let hits = in_language(results, vocabulary, &bound, filter, &language)?;
                found.provisions.extend(with_cases(results, hits, cases)?);
            }
            Err(missing) => {
                unknown.extend(missing);
                found.languages_not_searched.push(language);
            }
        }
    }
    if !searched {
        let names: Vec<String> = unknown.into_iter().collect();
        return Err(Error::request(
            format!("no lexicon of these acts knows @{}", names.join(", @")),
            "`lacuna rules docs` shows the concepts; words need no lexicon",
        ));
    }
    found.provisions.sort_by(|a, b| (&a.origin.path, a.line, &a.eid).cmp(&(&b.origin.path, b.line, &b.eid)));
    Ok(found)
}

/// Provisions read at once.
const CHUNK: usize = 512;

fn in_language(
    results: &Results,
    vocabulary: &Vocabulary,
    query: &Bound,
    filter: &Filter,
    language: &str,
) -> Result<Vec<Candidate>> {
    let (mut condition, mut values) = filter.acts();
    condition.push_str(" AND a.language = ?");
    values.push(language.to_owned());
    if let Some(obligation) = &filter.obligation {
        condition.push_str(
            " AND EXISTS (SELECT 1 FROM evidence e WHERE e.act = p.act AND e.place = p.place
              AND e.obligation = ? COLLATE NOCASE)",
        );
        values.push(obligation.clone());
    }
    match indexed(&vocabulary.need(query), vocabulary) {
        Indexed::Anything => {}
        Indexed::Nothing => return Ok(Vec::new()),
        Indexed::Words(words) => {
            condition.push_str(" AND p.provision IN (SELECT rowid FROM words WHERE words MATCH ?)");
            values.push(words);
        }
    }
    let sql = format!(
        "SELECT {ORIGIN}, p.place, coalesce(p.unit, ''), p.label, p.eid, p.kind, coalesce(p.heading, ''),
         p.line, coalesce(p.text, '') FROM provisions p JOIN acts a USING (act)
         WHERE {condition} ORDER BY p.provision"
    );
    let mut statement = results.store.prepare(&sql).map_err(|error| results.fault(error))?;
    let rows = statement.query_map(rusqlite::params_from_iter(&values), candidate);
    let mut rows = rows.map_err(|error| results.fault(error))?;
    let mut hits = Vec::new();
    loop {
        let chunk: rusqlite::Result<Vec<Candidate>> = rows.by_ref().take(CHUNK).collect();
        let chunk = chunk.map_err(|error| results.fault(error))?;
        if chunk.is_empty() {
            return Ok(hits);
        }
        let judged = chunk.into_par_iter().filter_map(|mut it| {
            it.found.marks = marks(&it.found.text, &it.found.origin, vocabulary, query)?;
            Some(it)
        });
        hits.extend(judged.collect::<Vec<_>>());
    }
}

fn candidate(row: &rusqlite::Row<'_>) -> rusqlite::Result<Candidate> {
    let text = |at: usize| row.get::<_, Option<String>>(ORIGIN_COLUMNS + at).map(Option::unwrap_or_default);
    Ok(Candidate {
        place: row.get(ORIGIN_COLUMNS)?,
        unit: text(1)?,
        found: FoundProvision {
            origin: Origin::read(row)?,
            label: text(2)?,
            eid: text(3)?,
            kind: text(4)?,
            heading: text(5)?,
            line: row.get(ORIGIN_COLUMNS + 6)?,
            text: text(7)?,
            marks: Vec::new(),
            obligations: Vec::new(),
            cases: Vec::new(),
        },
    })
}

/// The words of the query in a provision; none where it does not hold it. Each provision is read by itself, its
/// heading as a sentence of its own.
fn marks(text: &str, origin: &Origin, vocabulary: &Vocabulary, query: &Bound) -> Option<Vec<Span>> {
    let meta = Metadata {
        language: Some(origin.language.clone()),
        title: Some(String::new()),
        ..Metadata::default()
    };
    let source = Source::from_text("provision", text.to_owned(), &meta).ok()?;
    let act = outline(source);
    let read = Text::new(&act, vocabulary);
    let hits = read.find(query, Carry::NONE);
    let mut marks: Vec<Span> = hits.into_iter().flat_map(|hit| hit.parts).collect();
    if marks.is_empty() {
        marks.extend(act.ids().filter_map(|id| read.own_heading(query, id)));
    }
    marks.retain(|mark| !mark.is_empty());
    marks.sort_unstable();
    marks.dedup();
    (!marks.is_empty()).then_some(marks)
}

fn with_cases(results: &Results, hits: Vec<Candidate>, cases: &Cases) -> Result<Vec<FoundProvision>> {
    let acts: BTreeSet<i64> = hits.iter().map(|hit| hit.found.origin.act).collect();
    let tags = results.tags(&Vec::from_iter(acts))?;
    let finished = hits.into_iter().map(|mut hit| {
        hit.found.obligations = tags.get(&(hit.found.origin.act, hit.place)).cloned().unwrap_or_default();
        hit.found.cases = cases.on(&hit.found.origin, &hit.unit);
        hit.found
    });
    Ok(finished.collect())
}

/// What the index can tell.
enum Indexed {
    Anything,
    Nothing,
    /// As FTS5 wants it.
    Words(String),
}

/// Longest question to the index; a longer one is asked of the texts themselves.
const LONGEST: usize = 60_000;

fn indexed(need: &Need, vocabulary: &Vocabulary) -> Indexed {
    match said(need, vocabulary) {
        Some(words) if words.is_empty() => Indexed::Nothing,
        Some(words) if words.len() <= LONGEST => Indexed::Words(words),
        _ => Indexed::Anything,
    }
}

/// None: nothing is known; empty: it cannot stand anywhere.
fn said(need: &Need, vocabulary: &Vocabulary) -> Option<String> {
    match need {
        Need::Anything => None,
        Need::Word(root) if !vocabulary.is_plain(root) => None,
        Need::Word(root) => Some(format!("\"{}\"{}", root.letters, if root.open_right { " *" } else { "" })),
        Need::Phrase(roots) => {
            // The index knows neither open ends inside of phrases nor what hyphens part.
            let words = roots.iter().map(|root| Need::Word(root.clone())).collect();
            said(&Need::All(words), vocabulary)
        }
        Need::All(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(|part| said(part, vocabulary)).collect();
            match parts.is_empty() {
                true => None,
                false if parts.iter().any(String::is_empty) => Some(String::new()),
                false => Some(format!("({})", parts.join(" AND "))),
            }
        }
        Need::Any(parts) => {
            let parts: Option<Vec<String>> = parts.iter().map(|part| said(part, vocabulary)).collect();
            let parts: Vec<String> = parts?.into_iter().filter(|part| !part.is_empty()).collect();
            Some(if parts.is_empty() { String::new() } else { format!("({})", parts.join(" OR ")) })
        }
    }
}

fn told(text: &str, fault: &crate::query::QueryError) -> Error {
    let caret = " ".repeat(fault.offset) + &"^".repeat(fault.width.max(1));
    Error::request(
        format!("the query has a fault: {}\n  {text}\n  {caret}", fault.message),
        fault.help.clone(),
    )
}
