//! Word (Office Open XML, ISO/IEC 29500) → text, with the numbers that Word draws and does not store.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node, ParsingOptions};

use super::converted::{Converted, PROPOSED, SETTLED, is_proposal};
use super::docx_numbering::{Counters, Numbering};
use super::{Limits, Tracked};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The same vocabulary in "strict" files.
const W_STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
/// Entries of the archive, at most.
const MOST_ENTRIES: usize = 10_000;
const MOST_NODES: u32 = 16_000_000;

/// Reads a document.
///
/// # Errors
/// The archive is damaged, unpacks to more than the limit, or its document is not well-formed XML.
pub(super) fn convert(bytes: &[u8], tracked: &Tracked, limits: &Limits) -> Result<Converted, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|fault| format!("the archive is damaged: {fault}"))?;
    if archive.len() > MOST_ENTRIES {
        return Err(format!("the archive has more than {MOST_ENTRIES} entries"));
    }
    let mut room = limits.expanded;
    let mut part = |name: &str| -> Result<Option<String>, String> {
        let Ok(entry) = archive.by_name(name) else { return Ok(None) };
        let mut text = Vec::new();
        let read = entry.take(room + 1).read_to_end(&mut text);
        read.map_err(|fault| match fault.kind() {
            std::io::ErrorKind::OutOfMemory => format!(
                "`{name}` in the archive needs more than {} MB of memory (limit: --limit-memory)",
                limits.memory / (1024 * 1024)
            ),
            _ => format!("`{name}` in the archive is damaged: {fault}"),
        })?;
        room = room.checked_sub(text.len() as u64).ok_or_else(|| {
            format!(
                "the file unpacks to more than {} MB (limit: --limit-expanded)",
                limits.expanded / (1024 * 1024)
            )
        })?;
        String::from_utf8(text).map(Some).map_err(|_| format!("`{name}` in the archive is not UTF-8"))
    };
    let document = part("word/document.xml")?.ok_or("the archive has no word/document.xml")?;
    let styles = part("word/styles.xml")?;
    let numbering = part("word/numbering.xml")?;
    let footnotes = part("word/footnotes.xml")?;
    let comments = part("word/comments.xml")?;
    let numbering = Numbering::read(
        numbering.as_deref().map(parse).transpose()?.as_ref(),
        styles.as_deref().map(parse).transpose()?.as_ref(),
    );
    let parsed = parse(&document)?;
    let mut walk = Walk {
        out: Converted::default(),
        line: String::new(),
        number: 0,
        page: 1,
        tracked,
        counters: Counters::default(),
        numbering: &numbering,
        drawn: false,
    };
    walk.blocks(parsed.root_element(), 0);
    let Converted { left_out, .. } = &mut walk.out;
    if let Some(comments) = comments.as_deref().map(parse).transpose()? {
        left_out.extend(notes(&comments, "comment", "comment"));
    }
    if let Some(footnotes) = footnotes.as_deref().map(parse).transpose()? {
        left_out.extend(notes(&footnotes, "footnote", "footnote"));
    }
    walk.out.meta.title = core_title(part("docProps/core.xml")?.as_deref());
    Ok(walk.out)
}

pub(super) fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
        .map_err(|fault| format!("the document is not well-formed: {fault}"))
}

/// Whether a node is the `w:` element of that name.
pub(super) fn is(node: Node, name: &str) -> bool {
    let tag = node.tag_name();
    tag.name() == name && matches!(tag.namespace(), Some(W | W_STRICT))
}

/// A `w:` attribute.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((W, name)).or_else(|| node.attribute((W_STRICT, name)))
}

pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|&it| is(it, name))
}

/// `w:val` of a child.
pub(super) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|it| attribute(it, "val"))
}

/// Whether an on/off property is on.
fn is_on(node: Node, name: &str) -> bool {
    child(node, name).is_some_and(|it| !matches!(attribute(it, "val"), Some("0" | "false" | "off" | "none")))
}

struct Walk<'a> {
    out: Converted,
    line: String,
    /// Paragraphs so far, as Word counts them.
    number: u32,
    page: u32,
    tracked: &'a Tracked,
    counters: Counters,
    numbering: &'a Numbering,
    /// Whether the paragraph at hand holds a drawn number already.
    drawn: bool,
}

/// Authors of changes, at most.
const MOST_AUTHORS: usize = 64;
/// Tables in tables deeper than this are left out.
const DEEPEST: usize = 120;

