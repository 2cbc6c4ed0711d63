//! A drafter's own Word file back, unchanged but for comments; and two versions as tracked changes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;

use assert_cmd::Command;
use lacuna::source::{Metadata, Reader, Source};

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>"#;

fn listed(level: usize, runs: &str) -> String {
    format!(
        r#"<w:p w:rsidR="00A1"><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>{runs}</w:p>"#
    )
}

fn run(words: &str) -> String {
    format!(r#"<w:r w:rsidRPr="00B2"><w:rPr><w:b/><w:sz w:val="24"/></w:rPr><w:t>{words}</w:t></w:r>"#)
}

/// A bill of Quaymark as drafters keep it: words torn over runs, drawn numbers, entities, tabs, a change nobody has
/// settled, a link, a table, a text box, and a comment of their own.
fn body() -> String {
    let spaced = |words: &str| format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    [
        format!("<w:p>{}</w:p>", run("COASTAL PASSAGES (SMUGGLING OF MIGRANTS) BILL")),
        listed(0, &run("Offence of smuggling of migrants.")),
        listed(1, &[
            spaced("A person who, in order to obtain a financial "),
            r#"<w:proofErr w:type="spellStart"/>"#.into(),
            spaced("or other material ben"),
            r#"<w:commentRangeStart w:id="4"/>"#.into(),
            run("efit"),
            r#"<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>"#.into(),
            spaced(", intentionally procures the illegal entry of another person into a State of which that other person is not a national &amp; not a permanent resident, commits an offence and is liable to imprisonment for a term not exceeding ten years."),
        ].concat()),
        listed(1, &[
            spaced("A person who "),
            format!(r#"<w:ins w:id="90" w:author="D">{}</w:ins>"#, spaced("knowingly ")),
            format!(r#"<w:del w:id="91" w:author="D"><w:r><w:delText>carelessly </w:delText></w:r></w:del>"#),
            r#"<w:r><w:t>produces</w:t><w:tab/><w:t xml:space="preserve"> a fraudulent travel document for gain</w:t><w:noBreakHyphen/><w:t>seeking</w:t></w:r>"#.into(),
            format!(r#"<w:hyperlink r:id="rId9">{}</w:hyperlink>"#, spaced(" commits an offence.")),
        ].concat()),
        listed(0, &run("Attempt.")),
        listed(1, &spaced("A person who attempts to commit an offence under section 1 commits an offence and is liable to the same punishment.")),
        r#"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>section 1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>ten years</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#.into(),
        listed(0, &run("Protection of smuggled migrants.")),
        listed(1, &spaced("A migrant is not liable to prosecution under this Act for the fact of having been the object of conduct described in section 1.")),
    ].concat()
}

fn docx(body: &str, with_comment: bool) -> Vec<u8> {
    let marks = [
        r#"<w:commentRangeStart w:id="4"/>"#,
        r#"<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>"#,
    ];
    let bare = marks.iter().fold(body.to_owned(), |body, mark| body.replace(mark, ""));
    let body = if with_comment { body } else { &bare };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let packed = zip::write::SimpleFileOptions::default();
    let comment = r#"<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>"#;
    let link = r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/>"#;
    let parts = [
        ("[Content_Types].xml", format!(r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>{}</Types>"#, if with_comment { comment } else { "" })),
        ("_rels/.rels", r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#.into()),
        ("word/_rels/document.xml.rels", format!(r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdComments" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://law.example" TargetMode="External"/>{}</Relationships>"#, if with_comment { link } else { "" })),
        ("word/document.xml", format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"#)),
        ("word/numbering.xml", format!(r#"<w:numbering {SPACES}>{NUMBERING}</w:numbering>"#)),
    ];
    for (at, (name, text)) in parts.iter().enumerate() {
        zip.start_file(*name, if at % 2 == 0 { stored } else { packed }).expect("an entry");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    if with_comment {
        let text = format!(
            r#"<w:comments {SPACES}><w:comment w:id="4" w:author="Drafter" w:date="2031-01-01T00:00:00Z"><w:p><w:r><w:t>Is this wide enough?</w:t></w:r></w:p></w:comment></w:comments>"#
        );
        zip.start_file("word/comments.xml", packed).expect("an entry");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.start_file("word/media/seal.bin", stored).expect("an entry");
    zip.write_all(&[0u8, 159, 146, 150]).expect("bytes");
    zip.finish().expect("an archive").into_inner()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

fn lacuna(arguments: &[&str]) -> assert_cmd::assert::Assert {
    let mut program = Command::cargo_bin("lacuna").expect("the program");
    program.current_dir(folder()).args(arguments).assert()
}

fn parts(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).expect("an entry");
            let name = entry.name().expect("a name").into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("a part");
            (name, bytes)
        })
        .collect()
}

fn part(file: &[u8], name: &str) -> String {
    let found = parts(file).into_iter().find(|(other, _)| other == name).expect(name);
    String::from_utf8(found.1).expect("UTF-8")
}

fn text(file: &[u8]) -> String {
    let reader = Reader::default();
    Source::from_bytes("it.docx", file.to_owned(), &Metadata::default(), &reader)
        .expect("a text")
        .text
        .clone()
}

/// Values of `w:id` of the elements of that name, in order.
fn ids(xml: &str, element: &str) -> Vec<u32> {
    let read = roxmltree::Document::parse(xml).expect("well-formed");
    let found = read.descendants().filter(|it| it.tag_name().name() == element);
    found.filter_map(|it| it.attributes().find(|it| it.name() == "id")?.value().parse().ok()).collect()
}

/// The words between the marks of a comment.
fn commented_words(xml: &str, id: u32) -> String {
    let (start, end) =
        (format!(r#"<w:commentRangeStart w:id="{id}"/>"#), format!(r#"<w:commentRangeEnd w:id="{id}"/>"#));
    let inside = &xml[xml.find(&start).expect("a start")..xml.find(&end).expect("an end")];
    let mut words = String::new();
    for piece in inside.split("<w:t").skip(1).filter(|piece| piece.starts_with(['>', ' '])) {
        let piece = piece.split_once('>').expect("a tag").1;
        words.push_str(piece.split("</w:t>").next().unwrap_or(""));
    }
    words
}

fn comment(file: &[u8]) -> Vec<u8> {
    let name = format!("bill-{:?}.docx", std::thread::current().id()).replace(['(', ')'], "");
    let out = format!("out-{name}");
    fs::write(folder().join(&name), file).expect("written");
    lacuna(&["check", &name, "--format", "docx", "--output", &out]).success();
    fs::read(folder().join(out)).expect("a result")
}

#[test]
fn a_file_comes_back_with_comments_and_nothing_else() {
    for with_comment in [false, true] {
        let before = docx(&body(), with_comment);
        let after = comment(&before);
        fs::write(folder().join("commented.docx"), &after).expect("written, for eyes");
        assert_eq!(text(&before), text(&after));
        let changed =
            ["word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"];
        let (old, new) = (parts(&before), parts(&after));
        for (name, bytes) in &old {
            let now = &new.iter().find(|(other, _)| other == name).expect(name).1;
            let may_change = changed[..if with_comment { 2 } else { 4 }].contains(&name.as_str());
            assert!(may_change || now == bytes, "{name}");
        }
        let order =
            |parts: &[(String, Vec<u8>)]| parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(order(&old)[..], order(&new)[..old.len()]);

        let (document, comments) = (part(&after, "word/document.xml"), part(&after, "word/comments.xml"));
        let written = ids(&comments, "comment");
        assert_eq!(written.iter().collect::<BTreeSet<_>>().len(), written.len(), "{written:?}");
        assert!(written.len() > 4, "{written:?}");
        for element in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
            let mut found = ids(&document, element);
            found.sort_unstable();
            let mut written = written.clone();
            written.sort_unstable();
            assert_eq!(found, written, "{element}");
        }
        assert_eq!(comments.contains("Is this wide enough?"), with_comment);
        assert!(!comments.contains("2026") && comments.contains(r#"w:author="lacuna""#));
        if with_comment {
            assert_eq!(commented_words(&document, 4), "efit");
        } else {
            let links = part(&after, "word/_rels/document.xml.rels");
            assert!(links.contains(r#"Target="comments.xml""#) && links.contains("rIdComments1"));
            assert!(part(&after, "[Content_Types].xml").contains("/word/comments.xml"));
        }
        assert_eq!(after, comment(&before), "the same bytes each time");
    }
}

/// Every comment stands at the very words of the evidence, runs and tabs or not.
#[test]
fn comments_stand_at_the_words() {
    let before = docx(&body(), true);
    fs::write(folder().join("place.docx"), &before).expect("written");
    let found = lacuna(&["check", "place.docx", "--format", "json"]).success();
    let found: serde_json::Value = serde_json::from_slice(&found.get_output().stdout).expect("JSON");
    let after = comment(&before);
    let document = part(&after, "word/document.xml");
    let squeezed = |text: &str| {
        text.replace("&amp;", "&").replace(['\t', '\u{2011}'], "").split_whitespace().collect::<String>()
    };
    let commented: BTreeSet<String> = ids(&document, "commentRangeStart")
        .into_iter()
        .map(|id| squeezed(&commented_words(&document, id)))
        .collect();
    let mut seen = 0;
    for finding in found["findings"].as_array().expect("findings") {
        let Some(first) = finding["evidence"].get(0) else { continue };
        if finding["consequence"] == "not-triggered" {
            continue;
        }
        // Numbers are drawn and not stored.
        let quote = squeezed(first["quote"].as_str().expect("a quote"));
        assert!(
            commented.iter().any(|it| quote.ends_with(it.as_str()) && quote.len() - it.len() < 6),
            "{quote}\n{commented:#?}"
        );
        seen += 1;
    }
    assert!(seen > 3);
}

#[test]
fn what_is_missing_is_told_at_the_offence_with_the_advice() {
    let after = comment(&docx(&body(), false));
    let comments = part(&after, "word/comments.xml");
    for words in ["missing: ", "Treaty requires", "Gap analysis (lacuna", "To verify", "Look in other law"] {
        assert!(comments.contains(words), "{words}");
    }
}

#[test]
fn texts_that_are_not_word_become_a_report() {
    fs::write(
        folder().join("plain.md"),
        "1. Offence.\n(1) A person who smuggles a migrant for gain commits an offence.\n",
    )
    .expect("written");
    lacuna(&["check", "plain.md", "--language", "en", "--format", "docx", "--output", "plain.docx"])
        .success();
    let report = fs::read(folder().join("plain.docx")).expect("a report");
    let words = text(&report);
    assert!(words.contains("Gap analysis") && words.contains("In short"), "{words}");
}

/// Accepted, the changes give the new text; rejected, the old one.
#[test]
fn tracked_changes_are_both_versions() {
    let old = "MIGRANTS BILL\n1. Offence of smuggling of migrants.\n(1) A person who for a financial benefit procures the illegal entry of another person commits an offence.\n(2) The penalty is ten years.\n2. Attempt.\n(1) An attempt is punishable.\n3. Exemption.\n(1) A smuggled migrant is not liable.\n";
    let new = old
        .replace("ten years", "twelve years & a fine")
        .replace("2. Attempt.\n(1) An attempt is punishable.\n", "")
        .replace("3. Exemption.", "2. Ships.\n(1) A vessel may be boarded.\n3. Exemption.");
    fs::write(folder().join("old.md"), old).expect("written");
    fs::write(folder().join("new.md"), &new).expect("written");
    lacuna(&["diff", "old.md", "new.md", "--format", "docx", "--output", "changes.docx"]).success();
    let file = fs::read(folder().join("changes.docx")).expect("a file");
    let document = part(&file, "word/document.xml");
    let changes = [ids(&document, "ins"), ids(&document, "del")].concat();
    assert_eq!(changes.iter().collect::<BTreeSet<_>>().len(), changes.len());
    assert!(!changes.is_empty());
    let plain = |accepted: bool| {
        let tracked = if accepted { Default::default() } else { lacuna::source::Tracked::Rejected };
        let reader = Reader { tracked, ..Reader::default() };
        let text = Source::from_bytes("c.docx", file.clone(), &Metadata::default(), &reader).expect("a text");
        text.text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(plain(true), squeezed(&new));
    assert_eq!(plain(false), squeezed(old));
    assert!(
        part(&file, "word/comments.xml").contains("Attempt")
            || part(&file, "word/comments.xml").contains("attempt")
    );
}
