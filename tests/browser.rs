//! The report page in a browser. `cargo test` needs none and says that this was left out.

use std::process::Command;

#[test]
#[ignore = "drives Chromium: `bash tests/browser/run`, or `cargo test -- --ignored`"]
fn the_page_in_a_browser() {
    let run = Command::new("bash")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/run"))
        .env("LACUNA", env!("CARGO_BIN_EXE_lacuna"))
        .status()
        .expect("bash runs");
    assert!(run.success());
}
