//! Every act of a corpus, ranked by what it carries.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;

use rayon::iter::{ParallelBridge as _, ParallelIterator as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::documents::{Document, documents};
use super::known::{Known, Standing, Version};
use super::reading::{Desk, Options, Read, told};
use super::record::{About, Record};
use crate::assessment::{Assessment, Finding};
use crate::checklist::{Checklist, Rules, Status};
use crate::error::Result;

/// Texts in flight between the disk and the processors.
const IN_FLIGHT: usize = 64;

/// A scanned corpus, best first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Scan {
    /// Of this format: 1.
    pub schema: u32,
    pub acts: Vec<ScannedAct>,
    /// Texts that were not read, and why, by name.
    pub unread: BTreeMap<String, String>,
    /// Texts read in which nothing was found.
    pub empty: usize,
    /// Paths of known acts of which no version is there; only against an earlier export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<String>,
}

/// An act that carries something.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct ScannedAct {
    pub path: String,
    pub title: String,
    pub language: String,
    pub country: Option<String>,
    /// A territory or federal unit: its law is not the State's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Where the text is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Of the bytes of the file.
    pub sha256: String,
    /// Against an earlier export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What it carries, in checklist order.
    pub obligations: Vec<Carried>,
    /// How much speaks for looking at it; only the order counts.
    pub weight: u32,
}

/// An obligation for which something was found, and the first provision that carries it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Carried {
    pub obligation: String,
    pub label: String,
}

/// Scans folders, archives and files, and holds them against what was known, where that is given.
///
/// # Errors
/// A path does not exist, or the rules of a language are faulty.
pub fn scan(paths: &[PathBuf], rules: &Rules, options: &Options, known: Option<&Known>) -> Result<Scan> {
    let desk = Desk::new(rules, options);
    let (send, receive) = sync_channel::<Document>(IN_FLIGHT);
    let found = Mutex::new((Scan { schema: 1, ..Scan::default() }, Vec::new()));
    let walked = std::thread::scope(|scope| {
        let walker = scope.spawn(move || {
            documents(paths, options.reader.limits.size, &mut |document| {
                // The receiver outlives the walk.
                let _ = send.send(document);
            })
        });
        receive.into_iter().par_bridge().for_each(|document| {
            let name = document.name.clone();
            let result = one(document, rules, &desk);
            let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let (scan, versions) = &mut *found;
            match result {
                Ok((version, act)) => {
                    let standing = known.map(|known| known.standing(&version));
                    match act {
                        Some(act) => scan.acts.push(ScannedAct { standing, ..act }),
                        None => scan.empty += 1,
                    }
                    if known.is_some() {
                        versions.push(version);
                    }
                }
                Err(error) => {
                    // It is there, whatever it says.
                    versions.push(Version { path: name.clone(), ..Version::default() });
                    scan.unread.insert(name, told(&error));
                }
            }
        });
        walker.join().unwrap_or(Ok(()))
    });
    walked?;
    let (mut scan, versions) = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    scan.gone = known.map(|known| known.gone(&versions)).unwrap_or_default();
    scan.acts.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.path.cmp(&b.path)));
    Ok(scan)
}

/// The text's version, and the act where it carries something.
fn one(document: Document, rules: &Rules, desk: &Desk) -> Result<(Version, Option<ScannedAct>)> {
    let path = document.name.clone();
    let (act, assessment) = match desk.read(document)? {
        Read::Assessed(read) => *read,
        Read::Aside(source) => {
            let record = Record::set_aside(path, &source);
            return Ok((version(&record.path, &record.about, &record.sha256), None));
        }
    };
    let about = About::new(&act.source.meta, &act.title, &act.source.language);
    let version = version(&path, &about, &act.source.sha256);
    let carried: Vec<&Finding> = assessment
        .findings
        .iter()
        .filter(|it| it.status != Status::Absent && !it.evidence.is_empty())
        .collect();
    let about_it = || {
        if desk.is_titled(&act) {
            500
        } else if desk.is_named(&act) {
            250
        } else {
            0
        }
    };
    let weight = weight(&assessment, &carried, &rules.checklists, about_it);
    if weight == 0 {
        return Ok((version, None));
    }
    let obligations = carried.iter().map(|it| Carried {
        obligation: it.obligation.clone(),
        label: it.evidence.first().map(|evidence| evidence.label.clone()).unwrap_or_default(),
    });
    let scanned = ScannedAct {
        path,
        title: about.title,
        language: about.language,
        country: about.country,
        territory: about.territory,
        number: about.number,
        date: act.source.meta.date.clone(),
        as_at: about.as_at,
        status: about.status,
        address: about.address,
        sha256: act.source.sha256.clone(),
        standing: None,
        obligations: obligations.collect(),
        weight,
    };
    Ok((version, Some(scanned)))
}

fn version(path: &str, about: &About, sha256: &str) -> Version {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    Version {
        path: path.to_owned(),
        sha256: sha256.to_owned(),
        title: about.title.clone(),
        country: text(&about.country),
        number: text(&about.number),
        as_at: text(&about.as_at),
    }
}

/// An act with an offence of the kind sought stands above all others, then one whose title names a topic, then one that
/// speaks of the matter by its name.
/// Within these, what only such laws say counts more than the general clauses that every criminal code has.
fn weight(
    assessment: &Assessment,
    carried: &[&Finding],
    checklists: &[Checklist],
    about_it: impl Fn() -> u32,
) -> u32 {
    let duties = || checklists.iter().flat_map(|list| &list.obligations);
    let is_general =
        |it: &&&Finding| duties().any(|duty| duty.id == it.obligation && duty.general_part.is_some());
    let met = |it: &&Finding| if it.status == Status::Met { 2 } else { 1 };
    let general: u32 = carried.iter().filter(is_general).map(met).sum();
    let special: u32 = carried.iter().filter(|it| !is_general(it)).map(met).sum();
    let sets = checklists.iter().filter_map(|list| list.scan.as_ref()).map(|rule| &rule.offences);
    let offences: usize = sets.filter_map(|set| assessment.sets.get(set)).map(Vec::len).sum();
    match (offences, special) {
        (0, 0) => 0,
        (0, _) => about_it() + general + 3 * special,
        _ => 1000 + general + 3 * special,
    }
}
