//! The inputs of the fuzzers of the readers (`fuzz/corpus`), and many broken copies of them, without a fuzzer: a text with
//! a map that holds, or an error. `MUTATIONS=100000 cargo test --test reader_corpus` breaks each input so many times.

use std::io::{Cursor, Write as _};
use std::path::Path;

use lacuna::source::{Limits, Metadata, Reader, Source, Tracked, pdf_pages};
use lacuna::structure::outline;

/// The inputs of a target.
fn inputs(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 3, "{target}: {} inputs", paths.len());
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Chance that is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// A copy with some bytes changed, cut out, doubled, or taken from another input.
fn broken(input: &[u8], others: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(24)).min(bytes.len());
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].repeat(1 + dice.below(6));
                bytes.splice(at..at, piece);
            }
            3 => {
                let other = &others[dice.below(others.len())];
                let from = dice.below(other.len());
                let to = (from + dice.below(60)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            _ => {
                let odd: [&[u8]; 8] = [
                    b"<",
                    b"/>",
                    b"\"",
                    "\u{10fff0}".as_bytes(),
                    "\u{a0}".as_bytes(),
                    b"99999999999999999999",
                    b"-1",
                    "ﷺ".as_bytes(),
                ];
                bytes.splice(at..at, odd[dice.below(odd.len())].iter().copied());
            }
        }
    }
    bytes
}

fn each(target: &str, mut read: impl FnMut(&[u8])) {
    let times = std::env::var("MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(150);
    let all = inputs(target);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for input in &all {
        read(input);
        for _ in 0..times {
            read(&broken(input, &all, &mut dice));
        }
    }
}

/// Reads as a file is read; the text and its map fit each other, and so do the provisions that the mark-up states.
fn holds(bytes: Vec<u8>, tracked: Tracked) {
    let reader = Reader { limits: Limits { expanded: 1 << 24, ..Limits::default() }, tracked, program: None };
    let Ok(source) = Source::from_bytes("fuzz", bytes, &Metadata::default(), &reader) else { return };
    assert!(source.marks.is_sorted_by_key(|mark| mark.start));
    for mark in &source.marks {
        assert!(source.text.is_char_boundary(mark.start as usize));
    }
    for span in &source.proposed {
        assert!(!span.of(&source.text).is_empty());
    }
    let act = outline(source);
    let within = |span: &lacuna::span::Span| assert_eq!(span.of(&act.source.text).len(), span.len());
    for provision in &act.provisions {
        provision.intro.iter().chain(&provision.wrap_up).chain(&provision.heading).for_each(within);
    }
    act.undecided.iter().for_each(within);
}

#[test]
fn html() {
    each("html", |bytes| holds([b"<html><body>", bytes].concat(), Tracked::Accepted));
}

#[test]
fn xml() {
    each("xml", |bytes| holds(bytes.to_vec(), Tracked::Accepted));
}

#[test]
fn text() {
    // A PDF would start a program each time.
    each("text", |bytes| {
        if !bytes.starts_with(b"%PDF") {
            holds(bytes.to_vec(), Tracked::Accepted)
        }
    });
}

#[test]
fn pdf() {
    each("pdf", |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        let Ok(read) = pdf_pages(text) else { return };
        assert!(read.marks.is_sorted_by_key(|mark| (mark.page, mark.start)));
        read.marks.iter().for_each(|mark| assert!(read.text.is_char_boundary(mark.start as usize)));
    });
}

/// As the target does it: the parts of the archive apart by zeros.
fn archive(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in
        ["document", "numbering", "styles", "comments"].iter().zip(bytes.split(|&byte| byte == 0))
    {
        let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        zip.start_file(format!("word/{name}.xml"), zip::write::SimpleFileOptions::default())
            .expect("an entry");
        zip.write_all(
            &[format!("<w:{name} {space}>").as_bytes(), part, format!("</w:{name}>").as_bytes()].concat(),
        )
        .expect("bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn docx() {
    each("docx", |bytes| {
        let file = if bytes.starts_with(b"PK") { bytes.to_vec() } else { archive(bytes) };
        for tracked in [Tracked::Accepted, Tracked::Rejected, Tracked::RejectedOf("A".into())] {
            holds(file.clone(), tracked);
        }
    });
}
