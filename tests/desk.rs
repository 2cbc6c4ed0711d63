//! The drafter's desk: what is known is not told again, what tools read is valid, settings hold for a folder, a save
//! is answered.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};
use tempfile::TempDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/acts/smuggling-of-persons-act.md")
}

/// A folder with the example act as `act.md`.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(example(), folder.path().join("act.md")).unwrap();
    folder
}

/// Exit code, standard output and standard error of a run in the folder.
fn run(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let run = Command::cargo_bin("lacuna").unwrap().current_dir(folder.path()).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

fn done(folder: &TempDir, args: &[&str]) -> String {
    let (code, out, error) = run(folder, args);
    assert_eq!(code, 0, "{args:?}: {error}");
    out
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

#[track_caller]
fn tells(text: &str, parts: &[&str]) {
    // Where a line is broken is no matter here.
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(text.contains(part) || joined.contains(part), "{part:?} is not in:\n{text}");
    }
}

// ── Baseline ─────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn what_the_baseline_holds_is_known_and_not_counted() {
    let desk = desk();
    assert_eq!(run(&desk, &["check", "act.md", "--fail-on", "gap"]).0, 1, "the act has gaps");
    done(&desk, &["check", "act.md", "--write-baseline", "known.yaml", "--reason", "Cabinet, 3 March"]);
    let (code, text, _) = run(&desk, &["check", "act.md", "--baseline", "known.yaml", "--fail-on", "option"]);
    assert_eq!(code, 0, "all is known");
    tells(&text, &["Known and accepted", "SOM-6.1c", "Cabinet, 3 March"]);
    assert!(!text.contains("\nGaps ("), "{text}");
}

#[test]
fn what_is_new_or_worse_is_told() {
    let desk = desk();
    done(&desk, &["check", "act.md", "--write-baseline", "known.yaml", "--reason", "known"]);
    let act = fs::read_to_string(desk.path().join("act.md")).unwrap();
    // The higher penalty goes, and with it something that was addressed.
    let (start, end) = (act.find("5. Danger to life").unwrap(), act.find("6. Attempt").unwrap());
    write(&desk, "act.md", &format!("{}{}", &act[..start], &act[end..]));
    let (code, text, _) =
        run(&desk, &["check", "act.md", "--baseline", "known.yaml", "--fail-on", "to-verify"]);
    assert_eq!(code, 1, "{text}");
    tells(&text, &["SOM-6.3a", "[new]"]);
    let json: Value = serde_json::from_str(&done(
        &desk,
        &["check", "act.md", "--baseline", "known.yaml", "--format", "json"],
    ))
    .unwrap();
    let held = json["baseline"]["findings"].as_array().unwrap();
    let news = |id: &str| held.iter().find(|it| it["obligation"] == id).map(|it| it["news"].clone());
    assert_eq!(news("SOM-6.3a"), Some(json!("new")));
    assert_eq!(news("SOM-6.1c"), Some(json!("known")));
}

#[test]
fn an_entry_that_accepts_less_is_worse_and_one_too_many_is_told() {
    let desk = desk();
    done(&desk, &["check", "act.md", "--write-baseline", "known.yaml", "--reason", "known"]);
    let known = fs::read_to_string(desk.path().join("known.yaml")).unwrap();
    let less = known.replacen("consequence: gap", "consequence: option", 1);
    let extra = "  - {obligation: SOM-6.1a, status: absent, consequence: gap, reason: long gone}\n\
                 \x20 - {obligation: OLD-1, status: absent, consequence: gap, reason: of another checklist}\n";
    write(&desk, "known.yaml", &(less + extra));
    let text = done(&desk, &["check", "act.md", "--baseline", "known.yaml"]);
    tells(&text, &["worse than accepted", "SOM-6.1a is addressed now", "OLD-1 is no obligation"]);
}

#[test]
fn a_new_baseline_keeps_the_reasons() {
    let desk = desk();
    done(&desk, &["check", "act.md", "--write-baseline", "known.yaml", "--reason", "first"]);
    let known = fs::read_to_string(desk.path().join("known.yaml")).unwrap();
    write(&desk, "known.yaml", &known.replacen("\"first\"", "\"because of the ports\"", 1));
    done(&desk, &["check", "act.md", "--write-baseline", "known.yaml", "--reason", "second"]);
    let known = fs::read_to_string(desk.path().join("known.yaml")).unwrap();
    tells(&known, &["because of the ports", "\"first\""]);
    assert!(!known.contains("second"));
}

