//! The texts of folders, archives and files, one after the other, in the order of their names.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Formats of law by the names of their files: a folder holds much else, and opening it all costs time.
const ENDINGS: [&str; 11] =
    ["txt", "md", "markdown", "html", "htm", "xhtml", "xml", "akn", "docx", "pdf", "text"];

/// A text of a corpus, not yet decoded.
#[derive(Debug)]
pub struct Document {
    /// Its name in the corpus: the path below the folder, or `archive.tar/path`.
    pub name: String,
    pub bytes: Result<Vec<u8>>,
}

/// Gives every text of these folders, archives (`.tar`, `.zip`) and files to `take`, one after the other.
/// What cannot be read is given with its error.
///
/// # Errors
/// A path does not exist.
pub fn documents(paths: &[PathBuf], most_bytes: u64, take: &mut dyn FnMut(Document)) -> Result<()> {
    files(paths, &mut |found| match found {
        Ok((path, name)) => one(path, &name, most_bytes, take),
        Err((name, error)) => take(Document { name, bytes: Err(error) }),
    })
}

/// How many texts [`documents`] will give; what cannot be listed counts as one.
///
/// # Errors
/// A path does not exist.
pub(super) fn count(paths: &[PathBuf]) -> Result<usize> {
    let mut all = 0;
    files(paths, &mut |found| all += found.map_or(1, |(path, _)| inside(path).unwrap_or(1)))?;
    Ok(all)
}

/// The texts in one file: those of an archive, by its directory alone.
fn inside(path: &Path) -> std::io::Result<usize> {
    match ending(path).as_deref() {
        Some("tar") => {
            let mut archive = tar::Archive::new(File::open(path)?);
            let mut laws = 0;
            for entry in archive.entries_with_seek()? {
                let entry = entry?;
                laws += usize::from(entry.header().entry_type().is_file() && is_law(&entry.path()?));
            }
            Ok(laws)
        }
        Some("zip") => {
            let file = std::io::BufReader::new(File::open(path)?);
            let archive = zip::ZipArchive::new(file).map_err(std::io::Error::other)?;
            let names = archive.file_names().filter_map(|name| name.ok());
            Ok(names.filter(|name| !name.ends_with('/') && is_law(Path::new(&**name))).count())
        }
        _ => Ok(1),
    }
}

/// A file that is read, with its name in the corpus; or what could not be listed.
type Listed<'p> = std::result::Result<(&'p Path, String), (String, Error)>;

/// Every law and archive of the folders, in the order of their names. The folders' own names stand before those
/// of their files where there are several.
fn files(paths: &[PathBuf], take: &mut dyn FnMut(Listed<'_>)) -> Result<()> {
    for path in paths {
        let read = |cause| Error::Read { path: path.display().to_string(), cause };
        let is_folder = std::fs::metadata(path).map_err(read)?.is_dir();
        if !is_folder {
            take(Ok((path, name(path, path.parent().unwrap_or(Path::new(""))))));
            continue;
        }
        let above = if paths.len() > 1 { path.parent().unwrap_or(path) } else { path };
        // Symbolic links are not followed: they lead out of the corpus, or round in it.
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .follow_links(false)
            .sort_by_file_path(|a, b| a.cmp(b))
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let at = entry.path();
                    if is_law(at) || is_archive(at) {
                        take(Ok((at, name(at, above))));
                    }
                }
                Ok(_) => {}
                Err(fault) => {
                    let cause = std::io::Error::other(fault.to_string());
                    let path = path.display().to_string();
                    take(Err((path.clone(), Error::Read { path, cause })));
                }
            }
        }
    }
    Ok(())
}

fn one(path: &Path, name: &str, most: u64, take: &mut dyn FnMut(Document)) {
    let failed = |cause| Error::Read { path: name.to_owned(), cause };
    let result = match ending(path).as_deref() {
        Some("tar") => File::open(path).and_then(|file| tar(file, name, most, take)),
        Some("zip") => File::open(path).and_then(|file| zip(file, name, most, take)),
        _ => {
            let bytes = File::open(path).and_then(|file| limited(file, most));
            return take(Document { name: name.to_owned(), bytes: bytes.map_err(failed) });
        }
    };
    if let Err(cause) = result {
        take(Document { name: name.to_owned(), bytes: Err(failed(cause)) });
    }
}

/// One byte more than the limit is read, so that the decoder tells that it is too large.
fn limited(from: impl std::io::Read, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn tar(file: File, name: &str, most: u64, take: &mut dyn FnMut(Document)) -> std::io::Result<()> {
    for entry in tar::Archive::new(std::io::BufReader::new(file)).entries()? {
        let entry = entry?;
        let inner = entry.path()?.into_owned();
        if entry.header().entry_type().is_file() && is_law(&inner) {
            let name = format!("{name}/{}", inner.display());
            let bytes = limited(entry, most).map_err(|cause| Error::Read { path: name.clone(), cause });
            take(Document { name, bytes });
        }
    }
    Ok(())
}

fn zip(file: File, name: &str, most: u64, take: &mut dyn FnMut(Document)) -> std::io::Result<()> {
    let mut archive = zip::ZipArchive::new(std::io::BufReader::new(file)).map_err(std::io::Error::other)?;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(std::io::Error::other)?;
        let inner = PathBuf::from(entry.name().map_err(std::io::Error::other)?.into_owned());
        if entry.is_file() && is_law(&inner) {
            let name = format!("{name}/{}", inner.display());
            let bytes = limited(entry, most).map_err(|cause| Error::Read { path: name.clone(), cause });
            take(Document { name, bytes });
        }
    }
    Ok(())
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase())
}

fn is_law(path: &Path) -> bool {
    ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn is_archive(path: &Path) -> bool {
    matches!(ending(path).as_deref(), Some("tar" | "zip"))
}

/// The path below the folder, with `/` on every system.
fn name(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}
