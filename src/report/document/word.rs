//! A [`Document`] as Word (Office Open XML, ISO/IEC 29500): real headings, styles, tables, footnotes and
//! languages, so that people edit it as if one of them had written it. The same document gives the same bytes.

mod body;
mod parts;

use super::Document;
use super::package::Package;
use crate::error::{Error, Result};
use body::Body;

/// Namespaces that the parts of a document declare.
const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// Writes a document as `.docx`.
///
/// # Errors
/// The document is larger than an archive can hold.
pub fn word(document: &Document) -> Result<Vec<u8>> {
    let mut body = Body::new(document);
    body.blocks(&document.blocks);
    let (text, footnotes) = body.finish();
    let mut package = Package::default();
    package.set("[Content_Types].xml", parts::content_types());
    package.set("_rels/.rels", parts::relationships());
    package.set("docProps/core.xml", parts::core(document));
    package.set("word/document.xml", text);
    package.set("word/_rels/document.xml.rels", parts::document_relationships());
    package.set("word/styles.xml", parts::styles(document));
    package.set("word/numbering.xml", parts::numbering());
    package.set("word/settings.xml", parts::settings(document));
    package.set("word/footnotes.xml", footnotes);
    package.set("word/header1.xml", parts::header(document));
    package.set("word/footer1.xml", parts::footer(document));
    package.write().map_err(|message| Error::Template { name: "the Word document".into(), message })
}
