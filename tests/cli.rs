//! The program as its user meets it: results, exit codes, messages.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const EXAMPLE: &str = "fixtures/acts/smuggling-of-persons-act.md";

fn lacuna() -> Command {
    let mut command = Command::cargo_bin("lacuna").unwrap();
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// Standard output of a run that must succeed.
fn shown(args: &[&str]) -> String {
    let run = lacuna().args(args).output().unwrap();
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// Standard error of a run that must end with 2, without a panic and without output.
fn refused(args: &[&str]) -> String {
    let run = lacuna().args(args).output().unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{args:?}: {told}");
    assert!(run.stdout.is_empty(), "{args:?} printed a result beside the error");
    assert!(!told.contains("panicked"), "{told}");
    assert!(told.starts_with("error: "), "{told}");
    told
}

#[track_caller]
fn tells(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
}

fn file(folder: &TempDir, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// An act of an invented State, long enough for its language to be recognized.
fn act(country: &str, language: &str) -> String {
    format!(
        "---\ntitle: Border Act\ncountry: {country}\nlanguage: {language}\n---\n1. A person who, for reward, helps \
         another person to enter the country unlawfully commits an offence and is liable to imprisonment for six years.\n"
    )
}

#[test]
fn the_example_act_shows_its_gaps() {
    let text = shown(&["check", EXAMPLE]);
    tells(&text, &["Smuggling of Persons Act 2031", "In short", "Gaps", "Addressed", "Look in other law"]);
    assert!(!text.contains('\u{1b}'), "colour on a pipe");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "wider than 80 columns");
    for word in ["not implemented", "violat", "breach of the treaty"] {
        assert!(!text.to_lowercase().contains(word), "a program says `{word}` of a State");
    }
}

#[test]
fn the_same_bytes_twice_in_every_format() {
    for format in ["terminal", "json", "md"] {
        assert_eq!(
            shown(&["check", EXAMPLE, "--format", format]),
            shown(&["check", EXAMPLE, "--format", format])
        );
    }
}

#[test]
fn json_holds_one_finding_for_each_obligation_and_quotes_the_text() {
    let assessment: serde_json::Value =
        serde_json::from_str(&shown(&["check", EXAMPLE, "--format", "json"])).unwrap();
    let text = shown(&["outline", EXAMPLE, "--format", "text"]);
    assert_eq!(assessment["schema"], 1);
    assert_eq!(assessment["acts"][0]["country"], "XA");
    let findings = assessment["findings"].as_array().unwrap();
    let mut ids: Vec<_> = findings.iter().map(|finding| finding["obligation"].as_str().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let evidence = findings.iter().flat_map(|finding| finding["evidence"].as_array().unwrap());
    let mut quotes = 0;
    for found in evidence {
        let [start, end] = ["start", "end"].map(|key| found[key].as_u64().unwrap() as usize);
        assert_eq!(&text[start..end], found["quote"].as_str().unwrap());
        quotes += 1;
    }
    assert!(quotes > 10, "{quotes} quotes");
}

#[test]
fn a_text_may_come_by_standard_input() {
    let run = lacuna().args(["check", "-"]).write_stdin(fs::read(EXAMPLE).unwrap()).output().unwrap();
    assert!(run.status.success());
    tells(&String::from_utf8(run.stdout).unwrap(), &["Smuggling of Persons Act 2031"]);
    tells(&refused(&["check", "-", "-"]), &["standard input can be read once"]);
}

#[test]
fn color_is_for_terminals_unless_asked_for() {
    assert!(shown(&["check", EXAMPLE, "--color", "always"]).contains('\u{1b}'));
    assert!(!shown(&["check", EXAMPLE, "--color", "never"]).contains('\u{1b}'));
}

#[test]
fn fail_on_gives_exit_code_1_beside_the_whole_result() {
    let run = lacuna().args(["check", EXAMPLE, "--fail-on", "gap"]).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(run.stderr.is_empty());
    tells(&String::from_utf8(run.stdout).unwrap(), &["Gaps"]);
}

#[test]
fn output_replaces_a_file_whole_and_keeps_its_permissions() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "gaps.md", "old");
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    assert_eq!(shown(&["check", EXAMPLE, "--format", "md", "--output", &path]), "");
    assert!(fs::read_to_string(&path).unwrap().starts_with("# Gap analysis"));
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777,
        0o640
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a temporary file is left");
}

#[test]
fn unwritable_output_is_told_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let gone = folder.path().join("no-such-folder/gaps.md");
    tells(&refused(&["check", EXAMPLE, "--output", gone.to_str().unwrap()]), &["cannot write", "help:"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    tells(&refused(&["check", EXAMPLE, "--output", folder.path().to_str().unwrap()]), &["it is a folder"]);
}

#[test]
fn a_law_is_never_overwritten_by_its_report() {
    let folder = TempDir::new().unwrap();
    let bill = file(&folder, "bill.md", act("XA", "en"));
    tells(&refused(&["check", &bill, "--output", &bill]), &["would overwrite"]);
    assert_eq!(fs::read_to_string(&bill).unwrap(), act("XA", "en"));
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_read_enough_is_no_error() {
    let program = assert_cmd::cargo::cargo_bin("lacuna");
    let line = format!("'{}' check {EXAMPLE} --format json --full; echo $? >&2", program.display());
    let run = Command::new("bash").args(["-c", &format!("{{ {line} ; }} | head -c 1")]).output().unwrap();
    assert_eq!(String::from_utf8(run.stderr).unwrap().trim(), "0");
}

#[test]
fn every_bad_file_is_told() {
    let folder = TempDir::new().unwrap();
    let empty = file(&folder, "empty.txt", "");
    let binary = file(&folder, "binary.txt", [0u8, 159, 146, 150, 0, 1, 2, 255]);
    let front = file(&folder, "front.md", "---\ntitle: [open\n---\n1. Text.\n");
    let missing = folder.path().join("missing.txt").to_str().unwrap().to_owned();
    let told = refused(&["check", &missing, &empty, &binary, &front]);
    tells(&told, &["missing.txt", "check the path", "empty.txt", "binary.txt", "front.md"]);
    assert_eq!(told.matches("error: ").count(), 4, "{told}");
}

#[test]
fn a_folder_is_not_a_text() {
    tells(&refused(&["check", "fixtures"]), &["fixtures"]);
}

#[test]
fn two_states_are_not_one_law() {
    let folder = TempDir::new().unwrap();
    let (one, other) = (file(&folder, "a.md", act("XA", "en")), file(&folder, "b.md", act("XB", "en")));
    tells(&refused(&["check", &one, &other]), &["XA", "XB", "help:"]);
    assert!(shown(&["check", &one, &other, "--country", "XA"]).contains("Border Act"));
}

#[test]
fn a_language_without_a_lexicon_names_those_that_have_one() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "a.md", act("XA", "xx"));
    tells(&refused(&["check", &path]), &["xx", "en"]);
    tells(&refused(&["check", EXAMPLE, "--language", "xx"]), &["xx", "en"]);
}

#[test]
fn unknown_names_are_met_with_known_ones() {
    tells(&refused(&["explain", "SOM-6.3x"]), &["SOM-6.3x", "SOM-6.3a"]);
    tells(&refused(&["check", EXAMPLE, "--checklist", "nothing"]), &["nothing"]);
    tells(&refused(&["check", EXAMPLE, "--fact", "no-such-fact=true"]), &["no-such-fact", "help:"]);
}

#[test]
fn wrong_flags_end_with_2_and_help_with_0() {
    let run = lacuna().args(["check", EXAMPLE, "--format", "xml"]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    for args in [&["--help"][..], &["check", "--help"], &["rules", "--help"], &["--version"]] {
        assert!(!shown(args).is_empty());
    }
    assert_eq!(lacuna().output().unwrap().status.code(), Some(2));
}

/// A folder laid over the built-in rules with one faulty file.
fn overlay(name: &str, text: &str) -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    file(&folder, name, text);
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

/// A small checklist whose one query is given.
fn checklist(query: &str) -> String {
    format!(
        "obligations:\n- id: X-1\n  article: \"1\"\n  force: mandatory\n  cluster: I\n  title: {{en: Test}}\n  summary: {{en: Test.}}\n  elements:\n  - id: it\n    anchor: true\n    essential: true\n    find: \"{query}\"\n"
    )
}

#[test]
fn faults_of_rules_are_told_with_line_and_caret() {
    let name = "checklists/som-protocol/criminalization.yaml";
    for (text, told) in [
        (checklist("@procure /s ("), vec!["criminalization.yaml:", "^"]),
        (checklist("@no-such-concept"), vec!["criminalization.yaml:", "no-such-concept"]),
        ("obligations: [\n".to_owned(), vec!["criminalization.yaml"]),
    ] {
        let (_folder, path) = overlay(name, &text);
        tells(&refused(&["rules", "check", &path]), &told);
        tells(&refused(&["check", EXAMPLE, "--rules", &path]), &told);
    }
}

/// A language that the program does not know, and the way its laws are numbered: data alone, no new program.
#[test]
fn a_new_language_and_tradition_come_with_a_rule_folder() {
    let folder = TempDir::new().unwrap();
    let rules = folder.path().join("rules");
    for part in ["languages", "traditions", "lexicons"] {
        fs::create_dir_all(rules.join(part)).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(rules.join(name), text).unwrap();
    let language = "language: eo\nordinals: {dua: 2}\ncitation: {units: {article: [artikolo]}}\n\
        penalty: {prison: [malliberigo], years: [jaroj]}\ndefinition: {}\n";
    write("languages/eo.yaml", language);
    let tradition = "id: esperantic\nlanguage: eo\nsigns: [kaj, la]\nunits: {artikolo: article}\n\
        labels: {article: \"artikolo {n}\"}\n";
    write("traditions/esperantic.yaml", tradition);
    let law = "LEĜO PRI PASOJ\n\nArtikolo 1. Pasoj\nIu ajn havu pason.\n\nArtikolo 2. Puno\n\
        Kiu rompas artikolon 1, tiu estas punata.\n";
    let law = file(&folder, "law.txt", law);
    let rules_folder = rules.display().to_string();
    let tree = shown(&["outline", &law, "--language", "eo", "--rules", &rules_folder]);
    tells(&tree, &["article 1", "article 2", "Puno"]);
    let json = shown(&["outline", &law, "--language", "eo", "--rules", &rules_folder, "--format", "json"]);
    tells(&json, &["artikolo 1", "artikolo 2"]);

    // Faults are told where they stand, before anything is read.
    write("traditions/esperantic.yaml", "id: esperantic\nunits: {artikolo: artikel}\n");
    let told = refused(&["outline", &law, "--language", "eo", "--rules", &rules_folder]);
    tells(&told, &["esperantic.yaml:2:", "artikel"]);
    write("traditions/esperantic.yaml", "id: esperantic\nnotes: [\"((\"]\n");
    tells(&refused(&["rules", "check", &rules_folder]), &["esperantic.yaml", "unclosed group"]);
    write("traditions/esperantic.yaml", "id: other\n");
    tells(&refused(&["check", &law, "--rules", &rules_folder]), &["called `esperantic`", "`other`"]);
}

#[test]
fn outline_is_a_tree_json_or_the_text() {
    let json: serde_json::Value =
        serde_json::from_str(&shown(&["outline", EXAMPLE, "--format", "json"])).unwrap();
    let text = shown(&["outline", EXAMPLE, "--format", "text"]);
    assert_eq!(text, fs::read_to_string(EXAMPLE).unwrap());
    let provisions = json["provisions"].as_array().unwrap();
    let section = provisions.iter().find(|it| it["label"] == "section 8(1)").expect("section 8(1)");
    assert_eq!(section["kind"], "subsection");
    assert_eq!(section["unit"], "8");
    assert!(section["text"].as_str().unwrap().starts_with("A carrier shall ascertain"));
    let [start, line] = ["start", "line"].map(|key| section[key].as_u64().unwrap() as usize);
    assert_eq!(text[..start].matches('\n').count() + 1, line);
    assert!(provisions.iter().all(|it| it["kind"] != "act"));
    tells(&shown(&["outline", EXAMPLE]), &["Duty to check documents", "section 8"]);
}

#[test]
fn explain_tells_the_obligation_and_the_way_to_its_finding() {
    tells(&shown(&["explain", "som-6.3a"]), &["SOM-6.3a", "What is looked for"]);
    tells(&shown(&["explain", "SOM-6.3a", EXAMPLE]), &["looked for", "section 5"]);
}

#[test]
fn no_output_holds_an_absolute_path() {
    let path = fs::canonicalize(EXAMPLE).unwrap();
    let folder = Path::new(EXAMPLE).parent().map(|parent| fs::canonicalize(parent).unwrap()).unwrap();
    for format in ["terminal", "json", "md", "html"] {
        let text = shown(&["check", path.to_str().unwrap(), "--format", format]);
        assert!(!text.contains(folder.to_str().unwrap()), "{format}");
    }
    for format in ["md", "html"] {
        let text = shown(&["check", EXAMPLE, "--format", format]);
        assert!(
            !text.contains(EXAMPLE) && text.contains("smuggling-of-persons-act.md"),
            "{format} is passed on"
        );
    }
}

#[test]
fn who_tells_whom_the_offences_catch_in_every_format() {
    tells(
        &shown(&["who", EXAMPLE]),
        &["Who is caught?", "A parent bringing a child", "not caught", "section 7"],
    );
    tells(
        &shown(&["who", EXAMPLE, "--format", "md", "--report-language", "es"]),
        &["## Un arrendador", "excluido"],
    );
    let who: serde_json::Value = serde_json::from_str(&shown(&["who", EXAMPLE, "--format", "json"])).unwrap();
    assert_eq!(
        who["persons"][0]["verdicts"].as_array().unwrap().len(),
        who["offences"].as_array().unwrap().len()
    );
}

#[test]
fn a_report_without_text_gives_no_words_of_the_law_away() {
    for format in ["terminal", "json", "md", "html"] {
        let text = shown(&["check", EXAMPLE, "--format", format, "--without-text"]);
        for words in
            ["for himself or herself", "procures the unlawful", "twenty thousand crowns", "Danger to life"]
        {
            assert!(!text.contains(words), "{format} holds “{words}”");
        }
    }
}
