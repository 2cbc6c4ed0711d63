//! PDF with a text layer → text, page by page, in reading order, by poppler's `pdftotext`.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use super::Limits;
use super::converted::{Converted, Mark};

/// Fewer letters than this a page, on the whole, and the pages are pictures.
const LETTERS_A_PAGE: usize = 50;

/// Reads a document.
///
/// # Errors
/// `pdftotext` is not installed or cannot read the file, or the file is a scan without text.
pub(super) fn convert(bytes: &[u8], limits: &Limits) -> Result<Converted, String> {
    pages(&by_poppler(bytes, limits)?)
}

/// The text of a document as `pdftotext` prints it, pages apart by form feeds → its lines without running heads.
///
/// # Errors
/// There is hardly any text: the pages are pictures.
pub fn pages(text: &str) -> Result<Converted, String> {
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let count = pages.iter().filter(|page| !page.trim().is_empty()).count().max(pages.len() - 1);
    if letters < LETTERS_A_PAGE * count.max(1) {
        return Err(format!(
            "the {count} pages of the PDF hold pictures, not text: run optical character recognition first (for example `ocrmypdf`)"
        ));
    }
    let repeated = running_lines(&pages);
    let mut out = Converted::default();
    for (at, page) in pages.iter().enumerate() {
        let mut paragraph = 0;
        for line in page.lines() {
            let line = line.trim_matches(|c: char| c.is_whitespace() || is_direction(c));
            if line.is_empty() || repeated.contains_key(&shape(line)) && is_edge(page, line) {
                continue;
            }
            paragraph += 1;
            let start = out.text.len() as u32;
            out.marks.push(Mark { start, page: Some(at as u32 + 1), paragraph: Some(paragraph) });
            out.text.push_str(line);
            out.text.push('\n');
        }
    }
    Ok(out)
}

/// `-raw` keeps columns apart and headings at the beginning of their lines (measured in
/// `shared/dependencies.md`, section 4).
fn by_poppler(bytes: &[u8], limits: &Limits) -> Result<String, String> {
    let mut child = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| "PDF is read by `pdftotext`, which is not installed (Debian: `apt install poppler-utils`, macOS: `brew install poppler`)")?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("`pdftotext` has no pipes".into());
    };
    let text = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(bytes));
        let mut text = Vec::new();
        output.take(limits.expanded).read_to_end(&mut text).map(|_| text)
    });
    let text = text.map_err(|fault| fault.to_string())?;
    // What is longer than the limit is cut off, and the writer with it.
    let whole = (text.len() as u64) < limits.expanded;
    if !whole {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|fault| fault.to_string())?;
    if whole && !status.success() {
        return Err("`pdftotext` cannot read the PDF: it is damaged or protected by a password".into());
    }
    String::from_utf8(text).map_err(|_| "`pdftotext` gave no UTF-8".into())
}

/// Lines that stand at the edge of many pages, by their letters without figures: running heads and feet.
fn running_lines(pages: &[&str]) -> BTreeMap<String, usize> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let mut shapes: Vec<String> = edges(page).map(shape).collect();
        shapes.sort();
        shapes.dedup();
        for shape in shapes {
            *count.entry(shape).or_default() += 1;
        }
    }
    let often = (pages.len() / 3).max(3);
    count.retain(|_, times| *times >= often);
    count
}

/// The first and last lines of a page that hold words.
fn edges(page: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let (first, last) = (lines.len().min(5), lines.len().saturating_sub(5));
    let chosen: Vec<&str> = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| *at < first || *at >= last)
        .map(|(_, line)| *line)
        .collect();
    chosen.into_iter()
}

fn is_edge(page: &str, line: &str) -> bool {
    edges(page).any(|edge| edge == line)
}

/// A line without its figures, so that page numbers do not tell pages apart.
fn shape(line: &str) -> String {
    let letters = line.chars().map(|c| if c.is_numeric() { '0' } else { c });
    let mut shape: String = letters.collect();
    while shape.contains("00") {
        shape = shape.replace("00", "0");
    }
    shape
}

/// Marks that tell the direction of writing, which the printer has settled already.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
