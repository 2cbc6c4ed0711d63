//! One act of an invented State in every format: the same provisions and the same findings; and files that
//! are no law, or that mean harm.

use std::io::{Cursor, Write as _};

use lacuna::source::{Limits, Metadata, Reader, Source, Tracked};
use lacuna::structure::{Act, outline};

/// A paragraph of the act: list level (0 the sections), heading style or none, and its words without a number.
const ACT: [(Option<usize>, &str); 12] = [
    (None, "MIGRANT SMUGGLING (PENALTIES) ACT"),
    (Some(0), "Short title. This Act may be cited as the Migrant Smuggling (Penalties) Act."),
    (Some(0), "Offences."),
    (Some(1), "A person commits an offence if, for a material benefit, that person—"),
    (Some(2), "arranges the illegal entry of another person who is not a citizen; or"),
    (Some(2), "by any of these means:"),
    (Some(3), "a forged passport;"),
    (Some(3), "a false visa,"),
    (None, "enables such a person to remain unlawfully in Quaymark."),
    (Some(1), "The offender is liable to imprisonment for ten years."),
    (Some(0), "Attempt."),
    (Some(1), "An attempt to commit an offence under this Act is punishable as the offence."),
];

fn as_text() -> String {
    let numbers = ["", "1. ", "2. ", "(1) ", "(a) ", "(b) ", "(i) ", "(ii) ", "", "(2) ", "3. ", "(1) "];
    ACT.iter().zip(numbers).map(|((_, words), number)| format!("{number}{words}\n")).collect()
}

fn as_html() -> String {
    let lines = as_text();
    let blocks: String = lines.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html><head><title>x</title></head><body><nav>Home</nav>{blocks}<footer>y</footer></body></html>"
    )
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%4)"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1.%2(%5)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"#;

/// A Word file of paragraphs given as mark-up, with the lists of the act.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    docx_with(body, &[&[("word/numbering.xml", NUMBERING)], parts].concat())
}

fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>"#
    );
    for (name, text) in [("word/document.xml", document.as_str())].iter().chain(parts) {
        zip.start_file(*name, options).expect("an entry");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

fn listed(level: usize, list: usize, words: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>"#
    )
}

fn plain(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn as_docx() -> Vec<u8> {
    let paragraph = |(level, words): &(Option<usize>, &str)| match level {
        Some(level) => listed(*level, 7, words),
        None => plain(words),
    };
    docx(&ACT.iter().map(paragraph).collect::<String>(), &[])
}

/// Reads bytes as a file, in this process.
fn read(bytes: &[u8], reader: &Reader) -> Result<Act, String> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("written");
    let flags = Metadata { language: Some("en".into()), country: Some("XA".into()), ..Metadata::default() };
    Source::read_with(file.path().to_str().expect("UTF-8"), &flags, reader)
        .map(outline)
        .map_err(|error| format!("{error} ({})", error.help()))
}

fn provisions(act: &Act) -> Vec<(String, String)> {
    act.provisions.iter().map(|it| (it.eid.clone(), it.label.clone())).collect()
}

#[test]
fn every_format_gives_the_same_provisions() {
    let reader = Reader::default();
    let text = read(as_text().as_bytes(), &reader).unwrap();
    assert!(
        provisions(&text).iter().any(|(_, label)| label == "section 2(1)(b)(ii)"),
        "{:?}",
        provisions(&text)
    );
    for (format, bytes) in [("docx", as_docx()), ("html", as_html().into_bytes())] {
        let act = read(&bytes, &reader).unwrap();
        assert_eq!(act.source.text, text.source.text, "{format}");
        assert_eq!(provisions(&act), provisions(&text), "{format}");
        let last = act.provisions.last().expect("provisions").span.start;
        assert_eq!(act.source.origin(last).and_then(|it| it.paragraph), Some(12), "{format}");
    }
}

#[test]
fn any_encoding_is_read_and_a_guess_is_told() {
    let text =
        "1. Quien facilite la entrada ilegal de un extranjero será castigado con prisión de cinco años.\n";
    let encode = |encoding: &'static encoding_rs::Encoding| encoding.encode(text).0.into_owned();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, guessed) in
        [(encode(encoding_rs::WINDOWS_1252), true), (utf16.clone(), false), (utf16[2..].to_vec(), true)]
    {
        let act = read(&bytes, &Reader::default()).unwrap();
        assert_eq!(act.source.text, text);
        assert_eq!(act.notices.iter().any(|it| it.code == "encoding-guessed"), guessed);
    }
}

#[test]
fn word_numbers_restart_continue_and_combine() {
    let body = [
        listed(0, 7, "one"),
        listed(1, 7, "one one"),
        listed(4, 7, "deep"),
        listed(4, 7, "deep again"),
        plain("between"),
        listed(1, 7, "continued"),
        listed(0, 7, "two"),
        listed(1, 7, "restarted"),
        listed(1, 8, "from five"),
        listed(1, 8, "six"),
        listed(2, 8, "letter"),
    ]
    .concat();
    let act = read(&docx(&body, &[]), &Reader::default()).unwrap();
    let expected = "1. one\n(1) one one\n1.1(A) deep\n1.1(B) deep again\nbetween\n(2) continued\n2. two\n(1) restarted\n\
                    (5) from five\n(6) six\n(a) letter\n";
    assert_eq!(act.source.text, expected);
}

