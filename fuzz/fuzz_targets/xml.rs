//! The readers of the XML dialects: a text with a map that holds, or an error.
#![no_main]
use lacuna::source::{Limits, Metadata, Reader, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if !bytes.starts_with(b"<") {
        return;
    }
    let reader = Reader { limits: Limits { expanded: 1 << 24, ..Limits::default() }, ..Reader::default() };
    let Ok(source) = Source::from_bytes("fuzz", bytes.to_vec(), &Metadata::default(), &reader) else { return };
    assert!(source.marks.is_sorted_by_key(|mark| mark.start));
    for mark in &source.marks {
        assert!(source.text.is_char_boundary(mark.start as usize));
    }
});
