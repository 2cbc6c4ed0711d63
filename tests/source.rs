//! What can be read, what is refused, and what is said about it.

use std::io::Write as _;

use lacuna::error::Error;
use lacuna::source::{Metadata, Source};

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("written");
    file
}

fn refused(bytes: &[u8]) -> String {
    let file = file(bytes);
    let fault =
        Source::read(file.path().to_str().expect("UTF-8 path"), &Metadata::default()).expect_err("refused");
    assert!(!fault.help().is_empty() || matches!(fault, Error::Rules(_)), "{fault} says what to do");
    fault.to_string()
}

#[test]
fn front_matter_is_read_and_masked() {
    let text = "\u{feff}---\ntitle: \"Quays  Act\"\ncountry: xx\nas_at: 2020-01-02\nstatus: in_force\nunknown: [1, 2]\n---\n1. Quays\nA quay is law.\n";
    let source = Source::from_text("quays.md", text.into(), &Metadata::default()).expect("a text");
    assert_eq!(source.meta.title.as_deref(), Some("Quays Act"));
    assert_eq!(source.meta.country.as_deref(), Some("XX"));
    assert_eq!(source.meta.as_at.as_deref(), Some("2020-01-02"));
    assert_eq!(source.meta.status.as_deref(), Some("in-force"));
    assert!(source.text.starts_with("---"), "no byte order mark");
    assert!(source.text[source.front_matter.end as usize..].starts_with("1. Quays"));
}

#[test]
fn flags_win_over_front_matter() {
    let flags = Metadata { language: Some("FR".into()), ..Metadata::default() };
    let source = Source::from_text("a.md", "---\nlanguage: en\n---\ntext\n".into(), &flags).expect("a text");
    assert_eq!((source.language.as_str(), source.language_recognized), ("fr", false));
}

#[test]
fn a_rule_of_dashes_is_no_front_matter() {
    let source =
        Source::from_text("a", "---\n\nAn Act\n\n---\n".into(), &Metadata::default()).expect("a text");
    assert!(source.front_matter.is_empty());
}

#[test]
fn broken_front_matter_names_its_line() {
    let fault =
        Source::from_text("a.md", "---\ntitle: [1\nlanguage: en\n---\ntext\n".into(), &Metadata::default())
            .expect_err("broken")
            .to_string();
    assert!(fault.starts_with("a.md:3:") || fault.starts_with("a.md:2:"), "{fault}");
    assert!(fault.contains("front matter"), "{fault}");
}

#[test]
fn languages_are_recognized_or_left_open() {
    let long = "A person who carries another person across the border of the Republic without leave commits an offence. "
        .repeat(4);
    let read = |text: &str| {
        Source::from_text("a", text.into(), &Metadata::default()).expect("a text").language.clone()
    };
    assert_eq!(read(&long), "en");
    assert_eq!(read("Short."), "und");
}

#[test]
fn what_is_no_text_is_refused() {
    assert!(refused(b"").contains("empty"));
    assert!(refused(b" \n\n").contains("empty"));
    assert!(refused(b"%PDF-1.7 ...").contains("PDF"));
    assert!(refused(b"PK\x03\x04rest").contains("Word"));
    assert!(refused(b"a\0b\0c").contains("binary"));
    let missing = Source::read("no/such/file", &Metadata::default()).expect_err("missing");
    assert!(matches!(missing, Error::Read { .. }) && !missing.help().is_empty());
}

#[test]
fn absolute_paths_stay_out_of_names() {
    let file = file(b"1. Quays");
    let source =
        Source::read(file.path().to_str().expect("UTF-8 path"), &Metadata::default()).expect("a text");
    assert!(!source.name.contains('/'), "{}", source.name);
    assert_eq!(source.sha256.len(), 64);
}
