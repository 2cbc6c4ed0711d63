//! How long a whole process takes, beside `rg` on the same text for all literal terms of the English lexicon:
//! `cargo bench --bench speed`.
//!
//! Prints medians and ratios and judges nothing: machines differ, ratios hold. The texts are made here of
//! words of our own. For memory: `/usr/bin/time -v target/release/lacuna check TEXT`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lacuna::query::{Dialect, Expr, Word, parse};

/// What a person might grep for instead: every word and phrase of the English lexicon that is written without a root
/// or an open letter, in its own spelling. A word in a phrase, a distance or a group counts where it stands as such: the
/// phrase as a whole, the others one by one.
fn terms() -> String {
    let files =
        std::fs::read_dir("rules/lexicons").expect("the lexicons").map(|file| file.expect("a file").path());
    let english =
        files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("en.")));
    let mut terms = BTreeSet::new();
    for path in english {
        let file = std::fs::read_to_string(path).expect("text");
        let lexicon: serde_json::Value = serde_yaml::from_str(&file).expect("YAML");
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
            let words: Vec<&str> = words.iter().map(|word| word.letters.as_str()).collect();
            into.insert(words.join(" "));
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

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let (all, terms) = (terms(), folder.path().join("terms"));
    std::fs::write(&terms, &all)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "rg seeks {} literal terms", all.lines().count())?;
    writeln!(out, "{:>10}  {:>12}  {:>12}  {:>8}", "text", "lacuna check", "rg -c -F -f", "ratio")?;
    for (bytes, runs) in [(200_000, 20), (5_000_000, 5)] {
        let law = folder.path().join(format!("law-{bytes}.txt"));
        std::fs::write(&law, statute(bytes))?;
        let ours = median(runs, || run(env!("CARGO_BIN_EXE_lacuna"), &["check", "--language", "en"], &law));
        let theirs = median(runs, || run_with("rg", &["-c", "-F", "-f"], &terms, &law));
        let (theirs, ratio) = match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                (shown(theirs), format!("{:.1}", ours.as_secs_f64() / theirs.as_secs_f64()))
            }
            _ => ("no rg here".to_owned(), "-".to_owned()),
        };
        let ours = ours.map_or("failed".to_owned(), shown);
        writeln!(out, "{:>7} KB  {ours:>12}  {theirs:>12}  {ratio:>8}", bytes / 1000)?;
    }
    Ok(())
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Median of so many runs after one to warm up; none when the program is missing or fails.
fn median(runs: usize, mut run: impl FnMut() -> Option<Duration>) -> Option<Duration> {
    run()?;
    let mut times: Vec<_> = (0..runs).map(|_| run()).collect::<Option<_>>()?;
    times.sort_unstable();
    Some(times[times.len() / 2])
}

fn run(program: &str, args: &[&str], law: &Path) -> Option<Duration> {
    timed(Command::new(program).args(args).arg(law))
}

fn run_with(program: &str, args: &[&str], terms: &Path, law: &Path) -> Option<Duration> {
    timed(Command::new(program).args(args).arg(terms).arg(law))
}

fn timed(command: &mut Command) -> Option<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| start.elapsed())
}

/// An act of an invented State of about so many bytes: a few sections on smuggling between many on
/// other things, as a statute book has them.
fn statute(bytes: usize) -> String {
    const SUBJECTS: [&str; 7] = [
        "a licensed ferryman",
        "the harbour board",
        "an officer",
        "the owner of a vessel",
        "a foreign person",
        "any person",
        "the registrar",
    ];
    const DUTIES: [&str; 7] = [
        "shall keep a register of journeys and show it on request",
        "may inspect a vessel that lies in a harbour of the Republic",
        "shall pay the fee which the schedule lays down",
        "shall give notice to the registrar within fourteen days",
        "must not sail after sunset without two lamps",
        "may appeal to the district court against the decision",
        "shall carry a travel document and produce it to an officer",
    ];
    const SMUGGLING: &str = "A person who, in order to obtain a material benefit, procures the unlawful entry of \
         another person commits an offence and is liable to imprisonment for a term not exceeding eight years.";
    let mut text = String::with_capacity(bytes + 1000);
    text.push_str("Harbours and Ferries Act 2031\n\n");
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        let _ = writeln!(text, "{section}. Of matter {section}\n");
        for number in 1..=4 {
            let pick = section * 5 + number * 3;
            let _ = writeln!(
                text,
                "({number}) Subject to section {}, {} {}.\n",
                section.max(2) - 1,
                SUBJECTS[pick % 7],
                DUTIES[pick / 2 % 7]
            );
        }
        if section % 40 == 0 {
            let _ = writeln!(text, "(5) {SMUGGLING}\n");
        }
    }
    text
}
