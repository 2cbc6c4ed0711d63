//! The parts round the text: what the file holds, styles, settings, head and foot of the pages.

use super::super::Document;
use super::super::xml::{Xml, escaped};
use super::NAMESPACES;
use super::body::language_attribute;
use crate::report::words::direction;

/// A4 with margins of 2 cm, in twentieths of a point.
pub(super) const PAGE: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1304\" w:right=\"1134\" \
    w:bottom=\"1247\" w:left=\"1134\" w:header=\"624\" w:footer=\"567\" w:gutter=\"0\"/>";
/// What the margins leave of a line, in twentieths of a point.
pub(super) const TEXT_WIDTH: u32 = 9638;

/// All styles; the language of the document is left open.
pub(in crate::report::document) const STYLES: &str = include_str!("../../../../templates/word/styles.xml");
/// Where the styles want the language of the document.
const LANGUAGE: &str = "<!--language-->";

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Parts beside the text: name, id, kind of relationship.
const BESIDE: [(&str, &str, &str); 6] = [
    ("styles", "rIdStyles", "styles"),
    ("numbering", "rIdNumbering", "numbering"),
    ("settings", "rIdSettings", "settings"),
    ("footnotes", "rIdFootnotes", "footnotes"),
    ("header1", "rIdHeader", "header"),
    ("footer1", "rIdFooter", "footer"),
];
const COMMENTS: (&str, &str, &str) = ("comments", "rIdComments", "comments");

fn beside(comments: bool) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    BESIDE.into_iter().chain(comments.then_some(COMMENTS))
}

