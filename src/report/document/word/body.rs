//! Blocks → `word/document.xml` and `word/footnotes.xml`.

use std::collections::BTreeMap;

use super::super::xml::{Xml, escaped};
use super::super::{Block, Document, Quote, Style, Table, Words};
use super::NAMESPACES;
use super::parts::{PAGE, TEXT_WIDTH};
use crate::report::words::direction;

/// Levels of headings that have a style.
const DEEPEST_HEADING: u8 = 6;
/// Levels of a list.
const DEEPEST_ITEM: u8 = 8;

/// Bytes of a cell above which its row may be torn, lest a page stay half empty.
const LONG_CELL: usize = 600;

/// What styles, list and notes are called in the file.
#[derive(Clone, Debug, Default)]
pub(in crate::report::document) struct Names {
    /// Our styles that bear another id there.
    pub(in crate::report::document) styles: BTreeMap<String, String>,
    pub(in crate::report::document) list: u32,
    /// Footnotes that stand there already.
    pub(in crate::report::document) note_count: usize,
}

impl Names {
    fn style<'n>(&'n self, id: &'n str) -> &'n str {
        self.styles.get(id).map_or(id, String::as_str)
    }
}

/// A document being written.
pub(super) struct Body<'d> {
    document: &'d Document,
    out: Xml,
    notes: Xml,
    names: Names,
    /// The next paragraph begins a page.
    breaks: bool,
}

/// How a paragraph stands.
#[derive(Clone, Copy)]
struct Form<'f> {
    style: &'f str,
    item: Option<u8>,
    /// Stays on the page of what follows.
    keeps: bool,
    language: &'f str,
}

#[derive(Clone, Copy)]
enum Row {
    Head,
    Short,
    Long,
}

