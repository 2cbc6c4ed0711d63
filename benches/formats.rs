//! How fast the readers are: `cargo bench --bench formats [FILE.pdf]`. MB of text in a second, and the time beside that
//! of the same text read as plain text; documents are made here of words of our own. A PDF named on the command
//! line is read too, and beside it `pdftotext` alone. Parsing is timed here, not the child process.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::Instant;

use lacuna::source::{Metadata, Reader, Source};

/// Bytes of text of the documents that are made.
const SIZE: usize = 8 << 20;
const RUNS: usize = 7;

fn main() {
    let text = text();
    let plain = median("plain text", text.as_bytes());
    let mut told = String::new();
    let line = |name: &str, seconds: f64, size: usize, ratio: Option<f64>| {
        let beside = ratio.map_or(String::new(), |ratio| format!(", {ratio:.1} times plain text"));
        let rate = size as f64 / 1e6 / seconds;
        format!("{name}: {rate:.0} MB/s of text, {:.0} ms{beside}\n", seconds * 1e3)
    };
    told += &line("plain text", plain, text.len(), None);
    for (name, bytes) in [("docx", docx(&text)), ("html", html(&text))] {
        let seconds = median(name, &bytes);
        told += &line(name, seconds, text.len(), Some(seconds / plain));
    }
    for path in std::env::args().skip(1).filter(|it| it.ends_with(".pdf")) {
        let bytes = std::fs::read(&path).expect("the PDF");
        let source = Source::from_bytes("a.pdf", bytes.clone(), &Metadata::default(), &Reader::default());
        let size = source.expect("a PDF with text").text.len();
        let seconds = median("a.pdf", &bytes);
        told += &line("pdf", seconds, size, None);
        let begun = Instant::now();
        let done = std::process::Command::new("pdftotext").args(["-raw", &path, "-"]).output();
        let alone = begun.elapsed().as_secs_f64();
        let _ = writeln!(told, "  pdftotext alone {:.0} ms: {}", alone * 1e3, done.is_ok());
    }
    std::io::stdout().write_all(told.as_bytes()).expect("standard output is open");
}

fn median(name: &str, bytes: &[u8]) -> f64 {
    let flags = Metadata { language: Some("en".into()), ..Metadata::default() };
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            let read = Source::from_bytes(name, bytes.to_vec(), &flags, &Reader::default());
            read.expect("it reads");
            begun.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn text() -> String {
    let mut text = String::with_capacity(SIZE + 1000);
    for section in 1.. {
        let _ = write!(
            text,
            "{section}. Landing of a ferry\n(1) A person who lands at a quay, for a fee, another person who is not a \
             national commits an offence.\n(a) The keeper of the quay tells the harbour office within three days of \
             each landing, in writing, with the names of those who landed; or\n(b) shows the list to an officer.\n"
        );
        if text.len() > SIZE {
            return text;
        }
    }
    text
}

fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for line in text.lines() {
        let _ = write!(
            body,
            "<w:p w:rsidR=\"00A1\"><w:pPr><w:pStyle w:val=\"Body\"/></w:pPr><w:r><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr>\
             <w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"
        );
    }
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("an entry");
    zip.write_all(document.as_bytes()).expect("its bytes");
    zip.finish().expect("an archive").into_inner()
}

fn html(text: &str) -> Vec<u8> {
    let body: String = text.lines().map(|line| format!("<p class=\"law\">{line}</p>\n")).collect();
    format!("<!DOCTYPE html><html><head><title>x</title></head><body><main>{body}</main></body></html>")
        .into_bytes()
}
