//! Akoma Ntoso and the Canadian Department of Justice's dialect → text, a line for each provision.

use roxmltree::{Document, Node, ParsingOptions};

use super::Metadata;
use super::converted::Converted;

/// Deeper elements are left out: no act nests so deep.
const DEEPEST: usize = 200;
/// Nodes of a document, at most.
const MOST_NODES: u32 = 8_000_000;

/// Reads a document.
///
/// # Errors
/// It is no well-formed XML, or declares entities of its own (which are never expanded).
pub(super) fn convert(text: &str) -> Result<Converted, String> {
    let text = without_doctype(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|fault| fault.to_string())?;
    let root = document.root_element();
    let mut walk = Walk { out: Converted::default(), line: String::new(), paragraph: 0 };
    match root.tag_name().name() {
        "akomaNtoso" => {
            walk.out.meta = akn_meta(root);
            walk.akn(root, 0);
        }
        _ => {
            walk.out.meta = canada_meta(root);
            walk.canada(root, 0);
        }
    }
    walk.end_line();
    Ok(walk.out)
}

/// The text with its document type blanked out. One that declares entities is refused.
fn without_doctype(text: &str) -> Result<std::borrow::Cow<'_, str>, String> {
    let head = &text[..text.floor_char_boundary(4096)];
    let Some(start) = head.find("<!DOCTYPE") else { return Ok(text.into()) };
    let Some(end) = head[start..].find('>').map(|at| start + at) else {
        return Err("the document type does not end".into());
    };
    if head[start..end].contains('[') {
        return Err("the document declares entities of its own, which are not read".into());
    }
    Ok(format!("{}{}{}", &text[..start], " ".repeat(end + 1 - start), &text[end + 1..]).into())
}

struct Walk {
    out: Converted,
    line: String,
    paragraph: u32,
}

