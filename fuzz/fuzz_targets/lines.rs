//! The line grammar: any line has a form, and its spans stand on character borders.
#![no_main]
use lacuna::grammar::line;
use lacuna::span::Span;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut start = 0;
    for one in text.split(['\n', '\r']) {
        let read = line(text, Span::new(start, start + one.len()));
        let _ = read.span.of(text);
        start += one.len() + 1;
    }
});