#[test]
fn every_fault_of_a_baseline_is_told_with_its_line() {
    let desk = desk();
    write(
        &desk,
        "known.yaml",
        "schema: 1\naccepted:\n  - {obligation: SOM-5, status: absent, consequence: gap, reason: ''}\n  \
         - {obligation: SOM-5, status: absent, consequence: gap, reason: twice}\n",
    );
    let (code, _, error) = run(&desk, &["check", "act.md", "--baseline", "known.yaml"]);
    assert_eq!(code, 2);
    tells(&error, &["known.yaml:3", "without a reason", "known.yaml:4", "stands here twice"]);
    write(&desk, "known.yaml", "schema: 1\naccepted: [{obligation: SOM-5}]\n");
    let (code, _, error) = run(&desk, &["check", "act.md", "--baseline", "known.yaml"]);
    assert_eq!(code, 2);
    tells(&error, &["known.yaml:2", "no baseline"]);
    let (code, _, error) = run(&desk, &["check", "act.md", "--write-baseline", "new.yaml"]);
    assert_eq!(code, 2, "a reason is asked for");
    tells(&error, &["--reason"]);
}

#[test]
fn an_assessment_serves_as_baseline() {
    let desk = desk();
    done(&desk, &["check", "act.md", "--format", "json", "--output", "before.json"]);
    let (code, text, _) = run(&desk, &["check", "act.md", "--baseline", "before.json", "--fail-on", "gap"]);
    assert_eq!(code, 0);
    tells(&text, &["stands in the earlier assessment"]);
}

// ── Forms for tools ──────────────────────────────────────────────────────────────────────────────────────────────

/// What SARIF 2.1.0 requires of the objects that are written here, after its text. The standard's own schema is
/// checked against by `.ci/sarif`, which fetches it from npm.
fn sarif_schema() -> Value {
    let message = json!({"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}});
    let region = json!({"type": "object", "properties": {
        "startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1},
        "endLine": {"type": "integer", "minimum": 1}, "endColumn": {"type": "integer", "minimum": 1},
        "byteOffset": {"type": "integer", "minimum": 0}, "byteLength": {"type": "integer", "minimum": 0}},
        "additionalProperties": false});
    let location = json!({"type": "object", "properties": {
        "physicalLocation": {"type": "object", "required": ["artifactLocation"], "properties": {
            "artifactLocation": {"type": "object", "properties": {
                "uri": {"type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$"}, "index": {"type": "integer", "minimum": 0}},
                "additionalProperties": false},
            "region": region}, "additionalProperties": false},
        "logicalLocations": {"type": "array"}}, "additionalProperties": false});
    let result = json!({"type": "object", "required": ["message", "ruleId"], "properties": {
        "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": message, "locations": {"type": "array", "items": location},
        "relatedLocations": {"type": "array", "items": location, "uniqueItems": true},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
        "suppressions": {"type": "array", "items": {"required": ["kind"], "properties": {
            "kind": {"enum": ["inSource", "external"]},
            "status": {"enum": ["accepted", "underReview", "rejected"]}, "justification": {"type": "string"}}}},
        "properties": {"type": "object"}}, "additionalProperties": false,
        // Only a failure has a level.
        "if": {"properties": {"kind": {"not": {"const": "fail"}}}}, "then": {"properties": {"level": {"const": "none"}}}});
    json!({"type": "object", "required": ["version", "runs"], "properties": {
        "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"type": "object", "required": ["tool"], "properties": {
            "tool": {"required": ["driver"], "properties": {"driver": {"required": ["name"], "properties": {
                "rules": {"type": "array", "uniqueItems": true, "items": {"required": ["id"]}}}}}},
            "results": {"type": "array", "items": result},
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]}}}}},
        "additionalProperties": false})
}

