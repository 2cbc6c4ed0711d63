use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let source = Source::read(&path, &Metadata::default()).unwrap();
    let start = std::time::Instant::now();
    let act = outline(source);
    eprintln!(
        "{} bytes in {:?}, {} provisions, {} def {} cit {} pen, lang {}",
        act.source.text.len(),
        start.elapsed(),
        act.provisions.len(),
        act.definitions.len(),
        act.citations.len(),
        act.penalties.len(),
        act.source.language
    );
    if std::env::args().nth(2).as_deref() == Some("-q") {
        return;
    }
    for id in act.ids() {
        let p = act.get(id);
        let depth = act.ancestors(id).count() - 2;
        let own: String = act.own_text(id).chars().take(70).collect();
        println!(
            "{}{} {}{} [{}] <{}> {}{}",
            "  ".repeat(depth),
            p.kind.name(),
            p.eid.rsplit("__").next().unwrap(),
            if p.quoted { " Q" } else { "" },
            p.label,
            act.heading(id),
            own,
            if p.wrap_up.is_empty() { "" } else { " +W" }
        );
    }
    for n in &act.notices {
        println!("! {} line {}: {}", n.code, act.source.lines.line(n.span.start), n.message);
    }
}
