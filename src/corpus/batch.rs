//! Every act of a corpus assessed by itself: journal first, export last, so that a run that was stopped goes on
//! where it was.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use rayon::iter::{ParallelBridge as _, ParallelIterator as _};
use sha2::{Digest as _, Sha256};

use super::documents::{Document, count, documents};
use super::export::{Corpus, Store, export};
use super::journal::{Journal, Packed};
use super::reading::{Desk, Options};
use super::record::{Reading, Record};
use crate::checklist::Rules;
use crate::error::{Error, Result};

/// Texts that wait between the disk and the processors, and records on their way back.
const IN_FLIGHT: usize = 16;

/// How far a batch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many texts are there.
    Found(usize),
    /// One more is in the journal.
    Done,
    /// All are; the tables are written.
    Export,
}

/// What a batch did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Texts of the corpus.
    pub texts: usize,
    /// Unchanged since the last run, under the same rules and options.
    pub unchanged: usize,
    pub assessed: usize,
    pub set_aside: usize,
    /// Acts in which something was located.
    pub located: usize,
    /// Of an earlier run, and no longer there.
    pub gone: usize,
    /// Those that could not be read, and why.
    pub unread: Vec<(String, String)>,
    /// The files that were written, by name.
    pub files: Vec<String>,
}

/// Assesses every text of the folders, archives and files, and writes the results into a folder.
///
/// # Errors
/// A path does not exist, the folder cannot be written, or another batch writes to it.
pub fn batch(
    paths: &[PathBuf],
    out: &Path,
    rules: &Rules,
    options: &Options,
    stores: &[Store],
    tell: &(dyn Fn(Step) + Sync),
) -> Result<Summary> {
    std::fs::create_dir_all(out).map_err(|cause| Error::Write { path: out.to_owned(), cause })?;
    outside(paths, out)?;
    let rules_digest = rules.digest();
    let digest = digest(&rules_digest, options);
    let mut journal = Journal::open(out, &digest)?;
    tell(Step::Found(count(paths)?));

    let known = journal.entries().clone();
    let desk = Desk::new(rules, options);
    let mut seen = BTreeSet::new();
    let unchanged = AtomicUsize::new(0);
    // A journal that can no longer be written stops the readers.
    let failed = AtomicBool::new(false);
    let (send, texts) = sync_channel::<Document>(IN_FLIGHT);
    let (pack, packed) = sync_channel::<Packed>(IN_FLIGHT);
    let written: Result<()> = std::thread::scope(|scope| {
        let seen = &mut seen;
        let limit = options.reader.limits.size;
        let walker = scope.spawn(move || {
            documents(paths, limit, &mut |mut document| {
                document.name = unused(document.name, seen);
                // The receiver outlives the walk.
                let _ = send.send(document);
            })
        });
        let (journal, failed, unchanged, desk, known) = (&mut journal, &failed, &unchanged, &desk, &known);
        let writer = scope.spawn(move || {
            let write = || {
                for one in packed {
                    journal.append(one)?;
                    tell(Step::Done);
                }
                journal.sync()
            };
            let result = write();
            failed.store(result.is_err(), Ordering::Relaxed);
            result
        });
        texts.into_iter().par_bridge().for_each_with(pack, |pack, document| {
            if failed.load(Ordering::Relaxed) {
                return;
            }
            let sha256 = document.bytes.as_ref().map_or_else(|_| String::new(), |bytes| hex(bytes));
            let same = known.get(&document.name).is_some_and(|entry| {
                !sha256.is_empty() && entry.sha256 == sha256 && entry.reading != Reading::Unread
            });
            if same {
                unchanged.fetch_add(1, Ordering::Relaxed);
                tell(Step::Done);
                return;
            }
            let record = desk.record(document, sha256);
            // The writer ends before this only with a failure, which it tells itself.
            let _ = pack.send(Packed::new(&record));
        });
        let walked = walker.join().unwrap_or(Ok(()));
        let written = writer.join().unwrap_or(Ok(()));
        walked.and(written)
    });
    written?;

    tell(Step::Export);
    let gone = journal.entries().keys().filter(|path| !seen.contains(*path)).count();
    let mut summary =
        Summary { texts: seen.len(), unchanged: unchanged.into_inner(), gone, ..Summary::default() };
    let corpus = Corpus { rules, digest: &rules_digest, graded: options.statuses };
    summary.files = export(out, stores, &corpus, &mut |take| {
        for path in &seen {
            if let Some(record) = journal.record(path)? {
                summary_of(&record, &mut summary);
                take(&record)?;
            }
        }
        Ok(())
    })?;
    journal.tidy(|path| seen.contains(path), &digest)?;
    Ok(summary)
}

fn summary_of(record: &Record, summary: &mut Summary) {
    match record.reading {
        Reading::Assessed => summary.assessed += 1,
        Reading::SetAside => summary.set_aside += 1,
        Reading::Unread => summary.unread.push((record.path.clone(), record.error.clone())),
    }
    summary.located += usize::from(record.located().next().is_some());
}

/// What a record depends on beside its text.
fn digest(rules: &str, options: &Options) -> String {
    let Options { about, reader, every, statuses } = options;
    let limits = &reader.limits;
    let facts = format!("{rules} {about:?} {:?} {limits:?} {every} {statuses}", reader.tracked);
    hex(facts.as_bytes())
}

/// Two texts never share a row.
fn unused(name: String, seen: &mut BTreeSet<String>) -> String {
    let mut number = 1;
    let mut unique = name.clone();
    while !seen.insert(unique.clone()) {
        number += 1;
        unique = format!("{name} ({number})");
    }
    unique
}

/// Results that lie in the corpus would be read as law by the next run.
fn outside(paths: &[PathBuf], out: &Path) -> Result<()> {
    let Ok(out) = out.canonicalize() else { return Ok(()) };
    match paths.iter().find(|path| path.canonicalize().is_ok_and(|path| out.starts_with(path))) {
        Some(path) => Err(Error::request(
            format!("--out lies in {}, which is read", path.display()),
            "choose a folder beside the corpus",
        )),
        None => Ok(()),
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
