//! Fifty laws rendered in one run: `cargo bench --bench report`. Reading and assessing are not timed. The laws are the
//! fixtures, or the English `.txt` of a folder named by `LAWS` instead, over again until there are fifty.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use lacuna::assessment::{Assessment, Options, Who, assess, who};
use lacuna::checklist::Rules;
use lacuna::report::{Format, Input, Looks};
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline};

const LAWS: usize = 50;

fn main() {
    let rules = Rules::built_in().expect("the built-in rules are sound");
    let about = Metadata { language: Some("en".into()), ..Metadata::default() };
    let read: Vec<_> = texts()
        .iter()
        .map(|path| {
            let source = Source::read(&path.to_string_lossy(), &about).expect("a law that can be read");
            let acts = vec![outline(source)];
            let assessment = assess(&acts, &rules, &Options::default()).expect("an assessment");
            let who = who(&acts, &rules, &Options::default(), "en").expect("standard persons");
            (acts, assessment, who)
        })
        .collect();
    let mut told = format!("{} laws, {} KB\n", read.len(), read.iter().map(size).sum::<usize>() / 1000);
    for (name, format) in [("html", Format::Html), ("md", Format::Markdown), ("terminal", Format::Terminal)] {
        let start = Instant::now();
        // As a run of many laws does: templates and words are made ready once.
        let looks = Looks::built_in().expect("the built-in templates are sound");
        let mut bytes = 0;
        let mut largest = 0.0f64;
        for (acts, assessment, who) in read.iter().cycle().take(LAWS) {
            let input = Input { who: Some(who), ..Input::new(assessment, &rules.checklists, acts) };
            let page = looks.render(&input, format).expect("a report");
            bytes += page.len();
            largest = largest.max(page.len() as f64 / 1000.0);
        }
        let seconds = start.elapsed().as_secs_f64();
        let _ = writeln!(
            told,
            "{LAWS} laws as {name}: {seconds:.2} s, {} KB, the largest {largest:.0} KB",
            bytes / 1000
        );
    }
    std::io::stdout().write_all(told.as_bytes()).expect("standard output is open");
}

fn size((acts, ..): &(Vec<Act>, Assessment, Who)) -> usize {
    acts.iter().map(|act| act.source.text.len()).sum()
}

/// Laws in the order of their names.
fn texts() -> Vec<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = match std::env::var_os("LAWS") {
        Some(named) => vec![PathBuf::from(named)],
        None => vec![home.join("fixtures/acts"), home.join("fixtures/labelled")],
    };
    let mut all = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).expect("a folder of laws");
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "txt" || end == "md"));
        paths.sort();
        all.extend(paths);
    }
    all.truncate(LAWS);
    all
}