#[test]
fn sarif_is_valid_and_points_at_the_words() {
    let desk = desk();
    done(&desk, &["check", "act.md", "--write-baseline", "known.yaml", "--reason", "known"]);
    for baseline in [false, true] {
        let mut args = vec!["check", "act.md", "--format", "sarif"];
        args.extend(if baseline { vec!["--baseline", "known.yaml"] } else { vec![] });
        let log: Value = serde_json::from_str(&done(&desk, &args)).unwrap();
        let validator = jsonschema::validator_for(&sarif_schema()).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|it| format!("{}: {it}", it.instance_path)).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(results.len() > 5 && rules.len() >= results.len());
        let text = fs::read(desk.path().join("act.md")).unwrap();
        let lines: Vec<&str> = std::str::from_utf8(&text).unwrap().lines().collect();
        let mut seen = std::collections::BTreeSet::new();
        for result in results {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(rules[index]["help"]["markdown"].is_string());
            assert!(seen.insert(result["partialFingerprints"]["lacunaFinding/v1"].to_string()), "not unique");
            assert_eq!(result["baselineState"].as_str(), baseline.then_some("unchanged"));
            assert_eq!(result["suppressions"][0]["justification"].as_str(), baseline.then_some("known"));
            let region = &result["locations"][0]["physicalLocation"]["region"];
            if region.is_null() {
                continue;
            }
            // Line and column, and offset and length, are the same place.
            let number = |key: &str| region[key].as_u64().unwrap() as usize;
            let by_offset = &text[number("byteOffset")..number("byteOffset") + number("byteLength")];
            let line: String =
                lines[number("startLine") - 1].chars().skip(number("startColumn") - 1).collect();
            let first = std::str::from_utf8(by_offset).unwrap().lines().next().unwrap();
            assert!(line.starts_with(first), "{line:?} {first:?}");
        }
    }
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let desk = desk();
    let prints = || {
        let log: Value =
            serde_json::from_str(&done(&desk, &["check", "act.md", "--format", "sarif"])).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|it| it["partialFingerprints"].clone()).collect::<Vec<_>>()
    };
    let before = prints();
    let act = fs::read_to_string(desk.path().join("act.md")).unwrap();
    write(&desk, "act.md", &act.replacen("\n---\n", "\n---\n\n\n\n", 1));
    assert_eq!(prints(), before);
}

/// What JUnit's readers rely on, checked by walking the XML: no schema of it is standard.
#[test]
fn junit_counts_what_it_holds() {
    let desk = desk();
    let xml = done(&desk, &["check", "act.md", "--format", "junit"]);
    let document = roxmltree::Document::parse(&xml).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let count =
        |node: roxmltree::Node<'_, '_>, key: &str| node.attribute(key).unwrap().parse::<usize>().unwrap();
    let holds = |node: roxmltree::Node<'_, '_>, tag: &str| {
        node.descendants().filter(|it| it.has_tag_name(tag)).count()
    };
    let suites: Vec<_> = root.children().filter(roxmltree::Node::is_element).collect();
    for node in suites.iter().copied().chain([root]) {
        assert_eq!(count(node, "tests"), holds(node, "testcase"));
        assert_eq!(count(node, "failures"), holds(node, "failure"));
        assert_eq!(count(node, "skipped"), holds(node, "skipped"));
        assert_eq!(count(node, "errors"), 0);
    }
    assert!(count(root, "failures") > 0 && count(root, "tests") == 53);
    for case in root.descendants().filter(|it| it.has_tag_name("testcase")) {
        assert!(case.attribute("name").is_some() && case.attribute("classname").is_some());
        assert!(case.attribute("time").unwrap().parse::<f64>().is_ok());
        for failure in case.children().filter(|it| it.has_tag_name("failure")) {
            assert!(failure.attribute("message").is_some() && failure.attribute("type") == Some("gap"));
        }
    }
    assert_eq!(xml, done(&desk, &["check", "act.md", "--format", "junit"]), "the same twice");
}

#[test]
fn csv_is_a_row_an_obligation_and_computes_nothing() {
    let desk = desk();
    let text = done(&desk, &["check", "act.md", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|it| it == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 53);
    let row = rows.iter().find(|row| &row[column("obligation")] == "SOM-6.1a").unwrap();
    assert_eq!((&row[column("status")], &row[column("file")]), ("met", "act.md"));
    assert!(row[column("provision")].starts_with("section 3"));
    assert!(rows.iter().flat_map(|row| row.iter()).all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    let bare = done(&desk, &["check", "act.md", "--format", "csv", "--without-text"]);
    assert!(text.contains("procures the unlawful entry") && !bare.contains("procures the unlawful entry"));
}

#[test]
fn annotations_are_one_line_each() {
    let desk = desk();
    let text = done(&desk, &["check", "act.md", "--format", "github"]);
    assert!(text.lines().count() > 5);
    for line in text.lines() {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["warning", "notice"].contains(&command) && !message.is_empty(), "{line}");
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key), "{line}");
            assert!(!value.is_empty() && !value.contains(':'), "{line}");
        }
    }
}

