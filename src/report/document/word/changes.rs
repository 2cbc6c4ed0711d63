//! Two versions of a text as one Word document with tracked changes: accepted, it is the new version; rejected,
//! the old one.

use super::super::Document;
use super::super::xml::Xml;
use super::body::{close_body, footnotes};
use super::comments::{AUTHOR, Comment, markup};
use super::{NAMESPACES, file};
use crate::comparison::{Piece, PieceKind};
use crate::error::Result;
use crate::report::words::direction;

/// Two versions of a text.
#[derive(Clone, Debug, Default)]
pub struct Revision {
    /// For the properties of the file and the foot of its pages; no words of it stand in the text.
    pub title: String,
    /// BCP 47 tag of the text.
    pub language: String,
    pub classification: String,
    pub paragraphs: Vec<Revised>,
}

/// A paragraph of one version, or of both.
#[derive(Clone, Debug)]
pub struct Revised {
    /// Whether the paragraph as a whole stayed, came or went.
    pub kind: PieceKind,
    /// Its words. Those of a paragraph that came or went are of one piece and kind.
    pub pieces: Vec<Piece>,
    /// 1 a division, 2 a section or article, 0 no heading.
    pub heading: u8,
    /// How deep it stands in its section or article, from 0.
    pub depth: u8,
    /// On the paragraph; their spans are not looked at.
    pub comments: Vec<Comment>,
}

/// A change, as the properties and words of a paragraph name it.
fn element(kind: PieceKind) -> Option<&'static str> {
    match kind {
        PieceKind::Same => None,
        PieceKind::Inserted => Some("w:ins"),
        PieceKind::Deleted => Some("w:del"),
    }
}

/// Writes two versions as `.docx`.
///
/// # Errors
/// The document is larger than an archive can hold.
pub fn revision(revision: &Revision) -> Result<Vec<u8>> {
    let mut writer = Writer { out: Xml::document(), comments: Xml::document(), changes: 0, comment_count: 0 };
    writer.out.open("w:document", &NAMESPACES).open("w:body", &[]);
    writer.comments.open("w:comments", &NAMESPACES);
    let rtl = direction(&revision.language) == "rtl";
    revision.paragraphs.iter().for_each(|paragraph| writer.paragraph(paragraph, rtl));
    // The last paragraph of a document cannot be deleted: here one stands that nobody deletes.
    writer.out.empty("w:p", &[]);
    close_body(&mut writer.out, &revision.language);
    writer.comments.close("w:comments");
    let mut notes = footnotes();
    notes.close("w:footnotes");
    let about = Document {
        title: revision.title.clone(),
        language: revision.language.clone(),
        classification: revision.classification.clone(),
        ..Document::default()
    };
    let comments = (writer.comment_count > 0).then(|| writer.comments.into_string());
    file(&about, writer.out.into_string(), notes.into_string(), comments)
}

struct Writer {
    out: Xml,
    comments: Xml,
    changes: u32,
    comment_count: u32,
}

impl Writer {
    /// Attributes of the next change.
    fn change(&mut self) -> String {
        self.changes += 1;
        self.changes.to_string()
    }

    fn paragraph(&mut self, paragraph: &Revised, rtl: bool) {
        let style = match paragraph.heading {
            1 => "Heading2",
            2 => "Heading3",
            _ => "BodyText",
        };
        self.out.open("w:p", &[]).open("w:pPr", &[]).value("w:pStyle", style);
        if rtl {
            self.out.empty("w:bidi", &[]);
        }
        if paragraph.depth > 0 {
            let indent = u32::from(paragraph.depth.min(8)) * 425;
            self.out.empty("w:ind", &[("w:left", &indent.to_string())]);
        }
        if let Some(element) = element(paragraph.kind) {
            let id = self.change();
            self.out.open("w:rPr", &[]).empty(element, &[("w:id", &id), ("w:author", AUTHOR)]).close("w:rPr");
        }
        self.out.close("w:pPr");
        let first = self.comment_count;
        for comment in &paragraph.comments {
            self.comments.raw(&markup(self.comment_count, comment, "w:comments"));
            self.out.empty("w:commentRangeStart", &[("w:id", &self.comment_count.to_string())]);
            self.comment_count += 1;
        }
        for piece in paragraph.pieces.iter().filter(|piece| !piece.text.is_empty()) {
            let text = if piece.kind == PieceKind::Deleted { "w:delText" } else { "w:t" };
            self.within(piece.kind, |out| {
                out.open("w:r", &[]);
                if rtl {
                    out.raw("<w:rPr><w:rtl/></w:rPr>");
                }
                out.text(text, &[("xml:space", "preserve")], &piece.text).close("w:r");
            });
        }
        for id in first..self.comment_count {
            let id = id.to_string();
            self.out.empty("w:commentRangeEnd", &[("w:id", &id)]);
            // A comment comes and goes with its paragraph.
            self.within(paragraph.kind, |out| {
                out.open("w:r", &[]).empty("w:commentReference", &[("w:id", &id)]).close("w:r");
            });
        }
        self.out.close("w:p");
    }

    fn within(&mut self, kind: PieceKind, write: impl FnOnce(&mut Xml)) {
        let Some(element) = element(kind) else { return write(&mut self.out) };
        let id = self.change();
        self.out.open(element, &[("w:id", &id), ("w:author", AUTHOR)]);
        write(&mut self.out);
        self.out.close(element);
    }
}