impl<'d> Body<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let mut out = Xml::document();
        out.open("w:document", &NAMESPACES).open("w:body", &[]);
        let notes = footnotes();
        let mut body =
            Self { document, out, notes, names: Names { list: 1, ..Names::default() }, breaks: false };
        for (style, text) in [("Title", &document.title), ("Subtitle", &document.subtitle)] {
            if !text.is_empty() {
                body.paragraph(body.form(style), &[Words::plain(text.as_str())]);
            }
        }
        body
    }

    /// A text without beginning and end, for a file that has both.
    pub(super) fn fragment(document: &'d Document, names: Names) -> Self {
        Self { document, out: Xml::default(), notes: Xml::default(), names, breaks: false }
    }

    pub(super) fn into_fragment(mut self, names: &mut Names) -> (String, String) {
        if self.breaks {
            self.paragraph(self.form("TableEnd"), &[]);
        }
        *names = self.names;
        (self.out.into_string(), self.notes.into_string())
    }

    /// The document and its footnotes.
    pub(super) fn finish(mut self) -> (String, String) {
        close_body(&mut self.out, &self.document.language);
        self.notes.close("w:footnotes");
        (self.out.into_string(), self.notes.into_string())
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, text } => {
                    let style = format!("Heading{}", (*level).clamp(1, DEEPEST_HEADING));
                    self.paragraph(self.form(&style), &[Words::plain(text.as_str())]);
                }
                Block::Paragraph { words } => self.paragraph(self.form("BodyText"), words),
                Block::Item { depth, words } => {
                    let form = Form { item: Some((*depth).min(DEEPEST_ITEM)), ..self.form("ListBullet") };
                    self.paragraph(form, words);
                }
                Block::Table(table) => self.table(table),
                Block::Quote(quote) => self.quote(quote),
                Block::PageBreak => self.breaks = true,
            }
        }
    }

    fn form<'f>(&self, style: &'f str) -> Form<'f>
    where
        'd: 'f,
    {
        Form { style, item: None, keeps: false, language: &self.document.language }
    }

    fn paragraph<'f>(&mut self, mut form: Form<'f>, words: &'f [Words]) {
        // Words of one other language alone run as that language does.
        let mut languages =
            words.iter().filter(|it| !it.text.trim().is_empty()).map(|it| it.language.as_deref());
        if let Some(Some(first)) = languages.next()
            && languages.all(|it| it == Some(first))
        {
            form.language = first;
        }
        let runs_left = direction(form.language) == "rtl";
        let out = &mut self.out;
        out.open("w:p", &[]).open("w:pPr", &[]).value("w:pStyle", self.names.style(form.style));
        if form.keeps {
            out.empty("w:keepNext", &[]);
        }
        if std::mem::take(&mut self.breaks) {
            out.empty("w:pageBreakBefore", &[]);
        }
        if let Some(depth) = form.item {
            out.open("w:numPr", &[])
                .value("w:ilvl", &depth.to_string())
                .value("w:numId", &self.names.list.to_string())
                .close("w:numPr");
        }
        if runs_left {
            out.empty("w:bidi", &[]);
        }
        out.close("w:pPr");
        for it in words {
            run(&mut self.out, &self.names, (&self.document.language, form.language), it);
            if let Some(note) = &it.note {
                self.footnote(note);
            }
        }
        self.out.close("w:p");
    }

    fn footnote(&mut self, text: &str) {
        self.names.note_count += 1;
        let id = self.names.note_count.to_string();
        let style = self.names.style("FootnoteReference");
        let style = &format!("<w:rPr><w:rStyle w:val=\"{}\"/></w:rPr>", escaped(style));
        self.out.open("w:r", &[]).raw(style).empty("w:footnoteReference", &[("w:id", &id)]).close("w:r");
        let notes = &mut self.notes;
        notes.open("w:footnote", &[("w:id", &id)]).open("w:p", &[]).open("w:pPr", &[]);
        notes.value("w:pStyle", self.names.style("FootnoteText"));
        if direction(&self.document.language) == "rtl" {
            notes.empty("w:bidi", &[]);
        }
        notes.close("w:pPr").open("w:r", &[]).raw(style).empty("w:footnoteRef", &[]).close("w:r");
        let language = self.document.language.as_str();
        run(notes, &self.names, (language, language), &Words::plain(format!(" {text}")));
        notes.close("w:p").close("w:footnote");
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            let form = Form { keeps: true, ..self.form("Caption") };
            self.paragraph(form, &[Words::plain(table.caption.as_str())]);
        }
        let widths = widths(table.columns.iter().map(|column| column.width));
        self.open_table("LacunaTable", &table.caption, &widths);
        if table.columns.iter().any(|column| !column.title.is_empty()) {
            self.open_row(Row::Head);
            for (column, &width) in table.columns.iter().zip(&widths) {
                self.open_cell(width);
                self.paragraph(self.form("TableHead"), &[Words::plain(column.title.as_str())]);
                self.out.close("w:tc");
            }
            self.out.close("w:tr");
        }
        for row in &table.rows {
            let length =
                |cell: &Vec<Vec<Words>>| cell.iter().flatten().map(|it| it.text.len()).sum::<usize>();
            self.open_row(if row.iter().map(length).any(|it| it > LONG_CELL) {
                Row::Long
            } else {
                Row::Short
            });
            for (at, &width) in widths.iter().enumerate() {
                self.open_cell(width);
                let cell = row.get(at).map_or(&[][..], Vec::as_slice);
                cell.iter().for_each(|words| self.paragraph(self.form("TableText"), words));
                if cell.is_empty() {
                    self.paragraph(self.form("TableText"), &[]);
                }
                self.out.close("w:tc");
            }
            self.out.close("w:tr");
        }
        self.close_table();
    }

    /// The words of a law: indented, or beside their translation.
    fn quote(&mut self, quote: &Quote) {
        let source = Form { keeps: true, ..self.form("QuoteSource") };
        let Some(translation) = &quote.translation else {
            if !quote.source.is_empty() {
                self.paragraph(source, &[Words::plain(quote.source.as_str())]);
            }
            return self.quoted("Quote", &quote.text, &quote.language);
        };
        let widths = widths([50, 50].into_iter());
        self.open_table("LacunaQuote", &quote.source, &widths);
        self.open_row(Row::Head);
        for (head, &width) in [&quote.source, &translation.kind].into_iter().zip(&widths) {
            self.open_cell(width);
            self.paragraph(source, &[Words::plain(head.as_str())]);
            self.out.close("w:tc");
        }
        self.out.close("w:tr");
        self.open_row(Row::Long);
        let sides = [(&quote.text, &quote.language), (&translation.text, &translation.language)];
        for ((text, language), &width) in sides.into_iter().zip(&widths) {
            self.open_cell(width);
            self.quoted("QuoteCell", text, language);
            self.out.close("w:tc");
        }
        self.out.close("w:tr");
        self.close_table();
    }

    /// A paragraph for each line of a law.
    fn quoted(&mut self, style: &str, text: &str, language: &str) {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        if lines.peek().is_none() {
            self.paragraph(self.form(style), &[]);
        }
        for line in lines {
            let language = (language != self.document.language).then(|| language.to_owned());
            self.paragraph(self.form(style), &[Words { language, ..Words::plain(line.trim_end()) }]);
        }
    }

    fn open_table(&mut self, style: &str, caption: &str, widths: &[u32]) {
        if self.breaks {
            self.paragraph(self.form("TableEnd"), &[]);
        }
        let out = &mut self.out;
        out.open("w:tbl", &[]).open("w:tblPr", &[]).value("w:tblStyle", self.names.style(style));
        if direction(&self.document.language) == "rtl" {
            out.empty("w:bidiVisual", &[]);
        }
        let whole = widths.iter().sum::<u32>().to_string();
        out.empty("w:tblW", &[("w:w", &whole), ("w:type", "dxa")]);
        out.empty("w:tblLayout", &[("w:type", "fixed")]);
        out.empty(
            "w:tblLook",
            &[("w:val", "0020"), ("w:firstRow", "1"), ("w:noHBand", "1"), ("w:noVBand", "1")],
        );
        if !caption.is_empty() {
            out.value("w:tblCaption", caption);
        }
        out.close("w:tblPr").open("w:tblGrid", &[]);
        for width in widths {
            out.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        out.close("w:tblGrid");
    }

    /// A short row is not torn over two pages; a head is repeated on each.
    fn open_row(&mut self, row: Row) {
        let properties: &[&str] = match row {
            Row::Head => &["w:cantSplit", "w:tblHeader"],
            Row::Short => &["w:cantSplit"],
            Row::Long => &[],
        };
        self.out.open("w:tr", &[]);
        if !properties.is_empty() {
            self.out.open("w:trPr", &[]);
            for name in properties {
                self.out.empty(name, &[]);
            }
            self.out.close("w:trPr");
        }
    }

    fn open_cell(&mut self, width: u32) {
        self.out.open("w:tc", &[]).open("w:tcPr", &[]);
        self.out.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]).close("w:tcPr");
    }

    /// A paragraph keeps two tables in a row apart: Word would make one of them.
    fn close_table(&mut self) {
        self.out.close("w:tbl");
        self.paragraph(self.form("TableEnd"), &[]);
    }
}

