//! `docs/authoring.md` walked through as written: its files are made, its commands run, and what it says they print is
//! printed. A lawyer who follows the page meets what the page shows.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// Runs a command of the page; every line below it must be found in what is printed, in order.
fn run(folder: &Path, command: &str, expected: &[&str], fails: bool) {
    let args: Vec<&str> = command.split_whitespace().skip(1).collect();
    let run = Command::cargo_bin("lacuna").unwrap().current_dir(folder).args(&args).output().unwrap();
    let printed = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert_eq!(run.status.success(), !fails, "{command}:\n{printed}");
    let mut rest = printed.as_str();
    for line in expected {
        let Some(at) = rest.find(line) else { panic!("{command}: {line:?} is not in\n{printed}") };
        rest = &rest[at + line.len()..];
    }
}

#[test]
fn the_page_is_true() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/authoring.md");
    let page = fs::read_to_string(page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut commands, mut files) = (0, 0);
    let mut lines = page.lines();
    // What the comment before a block says of it.
    let mut place: Option<(&str, bool)> = None;
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix("<!-- file: ").and_then(|it| it.strip_suffix(" -->")) {
            place = Some((path, false));
        } else if let Some(path) = line.strip_prefix("<!-- append: ").and_then(|it| it.strip_suffix(" -->")) {
            place = Some((path, true));
        } else if let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            if kind.starts_with("console") {
                let command = block[0].strip_prefix("$ ").expect("a command");
                run(folder.path(), command, &block[1..], kind.ends_with("fails"));
                commands += 1;
            } else if let Some((path, append)) = place.take() {
                let path = folder.path().join(path);
                let before = if append { fs::read_to_string(&path).unwrap() } else { String::new() };
                fs::write(&path, before + &block.join("\n") + "\n").unwrap();
                files += 1;
            } else {
                panic!("a block without a place: {block:?}");
            }
        }
    }
    assert!(commands >= 8 && files >= 4, "{commands} commands, {files} files");
}
