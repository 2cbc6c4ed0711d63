//! The memory of a batch: a line for each act, written as soon as it is known, so that neither a signal nor a
//! power cut costs more than the acts in flight.
//!
//! A line is `{"sum":"…","record":…}`: the first 16 figures of the SHA-256 of the record's own bytes. A line whose
//! sum is wrong was torn and counts for nothing; a torn end is cut off before anything is written behind it.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::export::UNFINISHED;
use super::record::{Reading, Record};
use crate::error::{Error, Result};

/// Its name in the folder of results.
pub(super) const NAME: &str = "journal.jsonl";

const BEFORE_SUM: &str = "{\"sum\":\"";
const BEFORE_RECORD: &str = "\",\"record\":";
const SUM: usize = 16;
const FRAME: usize = BEFORE_SUM.len() + SUM + BEFORE_RECORD.len();

/// What is written reaches the disk after so many records, bytes or so much time.
const GROUP: usize = 64;
const GROUP_BYTES: usize = 8 << 20;
const GROUP_TIME: Duration = Duration::from_secs(1);

/// An open journal. Only one batch writes to it at a time.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    end: u64,
    entries: BTreeMap<String, Entry>,
    /// Lines that newer ones have taken the place of.
    stale: usize,
    pending: Vec<u8>,
    pending_records: usize,
    synced: Instant,
}

/// Where the newest record of an act stands.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub sha256: String,
    pub reading: Reading,
    start: u64,
    length: usize,
}

/// The first line: under which rules and options the others were made.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Head {
    journal: u32,
    digest: String,
}

/// What the index needs of a record.
#[derive(Deserialize)]
struct Key {
    path: String,
    sha256: String,
    reading: Reading,
}

impl Journal {
    /// Opens the journal of a folder. What was written under other rules or options is not kept.
    ///
    /// # Errors
    /// Another batch writes to it, or it cannot be read or written.
    pub fn open(folder: &Path, digest: &str) -> Result<Journal> {
        let path = folder.join(NAME);
        let failed = |cause| Error::Write { path: path.clone(), cause };
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(failed)?;
        if file.try_lock().is_err() {
            return Err(Error::request(
                format!("another batch writes to {}", folder.display()),
                "wait until it has ended, or choose another --out",
            ));
        }
        let mut journal = Journal {
            path: path.clone(),
            file,
            end: 0,
            entries: BTreeMap::new(),
            stale: 0,
            pending: Vec::new(),
            pending_records: 0,
            synced: Instant::now(),
        };
        let head = Head { journal: 1, digest: digest.to_owned() };
        if !journal.read(&head).map_err(failed)? {
            journal.begin(&head).map_err(failed)?;
        }
        Ok(journal)
    }

    /// Reads what is there; false when it belongs to other rules, or nothing is there.
    fn read(&mut self, head: &Head) -> io::Result<bool> {
        let mut reader = BufReader::with_capacity(1 << 20, &self.file);
        let mut line = Vec::new();
        let (mut at, mut whole) = (0_u64, 0_u64);
        let (mut entries, mut stale) = (BTreeMap::new(), 0);
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)?;
            if line.last() != Some(&b'\n') {
                break;
            }
            let record = sound(&line);
            if at == 0 {
                let read = record.and_then(|record| serde_json::from_slice::<Head>(record).ok());
                if read.as_ref() != Some(head) {
                    return Ok(false);
                }
            } else if let Some(key) = record.and_then(|record| serde_json::from_slice::<Key>(record).ok()) {
                let entry = Entry { sha256: key.sha256, reading: key.reading, start: at, length };
                stale += usize::from(entries.insert(key.path, entry).is_some());
            } else {
                stale += 1;
            }
            at += length as u64;
            whole = at;
        }
        // Behind a torn end nothing could be written.
        if self.file.metadata()?.len() != whole {
            self.file.set_len(whole)?;
            self.file.sync_data()?;
        }
        (self.entries, self.stale, self.end) = (entries, stale, whole);
        Ok(whole > 0)
    }

    fn begin(&mut self, head: &Head) -> io::Result<()> {
        self.file.set_len(0)?;
        self.end = 0;
        (self.entries, self.stale) = (BTreeMap::new(), 0);
        let line = framed(&serde_json::to_vec(head)?);
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&line)?;
        self.file.sync_data()?;
        self.end = line.len() as u64;
        Ok(())
    }

    /// The newest record of each act, by its name.
    pub fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.entries
    }

    /// Adds a record as `packed` made it. It is safe once its group has reached the disk.
    pub fn append(&mut self, packed: Packed) -> Result<()> {
        let length = packed.line.len();
        let start = self.end + self.pending.len() as u64;
        self.pending.extend_from_slice(&packed.line);
        self.pending_records += 1;
        let entry = Entry { sha256: packed.sha256, reading: packed.reading, start, length };
        self.stale += usize::from(self.entries.insert(packed.path, entry).is_some());
        let full = self.pending_records >= GROUP || self.pending.len() >= GROUP_BYTES;
        if full || self.synced.elapsed() >= GROUP_TIME { self.sync() } else { Ok(()) }
    }

    /// Brings to the disk what is pending.
    pub fn sync(&mut self) -> Result<()> {
        let failed = |cause| Error::Write { path: self.path.clone(), cause };
        if !self.pending.is_empty() {
            self.file.seek(SeekFrom::Start(self.end)).map_err(failed)?;
            self.file.write_all(&self.pending).map_err(failed)?;
            self.file.sync_data().map_err(failed)?;
            self.end += self.pending.len() as u64;
            self.pending.clear();
            self.pending_records = 0;
        }
        self.synced = Instant::now();
        Ok(())
    }

    /// The record of an act; everything pending must be on the disk.
    pub fn record(&mut self, path: &str) -> Result<Option<Record>> {
        let Some(entry) = self.entries.get(path).cloned() else { return Ok(None) };
        let line = self.line(&entry).map_err(|cause| self.unreadable(cause))?;
        let record = sound(&line).and_then(|record| serde_json::from_slice(record).ok());
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a line has changed while it was read");
        record.map(Some).ok_or_else(|| self.unreadable(damaged()))
    }

    fn line(&mut self, entry: &Entry) -> io::Result<Vec<u8>> {
        let mut line = vec![0; entry.length];
        self.file.seek(SeekFrom::Start(entry.start))?;
        self.file.read_exact(&mut line)?;
        Ok(line)
    }

    fn unreadable(&self, cause: io::Error) -> Error {
        Error::Read { path: self.path.display().to_string(), cause }
    }

    /// Rewrites the journal with the newest line of each of these acts alone, where it holds others.
    pub fn tidy(mut self, keep: impl Fn(&str) -> bool, digest: &str) -> Result<()> {
        self.sync()?;
        if self.stale == 0 && self.entries.keys().all(|path| keep(path)) {
            return Ok(());
        }
        let path = self.path.clone();
        let failed = |cause| Error::Write { path: path.clone(), cause };
        let folder = path.parent().unwrap_or(Path::new("."));
        let out = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder);
        let mut out = out.map_err(failed)?;
        let head = serde_json::to_vec(&Head { journal: 1, digest: digest.to_owned() }).unwrap_or_default();
        out.write_all(&framed(&head)).map_err(failed)?;
        for (_, entry) in self.entries.clone().into_iter().filter(|(path, _)| keep(path)) {
            let line = self.line(&entry).map_err(failed)?;
            out.write_all(&line).map_err(failed)?;
        }
        out.as_file().sync_data().map_err(failed)?;
        out.persist(&path).map(drop).map_err(|error| failed(error.error))
    }
}

