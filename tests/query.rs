//! The tables of `docs/query.md`, run; and what must hold for any query and any act.

#[path = "support/act.rs"]
mod act;

use std::fmt::Write as _;

use lacuna::query::{
    Bound, Carry, Dialect, Fold, Hit, Query, Role, Text, Via, Vocabulary, VocabularySpec, parse,
};
use lacuna::structure::{Act, Definition, ProvisionId};
use proptest::prelude::*;

const DEFINITION: &str = include_str!("../docs/query.md");

/// The rows of the table whose first column has this head, split into cells.
fn table(head: &str) -> Vec<Vec<String>> {
    let start = format!("| {head} |");
    let rows = DEFINITION.lines().skip_while(|line| !line.starts_with(&start)).skip(2);
    let cells =
        |row: &str| row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.take_while(|line| line.starts_with('|')).map(cells).collect()
}

/// The lexicon of the examples.
fn vocabulary() -> Vocabulary {
    let block = DEFINITION.split("```lexicon").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut spec = VocabularySpec {
        language: "en".to_owned(),
        fold: vec![Fold::Case, Fold::Accents],
        roles: vec![
            (Role::Offence, lexicon("@punish")),
            (Role::Exempt, lexicon("exempt!")),
            (Role::Duty, lexicon("shall")),
        ],
        any_offence: lexicon("\"offence under this act\""),
        this_offence: lexicon("\"this offence\""),
        ..VocabularySpec::default()
    };
    for line in block.trim().lines() {
        let (name, wordings) = line.split_once(':').unwrap();
        let words = || wordings.split(" | ").map(|word| word.trim().to_owned()).collect();
        match name {
            "before" => spec.negators.before = lexicon(wordings),
            "after" => spec.negators.after = lexicon(wordings),
            "except" => spec.negators.except = lexicon(wordings),
            "within" => spec.negators.within = wordings.trim().parse().unwrap(),
            "uncarried" => spec.uncarried = words(),
            "abbreviations" => spec.abbreviations = words(),
            _ => spec.concepts.push((name.to_owned(), lexicon(wordings))),
        }
    }
    Vocabulary::new(&spec).unwrap()
}

fn lexicon(wordings: &str) -> Vec<Query> {
    let wordings = wordings.split(" | ").map(str::trim).filter(|wording| !wording.is_empty());
    wordings.map(|wording| parse(wording, Dialect::Lexicon).unwrap()).collect()
}

fn bind(vocabulary: &Vocabulary, query: &str) -> Bound {
    let dialect = if query.contains('@') { Dialect::Checklist } else { Dialect::Lexicon };
    vocabulary.bind(&parse(query, dialect).unwrap_or_else(|error| panic!("{query}: {error:?}"))).unwrap()
}

fn provision(act: &Act, label: &str) -> ProvisionId {
    let found = act.ids().find(|&id| act.get(id).label == label);
    found.unwrap_or_else(|| panic!("no provision {label}"))
}

fn written(act: &Act, hits: &[Hit]) -> String {
    let mut out = String::new();
    for hit in hits {
        let parts: Vec<&str> = hit.parts.iter().map(|part| part.of(&act.source.text)).collect();
        let via = match hit.via {
            Via::Direct => "",
            Via::Definition => " (definition)",
            Via::Citation => " (citation)",
            Via::Heading => " (heading)",
        };
        let gap = if out.is_empty() { "" } else { "; " };
        write!(out, "{gap}{}: {}{via}", act.get(hit.home).label, parts.join(" + ")).unwrap();
    }
    if out.is_empty() { "none".to_owned() } else { out }
}

