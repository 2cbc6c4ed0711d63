//! The grammar of citations: never a panic, and spans inside the text.
#![no_main]
use lacuna::grammar::cited;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = cited(text);
});