// ── Settings ─────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn settings_hold_for_the_folder_and_those_below() {
    let desk = desk();
    fs::create_dir(desk.path().join("bills")).unwrap();
    fs::copy(example(), desk.path().join("bills/bill.md")).unwrap();
    write(
        &desk,
        "lacuna.toml",
        "report-language = \"fr\"\nclassification = \"Restreint\"\nfail-on = \"gap\"\nchecklists = [\"som-protocol\"]\n\
         [limits]\nseconds = 20\n[facts]\nnationals-not-extradited = true\n",
    );
    let (code, text, _) = run(&desk, &["check", "bills/bill.md", "--format", "md"]);
    assert_eq!(code, 1, "fail-on holds");
    tells(&text, &["**Restreint**", "Lacunes"]);
    // Flags win.
    let (_, text, _) =
        run(&desk, &["check", "bills/bill.md", "--report-language", "en", "--classification", "Open"]);
    tells(&text, &["Gaps ("]);
    let text = done(&desk, &["config", "bills/bill.md"]);
    tells(
        &text,
        &["# lacuna.toml:1", "\"Restreint\"", "# the text", "# default", "facts.nationals-not-extradited"],
    );
    assert!(!text.contains(desk.path().to_str().unwrap()), "no absolute path: {text}");
    // From below, the path is told from there.
    let run =
        Command::cargo_bin("lacuna").unwrap().current_dir(desk.path().join("bills")).arg("config").output();
    tells(&String::from_utf8(run.unwrap().stdout).unwrap(), &["# ../lacuna.toml:1"]);
}

#[test]
fn the_text_says_better_what_it_is_than_its_folder() {
    let desk = desk();
    write(&desk, "lacuna.toml", "country = \"XB\"\nlanguage = \"fr\"\n");
    let json: Value = serde_json::from_str(&done(&desk, &["check", "act.md", "--format", "json"])).unwrap();
    assert_eq!(json["acts"][0]["country"], "XA");
    assert_eq!(json["acts"][0]["language"], "en");
    write(
        &desk,
        "plain.txt",
        "Loi\n\nArticle 1\nLe fait de faciliter l'entrée irrégulière est puni de prison.\n",
    );
    let json: Value =
        serde_json::from_str(&done(&desk, &["check", "plain.txt", "--format", "json"])).unwrap();
    assert_eq!((&json["acts"][0]["country"], &json["acts"][0]["language"]), (&json!("XB"), &json!("fr")));
}

#[test]
fn every_fault_of_the_settings_is_told_with_its_line() {
    let desk = desk();
    write(&desk, "lacuna.toml", "contry = \"XA\"\nfail-on = 3\n[limits]\nsecnds = 1\n");
    let (code, _, error) = run(&desk, &["check", "act.md"]);
    assert_eq!(code, 2);
    tells(
        &error,
        &[
            "lacuna.toml:1:1",
            "did you mean `country`?",
            "lacuna.toml:2:11",
            "`fail-on` is a text",
            "lacuna.toml:4:1",
            "did you mean `limits.seconds`?",
        ],
    );
    write(&desk, "lacuna.toml", "fail-on = \"gpa\"\n");
    tells(&run(&desk, &["check", "act.md"]).2, &["lacuna.toml:1:1", "did you mean `gap`?"]);
    write(&desk, "lacuna.toml", "a = [\n");
    tells(&run(&desk, &["check", "act.md"]).2, &["lacuna.toml:"]);
}

#[test]
fn paths_in_the_settings_start_at_their_folder() {
    let desk = desk();
    fs::create_dir(desk.path().join("bills")).unwrap();
    fs::copy(example(), desk.path().join("bills/bill.md")).unwrap();
    done(&desk, &["rules", "new", "house"]);
    write(&desk, "lacuna.toml", "rules = \"house\"\nchecklists = [\"house\"]\n");
    let run = Command::cargo_bin("lacuna")
        .unwrap()
        .current_dir(desk.path().join("bills"))
        .args(["check", "bill.md", "--format", "json"])
        .output()
        .unwrap();
    let json: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(json["checklists"][0]["id"], "house");
}

// ── Watch ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Lines of a running `watch`, with a bound on the patience.
struct Watched {
    child: std::process::Child,
    lines: std::sync::mpsc::Receiver<String>,
}

impl Watched {
    fn start(folder: &TempDir, args: &[&str]) -> Watched {
        let mut child = std::process::Command::new(cargo_bin("lacuna"))
            .current_dir(folder.path())
            .arg("watch")
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Watched { child, lines }
    }

