//! Broken and hostile files, made here: each gives a clear error or an assessment, never a panic, a hang or more
//! memory than its limit.
#![cfg(unix)]

use std::io::{Cursor, Write as _};
use std::process::Command;
use std::time::{Duration, Instant};

const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
/// Of address space for the program and each of its children, in MB: their own limit is 512.
const MOST_MEMORY: u32 = 6_000;
/// The child's limit is 20 s; a machine may be busy.
const MOST_TIME: Duration = Duration::from_secs(240);

/// How a file of a name and these bytes is taken.
struct Taken {
    name: String,
    code: Option<i32>,
    told: String,
}

fn check(name: &str, bytes: &[u8], flags: &[&str]) -> Taken {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("written");
    let begun = Instant::now();
    let done = Command::new("bash")
        .args([
            "-c",
            &format!("ulimit -v {}; exec \"$0\" \"$@\"", MOST_MEMORY * 1024),
            env!("CARGO_BIN_EXE_lacuna"),
        ])
        .args([
            "check",
            name,
            "--format",
            "json",
            "--language",
            "en",
            "--limit-memory",
            "512",
            "--limit-seconds",
            "20",
        ])
        .args(flags)
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, [name], "nothing is left behind");
    assert!(begun.elapsed() < MOST_TIME, "{name} hangs");
    assert!(!told.contains("panicked"), "{name}: {told}");
    let taken = Taken { name: name.into(), code: done.status.code(), told };
    match taken.code {
        Some(0) => assert!(done.stdout.starts_with(b"{"), "{name}: an assessment"),
        Some(2) => {
            assert!(taken.told.starts_with("error") && taken.told.contains(name), "{name}: {}", taken.told)
        }
        other => panic!("{name} ended with {other:?}: {}", taken.told),
    }
    taken
}

impl Taken {
    /// It is refused, and the error says this.
    fn says(&self, words: &str) {
        assert_eq!(self.code, Some(2), "{} is taken for a law", self.name);
        assert!(self.told.contains(words), "{}: no `{words}` in {}", self.name, self.told);
    }

    fn is_assessed(&self) {
        assert_eq!(self.code, Some(0), "{}: {}", self.name, self.told);
    }
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document {SPACE}><w:body>{body}</w:body></w:document>")
}

fn docx(body: &str) -> Vec<u8> {
    zip(&[("word/document.xml", document(body).as_bytes())])
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

#[test]
fn truncated_files_are_told_as_damaged() {
    let whole = docx(&paragraph("1. A person commits an offence.").repeat(200));
    for part in [1, 2, 3] {
        check("cut.docx", &whole[..whole.len() * part / 4], &[]).says("damaged");
    }
    check("cut.docx", &whole[..whole.len() - 1], &[]);
    let xml = "<akomaNtoso><act><body><section><num>1.</num><content><p>A port";
    check("cut.xml", xml.as_bytes(), &[]).says("cut.xml");
    check("cut.html", b"<html><body><p>1. A port is op", &[]).is_assessed();
    check("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pa", &[]).says("PDF");
    check("empty.docx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", &[]).says("zip archive");
}

#[test]
fn sizes_that_lie_are_not_believed() {
    let whole = docx(&paragraph(&"a port ".repeat(2_000)));
    // The sizes stand in the entry's own head and again in the list at the end.
    let heads: Vec<(usize, usize)> = [(&b"PK\x03\x04"[..], 18), (b"PK\x01\x02", 20)]
        .iter()
        .filter_map(|(mark, at)| memchr::memmem::find(&whole, mark).map(|head| (head, *at)))
        .collect();
    assert_eq!(heads.len(), 2);
    for lie in [0u32, 1, 0x7fff_ffff, 0xffff_fffe] {
        for field in [0, 4] {
            let mut bytes = whole.clone();
            for (head, at) in &heads {
                bytes[head + at + field..head + at + field + 4].copy_from_slice(&lie.to_le_bytes());
            }
            check("lie.docx", &bytes, &[]);
        }
    }
}

#[test]
fn bombs_stop_at_the_limit_that_they_reach() {
    // Cheap to pack: runs of one byte.
    let bomb = zip(&[("word/document.xml", &vec![b' '; 300 << 20])]);
    assert!(bomb.len() < 1 << 20);
    check("bomb.docx", &bomb, &[]).says("--limit-memory");
    check("bomb.docx", &docx(&paragraph(&"a ".repeat(2 << 20))), &["--limit-expanded", "1"])
        .says("more than 1 MB");
    let many: Vec<(String, &[u8])> = (0..10_001).map(|at| (format!("word/{at}.xml"), &b""[..])).collect();
    let mut parts: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let body = document(&paragraph("1. Ports"));
    parts.push(("word/document.xml", body.as_bytes()));
    check("many.docx", &zip(&parts), &[]).says("10000 entries");
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><akomaNtoso><act>&c;</act></akomaNtoso>";
    check("laughs.xml", laughs.as_bytes(), &[]).says("entities");
    let far =
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><akomaNtoso><act>&a;</act></akomaNtoso>";
    check("far.xml", far.as_bytes(), &[]).says("entities");
    let yaml = format!(
        "---\na: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [{}*c]\n---\n1. Ports\n",
        "*c, ".repeat(9_999)
    );
    check("alias.md", yaml.as_bytes(), &[]);
    check("large.txt", &vec![b'a'; 3 << 20], &["--limit-size", "1"]).says("larger than 1 MB");
}

#[test]
fn depth_is_bounded() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("{}1. A port{}", open.repeat(times), close.repeat(times))
    };
    check("deep.html", format!("<html><body>{}", nested("<div>", "</div>", 200_000)).as_bytes(), &[]);
    check("spans.html", format!("<html><body>{}", nested("<b>", "</b>", 100_000)).as_bytes(), &[]);
    let akn = format!(
        "<akomaNtoso><act><body>{}</body></act></akomaNtoso>",
        nested("<section>", "</section>", 200_000)
    );
    check("deep.xml", akn.as_bytes(), &[]);
    let tables = nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60_000);
    check("deep.docx", &docx(&tables.replace("1. A port", &paragraph("1. A port"))), &[]);
    check("lists.txt", nested("(a) ", "", 200_000).as_bytes(), &[]).is_assessed();
    check("open.txt", nested("[", "", 1_000_000).as_bytes(), &[]).is_assessed();
    check("quotes.txt", "the following:\n“1. A port\n".repeat(40_000).as_bytes(), &[]).is_assessed();
}