pub(super) fn content_types(comments: bool) -> String {
    let mut xml = Xml::document();
    xml.open("Types", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")]);
    let rels = "application/vnd.openxmlformats-package.relationships+xml";
    xml.empty("Default", &[("Extension", "rels"), ("ContentType", rels)]);
    xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
    let mut part = |name: &str, kind: &str| {
        xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
    };
    part("/word/document.xml", &format!("{MAIN}.document.main+xml"));
    part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    for (name, _, kind) in beside(comments) {
        part(&format!("/word/{name}.xml"), &format!("{MAIN}.{kind}+xml"));
    }
    xml.close("Types");
    xml.into_string()
}

pub(super) fn relationships() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    links(&[
        ("rIdDocument", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        ("rIdCore", core, "docProps/core.xml"),
    ])
}

pub(super) fn document_relationships(comments: bool) -> String {
    let parts =
        beside(comments).map(|(name, id, kind)| (id, format!("{OFFICE}/{kind}"), format!("{name}.xml")));
    let parts: Vec<_> = parts.collect();
    let borrowed: Vec<_> =
        parts.iter().map(|(id, kind, target)| (*id, kind.as_str(), target.as_str())).collect();
    links(&borrowed)
}

fn links(links: &[(&str, &str, &str)]) -> String {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")]);
    for (id, kind, target) in links {
        xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
    }
    xml.close("Relationships");
    xml.into_string()
}

/// Title and language; no person, no time.
pub(super) fn core(document: &Document) -> String {
    let mut xml = Xml::document();
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.open("cp:coreProperties", &spaces).text("dc:title", &[], &document.title);
    if !document.subtitle.is_empty() {
        xml.text("dc:subject", &[], &document.subtitle);
    }
    xml.text("dc:language", &[], &document.language).close("cp:coreProperties");
    xml.into_string()
}

pub(super) fn styles(document: &Document) -> String {
    let attribute = language_attribute(&document.language);
    let language = format!("<w:lang {attribute}=\"{}\"/>", escaped(&document.language));
    STYLES.replace("\r\n", "\n").replace(LANGUAGE, &language)
}

pub(super) fn numbering() -> String {
    numbering_of(1)
}

/// A part with one list of bullets.
pub(in crate::report::document) fn numbering_of(list: u32) -> String {
    let mut xml = Xml::document();
    xml.open("w:numbering", &NAMESPACES).raw(&list_looks(list));
    let list = list.to_string();
    xml.open("w:num", &[("w:numId", &list)]).value("w:abstractNumId", &list).close("w:num");
    xml.close("w:numbering");
    xml.into_string()
}

/// How the list of bullets looks, nine levels deep.
pub(in crate::report::document) fn list_looks(list: u32) -> String {
    let mut xml = Xml::default();
    xml.open("w:abstractNum", &[("w:abstractNumId", &list.to_string())]);
    xml.value("w:multiLevelType", "hybridMultilevel");
    for level in 0..9u32 {
        let bullet = ["•", "–", "▪"][level as usize % 3];
        xml.open("w:lvl", &[("w:ilvl", &level.to_string())]).value("w:start", "1");
        xml.value("w:numFmt", "bullet").value("w:lvlText", bullet).value("w:lvlJc", "left");
        let indent = (level + 1) * 340;
        xml.open("w:pPr", &[]).empty("w:ind", &[("w:left", &indent.to_string()), ("w:hanging", "283")]);
        xml.close("w:pPr").close("w:lvl");
    }
    xml.close("w:abstractNum");
    xml.into_string()
}

/// A part of footnotes without any.
pub(in crate::report::document) fn empty_footnotes() -> String {
    let mut notes = super::body::footnotes();
    notes.close("w:footnotes");
    notes.into_string()
}

/// What a part is, as the list of contents says it.
pub(in crate::report::document) fn content_type(part: &str) -> String {
    format!("{MAIN}.{part}+xml")
}

/// What a part is to the text.
pub(in crate::report::document) fn relationship(part: &str) -> String {
    format!("{OFFICE}/{part}")
}

pub(super) fn settings(document: &Document) -> String {
    let mut xml = Xml::document();
    xml.open("w:settings", &NAMESPACES).empty("w:zoom", &[("w:percent", "100")]);
    xml.open("w:footnotePr", &[]);
    xml.empty("w:footnote", &[("w:id", "-1")]).empty("w:footnote", &[("w:id", "0")]).close("w:footnotePr");
    // Without it Word opens the document in the mode of an old version.
    xml.open("w:compat", &[]);
    let uri = "http://schemas.microsoft.com/office/word";
    xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", uri), ("w:val", "15")]);
    xml.close("w:compat");
    xml.empty("w:themeFontLang", &[(language_attribute(&document.language), &document.language)]);
    xml.close("w:settings");
    xml.into_string()
}

/// Classification and mark stand at the head of every page; the mark lies across it too.
pub(super) fn header(document: &Document) -> String {
    let mut xml = Xml::document();
    let mut spaces = NAMESPACES.to_vec();
    spaces.extend([
        ("xmlns:v", "urn:schemas-microsoft-com:vml"),
        ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ]);
    xml.open("w:hdr", &spaces);
    page_line(&mut xml, document, "Header");
    if !document.mark.is_empty() {
        watermark(&mut xml, &document.mark);
    }
    xml.open("w:r", &[]).empty("w:tab", &[]);
    if !document.classification.is_empty() {
        xml.text("w:t", &[("xml:space", "preserve")], &document.classification);
    }
    xml.empty("w:tab", &[]).close("w:r");
    if !document.mark.is_empty() {
        xml.open("w:r", &[]).raw("<w:rPr><w:rStyle w:val=\"Mark\"/></w:rPr>");
        xml.text("w:t", &[("xml:space", "preserve")], &document.mark).close("w:r");
    }
    xml.close("w:p").close("w:hdr");
    xml.into_string()
}

/// Title and number of the page.
pub(super) fn footer(document: &Document) -> String {
    let mut xml = Xml::document();
    xml.open("w:ftr", &NAMESPACES);
    page_line(&mut xml, document, "Footer");
    xml.open("w:r", &[]);
    if direction(&document.language) == "rtl" {
        xml.raw("<w:rPr><w:rtl/></w:rPr>");
    }
    xml.text("w:t", &[("xml:space", "preserve")], &document.title).empty("w:tab", &[]).close("w:r");
    for (field, behind) in [("PAGE", " / "), ("NUMPAGES", "")] {
        let order = format!(" {field} ");
        xml.open("w:fldSimple", &[("w:instr", &order)]).open("w:r", &[]).text("w:t", &[], "1");
        xml.close("w:r").close("w:fldSimple");
        if !behind.is_empty() {
            xml.open("w:r", &[]).text("w:t", &[("xml:space", "preserve")], behind).close("w:r");
        }
    }
    xml.close("w:p").close("w:ftr");
    xml.into_string()
}

fn page_line(xml: &mut Xml, document: &Document, style: &str) {
    xml.open("w:p", &[]).open("w:pPr", &[]).value("w:pStyle", style);
    if direction(&document.language) == "rtl" {
        xml.empty("w:bidi", &[]);
    }
    xml.close("w:pPr");
}

/// The drawing by which Word itself lays a word across the page, behind the text.
fn watermark(xml: &mut Xml, mark: &str) {
    let size = (mark.chars().count().clamp(3, 12) * 70).min(480);
    let style = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{size}pt;height:{}pt;rotation:315;z-index:-251658752;\
         mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
         mso-position-vertical:center;mso-position-vertical-relative:margin",
        size / 4
    );
    xml.open("w:r", &[]).raw("<w:rPr><w:noProof/></w:rPr>").open("w:pict", &[]);
    xml.raw(
        "<v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" adj=\"10800\" \
         path=\"m@7,l@8,m@5,21600l@6,21600e\"><v:formulas><v:f eqn=\"sum #0 0 10800\"/><v:f eqn=\"prod #0 2 1\"/>\
         <v:f eqn=\"sum 21600 0 @1\"/><v:f eqn=\"sum 0 0 @2\"/><v:f eqn=\"sum 21600 0 @3\"/>\
         <v:f eqn=\"if @0 @3 0\"/><v:f eqn=\"if @0 21600 @1\"/><v:f eqn=\"if @0 0 @2\"/>\
         <v:f eqn=\"if @0 @4 21600\"/><v:f eqn=\"mid @5 @6\"/><v:f eqn=\"mid @8 @5\"/><v:f eqn=\"mid @7 @8\"/>\
         <v:f eqn=\"mid @6 @7\"/><v:f eqn=\"sum @6 0 @5\"/></v:formulas><v:path textpathok=\"t\" \
         o:connecttype=\"custom\" o:connectlocs=\"@9,0;@10,10800;@11,21600;@12,10800\" \
         o:connectangles=\"270,180,90,0\"/><v:textpath on=\"t\" fitshape=\"t\"/></v:shapetype>",
    );
    let shape = [
        ("id", "PowerPlusWaterMarkObject1"),
        ("o:spid", "_x0000_s2049"),
        ("type", "#_x0000_t136"),
        ("alt", mark),
        ("style", style.as_str()),
        ("o:allowincell", "f"),
        ("fillcolor", "#d9d9d9"),
        ("stroked", "f"),
    ];
    xml.open("v:shape", &shape).empty("v:fill", &[("opacity", ".5")]);
    xml.empty("v:textpath", &[("style", "font-family:\"Calibri\";font-size:1pt"), ("string", mark)]);
    xml.close("v:shape").close("w:pict").close("w:r");
}
