//! `lacuna scan` and `lacuna batch` over a statute book, beside `rg` on the same files for all literal terms of the
//! English lexicon, in one run: `BOOK=statute-book cargo bench --bench corpus`. Without BOOK a small one is drafted.
//!
//! Prints medians, ratios and peak memory, and judges nothing: machines differ, ratios hold.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use lacuna::query::{Dialect, Expr, Word, parse};

const LACUNA: &str = env!("CARGO_BIN_EXE_lacuna");
/// Of which the median is told.
const RUNS: usize = 3;

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let book = match std::env::var_os("BOOK") {
        Some(book) => PathBuf::from(book),
        None => drafted(folder.path())?,
    };
    let terms = folder.path().join("terms");
    std::fs::write(&terms, literals_of_lexicon())?;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&book)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.is_file());
    files.sort();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:>6}  {:>8}  {:>9}  {:>15}  {:>15}  {:>10}",
        "acts", "MB", "rg", "scan", "batch", "batch MB"
    )?;
    // The whole book, and parts of it, to see the growth.
    for share in [8, 4, 2, 1] {
        let part = folder.path().join(format!("part-{share}"));
        std::fs::create_dir(&part)?;
        let mut bytes = 0;
        let mut acts = 0;
        for file in files.iter().step_by(share) {
            bytes += std::fs::copy(file, part.join(file.file_name().unwrap_or_default()))?;
            acts += 1;
        }
        let results = folder.path().join("results");
        let rg = median(|| timed("rg", &["-j2", "-c", "-F", "-f"], &[&terms, &part]));
        let scan = median(|| timed(LACUNA, &["scan", "--format", "csv"], &[&part]));
        let batch = median(|| {
            let _ = std::fs::remove_dir_all(&results);
            timed(LACUNA, &["batch", "--out"], &[&results, &part])
        });
        let ratio = |ours: Option<(f64, u64)>| match (ours, rg) {
            (Some((ours, _)), Some((theirs, _))) => format!("{ours:.2} s = {:.1} rg", ours / theirs),
            (Some((ours, _)), None) => format!("{ours:.2} s"),
            _ => "failed".to_owned(),
        };
        let memory = batch.map_or(0, |(_, kb)| kb / 1024);
        let theirs = rg.map_or("no rg".to_owned(), |(seconds, _)| format!("{seconds:.2} s"));
        writeln!(
            out,
            "{acts:>6}  {:>8.1}  {theirs:>9}  {:>15}  {:>15}  {memory:>10}",
            bytes as f64 / 1e6,
            ratio(scan),
            ratio(batch)
        )?;
        std::fs::remove_dir_all(&part)?;
    }
    Ok(())
}

/// Seconds and peak memory in KB, by `/usr/bin/time`; memory 0 where that is not there.
fn timed(program: &str, args: &[&str], paths: &[&Path]) -> Option<(f64, u64)> {
    let start = Instant::now();
    let run = Command::new("/usr/bin/time")
        .args(["-f", "%M", program])
        .args(args)
        .args(paths)
        .stdout(Stdio::null())
        .output();
    let Ok(run) = run else {
        let status = Command::new(program)
            .args(args)
            .args(paths)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        return status.success().then(|| (start.elapsed().as_secs_f64(), 0));
    };
    let told = String::from_utf8_lossy(&run.stderr);
    let memory = told.lines().last().and_then(|line| line.trim().parse().ok()).unwrap_or(0);
    run.status.success().then(|| (start.elapsed().as_secs_f64(), memory))
}

/// After one run to warm the cache.
fn median(mut run: impl FnMut() -> Option<(f64, u64)>) -> Option<(f64, u64)> {
    run()?;
    let mut runs: Vec<_> = (0..RUNS).map(|_| run()).collect::<Option<_>>()?;
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(runs[RUNS / 2])
}

/// What a person might grep for instead; as in benches/speed.rs.
fn literals_of_lexicon() -> String {
    let mut terms = BTreeSet::new();
    let files = std::fs::read_dir("rules/lexicons").into_iter().flatten().flatten().map(|entry| entry.path());
    for path in
        files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("en.")))
    {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let Ok(lexicon) = serde_yaml::from_str::<serde_json::Value>(&text) else { continue };
        wordings(&lexicon["concepts"], &mut |text| {
            if let Ok(query) = parse(text, Dialect::Lexicon) {
                literals(&query.expr, &mut terms);
            }
        });
    }
    Vec::from_iter(terms).join("\n")
}

fn wordings(value: &serde_json::Value, tell: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::String(text) if text != "none" => tell(text),
        serde_json::Value::Array(list) => list.iter().for_each(|one| wordings(one, tell)),
        serde_json::Value::Object(map) => map.values().for_each(|one| wordings(one, tell)),
        _ => {}
    }
}

fn literals(expr: &Expr, into: &mut BTreeSet<String>) {
    let whole = |word: &Word| !word.open_left && !word.open_right && !word.letters.contains('*');
    match expr {
        Expr::Word(word) if whole(word) => drop(into.insert(word.letters.clone())),
        Expr::Phrase(words) if words.iter().all(whole) => {
            into.insert(words.iter().map(|word| word.letters.as_str()).collect::<Vec<_>>().join(" "));
        }
        Expr::Or(parts) => parts.iter().for_each(|part| literals(part, into)),
        Expr::Near { left, right, .. } | Expr::Sentence { left, right, .. } => {
            literals(left, into);
            literals(right, into);
        }
        // What must not stand there is not sought.
        Expr::Without(left, _) => literals(left, into),
        _ => {}
    }
}

/// Acts about harbours, one in forty with an offence of the kind sought.
fn drafted(folder: &Path) -> std::io::Result<PathBuf> {
    let book = folder.join("book");
    std::fs::create_dir(&book)?;
    for act in 0..800 {
        let mut text = format!("---\ncountry: XA\nlanguage: en\n---\n# Harbours Act No. {act}\n\n");
        for section in 1..60 {
            let _ = writeln!(
                text,
                "{section}. Of matter {section}\n\nThe harbour board of district {act} shall keep a register of journeys, and may inspect a vessel that lies in a harbour of the Republic at any time.\n"
            );
        }
        if act % 40 == 0 {
            text.push_str("60. Smuggling\n\nA person who, for a material benefit, procures the unlawful entry of an alien commits an offence and is liable to imprisonment for eight years.\n");
        }
        std::fs::write(book.join(format!("act-{act:04}.md")), text)?;
    }
    Ok(book)
}