/// Five levels, each begun anew under the one above it, a list that goes on after text between, one that never
/// begins anew, and one that starts elsewhere.
#[test]
fn five_levels_of_a_bill_restart_and_go_on() {
    let numbering = NUMBERING.replace(
        "<w:lvl w:ilvl=\"4\"><w:start w:val=\"1\"/>",
        "<w:lvl w:ilvl=\"4\"><w:start w:val=\"1\"/><w:lvlRestart w:val=\"2\"/>",
    );
    let levels = [0, 1, 2, 3, 4, 4, 3, 4, 2, 3, 4, 1, 2, 3, 4, 0, 1, 4];
    let numbers = [
        "1.", "(1)", "(a)", "(i)", "1.1(A)", "1.1(B)", "(ii)", "1.1(C)", "(b)", "(i)", "1.1(D)", "(2)",
        "(a)", "(i)", "1.2(A)", "2.", "(1)", "2.1(A)",
    ];
    let body: String = levels.iter().map(|&level| listed(level, 7, "words") + &plain("between")).collect();
    let body = body + &listed(1, 8, "from five") + &listed(1, 7, "goes on in the same count");
    let file = docx_with(&body, &[("word/numbering.xml", &numbering)]);
    let act = read(&file, &Reader::default()).unwrap();
    let drawn: Vec<&str> = act
        .source
        .text
        .lines()
        .filter(|line| *line != "between")
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    let expected: Vec<&str> = numbers.into_iter().chain(["(5)", "(6)"]).collect();
    assert_eq!(drawn, expected);
}

#[test]
fn tracked_changes_have_two_readings_and_comments_are_no_law() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">A person who </w:t></w:r><w:del w:author="A"><w:r><w:delText>helps</w:delText></w:r></w:del><w:ins w:author="A"><w:r><w:t>procures</w:t></w:r></w:ins><w:r><w:commentReference w:id="1"/></w:r></w:p>
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t><w:noBreakHyphen/><w:t>too</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    let comments = r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1"><w:p><w:r><w:t>Ask the Ministry.</w:t></w:r></w:p></w:comment></w:comments>"#;
    let file = docx(body, &[("word/comments.xml", comments)]);
    let accepted = read(&file, &Reader::default()).unwrap();
    assert_eq!(accepted.source.text, "A person who procures\nseen\u{2011}too\na\tb\n");
    assert!(accepted.notices.iter().any(|it| it.message.contains("Ask the Ministry.")));
    let rejected = read(&file, &Reader { tracked: Tracked::Rejected, ..Reader::default() }).unwrap();
    assert!(rejected.source.text.starts_with("A person who helps\n"));
}

#[test]
fn hostile_files_are_refused_with_the_reason() {
    let small = Limits { expanded: 1024 * 1024, ..Limits::default() };
    let bomb = docx(&plain(&"a".repeat(3 * 1024 * 1024)), &[]);
    assert!(bomb.len() < 100_000, "it packs well");
    let refused = read(&bomb, &Reader { limits: small, ..Reader::default() }).unwrap_err();
    assert!(refused.contains("unpacks to more than 1 MB"), "{refused}");
    let mut broken = as_docx();
    broken.truncate(broken.len() / 2);
    assert!(read(&broken, &Reader::default()).unwrap_err().contains("damaged"));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><akomaNtoso><act>&a;</act></akomaNtoso>";
    assert!(read(entities.as_bytes(), &Reader::default()).unwrap_err().contains("entities"));
    let nested = format!("<html><body>{}deep{}", "<div>".repeat(3_000), "</div>".repeat(3_000));
    assert_eq!(read(nested.as_bytes(), &Reader::default()).unwrap().source.text, "deep\n");
    let too_large = Limits { size: 10, ..Limits::default() };
    let refused = read(as_text().as_bytes(), &Reader { limits: too_large, ..Reader::default() }).unwrap_err();
    assert!(refused.contains("larger than"), "{refused}");
}

/// The child process gives what the parser here gives, and its limits hold.
#[test]
fn a_child_process_reads_foreign_formats() {
    let program = Some(env!("CARGO_BIN_EXE_lacuna").into());
    let act = read(&as_docx(), &Reader { program: program.clone(), ..Reader::default() }).unwrap();
    assert_eq!(act.source.text, as_text());
    let tight = Limits { memory: 1, ..Limits::default() };
    let large = docx(&plain(&"a ".repeat(4 * 1024 * 1024)), &[]);
    let refused = read(&large, &Reader { program, limits: tight, ..Reader::default() }).unwrap_err();
    assert!(refused.contains("memory"), "{refused}");
}
