//! A document as PDF: tagged, titled, the same bytes each time, and no word of it read as mark-up.
#![cfg(feature = "pdf")]

use lacuna::report::Looks;
use lacuna::report::document::{Block, Document, Quote, Words};

#[test]
fn a_document_is_typeset() {
    let hostile = "#pagebreak() *x* $y$ @z <w> \\ \" #read(\"/etc/passwd\")";
    let document = Document {
        title: "Answers".into(),
        language: "en".into(),
        mark: "DRAFT".into(),
        blocks: vec![
            Block::Heading { level: 1, text: hostile.into() },
            Block::Paragraph { words: vec![Words { note: Some(hostile.into()), ..Words::plain(hostile) }] },
            Block::Item { depth: 0, words: vec![Words::plain("one")] },
            Block::Item { depth: 1, words: vec![Words::plain("two")] },
            Block::Quote(Quote {
                source: "section 1".into(),
                text: hostile.into(),
                language: "en".into(),
                translation: None,
            }),
        ],
        ..Document::default()
    };
    let looks = Looks::built_in().expect("looks");
    let typeset = looks.pdf(&document).expect("a PDF");
    assert!(typeset.bytes.starts_with(b"%PDF") && typeset.notices.is_empty(), "{:?}", typeset.notices);
    let holds = |words: &[u8]| typeset.bytes.windows(words.len()).any(|it| it == words);
    assert!(holds(b"/StructTreeRoot") && holds(b"/Outlines") && !holds(b"/CreationDate"));
    assert_eq!(typeset.bytes, looks.pdf(&document).expect("a PDF").bytes);
}
