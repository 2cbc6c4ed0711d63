//! An act of a corpus as it is kept: what it is, its provisions, and what was located in it.

use serde::{Deserialize, Serialize};

use crate::assessment::{Assessment, Carried, Finding};
use crate::checklist::{Consequence, Status};
use crate::source::{Level, Metadata, Source};
use crate::structure::{Act, ProvisionId};

/// One act, as a line of the journal holds it.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Record {
    /// Its name in the corpus.
    pub path: String,
    /// Of the bytes of the file; empty where these could not be had.
    pub sha256: String,
    pub reading: Reading,
    /// Why it was not read; empty where it was.
    pub error: String,
    pub about: About,
    pub provisions: Vec<Kept>,
    /// One for each obligation, in checklist order; none where it was not assessed.
    pub findings: Vec<Located>,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    Assessed,
    /// No word of the checklist's topics stands in it: a row, and no more.
    SetAside,
    /// It could not be read.
    Unread,
}

impl Reading {
    /// As tables say it.
    pub fn name(self) -> &'static str {
        match self {
            Reading::Assessed => "assessed",
            Reading::SetAside => "set-aside",
            Reading::Unread => "unread",
        }
    }
}

/// What is known of an act.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct About {
    pub title: String,
    /// ISO 3166-1 alpha-2; none where nobody states it.
    pub country: Option<String>,
    /// A territory or federal unit whose law it is.
    pub territory: Option<String>,
    /// `national`, `federal-unit`, `territory`; none where nothing tells.
    pub level: Option<String>,
    pub language: String,
    pub year: Option<u16>,
    pub number: Option<String>,
    pub status: Option<String>,
    pub as_at: Option<String>,
    pub address: Option<String>,
}

/// A provision as it is shown and searched: a section or article whole, or what stands outside of these.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Kept {
    pub eid: String,
    pub label: String,
    /// Number of the section or article, as sources fold it; empty outside of these.
    pub unit: String,
    pub kind: String,
    pub heading: String,
    /// The line in which it begins, from 1.
    pub line: u32,
    pub text: String,
}

/// What was located for an obligation.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Located {
    pub obligation: String,
    /// Only where statuses were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graded: Option<Graded>,
    /// Empty: not located.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Extract>,
}

/// A status is a working paper: a program's first reading of one text.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Graded {
    pub status: Status,
    pub consequence: Consequence,
    pub flags: Vec<String>,
}

/// The words that carry a finding, and the provision in which they stand.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Extract {
    /// Index into the provisions of the record.
    pub provision: usize,
    pub eid: String,
    pub label: String,
    pub line: u32,
    pub quote: String,
    pub via: Carried,
    /// The elements of the obligation that rest on it.
    pub elements: Vec<String>,
}

impl About {
    /// What the metadata and the title tell of an act. A code such as `XA-N` names a federal unit; whatever has
    /// a territory is never read as the State.
    pub(super) fn new(meta: &Metadata, title: &str, language: &str) -> About {
        let stated = meta.country.clone().filter(|country| !country.is_empty());
        let (country, unit) = match stated.as_deref().and_then(|code| code.split_once('-')) {
            Some((country, _)) => (Some(country.to_owned()), stated.clone()),
            None => (stated.clone(), None),
        };
        let inferred = match (&meta.territory, &unit, &country) {
            (Some(_), _, _) => Some("territory"),
            (None, Some(_), _) => Some("federal-unit"),
            (None, None, Some(_)) => Some("national"),
            _ => None,
        };
        let level = match (&meta.level, &meta.territory) {
            // A text of a territory that calls itself national is not the State's for that.
            (Some(Level::National), Some(_)) => Some("territory".to_owned()),
            (Some(level), _) => Some(level.name().to_owned()),
            (None, _) => inferred.map(str::to_owned),
        };
        About {
            title: title.to_owned(),
            country,
            territory: meta.territory.clone().or(unit),
            level,
            language: language.to_owned(),
            year: year(meta, title),
            number: meta.number.clone(),
            status: meta.status.clone(),
            as_at: meta.as_at.clone(),
            address: meta.source.clone(),
        }
    }

    /// Whether it is the law of the State itself, as far as is stated.
    pub fn is_national(&self) -> bool {
        self.territory.is_none() && self.level.as_deref().is_none_or(|level| level == "national")
    }
}