impl Walk<'_> {
    /// What stands in a body, a cell or a text box.
    fn blocks(&mut self, node: Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for it in node.children().filter(Node::is_element) {
            if is(it, "p") {
                self.paragraph(it, depth);
            } else if is(it, "tr") {
                self.row(it, depth);
            } else if self.is_gone(it) || it.tag_name().name() == "Fallback" {
                continue;
            } else {
                self.blocks(it, depth + 1);
            }
        }
    }

    /// A row is one line, its cells apart by tabs; cells of several paragraphs give several lines.
    fn row(&mut self, row: Node, depth: usize) {
        if child(row, "trPr").is_some_and(|it| self.is_mark_gone(it)) {
            return;
        }
        let cells: Vec<Node> = row.children().filter(|&it| is(it, "tc")).collect();
        let is_plain = |cell: &Node| {
            cell.children().filter(|&it| is(it, "p")).count() <= 1 && !cell.children().any(|it| is(it, "tbl"))
        };
        if cells.len() < 2 || !cells.iter().all(is_plain) {
            return cells.iter().for_each(|&cell| self.blocks(cell, depth + 1));
        }
        self.number += 1;
        let mut line = String::new();
        for cell in cells {
            if let Some(paragraph) = child(cell, "p") {
                let text = self.words(paragraph, depth + 1);
                if !line.is_empty() {
                    line.push('\t');
                }
                line.push_str(text.trim());
            }
        }
        self.out.paragraph(&line, Some(self.page), self.number);
    }

    fn paragraph(&mut self, node: Node, depth: usize) {
        self.number += 1;
        let text = self.words(node, depth);
        self.line.push_str(&text);
        // A paragraph whose end was deleted goes on in the next one.
        let mark = child(node, "pPr").and_then(|it| child(it, "rPr"));
        if mark.is_some_and(|it| self.is_mark_gone(it)) {
            return;
        }
        let line = std::mem::take(&mut self.line);
        self.drawn = false;
        self.out.paragraph(&line, Some(self.page), self.number);
    }

    /// The number that Word draws, then the words.
    fn words(&mut self, paragraph: Node, depth: usize) -> String {
        let mut text = String::new();
        let properties = child(paragraph, "pPr");
        if !self.drawn
            && !properties.is_some_and(is_hidden_mark)
            && let Some(at) = self.numbering.of(properties)
            && let Some(number) = self.counters.next(at, self.numbering)
        {
            text.push_str(&number);
            text.push(' ');
            self.drawn = true;
        }
        let before = text.len();
        self.runs(paragraph, &mut text, depth);
        let is_blank = text[before..].chars().all(|c| c.is_whitespace() || is_proposal(c));
        if is_blank { String::new() } else { text }
    }

    fn runs(&mut self, node: Node, text: &mut String, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for it in node.children().filter(Node::is_element) {
            let name = it.tag_name().name();
            if !is(it, name) {
                // Drawings and other vocabularies: only text boxes hold words, and the fallback repeats them.
                if name != "Fallback" {
                    self.boxes(it, depth + 1);
                }
                continue;
            }
            match name {
                _ if self.is_gone(it) => {}
                "r" if child(it, "rPr").is_some_and(|properties| is_on(properties, "vanish")) => {}
                "pPr" | "rPr" | "instrText" | "footnoteReference" | "endnoteReference"
                | "commentReference" => {}
                "t" | "delText" => text.extend(it.text().unwrap_or("").chars().filter(|&c| !is_proposal(c))),
                "tab" | "ptab" => text.push('\t'),
                "br" if attribute(it, "type") == Some("page") => self.page += 1,
                "lastRenderedPageBreak" => self.page += 1,
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('\u{2011}'),
                "softHyphen" => {}
                "sym" => text.push('\u{fffd}'),
                "drawing" | "pict" | "object" => self.boxes(it, depth + 1),
                "ins" | "del" | "moveTo" | "moveFrom" => {
                    text.push(PROPOSED);
                    self.runs(it, text, depth + 1);
                    text.push(SETTLED);
                }
                _ => self.runs(it, text, depth + 1),
            }
        }
    }

    /// Text boxes stand after the paragraph that anchors them.
    fn boxes(&mut self, node: Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for it in node.children().filter(|it| it.is_element() && it.tag_name().name() != "Fallback") {
            if is(it, "txbxContent") {
                let (line, drawn) = (std::mem::take(&mut self.line), std::mem::take(&mut self.drawn));
                self.blocks(it, depth + 1);
                (self.line, self.drawn) = (line, drawn);
            } else {
                self.boxes(it, depth + 1);
            }
        }
    }

    /// Whether a tracked change takes the words away in the reading that is asked for.
    fn is_gone(&mut self, node: Node) -> bool {
        let adds = is(node, "ins") || is(node, "moveTo");
        if !adds && !is(node, "del") && !is(node, "moveFrom") {
            return false;
        }
        let author = attribute(node, "author").unwrap_or("");
        if !self.out.authors.iter().any(|known| known == author) && self.out.authors.len() < MOST_AUTHORS {
            self.out.authors.push(author.to_owned());
        }
        let rejected = match self.tracked {
            Tracked::Accepted => false,
            Tracked::Rejected => true,
            Tracked::RejectedOf(one) => one == author,
        };
        adds == rejected
    }

    fn is_mark_gone(&mut self, properties: Node) -> bool {
        // All of them are looked at, so that no author is missed.
        properties.children().filter(|&it| self.is_gone(it)).count() > 0
    }
}

fn is_hidden_mark(properties: Node) -> bool {
    child(properties, "rPr").is_some_and(|it| is_on(it, "vanish") && is_on(it, "specVanish"))
}

/// The words of comments or footnotes, for the notices: they are no law.
fn notes(document: &Document, element: &str, kind: &str) -> Vec<String> {
    let notes = document.descendants().filter(|&it| is(it, element));
    let words = notes.filter_map(|note| {
        let text: String = note.descendants().filter(|&it| is(it, "t")).filter_map(|it| it.text()).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then(|| format!("{kind}: {text}"))
    });
    words.collect()
}

fn core_title(core: Option<&str>) -> Option<String> {
    let core = core?;
    let document = parse(core).ok()?;
    let title = document.descendants().find(|it| it.tag_name().name() == "title")?;
    title.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Elements by their `w:…Id`, for numbering and styles.
pub(super) fn by_id<'a, 'i>(root: Node<'a, 'i>, element: &str, id: &str) -> BTreeMap<String, Node<'a, 'i>> {
    let found = root.children().filter(|&it| is(it, element));
    found.filter_map(|it| Some((attribute(it, id)?.to_owned(), it))).collect()
}
