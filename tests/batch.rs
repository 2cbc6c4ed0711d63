//! A batch: what it writes, that it goes on where it was, and that it loses and doubles nothing when it is killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempDir;

const LACUNA: &str = env!("CARGO_BIN_EXE_lacuna");

/// Laws of invented States, a law of a territory, a text about something else, and two that cannot be read.
fn corpus(into: &Path, laws: usize) -> PathBuf {
    let corpus = into.join("corpus");
    fs::create_dir(&corpus).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    names.sort();
    for (at, path) in names.iter().enumerate().take(laws) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        let territory = if at % 5 == 4 { "territory: Isle of X\n" } else { "" };
        let head = if text.starts_with("---") {
            String::new()
        } else {
            format!("---\ncountry: X{}\n{territory}---\n", char::from(b'A' + (at % 20) as u8))
        };
        fs::write(corpus.join(file), format!("{head}{text}")).unwrap();
    }
    let gardens = "---\nlanguage: en\n---\n# Public Gardens Act 1999\n\n1. The gardens are open from dawn to dusk.\n\n2. No dog may be left in them alone, and no person may pick the flowers.\n";
    fs::write(corpus.join("gardens.md"), gardens).unwrap();
    fs::write(corpus.join("empty.txt"), "").unwrap();
    fs::write(corpus.join("broken.docx"), b"PK\x03\x04 word/document.xml, and no more").unwrap();
    corpus
}

fn command(corpus: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(LACUNA);
    command.arg("batch").arg(corpus).arg("--out").arg(out).args(more);
    command
}

fn run(corpus: &Path, out: &Path, more: &[&str]) -> String {
    let run = command(corpus, out, more).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn count(store: &Path, sql: &str) -> i64 {
    let store = Connection::open(store.join("results.sqlite")).unwrap();
    store.query_row(sql, [], |row| row.get(0)).unwrap()
}

const ALL: &[&str] = &["--format", "sqlite,csv,jsonl"];
const FILES: [&str; 8] = [
    "results.sqlite",
    "acts.csv",
    "findings.csv",
    "evidence.csv",
    "acts.jsonl",
    "findings.jsonl",
    "evidence.jsonl",
    "journal.jsonl",
];

/// Every export byte for byte; the journal as a set of lines, as its order is that of the processors.
fn contents(out: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let read = |name: &'static str| {
        let bytes = fs::read(out.join(name)).unwrap();
        if name != "journal.jsonl" {
            return (name, bytes);
        }
        let mut lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
        lines.sort_unstable();
        (name, lines.join(&b'\n'))
    };
    FILES.map(read).to_vec()
}

