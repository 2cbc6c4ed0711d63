//! What a file is, told by its bytes and never by its name.

use serde::{Deserialize, Serialize};

/// A format that another parser turns into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Word, Office Open XML.
    Docx,
    /// PDF with a text layer.
    Pdf,
    Html,
    /// Akoma Ntoso, United States Legislative Markup, the Canadian Department of Justice's dialect.
    Xml,
}

/// What the first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text in some encoding.
    Text,
    Foreign(Format),
    /// Known, and not read: why, and what to do.
    Refused(&'static str, &'static str),
}

/// How far into a file its kind is sought.
const HEAD: usize = 8192;

/// Tells the kind of a file.
pub(super) fn tell(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(HEAD)];
    if head.starts_with(b"%PDF") {
        return Kind::Foreign(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Kind::Refused(
            "the file is in Word's old format (.doc)",
            "save it as .docx in Word or LibreOffice",
        );
    }
    if head.starts_with(b"{\\rtf") {
        return Kind::Refused("the file is RTF", "save it as .docx in Word or LibreOffice");
    }
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if !utf16 && head.contains(&0) && !looks_like_utf16(head) {
        return Kind::Refused("the file is binary, not text", "give the law as text, Word, PDF, HTML or XML");
    }
    markup(head).map_or(Kind::Text, Kind::Foreign)
}

/// The member names of a zip archive stand in its bytes, at the end again: no need to open it.
fn zipped(bytes: &[u8]) -> Kind {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    if has(b"word/document.xml") {
        Kind::Foreign(Format::Docx)
    } else if has(b"application/vnd.oasis.opendocument") {
        Kind::Refused("the file is an OpenDocument text", "save it as .docx in LibreOffice")
    } else if has(b"xl/workbook.xml") || has(b"ppt/presentation.xml") {
        Kind::Refused(
            "the file is a workbook or slides, not a law",
            "give the law as text, Word, PDF, HTML or XML",
        )
    } else {
        Kind::Refused(
            "the file is a zip archive without a Word document",
            "unpack it and name the laws in it",
        )
    }
}

/// HTML and the XML dialects, by their first elements.
fn markup(head: &[u8]) -> Option<Format> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let root = |names: &[&str]| names.iter().any(|name| text.contains(&format!("<{name}")));
    if root(&[
        "akomantoso",
        "an:akomantoso",
        "akn:akomantoso",
        "bill ",
        "statute ",
        "regulation ",
        "lawdoc",
        "uscdoc",
        "plaw",
        "law ",
    ]) {
        return Some(Format::Xml);
    }
    let html =
        ["<!doctype html", "<html", "<body", "<head", "<div", "<p>", "<p ", "<table", "<article", "<main"];
    html.iter().any(|start| text.contains(start)).then_some(Format::Html)
}

/// Every second byte is zero: Western text in UTF-16 without a byte order mark.
fn looks_like_utf16(head: &[u8]) -> bool {
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let half = head.len() / 2;
    half > 8 && (zeros(0) * 10 > half * 9 || zeros(1) * 10 > half * 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        assert_eq!(tell(b"%PDF-1.7 ..."), Kind::Foreign(Format::Pdf));
        assert_eq!(tell(b"PK\x03\x04....word/document.xml"), Kind::Foreign(Format::Docx));
        assert!(matches!(tell(b"PK\x03\x04....xl/workbook.xml"), Kind::Refused(..)));
        assert_eq!(tell(b"<!DOCTYPE HTML><html><body>x"), Kind::Foreign(Format::Html));
        assert_eq!(tell(b"<?xml version='1.0'?><akomaNtoso xmlns='x'>"), Kind::Foreign(Format::Xml));
        assert_eq!(tell("1. A person < 18 <b>".as_bytes()), Kind::Text);
        assert_eq!(tell(b"\xff\xfe1\0.\0 \0A\0"), Kind::Text);
        assert!(matches!(tell(b"\x7fELF\0\0\0\0"), Kind::Refused(..)));
        assert!(matches!(tell(b"{\\rtf1\\ansi"), Kind::Refused(..)));
    }
}