/// The page, and the end of the text.
pub(super) fn close_body(out: &mut Xml, language: &str) {
    out.open("w:sectPr", &[]);
    out.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rIdHeader")]);
    out.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rIdFooter")]);
    out.raw(PAGE);
    if direction(language) == "rtl" {
        out.empty("w:bidi", &[]);
    }
    out.close("w:sectPr").close("w:body").close("w:document");
}

/// The part of the footnotes, open, with the lines that Word wants above them.
pub(super) fn footnotes() -> Xml {
    let mut notes = Xml::document();
    notes.open("w:footnotes", &NAMESPACES);
    for (id, kind, mark) in
        [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
    {
        notes.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
        notes.open("w:p", &[]).open("w:r", &[]).empty(mark, &[]).close("w:r").close("w:p");
        notes.close("w:footnote");
    }
    notes
}

/// A run of words in a document and a paragraph of these languages.
fn run(out: &mut Xml, names: &Names, (document, around): (&str, &str), words: &Words) {
    if words.text.is_empty() {
        return;
    }
    let language = words.language.as_deref().unwrap_or(document);
    let style = match words.style {
        Style::Plain => "",
        Style::Strong => "Strong",
        Style::Emphasis => "Emphasis",
        Style::ToFill => "ToFill",
    };
    let right_to_left = direction(language) == "rtl";
    out.open("w:r", &[]);
    if !style.is_empty() || language != document || right_to_left || around != document {
        out.open("w:rPr", &[]);
        if !style.is_empty() {
            out.value("w:rStyle", names.style(style));
        }
        if is_han(language) {
            out.empty("w:rFonts", &[("w:hint", "eastAsia")]);
        }
        if right_to_left {
            out.empty("w:rtl", &[]);
        }
        out.empty("w:lang", &[(language_attribute(language), language)]);
        out.close("w:rPr");
    }
    for (at, line) in words.text.split('\n').enumerate() {
        if at > 0 {
            out.empty("w:br", &[]);
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                out.empty("w:tab", &[]);
            }
            if !piece.is_empty() {
                out.text("w:t", &[("xml:space", "preserve")], piece);
            }
        }
    }
    out.close("w:r");
}

fn is_han(language: &str) -> bool {
    matches!(language.split('-').next(), Some("zh" | "ja" | "ko"))
}

/// Which attribute of `w:lang` names a language of that script.
pub(super) fn language_attribute(language: &str) -> &'static str {
    match direction(language) {
        "rtl" => "w:bidi",
        _ if is_han(language) => "w:eastAsia",
        _ => "w:val",
    }
}

/// Per cent → twentieths of a point, so that the columns fill the line.
fn widths(shares: impl Iterator<Item = u8>) -> Vec<u32> {
    let shares: Vec<u32> = shares.map(|share| u32::from(share.max(1))).collect();
    let whole = shares.iter().sum::<u32>().max(1);
    shares.iter().map(|share| TEXT_WIDTH * share / whole).collect()
}
