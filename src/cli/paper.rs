//! Results as files of a word processor or a typesetter.

use std::fs;

use lacuna::error::Error;
use lacuna::report::document::{self, Document};
use lacuna::report::{Input, Looks};

use super::Result;
use super::laws::About;

/// A check for Word: of one Word file the file itself, unchanged but for comments; of other texts a report.
pub(super) fn word(looks: &Looks, input: &Input<'_>, files: &[String], about: &About) -> Result<Vec<u8>> {
    if let ([path], [act]) = (files, input.acts)
        && path != "-"
    {
        let bytes = fs::read(path).map_err(|cause| Error::Read { path: path.clone(), cause })?;
        if document::is_word(&bytes) {
            let comments = looks.comments(input, 0);
            return Ok(document::annotate(path, &bytes, &act.source.text, &comments, &about.reader())?);
        }
    }
    Ok(document::word(&looks.document(input))?)
}

/// A document as PDF.
#[cfg(feature = "pdf")]
pub(super) fn pdf(looks: &Looks, document: &Document) -> Result<Vec<u8>> {
    let typeset = looks.pdf(document)?;
    super::output::warn(&typeset.notices);
    Ok(typeset.bytes)
}

/// Without Typst there is none.
#[cfg(not(feature = "pdf"))]
pub(super) fn pdf(_: &Looks, _: &Document) -> Result<Vec<u8>> {
    Err(Error::request(
        "this lacuna was built without PDF",
        "build it with `cargo install lacuna --features pdf`; or take --format html and print the page to PDF \
         from a browser, or --format docx and save that as PDF",
    )
    .into())
}
