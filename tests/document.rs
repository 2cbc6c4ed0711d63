//! A document of every kind of block as Word: its parts opened, its XML read.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use lacuna::report::document::{Block, Column, Document, Quote, Style, Table, Translation, Words, word};

fn said(text: &str, language: &str) -> Words {
    Words { language: Some(language.into()), ..Words::plain(text) }
}

/// Every block, four scripts, and characters that would be mark-up.
fn sample() -> Document {
    let heading = |level, text: &str| Block::Heading { level, text: text.into() };
    let paragraph = |words: Vec<Words>| Block::Paragraph { words };
    let row = |at: usize| {
        let law = format!("Coastal Passages Act, section {at}");
        vec![
            vec![vec![Words::styled(law, Style::Strong)]],
            vec![
                vec![Words::plain(
                    "Whoever brings a person over the border for gain is liable to confinement.",
                )],
                vec![Words::styled("[The State adds the date of commencement]", Style::ToFill)],
            ],
            vec![],
        ]
    };
    let mut blocks = vec![
        heading(1, "Criminalization & penalties"),
        paragraph(vec![
            Words::plain("Quaymark <answers> in "),
            Words::styled("two laws", Style::Emphasis),
            Words { note: Some("Read as they stood when they were supplied.".into()), ..Words::plain(" read together") },
            Words::plain(". "),
            Words::styled("[Name the authority]", Style::ToFill),
        ]),
        Block::Item { depth: 0, words: vec![Words::plain("an item of a list, long enough that it has to go on in a second line of the page, under its own words")] },
        Block::Item { depth: 1, words: vec![Words { note: Some("A second note.".into()), ..Words::plain("an item of the item") }] },
        heading(2, "Words of the law"),
        Block::Quote(Quote {
            source: "Coastal Passages Act, section 6(1)".into(),
            text: "A person who for gain procures the entry of another commits an offence.\n(a) It is no defence that the other consented.".into(),
            language: "en".into(),
            translation: None,
        }),
        Block::Quote(Quote {
            source: "قانون المعابر، المادة 4".into(),
            text: "يعاقب كل من هرّب مهاجراً لقاء منفعة بالحبس خمس سنوات.".into(),
            language: "ar".into(),
            translation: Some(Translation {
                text: "Whoever smuggles a migrant for a benefit is punished with confinement of five years.".into(),
                language: "en".into(),
                kind: "unofficial translation".into(),
            }),
        }),
        paragraph(vec![said("يبقى هذا النص بلغته الأصلية (المادة 4).", "ar")]),
        paragraph(vec![Words::plain("In the other language: "), said("以营利为目的运送他人偷越边境的,处五年监禁。", "zh"), Words::plain(".")]),
        Block::PageBreak,
        heading(1, "Table"),
    ];
    blocks.push(Block::Table(Table {
        caption: "Provisions".into(),
        columns: [("Provision", 30), ("Words", 50), ("Left to say", 20)]
            .map(|(title, width)| Column { title: title.into(), width })
            .into(),
        rows: (1..40).map(row).collect(),
    }));
    Document {
        title: "Country review of Quaymark".into(),
        subtitle: "Smuggling of migrants: answers drafted".into(),
        language: "en".into(),
        classification: "RESTRICTED".into(),
        mark: "DRAFT".into(),
        blocks,
    }
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

fn names(file: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    archive.file_names().map(|name| name.expect("a name").into_owned()).collect()
}

/// Values of an attribute `w:…` of elements `w:…`.
fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let read = roxmltree::Document::parse(xml).expect("well-formed");
    let found = read.descendants().filter(|it| it.tag_name().name() == element);
    found
        .filter_map(|it| it.attributes().find(|it| it.name() == attribute).map(|it| it.value().to_owned()))
        .collect()
}

fn text_of(xml: &str) -> String {
    let read = roxmltree::Document::parse(xml).expect("well-formed");
    read.descendants().filter(|it| it.tag_name().name() == "t").filter_map(|it| it.text()).collect()
}

#[test]
fn every_part_is_well_formed_declared_and_linked() {
    let file = word(&sample()).expect("a file");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("sample.docx"), &file).expect("written, for eyes");
    let types = part(&file, "[Content_Types].xml");
    let declared: BTreeSet<String> = values(&types, "Override", "PartName").into_iter().collect();
    for name in names(&file) {
        let text = part(&file, &name);
        roxmltree::Document::parse(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let is_plain = name.ends_with(".rels") || name == "[Content_Types].xml";
        assert!(is_plain || declared.contains(&format!("/{name}")), "{name} is not declared");
    }
    let links = part(&file, "word/_rels/document.xml.rels");
    for target in values(&links, "Relationship", "Target") {
        assert!(names(&file).contains(&format!("word/{target}")), "{target}");
    }
    let ids: BTreeSet<_> = values(&links, "Relationship", "Id").into_iter().collect();
    let text = part(&file, "word/document.xml");
    for element in ["headerReference", "footerReference"] {
        values(&text, element, "id").iter().for_each(|id| assert!(ids.contains(id), "{id}"));
    }
}

