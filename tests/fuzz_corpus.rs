//! Replays what the fuzzers found worth keeping (`fuzz/corpus`), without a fuzzer: no panic, spans that hold.

use std::path::Path;

use lacuna::grammar::line;
use lacuna::query::{Dialect, parse};
use lacuna::source::{Metadata, Source};
use lacuna::span::Span;
use lacuna::structure::{cited, outline, sanctions};

/// The inputs of a target, as the fuzz targets read them: valid UTF-8 only.
fn inputs(target: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<_> =
        paths.iter().filter_map(|path| String::from_utf8(std::fs::read(path).unwrap()).ok()).collect();
    assert!(texts.len() > 3, "{target}: {} inputs", texts.len());
    texts
}

#[test]
fn lines() {
    for text in inputs("lines") {
        let mut start = 0;
        for one in text.split(['\n', '\r']) {
            let span = Span::new(start, start + one.len());
            assert_eq!(line(&text, span).span.of(&text), one);
            start += one.len() + 1;
        }
    }
}

#[test]
fn outlines() {
    for text in inputs("outline") {
        let flags = Metadata { language: Some("en".into()), ..Metadata::default() };
        let Ok(source) = Source::from_text("fuzz", text, &flags) else { continue };
        let act = outline(source);
        for provision in &act.provisions {
            let words = provision.intro.iter().chain(&provision.wrap_up).chain(&provision.heading);
            for span in words.chain(&provision.marker) {
                assert!(provision.span.contains(*span), "{} outside {:?}", span.start, provision.span);
            }
        }
    }
}

#[test]
fn citations_and_penalties() {
    for language in ["en", "fr", "es", "pt", "de", "ar", "zh"] {
        for text in inputs("citation") {
            for found in cited(&text, language) {
                assert!(text.get(found.start..found.end).is_some());
            }
        }
        for text in inputs("penalty") {
            for sanction in sanctions(&text, language) {
                assert!(text.get(sanction.start..sanction.end).is_some());
            }
        }
    }
}

#[test]
fn queries() {
    for text in inputs("query") {
        for dialect in [Dialect::Checklist, Dialect::Lexicon] {
            if let Err(error) = parse(&text, dialect) {
                assert!(error.offset <= text.chars().count(), "{text:?}");
                assert!(!error.message.is_empty());
            }
        }
    }
}
