//! A [`Document`] as Word (Office Open XML, ISO/IEC 29500): real headings, styles, tables, footnotes and
//! languages, so that people edit it as if one of them had written it. The same document gives the same bytes.

mod anchors;
mod body;
mod changes;
mod comments;
pub(super) mod parts;

use super::Document;
use super::package::Package;
use crate::error::{Error, Result};
use body::Body;
pub(super) use body::Names;

pub use changes::{Revised, Revision, revision};
pub use comments::{Comment, annotate};

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
    file(document, text, footnotes, None)
}

/// The blocks of a document as mark-up for a file that somebody else made, and their footnotes.
pub(super) fn fragment(document: &Document, names: &mut Names) -> (String, String) {
    let mut body = Body::fragment(document, names.clone());
    body.blocks(&document.blocks);
    body.into_fragment(names)
}

/// Parts that are written → a file. Title, language and what stands at the head of the pages are those of `about`.
fn file(about: &Document, text: String, footnotes: String, comments: Option<String>) -> Result<Vec<u8>> {
    let mut package = Package::default();
    package.set("[Content_Types].xml", parts::content_types(comments.is_some()));
    package.set("_rels/.rels", parts::relationships());
    package.set("docProps/core.xml", parts::core(about));
    package.set("word/document.xml", text);
    package.set("word/_rels/document.xml.rels", parts::document_relationships(comments.is_some()));
    package.set("word/styles.xml", parts::styles(about));
    package.set("word/numbering.xml", parts::numbering());
    package.set("word/settings.xml", parts::settings(about));
    package.set("word/footnotes.xml", footnotes);
    if let Some(comments) = comments {
        package.set("word/comments.xml", comments);
    }
    package.set("word/header1.xml", parts::header(about));
    package.set("word/footer1.xml", parts::footer(about));
    package.write().map_err(|message| Error::Template { name: "the Word document".into(), message })
}

/// Whether a file is one of Word's: an archive with Word's main part in it.
pub fn is_word(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
        && zip::ZipArchive::new(std::io::Cursor::new(bytes))
            .is_ok_and(|archive| archive.index_for_name("word/document.xml").is_some())
}