#[test]
fn every_text_is_a_row_and_no_status_is_told_unasked() {
    let folder = TempDir::new().unwrap();
    let (corpus, out) = (corpus(folder.path(), 12), folder.path().join("results"));
    let told = run(&corpus, &out, ALL);
    assert!(told.contains("15 texts") && told.contains("2 not read"), "{told}");
    assert_eq!(count(&out, "SELECT count(*) FROM acts"), 15);
    assert_eq!(count(&out, "SELECT count(*) FROM acts WHERE reading = 'unread' AND error <> ''"), 2);
    assert_eq!(count(&out, "SELECT count(*) FROM acts WHERE reading = 'set-aside'"), 1);
    assert!(count(&out, "SELECT count(*) FROM evidence") > 20);
    // The whole provision stands beside the words.
    assert_eq!(count(&out, "SELECT count(*) FROM evidence WHERE text IS NULL OR label IS NULL"), 0);
    let apart = "SELECT count(*) FROM evidence WHERE via = 'direct' AND instr(text, quote) = 0";
    assert_eq!(count(&out, apart), 0);
    // A territory's law is never the State's.
    assert!(count(&out, "SELECT count(*) FROM acts WHERE territory IS NOT NULL") >= 1);
    assert_eq!(
        count(&out, "SELECT count(*) FROM acts WHERE territory IS NOT NULL AND level = 'national'"),
        0
    );
    for name in FILES {
        let text = String::from_utf8_lossy(&fs::read(out.join(name)).unwrap()).into_owned();
        for told in ["to-verify", "not-triggered", "\"partial\"", ",partial,"] {
            assert!(!text.contains(told), "{name} tells a status");
        }
    }
    let graded = folder.path().join("graded");
    assert!(run(&corpus, &graded, &["--format", "sqlite,csv,jsonl", "--statuses"]).contains("working paper"));
    assert!(count(&graded, "SELECT count(*) FROM findings WHERE status = 'met'") > 0);
    assert_eq!(count(&graded, "SELECT count(*) FROM findings WHERE mark NOT LIKE 'working paper%'"), 0);
    let findings = fs::read_to_string(graded.join("findings.csv")).unwrap();
    assert!(findings.lines().skip(1).all(|line| line.contains("working paper")));
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let folder = TempDir::new().unwrap();
    let (corpus, out) = (corpus(folder.path(), 6), folder.path().join("results"));
    run(&corpus, &out, ALL);
    let before = contents(&out);
    let again = run(&corpus, &out, ALL);
    // What could not be read is tried again: a missing reader may be there now.
    assert!(again.contains("7 were known"), "{again}");
    assert!(before == contents(&out), "a second run changed the results");
    fs::write(
        corpus.join("gardens.md"),
        "---\nlanguage: en\n---\n# Gardens Act\n\n1. Aliens may smuggle no migrants into the gardens.\n",
    )
    .unwrap();
    fs::remove_file(corpus.join("empty.txt")).unwrap();
    let changed = run(&corpus, &out, ALL);
    assert!(
        changed.contains("6 were known") && changed.contains("1 of an earlier run are gone"),
        "{changed}"
    );
    let fresh = folder.path().join("fresh");
    run(&corpus, &fresh, ALL);
    assert!(contents(&fresh) == contents(&out), "a run that went on differs from a fresh one");
}

#[test]
fn archives_give_the_rows_of_their_files() {
    let folder = TempDir::new().unwrap();
    let (corpus, out) = (corpus(folder.path(), 4), folder.path().join("results"));
    run(&corpus, &out, &[]);
    let tar_path = folder.path().join("book.tar");
    let mut tar = tar::Builder::new(fs::File::create(&tar_path).unwrap());
    tar.append_dir_all("", &corpus).unwrap();
    tar.finish().unwrap();
    let packed = folder.path().join("packed");
    run(&tar_path, &packed, &[]);
    for sql in [
        "SELECT count(*) FROM acts",
        "SELECT count(*) FROM evidence",
        "SELECT sum(length(text)) FROM provisions",
    ] {
        assert_eq!(count(&out, sql), count(&packed, sql), "{sql}");
    }
}

#[test]
fn results_are_not_written_into_the_corpus() {
    let folder = TempDir::new().unwrap();
    let corpus = corpus(folder.path(), 1);
    let run = command(&corpus, &corpus.join("results"), &[]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
}

/// Figures that look random and are the same in each run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    *state >> 33
}

#[test]
#[cfg(unix)]
fn killed_twenty_times_it_ends_as_if_undisturbed() {
    let folder = TempDir::new().unwrap();
    let (corpus, out) = (corpus(folder.path(), 24), folder.path().join("killed"));
    let undisturbed = folder.path().join("undisturbed");
    let start = std::time::Instant::now();
    run(&corpus, &undisturbed, ALL);
    let whole = start.elapsed();
    let (mut state, mut killed, mut tries) = (7, 0, 0);
    while killed < 20 && tries < 200 {
        tries += 1;
        let mut child =
            command(&corpus, &out, ALL).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Anywhere from the start of the process to the renaming of the tables.
        std::thread::sleep(
            whole.mul_f64((next(&mut state) % 1000) as f64 / 1000.0) + Duration::from_millis(1),
        );
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            child.wait().unwrap();
            killed += 1;
        } else {
            // It was through: what it wrote must be right already. Then from the beginning.
            assert!(contents(&out) == contents(&undisturbed), "a run that ended differs");
            fs::remove_dir_all(&out).unwrap();
        }
    }
    assert_eq!(killed, 20);
    run(&corpus, &out, ALL);
    assert!(contents(&out) == contents(&undisturbed), "killed {killed} times, the results differ");
    let left: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), FILES.len(), "something was left behind: {left:?}");
}
