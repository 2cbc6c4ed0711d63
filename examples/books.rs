use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let step: usize = std::env::args().nth(2).map_or(1, |s| s.parse().unwrap());
    let (mut bytes, mut acts, mut none, mut gaps, mut units, mut unresolved, mut cits) =
        (0usize, 0, 0, 0, 0, 0, 0);
    let mut slow = Vec::new();
    let start = std::time::Instant::now();
    let mut busy = std::time::Duration::ZERO;
    for path in paths.iter().step_by(step) {
        let name = path.to_str().unwrap();
        let source = match Source::read(name, &Metadata::default()) {
            Ok(s) => s,
            Err(e) => {
                println!("{name}: {e}");
                continue;
            }
        };
        let n = source.text.len();
        let t = std::time::Instant::now();
        let Ok(act) = std::panic::catch_unwind(|| outline(source)) else {
            println!("PANIC {name}");
            continue;
        };
        let took = t.elapsed();
        busy += took;
        bytes += n;
        acts += 1;
        slow.push((took.as_nanos() as usize / n.max(1), n, name.to_string()));
        let count = |code| act.notices.iter().filter(|x| x.code == code).count();
        if count("no-structure") > 0 {
            none += 1;
            if none < 15 {
                println!("none {name}");
            }
        }
        gaps += count("number-gap");
        if count("number-gap") > 60 {
            println!("gaps {} {name}", count("number-gap"));
        }
        unresolved += count("unresolved-citation");
        cits += act.citations.len();
        units += act.provisions.iter().filter(|p| p.kind.is_main_unit()).count();
    }
    slow.sort();
    println!(
        "{acts} acts {bytes} bytes outline {busy:?} all {:?}; none {none} gaps {gaps} units {units} unresolved {unresolved} citations {cits}",
        start.elapsed()
    );
    println!("{:?}", slow.iter().rev().take(6).collect::<Vec<_>>());
}
