//! The country review as its users meet it: the bundled dossier of an invented State, a dossier of real laws, faults,
//! decisions, documents that people edit.

use std::fs;
use std::path::{Path, PathBuf};

use lacuna::checklist::{Consequence, Rules};
use lacuna::error::Error;
use lacuna::report::Looks;
use lacuna::report::document::{Block, Document, TextFormat};
use lacuna::review::{
    Decision, Decisions, Dossier, Folder, Kind, LANGUAGES, Paper, Review, Role, Standing, State, Words,
    Written, import, lint, propose, sheet,
};
use lacuna::source::Reader;

fn calvera() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dossiers/calvera")
}

fn rules() -> Rules {
    Rules::built_in().expect("sound rules")
}

fn open<'r>(path: &Path, rules: &'r Rules) -> Review<'r> {
    Review::open(path, rules, &Reader::default()).unwrap_or_else(|errors| {
        panic!("{}", errors.iter().map(Error::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// What people read of a text: its words, without the way in which lines are broken.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every quote of a document stands in a law of the dossier to the letter, under the label that it names.
fn check_quotes(document: &Document, review: &Review<'_>) -> usize {
    let laws: Vec<_> = (0..review.dossier.laws.len()).filter_map(|law| review.texts.act(law)).collect();
    let texts: Vec<_> = laws.iter().map(|act| spaced(&act.source.text)).collect();
    let added: Vec<String> = review
        .decisions
        .entries
        .iter()
        .filter_map(|it| it.source.as_ref()?.quote.as_ref().map(|quote| spaced(quote)))
        .collect();
    let stands = |text: &str| {
        let pieces = text.split("[…]").map(str::trim).filter(|it| !it.is_empty());
        pieces.into_iter().all(|piece| texts.iter().any(|it| it.contains(&spaced(piece))))
    };
    let mut count = 0;
    for block in &document.blocks {
        let Block::Quote(quote) = block else { continue };
        if added.contains(&quote.text) {
            continue;
        }
        count += 1;
        assert!(stands(&quote.text), "not in any law: {}", quote.text);
        let (_, label) = quote.source.rsplit_once(", ").expect("a citation");
        let resolves = laws.iter().any(|act| act.provisions.iter().any(|it| it.label.ends_with(label)));
        assert!(resolves, "no law has {}", quote.source);
        if let Some(translation) = &quote.translation {
            assert!(stands(&translation.text), "not in any law: {}", translation.text);
        }
    }
    count
}

fn said(document: &Document) -> String {
    serde_json::to_string(document).expect("a document")
}

#[test]
fn every_document_quotes_the_law_to_the_letter_and_ends_with_what_was_not_examined() {
    let rules = rules();
    let review = open(&calvera(), &rules);
    let looks = Looks::built_in().unwrap();
    let words = Words::load("en", review.dossier.role, &looks, Vec::new()).unwrap();
    let mut quotes = 0;
    for paper in Paper::ALL {
        let document = review.document(paper, &words);
        quotes += check_quotes(&document, &review);
        let headings = document.blocks.iter().filter_map(|block| match block {
            Block::Heading { level: 1, text } => Some(text.as_str()),
            _ => None,
        });
        let headings: Vec<_> = headings.collect();
        assert_eq!(headings.last(), Some(&"Not examined"), "{}", paper.name());
        for block in &document.blocks {
            let Block::Table(table) = block else { continue };
            assert_eq!(table.columns.iter().map(|it| u32::from(it.width)).sum::<u32>(), 100);
        }
        let text = said(&document);
        assert!(text.contains("Extradition and Mutual Assistance Act 2001"), "a text that was not supplied");
        if paper.is_filed() {
            assert_eq!(document.mark, "Draft");
            let faults = lint(&document, paper, &review, &words).unwrap();
            assert!(faults.is_empty(), "{faults:#?}");
        }
        for format in [TextFormat::Html, TextFormat::Markdown] {
            assert!(looks.written(&document, format).unwrap().len() > 1000);
        }
    }
    assert!(quotes > 40, "{quotes} quotes");
}

#[test]
fn filed_documents_hold_settled_findings_alone() {
    let rules = rules();
    let review = open(&calvera(), &rules);
    let looks = Looks::built_in().unwrap();
    let words = Words::load("en", review.dossier.role, &looks, Vec::new()).unwrap();
    let positions = review.positions();
    let (settled, open): (Vec<_>, Vec<_>) = positions.iter().partition(|it| it.is_settled());
    assert!(settled.len() >= 6 && open.len() >= 20, "{} {}", settled.len(), open.len());
    let observations = review.document(Paper::Observations, &words);
    let headings: Vec<&str> = observations
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: 3, text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let ends = |title: &str| headings.iter().any(|heading| heading.ends_with(&format!("– {title}")));
    for position in &settled {
        assert!(ends(&position.obligation.title["en"]), "{} is settled", position.obligation.id);
    }
    for position in &open {
        assert!(!ends(&position.obligation.title["en"]), "{} is not settled", position.obligation.id);
    }
    // What is left out of filed documents is on the table.
    let sheet = said(&review.document(Paper::ForConsideration, &words));
    for position in &open {
        assert!(
            sheet.contains(&format!("decision on {}:", position.obligation.id)),
            "{}",
            position.obligation.id
        );
    }
}

#[test]
fn laws_are_read_together_and_translations_are_no_second_law() {
    let rules = rules();
    let review = open(&calvera(), &rules);
    let files: Vec<_> = review.texts.laws.iter().map(|&law| review.dossier.laws[law].file.as_str()).collect();
    assert_eq!(
        files,
        [
            "laws/code-penal.fr.md",
            "laws/immigration-act.md",
            "laws/smuggling-of-persons-act.md",
            "laws/coast-guard-decree.en.md"
        ]
    );
    let languages: Vec<_> = review.assessment.acts.iter().map(|act| act.language.as_str()).collect();
    assert_eq!(languages, ["fr", "en", "en", "en"], "each by the lexicon of its language");
    let finding = |id: &str| review.assessment.findings.iter().find(|it| it.obligation == id).unwrap();
    let decree =
        review.texts.laws.iter().position(|&law| review.dossier.laws[law].translation.is_some()).unwrap();
    let rests: Vec<_> = review
        .assessment
        .findings
        .iter()
        .filter(|it| it.evidence.iter().any(|it| it.act == decree))
        .collect();
    assert!(!rests.is_empty(), "something rests on the translated decree");
    assert!(rests.iter().all(|it| it.flags.contains(&"assessed-on-translation".to_owned())));
    // The special act comes into operation by order, and nobody has said when.
    assert!(finding("SOM-6.1a").flags.contains(&"commencement-by-order".to_owned()));
    // The general part stands in another act and another language: its reach is a question, not an answer.
    assert!(finding("SOM-6.2a").flags.contains(&"reach-unproved".to_owned()));
}

#[test]
fn a_pending_bill_is_assessed_apart_and_shows_what_it_changes() {
    let rules = rules();
    let review = open(&calvera(), &rules);
    let [adopted] = review.adopted.as_slice() else { panic!("one bill") };
    let change = |id: &str| adopted.changes.iter().find(|it| it.obligation == id);
    assert!(!change("SOM-3c").expect("the bill defines fraudulent documents").gained.is_empty());
    // It repeals the act that said so, and does not say it itself.
    assert!(!change("SOM-5").expect("the bill drops the immunity").lost.is_empty());
    let texts: Vec<_> = adopted.laws.iter().map(|&law| review.dossier.laws[law].file.as_str()).collect();
    assert!(!texts.contains(&"laws/smuggling-of-persons-act.md"), "it is repealed by the bill");
}

#[test]
fn every_language_is_complete_or_says_what_it_lacks() {
    let rules = rules();
    for language in LANGUAGES {
        let looks = Looks::new(language, None).or_else(|_| Looks::new("en", None)).unwrap();
        let words = Words::load(language, Role::Reviewer, &looks, Vec::new()).unwrap();
        if ["en", "fr", "es"].contains(&language) {
            assert_eq!(words.missing, Vec::<String>::new(), "{language}");
        }
        let review = open(&calvera(), &rules);
        let document = review.document(Paper::Observations, &words);
        assert_eq!(document.language, language);
        assert!(
            looks.written(&document, TextFormat::Html).unwrap().contains(&format!("lang=\"{language}\""))
        );
    }
}

/// Runs `lacuna review DOSSIER --out DIR` with more arguments.
fn run(dossier: &Path, out: &Path, more: &[&str]) -> std::process::Output {
    assert_cmd::Command::cargo_bin("lacuna")
        .unwrap()
        .arg("review")
        .arg(dossier)
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_rerun_gives_the_same_bytes_and_an_edited_document_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    for out in [&one, &two] {
        let output = run(&calvera(), out, &[]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let first = files(&one);
    assert_eq!(first, files(&two));
    let names: Vec<_> = first.iter().map(|(name, _)| name.as_str()).collect();
    for paper in Paper::ALL.into_iter().filter(|paper| *paper != Paper::Changes) {
        for ending in ["docx", "html", "md"] {
            assert!(names.contains(&format!("{}.{ending}", paper.name()).as_str()), "{names:?}");
        }
    }
    assert!(names.contains(&"decisions.xlsx") && names.contains(&"assessment.json"));
    for (name, bytes) in &first {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{name} holds an absolute path");
    }
    // A person edits a document; the next run, in another role, has something else to say.
    let edited = one.join("questionnaire.md");
    fs::write(&edited, "edited").unwrap();
    let output = run(&calvera(), &one, &["--role", "state-under-review"]);
    assert!(output.status.success());
    assert_eq!(fs::read_to_string(&edited).unwrap(), "edited");
    assert!(one.join("questionnaire.new.md").is_file());
    assert!(String::from_utf8_lossy(&output.stdout).contains("questionnaire.new.md"));
}

#[test]
fn since_tells_what_was_gained_and_lost() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(run(&calvera(), &out, &["--format", "json"]).status.success());
    let old = out.join("assessment.json");
    let copy = copied(folder.path());
    let law = copy.join("laws/smuggling-of-persons-act.md");
    let text = fs::read_to_string(&law).unwrap();
    let start = text.find("5. Persons smuggled").unwrap();
    let end = text.find("6. Training").unwrap();
    fs::write(&law, format!("{}{}", &text[..start], &text[end..])).unwrap();
    let output = run(&copy, &out, &["--since", old.to_str().unwrap(), "--format", "md"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let changes = fs::read_to_string(out.join("changes.md")).unwrap();
    let row = changes.lines().find(|line| line.contains("article 5 |")).expect("article 5 changed");
    assert!(row.contains("lost: "), "{row}");
}

/// A copy of the bundled dossier to write in.
fn copied(to: &Path) -> PathBuf {
    let copy = to.join("copy");
    fs::create_dir_all(copy.join("laws")).unwrap();
    for entry in fs::read_dir(calvera()).unwrap().chain(fs::read_dir(calvera().join("laws")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, copy.join(path.strip_prefix(calvera()).unwrap())).unwrap();
        }
    }
    copy
}

#[test]
fn a_decision_is_carried_over_and_stale_when_its_words_changed() {
    let folder = tempfile::tempdir().unwrap();
    let rules = rules();
    let copy = copied(folder.path());
    let standing = |id: &str| {
        let review = open(&copy, &rules);
        let positions = review.positions();
        positions.iter().find(|it| it.obligation.id == id).unwrap().standing
    };
    assert_eq!(standing("SOM-6.3a"), Standing::Agreed);
    let law = copy.join("laws/smuggling-of-persons-act.md");
    let text = fs::read_to_string(&law).unwrap();
    // A section comes in before it and it is renumbered: the decision stays.
    let moved = text
        .replace("6. Training", "7. Training")
        .replace("5. Persons smuggled", "6. Persons smuggled")
        .replace(
            "4. Danger to life",
            "4. Reports\n\nThe Minister must report to the Assembly every year.\n\n5. Danger to life",
        );
    fs::write(&law, moved).unwrap();
    assert_eq!(standing("SOM-6.3a"), Standing::Agreed);
    fs::write(&law, text.replace("fourteen years", "twelve years")).unwrap();
    assert_eq!(standing("SOM-6.3a"), Standing::Stale);
}

#[test]
fn decisions_go_out_as_a_sheet_and_come_back_as_new_entries() {
    let rules = rules();
    let review = open(&calvera(), &rules);
    let looks = Looks::built_in().unwrap();
    let words = Words::load("en", review.dossier.role, &looks, Vec::new()).unwrap();
    let bytes = sheet(&review, &words).unwrap();
    let unchanged = import("sheet", &bytes, &review).unwrap();
    assert!(unchanged.entries.is_empty() && unchanged.conflicts.is_empty(), "{unchanged:?}");

    // The same sheet against a review without decisions: what a person decided meanwhile is no new row, and
    // nothing is lost either.
    let filled = edited(&bytes, "SOM-15", &[(5, "confirm"), (8, "R. Telmar"), (11, "proposed")]);
    let imported = import("sheet", &filled, &review).unwrap();
    let [entry] = imported.entries.as_slice() else { panic!("{imported:?}") };
    assert_eq!(
        (entry.obligation.as_str(), entry.kind, entry.state),
        ("SOM-15", Kind::Confirm, State::Proposed)
    );
    assert!(entry.found.is_some(), "the sheet remembers what was found");

    // Appended, the file keeps what it had and reads back; imported again, nothing is new.
    let text = review.decisions.with(&imported.entries, &rules).unwrap();
    assert!(text.starts_with(&fs::read_to_string(calvera().join("decisions.yaml")).unwrap()));
    let decisions = Decisions::from_text("decisions.yaml", &text, &rules).unwrap();
    assert_eq!(decisions.entries.len(), review.decisions.entries.len() + 1);
    let mut later = open(&calvera(), &rules);
    later.decisions = decisions;
    assert!(import("sheet", &filled, &later).unwrap().entries.is_empty());

    // Somebody decides otherwise before the sheet comes back.
    let other = Decision { by: "J. Sandoz".into(), line: 0, ..entry.clone() };
    let text = review.decisions.with(&[other], &rules).unwrap();
    later.decisions = Decisions::from_text("decisions.yaml", &text, &rules).unwrap();
    let imported = import("sheet", &filled, &later).unwrap();
    assert!(imported.entries.is_empty());
    assert_eq!(imported.conflicts, ["SOM-15"]);

    let faulty = edited(&bytes, "SOM-15", &[(5, "confrim"), (10, "yesterday"), (11, "done")]);
    let Err(Error::Dossier(faults)) = import("sheet", &faulty, &review) else { panic!("faults") };
    assert_eq!(faults.len(), 4, "kind, author, date, state: {faults:#?}");
}

/// The spreadsheet with cells of a row filled in, as a person would leave it.
fn edited(bytes: &[u8], id: &str, cells: &[(u16, &str)]) -> Vec<u8> {
    use calamine::{Reader as _, Xlsx, open_workbook_from_rs};
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let mut copy = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let sheet = copy.add_worksheet();
        sheet.set_name(&name).unwrap();
        for (row, line) in (0..).zip(range.rows()) {
            for (column, cell) in (0..).zip(line) {
                sheet.write_string(row, column, cell.to_string()).unwrap();
            }
            if name == "decisions" && matches!(line.first(), Some(calamine::Data::String(text)) if text == id)
            {
                for (column, text) in cells {
                    sheet.write_string(row, *column, *text).unwrap();
                }
            }
        }
    }
    copy.save_to_buffer().unwrap()
}

#[test]
fn a_bad_dossier_tells_all_its_faults_and_leaves_earlier_documents_alone() {
    let folder = tempfile::tempdir().unwrap();
    let copy = copied(folder.path());
    let out = folder.path().join("out");
    assert!(run(&copy, &out, &["--format", "md"]).status.success());
    let before = files(&out);
    let bad = "schema: 2\nrole: revewer\nstate: {country: X1, name: Nowhere}\nlanguage: xx\nclusters: crimnalization\n\
        facts: {acts-at-see: true}\nnotifications:\n  - {obligation: SOM-99, text: none}\nlaws:\n\
        \x20 - {file: laws/none.md, status: in-force, date: yesterday}\n\
        \x20 - {file: laws/immigration-act.md, status: in-force, translation: {of: laws/nome.md, kind: private}}\n";
    fs::write(copy.join("dossier.yaml"), bad).unwrap();
    fs::write(
        copy.join("decisions.yaml"),
        "schema: 1\ndecisions:\n  - {obligation: SOM-5, kind: override, by: me, state: agreed}\n",
    )
    .unwrap();
    let output = run(&copy, &out, &[]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for fault in [
        "schema 2 is not known",
        "`revewer` is not known here",
        "did you mean `reviewer`?",
        "`private` is not known here",
        "decisions.yaml:3",
        "kind and status do not fit",
    ] {
        assert!(told.contains(fault), "{fault} is not among:\n{told}");
    }
    assert!(told.contains("dossier.yaml:2:7"), "{told}");
    assert_eq!(files(&out), before);

    // What can be read is checked too, once the words are known ones.
    let rest = bad.replace("revewer", "reviewer").replace("private", "machine");
    let Err(Error::Dossier(faults)) = Dossier::from_text("dossier.yaml", &rest, copy.clone(), &rules())
    else {
        panic!("faults")
    };
    let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    for fault in [
        "`X1` is no country code",
        "no documents in `xx`",
        "the checklist has no cluster `crimnalization`",
        "no obligation hangs on a fact `acts-at-see`",
        "no obligation `SOM-99`",
        "there is no file `laws/none.md`",
        "`yesterday` is no date",
        "no law of the dossier is `laws/nome.md`",
    ] {
        assert!(told.contains(&fault), "{fault} is not among {told:#?}");
    }
    let lines: Vec<_> = faults.iter().map(|fault| fault.place.at.map(|(line, _)| line)).collect();
    assert!(lines.is_sorted() && lines.iter().all(Option::is_some), "{lines:?}");
}

#[test]
fn what_a_person_wrote_is_linted_with_its_line_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let copy = copied(folder.path());
    let path = copy.join("decisions.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let entry = "  - obligation: SOM-14\n    kind: confirm\n    by: J. Sandoz\n    state: agreed\n    says: {good-practice: \"Better than Norway: 80% of officers are trained, 3 of 5 gaps are closed\"}\n";
    fs::write(&path, format!("{text}{entry}")).unwrap();
    let out = folder.path().join("out");
    let output = run(&copy, &out, &[]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for fault in [
        "ranks or compares: “better than”",
        "names another State: “norway”",
        "percentage: “%”",
        "counts findings: “3 of 5”",
    ] {
        assert!(told.contains(fault), "{fault} is not among:\n{told}");
    }
    assert!(told.contains(&format!("decisions.yaml:{}", text.lines().count() + 1)), "{told}");
    assert!(!out.exists());
}

#[test]
fn a_pile_of_laws_gives_a_dossier_to_correct() {
    let text = propose(&[calvera().join("laws")], &calvera(), &Reader::default()).unwrap();
    assert!(text.contains("country: XK"), "{text}");
    assert!(text.contains("- file: \"laws/smuggling-of-migrants-bill.md\"") && text.contains("status: bill"));
    assert!(
        text.contains("# translation: {of: \"laws/code-penal.fr.md\""),
        "the twin is offered as an original"
    );
    let dossier = Dossier::from_text("dossier.yaml", &text, calvera(), &rules()).expect("it reads as it is");
    assert_eq!(dossier.laws.len(), 7);
}

/// Real laws of one State, read in place; the corpus is not part of the project.
#[test]
fn a_dossier_of_real_laws_quotes_them_to_the_letter() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/fr");
    let laws = ["lu-loi-2008-08-29-immigration.txt", "lu-code-penal.txt"];
    if !laws.iter().all(|law| corpus.join(law).is_file()) {
        eprintln!("SKIPPED: ../shared/corpus is absent, no real law was read");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for law in laws {
        fs::copy(corpus.join(law), folder.path().join(law)).unwrap();
    }
    let yaml = format!(
        "schema: 1\nrole: reviewer\nstate: {{country: LU, name: Grand Duchy of Luxembourg}}\nlaws:\n\
         \x20 - {{file: {}, language: fr, status: in-force, title: \"Loi du 29 août 2008 sur l'immigration\"}}\n\
         \x20 - {{file: {}, language: fr, status: in-force, title: Code pénal}}\n",
        laws[0], laws[1]
    );
    let rules = rules();
    let dossier = Dossier::from_text("dossier.yaml", &yaml, folder.path().to_owned(), &rules).unwrap();
    let mut review = Review::of(dossier, Decisions::default(), &rules, &Reader::default()).unwrap();
    // All findings confirmed as they are, so that filed documents quote too.
    review.decisions.entries = review
        .assessment
        .findings
        .iter()
        .map(|finding| Decision {
            obligation: finding.obligation.clone(),
            kind: Kind::Confirm,
            status: None,
            reason: None,
            by: "test".into(),
            capacity: None,
            date: None,
            state: State::Cleared,
            dissent: Vec::new(),
            says: Default::default(),
            source: None,
            found: Some(finding.status),
            rests_on: Vec::new(),
            line: 0,
        })
        .collect();
    let looks = Looks::built_in().unwrap();
    let words = Words::load("en", Role::Reviewer, &looks, Vec::new()).unwrap();
    let mut quotes = 0;
    for paper in [Paper::Questionnaire, Paper::Observations, Paper::DraftingBrief] {
        let document = review.document(paper, &words);
        quotes += check_quotes(&document, &review);
        if paper.is_filed() {
            assert!(document.mark.is_empty(), "everything is cleared");
            assert!(lint(&document, paper, &review, &words).unwrap().is_empty());
        }
    }
    assert!(quotes > 20, "{quotes} quotes");
    assert!(review.assessment.findings.iter().any(|it| it.consequence == Consequence::ToVerify));
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "no folder").unwrap();
    assert!(Folder::open(&file).and_then(|it| it.write(vec![("a.md".into(), b"a".to_vec())])).is_err());
    let fresh = folder.path().join("fresh");
    let written = Folder::open(&fresh).unwrap().write(vec![("a.md".into(), b"a".to_vec())]).unwrap();
    assert_eq!(written, [("a.md".to_owned(), Written::Here)]);
}

/// No document shows the bare key of a wording, in any role.
#[test]
fn every_wording_is_there_and_fits_its_english_one() {
    let rules = rules();
    let looks = Looks::built_in().unwrap();
    let mut review = open(&calvera(), &rules);
    for role in [Role::StateUnderReview, Role::Reviewer, Role::Drafter, Role::Secretariat] {
        review.dossier.role = role;
        let words = Words::load("en", role, &looks, Vec::new()).unwrap();
        for paper in Paper::of(role) {
            let document = serde_json::to_value(review.document(*paper, &words)).unwrap();
            let mut texts = Vec::new();
            collect(&document, &mut texts);
            let bare = texts.iter().find(|text| {
                text.contains('-') && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            });
            assert_eq!(bare, None, "{}", paper.name());
        }
    }
    let read = |language: &str| -> serde_json::Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/review.{language}.yaml"));
        serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    let english = read("en")["text"].clone();
    let names = |text: &serde_json::Value| {
        let text = text.as_str().unwrap_or_default();
        let mut names: Vec<String> =
            text.split('{').skip(1).filter_map(|it| Some(it.split_once('}')?.0.to_owned())).collect();
        names.sort();
        names.dedup();
        names
    };
    for language in LANGUAGES {
        for (key, text) in read(language)["text"].as_object().unwrap() {
            let own = english.get(key).unwrap_or_else(|| panic!("nobody asks for {key} in {language}"));
            assert_eq!(names(text), names(own), "{key} in {language}");
        }
    }
}

/// What a document shows as text: headings, runs, column titles.
fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(text) if ["text", "title", "caption", "mark", "kind"].contains(&key.as_str()) => {
                        texts.push(text.to_owned());
                    }
                    _ => collect(value, texts),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|it| collect(it, texts)),
        _ => {}
    }
}

/// A template of the user is a Word file: here one that was written by the program, with tags put into it.
#[test]
fn a_word_template_of_the_user_is_filled() {
    use std::io::{Cursor, Read as _, Write as _};
    let folder = tempfile::tempdir().unwrap();
    let empty =
        lacuna::report::document::word(&Document { title: "Empty".into(), ..Document::default() }).unwrap();
    let paragraph = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    let mut read = zip::ZipArchive::new(Cursor::new(empty)).unwrap();
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..read.len() {
        let mut entry = read.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        if name == "word/document.xml" {
            let body = paragraph("Ministry: {{ state.short }}, {{ paper }}") + &paragraph("{{p document }}");
            text = text.replacen("<w:body>", &format!("<w:body>{body}"), 1);
        }
        copy.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        copy.write_all(text.as_bytes()).unwrap();
    }
    let template = folder.path().join("template.docx");
    fs::write(&template, copy.finish().unwrap().into_inner()).unwrap();
    let out = folder.path().join("out");
    let more = ["--format", "docx", "--document", "summary", "--template", template.to_str().unwrap()];
    let output = run(&calvera(), &out, &more);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut filled = zip::ZipArchive::new(fs::File::open(out.join("summary.docx")).unwrap()).unwrap();
    let mut text = String::new();
    filled.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("Ministry: Calvera, summary") && text.contains("Needs of technical assistance"));

    fs::write(&template, "no Word file").unwrap();
    let before = files(&out);
    assert_eq!(run(&calvera(), &out, &more).status.code(), Some(2));
    assert_eq!(files(&out), before);
}
