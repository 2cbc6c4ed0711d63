//! A [`Document`] as PDF, typeset in this process by Typst: tagged, with bookmarks, title and language. The same
//! document and fonts give the same bytes. The template gets its words as data; it reads no file, no package and
//! no clock.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue as _, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_kit::fonts::{FontStore, embedded, system};
use typst_pdf::PdfOptions;

use super::{Block, Document};
use crate::error::{Error, Result};
use crate::report::looks::Looks;

const TEMPLATE: &str = "document.typ";
/// Characters shown in the notice of those that no font can print.
const SHOWN: usize = 8;

/// A typeset document.
#[derive(Clone, Debug)]
pub struct Typeset {
    pub bytes: Vec<u8>,
    /// What a person should know: characters that no font at hand can print.
    pub notices: Vec<String>,
}

impl Looks {
    /// Typesets a document by the template `document.typ`. The fonts that come with the program print Latin, Greek
    /// and Cyrillic; for other scripts those of the system are looked through.
    ///
    /// # Errors
    /// [`Error::Template`] when the template is faulty, with its line.
    pub fn pdf(&self, document: &Document) -> Result<Typeset> {
        let (origin, template) = self.file(TEMPLATE).unwrap_or((TEMPLATE, ""));
        let fault = |message: String| Error::Template { name: origin.to_owned(), message };
        let data = serde_json::to_string(document).map_err(|fault_of| fault(fault_of.to_string()))?;
        let mut fonts = FontStore::new();
        fonts.extend(embedded());
        let text = words(document);
        if !unprintable(&text, fonts.book()).is_empty() {
            // The order in which a file system names its files is no one's business.
            let mut found: Vec<_> = system().collect();
            found.sort_by(|(a, _), (b, _)| (&a.path, a.index).cmp(&(&b.path, b.index)));
            fonts.extend(found);
        }
        let mut notices = Vec::new();
        let missing = unprintable(&text, fonts.book());
        if !missing.is_empty() {
            let shown: String = missing.iter().take(SHOWN).collect();
            notices.push(format!(
                "no font of this system prints {} of the characters ({shown} …): install one for their script, such \
                 as Noto",
                missing.len()
            ));
        }
        let mut inputs = Dict::new();
        inputs.insert("document".into(), data.into_value());
        let press = Press {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            fonts,
            main: Source::detached(template),
        };
        let told = |faults: &[SourceDiagnostic]| {
            let Some(first) = faults.first() else { return fault("cannot be typeset".into()) };
            let at = press.range(first.span).and_then(|range| press.main.lines().byte_to_line(range.start));
            let line = at.map_or_else(String::new, |line| format!(":{}", line + 1));
            Error::Template { name: format!("{origin}{line}"), message: first.message.to_string() }
        };
        let pages = typst::compile(&press).output.map_err(|faults| told(&faults))?;
        let options = PdfOptions {
            ident: Smart::Custom(document.title.clone()),
            creator: Smart::Custom(Some(concat!("lacuna ", env!("CARGO_PKG_VERSION")).to_owned())),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&pages, &options).map_err(|faults| told(&faults))?;
        Ok(Typeset { bytes, notices })
    }
}

/// All that the template can reach.
struct Press {
    library: LazyHash<Library>,
    fonts: FontStore,
    main: Source,
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Everything that is printed.
fn words(document: &Document) -> String {
    let mut out = [&*document.title, &document.subtitle, &document.classification, &document.mark].concat();
    let mut say = |words: &[super::Words]| {
        for it in words {
            out.push_str(&it.text);
            out.push_str(it.note.as_deref().unwrap_or(""));
        }
    };
    let mut bare = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => bare.push_str(text),
            Block::Paragraph { words } | Block::Item { words, .. } => say(words),
            Block::Table(table) => {
                bare.push_str(&table.caption);
                table.columns.iter().for_each(|column| bare.push_str(&column.title));
                table.rows.iter().flatten().flatten().for_each(|words| say(words));
            }
            Block::Quote(quote) => {
                let translation = quote.translation.iter().flat_map(|it| [&it.text, &it.kind]);
                [&quote.source, &quote.text]
                    .into_iter()
                    .chain(translation)
                    .for_each(|text| bare.push_str(text));
            }
            Block::PageBreak => {}
        }
    }
    out + &bare
}

/// Characters that no font of the book holds, each once.
fn unprintable(text: &str, book: &FontBook) -> Vec<char> {
    let mut all: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    all.sort_unstable();
    all.dedup();
    let infos: Vec<_> = (0..).map_while(|index| book.info(index)).collect();
    all.retain(|&c| !infos.iter().any(|info| info.coverage.contains(c.into())));
    all
}
