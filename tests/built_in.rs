//! The rules that come with the program: their own tests, the traps, and what every assessment must hold to.

use std::path::Path;

use lacuna::assessment::{self, Assessment, Options};
use lacuna::checklist::{Pipeline, Rules, Status};
use lacuna::error::Result;
use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, outline};

fn english() -> Metadata {
    Metadata { language: Some("en".into()), ..Metadata::default() }
}

fn read(text: &str, meta: &Metadata) -> Result<Act> {
    Ok(outline(Source::from_text("case", text.to_owned(), meta)?))
}

fn drafted(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn assessed(rules: &Rules, text: &str) -> (Act, Assessment) {
    let act = read(text, &english()).unwrap();
    let assessment = assessment::assess(std::slice::from_ref(&act), rules, &Options::default()).unwrap();
    (act, assessment)
}

#[test]
fn the_cases_beside_the_rules_hold() {
    let rules = Rules::load_checked(None).unwrap();
    let assess =
        |text: &str, meta: &Metadata| assessment::assess(&[read(text, meta)?], &rules, &Options::default());
    let pipeline = Pipeline { outline: &read, assess: &assess };
    let mut wrong = Vec::new();
    let mut cases = 0;
    for test in rules.tests().unwrap() {
        for result in test.run(&pipeline) {
            cases += 1;
            if result.fails() {
                wrong.push(format!("{}: {}: {:?}", result.file, result.case, result.misses));
            }
        }
    }
    assert!(cases > 300, "only {cases} cases were run");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_obligation_has_a_case_of_its_own() {
    let rules = Rules::built_in().unwrap();
    let assess =
        |text: &str, meta: &Metadata| assessment::assess(&[read(text, meta)?], &rules, &Options::default());
    let pipeline = Pipeline { outline: &read, assess: &assess };
    let results: Vec<_> = rules.tests().unwrap().iter().flat_map(|test| test.run(&pipeline)).collect();
    let coverage = lacuna::checklist::coverage(&results);
    for (_, obligation) in rules.obligations() {
        let statuses = coverage.get(&(obligation.id.clone(), "en".into()));
        let statuses = statuses.unwrap_or_else(|| panic!("{} has no case", obligation.id));
        let known = statuses.keys().any(|status| matches!(status, Status::Met | Status::Partial));
        assert!(known, "{} has no case that finds it", obligation.id);
    }
}

#[test]
fn goods_trafficking_and_annexes_are_no_smuggling_of_migrants() {
    let rules = Rules::built_in().unwrap();
    let traps = [
        "xb-trafficking-elimination-act-2009.txt",
        "xf-migrant-smuggling-protocol-approval-act-2006.txt",
        "xg-customs-act-1996.txt",
    ];
    for trap in traps {
        let (_, assessment) = assessed(&rules, &drafted(trap));
        let of_article_6 = |id: &str| id.starts_with("SOM-6.1");
        for finding in assessment.findings.iter().filter(|finding| of_article_6(&finding.obligation)) {
            assert_ne!(finding.status, Status::Met, "{trap}: {}", finding.obligation);
        }
    }
}

#[test]
fn quotes_are_verbatim_and_stand_where_they_say() {
    let rules = Rules::built_in().unwrap();
    for name in ["xe-combating-of-migrant-smuggling-act-2021.txt", "xr-immigration-act-1964.txt"] {
        let (act, assessment) = assessed(&rules, &drafted(name));
        let text = &act.source.text;
        let mut quotes = 0;
        for evidence in assessment.findings.iter().flat_map(|finding| &finding.evidence) {
            quotes += 1;
            assert_eq!(&text[evidence.start as usize..evidence.end as usize], evidence.quote);
            assert_eq!(act.source.lines.line(evidence.start), evidence.line);
            let home = act.by_eid(&evidence.eid).expect("evidence names a provision");
            assert_eq!(act.get(home).label, evidence.label);
            for part in &evidence.lead_in {
                assert!(
                    text.is_char_boundary(part.start as usize) && text.is_char_boundary(part.end as usize)
                );
            }
        }
        assert!(quotes > 10, "{name}: {quotes} quotes");
        for finding in &assessment.findings {
            for element in &finding.elements {
                let whole = finding.status == Status::Absent;
                assert!(whole || element.evidence.iter().all(|&at| at < finding.evidence.len()));
            }
        }
    }
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let rules = Rules::built_in().unwrap();
    let text = drafted("xu-transnational-crime-act-2008.txt");
    let once = serde_json::to_string(&assessed(&rules, &text).1).unwrap();
    let again = serde_json::to_string(&assessed(&Rules::built_in().unwrap(), &text).1).unwrap();
    assert_eq!(once, again);
}

#[test]
fn two_acts_are_read_as_one_law() {
    let rules = Rules::built_in().unwrap();
    let act = "Frontier Act 2030\n\n2. Smuggling\nA person who, for gain, arranges the unlawful entry of another person \
               into the Republic commits an offence and is liable to imprisonment for six years.\n";
    let named = "Frontier Act 2030\n\n2. Smuggling\nA person who, for gain, arranges the unlawful entry of another person \
                 into the Republic commits an offence and is liable to imprisonment for six years.\n\n3. General law\n\
                 Part 2 of the Crimes Act 1990 applies to an offence under this Act.\n";
    let code = "Crimes Act 1990\n\n9. Attempt\nA person who attempts to commit any offence is liable to half the \
                penalty of that offence.\n";
    let status = |texts: [&str; 2]| {
        let acts: Vec<Act> = texts.iter().map(|text| read(text, &english()).unwrap()).collect();
        let assessment = assessment::assess(&acts, &rules, &Options::default()).unwrap();
        let attempt = rules.obligations().find(|(_, it)| it.general_part.as_deref() == Some("attempt"));
        let id = &attempt.expect("one duty is on attempt").1.id;
        assessment.findings.into_iter().find(|finding| finding.obligation == *id).unwrap()
    };
    let alone = status([act, code]);
    assert_ne!(alone.status, Status::Met, "a code does not reach a special act by itself");
    assert!(alone.flags.contains(&"reach-unproved".to_owned()), "{:?}", alone.flags);
    assert_eq!(status([named, code]).status, Status::Met);
}