    /// All lines up to one that holds the words.
    fn until(&self, words: &str) -> String {
        let since = Instant::now();
        let mut seen = String::new();
        while since.elapsed() < Duration::from_secs(60) {
            if let Ok(line) = self.lines.recv_timeout(Duration::from_millis(200)) {
                seen.push_str(&line);
                seen.push('\n');
                if line.contains(words) {
                    return seen;
                }
            }
        }
        panic!("{words:?} never came:\n{seen}");
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_save_is_answered_however_it_is_made() {
    let desk = desk();
    let act = fs::read_to_string(desk.path().join("act.md")).unwrap();
    let mut watched = Watched::start(&desk, &["act.md", "--html", "act.html", "--saves", "3"]);
    watched.until(" to verify, ");
    // In place.
    write(&desk, "act.md", &act.replace("material benefit", "reward"));
    watched.until(" to verify, ");
    // As editors do: another file is put in its place.
    write(&desk, ".act.tmp", &act.replace("material benefit", "material gain"));
    fs::rename(desk.path().join(".act.tmp"), desk.path().join("act.md")).unwrap();
    watched.until(" to verify, ");
    // Gone for a moment, then back.
    fs::remove_file(desk.path().join("act.md")).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let shorter = act.split("\n\n").filter(|it| !it.contains("endangered")).collect::<Vec<_>>().join("\n\n");
    write(&desk, "act.md", &shorter);
    watched.until(" to verify, ");
    assert!(watched.child.wait().unwrap().success());
    let page = fs::read_to_string(desk.path().join("act.html")).unwrap();
    tells(&page, &["location.reload()", "http-equiv=\"refresh\""]);
    // Its scripts are allowed by hash, and nothing else is.
    assert_eq!(page.matches("<script>").count(), 2);
    assert!(page.contains("default-src 'none'"));
    let still = done(&desk, &["check", "act.md", "--format", "html"]);
    assert!(!still.contains("location.reload()"), "a page to pass on does not reload");
}

// ── Shells and manuals ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn shells_and_manuals_are_served() {
    let desk = desk();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        tells(&done(&desk, &["completions", shell]), &["lacuna", "watch"]);
    }
    tells(&done(&desk, &["man"]), &[".TH lacuna 1", "completions"]);
    fs::create_dir(desk.path().join("man")).unwrap();
    done(&desk, &["man", "--dir", "man"]);
    let check = fs::read_to_string(desk.path().join("man/lacuna-check.1")).unwrap();
    tells(&check, &["baseline", "amends"]);
}

#[test]
fn a_new_checklist_passes_its_own_test_and_overwrites_nothing() {
    let desk = desk();
    tells(&done(&desk, &["rules", "new", "our-rules"]), &["lacuna rules test our-rules"]);
    tells(&done(&desk, &["rules", "check", "our-rules"]), &["no faults"]);
    tells(&done(&desk, &["rules", "test", "our-rules"]), &["3 passed, 0 failed"]);
    let (code, _, error) = run(&desk, &["rules", "new", "our-rules"]);
    assert_eq!(code, 2);
    tells(&error, &["is there already"]);
    tells(&run(&desk, &["rules", "new", "x", "--name", "Our Rules"]).2, &["is no name"]);
}

#[test]
fn a_bill_is_applied_and_the_act_as_amended_written() {
    let desk = desk();
    let fixture = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/amending").join(name);
    for name in ["principal.en.txt", "bill.en.txt"] {
        fs::copy(fixture(name), desk.path().join(name)).unwrap();
    }
    let args = ["check", "bill.en.txt", "--amends", "principal.en.txt", "--as-amended", "amended.txt"];
    let text = done(&desk, &args);
    tells(&text, &["Each clause taken alone", "SOM-6.3a", "Not applied, for a person to read", "Ports Act"]);
    tells(&fs::read_to_string(desk.path().join("amended.txt")).unwrap(), &["1A. Where an offence"]);
    let json: Value = serde_json::from_str(&done(
        &desk,
        &["check", "bill.en.txt", "--amends", "principal.en.txt", "--format", "json"],
    ))
    .unwrap();
    assert_eq!(json["instructions"][0]["operation"], "substitute-words");
    let (code, _, error) = run(
        &desk,
        &["check", "bill.en.txt", "--amends", "principal.en.txt", "--as-amended", "principal.en.txt"],
    );
    assert_eq!(code, 2);
    tells(&error, &["would overwrite"]);
}