/// The year of the act: of its date, or the last that its title names.
fn year(meta: &Metadata, title: &str) -> Option<u16> {
    let years = |text: &str| -> Vec<u16> {
        let figures = text.split(|c: char| !c.is_ascii_digit()).filter(|figures| figures.len() == 4);
        figures.filter_map(|it| it.parse().ok()).filter(|year| (1200..=2200).contains(year)).collect()
    };
    let dated = meta.date.as_deref().and_then(|date| years(date).first().copied());
    dated.or_else(|| years(title).last().copied())
}

impl Record {
    /// A text that was not assessed.
    pub(super) fn bare(path: String, sha256: String, reading: Reading, about: About) -> Record {
        let (error, provisions, findings) = (String::new(), Vec::new(), Vec::new());
        Record { path, sha256, reading, error, about, provisions, findings }
    }

    /// A text of which no structure was read: its title is stated, or stands in its first line.
    pub(super) fn set_aside(path: String, source: &Source) -> Record {
        let body = source.text.get(source.front_matter.end as usize..).unwrap_or("");
        let line = body.lines().map(|line| line.trim_start_matches('#').trim()).find(|line| !line.is_empty());
        let first = || line.unwrap_or("").chars().take(200).collect();
        let title: String = source.meta.title.clone().unwrap_or_else(first);
        let about = About::new(&source.meta, &title, &source.language);
        Record::bare(path, source.sha256.clone(), Reading::SetAside, about)
    }

    /// An assessed act.
    pub(super) fn assessed(path: String, act: &Act, assessment: &Assessment, graded: bool) -> Record {
        let source = &act.source;
        let (provisions, places) = kept(act);
        let about = About::new(&source.meta, &act.title, &source.language);
        let findings = assessment.findings.iter().map(|it| located(it, act, &places, graded)).collect();
        Record { provisions, findings, ..Record::bare(path, source.sha256.clone(), Reading::Assessed, about) }
    }

    /// The obligations for which something was located.
    pub fn located(&self) -> impl Iterator<Item = &Located> {
        self.findings.iter().filter(|it| !it.evidence.is_empty())
    }
}

fn located(finding: &Finding, act: &Act, places: &[u32], graded: bool) -> Located {
    let elements = |at: usize| {
        let resting = finding.elements.iter().filter(|element| element.evidence.contains(&at));
        resting.map(|element| element.id.clone()).collect()
    };
    let extract = |(at, it): (usize, &crate::assessment::Evidence)| {
        let home = act.at(it.start);
        Extract {
            provision: places.get(home.index()).map_or(0, |&place| place as usize),
            eid: it.eid.clone(),
            label: it.label.clone(),
            line: it.line,
            quote: it.quote.clone(),
            via: it.via,
            elements: elements(at),
        }
    };
    Located {
        obligation: finding.obligation.clone(),
        graded: graded.then(|| Graded {
            status: finding.status,
            consequence: finding.consequence,
            flags: finding.flags.clone(),
        }),
        evidence: finding.evidence.iter().enumerate().map(extract).collect(),
    }
}

/// Longest text outside of sections and articles that is kept in one piece, in bytes.
const LONGEST_DIVISION: u32 = 20_000;

/// The act in pieces that a person reads at once, and for each provision the piece in which it stands.
fn kept(act: &Act) -> (Vec<Kept>, Vec<u32>) {
    let mut pieces = Vec::new();
    let mut places = vec![0; act.provisions.len()];
    let holds_unit = |id: ProvisionId| act.subtree(id).skip(1).any(|at| act.get(at).kind.is_main_unit());
    let mut next = 1;
    while next < act.provisions.len() as u32 {
        let id = ProvisionId(next);
        let provision = act.get(id);
        let long = provision.span.end - provision.span.start > LONGEST_DIVISION;
        let parts = provision.kind.is_division() && !provision.children.is_empty();
        if parts && (long || holds_unit(id)) {
            // What hangs on the division itself, such as its heading, goes with the piece that follows.
            places[id.index()] = pieces.len() as u32;
            next += 1;
            continue;
        }
        for at in act.subtree(id) {
            places[at.index()] = pieces.len() as u32;
        }
        pieces.push(piece(act, id));
        next = provision.last.0 + 1;
    }
    let last = pieces.len().saturating_sub(1) as u32;
    places.iter_mut().for_each(|place| *place = (*place).min(last));
    (pieces, places)
}

fn piece(act: &Act, id: ProvisionId) -> Kept {
    let provision = act.get(id);
    Kept {
        eid: provision.eid.clone(),
        label: provision.label.clone(),
        unit: provision.unit.clone(),
        kind: provision.kind.name().into(),
        heading: act.heading(id).trim().to_owned(),
        line: act.source.lines.line(provision.span.start),
        text: provision.span.of(&act.source.text).to_owned(),
    }
}
