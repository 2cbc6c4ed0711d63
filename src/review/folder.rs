//! The folder of documents: what a person has edited since it was written is never overwritten, and a run that fails
//! changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// What the folder remembers of the documents that were written into it.
const MANIFEST: &str = "manifest.json";
/// Versions beside an edited document.
const MOST_BESIDE: u32 = 999;

/// Of each document the digest of its bytes as it was written last.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    schema: u32,
    documents: BTreeMap<String, String>,
}

/// A folder of documents.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is new, or took the place of an earlier one that nobody had edited.
    Here,
    /// It stands there already, to the byte.
    Same,
    /// A person has edited the document of this name, and nothing new is to be said.
    Kept,
    /// A person has edited it: the new version stands beside it, under this name.
    Beside(String),
}

impl Folder {
    /// Looks at a folder, which need not exist.
    ///
    /// # Errors
    /// Its manifest cannot be read.
    pub fn open(path: &Path) -> Result<Folder> {
        let file = path.join(MANIFEST);
        let manifest = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                Error::request(
                    format!("{} is no manifest of lacuna: {error}", file.display()),
                    "move it away; documents that stand there are then taken for edited ones",
                )
            })?,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Manifest::default(),
            Err(cause) => return Err(Error::Read { path: file.display().to_string(), cause }),
        };
        Ok(Folder { path: path.to_owned(), manifest })
    }

    /// Writes all documents or, where one cannot be written, none. Gives what became of each, in their order.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn write(mut self, documents: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Written)>> {
        let failed = |path: &Path, cause: io::Error| Error::Write { path: path.to_owned(), cause };
        fs::create_dir_all(&self.path).map_err(|cause| failed(&self.path, cause))?;
        let staging = tempfile::Builder::new()
            .prefix(".lacuna-")
            .tempdir_in(&self.path)
            .map_err(|cause| failed(&self.path, cause))?;
        let mut outcome = Vec::new();
        let mut moves = Vec::new();
        for (name, bytes) in documents {
            let new = digest(&bytes);
            let written = self.place(&name, &new)?;
            let target = match &written {
                Written::Here => Some(name.clone()),
                Written::Beside(beside) => Some(beside.clone()),
                Written::Same | Written::Kept => None,
            };
            if let Some(target) = target {
                let staged = staging.path().join(&target);
                fs::write(&staged, &bytes).map_err(|cause| failed(&self.path.join(&target), cause))?;
                self.manifest.documents.insert(target.clone(), new);
                moves.push((staged, self.path.join(target)));
            } else if written == Written::Same {
                self.manifest.documents.insert(name.clone(), new);
            }
            outcome.push((name, written));
        }
        self.manifest.schema = 1;
        let manifest = crate::report::json(&self.manifest)?;
        let staged = staging.path().join(MANIFEST);
        fs::write(&staged, manifest).map_err(|cause| failed(&self.path.join(MANIFEST), cause))?;
        // The manifest comes last: if a move fails, what was moved is taken for edited, which loses nothing.
        moves.push((staged, self.path.join(MANIFEST)));
        for (from, to) in moves {
            fs::rename(&from, &to).map_err(|cause| failed(&to, cause))?;
        }
        Ok(outcome)
    }

    /// Where a document may be written.
    fn place(&self, name: &str, new: &str) -> Result<Written> {
        let Some(standing) = self.standing(name)? else { return Ok(Written::Here) };
        if standing == new {
            return Ok(Written::Same);
        }
        let last = self.manifest.documents.get(name);
        if last == Some(&standing) {
            return Ok(Written::Here);
        }
        if last.is_some_and(|last| last == new) {
            return Ok(Written::Kept);
        }
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        for at in 1..=MOST_BESIDE {
            let mark = if at == 1 { "new".to_owned() } else { format!("new-{at}") };
            let beside = format!("{stem}.{mark}.{end}");
            match self.standing(&beside)? {
                Some(standing) if standing == new => return Ok(Written::Kept),
                Some(standing) if self.manifest.documents.get(&beside) != Some(&standing) => {}
                _ => return Ok(Written::Beside(beside)),
            }
        }
        Err(Error::request(
            format!("{name} has too many versions beside it"),
            "move those away that are no longer needed",
        ))
    }

    /// The digest of a file as it stands there.
    fn standing(&self, name: &str) -> Result<Option<String>> {
        let path = self.path.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(digest(&bytes))),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::Write { path, cause }),
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) -> Written {
        let document = vec![("note.md".to_owned(), text.as_bytes().to_vec())];
        Folder::open(path).unwrap().write(document).unwrap().remove(0).1
    }

    #[test]
    fn an_edited_document_is_kept_and_the_new_version_stands_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
        assert_eq!(write(&path, "one"), Written::Here);
        assert_eq!(write(&path, "one"), Written::Same);
        assert_eq!(write(&path, "two"), Written::Here, "nobody has edited it");
        fs::write(path.join("note.md"), "two, edited").unwrap();
        assert_eq!(write(&path, "two"), Written::Kept, "there is nothing new to say");
        assert_eq!(write(&path, "three"), Written::Beside("note.new.md".into()));
        assert_eq!(write(&path, "four"), Written::Beside("note.new.md".into()), "nobody has edited that one");
        fs::write(path.join("note.new.md"), "four, edited").unwrap();
        assert_eq!(write(&path, "five"), Written::Beside("note.new-2.md".into()));
        assert_eq!(read("note.md"), "two, edited");
        assert_eq!(read("note.new.md"), "four, edited");
        assert_eq!(read("note.new-2.md"), "five");
    }

    #[test]
    fn without_a_manifest_what_stands_there_is_taken_for_edited() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("note.md"), "mine").unwrap();
        assert_eq!(write(folder.path(), "one"), Written::Beside("note.new.md".into()));
        fs::write(folder.path().join(MANIFEST), "no manifest").unwrap();
        assert!(Folder::open(folder.path()).is_err());
    }
}
