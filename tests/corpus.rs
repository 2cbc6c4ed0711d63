//! What is done with the results of a batch: search, compare, matrix; acts as a stream; what was known before.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

const LACUNA: &str = env!("CARGO_BIN_EXE_lacuna");

const XA: &str = "---
title: Migration Act 2031
country: XA
language: en
date: 2031-02-01
as-at: 2032-06-30
source: https://laws.example/xa/2031/4
---
# Migration Act 2031

## Part 1 Offences

6. Smuggling of migrants

(1) A person who, in order to obtain a financial or other material benefit, procures the illegal entry of another person into a State of which that person is not a national commits an offence and is liable to imprisonment for a term not exceeding ten years.

(2) A person who attempts to commit an offence under subsection (1) commits an offence.

7. Carriers

A carrier shall ascertain that all passengers hold the travel documents required for entry.
";

const XB: &str = "---
title: Aliens Ordinance 1998
country: XB
territory: Isle of Y
language: en
---
# Aliens Ordinance 1998

3. Smuggling

Any person who, for financial or other material benefit, procures the illegal entry of another person who is not a national commits an offence and is liable to imprisonment for five years.
";

const XC: &str = "---
title: Harbours Act 2005
country: XC
language: en
---
# Harbours Act 2005

1. Dues

A vessel that enters a harbour pays the dues which the Minister lays down. No alien pays more than a national.
";

const XD: &str = "---
title: Ley de Migración 2012
country: XD
language: es
---
# Ley de Migración 2012

Artículo 5. Tráfico ilícito de migrantes. El que, con el fin de obtener un beneficio económico u otro beneficio de orden material, facilite la entrada ilegal de una persona extranjera en el territorio nacional será sancionado con pena de prisión de cuatro a ocho años.
";

struct Made {
    _folder: TempDir,
    corpus: PathBuf,
    results: PathBuf,
}

/// A batch that all tests read.
fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let (corpus, results) = (folder.path().join("laws"), folder.path().join("results"));
        fs::create_dir(&corpus).unwrap();
        for (name, text) in [("xa.md", XA), ("xb.md", XB), ("xc.md", XC), ("xd.md", XD)] {
            fs::write(corpus.join(name), text).unwrap();
        }
        run(&["batch", corpus.to_str().unwrap(), "--out", results.to_str().unwrap(), "--statuses"]);
        Made { _folder: folder, corpus, results }
    })
}

