//! Citations, penalties and definitions in each language, sentence by sentence (`tests/languages/XX.yaml`), and a
//! small act of an invented State in which citations are resolved.

use std::collections::BTreeMap;
use std::path::Path;

use lacuna::source::{Metadata, Source};
use lacuna::structure::{Act, Cited, Penalty, cited, outline, sanctions};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    /// Sentence → its references, `;` between them.
    citations: Vec<(String, String)>,
    /// Sentence → its penalties in months, `;` between them.
    penalties: Vec<(String, String)>,
    /// Article of definitions → its terms, `;` between them.
    definitions: Vec<(String, String)>,
    /// An act, and where its citations lead: words → eIds.
    act: String,
    resolved: Vec<(String, String)>,
}

fn files() -> BTreeMap<String, File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages");
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let file = serde_yaml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        (name, file)
    };
    std::fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap().path())).collect()
}

fn act(text: &str, language: &str) -> Act {
    let flags = Metadata { language: Some(language.into()), ..Metadata::default() };
    outline(Source::from_text("test", text.to_owned(), &flags).unwrap())
}

fn shown(read: &Cited) -> String {
    let units: Vec<String> = read
        .units
        .iter()
        .map(|unit| {
            let numbers: Vec<String> = unit
                .numbers
                .iter()
                .map(|one| format!("{}{}", if one.ends_range { ".." } else { "" }, one.steps.join("/")))
                .collect();
            format!("{} {}", unit.kind.name(), numbers.join(" ")).trim().to_string()
        })
        .collect();
    let relative = read.relative.map(|(to, kind)| format!("{to:?} {}", kind.name()));
    let outer = read.instrument.as_ref().map(|name| format!("@{name}"));
    units.into_iter().chain(relative).chain(outer).collect::<Vec<_>>().join(" < ")
}

fn months(penalty: &Penalty) -> String {
    let show = |months: Option<u32>| match months {
        None => String::new(),
        Some(Penalty::LIFE) => "life".into(),
        Some(months) => months.to_string(),
    };
    let length = format!("{}..{}", show(penalty.min_months), show(penalty.max_months));
    if penalty.fine { format!("{length} fine") } else { length }
}

