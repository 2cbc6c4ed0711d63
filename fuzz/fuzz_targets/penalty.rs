//! The reading of penalties in every language: never a panic, and spans inside the text.
#![no_main]
use lacuna::structure::sanctions;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in ["en", "fr", "es", "pt", "de", "ar", "zh"] {
        for found in sanctions(text, language) {
            assert!(text.get(found.start..found.end).is_some());
        }
    }
});
