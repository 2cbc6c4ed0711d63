//! What `pdftotext` prints, as the reader of PDF takes it: lines with a map that holds, or an error.
#![no_main]
use lacuna::source::pdf_pages;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(read) = pdf_pages(text) else { return };
    assert!(read.marks.is_sorted_by_key(|mark| (mark.page, mark.start)));
    for mark in &read.marks {
        assert!(read.text.is_char_boundary(mark.start as usize));
    }
});
