//! The query grammar: a query or an error that points into it.
#![no_main]
use lacuna::query::{Dialect, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for dialect in [Dialect::Checklist, Dialect::Lexicon] {
        if let Err(error) = parse(text, dialect) {
            assert!(error.offset <= text.chars().count());
        }
    }
});