/// Fails with every row that is not as written.
fn compare(what: &str, language: &str, rows: &[(String, String)], of: impl Fn(&str) -> String) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(sentence, expected)| {
            let found = of(sentence);
            (found != *expected).then(|| format!("{sentence}\n    expected {expected}\n    found    {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{language} {what}:\n{}", wrong.join("\n"));
}

#[test]
fn citations() {
    for (language, file) in files() {
        assert!(file.citations.len() >= 20, "{language}");
        compare("citations", &language, &file.citations, |sentence| {
            cited(sentence, &language).iter().map(shown).collect::<Vec<_>>().join("; ")
        });
    }
}

#[test]
fn penalties() {
    for (language, file) in files() {
        assert!(file.penalties.len() >= 10, "{language}");
        compare("penalties", &language, &file.penalties, |sentence| {
            act(sentence, &language).penalties.iter().map(months).collect::<Vec<_>>().join("; ")
        });
    }
}

#[test]
fn definitions() {
    for (language, file) in files() {
        assert!(file.definitions.len() >= 5, "{language}");
        compare("definitions", &language, &file.definitions, |text| {
            let act = act(text, &language);
            act.definitions.iter().map(|one| one.term.as_str()).collect::<Vec<_>>().join("; ")
        });
    }
}

#[test]
fn citations_lead_to_provisions() {
    for (language, file) in files() {
        let act = act(&file.act, &language);
        let found: Vec<(String, String)> = act
            .citations
            .iter()
            .map(|citation| {
                let words =
                    citation.span.of(&act.source.text).split_whitespace().collect::<Vec<_>>().join(" ");
                let targets: Vec<&str> =
                    citation.targets.iter().map(|&id| act.get(id).eid.as_str()).collect();
                let outer = citation.outer.as_ref().map(|name| format!("@{name}"));
                (words, targets.into_iter().map(str::to_owned).chain(outer).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(found, file.resolved, "{language}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(text in any::<String>(), language in prop::sample::select(vec!["en", "fr", "es", "pt", "de", "ar", "zh"])) {
        holds(&text, language);
    }

    #[test]
    fn any_law_like_text_is_read(text in law_like(), language in prop::sample::select(vec!["en", "fr", "es", "pt", "de", "ar", "zh"])) {
        holds(&text, language);
    }
}

/// Words of citations and penalties of several languages, in any order.
fn law_like() -> impl Strategy<Value = String> {
    let words = [
        "section",
        "article",
        "artículo",
        "§",
        "§§",
        "Absatz",
        "Abs.",
        "المادة",
        "المادتين",
        "第",
        "条",
        "款",
        "之",
        "本法",
        "前条",
        "(1)",
        "（一）",
        "(a)",
        "a)",
        "5",
        "12-1",
        "L823",
        "3.º",
        "1er",
        "七十",
        "至",
        "to",
        "bis",
        "à",
        "e",
        "و",
        "and",
        ",",
        ".",
        "、",
        "of",
        "de",
        "من",
        "du",
        "this Act",
        "présente loi",
        "dieses Gesetzes",
        "刑法",
        "《",
        "》",
        "préc\u{301}édent",
        "imprisonment",
        "prisión",
        "Freiheitsstrafe",
        "السجن",
        "有期徒刑",
        "años",
        "Jahren",
        "سنوات",
        "年",
        "以上",
        "以下",
        "لا تقل عن",
        "not less than",
        "de",
        "a",
        "five",
        "cinco",
        "خمس",
        "multa",
        "$",
        "9999999999",
        "٥",
        "l’",
        "“",
        "”",
        "-",
        "—",
        "\n",
        "(",
        ")",
    ];
    prop::collection::vec((prop::sample::select(words.to_vec()), prop::bool::ANY), 0..40).prop_map(|parts| {
        parts
            .iter()
            .map(|(word, blank)| if *blank { format!("{word} ") } else { (*word).to_string() })
            .collect()
    })
}

fn holds(text: &str, language: &str) {
    let mut last = 0;
    for read in cited(text, language) {
        assert!(text.get(read.start..read.end).is_some_and(|words| !words.is_empty()), "{text:?}");
        assert!(read.start >= last, "{text:?}");
        last = read.end;
    }
    for sanction in sanctions(text, language) {
        assert!(text.get(sanction.start..sanction.end).is_some_and(|words| !words.is_empty()), "{text:?}");
    }
}

/// The heads of laws of invented States, `/` between lines, and what each calls itself.
#[test]
fn titles() {
    for (language, head, title) in [
        (
            "en",
            "Republic of Ostrava/Harbour Passes Act 1987/An Act to control passes",
            "Harbour Passes Act 1987",
        ),
        ("en", "ACT No. 9 of 2013/An Act to provide for passes", "Quay Passes Act, 2013"),
        (
            "en",
            "Federal Law No. (12) of 2009/Concerning Passes",
            "Federal Law No. (12) of 2009 Concerning Passes",
        ),
        ("es", "LEY N.° 7.310/EL CONGRESO DE LA REPÚBLICA/LEY DE PASES", "LEY DE PASES"),
        (
            "es",
            "DECRETO LEGISLATIVO No. 12-2009/Establece el régimen de pases",
            "DECRETO LEGISLATIVO No. 12-2009 Establece el régimen de pases",
        ),
        (
            "es",
            "Ley Orgánica 3/1999, de 11 de enero, sobre pases",
            "Ley Orgánica 3/1999, de 11 de enero, sobre pases",
        ),
        (
            "pt",
            "REPÚBLICA DE TAGOS/LEI Nº 8.120, DE 3 DE MAIO DE 2007/Dispõe sobre os passes",
            "LEI Nº 8.120, DE 3 DE MAIO DE 2007 Dispõe sobre os passes",
        ),
        (
            "fr",
            "RÉPUBLIQUE DU SAREN/Loi n° 2007-31 du 4 mai 2007/relative aux laissez-passer",
            "Loi n° 2007-31 du 4 mai 2007 relative aux laissez-passer",
        ),
        ("de", "Land Alben/Hafenpassgesetz", "Hafenpassgesetz"),
        (
            "it",
            "LEGGE 3 maggio 2007, n. 44/Norme sui lasciapassare",
            "LEGGE 3 maggio 2007, n. 44 Norme sui lasciapassare",
        ),
        ("ru", "ЗАКОН РЕСПУБЛИКИ ТАРН/О пропусках", "ЗАКОН РЕСПУБЛИКИ ТАРН О пропусках"),
        (
            "ar",
            "جمهورية الرمال/قانون رقم (7) لسنة 2007/بشأن التصاريح",
            "قانون رقم (7) لسنة 2007 بشأن التصاريح",
        ),
        ("zh", "珠崖特別行政區/第7/2007號法律/通行證管理法", "通行證管理法"),
    ] {
        let body = match language {
            "en" => {
                "1. Passes\nNo person shall enter without a pass.\n2. Title\nThis Act may be cited as the Quay Passes Act, 2013."
            }
            "de" => "§ 1 Pass\nJeder trägt einen Pass.\n§ 2 Ende\nDies gilt.",
            "ar" => "المادة 1\nلا يدخل أحد دون تصريح.\nالمادة 2\nينشر هذا القانون.",
            "zh" => "第一條\n任何人須持通行證。\n第二條\n本法律自公佈日起生效。",
            "ru" => "Статья 1. Пропуск\nПропуск обязателен.\nСтатья 2. Срок\nСрок один год.",
            "it" => "Art. 1\nIl lasciapassare è obbligatorio.\nArt. 2\nLa legge entra in vigore.",
            _ => "Artículo 1\nEl pase es necesario.\nArtículo 2\nRige desde hoy.",
        };
        assert_eq!(act(&format!("{}\n\n{body}\n", split(head)), language).title, title);
    }
}

/// Lines for `/`, unless figures stand around it ("3/1999").
fn split(head: &str) -> String {
    let figure = |part: &str, last: bool| {
        let letter = if last { part.chars().last() } else { part.chars().next() };
        letter.is_some_and(|letter| letter.is_ascii_digit())
    };
    let mut parts = head.split('/');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(if figure(&out, true) && figure(part, false) { '/' } else { '\n' });
        out.push_str(part);
    }
    out
}