impl Walk {
    fn end_line(&mut self) {
        // An opening quotation mark waits for what it opens.
        if self.line == "“" {
            return;
        }
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.paragraph += 1;
            self.out.paragraph(line.trim(), None, self.paragraph);
        }
    }

    /// Running text; line ends of the file are kept only where `lines` says so.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c.is_whitespace() && c != '\u{a0}' {
                true if self.line.is_empty() || self.line.ends_with(' ') => {}
                true => self.line.push(' '),
                false => self.line.push(c),
            }
        }
    }

    fn word(&mut self, text: &str) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
        self.text(text);
    }

    /// Akoma Ntoso: a number begins a line, what follows it goes on in that line.
    fn akn(&mut self, node: Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            return self.text(text);
        }
        if !node.is_element() && !node.is_root() {
            return;
        }
        let name = node.tag_name().name();
        let children = |walk: &mut Self| node.children().for_each(|child| walk.akn(child, depth + 1));
        match name {
            "meta" | "authorialNote" | "note" | "noteRef" | "toc" | "img" | "coverPage" => {}
            "num" => {
                self.end_line();
                self.word(&squeeze(node));
                self.line.push(' ');
            }
            "heading" | "subheading" => {
                self.word(&squeeze(node));
                self.end_line();
            }
            "eol" | "br" => self.end_line(),
            "quotedStructure" => {
                self.end_line();
                self.line.push('“');
                children(self);
                self.close_quote();
            }
            "embeddedText" | "quotedText" => children(self),
            "p" => {
                // A number printed again at the head of its own paragraph.
                let number = self.line.trim().to_owned();
                let text = raw_text(node);
                if !number.is_empty() && text.trim_start().starts_with(&number) {
                    self.line.clear();
                }
                if node.descendants().any(|it| {
                    it.is_element() && matches!(it.tag_name().name(), "eol" | "br" | "quotedStructure")
                }) || !text.trim().contains('\n')
                {
                    children(self);
                } else {
                    // The printer's own lines tell items apart where the mark-up does not.
                    for line in text.trim().lines() {
                        self.text(line.trim());
                        self.end_line();
                    }
                }
                self.end_line();
            }
            _ if is_division(name) => {
                self.end_line();
                let number = child(node, "num").map(squeeze).unwrap_or_default();
                let heading = child(node, "heading").map(squeeze).unwrap_or_default();
                for part in [number, heading] {
                    self.text(&part);
                    self.end_line();
                }
                let rest = node.children().filter(|it| !matches!(it.tag_name().name(), "num" | "heading"));
                rest.for_each(|child| self.akn(child, depth + 1));
                self.end_line();
            }
            "content" | "intro" | "wrapUp" | "wrap" | "listIntroduction" | "listWrapUp" => children(self),
            _ if is_inline(name) => children(self),
            _ => {
                children(self);
                self.end_line();
            }
        }
    }

    /// The closing quotation mark belongs to the last line of what is quoted.
    fn close_quote(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            if self.out.text.ends_with('\n') {
                self.out.text.pop();
                self.out.text.push_str("”\n");
            }
        } else {
            self.line.push('”');
            self.end_line();
        }
    }

    /// The Canadian dialect: labels, marginal notes above their section, amended text in quotation marks.
    fn canada(&mut self, node: Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            return self.text(text);
        }
        if !node.is_element() {
            return;
        }
        let children = |walk: &mut Self| node.children().for_each(|child| walk.canada(child, depth + 1));
        match node.tag_name().name() {
            "BillNumber" | "Parliament" | "Year-s" | "RunningHead" | "BillHistory" | "Chapter"
            | "BillRefNumber" | "Summary" | "Footnote" | "HistoricalNote"
                if !is_quoted(node) => {}
            // The term in the other language follows the definition.
            "DefinedTermFr" | "DefinedTermEn"
                if !node.parent().is_some_and(|above| above.has_tag_name("Text")) => {}
            "Label" => {
                self.word(&squeeze(node));
                self.line.push(' ');
            }
            "MarginalNote" | "TitleText" | "LongTitle" | "ShortTitle" | "Text" | "Enacts" => {
                if node.tag_name().name() != "Text" {
                    self.end_line();
                }
                children(self);
                self.end_line();
            }
            "Section"
            | "Subsection"
            | "Paragraph"
            | "Subparagraph"
            | "Clause"
            | "Subclause"
            | "Definition"
            | "Heading"
            | "SectionPiece"
            | "Provision"
            | "ContinuedSectionSubsection"
            | "ContinuedParagraph"
            | "ContinuedSubparagraph"
            | "ReadAsText" => {
                self.end_line();
                // The note is printed beside the number; here it stands above it.
                for note in node.children().filter(|it| it.has_tag_name("MarginalNote")) {
                    self.canada(note, depth + 1);
                }
                let rest = node.children().filter(|it| !it.has_tag_name("MarginalNote"));
                rest.for_each(|child| self.canada(child, depth + 1));
                self.end_line();
            }
            "AmendedText" => {
                self.end_line();
                self.line.push('“');
                children(self);
                self.close_quote();
            }
            _ => children(self),
        }
    }
}

fn is_quoted(node: Node) -> bool {
    node.ancestors().any(|above| above.has_tag_name("AmendedText"))
}

fn is_division(name: &str) -> bool {
    matches!(
        name,
        "book"
            | "tome"
            | "part"
            | "subpart"
            | "title"
            | "subtitle"
            | "chapter"
            | "subchapter"
            | "division"
            | "subdivision"
            | "hcontainer"
            | "attachment"
    )
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "b" | "i"
            | "u"
            | "a"
            | "sup"
            | "sub"
            | "span"
            | "ref"
            | "rref"
            | "mref"
            | "term"
            | "def"
            | "date"
            | "docTitle"
            | "docNumber"
            | "shortTitle"
            | "ins"
            | "inline"
            | "abbr"
            | "entity"
            | "concept"
            | "role"
            | "person"
            | "organization"
            | "location"
            | "quantity"
            | "remark"
    )
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|it| it.tag_name().name() == name)
}

