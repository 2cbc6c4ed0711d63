//! A Word template of a user, filled: tags torn over runs, rows and paragraphs that come and go, documents placed.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};

use lacuna::report::document::{Block, Column, Document, Style, Table, Words, fill, word};
use serde_json::json;

const SPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A file with a French "Titre 1", a list and a footnote of its own.
fn template(body: &str, head: &str) -> Vec<u8> {
    let styles = format!(
        r#"<w:styles {SPACE}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="Other"/></w:style></w:styles>"#
    );
    let parts = [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned()),
        ("word/document.xml", format!("<w:document {SPACE}><w:body>{body}<w:sectPr/></w:body></w:document>")),
        ("word/_rels/document.xml.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#.to_owned()),
        ("word/styles.xml", styles),
        ("word/header1.xml", format!("<w:hdr {SPACE}>{head}</w:hdr>")),
        ("word/numbering.xml", format!(r#"<w:numbering {SPACE}><w:abstractNum w:abstractNumId="4"/><w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num></w:numbering>"#)),
        ("customXml/item1.xml", "<x>{{ not.ours }}</x>".to_owned()),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

fn p(text: &str) -> String {
    format!("<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn row(cells: [&str; 2]) -> String {
    let cells: String = cells.iter().map(|text| format!("<w:tc>{}</w:tc>", p(text))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    roxmltree::Document::parse(&text).unwrap_or_else(|fault| panic!("{name}: {fault}\n{text}"));
    text
}

/// Paragraphs as text, a line each.
fn lines(xml: &str) -> Vec<String> {
    let read = roxmltree::Document::parse(xml).expect("well-formed");
    let words = |it: roxmltree::Node| match it.tag_name().name() {
        "t" => it.text().unwrap_or("").to_owned(),
        "br" => "/".to_owned(),
        _ => String::new(),
    };
    read.descendants()
        .filter(|it| it.tag_name().name() == "p")
        .map(|it| it.descendants().map(words).collect())
        .collect()
}

#[test]
fn words_rows_and_paragraphs_are_filled() {
    let torn = "<w:p><w:r><w:t>Review of {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ sta</w:t></w:r><w:proofErr/><w:r><w:t>te }}, part {{ part }}.</w:t></w:r></w:p>";
    let table = [
        row(["Law", "Words"]),
        row(["{%tr for law in laws %}", ""]),
        row(["{{ law.title }}", "{{ law.words }}"]),
        row(["{%tr endfor %}", ""]),
    ]
    .concat();
    let body = [
        torn.to_owned(),
        p("{%p if restricted %}"), p("Restricted."), p("{%p else %}"), p("Open to all."), p("{%p endif %}"),
        format!("<w:tbl>{table}</w:tbl>"),
        p("{{ laws|length }} laws, “{% for law in laws %}{{ law.title }}{% if not loop.last %}; {% endif %}{% endfor %}” {single}"),
    ].concat();
    let context = json!({"state": "Quay <mark> & Co", "part": 2, "restricted": false, "laws": [
        {"title": "Coastal Act", "words": "one\ntwo"}, {"title": "{{ state }}", "words": "]]>\u{1}%"}]});
    let file = template(&body, &p("{{ state }}"));
    let filled = fill(&file, &context).expect("filled");
    let text = part(&filled, "word/document.xml");
    assert_eq!(
        lines(&text),
        [
            "Review of Quay <mark> & Co, part 2.",
            "Open to all.",
            "Law",
            "Words",
            "Coastal Act",
            "one/two",
            "{{ state }}",
            "]]>%",
            "2 laws, “Coastal Act; {{ state }}” {single}",
        ]
    );
    assert_eq!(lines(&part(&filled, "word/header1.xml")), ["Quay <mark> & Co"]);
    assert!(text.contains("<w:rPr><w:b/></w:rPr>") && text.matches("w:jc").count() == 8);
    assert_eq!(part(&file, "customXml/item1.xml"), part(&filled, "customXml/item1.xml"));
    assert_eq!(part(&file, "word/styles.xml"), part(&filled, "word/styles.xml"));
    assert_eq!(filled, fill(&file, &context).expect("filled"), "the same bytes each time");
}

#[test]
fn what_becomes_empty_is_still_a_word_file() {
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl><w:tbl><w:tr><w:tc>{}{}{}</w:tc></w:tr></w:tbl>",
        row(["{%tr for it in none %}", ""]),
        row(["{{ it }}", ""]),
        row(["{%tr endfor %}", ""]),
        p("{%p if false %}"),
        p("gone"),
        p("{%p endif %}")
    );
    let filled = fill(&template(&body, ""), &json!({"none": []})).expect("filled");
    let text = part(&filled, "word/document.xml");
    assert_eq!(text.matches("<w:tbl>").count(), 1);
    assert!(text.contains("<w:tc><w:p/></w:tc>"), "{text}");
}

#[test]
fn a_document_is_placed_in_the_styles_of_the_template() {
    let note = Words { note: Some("A note <1>.".into()), ..Words::styled("to fill", Style::ToFill) };
    let document = Document {
        language: "en".into(),
        blocks: vec![
            Block::Heading { level: 1, text: "Findings".into() },
            Block::Paragraph { words: vec![note] },
            Block::Item { depth: 0, words: vec![Words::plain("an item")] },
            Block::Table(Table {
                caption: "All".into(),
                columns: vec![Column { title: "A".into(), width: 100 }],
                rows: vec![vec![vec![vec![Words::plain("cell")]]]],
            }),
        ],
        ..Document::default()
    };
    let filled = fill(
        &template(&(p("Before") + &p("{{p document }}") + &p("After")), ""),
        &json!({"document": document}),
    )
    .expect("filled");
    let text = part(&filled, "word/document.xml");
    assert_eq!(
        lines(&text).iter().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
        ["Before", "Findings", "to fill", "an item", "All", "A", "cell", "After"]
    );
    for found in [
        r#"<w:pStyle w:val="Titre1"/>"#,
        r#"<w:numId w:val="7"/>"#,
        r#"<w:footnoteReference w:id="1"/>"#,
        r#"<w:pStyle w:val="LacunaCaption"/>"#,
    ] {
        assert!(text.contains(found), "{found}\n{text}");
    }
    let styles = part(&filled, "word/styles.xml");
    let read = roxmltree::Document::parse(&styles).expect("well-formed");
    let ids: Vec<_> = read
        .descendants()
        .filter_map(|it| it.attributes().find(|it| it.name() == "styleId"))
        .map(|it| it.value())
        .collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    for style in ["ToFill", "LacunaTable", "FootnoteText", "LacunaCaption"] {
        assert!(ids.contains(&style), "{style}");
    }
    assert!(!ids.contains(&"Heading1") && styles.matches("w:default").count() == 1);
    assert!(part(&filled, "word/footnotes.xml").contains("A note &lt;1&gt;."));
    assert!(part(&filled, "word/numbering.xml").contains(r#"<w:num w:numId="7">"#));
    assert!(part(&filled, "word/_rels/document.xml.rels").contains("footnotes.xml"));
    assert!(part(&filled, "[Content_Types].xml").contains("/word/footnotes.xml"));
}

/// Errors tell part, paragraph and what is wrong; those of form all at once.
#[test]
fn faults_are_told_with_their_paragraph() {
    let fault = |body: &str, head: &str| {
        fill(&template(body, head), &json!({"x": 1})).expect_err("a fault").to_string()
    };
    let told = fault(&(p("First {{ open") + &p("{%p if x %} beside")), &p("{% bad"));
    for words in ["First {{ open", "beside", "{% bad", "word/header1.xml", "word/document.xml"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let told = fault(&(p("Fine {{ x }}") + &p("Here {{ nobody.knows }}")), "");
    assert!(told.contains("Here {{ nobody.knows }}"), "{told}");
    let told = fault(&p("{% if x %}"), "");
    assert!(told.contains("word/document.xml"), "{told}");
    let told = fault(
        &p("{% for a in range(100000) %}{% for b in range(100000) %}{{ b }}{% endfor %}{% endfor %}"),
        "",
    );
    assert!(told.contains("end") || told.contains("larger"), "{told}");
    let told = fault(&format!("<w:tbl>{}</w:tbl>{}", row(["{% if false %}", ""]), p("{% endif %}")), "");
    assert!(told.contains("{%p"), "{told}");
    assert!(fill(b"no archive", &json!({})).is_err());
    let told = fault("", &p("{{p x }}"));
    assert!(told.contains("in the text alone"), "{told}");
}

/// What this program writes can be a template itself.
#[test]
fn our_own_files_are_templates() {
    let file = word(&Document {
        title: "t".into(),
        language: "en".into(),
        blocks: vec![Block::Paragraph { words: vec![Words::plain("{{ x }}")] }],
        ..Document::default()
    });
    let filled = fill(&file.expect("a file"), &json!({"x": "filled"})).expect("filled");
    assert!(lines(&part(&filled, "word/document.xml")).contains(&"filled".to_owned()));
}

#[test]
fn the_example_template_is_filled() {
    let template = std::fs::read("fixtures/templates/observations.docx").expect("the template");
    let document = Document {
        language: "en".into(),
        blocks: vec![
            Block::Heading { level: 1, text: "Observations".into() },
            Block::Paragraph {
                words: vec![Words {
                    note: Some("As supplied.".into()),
                    ..Words::plain("Quaymark has one law.")
                }],
            },
            Block::Item { depth: 0, words: vec![Words::styled("[State to add]", Style::ToFill)] },
        ],
        ..Document::default()
    };
    let laws = json!([{"title": "Coastal Passages Act", "status": "in force"}, {"title": "Ports Bill", "status": "bill"}]);
    let context = json!({"title": "Observations & needs", "state": "Quaymark", "note": null, "laws": laws, "document": document});
    let filled = fill(&template, &context).expect("filled");
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("filled.docx"), &filled)
        .expect("written");
    let lines = lines(&part(&filled, "word/document.xml"));
    let lines: Vec<_> = lines.iter().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "Observations & needs",
            "Quaymark",
            "Texts supplied",
            "Text",
            "Status",
            "Coastal Passages Act",
            "in force",
            "Ports Bill",
            "bill",
            "Observations",
            "Quaymark has one law.",
            "[State to add]"
        ]
    );
    assert!(part(&filled, "word/footer1.xml").contains("Observations &amp; needs"));
    assert!(part(&filled, "word/footnotes.xml").contains("As supplied."));
}
