//! Comments in a Word file that somebody else wrote: nothing but comments is added, and what carries them. The
//! other parts keep their bytes, the text its words, and comments that stand there already their place.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::super::markup::{
    Edits, append, append_markup, attribute, is, is_strict, parse, sibling_name, written_name,
};
use super::super::package::{Package, replace};
use super::super::xml::Xml;
use super::super::{Style, Words};
use super::NAMESPACES;
use super::anchors::{Anchors, Spot};
use super::body::language_attribute;
use crate::error::{Error, Result};
use crate::source::Reader;
use crate::span::Span;

/// Who comments, in files and in tracked changes.
pub(super) const AUTHOR: &str = "lacuna";
const MAIN: &str = "word/document.xml";
const TYPES: &str = "[Content_Types].xml";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// A comment on words of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comment {
    /// Of the decoded text.
    pub span: Span,
    pub paragraphs: Vec<Vec<Words>>,
}

/// Adds comments to a Word file, in the order of their words. `text` is what the file was read as, by `reader`.
///
/// # Errors
/// [`Error::Source`]: the file cannot be read, or reads otherwise than `text`.
pub fn annotate(
    name: &str,
    bytes: &[u8],
    text: &str,
    comments: &[Comment],
    reader: &Reader,
) -> Result<Vec<u8>> {
    add(bytes, text, comments, reader).map_err(|message| Error::Source {
        path: name.to_owned(),
        message: format!("comments cannot be added: {message}"),
        help: "choose --format html for a page with the text beside the findings".into(),
    })
}

fn add(bytes: &[u8], text: &str, comments: &[Comment], reader: &Reader) -> Result<Vec<u8>, String> {
    if comments.is_empty() {
        return Ok(bytes.to_owned());
    }
    let package = Package::read(bytes, reader.limits.expanded)?;
    let xml = package.text(MAIN)?.ok_or("the archive has no word/document.xml")?;
    let read = parse(MAIN, xml)?;
    let anchors = Anchors::find(bytes, (MAIN, xml, &read), text, reader)?;
    let part = Part::of(&package, is_strict(&read))?;
    let mut next = first_free(&part, &read)?;
    let mut order: Vec<&Comment> = comments.iter().collect();
    order.sort_by_key(|it| (it.span.start, it.span.end));
    let mut cuts = Cuts { xml, read: &read, at: BTreeMap::new() };
    let mut markup = Xml::default();
    for comment in order {
        let Some((from, to)) = anchors.of(xml, comment.span) else { continue };
        if cuts.add(&from, &to, next) {
            markup.raw(&self::markup(next, comment, &part.prefix));
            next += 1;
        }
    }
    let commented = cuts.apply();
    parse(MAIN, &commented)?;
    let mut parts = vec![(MAIN.to_owned(), commented)];
    parts.extend(part.with(&package, &markup.into_string())?);
    replace(bytes, &parts)
}

/// The part that holds the comments: there already, or new.
struct Part {
    name: String,
    text: Option<String>,
    prefix: String,
    strict: bool,
}

impl Part {
    fn of(package: &Package, strict: bool) -> Result<Part, String> {
        let links = package.text("word/_rels/document.xml.rels")?;
        let target = links.map(link_to_comments).transpose()?.flatten();
        let name = match &target {
            Some(target) => match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("word/{target}"),
            },
            None => free_name(package),
        };
        let text = package.text(&name)?.map(str::to_owned);
        if target.is_some() && text.is_none() {
            return Err(format!("it names comments in `{name}`, which it does not hold"));
        }
        let prefix = match &text {
            Some(text) => written_name(text, parse(&name, text)?.root_element()).to_owned(),
            None => "w:comments".to_owned(),
        };
        Ok(Part { name, text, prefix, strict })
    }

    /// The parts that change when comments are added to this one.
    fn with(self, package: &Package, comments: &str) -> Result<Vec<(String, String)>, String> {
        if let Some(text) = &self.text {
            return Ok(vec![(self.name.clone(), append_markup(text, comments)?)]);
        }
        let word = NAMESPACES[0].1;
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        let mut xml = Xml::document();
        xml.open("w:comments", &[("xmlns:w", if self.strict { strict } else { word })]);
        xml.raw(comments).close("w:comments");
        let types = package.text(TYPES)?.ok_or("the archive has no [Content_Types].xml")?;
        let declared = [("PartName", format!("/{}", self.name)), ("ContentType", COMMENTS_TYPE.to_owned())];
        let declared: Vec<_> = declared.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let types = append(types, "Override", &declared)?;
        let links_name = "word/_rels/document.xml.rels";
        let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
                     xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
        let links = package.text(links_name)?.unwrap_or(empty);
        let target = self.name.strip_prefix("word/").unwrap_or(&self.name);
        let kind = format!("{}/comments", if self.strict { STRICT_OFFICE } else { OFFICE });
        let link = [("Id", free_id(links)?), ("Type", kind), ("Target", target.to_owned())];
        let link: Vec<_> = link.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let links = append(links, "Relationship", &link)?;
        Ok(vec![(TYPES.into(), types), (links_name.into(), links), (self.name.clone(), xml.into_string())])
    }
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_OFFICE: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

