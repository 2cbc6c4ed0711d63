//! The dialect of the Canadian Department of Justice: labels, marginal notes above their section, amended text in
//! quotation marks, headings that stand before what they head.

use roxmltree::Node;

use super::{DEEPEST, Role, Walk, child, squeeze};

impl Walk {
    pub(super) fn canada(&mut self, node: Node, depth: usize) {
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
        let name = node.tag_name().name();
        match name {
            "BillNumber" | "Parliament" | "Year-s" | "RunningHead" | "BillHistory" | "Chapter"
            | "BillRefNumber" | "Summary" | "Footnote" | "HistoricalNote"
                if !is_quoted(node) => {}
            // The term in the other language follows the definition.
            "DefinedTermFr" | "DefinedTermEn"
                if !node.parent().is_some_and(|above| above.has_tag_name("Text")) => {}
            "DefinedTermFr" | "DefinedTermEn" => {
                let top = self.top();
                let stated = &mut self.out.stated[top];
                if stated.kind == "definition" && stated.term.is_none() {
                    stated.term =
                        Some(squeeze(node).trim_matches(['“', '”', '"', '«', '»', ' ', '\u{a0}']).to_owned());
                }
                children(self);
            }
            "Label" => {
                self.as_role(Role::Number, |walk| walk.word(&squeeze(node)));
                self.line.push(' ');
            }
            "MarginalNote" | "TitleText" => {
                self.end_line();
                self.as_role(Role::Heading, children);
                self.end_line();
            }
            "LongTitle" | "ShortTitle" | "Text" | "Enacts" => {
                if name != "Text" {
                    self.end_line();
                }
                children(self);
                self.end_line();
            }
            "Introduction" | "Identification" if self.open.len() == 1 => self.within("preface", children),
            "Heading" => self.canada_heading(node, depth),
            "Schedule" => self.within("schedule", children),
            "Section" | "Subsection" | "Paragraph" | "Subparagraph" | "Clause" | "Subclause"
            | "Definition" => {
                self.within(&name.to_ascii_lowercase(), |walk| {
                    // The note is printed beside the number; here it stands above it.
                    for note in node.children().filter(|it| it.has_tag_name("MarginalNote")) {
                        walk.canada(note, depth + 1);
                    }
                    let rest = node.children().filter(|it| !it.has_tag_name("MarginalNote"));
                    rest.for_each(|child| walk.canada(child, depth + 1));
                });
            }
            "SectionPiece"
            | "Provision"
            | "ContinuedSectionSubsection"
            | "ContinuedParagraph"
            | "ContinuedSubparagraph"
            | "ReadAsText" => {
                self.end_line();
                children(self);
                self.end_line();
            }
            "AmendedText" => {
                let open = self.open.len();
                self.quoted(children);
                // Headings inside opened what nobody closes.
                self.open.truncate(open);
            }
            _ => children(self),
        }
    }

    /// A heading opens a division that lasts until the next heading of its level or a higher one.
    fn canada_heading(&mut self, node: Node, depth: usize) {
        self.end_line();
        let level = node.attribute("level").and_then(|level| level.parse().ok()).unwrap_or(1u8);
        let is_open = |walk: &Self, at: usize| {
            let stated = &walk.out.stated[at];
            stated.level >= level && stated.quoted == (walk.quotes > 0)
        };
        while self.open.len() > 1 && self.out.stated[self.top()].level > 0 && is_open(self, self.top()) {
            self.open.pop();
        }
        let label = child(node, "Label").map(squeeze).unwrap_or_default();
        let kind = match label.to_lowercase().split(|c: char| !c.is_alphabetic()).next() {
            Some("part" | "partie") => "part",
            Some("division" | "section") => "division",
            Some("chapter" | "chapitre") => "chapter",
            Some("subdivision" | "sous") => "subdivision",
            _ => "group",
        };
        self.start(kind);
        let top = self.top();
        self.out.stated[top].level = level;
        node.children().for_each(|child| self.canada(child, depth + 1));
        self.end_line();
    }
}

fn is_quoted(node: Node) -> bool {
    node.ancestors().any(|above| above.has_tag_name("AmendedText"))
}