#[test]
fn headings_notes_lists_heads_and_languages_are_words_own() {
    let file = word(&sample()).expect("a file");
    let text = part(&file, "word/document.xml");
    let styles = part(&file, "word/styles.xml");
    let known: BTreeSet<_> = values(&styles, "style", "styleId").into_iter().collect();
    let used = ["pStyle", "rStyle", "tblStyle"].map(|element| values(&text, element, "val")).concat();
    assert!(used.iter().all(|style| known.contains(style)), "{used:?}");
    for style in ["Title", "Heading1", "Heading2", "ListBullet", "Quote", "LacunaQuote", "ToFill"] {
        assert!(used.iter().any(|it| it == style), "{style}");
    }
    let notes = part(&file, "word/footnotes.xml");
    assert_eq!(values(&text, "footnoteReference", "id"), ["1", "2"]);
    assert_eq!(values(&notes, "footnote", "id"), ["-1", "0", "1", "2"]);
    assert!(notes.contains("Read as they stood"));
    assert_eq!(values(&text, "ilvl", "val"), ["0", "1"]);
    assert_eq!(text.matches("<w:tblHeader/>").count(), 2, "one for the quote, one for the table");
    assert_eq!(text.matches("<w:pageBreakBefore/>").count(), 1);
    assert_eq!(text.matches("<w:bidi/>").count(), 2, "the quote and the paragraph that is all Arabic");
    assert!(values(&text, "lang", "bidi").contains(&"ar".into()));
    assert!(values(&text, "lang", "eastAsia").contains(&"zh".into()));
    assert_eq!(values(&styles, "lang", "val"), ["en"]);
    let head = part(&file, "word/header1.xml");
    assert!(text_of(&head) == "RESTRICTEDDRAFT" && head.contains("string=\"DRAFT\""));
}

/// Nothing of the words is lost, and nothing of them becomes mark-up.
#[test]
fn words_stand_as_they_were_given() {
    let text = text_of(&part(&word(&sample()).expect("a file"), "word/document.xml"));
    for words in
        ["Quaymark <answers> in ", "Criminalization & penalties", "section 39", "处五年监禁", "المادة 4"]
    {
        assert!(text.contains(words), "{words}");
    }
    let hostile = "a\u{0}b\u{b}c]]>&amp;<w:p>\u{ffff}";
    let document = Document {
        title: hostile.into(),
        language: "\"><x".into(),
        blocks: vec![Block::Paragraph { words: vec![Words::plain(hostile)] }],
        ..sample()
    };
    let file = word(&document).expect("a file");
    for name in names(&file) {
        roxmltree::Document::parse(&part(&file, &name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }
    assert!(text_of(&part(&file, "word/document.xml")).contains("abc]]>&amp;<w:p>"));
}

#[test]
fn the_same_document_gives_the_same_bytes_and_names_nobody() {
    let file = word(&sample()).expect("a file");
    assert_eq!(file, word(&sample()).expect("a file"));
    let core = part(&file, "docProps/core.xml");
    assert!(core.contains("Country review of Quaymark") && core.contains("<dc:language>en<"));
    for personal in ["creator", "created", "modified", "lastModifiedBy"] {
        assert!(!core.contains(personal), "{core}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).expect("an archive");
    for at in 0..archive.len() {
        let entry = archive.by_index(at).expect("an entry");
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()));
    }
}

#[test]
fn a_document_of_a_language_from_right_to_left_runs_that_way() {
    let document = Document {
        title: "مراجعة".into(),
        language: "ar".into(),
        blocks: vec![
            Block::Heading { level: 1, text: "التجريم".into() },
            Block::Paragraph {
                words: vec![Words::plain("نص القانون "), said("section 6(1)", "en")]
            },
            Block::Paragraph { words: vec![said("All in English.", "en")] },
            Block::Table(Table {
                columns: vec![
                    Column { title: "أ".into(), width: 50 },
                    Column { title: "ب".into(), width: 50 },
                ],
                rows: vec![vec![vec![vec![Words::plain("ج")]], vec![]]],
                ..Table::default()
            }),
        ],
        ..Document::default()
    };
    let file = word(&document).expect("a file");
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("arabic.docx"), &file)
        .expect("written");
    let text = part(&file, "word/document.xml");
    assert_eq!(text.matches("<w:bidiVisual/>").count(), 1);
    let read = roxmltree::Document::parse(&text).expect("well-formed");
    let paragraphs = read.descendants().filter(|it| it.tag_name().name() == "p");
    let of = |paragraph: roxmltree::Node| {
        let text: String = paragraph
            .descendants()
            .filter(|it| it.tag_name().name() == "t")
            .filter_map(|it| it.text())
            .collect();
        (text, paragraph.descendants().any(|it| it.tag_name().name() == "bidi"))
    };
    let directions: Vec<_> = paragraphs.map(of).filter(|(text, _)| !text.is_empty()).collect();
    assert!(directions.len() > 5);
    for (text, right_to_left) in directions {
        assert_eq!(right_to_left, text != "All in English.", "{text}");
    }
    assert_eq!(values(&part(&file, "word/styles.xml"), "lang", "bidi"), ["ar"]);
}
