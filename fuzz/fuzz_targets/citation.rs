//! The reading of citations in every language: never a panic, and spans inside the text.
#![no_main]
use lacuna::structure::cited;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in ["en", "fr", "es", "pt", "de", "ar", "zh"] {
        for found in cited(text, language) {
            assert!(text.get(found.start..found.end).is_some());
        }
    }
});