fn link_to_comments(links: &str) -> Result<Option<String>, String> {
    let read = parse("document.xml.rels", links)?;
    let link = read.root_element().children().find(|it| {
        let kind = it.attribute("Type").unwrap_or("");
        [OFFICE, STRICT_OFFICE].iter().any(|office| kind.strip_prefix(office) == Some("/comments"))
    });
    Ok(link.and_then(|it| it.attribute("Target")).map(str::to_owned))
}

fn free_name(package: &Package) -> String {
    let taken = |name: &String| package.names().any(|it| it.eq_ignore_ascii_case(name));
    let numbered = (1u32..).map(|number| format!("word/comments{number}.xml"));
    std::iter::once("word/comments.xml".to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

fn free_id(links: &str) -> Result<String, String> {
    let read = parse("document.xml.rels", links)?;
    let taken: Vec<&str> = read.root_element().children().filter_map(|it| it.attribute("Id")).collect();
    let all = std::iter::once("rIdComments".to_owned()).chain((1u32..).map(|it| format!("rIdComments{it}")));
    Ok({ all }.find(|id| !taken.contains(&id.as_str())).unwrap_or_default())
}

/// The first number that no comment and no mark of one bears.
fn first_free(part: &Part, read: &Document) -> Result<u32, String> {
    let mut most = None;
    let mut see = |node: Node| {
        let id = attribute(node, "id").and_then(|id| id.trim().parse::<u32>().ok());
        most = most.max(id);
    };
    if let Some(text) = &part.text {
        parse(&part.name, text)?.descendants().filter(|&it| is(it, "comment")).for_each(&mut see);
    }
    let marks = ["commentRangeStart", "commentRangeEnd", "commentReference"];
    read.descendants().filter(|&it| marks.iter().any(|name| is(it, name))).for_each(&mut see);
    most.map_or(Some(0), |most| most.checked_add(1)).ok_or_else(|| "a comment bears too high a number".into())
}

/// `<w:comment>` by the prefix of its part, with neither date nor person.
pub(super) fn markup(id: u32, comment: &Comment, root: &str) -> String {
    let name = |local: &str| sibling_name(root, local);
    // An attribute needs a prefix; a part that has none declares one here.
    let is_bare = !root.contains(':');
    let attribute = |local: &str| if is_bare { format!("w:{local}") } else { name(local) };
    let id = id.to_string();
    let attributes = [("id", id.as_str()), ("author", AUTHOR), ("initials", "la")];
    let mut attributes: Vec<_> = attributes.iter().map(|(local, value)| (attribute(local), *value)).collect();
    if is_bare {
        attributes.insert(0, ("xmlns:w".to_owned(), NAMESPACES[0].1));
    }
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let mut xml = Xml::default();
    xml.open(&name("comment"), &attributes);
    let (p, r, t) = (name("p"), name("r"), name("t"));
    for (at, words) in comment.paragraphs.iter().enumerate() {
        xml.open(&p, &[]);
        if at == 0 {
            xml.open(&r, &[]).empty(&name("annotationRef"), &[]).close(&r);
        }
        for it in words.iter().filter(|it| !it.text.is_empty()) {
            xml.open(&r, &[]).open(&name("rPr"), &[]);
            match it.style {
                Style::Plain => {}
                Style::Strong | Style::ToFill => {
                    xml.empty(&name("b"), &[]);
                }
                Style::Emphasis => {
                    xml.empty(&name("i"), &[]);
                }
            }
            if let Some(language) = &it.language {
                let local = language_attribute(language).trim_start_matches("w:");
                if local == "bidi" {
                    xml.empty(&name("rtl"), &[]);
                }
                xml.empty(&name("lang"), &[(&attribute(local), language)]);
            }
            xml.close(&name("rPr")).text(&t, &[("xml:space", "preserve")], &it.text).close(&r);
        }
        xml.close(&p);
    }
    if comment.paragraphs.is_empty() {
        xml.empty(&p, &[]);
    }
    xml.close(&name("comment"));
    xml.into_string()
}

/// Places of the mark-up at which comments begin and end.
struct Cuts<'t> {
    xml: &'t str,
    read: &'t Document<'t>,
    at: BTreeMap<usize, Cut>,
}

/// What is written at a place: runs that are cut end before and go on behind it.
#[derive(Default)]
struct Cut {
    close: String,
    open: String,
    ends: String,
    starts: String,
    /// Where the words that are cut must be told to keep their blanks.
    keep: Option<usize>,
}

impl Cuts<'_> {
    /// Marks a comment; false where the mark-up has no place for one.
    fn add(&mut self, from: &Spot, to: &Spot, id: u32) -> bool {
        let (Some(first), Some(last)) = (self.cut(from, true), self.cut(to, false)) else { return false };
        let id = id.to_string();
        let mut mark = |at: usize, cut: Cut, name: &str, run: &str, is_start: bool| {
            let mut xml = Xml::default();
            let attribute = sibling_name(if run.contains(':') { run } else { "w:r" }, "id");
            let id = [(attribute.as_str(), id.as_str())];
            xml.empty(&sibling_name(run, name), &id);
            if !is_start {
                xml.open(run, &[]).empty(&sibling_name(run, "commentReference"), &id).close(run);
            }
            let cut = self.at.entry(at).or_insert(cut);
            match is_start {
                true => cut.starts.push_str(&xml.into_string()),
                false => cut.ends.push_str(&xml.into_string()),
            }
        };
        mark(first.0, first.1, "commentRangeStart", &first.2, true);
        mark(last.0, last.1, "commentRangeEnd", &last.2, false);
        true
    }

    /// The place at which a mark can stand: beside a run, or in a run that is cut there. With it the name of the
    /// run as it is written.
    fn cut(&self, spot: &Spot, is_start: bool) -> Option<(usize, Cut, String)> {
        let xml = self.xml;
        let words = self.read.root_element();
        let words = deepest(words, spot.words.start)?;
        let text = words.parent_element()?;
        let runs = text.ancestors().filter(|&it| is(it, "r"));
        // Words in a text box or a ruby stand in a run of a run; only the outermost is a place for comments.
        let run = { runs }.last()?;
        let name = written_name(xml, run).to_owned();
        let whole = if is_start { run.range().start } else { run.range().end };
        if text.parent_element() != Some(run) {
            return Some((whole, Cut::default(), name));
        }
        let is_content = |it: &Node| it.is_element() && !is(*it, "rPr") && !is(*it, "lastRenderedPageBreak");
        let mut content = run.children().filter(is_content);
        let (is_edge, at_edge) = match is_start {
            true => (content.next() == Some(text), spot.at <= spot.words.start),
            false => (content.next_back() == Some(text), spot.at >= spot.words.end),
        };
        if is_edge && at_edge {
            return Some((whole, Cut::default(), name));
        }
        let inside = run.first_child()?.range().start;
        let properties = run.children().find(|&it| is(it, "rPr")).map_or("", |it| &xml[it.range()]);
        let reopened = format!("{}{properties}", &xml[run.range().start..inside]);
        let close = format!("</{name}>");
        if at_edge {
            let at = if is_start { text.range().start } else { text.range().end };
            return Some((at, Cut { close, open: reopened, ..Cut::default() }, name));
        }
        let element = written_name(xml, text);
        let keeps = xml[text.range().start..words.range().start].contains("xml:space");
        let cut = Cut {
            close: format!("</{element}>{close}"),
            open: format!("{reopened}<{element} xml:space=\"preserve\">"),
            keep: (!keeps).then(|| text.range().start + 1 + element.len()),
            ..Cut::default()
        };
        Some((spot.at, cut, name))
    }

    fn apply(self) -> String {
        let mut edits = Edits::default();
        let mut kept = Vec::new();
        for (at, cut) in self.at {
            if let Some(keep) = cut.keep.filter(|keep| !kept.contains(keep)) {
                kept.push(keep);
                edits.insert(keep, " xml:space=\"preserve\"".into());
            }
            edits.insert(at, [cut.close, cut.ends, cut.starts, cut.open].concat());
        }
        edits.apply(self.xml)
    }
}

/// The text node that holds a byte of the mark-up.
fn deepest<'a, 'i>(root: Node<'a, 'i>, at: usize) -> Option<Node<'a, 'i>> {
    let mut node = root;
    while node.is_element() {
        node = node.children().find(|it| it.range().contains(&at))?;
    }
    node.is_text().then_some(node)
}
