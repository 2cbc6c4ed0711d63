//! A Word file of the user with tags in it, filled: `{{ value }}`, `{% for … %}` in words; `{%p … %}`, `{%tr … %}`,
//! `{%tc … %}` for whole paragraphs, rows and cells; `{{p document }}` for a [`Document`] with its headings, tables
//! and footnotes in the styles of the file. What is no tag stays byte for byte.

mod placed;
mod tags;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior};
use serde::Serialize;

use super::markup::{Edits, is, parse};
use super::package::{Package, replace};
use super::xml::escaped;
use super::{Block, Document};
use crate::error::{Error, Result};
use placed::Placed;
use tags::{BLOCKS, COMMENT, Prepared, STATEMENT, VALUE, prepare};

/// Instructions that filling one part may take.
const FUEL: u64 = 20_000_000;
/// Bytes that a template may unpack to, and that a part may become.
const LARGEST: u64 = 64 * 1024 * 1024;
/// A line of a value ends.
const LINE_BREAK: &str = "</w:t><w:br/><w:t xml:space=\"preserve\">";
const BODY: &str = "word/document.xml";

/// Fills a template with what `context` holds.
///
/// # Errors
/// [`Error::Template`]: the file is no Word file; every tag that is faulty, with its part and the text of its
/// paragraph; a name that the context lacks; a template without end.
pub fn fill(template: &[u8], context: &impl Serialize) -> Result<Vec<u8>> {
    filled(template, Value::from(Serde(context)))
        .map_err(|message| Error::Template { name: "the Word template".into(), message })
}

fn filled(bytes: &[u8], context: Value) -> Result<Vec<u8>, String> {
    let package = Package::read(bytes, LARGEST)?;
    if package.text(BODY)?.is_none() {
        return Err("it is no Word file: the archive has no word/document.xml".into());
    }
    let placed = Arc::new(Mutex::new(Placed::of(&package)?));
    let (mut parts, mut faults) = (Vec::new(), Vec::new());
    for name in package.names().filter(|name| holds_words(name)) {
        let xml = package.text(name)?.unwrap_or("");
        let result = match prepare(name, xml) {
            Ok(None) => continue,
            Ok(Some(prepared)) => render(name, &prepared, &context, &placed).map_err(|fault| vec![fault]),
            Err(faults) => Err(faults),
        };
        match result {
            Ok(text) => parts.push((name.to_owned(), text)),
            Err(more) => faults.extend(more),
        }
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let placed = Arc::into_inner(placed).map(|it| it.into_inner().unwrap_or_else(PoisonError::into_inner));
    for (name, text) in placed.map(|it| it.parts(&package)).transpose()?.unwrap_or_default() {
        // Footnotes may hold tags and get new notes at once: the template is filled first.
        match parts.iter_mut().find(|(other, _)| *other == name) {
            Some(_) => return Err(format!("`{name}` holds tags, and documents are placed that change it")),
            None => parts.push((name, text)),
        }
    }
    replace(bytes, &parts)
}

/// Parts in which people write.
fn holds_words(name: &str) -> bool {
    let Some(part) = name.strip_prefix("word/").and_then(|it| it.strip_suffix(".xml")) else { return false };
    ["document", "footnotes", "endnotes"].contains(&part)
        || part.starts_with("header")
        || part.starts_with("footer")
}

fn render(
    name: &str,
    prepared: &Prepared,
    context: &Value,
    placed: &Arc<Mutex<Placed>>,
) -> Result<String, String> {
    let environment = environment((name == BODY).then(|| Arc::clone(placed)));
    let mut out = Bounded(Vec::new());
    let template = environment.template_from_str(&prepared.template);
    let result = template.and_then(|it| it.render_captured_to(context.clone(), &mut out).map(drop));
    result.map_err(|fault| {
        let message = match (fault.kind(), fault.detail()) {
            (ErrorKind::OutOfFuel, _) => "the template does not come to an end".to_owned(),
            (ErrorKind::WriteFailure, _) => format!("it becomes larger than {} MB", LARGEST / (1024 * 1024)),
            (kind, Some(detail)) => format!("{kind}: {detail}"),
            (kind, None) => kind.to_string(),
        };
        let paragraph = fault.line().map_or("", |line| prepared.paragraph(line));
        format!("{name}, in “{paragraph}”: {message}")
    })?;
    let text = String::from_utf8(out.0).map_err(|_| format!("{name}: what was written is not UTF-8"))?;
    mended(name, &text)
}

fn environment(placed: Option<Arc<Mutex<Placed>>>) -> Environment<'static> {
    let mut looks = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.block_delimiters(STATEMENT[0], STATEMENT[1]);
    syntax.variable_delimiters(VALUE[0], VALUE[1]);
    syntax.comment_delimiters(COMMENT[0], COMMENT[1]);
    syntax.keep_trailing_newline(true);
    looks.set_syntax(syntax.build().expect("three different pairs of marks"));
    looks.set_undefined_behavior(UndefinedBehavior::Strict);
    looks.set_fuel(Some(FUEL));
    // A value is never mark-up, whatever a template says of it.
    looks.remove_filter("safe");
    looks.set_auto_escape_callback(|_| AutoEscape::Custom("word".into()));
    looks.set_formatter(write);
    looks.add_filter(BLOCKS, move |state: &State, value: Value| {
        let fault = |message: &str| minijinja::Error::new(ErrorKind::InvalidOperation, message.to_owned());
        let Some(placed) = &placed else {
            return Err(fault("documents can be placed in the text alone, not in heads, feet and notes"));
        };
        let json = serde_json::to_value(&value).map_err(|_| fault("`{{p` wants a document"))?;
        let document = serde_json::from_value::<Document>(json.clone()).or_else(|_| {
            let language = state.lookup("language").and_then(|it| it.as_str().map(str::to_owned));
            let blocks = serde_json::from_value::<Vec<Block>>(json)?;
            Ok(Document { language: language.unwrap_or_else(|| "und".into()), blocks, ..Document::default() })
        });
        let document = document
            .map_err(|_: serde_json::Error| fault("`{{p` wants a document or a list of its blocks"))?;
        let mut placed = placed.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Value::from_safe_string(placed.put(&document.language, document.blocks)))
    });
    looks
}

