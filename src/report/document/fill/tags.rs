//! A part of a Word template → a template for minijinja. Word tears what a person types into runs, so tags are
//! put together first; what is no tag is kept byte for byte, and never read as one.

use std::ops::Range;

use roxmltree::Node;

use super::super::markup::{Edits, is, parse, written_name};
use super::super::xml::escape;

/// What surrounds tags in the result: no XML document can hold it.
pub(super) const STATEMENT: [&str; 2] = ["\u{1}%", "%\u{1}"];
pub(super) const VALUE: [&str; 2] = ["\u{1}{", "}\u{1}"];
pub(super) const COMMENT: [&str; 2] = ["\u{1}#", "#\u{1}"];
/// The filter that turns a document into paragraphs and tables.
pub(super) const BLOCKS: &str = "lacuna_blocks";
/// Characters of a paragraph that are shown in an error.
const SHOWN: usize = 80;

/// A part ready to be filled.
#[derive(Debug)]
pub(super) struct Prepared {
    pub template: String,
    /// The text of the paragraph of each tag, in the order of the template.
    places: Vec<String>,
}

/// What a tag takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Words,
    Paragraph,
    Row,
    Cell,
}

#[derive(Debug)]
struct Tag {
    /// In the text of the paragraph.
    range: Range<usize>,
    marks: [&'static str; 2],
    level: Level,
    inner: String,
}

impl Tag {
    fn written(&self) -> String {
        // A line for each tag, so that an error tells which.
        format!("{}\n{}{}", self.marks[0], self.inner, self.marks[1])
    }
}

impl Prepared {
    /// The paragraph in which a line of the template stands.
    pub(super) fn paragraph(&self, line: usize) -> &str {
        // The line of a tag begins behind its opening marks: those on lines above are the tags before it.
        let above = self
            .template
            .lines()
            .take(line.saturating_sub(1))
            .map(|it| it.matches('\u{1}').count())
            .sum::<usize>();
        // Two marks a tag; the tag at hand has opened on the line above.
        let at = above.div_ceil(2).saturating_sub(1);
        self.places.get(at).or(self.places.last()).map_or("", String::as_str)
    }
}

/// Prepares a part; none where it holds no tag.
///
/// # Errors
/// Every tag that is not closed, or stands where its kind cannot.
pub(super) fn prepare(name: &str, xml: &str) -> Result<Option<Prepared>, Vec<String>> {
    let read = parse(name, xml).map_err(|fault| vec![fault])?;
    let mut edits = Edits::default();
    let mut places: Vec<(usize, String)> = Vec::new();
    let mut faults = Vec::new();
    for paragraph in read.descendants().filter(|&it| is(it, "p")) {
        let own = |it: &Node| it.ancestors().skip(1).find(|&at| is(at, "p")) == Some(paragraph);
        let texts: Vec<Node> = paragraph.descendants().filter(|it| is(*it, "t") && own(it)).collect();
        let joined: String = texts.iter().filter_map(|it| it.text()).collect();
        if !["{{", "{%", "{#"].iter().any(|mark| joined.contains(mark)) {
            continue;
        }
        let shown: String = joined.trim().chars().take(SHOWN).collect();
        let mut fault = |message: String| faults.push(format!("{name}, in “{shown}”: {message}"));
        let tags = match scan(&joined) {
            Ok(tags) => tags,
            Err(message) => {
                fault(message);
                continue;
            }
        };
        let Some(whole) = tags.iter().find(|tag| tag.level != Level::Words) else {
            words(xml, &texts, &tags, &mut edits);
            places.extend(tags.iter().map(|_| (paragraph.range().start, shown.clone())));
            continue;
        };
        let (element, called) = match whole.level {
            Level::Row => ("tr", "row"),
            Level::Cell => ("tc", "cell"),
            _ => ("p", "paragraph"),
        };
        let Some(target) = paragraph.ancestors().find(|&it| is(it, element)) else {
            fault(format!("there is no {called} round the tag"));
            continue;
        };
        let beside: String =
            target.descendants().filter(|&it| is(it, "t")).filter_map(|it| it.text()).collect();
        if tags.len() > 1 || beside.trim() != joined[whole.range.clone()].trim() {
            fault(format!("a tag that stands for its whole {called} has to stand there alone"));
            continue;
        }
        if target.descendants().any(|it| is(it, "sectPr")) {
            fault("the paragraph ends a section and cannot be taken away: put the tag before it".into());
            continue;
        }
        edits.replace(target.range(), whole.written());
        places.push((target.range().start, shown));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if places.is_empty() {
        return Ok(None);
    }
    places.sort_by_key(|(at, _)| *at);
    let places = places.into_iter().map(|(_, text)| text).collect();
    Ok(Some(Prepared { template: edits.apply(xml), places }))
}

/// The tags of a paragraph.
fn scan(text: &str) -> Result<Vec<Tag>, String> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|it| at + it) {
        let (marks, end) = match text[open + 1..].chars().next() {
            Some('{') => (VALUE, "}}"),
            Some('%') => (STATEMENT, "%}"),
            Some('#') => (COMMENT, "#}"),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let inside = open + 2;
        let close = text[inside..].find(end).map(|it| inside + it);
        let close = close
            .ok_or_else(|| format!("`{}` is not closed by `{end}` in its paragraph", &text[open..inside]))?;
        let bare = text[inside..close]
            .replace(['“', '”', '„'], "\"")
            .replace(['‘', '’'], "'")
            .replace(['\u{a0}', '\n'], " ");
        let word = bare.split_whitespace().next().unwrap_or("");
        let level = match word {
            _ if !bare.starts_with(word) || marks == COMMENT => Level::Words,
            "p" => Level::Paragraph,
            "tr" => Level::Row,
            "tc" => Level::Cell,
            _ => Level::Words,
        };
        let inner = match level {
            Level::Words => bare,
            Level::Paragraph if marks == VALUE => format!("({})|{BLOCKS}", &bare[1..]),
            _ if marks == VALUE => {
                return Err(format!("`{{{{{word}` has no meaning: use `{{{{p`, or `{{%{word}`"));
            }
            _ => bare[word.len()..].to_owned(),
        };
        tags.push(Tag { range: open..close + 2, marks, level, inner });
        at = close + 2;
    }
    Ok(tags)
}

/// Puts each tag whole into the piece of text in which it begins.
fn words(xml: &str, texts: &[Node], tags: &[Tag], edits: &mut Edits) {
    let mut start = 0;
    for node in texts {
        let text = node.text().unwrap_or("");
        let span = start..start + text.len();
        start = span.end;
        if !tags.iter().any(|tag| tag.range.start < span.end && span.start < tag.range.end) {
            continue;
        }
        let name = written_name(xml, *node);
        let mut out = format!("<{name} xml:space=\"preserve\">");
        let mut at = span.start;
        for tag in tags.iter().filter(|tag| tag.range.end > span.start && tag.range.start < span.end) {
            if tag.range.start >= span.start {
                escape(&text[at - span.start..tag.range.start - span.start], &mut out);
                out.push_str(&tag.written());
            }
            at = tag.range.end.min(span.end);
        }
        escape(&text[at - span.start..], &mut out);
        out.push_str(&format!("</{name}>"));
        edits.replace(node.range(), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(body: &str) -> String {
        format!(r#"<w:d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:d>"#)
    }

    #[test]
    fn tags_torn_over_runs_are_put_together() {
        let xml = part(
            "<w:p><w:r><w:t>a {</w:t></w:r><w:r><w:t>{ x.</w:t></w:r><w:r><w:t>y }} b &amp; {{ “z” }}</w:t></w:r></w:p>",
        );
        let prepared = prepare("p", &xml).unwrap().unwrap();
        let joined = prepared.template.replace('\u{1}', "|");
        assert!(joined.contains("a |{\n x.y }|</w:t>"), "{joined}");
        assert!(joined.contains("> b &amp; |{\n \"z\" }|</w:t>"), "{joined}");
    }

    #[test]
    fn a_row_gives_way_to_its_tag_and_every_fault_is_told() {
        let row = |text: &str| format!("<w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>");
        let xml = part(&(row("{%tr for it in list %}") + &row("{{ it }}") + &row("{%tr endfor %}")));
        let prepared = prepare("p", &xml).unwrap().unwrap();
        assert_eq!(prepared.template.matches("<w:tr>").count(), 1);
        assert_eq!(prepared.paragraph(2), "{%tr for it in list %}");
        assert_eq!(prepared.paragraph(3), "{{ it }}");
        let xml = part(&(row("{%tr for it in list %} words") + "<w:p><w:r><w:t>{{ open</w:t></w:r></w:p>"));
        let faults = prepare("p", &xml).unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
    }
}