fn raw_text(node: Node) -> String {
    let notes = ["authorialNote", "note"];
    let inside_note = |it: &Node| it.ancestors().any(|above| notes.contains(&above.tag_name().name()));
    node.descendants().filter(|it| it.is_text() && !inside_note(it)).filter_map(|it| it.text()).collect()
}

fn squeeze(node: Node) -> String {
    raw_text(node).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the identification says of work and expression.
fn akn_meta(root: Node) -> Metadata {
    let value = |element: &str, attribute: &str| {
        let found = root.descendants().find(|it| it.tag_name().name() == element);
        found.and_then(|it| it.attribute(attribute)).map(str::to_owned)
    };
    let title = root.descendants().find(|it| it.tag_name().name() == "docTitle").map(squeeze);
    Metadata {
        title: title.or_else(|| value("FRBRalias", "value")).or_else(|| value("FRBRname", "value")),
        country: value("FRBRcountry", "value")
            .map(|code| code.split('-').next().unwrap_or("").to_uppercase()),
        language: value("FRBRlanguage", "language").and_then(|code| two_letters(&code)),
        date: value("FRBRdate", "date"),
        ..Metadata::default()
    }
}

/// ISO 639-1 of the three-letter codes that Akoma Ntoso asks for.
fn two_letters(code: &str) -> Option<String> {
    let code = code.to_ascii_lowercase();
    let known = [
        ("eng", "en"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("spa", "es"),
        ("por", "pt"),
        ("deu", "de"),
        ("ger", "de"),
        ("ara", "ar"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("ita", "it"),
        ("rus", "ru"),
        ("nld", "nl"),
        ("pol", "pl"),
    ];
    let found = known.iter().find(|(three, _)| *three == code).map(|&(_, two)| two.to_owned());
    found.or_else(|| (code.len() == 2).then_some(code))
}

fn canada_meta(root: Node) -> Metadata {
    let text = |name: &str| root.descendants().find(|it| it.has_tag_name(name)).map(squeeze);
    let language = root.attribute(("http://www.w3.org/XML/1998/namespace", "lang"));
    Metadata {
        title: text("ShortTitle").or_else(|| text("LongTitle")),
        language: language.map(str::to_owned),
        country: Some("CA".into()),
        ..Metadata::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn akoma_ntoso_gives_a_line_a_provision() {
        let text = "<akomaNtoso xmlns='x'><act><meta><identification><FRBRWork><FRBRcountry value='xa'/></FRBRWork>\
            <FRBRExpression><FRBRlanguage language='eng'/></FRBRExpression></identification></meta><body>\
            <part><num>PART I</num><heading>Entry</heading><section><num>1.</num><heading>Smuggling</heading>\
            <subsection><num>(1)</num><content><p>A person who <term>brings</term></p></content></subsection>\
            <subsection><num>(2)</num><content><p>In this <authorialNote><p>no</p></authorialNote>Act.</p></content>\
            </subsection></section></part></body></act></akomaNtoso>";
        let read = convert(text).unwrap();
        assert_eq!(read.text, "PART I\nEntry\n1. Smuggling\n(1) A person who brings\n(2) In this Act.\n");
        assert_eq!(read.meta.country.as_deref(), Some("XA"));
        assert_eq!(read.meta.language.as_deref(), Some("en"));
    }

    #[test]
    fn entities_are_never_read() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'b'>]><akomaNtoso>&a;</akomaNtoso>";
        assert!(convert(bomb).is_err());
        assert!(convert("<akomaNtoso><act>").is_err());
        assert!(convert("<!DOCTYPE Bill PUBLIC \"-//x\" \"y.dtd\"><Bill><Body/></Bill>").is_ok());
    }
}
