//! How long a whole process takes, beside `rg` on the same text: `cargo bench --bench speed`.
//!
//! Prints medians and ratios and judges nothing: machines differ, ratios hold. The texts are made here of
//! words of our own. For memory: `/usr/bin/time -v target/release/lacuna check TEXT`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Words that a person might grep for instead.
const TERMS: [&str; 8] = [
    "smuggl",
    "unlawful entry",
    "material benefit",
    "carrier",
    "travel document",
    "offence",
    "vessel",
    "extradit",
];

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let terms = folder.path().join("terms");
    std::fs::write(&terms, TERMS.join("\n"))?;
    let mut out = std::io::stdout().lock();
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
