//! HTML → text: a line for each block, boilerplate left out.

use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::Metadata;
use super::converted::Converted;

/// Elements that hold no law.
const IGNORED: [&str; 17] = [
    "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form", "button",
    "select", "input", "textarea", "iframe", "head", "figure",
];
/// Elements that begin a line of their own.
const BLOCKS: [&str; 27] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "body",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "table",
    "tbody",
    "thead",
    "blockquote",
    "pre",
    "center",
    "fieldset",
    "address",
];
/// Deeper elements are read as text of the one above: no page of law nests so deep.
const DEEPEST: usize = 400;

/// Reads a page.
pub(super) fn convert(html: &str) -> Converted {
    let page = Html::parse_document(html);
    let mut walk = Walk { out: Converted::default(), line: String::new(), paragraph: 0 };
    walk.element(main_part(&page), 0);
    walk.end_line();
    walk.out.meta = meta(&page);
    walk.out
}

/// The part of the page that holds the law: the one marked so, if most of the words stand in it.
fn main_part(page: &Html) -> ElementRef<'_> {
    let letters = |element: ElementRef| element.text().map(str::len).sum::<usize>();
    let root = page.root_element();
    let whole = select(page, "body").map_or_else(|| letters(root), letters);
    let marked = ["main", "[role=main]", "article"].into_iter().filter_map(|name| select(page, name));
    marked.into_iter().find(|&part| letters(part) * 2 > whole).unwrap_or(root)
}

fn select<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    page.select(&Selector::parse(selector).ok()?).next()
}

fn meta(page: &Html) -> Metadata {
    let title = select(page, "title").map(|title| squeeze(&title.text().collect::<String>()));
    let title = title.filter(|title| !title.is_empty());
    Metadata { title, ..Metadata::default() }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Walk {
    out: Converted,
    line: String,
    paragraph: u32,
}

impl Walk {
    fn element(&mut self, element: ElementRef, depth: usize) {
        let name = element.value().name();
        if IGNORED.contains(&name) && !is_heading_of_law(element) || is_hidden(element.value()) {
            return;
        }
        if name == "br" {
            return self.end_line();
        }
        let block = BLOCKS.contains(&name);
        if block {
            self.end_line();
        }
        if let Some(number) = list_number(element) {
            self.line.push_str(&number);
        }
        if depth > DEEPEST {
            let text: String = element.text().collect();
            self.text(&text);
        } else {
            for child in element.children() {
                match child.value() {
                    Node::Text(text) => self.text(text),
                    Node::Element(_) => {
                        if let Some(child) = ElementRef::wrap(child) {
                            self.element(child, depth + 1);
                        }
                    }
                    _ => {}
                }
            }
        }
        if matches!(name, "td" | "th") {
            self.line.push('\t');
        }
        if block {
            self.end_line();
        }
    }

    /// White space of the source is a single blank.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            let blank = c.is_whitespace() && c != '\u{a0}';
            match blank {
                true if self.line.is_empty() || self.line.ends_with([' ', '\t']) => {}
                true => self.line.push(' '),
                false => self.line.push(c),
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.paragraph += 1;
            self.out.paragraph(line.trim(), None, self.paragraph);
        }
    }
}

/// `header` is also the name of what stands at the head of a chapter or an act inside the law itself.
fn is_heading_of_law(element: ElementRef) -> bool {
    element.value().name() == "header"
        && element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|above| matches!(above.value().name(), "section" | "article" | "main"))
}

fn is_hidden(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or("").replace(' ', "").to_ascii_lowercase();
    element.attr("hidden").is_some()
        || style.contains("display:none")
        || element.attr("aria-hidden") == Some("true")
}

/// The number that a browser draws before an item of an ordered list, if the item does not print one.
fn list_number(element: ElementRef) -> Option<String> {
    if element.value().name() != "li" {
        return None;
    }
    let list = element.parent().and_then(ElementRef::wrap).filter(|list| list.value().name() == "ol")?;
    let unnumbered = list
        .value()
        .attr("style")
        .is_some_and(|style| style.replace(' ', "").contains("list-style-type:none"));
    let first = element.text().find(|text| !text.trim().is_empty())?.trim_start().to_owned();
    let own = first.split(|c: char| c.is_whitespace()).next().unwrap_or("");
    if unnumbered || own.len() <= 6 && own.ends_with(['.', ')', '°', 'º']) {
        return None;
    }
    let start: i64 = list.value().attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    let before =
        element.prev_siblings().filter_map(ElementRef::wrap).filter(|it| it.value().name() == "li").count();
    let number = match element.value().attr("value").and_then(|value| value.parse::<i64>().ok()) {
        Some(value) => value,
        None => start.saturating_add(before as i64),
    };
    Some(match list.value().attr("type") {
        Some("a") => format!("({}) ", super::numbering::letters(number)),
        Some("A") => format!("({}) ", super::numbering::letters(number).to_uppercase()),
        Some("i") => format!("({}) ", super::numbering::roman(number)),
        Some("I") => format!("({}) ", super::numbering::roman(number).to_uppercase()),
        _ => format!("{number}. "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_boilerplate_is_left_out() {
        let page = "<html><head><title>An  Act</title><style>p{}</style></head><body><nav>Home</nav>\
            <h1>Part I</h1><p>1. A <b>person</b> who\n brings</p><div hidden>x</div><ol type=a><li>one<li>two</ol>\
            <table><tr><td>a</td><td>b</td></tr></table><p>x<br>y &amp; z</p><footer>©</footer></body></html>";
        let read = convert(page);
        assert_eq!(read.text, "Part I\n1. A person who brings\n(a) one\n(b) two\na\tb\nx\ny & z\n");
        assert_eq!(read.meta.title.as_deref(), Some("An Act"));
        assert_eq!(read.marks.len(), 7);
    }
}
