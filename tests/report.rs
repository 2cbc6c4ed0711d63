//! What people read: each report of one assessment made by hand, on a treaty that does not exist.

use std::collections::BTreeMap;

use lacuna::assessment::*;
use lacuna::checklist::{
    self, Advice, Checklist, Consequence, Element, Force, Full, Means, Obligation, Status,
};
use lacuna::query::RoleSet;
use lacuna::report::{Depth, Format, Input, Looks, render};
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline};

const LAW: &str = "\
1. A person who, for reward, ferries another person across the lake unlawfully commits an offence.
2. A person who lends that other person a boat without oars commits an offence.
3. Where an offence under section 1 caused the *death* of the passenger, the term is doubled.
4. An airline shall look at the <ticket> of each passenger.
";

fn english(text: &str) -> checklist::Translated {
    if text.is_empty() { BTreeMap::new() } else { BTreeMap::from([("en".to_owned(), text.to_owned())]) }
}

fn element_rule(id: &str, title: &str) -> Element {
    Element {
        id: id.into(),
        title: english(title),
        anchor: true,
        essential: true,
        seeks: vec![],
        narrow: vec![],
        limbs: vec![],
        full: Full::All,
    }
}

fn obligation(
    id: &str,
    article: &str,
    title: &str,
    carried_by: &[&str],
    elements: Vec<Element>,
) -> Obligation {
    Obligation {
        id: id.into(),
        article: article.into(),
        instrument: "Lake Protocol".into(),
        force: Force::Mandatory,
        means: Means::Legislation,
        applies_when: None,
        triggered_by: None,
        cluster: "I".into(),
        title: english(title),
        summary: english(""),
        carried_by: carried_by.iter().map(|&kind| kind.to_owned()).collect(),
        general_part: None,
        elements,
        grade: vec![],
        flags: vec![],
        advice: Advice::default(),
        text_checked: None,
        file: "lake.yaml".into(),
    }
}

fn checklist() -> Checklist {
    let special = ["special-act"];
    let mut danger = obligation(
        "L-2",
        "2(1)",
        "Heavier penalty where life is in danger",
        &special,
        vec![element_rule("danger", "danger to life makes the penalty heavier")],
    );
    danger.advice = Advice {
        requires: vec![english("A heavier penalty where the crossing endangers life, for every offence.")],
        recommended: vec![english("A further step where a child is on board.")],
        policy: vec![english("Whether death is a step of its own.")],
    };
    let mut attempt = obligation("L-3", "3", "Attempt", &special, vec![element_rule("attempt", "")]);
    attempt.general_part = Some("attempt".into());
    let set = checklist::SetRule {
        id: "ferrying".into(),
        title: english("the ferrying offences"),
        roles: RoleSet::EMPTY,
        not: None,
        not_under: None,
        under: None,
        limbs: vec![],
        narrow: vec![],
        named: None,
    };
    Checklist {
        id: "lake".into(),
        version: "1".into(),
        title: english("Protocol on the Lake"),
        clusters: vec![],
        sets: vec![set],
        not_law: None,
        act_flags: vec![],
        scan: None,
        obligations: vec![
            obligation("L-1", "1", "Offence of ferrying", &special, vec![element_rule("offence", "")]),
            danger,
            attempt,
            obligation(
                "L-4",
                "4(1)",
                "Carriers look at tickets",
                &["special-act", "maritime-act"],
                vec![element_rule("duty", "duty to look"), element_rule("modes", "modes of transport")],
            ),
            obligation(
                "L-5",
                "5",
                "Confiscation of boats",
                &["criminal-procedure"],
                vec![element_rule("seizure", "")],
            ),
            obligation("L-6", "6", "Telling others of the dangers", &special, vec![]),
            obligation("L-7", "7", "Reward", &special, vec![]),
        ],
    }
}

fn evidence(words: &str, unit: &str) -> Evidence {
    let start = LAW.find(words).unwrap();
    Evidence {
        act: 0,
        eid: format!("sec_{unit}"),
        label: format!("section {unit}"),
        unit: unit.into(),
        line: LAW[..start].matches('\n').count() as u32 + 1,
        start: start as u32,
        end: (start + words.len()) as u32,
        quote: words.into(),
        lead_in: vec![],
        via: Carried::Direct,
        at: None,
    }
}

