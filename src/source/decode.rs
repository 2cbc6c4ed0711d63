//! Bytes → text: UTF-8 today. Other formats join here, each turning bytes into the one decoded text.

use std::io::Read as _;
use std::path::Path;

use crate::error::{Error, Result};

/// Larger texts are refused: no act comes near, and offsets must fit 32 bits.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The name for output, and the bytes of a file or of standard input (`-`).
pub(super) fn read_bytes(path: &str) -> Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    if path == "-" {
        let read = std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|cause| Error::Read { path: "<stdin>".into(), cause })?;
        return Ok(("<stdin>".into(), bytes));
    }
    let fail = |cause| Error::Read { path: path.into(), cause };
    let file = std::fs::File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.is_dir() {
        return Err(refuse(path, "is a folder, not a law", "name the files in it"));
    }
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    Ok((shown(path), bytes))
}

/// The decoded text: no byte order mark, not empty, not binary.
pub(super) fn text(name: &str, bytes: Vec<u8>) -> Result<String> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(refuse(name, "the text is larger than 256 MiB", "split it into its acts"));
    }
    if let Some(format) = foreign_format(&bytes) {
        return Err(refuse(name, format, "convert it to plain text or Markdown (UTF-8) first"));
    }
    let mut text = String::from_utf8(bytes).map_err(|fault| {
        let at = fault.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &fault.as_bytes()[..at]).count() + 1;
        let message = format!("the text is not UTF-8: line {line} has bytes of another encoding");
        refuse(name, message, "convert it to UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.trim().is_empty() {
        return Err(refuse(name, "the text is empty", "check that the file was saved or downloaded whole"));
    }
    Ok(text)
}

/// The file name alone of an absolute path: output must be the same on every machine.
fn shown(path: &str) -> String {
    let as_path = Path::new(path);
    match as_path.file_name() {
        Some(file) if as_path.is_absolute() => file.to_string_lossy().into_owned(),
        _ => path.to_string(),
    }
}

fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(8192)];
    if head.starts_with(b"%PDF") {
        Some("PDF files are not read yet")
    } else if head.starts_with(b"PK\x03\x04") {
        Some("Word and other zipped files are not read yet")
    } else if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        Some("the text is UTF-16, which is not read yet")
    } else if head.contains(&0) {
        Some("the file is binary, not text")
    } else {
        None
    }
}

fn refuse(path: &str, message: impl Into<String>, help: &str) -> Error {
    Error::Source { path: path.into(), message: message.into(), help: help.into() }
}
