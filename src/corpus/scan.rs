//! Every act of a corpus, ranked by what it carries.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, OnceLock};

use rayon::iter::{ParallelBridge as _, ParallelIterator as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::documents::{Document, documents};
use crate::assessment::{self, Assessment, Finding};
use crate::checklist::{Checklist, Rules, Status};
use crate::error::Result;
use crate::query::Topic;
use crate::source::{Metadata, Reader, Source};
use crate::structure::outline;

/// Texts in flight between the disk and the processors.
const IN_FLIGHT: usize = 64;

/// How a corpus is scanned.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What holds of every text that does not say otherwise.
    pub about: Metadata,
    pub reader: Reader,
}

/// A scanned corpus, best first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct Scan {
    /// Of this format: 1.
    pub schema: u32,
    pub acts: Vec<ScannedAct>,
    /// Texts that were not read, and why, by name.
    pub unread: BTreeMap<String, String>,
    /// Texts read in which nothing was found.
    pub empty: usize,
}

/// An act that carries something.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
pub struct ScannedAct {
    pub path: String,
    pub title: String,
    pub language: String,
    pub country: Option<String>,
    /// Of the bytes of the file.
    pub sha256: String,
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

/// Scans folders, archives and files.
///
/// # Errors
/// A path does not exist, or the rules of a language are faulty.
pub fn scan(paths: &[PathBuf], rules: &Rules, options: &Options) -> Result<Scan> {
    let topics: BTreeMap<String, OnceLock<Topic>> =
        rules.languages().map(|language| (language.to_owned(), OnceLock::new())).collect();
    let (send, receive) = sync_channel::<Document>(IN_FLIGHT);
    let found = Mutex::new(Scan { schema: 1, acts: Vec::new(), unread: BTreeMap::new(), empty: 0 });
    let walked = std::thread::scope(|scope| {
        let walker = scope.spawn(move || {
            documents(paths, options.reader.limits.size, &mut |document| {
                // The receiver outlives the walk.
                let _ = send.send(document);
            })
        });
        receive.into_iter().par_bridge().for_each(|document| {
            let name = document.name.clone();
            let result = one(document, rules, &topics, options);
            let mut scan = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match result {
                Ok(Some(act)) => scan.acts.push(act),
                Ok(None) => scan.empty += 1,
                Err(error) => drop(scan.unread.insert(name, error.to_string())),
            }
        });
        walker.join().unwrap_or(Ok(()))
    });
    walked?;
    let mut scan = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    scan.acts.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.path.cmp(&b.path)));
    Ok(scan)
}

fn one(
    document: Document,
    rules: &Rules,
    topics: &BTreeMap<String, OnceLock<Topic>>,
    options: &Options,
) -> Result<Option<ScannedAct>> {
    let source = Source::from_bytes(&document.name, document.bytes?, &options.about, &options.reader)?;
    let vocabulary = rules.vocabulary(&source.language)?;
    let sought = || {
        let rules = rules.checklists.iter().filter_map(|list| list.scan.as_ref());
        let concepts: Vec<String> = rules.flat_map(|rule| rule.topics.iter().cloned()).collect();
        Topic::new(vocabulary, &concepts)
    };
    if !topics.get(&source.language).is_none_or(|it| it.get_or_init(sought).may_stand_in(&source.text)) {
        return Ok(None);
    }
    let act = outline(source);
    let acts = [act];
    let assessment = assessment::assess(&acts, rules, &assessment::Options::default())?;
    let [act] = acts;
    let carried: Vec<&Finding> = assessment
        .findings
        .iter()
        .filter(|it| it.status != Status::Absent && !it.evidence.is_empty())
        .collect();
    let weight = weight(&assessment, &carried, &rules.checklists);
    if weight == 0 {
        return Ok(None);
    }
    let obligations = carried.iter().map(|it| Carried {
        obligation: it.obligation.clone(),
        label: it.evidence.first().map(|evidence| evidence.label.clone()).unwrap_or_default(),
    });
    Ok(Some(ScannedAct {
        path: document.name,
        title: act.title.clone(),
        language: act.source.language.clone(),
        country: act.source.meta.country.clone(),
        sha256: act.source.sha256.clone(),
        obligations: obligations.collect(),
        weight,
    }))
}

/// An act with an offence of the kind sought stands above all others. Below, what only such laws say counts
/// more than the general clauses that every criminal code has.
fn weight(assessment: &Assessment, carried: &[&Finding], checklists: &[Checklist]) -> u32 {
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
        (0, _) => general + 3 * special,
        _ => 1000 + general + 3 * special,
    }
}