fn element(id: &str, grade: Grade, codes: &[&str], evidence: Vec<usize>) -> ElementFound {
    ElementFound {
        id: id.into(),
        essential: true,
        anchor: true,
        grade,
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
        limbs: BTreeMap::new(),
        reach: None,
        evidence,
    }
}

fn finding(obligation: &str, article: &str, status: Status, consequence: Consequence) -> Finding {
    Finding {
        obligation: obligation.into(),
        article: article.into(),
        force: Force::Mandatory,
        cluster: "I".into(),
        status,
        consequence,
        flags: vec![],
        elements: vec![],
        evidence: vec![],
        missing: vec![],
        nearest: vec![],
    }
}

fn assessment() -> Assessment {
    let mut offence = finding("L-1", "1", Status::Met, Consequence::None);
    offence.evidence = vec![evidence("ferries another person across the lake unlawfully", "1")];
    offence.elements = vec![element("offence", Grade::Full, &[], vec![0])];

    let mut danger = finding("L-2", "2(1)", Status::Partial, Consequence::Gap);
    danger.evidence = vec![evidence("caused the *death* of the passenger", "3")];
    danger.elements = vec![element("danger", Grade::Narrow, &["D6"], vec![0])];
    danger.elements[0].reach = Some(Reached {
        members: 2,
        reached: 1,
        left_out: vec![Place { act: 0, eid: "sec_2".into(), label: "section 2".into() }],
    });
    danger.missing = vec!["danger".into()];

    let mut attempt = finding("L-3", "3", Status::Absent, Consequence::ToVerify);
    attempt.flags = vec!["check-general-part".into()];
    attempt.elements = vec![element("attempt", Grade::None, &[], vec![])];

    let mut carriers = finding("L-4", "4(1)", Status::Partial, Consequence::Gap);
    carriers.evidence = vec![Evidence { via: Carried::Definition, ..evidence("look at the <ticket>", "4") }];
    carriers.elements = vec![
        element("duty", Grade::Full, &[], vec![0]),
        ElementFound {
            limbs: BTreeMap::from([("air".into(), true), ("sea".into(), false), ("land".into(), false)]),
            ..element("modes", Grade::Narrow, &["D12"], vec![0])
        },
    ];
    carriers.nearest = vec![Nearest {
        act: 0,
        eid: "sec_2".into(),
        label: "section 2".into(),
        element: "duty".into(),
        lacks: vec!["carrier".into(), "travel-document".into()],
    }];

    let mut warning = finding("L-6", "6", Status::Absent, Consequence::Option);
    warning.force = Force::Consider;
    let mut reward = finding("L-7", "7", Status::Partial, Consequence::Exceeds);
    reward.flags = vec!["over-breadth".into()];

    Assessment {
        schema: 1,
        tool: Tool { name: "lacuna".into(), version: "0.0.0".into() },
        checklists: vec![ChecklistUsed { id: "lake".into(), version: "1".into() }],
        acts: vec![ActRead {
            path: "lake-act.md".into(),
            title: "Lake Act\u{1b}[2J 2031".into(),
            language: "en".into(),
            country: Some("XA".into()),
            territory: None,
            status: Some("in-force".into()),
            as_at: None,
            level: None,
            date: None,
            source: None,
            translation: None,
            provision_count: 4,
            sha256: "0".repeat(64),
        }],
        subjects: vec![],
        sets: BTreeMap::from([(
            "ferrying".to_owned(),
            vec![
                Member {
                    act: 0,
                    eid: "sec_1".into(),
                    label: "section 1".into(),
                    limbs: vec!["entry".into()],
                },
                Member { act: 0, eid: "sec_2".into(), label: "section 2".into(), limbs: vec![] },
            ],
        )]),
        findings: vec![
            offence,
            danger,
            attempt,
            carriers,
            finding("L-5", "5", Status::Absent, Consequence::ToVerify),
            warning,
            reward,
        ],
        baseline: None,
        notices: vec![NoticeRead {
            code: "number-gap".into(),
            message: "section 5 is missing between 4 and 6".into(),
            act: 0,
            line: 4,
            start: 0,
            end: 1,
        }],
    }
}