#[test]
fn the_cases_hold() {
    let vocabulary = vocabulary();
    let rows = table("#");
    assert!(rows.len() >= 60);
    let mut failures = String::new();
    for row in rows {
        let [number, notation, query, asked, wanted] = row.as_slice() else { panic!("{row:?}") };
        let act = act::act(notation);
        let text = Text::new(&act, &vocabulary);
        let bound = bind(&vocabulary, query);
        let found = match asked.split_once(' ') {
            Some(("at", label)) => written(&act, &text.find_at(&bound, provision(&act, label), Carry::NONE)),
            Some((_, label)) => match text.heading(&bound, provision(&act, label)) {
                Some((at, span)) => format!("{}: {}", act.get(at).label, span.of(&act.source.text)),
                None => "none".to_owned(),
            },
            None => {
                let carry = Carry { definition: asked == "def", citation: asked == "cite" };
                written(&act, &text.find(&bound, carry))
            }
        };
        if &found != wanted {
            writeln!(failures, "{number} {notation}\n    {query}\n  wanted {wanted}\n  found  {found}")
                .unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn the_errors_hold() {
    let mut failures = String::new();
    for row in table("query") {
        let [query, dialect, at, message] = row.as_slice() else { panic!("{row:?}") };
        let dialect = if dialect == "lexicon" { Dialect::Lexicon } else { Dialect::Checklist };
        match parse(query, dialect) {
            Ok(parsed) => writeln!(failures, "{query}: parses as {:?}", parsed.expr).unwrap(),
            Err(error) if error.offset.to_string() == *at && error.message == *message => {}
            Err(error) => writeln!(failures, "{query}: {} {}", error.offset, error.message).unwrap(),
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn length_and_depth_are_bounded() {
    let deep = format!("{}@a{}", "(".repeat(33), ")".repeat(33));
    assert_eq!(parse(&deep, Dialect::Checklist).unwrap_err().offset, 32);
    let most = format!("{}@a{}", "(".repeat(32), ")".repeat(32));
    assert!(parse(&most, Dialect::Checklist).is_ok());
    let long = vec!["@a"; 900].join(" or ");
    assert!(parse(&long, Dialect::Checklist).unwrap_err().message.contains("4000"));
}

#[test]
fn roles_are_seen_on_the_reading_with_all_items_and_some_on_headings() {
    let vocabulary = vocabulary();
    let act = act::act(
        "§5 [Exempt] Whoever / (a) helps; or / (b) shall pay, / ^ commits an offence. / §6 / (1) It shall go.",
    );
    let text = Text::new(&act, &vocabulary);
    let roles = |label| text.roles(provision(&act, label)).iter().collect::<Vec<_>>();
    assert_eq!(roles("5"), [Role::Offence, Role::Exempt, Role::Duty]);
    assert_eq!(roles("5(a)"), [Role::Offence]);
    assert_eq!(roles("5(b)"), [Role::Offence, Role::Duty]);
    assert_eq!(roles("6"), []);
    assert_eq!(roles("6(1)"), [Role::Duty]);
}

#[test]
fn offences_are_spoken_of() {
    let vocabulary = vocabulary();
    let act = act::act("§5 An offence under this Act is grave. / §6 This offence is not.");
    let text = Text::new(&act, &vocabulary);
    let (five, six) = (provision(&act, "5"), provision(&act, "6"));
    assert!(text.speaks_of_any_offence(five) && !text.speaks_of_any_offence(six));
    assert!(text.speaks_of_this_offence(six) && !text.speaks_of_this_offence(five));
}

/// "перевозчик" is defined; "перевозчика", "перевозчиков" are the same word, "перевозки" is another.
#[test]
fn defined_terms_are_found_in_other_cases() {
    for (endings, wanted) in [
        (0, "2: авиакомпания"),
        (3, "2: авиакомпания; 5: перевозчика (definition); 6: Перевозчиков (definition)"),
    ] {
        let spec = VocabularySpec {
            language: "ru".into(),
            fold: vec![Fold::Case],
            concepts: vec![("carrier".into(), lexicon("авиакомпани!"))],
            term_endings: endings,
            ..VocabularySpec::default()
        };
        let vocabulary = Vocabulary::new(&spec).unwrap();
        let act = "§2 Слова: / =перевозчик означает авиакомпания. / §5 Долг перевозчика. / §6 Перевозчиков и перевозки.";
        let act = act::act(act);
        let hits = Text::new(&act, &vocabulary).find(&bind(&vocabulary, "@carrier"), Carry::DEFINITION);
        assert_eq!(written(&act, &hits).replace("2=перевозчик", "2"), wanted, "{endings}");
    }
}

#[test]
fn definitions_in_one_provision_each_carry_their_own_words() {
    let vocabulary = vocabulary();
    let mut act =
        act::act("§2 In this Act operator means an airline; cart means a thing. / §5 A cart. An operator.");
    for term in ["operator", "cart"] {
        let start = act.source.text.find(term).unwrap();
        let span = lacuna::span::Span::new(start, start + term.len());
        let (term, provision) = (term.to_owned(), provision(&act, "2"));
        act.definitions.push(Definition { term, span, provision, scope: ProvisionId::ACT });
    }
    let text = Text::new(&act, &vocabulary);
    let hits = text.find(&bind(&vocabulary, "@carrier"), Carry::DEFINITION);
    assert_eq!(written(&act, &hits), "2: airline; 5: operator (definition)");
}

#[test]
fn the_trace_shows_which_operand_fails() {
    let vocabulary = vocabulary();
    let act = act::act("§5 He helps an alien.");
    let text = Text::new(&act, &vocabulary);
    let trace = text.trace(&bind(&vocabulary, "@aid /s @pay"), provision(&act, "5"), Carry::NONE);
    let children: Vec<_> =
        trace.children.iter().map(|child| (child.label.as_str(), child.hits.len())).collect();
    assert_eq!((trace.label.as_str(), trace.hits.len()), ("@aid /s @pay", 0));
    assert_eq!(children, [("@aid", 1), ("@pay", 0)]);
    assert_eq!(trace.children[0].children[0].label, "help! or assist!");
}

#[test]
fn an_act_without_provisions_or_words_finds_nothing() {
    let vocabulary = vocabulary();
    let mut act = act::act("§5 He helps.");
    act.provisions.truncate(1);
    act.provisions[0].children.clear();
    act.provisions[0].last = ProvisionId::ACT;
    let text = Text::new(&act, &vocabulary);
    assert_eq!(text.find(&bind(&vocabulary, "@aid"), Carry::DEFINITION), []);
    assert!(text.heading(&bind(&vocabulary, "nothing"), ProvisionId::ACT).is_some(), "the title");
}

/// `cargo test --release --test query -- --ignored --nocapture`: a megabyte, 300 concepts of 10 wordings,
/// 300 queries.
#[test]
#[ignore = "a measurement"]
fn a_megabyte_in_a_tenth_of_a_second() {
    let word = |n: usize| {
        let syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"];
        format!("{}{}{}", syllables[n % 10], syllables[n / 10 % 10], syllables[n / 100 % 10])
    };
    let mut seed = 1_usize;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Frequent words are very frequent, as in a language.
        let random = (seed >> 33) as f64 / (1_u64 << 31) as f64;
        (1_000.0 * random.powi(3)) as usize
    };
    let mut notation = String::new();
    for section in 0..1_800 {
        let mut words = |count: usize| (0..count).map(|_| word(next())).collect::<Vec<_>>().join(" ");
        write!(notation, "{}§{section} ", if section > 0 { " / " } else { "" }).unwrap();
        write!(
            notation,
            "/ (1) {} / (a) {}; or / (b) {}; / ^ {}. / (2) {}.",
            words(12),
            words(15),
            words(15),
            words(4),
            words(40)
        )
        .unwrap();
    }
    let concept = |n: usize| {
        let wording = |i: usize| match i % 3 {
            0 => format!("{}!", word(n * 7 + i)),
            1 => format!("\"{} {}\"", word(n * 3 + i), word(n + 5 * i)),
            _ => format!("({} or {}) /5 {}!", word(n * 11 + i), word(n + i), word(n * 13 + i)),
        };
        let wordings = (0..10).map(|i| parse(&wording(i), Dialect::Lexicon).unwrap());
        (format!("c{n}"), wordings.collect())
    };
    let spec = VocabularySpec { concepts: (0..300).map(concept).collect(), ..VocabularySpec::default() };
    let clock = std::time::Instant::now();
    let vocabulary = Vocabulary::new(&spec).unwrap();
    println!("compile: {:?}", clock.elapsed());
    let act = act::act(&notation);
    let clock = std::time::Instant::now();
    let text = Text::new(&act, &vocabulary);
    println!("tokenize {} bytes: {:?}", act.source.text.len(), clock.elapsed());
    let clock = std::time::Instant::now();
    let operators = ["/s", "/p", "&", "%", "or"];
    let mut hits = 0;
    for n in 0..300 {
        let query = format!("@c{n} {} @c{} /s @c{}", operators[n % 5], (n + 1) % 300, (n + 2) % 300);
        hits += text.find(&bind(&vocabulary, &query), Carry::DEFINITION).len();
    }
    println!("300 queries, {hits} hits: {:?}", clock.elapsed());
    assert!(hits > 0);
}

/// Texts in the notation, from pieces that meet each other in every order.
fn notation() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "§5 He helps an alien.",
        "§6 Whoever",
        "§7 [Aliens] Without",
        "(1) It checks a visa",
        "(2) helps, for gain,",
        "(a) an alien pays; and",
        "(b) a carrier; or",
        "(i) not for gain.",
        "(ii) é helps “an alien. He” pays",
        "- He pays.",
        "=carrier means an airline",
        "! Provided that he pays",
        "^ commits an offence.",
        "P1 [Help] Aliens.",
        ">§9 He helps section 6",
        "x§8 An alien helps",
        "§4 section 5 and a carrier",
    ]);
    prop::collection::vec(piece, 1..14).prop_filter_map("a wrap-up needs an item", |pieces| {
        let first = pieces.first().is_some_and(|piece| piece.starts_with('§'));
        let after_top = pieces.windows(2).any(|pair| pair[1].starts_with('^') && pair[0].starts_with('P'));
        (first && !after_top).then(|| pieces.join(" / "))
    })
}

fn query() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "@aid",
        "@alien",
        "@pay",
        "~@pay",
        "@carrier",
        "@check",
        "@punish",
        "@illegal-entry",
    ]);
    let operator = prop::sample::select(vec![" or ", " /s ", " +s ", " /p ", " & ", " % "]);
    (leaf.clone(), prop::collection::vec((operator, leaf), 0..4)).prop_map(|(first, more)| {
        more.into_iter().fold(first.to_owned(), |query, (operator, leaf)| query + operator + leaf)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_parses_or_is_refused(text in ".{0,60}") {
        for dialect in [Dialect::Checklist, Dialect::Lexicon] {
            if let Err(error) = parse(&text, dialect) {
                prop_assert!(error.offset <= text.chars().count());
                prop_assert!(error.width >= 1 && !error.message.is_empty());
            }
        }
    }

    #[test]
    fn near_queries_parse_or_are_refused(text in "[@a!*~\"()/+sp&% 5or-]{0,24}") {
        for dialect in [Dialect::Checklist, Dialect::Lexicon] {
            if let Ok(query) = parse(&text, dialect) {
                let again = parse(&query.expr.to_string(), dialect);
                prop_assert_eq!(again.map(|again| again.expr), Ok(query.expr), "{}", text);
            }
        }
    }

    #[test]
    fn hits_are_sound(notation in notation(), query in query()) {
        let vocabulary = vocabulary();
        let act = act::act(&notation);
        let text = Text::new(&act, &vocabulary);
        let bound = bind(&vocabulary, &query);
        for carry in [Carry::NONE, Carry::DEFINITION, Carry { definition: true, citation: true }] {
            let hits = text.find(&bound, carry);
            let keys: Vec<_> = hits.iter().map(|hit| (hit.home, hit.parts.clone())).collect();
            prop_assert!(keys.is_sorted_by(|a, b| a < b), "sorted and unique: {keys:?}");
            for hit in &hits {
                prop_assert!(!hit.parts.is_empty() && hit.parts.is_sorted());
                for part in &hit.parts {
                    let (start, end) = (part.start as usize, part.end as usize);
                    prop_assert!(start < end && act.source.text.get(start..end).is_some());
                }
            }
        }
    }
}
