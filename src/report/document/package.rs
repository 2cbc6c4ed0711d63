//! The archive in which an Office document keeps its parts (ISO/IEC 29500-2): read with bounds, written with
//! neither time nor name of a user, so that the same parts give the same bytes.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Parts of a file, at most.
const MOST: usize = 10_000;

/// Parts by name, in the order of the archive.
#[derive(Debug, Default)]
pub(super) struct Package(Vec<(String, Vec<u8>)>);

impl Package {
    /// Reads all parts.
    ///
    /// # Errors
    /// The archive is damaged, holds too many parts or unpacks to more than `room` bytes.
    pub(super) fn read(bytes: &[u8], room: u64) -> Result<Package, String> {
        let damaged = |fault| format!("the archive is damaged: {fault}");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MOST {
            return Err(format!("the archive has more than {MOST} entries"));
        }
        let mut left = room;
        let mut parts = Vec::with_capacity(archive.len());
        for at in 0..archive.len() {
            let entry = archive.by_index(at).map_err(damaged)?;
            let name = entry.name().map_err(damaged)?.into_owned();
            if entry.is_dir() {
                continue;
            }
            let mut part = Vec::new();
            let read = entry.take(left + 1).read_to_end(&mut part);
            read.map_err(|fault| format!("`{name}` in the archive is damaged: {fault}"))?;
            left = left
                .checked_sub(part.len() as u64)
                .ok_or_else(|| format!("the file unpacks to more than {} MB", room / (1024 * 1024)))?;
            parts.push((name, part));
        }
        Ok(Package(parts))
    }

    /// The text of a part.
    ///
    /// # Errors
    /// The part is not UTF-8.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, String> {
        let Some((_, part)) = self.0.iter().find(|(other, _)| other == name) else { return Ok(None) };
        let text = std::str::from_utf8(part).map_err(|_| format!("`{name}` in the archive is not UTF-8"))?;
        Ok(Some(text.trim_start_matches('\u{feff}')))
    }

    /// Puts a part in the place of the one of that name, or behind all others.
    pub(super) fn set(&mut self, name: &str, text: impl Into<String>) {
        let bytes = text.into().into_bytes();
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, part)) => *part = bytes,
            None => self.0.push((name.to_owned(), bytes)),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Writes the archive.
    ///
    /// # Errors
    /// A part is larger than an archive can hold.
    pub(super) fn write(&self) -> Result<Vec<u8>, String> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in &self.0 {
            zip.start_file(name.as_str(), options()).map_err(|fault| fault.to_string())?;
            zip.write_all(part).map_err(|fault| fault.to_string())?;
        }
        zip.finish().map(Cursor::into_inner).map_err(|fault| fault.to_string())
    }
}

/// A file with some parts replaced or added; every other part keeps its bytes, its place and its packing.
///
/// # Errors
/// The archive is damaged.
pub(super) fn replace(bytes: &[u8], parts: &[(String, String)]) -> Result<Vec<u8>, String> {
    let damaged = |fault| format!("the archive is damaged: {fault}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let write = |zip: &mut ZipWriter<Cursor<Vec<u8>>>, (name, text): &(String, String)| {
        zip.start_file(name.as_str(), options()).map_err(|fault| fault.to_string())?;
        zip.write_all(text.as_bytes()).map_err(|fault| fault.to_string())
    };
    let mut written = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        match parts.iter().find(|(other, _)| *other == name) {
            Some(part) => write(&mut zip, part)?,
            None => zip.raw_copy_file(entry).map_err(damaged)?,
        }
        written.push(name);
    }
    for part in parts.iter().filter(|(name, _)| !written.contains(name)) {
        write(&mut zip, part)?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|fault| fault.to_string())
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}
