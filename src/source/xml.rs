//! The XML dialects of legislation → text, a line for each provision, and the provisions as the mark-up states them.

mod akn;
mod canada;
mod meta;

use roxmltree::{Document, Node, ParsingOptions};

use super::converted::{Converted, Stated};
use crate::span::Span;

/// Deeper elements are left out: no act nests so deep.
const DEEPEST: usize = 200;
/// Nodes of a document, at most.
const MOST_NODES: u32 = 8_000_000;

/// Reads a document: Akoma Ntoso, United States Legislative Markup, the Canadian Department of Justice's dialect.
///
/// # Errors
/// It is no well-formed XML, or declares entities of its own (which are never expanded).
pub(super) fn convert(text: &str) -> Result<Converted, String> {
    let text = without_doctype(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|fault| fault.to_string())?;
    let root = document.root_element();
    let mut walk = Walk {
        out: Converted { stated: vec![Stated::default()], ..Converted::default() },
        open: vec![0],
        ..Walk::default()
    };
    let of_uslm = root.tag_name().namespace().is_some_and(|space| space.contains("uslm"));
    if of_uslm || root.tag_name().name() == "akomaNtoso" {
        walk.out.meta = if of_uslm { meta::uslm(root) } else { meta::akn(root) };
        walk.akn(root, 0);
    } else {
        walk.out.meta = meta::canada(root);
        walk.canada(root, 0);
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

/// What the words at hand are in their provision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Role {
    Number,
    Heading,
    #[default]
    Words,
}

/// Words of the line at hand, by their bytes in it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    provision: usize,
    role: Role,
    from: usize,
    to: usize,
}

#[derive(Debug, Default)]
struct Walk {
    out: Converted,
    line: String,
    pieces: Vec<Piece>,
    paragraph: u32,
    /// The provisions that are open, the act first; places in `out.stated`.
    open: Vec<usize>,
    /// Texts for other law that are open.
    quotes: usize,
    role: Role,
}

impl Walk {
    /// Opens a provision of a kind, reads what is in it, closes it.
    fn within(&mut self, kind: &str, inner: impl FnOnce(&mut Self)) {
        self.end_line();
        self.start(kind);
        inner(self);
        self.end_line();
        self.open.pop();
    }

    /// Opens a provision below the one at hand.
    fn start(&mut self, kind: &str) {
        let parent = self.top();
        let quoted = self.quotes > 0;
        self.out.stated.push(Stated {
            kind: kind.into(),
            parent: parent as u32,
            quoted,
            ..Stated::default()
        });
        self.out.stated[parent].has_children = true;
        self.open.push(self.out.stated.len() - 1);
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn as_role(&mut self, role: Role, inner: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.role, role);
        inner(self);
        self.role = before;
    }

    /// Ends the line, and tells the provisions where their words came to stand.
    fn end_line(&mut self) {
        // An opening quotation mark waits for what it opens.
        if self.line == "“" {
            return;
        }
        let line = std::mem::take(&mut self.line);
        let pieces = std::mem::take(&mut self.pieces);
        let lead = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            return;
        }
        self.paragraph += 1;
        let base = self.out.text.len();
        self.out.paragraph(line.trim(), None, self.paragraph);
        let end = self.out.text.len() - 1;
        let place = |at: usize| (base + at.saturating_sub(lead)).min(end);
        for Piece { provision, role, from, to } in pieces {
            let span = Span::new(place(from), place(to).max(place(from))).trimmed(&self.out.text);
            if span.is_empty() {
                continue;
            }
            let stated = &mut self.out.stated[provision];
            match role {
                Role::Number if stated.marker.is_none() => stated.marker = Some(span),
                Role::Heading if stated.heading.is_none() => stated.heading = Some(span),
                _ if stated.has_children => stated.wrap_up.push(span),
                _ => stated.intro.push(span),
            }
        }
    }

    /// Running text; white space of the file is a blank.
    fn text(&mut self, text: &str) {
        let from = self.line.len();
        for c in text.chars() {
            match c.is_whitespace() && c != '\u{a0}' {
                true if self.line.is_empty() || self.line.ends_with(' ') => {}
                true => self.line.push(' '),
                false => self.line.push(c),
            }
        }
        let (provision, role, to) = (self.top(), self.role, self.line.len());
        if from == to {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.provision == provision && last.role == role && last.to == from => last.to = to,
            _ => self.pieces.push(Piece { provision, role, from, to }),
        }
    }

    fn word(&mut self, text: &str) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
        self.text(text);
    }

    /// Text for another law, between quotation marks of its own.
    fn quoted(&mut self, inner: impl FnOnce(&mut Self)) {
        self.end_line();
        self.line.push('“');
        self.quotes += 1;
        inner(self);
        self.quotes -= 1;
        // The closing mark belongs to the last line of what is quoted.
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
        let of = |span: Option<Span>| span.map_or("", |span| span.of(&read.text));
        let stated: Vec<_> = read
            .stated
            .iter()
            .map(|it| (it.kind.as_str(), it.parent, of(it.marker), of(it.heading)))
            .collect();
        let expected = [
            ("", 0, "", ""),
            ("part", 0, "PART I", "Entry"),
            ("section", 1, "1.", "Smuggling"),
            ("subsection", 2, "(1)", ""),
            ("subsection", 2, "(2)", ""),
        ];
        assert_eq!(stated, expected);
        assert_eq!(of(read.stated[3].intro.first().copied()), "A person who brings");
    }

    #[test]
    fn united_states_markup_is_read_with_its_levels() {
        let text = "<lawDoc xmlns='http://schemas.gpo.gov/xml/uslm' xmlns:dc='d'><meta><dc:title>An Act</dc:title></meta><main>\
            <section><num value='1'>§ 1.</num><heading> Harbouring</heading><subsection><num value='a'>(a)</num>\
            <chapeau>Whoever—</chapeau><paragraph><num value='1'>(1)</num><content> hides; or</content></paragraph>\
            <continuation>shall be fined.</continuation></subsection><sourceCredit>(June 1)</sourceCredit></section></main></lawDoc>";
        let read = convert(text).unwrap();
        assert_eq!(read.text, "§ 1. Harbouring\n(a) Whoever—\n(1) hides; or\nshall be fined.\n");
        assert_eq!(read.meta.country.as_deref(), Some("US"));
        let subsection = &read.stated[2];
        assert_eq!(subsection.wrap_up[0].of(&read.text), "shall be fined.");
        assert_eq!(read.stated[3].parent, 2);
    }

    #[test]
    fn entities_are_never_read() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'b'>]><akomaNtoso>&a;</akomaNtoso>";
        assert!(convert(bomb).is_err());
        assert!(convert("<akomaNtoso><act>").is_err());
        assert!(convert("<!DOCTYPE Bill PUBLIC \"-//x\" \"y.dtd\"><Bill><Body/></Bill>").is_ok());
    }
}