fn acts() -> Vec<Act> {
    let about = Metadata { language: Some("en".into()), ..Metadata::default() };
    vec![outline(Source::from_text("lake-act.md", LAW.to_owned(), &about).unwrap())]
}

fn shown(format: Format, depth: Depth) -> String {
    let (assessment, checklists, acts) = (assessment(), [checklist()], acts());
    render(&Input { depth, ..Input::new(&assessment, &checklists, &acts) }, format).unwrap()
}

/// A page without its style and script, whose hashes stand in its head and are left out too.
fn without_looks(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in page.lines().filter(|line| !line.contains("Content-Security-Policy")) {
        let opens = line.starts_with("<style>") || line.starts_with("<script>");
        inside |= opens;
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
        inside &= !(line.ends_with("</style>") || line.ends_with("</script>"));
    }
    out
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn terminal_folds_what_is_addressed_and_what_lies_in_other_law() {
    insta::assert_snapshot!(plain(&shown(Format::Terminal, Depth::Folded)));
}

#[test]
fn terminal_full_unfolds_everything() {
    insta::assert_snapshot!(plain(&shown(Format::Terminal, Depth::Full)));
}

#[test]
fn markdown_shows_the_words_of_the_law_as_they_stand() {
    insta::assert_snapshot!(shown(Format::Markdown, Depth::Folded));
}

#[test]
fn json_is_the_assessment() {
    let text = shown(Format::Json, Depth::Folded);
    assert!(text.ends_with("}\n"));
    assert_eq!(serde_json::from_str::<Assessment>(&text).unwrap(), assessment());
    insta::assert_snapshot!(text);
}

#[test]
fn no_line_is_wider_than_80_columns_and_no_law_sends_codes() {
    let text = shown(Format::Terminal, Depth::Full);
    for line in plain(&text).lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(!text.contains("\u{1b}[2J"), "the title of the act clears the screen");
}

#[test]
fn every_obligation_is_told_exactly_once_in_either_depth() {
    for depth in [Depth::Folded, Depth::Full] {
        let text = plain(&shown(Format::Terminal, depth));
        for finding in assessment().findings {
            let told = text
                .lines()
                .filter(|line| line.trim_start().starts_with(&format!("{} ", finding.obligation)));
            assert_eq!(told.count(), 1, "{} in {depth:?}", finding.obligation);
        }
    }
}

#[test]
fn the_page_has_the_act_beside_the_findings() {
    insta::assert_snapshot!(without_looks(&shown(Format::Html, Depth::Folded)));
}

#[test]
fn a_page_that_leaves_the_text_out_holds_no_words_of_the_law() {
    let (mut assessment, checklists, acts) = (assessment(), [checklist()], acts());
    assessment.findings.iter_mut().flat_map(|it| &mut it.evidence).for_each(|it| it.quote.clear());
    for format in [Format::Html, Format::Markdown, Format::Terminal] {
        let input = Input { with_text: false, ..Input::new(&assessment, &checklists, &acts) };
        let page = plain(&render(&input, format).unwrap());
        for words in ["ferries another person", "without oars", "caused the", "for reward"] {
            assert!(!page.contains(words), "{format:?} holds “{words}”");
        }
        assert!(page.contains("section 3"), "{format:?} tells where it stands");
    }
}

#[test]
fn the_policy_of_a_page_allows_its_own_style_and_script_only() {
    let page = shown(Format::Html, Depth::Folded);
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 2);
    let policy = page.lines().find(|line| line.contains("Content-Security-Policy")).unwrap();
    assert!(
        policy.contains("default-src &#x27;none&#x27;") || policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(policy.matches("sha256-").count(), 3);
    assert!(!policy.contains("unsafe"));
    for outside in ["http://", "https://", "url(", "@import", " src=", "style=\"", "onclick"] {
        assert!(!page.contains(outside), "the page asks for {outside}");
    }
    assert_eq!(page, shown(Format::Html, Depth::Folded), "the same bytes each time");
}

#[test]
fn whatever_a_law_says_stays_text() {
    let hostile =
        "</title><script>alert(1)</script> \"x\" 'y' \u{202e}evil\u{202c} {{ 7 * 7 }} <!-- &lt; onload=";
    let text = format!("# {hostile}\n\n1. {hostile}\n\n(1) A person who {hostile} commits an offence.\n");
    let about = Metadata { language: Some("en".into()), title: Some(hostile.into()), ..Metadata::default() };
    let acts = [outline(Source::from_text("a<b>\".md", text, &about).unwrap())];
    let mut assessment = assessment();
    assessment.acts[0].title = hostile.into();
    assessment.acts[0].path = "a<b>\".md".into();
    assessment.notices[0].message = hostile.into();
    for finding in &mut assessment.findings {
        for evidence in &mut finding.evidence {
            (evidence.quote, evidence.label) = (hostile.into(), hostile.into());
        }
    }
    let checklists = [checklist()];
    let input = Input { classification: hostile, ..Input::new(&assessment, &checklists, &acts) };
    let page = Looks::built_in().unwrap().render(&input, Format::Html).unwrap();
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert_eq!(page.matches("</title>").count(), 1);
    assert!(page.contains("&lt;script&gt;alert(1)"));
    assert!(!page.contains('\u{202e}') && !page.contains("= 49") && page.contains("{{ 7 * 7 }}"));
    let style = page.split("<style>").nth(2).unwrap().split("</style>").next().unwrap();
    assert!(!style.contains('<') && !style.contains("alert(1)"), "{style}");
}

#[test]
fn words_in_another_script_state_their_language_and_direction() {
    let (mut assessment, checklists, acts) = (assessment(), [checklist()], acts());
    assessment.acts[0].language = "ar".into();
    let page = render(&Input::new(&assessment, &checklists, &acts), Format::Html).unwrap();
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(page.contains("<blockquote lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("<article class=\"law\" id=\"a1\" lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("<bdi lang=\"ar\" dir=\"rtl\">section 3</bdi>"));
}

#[test]
fn reports_speak_french_and_spanish() {
    let (assessment, checklists, acts) = (assessment(), [checklist()], acts());
    for (language, words) in [("fr", "Lacunes"), ("es", "Lagunas")] {
        let looks = Looks::new(language, None).unwrap();
        for format in [Format::Html, Format::Markdown, Format::Terminal] {
            let page = plain(&looks.render(&Input::new(&assessment, &checklists, &acts), format).unwrap());
            assert!(page.contains(words), "{language} {format:?}");
            for english in ["Gaps", "To verify", "Look in other law", "In short", "Treaty requires"] {
                assert!(!page.contains(english), "{language} {format:?} says “{english}”");
            }
        }
    }
    let page = Looks::new("fr", None).unwrap();
    let page = page.render(&Input::new(&assessment, &checklists, &acts), Format::Html).unwrap();
    assert!(page.contains("<dd lang=\"en\">"), "advice that nobody translated says that it is English");
}

/// A folder with these templates.
fn templates(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn fault(files: &[(&str, &str)]) -> String {
    let folder = templates(files);
    let (assessment, checklists, acts) = (assessment(), [checklist()], acts());
    let told = Looks::new("en", Some(folder.path()))
        .and_then(|looks| looks.render(&Input::new(&assessment, &checklists, &acts), Format::Html))
        .unwrap_err()
        .to_string();
    told.replace(folder.path().to_str().unwrap(), "DIR")
}

#[test]
fn templates_of_the_user_take_the_place_of_the_built_in_ones() {
    let folder = templates(&[
        ("report.html.j2", "{% include \"_mine.html.j2\" %}<h1>{{ acts[0].title }}</h1>{{ t.gaps }}\n"),
        ("_mine.html.j2", "<p>{{ tool }}</p>"),
        (
            "words.en.yaml",
            &std::fs::read_to_string("templates/words.en.yaml")
                .unwrap()
                .replace("gaps: Gaps", "gaps: Holes & gaps"),
        ),
    ]);
    let (assessment, checklists, acts) = (assessment(), [checklist()], acts());
    let looks = Looks::new("en", Some(folder.path())).unwrap();
    let page = looks.render(&Input::new(&assessment, &checklists, &acts), Format::Html).unwrap();
    assert_eq!(page, "<p>lacuna 0.0.0</p><h1>Lake Act [2J 2031</h1>Holes &amp; gaps\n");
}

#[test]
fn faults_of_templates_are_told_with_file_and_line() {
    let told = fault(&[("report.html.j2", "one\ntwo\n{{ nobody }}\n")]);
    assert!(told.contains("DIR/report.html.j2:3"), "{told}");
    let told = fault(&[
        ("report.html.j2", "{% include \"_part.html.j2\" %}"),
        ("_part.html.j2", "\n{{ acts|nothing }}"),
    ]);
    assert!(told.contains("DIR/_part.html.j2:2"), "{told}");
    let told = fault(&[("report.html.j2", "{% for x in %}")]);
    assert!(told.contains("DIR/report.html.j2:1"), "{told}");
    let told = fault(&[("words.en.yaml", "status: {met: [}")]);
    assert!(told.contains("DIR/words.en.yaml:1"), "{told}");
    let told = fault(&[("report.js", "document.write('</script>')")]);
    assert!(told.contains("DIR/report.js"), "{told}");
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let told = fault(&[(
        "report.html.j2",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% set x = c %}{% endfor %}{% endfor %}{% endfor %}",
    )]);
    assert!(told.contains("does not come to an end"), "{told}");
}

#[cfg(unix)]
#[test]
fn templates_stay_in_their_folder() {
    let told = fault(&[("report.html.j2", "{% include \"../Cargo.toml\" %}")]);
    assert!(told.contains("Cargo.toml"), "{told}");
    let folder = templates(&[]);
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("_out.html.j2")).unwrap();
    let told = Looks::new("en", Some(folder.path())).err().unwrap().to_string();
    assert!(told.contains("points out of the folder"), "{told}");
}

