//! The grammar of penalties: never a panic, and spans inside the text.
#![no_main]
use lacuna::grammar::sanctions;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = sanctions(text);
});
