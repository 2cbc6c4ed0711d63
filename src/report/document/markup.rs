//! XML that somebody else wrote, changed in places and left as it is everywhere else.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::xml::Xml;

/// The vocabulary of Word, and the same in "strict" files.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
const MOST_NODES: u32 = 16_000_000;

/// Parses a part without document type, in bounds.
///
/// # Errors
/// The part is not well-formed.
pub(super) fn parse<'t>(name: &str, text: &'t str) -> Result<Document<'t>, String> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
        .map_err(|fault| format!("`{name}` is not well-formed: {fault}"))
}

/// Whether a node is the `w:` element of that name.
pub(super) fn is(node: Node, name: &str) -> bool {
    let tag = node.tag_name();
    tag.name() == name && tag.namespace().is_some_and(|it| WORD.contains(&it))
}

/// A `w:` attribute.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    WORD.iter().find_map(|&space| node.attribute((space, name)))
}

/// Whether the file is of the "strict" kind.
pub(super) fn is_strict(document: &Document) -> bool {
    document.root_element().tag_name().namespace() == Some(WORD[1])
}

/// The name of an element as it is written there: `w:p`.
pub(super) fn written_name<'t>(text: &'t str, node: Node) -> &'t str {
    let tag = &text[node.range().start + 1..];
    &tag[..tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len())]
}

/// `w:p` → `w:r`, by whatever prefix the element bears.
pub(super) fn sibling_name(written: &str, name: &str) -> String {
    match written.split_once(':') {
        Some((prefix, _)) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    }
}

/// Puts an element behind the last child of the root, under the prefix of the root.
pub(super) fn append(text: &str, name: &str, attributes: &[(&str, &str)]) -> Result<String, String> {
    let read = parse("a list of parts", text)?;
    let root = read.root_element();
    let mut xml = Xml::default();
    xml.empty(&sibling_name(written_name(text, root), name), attributes);
    append_markup(text, &xml.into_string())
}

/// Puts mark-up behind the last child of the root.
pub(super) fn append_markup(text: &str, markup: &str) -> Result<String, String> {
    let read = parse("a part", text)?;
    let root = read.root_element();
    let end = root.range().end;
    let mut edits = Edits::default();
    let name = written_name(text, root);
    match text[..end].ends_with("/>") {
        true => edits.replace(end - 2..end, format!(">{markup}</{name}>")),
        false => {
            let at = text[..end].rfind("</").ok_or("a part has no end")?;
            edits.insert(at, markup.to_owned());
        }
    }
    Ok(edits.apply(text))
}

/// Changes of a text, to be made all at once.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    /// The text with all changes. Of two at one place the earlier one comes first; what lies in a range that is
    /// replaced is lost with it.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len() + 1024);
        let mut at = 0;
        for (range, new) in self.0 {
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}
