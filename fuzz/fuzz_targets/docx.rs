//! The reader of Word files. An input is an archive, or the parts that go into one, apart by zeros: the body of
//! the document, its lists, its styles, its comments.
#![no_main]
use std::io::{Cursor, Write as _};

use lacuna::source::{Limits, Metadata, Reader, Source, Tracked};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["document", "numbering", "styles", "comments"];

fn archive(bytes: &[u8]) -> Vec<u8> {
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in NAMES.iter().zip(bytes.split(|&byte| byte == 0)) {
        let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        zip.start_file(format!("word/{name}.xml"), stored).expect("an entry");
        zip.write_all(format!("<w:{name} {space}>").as_bytes()).expect("its head");
        zip.write_all(part).expect("its body");
        zip.write_all(format!("</w:{name}>").as_bytes()).expect("its end");
    }
    zip.finish().expect("an archive").into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    let file = if bytes.starts_with(b"PK") { bytes.to_vec() } else { archive(bytes) };
    let limits = Limits { expanded: 1 << 24, ..Limits::default() };
    for tracked in [Tracked::Accepted, Tracked::Rejected] {
        let reader = Reader { limits: limits.clone(), tracked, program: None };
        let Ok(source) = Source::from_bytes("fuzz", file.clone(), &Metadata::default(), &reader) else { return };
        assert!(source.marks.is_sorted_by_key(|mark| mark.start));
        for mark in &source.marks {
            assert!(source.text.is_char_boundary(mark.start as usize));
        }
    }
});