fn run(args: &[&str]) -> String {
    let run = Command::new(LACUNA).args(args).output().unwrap();
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn refused(args: &[&str]) -> String {
    let run = Command::new(LACUNA).args(args).output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{args:?}");
    String::from_utf8(run.stderr).unwrap()
}

fn search(query: &str, more: &[&str]) -> Vec<Value> {
    let results = made().results.to_str().unwrap();
    let args = [&["search", results, query, "--format", "json"], more].concat();
    let found: Value = serde_json::from_str(&run(&args)).unwrap();
    found["provisions"].as_array().unwrap().clone()
}

fn labels(found: &[Value]) -> Vec<String> {
    found
        .iter()
        .map(|it| format!("{} {}", it["path"].as_str().unwrap(), it["label"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_search_gives_whole_provisions_with_citation_day_source_and_tags() {
    let found = search("procur! /s \"illegal entry\"", &[]);
    assert_eq!(labels(&found), ["xa.md section 6", "xb.md section 3"]);
    let first = &found[0];
    assert_eq!(first["as_at"], "2032-06-30");
    assert_eq!(first["address"], "https://laws.example/xa/2031/4");
    let text = first["text"].as_str().unwrap();
    assert!(text.contains("attempts to commit") && text.contains("material benefit"), "the whole provision");
    let mark = &first["marks"][0];
    let (start, end) = (mark["start"].as_u64().unwrap() as usize, mark["end"].as_u64().unwrap() as usize);
    assert_eq!(&text[start..end], "procures");
    let tags: Vec<&str> = first["obligations"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(tags.contains(&"SOM-6.1a"), "{tags:?}");
}

#[test]
fn words_connectors_and_concepts_reach_over_languages_and_filters_narrow() {
    assert_eq!(labels(&search("carrier! & passenger!", &[])), ["xa.md section 7"]);
    assert!(search("carrier! /s attempt!", &[]).is_empty(), "not in one sentence");
    let smuggling = search("@smuggling-name", &[]);
    assert!(labels(&smuggling).iter().any(|it| it.starts_with("xd.md")), "a concept speaks every language");
    assert!(labels(&smuggling).iter().any(|it| it.starts_with("xa.md")), "found in headings too");
    let only = |more: &[&str]| labels(&search("\"illegal entry\" or entrada", more));
    assert_eq!(only(&["--country", "XB"]), ["xb.md section 3"]);
    assert!(only(&["--language", "es"]).iter().all(|it| it.starts_with("xd.md")));
    assert_eq!(only(&["--year", "2030-2035"]), ["xa.md section 6"]);
    assert_eq!(
        labels(&search("passenger!", &["--obligation", "som-11.3"])).len(),
        search("passenger!", &[]).len()
    );
    assert!(search("alien", &["--obligation", "SOM-6.1a"]).is_empty());
    let results = made().results.to_str().unwrap();
    let told = refused(&["search", results, "carrier /s"]);
    assert!(told.contains("the query has a fault") && told.contains('^'), "{told}");
    assert!(refused(&["search", results, "@no-such-concept"]).contains("@no-such-concept"));
    assert!(refused(&["search", "no/such/folder", "alien"]).contains("there are no results"));
    let shown = run(&["search", results, "procur! /s entry", "--report-language", "fr"]);
    assert!(shown.contains("XB: Isle of Y") && shown.contains("2 dispositions"), "{shown}");
}

#[test]
fn wordings_stand_side_by_side_and_a_territory_speaks_for_no_state() {
    let results = made().results.to_str().unwrap();
    let compared: Value =
        serde_json::from_str(&run(&["compare", results, "som-6.1a", "--format", "json"])).unwrap();
    let groups = compared["groups"].as_array().unwrap();
    let english: Vec<_> = groups.iter().filter(|group| group["language"] == "en").collect();
    assert_eq!(english.len(), 1, "the two English wordings are near");
    assert_eq!(english[0]["wordings"].as_array().unwrap().len(), 2);
    let common: Vec<&str> =
        english[0]["common"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(common.contains(&"procures") && !common.contains(&"order"), "{common:?}");
    for format in ["terminal", "md", "html"] {
        let shown = run(&["compare", results, "SOM-6.1a", "--format", format]);
        assert!(shown.contains("Isle of Y") && !shown.contains(" met"), "{shown}");
    }
    assert!(refused(&["compare", results, "SOM-99"]).contains("SOM-6.1a"));
}

#[test]
fn a_matrix_grades_nobody_unasked_and_joins_decisions() {
    let results = made().results.to_str().unwrap();
    let folder = TempDir::new().unwrap();
    let cases = folder.path().join("cases.csv");
    fs::write(&cases, "country,court,date,law,provisions,outcome\nXA,High Court,2033-01-09,Migration Act 2031,section 6(1),\"Convicted, five years\"\n").unwrap();
    let cases = cases.to_str().unwrap();
    let matrix: Value = serde_json::from_str(&run(&[
        "matrix", results, "--by", "country", "--format", "json", "--cases", cases,
    ]))
    .unwrap();
    let rows = matrix["rows"].as_array().unwrap();
    let whose: Vec<_> = rows
        .iter()
        .map(|row| (row["country"].as_str().unwrap(), row["territory"].as_str().unwrap()))
        .collect();
    assert_eq!(whose, [("XA", ""), ("XB", "Isle of Y"), ("XC", ""), ("XD", "")]);
    assert_eq!(rows[0]["cases"].as_array().unwrap().len(), 1);
    assert!(!matrix.to_string().contains("\"status\""));
    let csv = run(&["matrix", results, "--format", "csv"]);
    assert!(csv.contains("section 6") && !csv.contains("working paper"), "{csv}");
    assert!(run(&["matrix", results, "--format", "csv", "--statuses"]).contains("working paper"));
    assert!(
        refused(&["matrix", results, "--by", "country", "--statuses"]).contains("no State is given a status")
    );
    let page = run(&["matrix", results, "--cases", cases]);
    assert!(
        page.contains("Content-Security-Policy")
            && page.contains("High Court")
            && page.contains("<noscript>")
    );
    let book = folder.path().join("matrix.xlsx");
    run(&["matrix", results, "--format", "xlsx", "--output", book.to_str().unwrap()]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&book).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "matrix").unwrap();
    assert!(sheet.rows().any(|row| row.iter().any(|cell| *cell == "Migration Act 2031")));
    let found = search("procur!", &["--cases", cases]);
    assert_eq!(found[0]["cases"][0]["outcome"], "Convicted, five years");
    assert!(found[1].get("cases").is_none(), "a decision of another State");
}

fn streamed(input: &str, more: &[&str]) -> Vec<Value> {
    let mut child = Command::new(LACUNA)
        .arg("stream")
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_stream_answers_each_line_in_order_and_survives_bad_ones() {
    let line = |id: usize, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    let mut input = String::new();
    for at in 0..150 {
        input.push_str(&match at % 5 {
            0 => line(at, XA),
            1 => line(at, XC),
            2 => format!("{{\"id\": {at}, \"text\": 7}}"),
            3 => "not json".to_owned(),
            _ => format!(
                "{{\"id\": {at}, \"base64\": \"IyBBY3QKCjEuIEFsaWVucyBlbnRlci4K\", \"language\": \"en\"}}"
            ),
        });
        input.push('\n');
    }
    let answers = streamed(&input, &[]);
    assert_eq!(answers.len(), 150);
    for (at, answer) in answers.iter().enumerate() {
        assert_eq!(answer["line"], at as u64 + 1);
        match at % 5 {
            3 => assert!(answer["id"].is_null() && answer["reading"] == "unread"),
            2 => assert!(answer["id"] == at as u64 && answer["error"].as_str().unwrap().contains("no act")),
            _ => assert!(answer["id"] == at as u64 && answer["reading"] != "unread", "{answer}"),
        }
    }
    let located = answers[0]["located"].as_array().unwrap();
    assert!(located.iter().any(|it| it["obligation"] == "SOM-6.1a"));
    assert!(located.iter().all(|it| it.get("status").is_none()), "no status unasked");
    assert!(streamed(&line(1, XA), &["--statuses"])[0]["located"][0].get("status").is_some());
}

#[test]
fn a_scan_tells_what_is_new_changed_superseded_and_gone() {
    let folder = TempDir::new().unwrap();
    let laws = folder.path().join("laws");
    fs::create_dir(&laws).unwrap();
    for entry in fs::read_dir(&made().corpus).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, laws.join(path.file_name().unwrap())).unwrap();
    }
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (laws_path, json, csv) = (at("laws"), at("known.json"), at("known.csv"));
    run(&["scan", &laws_path, "--format", "json", "--output", &json]);
    run(&["scan", &laws_path, "--format", "csv", "--output", &csv]);
    fs::write(
        laws.join("xa.md"),
        XA.replace("2032-06-30", "2033-01-01").replace("ten years", "twelve years"),
    )
    .unwrap();
    fs::write(laws.join("xb.md"), XB.replace("five years", "six years")).unwrap();
    fs::write(laws.join("xe.md"), XA.replace("XA", "XE").replace("Migration Act 2031", "Borders Act 2030"))
        .unwrap();
    fs::remove_file(laws.join("xd.md")).unwrap();
    for known in [&json, &csv] {
        let scan: Value =
            serde_json::from_str(&run(&["scan", &laws_path, "--known", known, "--format", "json"])).unwrap();
        let mut standings: Vec<_> = scan["acts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|act| (act["path"].as_str().unwrap(), act["standing"].as_str().unwrap()))
            .collect();
        standings.sort_unstable();
        let expected = [("xa.md", "superseded"), ("xb.md", "changed"), ("xe.md", "new")];
        assert!(expected.iter().all(|it| standings.contains(it)), "{standings:?}");
        assert_eq!(scan["gone"], serde_json::json!(["xd.md"]));
    }
    let shown = run(&["scan", &laws_path, "--known", &json]);
    assert!(
        shown.contains("superseded: Migration Act 2031") && shown.contains("Gone since then: xd.md"),
        "{shown}"
    );
    assert!(
        refused(&["scan", &laws_path, "--known", Path::new("Cargo.toml").to_str().unwrap()])
            .contains("no export")
    );
}

#[test]
fn a_dossier_is_proposed_that_a_person_completes() {
    let dossier = run(&["scan", made().corpus.to_str().unwrap(), "--format", "dossier", "--country", "XA"]);
    let read: Value = serde_yaml::from_str(&dossier).unwrap();
    assert_eq!(read["schema"], 1);
    let laws = read["laws"].as_array().unwrap();
    assert!(laws.iter().any(|law| law["file"] == "xa.md" && law["as-at"] == "2032-06-30"), "{dossier}");
    assert!(dossier.contains("# to check"), "{dossier}");
    assert!(!laws.iter().any(|law| law["file"] == "xb.md"), "a territory's law is not the State's");
}