/// Writes a value between the tags of a piece of text.
fn write(out: &mut Output, _: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_undefined() || value.is_none() {
        return Ok(());
    }
    let text = match value.as_str() {
        Some(text) if value.is_safe() => text.to_owned(),
        Some(text) => escaped(text).replace("\r\n", "\n").replace('\n', LINE_BREAK),
        None => escaped(&value.to_string()),
    };
    out.write_str(&text).map_err(minijinja::Error::from)
}

/// What loops and conditions may have left behind: a cell without paragraph and a table without row are none for
/// Word.
fn mended(name: &str, text: &str) -> Result<String, String> {
    let read = parse(name, text).map_err(|fault| {
        format!("{fault}: a tag begins in one paragraph and ends in another; write {{%p … %}} for whole paragraphs")
    })?;
    let mut edits = Edits::default();
    for node in read.descendants().filter(|it| it.is_element()) {
        let last = || node.children().filter(|it| it.is_element()).last();
        if is(node, "tbl") && !node.children().any(|it| is(it, "tr")) {
            edits.replace(node.range(), "<w:p/>".into());
        } else if is(node, "tc") && !last().is_some_and(|it| is(it, "p")) {
            let range = node.range();
            match text[range.clone()].ends_with("/>") {
                true => edits.replace(range.end - 2..range.end, "><w:p/></w:tc>".into()),
                false => {
                    let end = range.start + text[range].rfind("</").unwrap_or(0);
                    edits.insert(end, "<w:p/>".into());
                }
            }
        }
    }
    Ok(edits.apply(text))
}

/// Memory that a template may take.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.0.len() + bytes.len()) as u64 > LARGEST {
            return Err(io::Error::other("too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
