//! A document as a page and as Markdown, by templates.

use serde::Serialize;

use super::super::looks::Looks;
use super::super::words::direction;
use super::{Block, Document};
use crate::error::Result;

/// A format that a template gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// One page that needs nothing else, for reading and printing.
    Html,
    Markdown,
}

/// What the template sees.
#[derive(Serialize)]
struct Page<'d> {
    document: &'d Document,
    dir: &'static str,
    /// Headings of the first two levels, for the list of contents.
    contents: Vec<Entry<'d>>,
}

#[derive(Serialize)]
struct Entry<'d> {
    /// Which heading of the document, from 1.
    number: usize,
    level: u8,
    text: &'d str,
}

impl Looks {
    /// Renders a document, with a newline at its end.
    ///
    /// # Errors
    /// [`Error::Template`](crate::error::Error::Template) when a template is faulty, with its file and line.
    pub fn written(&self, document: &Document, format: TextFormat) -> Result<String> {
        let headings = document.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text } => Some((*level, text.as_str())),
            _ => None,
        });
        let contents = (1..).zip(headings).filter(|(_, (level, _))| *level <= 2);
        let contents = contents.map(|(number, (level, text))| Entry { number, level, text }).collect();
        let template = match format {
            TextFormat::Html => "document.html.j2",
            TextFormat::Markdown => "document.md.j2",
        };
        self.fill(template, &Page { document, dir: direction(&document.language), contents })
    }
}
