//! Akoma Ntoso, and United States Legislative Markup, which took its names from the same field.

use roxmltree::Node;

use super::{DEEPEST, Role, Walk, child, raw_text, squeeze};

impl Walk {
    /// A number begins a line, what follows it goes on in that line.
    pub(super) fn akn(&mut self, node: Node, depth: usize) {
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
            "meta" | "authorialNote" | "note" | "notes" | "noteRef" | "toc" | "img" | "coverPage"
            | "sourceCredit" | "footnote" => {}
            "num" => {
                self.end_line();
                self.as_role(Role::Number, |walk| walk.word(&squeeze(node)));
                self.line.push(' ');
            }
            "heading" | "subheading" => {
                self.as_role(Role::Heading, |walk| walk.word(&squeeze(node)));
                self.end_line();
            }
            "eol" | "br" => self.end_line(),
            "quotedStructure" | "quotedContent" => self.quoted(children),
            "embeddedText" | "quotedText" => children(self),
            "p" => self.akn_paragraph(node, depth),
            "preface" | "preamble" if self.open.len() == 1 => self.within("preface", children),
            "conclusions" | "signatures" if self.open.len() == 1 => self.within("text", children),
            "content" | "intro" | "wrapUp" | "wrap" | "listIntroduction" | "listWrapUp" | "chapeau"
            | "continuation" => {
                children(self);
                if matches!(name, "chapeau" | "continuation") {
                    self.end_line();
                }
            }
            _ if is_inline(name) => {
                if matches!(name, "def" | "term") && self.quotes == 0 || name == "def" {
                    let top = self.top();
                    let stated = &mut self.out.stated[top];
                    if stated.kind == "definition" && stated.term.is_none() {
                        stated.term = Some(squeeze(node).trim_matches(['“', '”', '"', '«', '»']).to_owned());
                    }
                }
                children(self);
            }
            _ => match kind(self, node) {
                Some(kind) if is_division(name) || kind == "schedule" || kind == "group" => {
                    self.within(&kind, |walk| {
                        for (part, role) in [("num", Role::Number), ("heading", Role::Heading)] {
                            let words = child(node, part).map(squeeze).unwrap_or_default();
                            walk.as_role(role, |walk| walk.text(&words));
                            walk.end_line();
                        }
                        let rest =
                            node.children().filter(|it| !matches!(it.tag_name().name(), "num" | "heading"));
                        rest.for_each(|child| walk.akn(child, depth + 1));
                    })
                }
                Some(kind) => self.within(&kind, |walk| {
                    if kind == "definition" {
                        let top = walk.top();
                        walk.out.stated[top].term = node.attribute("title").map(str::to_owned);
                    }
                    children(walk);
                }),
                None => {
                    children(self);
                    self.end_line();
                }
            },
        }
    }

    fn akn_paragraph(&mut self, node: Node, depth: usize) {
        // A number printed again at the head of its own paragraph.
        let number = self.line.trim().to_owned();
        let text = raw_text(node);
        if !number.is_empty() && number != "“" && text.trim_start().starts_with(&number) {
            self.line.clear();
            self.pieces.clear();
        }
        let breaks = |it: &Node| {
            let name = it.tag_name().name();
            it.is_element() && matches!(name, "eol" | "br" | "quotedStructure" | "quotedContent")
        };
        if node.descendants().any(|it| breaks(&it)) || !text.trim().contains('\n') {
            node.children().for_each(|child| self.akn(child, depth + 1));
        } else {
            // The printer's own lines tell items apart where the mark-up does not.
            for line in text.trim().lines() {
                self.text(line.trim());
                self.end_line();
            }
        }
        self.end_line();
    }
}

/// What an element is among provisions; none for what only wraps.
fn kind(walk: &Walk, node: Node) -> Option<String> {
    let name = node.tag_name().name();
    let known = match name {
        "book" | "tome" => "book",
        "title" | "part" | "chapter" | "division" | "section" | "article" | "subsection" | "paragraph"
        | "subparagraph" | "clause" | "subclause" | "point" | "proviso" => name,
        "subpart" | "subtitle" | "subchapter" | "subdivision" => "subdivision",
        "attachment" | "schedule" | "appendix" => "schedule",
        "subitem" | "indent" | "level" => "item",
        "alinea" => "text",
        "hcontainer" => match node.attribute("name") {
            Some(name @ ("schedule" | "group" | "item" | "definition" | "text")) => name,
            // What only carries text for another law.
            Some("amendment") => return None,
            _ => "group",
        },
        "item" => {
            let has = |kind: &str| walk.open.iter().any(|&at| walk.out.stated[at].kind == kind);
            if node.parent().is_none_or(|above| above.tag_name().name() != "blockList") || has("subparagraph")
            {
                "item"
            } else if has("paragraph") {
                "subparagraph"
            } else {
                "paragraph"
            }
        }
        _ => return None,
    };
    Some(known.to_owned())
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
            | "attachment"
            | "schedule"
            | "appendix"
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
            | "mod"
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