#[test]
fn references_that_go_in_circles_end() {
    let styles = format!(
        "<w:styles {SPACE}><w:style w:type=\"paragraph\" w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>"
    );
    let numbering = format!(
        "<w:numbering {SPACE}><w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"L\"/><w:styleLink w:val=\"L\"/>\
         <w:lvl w:ilvl=\"0\"><w:start w:val=\"9223372036854775807\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1%9%0%\"/></w:lvl>\
         <w:lvl w:ilvl=\"99999999\"/></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"
    );
    let listed = "<w:p><w:pPr><w:pStyle w:val=\"A\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
         <w:r><w:t>A port is open.</w:t></w:r></w:p>";
    let body = document(&listed.repeat(3));
    let file = zip(&[
        ("word/document.xml", body.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ]);
    check("circle.docx", &file, &[]).is_assessed();
    let pages = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>\nendobj\n\
         trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF\n";
    check("circle.pdf", pages.as_bytes(), &[]);
    let cited = "1. A person who breaks section 2 commits an offence.\n2. A person who breaks section 1 or section 2 commits an offence.\n";
    check("circle.txt", cited.as_bytes(), &[]).is_assessed();
}

#[test]
fn wrong_encodings_are_read_or_told() {
    let law = "1. Une personne qui facilite l’entrée illégale d’un étranger est punie de cinq ans d’emprisonnement.\n".repeat(5);
    let utf16: Vec<u8> = law.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("odd.txt", &utf16[..utf16.len() - 1], &[]).is_assessed();
    let mut surrogates = b"\xff\xfe".to_vec();
    surrogates.extend([0xd800u16, 0x0031, 0x002e, 0xdfff].iter().flat_map(|unit| unit.to_le_bytes()));
    check("lone.txt", &surrogates, &[]);
    check("latin.txt", &encoding_rs::WINDOWS_1252.encode(&law).0, &[]).is_assessed();
    check("mixed.txt", &[law.as_bytes(), b"\xe9\xff\xfe\n"].concat(), &[]).is_assessed();
    check("bom.txt", b"\xef\xbb\xbf", &[]).says("empty");
    check("nul.txt", b"1. A port\0is open\0\0", &[]).says("binary");
    let other = zip(&[("word/document.xml", &[b"\xff\xfe".as_slice(), &utf16].concat())]);
    check("utf16.docx", &other, &[]).says("UTF-8");
    check(
        "lies.xml",
        b"<?xml version=\"1.0\" encoding=\"UTF-7\"?><akomaNtoso><act>\xff\xfe</act></akomaNtoso>",
        &[],
    );
}

#[test]
fn other_formats_get_one_clear_message() {
    check("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", &[]).says("save it as .docx");
    check("bill.rtf", b"{\\rtf1\\ansi 1. A port}", &[]).says("the file is RTF");
    let odt = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    let stored = {
        // The kind is stored as it is, so that programs can tell it.
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let plain =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file("mimetype", plain).expect("an entry");
        zip.write_all(b"application/vnd.oasis.opendocument.text").expect("its bytes");
        zip.finish().expect("an archive").into_inner()
    };
    check("bill.odt", &stored, &[]).says("OpenDocument");
    check("packed.odt", &odt, &[]).says("zip archive");
    check("sheet.xlsx", &zip(&[("xl/workbook.xml", b"<x/>")]), &[]).says("workbook");
}

/// 100 MB without a line end, plain and packed.
#[test]
fn a_line_of_a_hundred_megabytes_ends() {
    let words = "a person who carries another ";
    let line = words.repeat((100 << 20) / words.len());
    check("line.txt", line.as_bytes(), &[]);
    let body = document(&paragraph(&line));
    check("line.docx", &zip(&[("word/document.xml", body.as_bytes())]), &[]);
}