/// The page of the example act by the built-in rules.
fn page_of(text: &str) -> String {
    let rules = lacuna::checklist::Rules::built_in().unwrap();
    let about = Metadata { language: Some("en".into()), ..Metadata::default() };
    let acts = [outline(Source::from_text("act.md", text.to_owned(), &about).unwrap())];
    let assessment = assess(&acts, &rules, &Options::default()).unwrap();
    let who = who(&acts, &rules, &Options::default(), "en").unwrap();
    render(&Input { who: Some(&who), ..Input::new(&assessment, &rules.checklists, &acts) }, Format::Html)
        .unwrap()
}

#[test]
fn the_example_act_stands_beside_its_findings() {
    let page = page_of(include_str!("../fixtures/acts/smuggling-of-persons-act.md"));
    let part = |from: &str, to: &str| {
        let start = page.find(from).unwrap_or_else(|| panic!("{from}"));
        page[start..start + page[start..].find(to).unwrap()].to_owned()
    };
    insta::assert_snapshot!("example_act_text", part("<aside id=\"act\"", "</aside>"));
    insta::assert_snapshot!("example_act_persons", part("<section class=\"extra\" id=\"who\"", "</section>"));
    insta::assert_snapshot!(
        "example_act_bearing",
        part("<section class=\"extra\" id=\"bearing\"", "</section>")
    );
}

#[test]
fn a_long_act_makes_a_page_under_a_megabyte() {
    let section = |n: usize| {
        format!(
            "{n}. Helping entry\n\n(1) A person who, for a financial or other material benefit, helps another person to enter \
             the Republic unlawfully commits an offence and is liable to imprisonment for six years.\n\n(2) The Minister may \
             make rules on the matters of this section, and shall lay them before the Assembly within a month.\n\n"
        )
    };
    let mut text = "Long Act 2030\n\n".to_owned();
    for n in 1.. {
        if text.len() > 200_000 {
            break;
        }
        text.push_str(&section(n));
    }
    let page = page_of(&text);
    assert!(page.len() < 1_000_000, "{} bytes for {}", page.len(), text.len());
}
