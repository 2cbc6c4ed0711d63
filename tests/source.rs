//! What can be read, what is refused, and what is said about it.

use std::io::Write as _;

use lacuna::error::Error;
use lacuna::source::{Level, Metadata, Source, TranslationKind};

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

/// A text with a sheet of metadata beside it, and what reading it gives.
fn with_sheet(text: &str, sheet: &str, flags: &Metadata) -> Result<std::sync::Arc<Source>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("quays.md");
    std::fs::write(&path, text).expect("written");
    std::fs::write(folder.path().join("quays.yaml"), sheet).expect("written");
    Source::read(path.to_str().expect("UTF-8 path"), flags).map_err(|error| error.to_string())
}

#[test]
fn the_file_the_sheet_and_flags_have_the_last_word_in_that_order() {
    let text = "---\ntitle: Own\ncountry: XA\ndate: 2001\nstatus: bill\n---\n1. Quays\n";
    let sheet = "title: Sheet's\nstatus: in force\nlevel: federal-unit\nterritory: North Quay\nsource: Gazette 4\n\
                 translation:\n  of: ar\n  kind: unofficial\n  date: 2020-03\n";
    let mut flags = Metadata::default();
    flags.set("title", "Flag's").expect("a title");
    flags.set("translation.by", "A. Person").expect("a name");
    let meta = with_sheet(text, sheet, &flags).expect("a text").meta.clone();
    assert_eq!((meta.title.as_deref(), meta.status.as_deref()), (Some("Flag's"), Some("in-force")));
    assert_eq!((meta.country.as_deref(), meta.date.as_deref()), (Some("XA"), Some("2001")));
    assert_eq!((meta.level, meta.source.as_deref()), (Some(Level::FederalUnit), Some("Gazette 4")));
    let translation = meta.translation.expect("a translation");
    assert_eq!(
        (translation.of.as_deref(), translation.kind),
        (Some("ar"), Some(TranslationKind::Unofficial))
    );
    assert_eq!(
        (translation.by.as_deref(), translation.date.as_deref()),
        (Some("A. Person"), Some("2020-03"))
    );
}

#[test]
fn all_faults_of_a_sheet_are_told_with_their_lines() {
    let sheet = "country: Quaymark\nlevel: city\nas-at: 2031-13-01\ntranslation: {kind: quick}\n";
    let told = with_sheet("1. Quays\n", sheet, &Metadata::default()).expect_err("faults");
    for (line, words) in [(1, "Quaymark"), (2, "city"), (3, "2031-13-01"), (4, "quick")] {
        assert!(
            told.contains(&format!("quays.yaml:{line}:")) && told.contains(words),
            "{line} {words}: {told}"
        );
    }
    let told = with_sheet("1. Quays\n", "titel: Quays\n", &Metadata::default()).expect_err("a fault");
    assert!(told.contains("quays.yaml:1:1: `titel`") && told.contains("fields: title"), "{told}");
}

#[test]
fn a_sheet_of_another_kind_says_nothing_and_norway_is_a_country() {
    let labels = "language: en\nfindings:\n  - {id: X, status: met}\n";
    assert_eq!(
        with_sheet("1. Quays\n", labels, &Metadata::default()).expect("a text").meta,
        Metadata::default()
    );
    let meta = with_sheet("1. Quays\n", "country: no\ndate: 2004\n", &Metadata::default()).expect("a text");
    assert_eq!((meta.meta.country.as_deref(), meta.meta.date.as_deref()), (Some("NO"), Some("2004")));
}
