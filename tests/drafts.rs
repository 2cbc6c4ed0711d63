//! Words of a draft that may not stay: what is seen as such, and what it does to the findings.

use std::io::{Cursor, Write as _};

use lacuna::assessment::{self, Assessment, Options};
use lacuna::checklist::{Consequence, Force, Rules, Status};
use lacuna::comparison::tracked_readings;
use lacuna::source::{Metadata, Reader, Source};
use lacuna::structure::{Act, outline};

const OFFENCE: &str = "who, for a financial or other material benefit, procures the illegal entry of another person into a State of \
    which that person is not a national or a permanent resident commits an offence";

fn read(text: &str, status: &str) -> Act {
    let mut flags = Metadata { language: Some("en".into()), ..Metadata::default() };
    flags.set("status", status).expect("a status");
    outline(Source::from_text("bill.md", text.into(), &flags).expect("a text"))
}

fn undecided(text: &str, status: &str) -> Vec<String> {
    let act = read(text, status);
    act.undecided.iter().map(|span| span.of(text).to_owned()).collect()
}

#[test]
fn brackets_alternatives_and_notes_of_a_draft_are_undecided() {
    let text = "1. Offence\nA person [or body] shall [within [five] days] apply [1] to a port.\nDrafting note: ask the Ministry.\n\
                2. Penalty\nOption A\nA fine.\nOption B\nPrison.\n3. Review\nThe Minister reviews it.\n";
    let told = [
        "[or body]",
        "[within [five] days]",
        "Drafting note: ask the Ministry.",
        "Option A\nA fine.",
        "Option B\nPrison.",
    ];
    assert_eq!(undecided(text, "bill"), told);
    assert_eq!(undecided(text, "in-force"), [""; 0], "what is in force has no options");
    assert_eq!(undecided("1. Ports\nA port [and a quay] is open.\n", ""), [""; 0], "an editor's brackets");
    assert_eq!(
        undecided("1. Ports\nA port [may] [must] be open [at night].\n", "").len(),
        3,
        "options side by side"
    );
}

fn rules() -> Rules {
    Rules::built_in().expect("built-in rules")
}

fn assess(acts: &[Act], rules: &Rules) -> Assessment {
    assessment::assess(acts, rules, &Options::default()).expect("an assessment")
}

#[test]
fn what_rests_on_undecided_words_is_never_silently_met() {
    let rules = rules();
    let of = |text: String, status: &str| assess(&[read(&text, status)], &rules);
    let decided = of(format!("1. Smuggling\nAny person {OFFENCE}.\n"), "bill");
    let open = of(format!("1. Smuggling\n[Any person {OFFENCE}.]\n"), "bill");
    let mut compared = 0;
    for (firm, open) in decided.findings.iter().zip(&open.findings) {
        assert!(!firm.flags.iter().any(|flag| flag == "undecided-text"), "{}", firm.obligation);
        if open.status == Status::Met && !open.evidence.is_empty() {
            compared += 1;
            assert!(open.flags.iter().any(|flag| flag == "undecided-text"), "{}", open.obligation);
            // What is never a gap stays none.
            let never = matches!(open.force, Force::Definition | Force::Saving | Force::Limit);
            assert!(never || open.consequence != Consequence::None, "{}", open.obligation);
        }
    }
    assert!(compared > 0, "some finding is met");
}

#[test]
fn what_rests_on_a_translation_says_so() {
    let rules = rules();
    let mut flags = Metadata { language: Some("en".into()), ..Metadata::default() };
    flags.set("translation.of", "ar").expect("a language");
    let text = format!("1. Smuggling\nAny person {OFFENCE}.\n");
    let act = outline(Source::from_text("act.md", text, &flags).expect("a text"));
    let found = assess(&[act], &rules);
    assert_eq!(found.acts[0].translation.as_ref().and_then(|it| it.of.as_deref()), Some("ar"));
    let resting = found.findings.iter().filter(|it| !it.evidence.is_empty());
    assert!(resting.clone().count() > 0);
    assert!(resting.into_iter().all(|it| it.flags.iter().any(|flag| flag == "assessed-on-translation")));
}

fn docx(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("an entry");
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    write!(zip, "<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>").expect("a part");
    zip.finish().expect("an archive").into_inner()
}

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

#[test]
fn tracked_changes_are_told_in_both_readings_with_the_author_who_decides() {
    let rules = rules();
    let (head, tail) = OFFENCE.split_once("procures").expect("the verb");
    let body = format!(
        "<w:p>{}</w:p><w:p>{}<w:ins w:author=\"Ana\">{}</w:ins>{}<w:ins w:author=\"Ben\">{}</w:ins></w:p>",
        run("1. Smuggling"),
        run(&format!("Any person {head}")),
        run("procures"),
        run(tail),
        run(", and is named in a list."),
    );
    let flags = Metadata { language: Some("en".into()), ..Metadata::default() };
    let reader = Reader::default();
    let source = Source::from_bytes("bill.docx", docx(&body), &flags, &reader).expect("a text");
    assert_eq!(source.authors, ["Ana", "Ben"]);
    let proposed: Vec<&str> = source.proposed.iter().map(|span| span.of(&source.text)).collect();
    assert_eq!(proposed, ["procures", ", and is named in a list."]);
    let acts = [outline(source)];
    let assessed = assess(&acts, &rules);
    let again = |acts: &[Act]| assessment::assess(acts, &rules, &Options::default());
    let notices = tracked_readings(&acts, &assessed, &reader, again).expect("notices");
    assert!(!notices.is_empty());
    for notice in &notices {
        assert_eq!(notice.code, "tracked-changes");
        assert!(
            notice.message.contains("accepted") && notice.message.ends_with("the changes of Ana decide it"),
            "{}",
            notice.message
        );
    }
    let flagged = assessed.findings.iter().filter(|it| it.flags.iter().any(|flag| flag == "undecided-text"));
    assert!(flagged.count() > 0, "words that nobody accepted are undecided");
}
