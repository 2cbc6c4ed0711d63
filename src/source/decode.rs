//! Bytes → text, whatever the format and encoding.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::converted::Converted;
use super::format::{self, Kind};
use super::{Mark, Metadata, Reader, Stated, isolate};
use crate::error::{Error, Result};
use crate::span::Span;

/// Larger texts are refused: no act comes near, and offsets must fit 32 bits.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The name for output, and the bytes of a file or of standard input (`-`).
pub(super) fn read_bytes(path: &str, most: u64) -> Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    if path == "-" {
        let read = std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
        read.map_err(|cause| Error::Read { path: "<stdin>".into(), cause })?;
        return Ok(("<stdin>".into(), bytes));
    }
    let fail = |cause| Error::Read { path: path.into(), cause };
    let file = std::fs::File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.is_dir() {
        return Err(refuse(path, "is a folder, not a law", "name the files in it"));
    }
    file.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    Ok((shown(path), bytes))
}

/// The text of a file, and what its format tells.
#[derive(Default)]
pub(super) struct Decoded {
    pub text: String,
    pub marks: Vec<Mark>,
    pub meta: Metadata,
    pub doubts: Vec<(&'static str, String)>,
    pub proposed: Vec<Span>,
    pub authors: Vec<String>,
    pub stated: Vec<Stated>,
}

/// Decodes a file of any format.
pub(super) fn decode(name: &str, bytes: &[u8], reader: &Reader) -> Result<Decoded> {
    if bytes.len() as u64 > reader.limits.size {
        let size = reader.limits.size / (1024 * 1024);
        return Err(refuse(
            name,
            format!("the file is larger than {size} MB"),
            "split it into its acts, or raise --limit-size",
        ));
    }
    let format = match format::tell(bytes) {
        Kind::Refused(message, help) => return Err(refuse(name, message, help)),
        Kind::Text => {
            let (text, guessed) = any_encoding(bytes);
            let doubts = guessed.map(|encoding| {
                (
                    "encoding-guessed",
                    format!("the text is not UTF-8; it was read as {encoding}: look at its accents"),
                )
            });
            let text = utf8(name, text.into_owned())?;
            return Ok(Decoded { text, doubts: doubts.into_iter().collect(), ..Decoded::default() });
        }
        Kind::Foreign(format) => format,
    };
    let converted = match &reader.program {
        // PDF is parsed by a program of its own, whatever this one does.
        Some(program) => isolate::convert(program, bytes, format, &reader.tracked, &reader.limits),
        None => super::convert(format, bytes, &reader.tracked, &reader.limits),
    };
    let converted = converted.map_err(|message| {
        refuse(name, message, "check that the file opens elsewhere, or give it as plain text")
    })?;
    let Converted { text, marks, meta, left_out, authors, proposed, stated } = converted;
    let doubts = left_out.iter().map(|words| {
        ("not-law", format!("not read as law, {}", words.chars().take(200).collect::<String>()))
    });
    let doubts = doubts.collect();
    let text = utf8(name, text)?;
    Ok(Decoded { text, marks, meta, doubts, proposed, authors, stated })
}

/// A text without its byte order mark; an empty one is refused.
pub(super) fn utf8(name: &str, mut text: String) -> Result<String> {
    if text.len() as u64 > MOST_BYTES {
        return Err(refuse(name, "the text is larger than 256 MB", "split it into its acts"));
    }
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.trim().is_empty() {
        return Err(refuse(name, "the text is empty", "check that the file was saved or downloaded whole"));
    }
    Ok(text)
}

/// The text of bytes in any encoding: a byte order mark decides, then UTF-8, then the likeliest. The name of
/// an encoding that was only guessed comes along.
pub(super) fn any_encoding(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding.decode(bytes).0, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.into(), None);
    }
    let zeros =
        |first: usize| bytes.iter().take(4096).skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = if even + odd > 0 {
        if even > odd { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE }
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Allow)
    };
    (encoding.decode_without_bom_handling(bytes).0, Some(encoding.name()))
}

/// The file name alone of an absolute path: output must be the same on every machine.
fn shown(path: &str) -> String {
    let as_path = Path::new(path);
    match as_path.file_name() {
        Some(file) if as_path.is_absolute() => file.to_string_lossy().into_owned(),
        _ => path.to_string(),
    }
}

fn refuse(path: &str, message: impl Into<String>, help: &str) -> Error {
    Error::Source { path: path.into(), message: message.into(), help: help.into() }
}