/// A record as a line, made where the act was read.
#[derive(Debug)]
pub(super) struct Packed {
    path: String,
    sha256: String,
    reading: Reading,
    line: Vec<u8>,
}

impl Packed {
    pub fn new(record: &Record) -> Packed {
        let bytes = serde_json::to_vec(record).unwrap_or_default();
        Packed {
            path: record.path.clone(),
            sha256: record.sha256.clone(),
            reading: record.reading,
            line: framed(&bytes),
        }
    }
}

fn framed(record: &[u8]) -> Vec<u8> {
    let mut line = Vec::with_capacity(FRAME + record.len() + 2);
    line.extend_from_slice(BEFORE_SUM.as_bytes());
    line.extend_from_slice(sum(record).as_bytes());
    line.extend_from_slice(BEFORE_RECORD.as_bytes());
    line.extend_from_slice(record);
    line.extend_from_slice(b"}\n");
    line
}

/// The record of a line, if the line is as it was written.
fn sound(line: &[u8]) -> Option<&[u8]> {
    let record = line.strip_suffix(b"}\n")?.get(FRAME..)?;
    let stated = line.get(BEFORE_SUM.len()..BEFORE_SUM.len() + SUM)?;
    (stated == sum(record).as_bytes()).then_some(record)
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(SUM / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::record::About;
    use super::*;

    fn record(path: &str, sha256: &str) -> Record {
        Record::bare(path.into(), sha256.into(), Reading::SetAside, About::default())
    }

    fn filled(folder: &Path) -> Vec<u8> {
        let mut journal = Journal::open(folder, "one").unwrap();
        for (path, sha256) in [("a", "1"), ("b", "2"), ("a", "3")] {
            journal.append(Packed::new(&record(path, sha256))).unwrap();
        }
        journal.sync().unwrap();
        std::fs::read(folder.join(NAME)).unwrap()
    }

    #[test]
    fn cut_at_any_byte_it_holds_what_was_whole() {
        let folder = tempfile::tempdir().unwrap();
        let whole = filled(folder.path());
        for length in 0..whole.len() {
            std::fs::write(folder.path().join(NAME), &whole[..length]).unwrap();
            let mut journal = Journal::open(folder.path(), "one").unwrap();
            let lines = whole[..length].iter().filter(|&&byte| byte == b'\n').count();
            assert_eq!(journal.entries().len(), lines.saturating_sub(1).min(2), "cut at {length}");
            journal.append(Packed::new(&record("c", "4"))).unwrap();
            journal.sync().unwrap();
            assert_eq!(journal.record("c").unwrap(), Some(record("c", "4")));
            drop(journal);
            let again = Journal::open(folder.path(), "one").unwrap();
            assert!(again.entries().contains_key("c"));
        }
    }

    #[test]
    fn a_line_that_rotted_counts_for_nothing_and_the_rest_does() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = filled(folder.path());
        let second = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 40;
        bytes[second] ^= 1;
        std::fs::write(folder.path().join(NAME), bytes).unwrap();
        let mut journal = Journal::open(folder.path(), "one").unwrap();
        assert_eq!(journal.record("a").unwrap(), Some(record("a", "3")));
        assert_eq!(journal.entries().len(), 2);
    }

    #[test]
    fn other_rules_begin_anew_and_a_second_batch_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let journal = Journal::open(folder.path(), "two").unwrap();
        assert!(journal.entries().is_empty());
        assert!(Journal::open(folder.path(), "two").is_err());
    }

    #[test]
    fn tidied_it_holds_each_act_once() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let journal = Journal::open(folder.path(), "one").unwrap();
        journal.tidy(|path| path == "a", "one").unwrap();
        let mut journal = Journal::open(folder.path(), "one").unwrap();
        assert_eq!(journal.entries().keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(journal.record("a").unwrap(), Some(record("a", "3")));
    }
}
