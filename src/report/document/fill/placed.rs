//! Documents placed in a template of somebody else: their styles by the names that Word gives them, their list and
//! footnotes under numbers that are free there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use roxmltree::Node;

use super::super::markup::{Edits, append, append_markup, attribute, is, parse};
use super::super::package::Package;
use super::super::word::{Names, fragment, parts};
use super::super::{Block, Document};

const LINKS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";

/// What documents need of a template, and what they have taken so far.
#[derive(Debug)]
pub(super) struct Placed {
    names: Names,
    /// Styles that the template lacks, as mark-up.
    styles: String,
    notes: String,
    pub used: bool,
}

impl Placed {
    /// Looks at what a template has.
    ///
    /// # Errors
    /// A part is not well-formed, or the template has no styles.
    pub(super) fn of(package: &Package) -> Result<Placed, String> {
        let list =
            free(package.text("word/numbering.xml")?, &["num", "abstractNum"], &["numId", "abstractNumId"])?;
        let first_note = free(package.text("word/footnotes.xml")?, &["footnote"], &["id"])?.max(1);
        let theirs = package.text("word/styles.xml")?.unwrap_or(
            "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>",
        );
        let (styles, missing) = styles(theirs, list)?;
        let names = Names { styles, list, note_count: first_note as usize - 1 };
        Ok(Placed { names, styles: missing, notes: String::new(), used: false })
    }

    /// The mark-up of a document: paragraphs and tables.
    pub(super) fn put(&mut self, language: &str, blocks: Vec<Block>) -> String {
        let document = Document { language: language.to_owned(), blocks, ..Document::default() };
        let (text, notes) = fragment(&document, &mut self.names);
        self.notes.push_str(&notes);
        self.used = true;
        text
    }

    /// The parts that change by what was placed.
    ///
    /// # Errors
    /// A part of the template is not well-formed.
    pub(super) fn parts(self, package: &Package) -> Result<Vec<(String, String)>, String> {
        let mut out = Vec::new();
        if !self.used {
            return Ok(out);
        }
        let (mut types, mut links) =
            (package.text(TYPES)?.map(str::to_owned), package.text(LINKS)?.map(str::to_owned));
        let mut needed = vec![("styles", self.styles.clone()), ("numbering", String::new())];
        if !self.notes.is_empty() {
            needed.push(("footnotes", self.notes.clone()));
        }
        for (part, markup) in needed {
            let name = format!("word/{part}.xml");
            let standing = package.text(&name)?;
            let text = match (part, standing) {
                ("numbering", standing) => listed(standing, self.names.list)?,
                (_, Some(standing)) => append_markup(standing, &markup)?,
                ("styles", None) => append_markup(EMPTY_STYLES, &markup)?,
                (_, None) => append_markup(&parts::empty_footnotes(), &markup)?,
            };
            if standing.is_none() {
                let missing =
                    |it: Option<String>, what: &str| it.ok_or_else(|| format!("the archive has no {what}"));
                let (kind, office) = (parts::content_type(part), parts::relationship(part));
                let path = format!("/{name}");
                types = Some(append(
                    &missing(types, TYPES)?,
                    "Override",
                    &[("PartName", &path), ("ContentType", &kind)],
                )?);
                let id = format!("rIdLacuna{part}");
                let target = format!("{part}.xml");
                let link = [("Id", id.as_str()), ("Type", office.as_str()), ("Target", target.as_str())];
                links = Some(append(&missing(links, LINKS)?, "Relationship", &link)?);
            }
            out.push((name, text));
        }
        let changed = |name: &str, text: Option<String>| text.map(|text| (name.to_owned(), text));
        out.extend([changed(TYPES, types), changed(LINKS, links)].into_iter().flatten());
        Ok(out)
    }
}

const EMPTY_STYLES: &str =
    "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"></w:styles>";

/// The first number above all those of some elements.
fn free(part: Option<&str>, elements: &[&str], ids: &[&str]) -> Result<u32, String> {
    let Some(part) = part else { return Ok(1) };
    let read = parse("a part of the template", part)?;
    let nodes = read.descendants().filter(|&it| elements.iter().any(|name| is(it, name)));
    let numbers =
        nodes.flat_map(|it| ids.iter().filter_map(move |id| attribute(it, id)?.parse::<u32>().ok()));
    Ok(numbers.max().map_or(1, |most| most.saturating_add(1)))
}

/// Our styles by the ids that they have in the template, and the mark-up of those that it lacks.
fn styles(theirs: &str, list: u32) -> Result<(BTreeMap<String, String>, String), String> {
    let read = parse("word/styles.xml", theirs)?;
    let (mut by_name, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for style in read.root_element().children().filter(|&it| is(it, "style")) {
        let Some(id) = attribute(style, "styleId") else { continue };
        taken.insert(id.to_owned());
        by_name.insert(named(style), id.to_owned());
    }
    let own = parts::STYLES;
    let own_read = parse("the styles", own)?;
    let own_styles: Vec<Node> = own_read.root_element().children().filter(|&it| is(it, "style")).collect();
    let mut names = BTreeMap::new();
    let mut missing: Vec<Range<usize>> = Vec::new();
    for &style in &own_styles {
        let id = attribute(style, "styleId").unwrap_or("");
        let theirs = match by_name.get(&named(style)) {
            Some(standing) => standing.clone(),
            None => {
                missing.push(style.range());
                if taken.contains(id) { format!("Lacuna{id}") } else { id.to_owned() }
            }
        };
        names.insert(id.to_owned(), theirs);
    }
    let mut markup = String::new();
    for range in missing {
        let text = &own[range.clone()];
        let mut edits = Edits::default();
        let style = own_styles.iter().find(|it| it.range() == range);
        for node in style.into_iter().flat_map(|it| it.descendants()) {
            let refers = is(node, "basedOn") || is(node, "next");
            let value = node
                .attributes()
                .find(|it| it.name() == "styleId" && is(node, "style") || it.name() == "val" && refers);
            if let Some((value, name)) = value.and_then(|it| Some((it, names.get(it.value())?))) {
                let at = value.range_value();
                edits.replace(at.start - range.start..at.end - range.start, name.clone());
            }
            if is(node, "numId") {
                let at = node.range();
                edits.replace(
                    at.start - range.start..at.end - range.start,
                    format!("<w:numId w:val=\"{list}\"/>"),
                );
            }
        }
        // What a template has by default is its own affair.
        markup.push_str(&edits.apply(text).replace(" w:default=\"1\"", ""));
    }
    Ok((names, markup))
}

/// Kind and name of a style: what Word knows it by in every language.
fn named(style: Node) -> (String, String) {
    let name = style.children().find(|&it| is(it, "name")).and_then(|it| attribute(it, "val")).unwrap_or("");
    (attribute(style, "type").unwrap_or("paragraph").to_owned(), name.to_lowercase())
}

/// The lists of a template with that of documents among them: first the looks of all, then the lists.
fn listed(standing: Option<&str>, list: u32) -> Result<String, String> {
    let looks = parts::list_looks(list);
    let own = format!("<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"{list}\"/></w:num>");
    let Some(standing) = standing else { return Ok(parts::numbering_of(list)) };
    let read = parse("word/numbering.xml", standing)?;
    let first = read.root_element().children().find(|&it| is(it, "num"));
    match first {
        Some(first) => {
            let mut edits = Edits::default();
            edits.insert(first.range().start, looks);
            let last = { read.root_element().children() }.rfind(|&it| is(it, "num")).unwrap_or(first);
            edits.insert(last.range().end, own);
            Ok(edits.apply(standing))
        }
        None => append_markup(standing, &(looks + &own)),
    }
}
