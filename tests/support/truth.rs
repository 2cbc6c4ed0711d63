//! The official structure of a law, and how much of it an act shows.

use lacuna::structure::{Act, Kind, Provision, ProvisionId};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Rows of a `*.structure.tsv`, quoted text left out.
pub struct Truth {
    units: Vec<Row>,
    inner: Vec<String>,
    /// Headings of parts, chapters … in order, without marks.
    divisions: Vec<String>,
    heads_units: bool,
    main: Kind,
    schedules: bool,
}

struct Row {
    number: String,
    heading: String,
    /// Its text opens with a marker that has no row of its own.
    opens_with_marker: bool,
}

/// What holds main units.
const DIVISIONS: [&str; 13] = [
    "book",
    "title",
    "part",
    "chapter",
    "division",
    "subdivision",
    "schedule",
    "subchapter",
    "section-heading",
    "heading",
    "provision",
    "provisions",
    "quoted-part",
];

impl Truth {
    pub fn read(table: &str) -> Truth {
        let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|row| row.split('\t').collect()).collect();
        let column =
            |row: &[&str], at: usize| row.get(at).map_or(String::new(), |cell| cell.trim().to_string());
        let main = if rows.iter().any(|row| row[0] == "article") { "article" } else { "section" };
        // "section" is a division where articles stand in it, "subsection" likewise.
        let is_division =
            |kind: &str| DIVISIONS.contains(&kind) || (main == "article" && kind.ends_with("section"));
        let mut truth = Truth {
            units: Vec::new(),
            inner: Vec::new(),
            divisions: Vec::new(),
            heads_units: false,
            main: if main == "article" { Kind::Article } else { Kind::Section },
            schedules: rows.iter().any(|row| row[0] == "schedule"),
        };
        // Where inner levels of quoted text have rows of their own kind, the others are the act's own.
        let marked = rows.iter().any(|row| matches!(row[0], "quoted-subsection" | "quoted-paragraph"));
        let mut quoted = false;
        for row in &rows {
            let (kind, number, heading, text) = (row[0], column(row, 2), column(row, 3), column(row, 4));
            if kind == main {
                quoted = false;
                truth.heads_units |= !heading.is_empty();
                truth.units.push(Row {
                    number: number_of(&number),
                    // A heading that only repeats the number is none.
                    heading: Some(bare(&heading))
                        .filter(|one| *one != bare(&format!("section{number}")))
                        .unwrap_or_default(),
                    opens_with_marker: text.starts_with('('),
                });
            } else if kind.starts_with("quoted-") {
                quoted = !marked;
            } else if is_division(kind) {
                quoted = false;
                if !heading.is_empty() && !number.is_empty() {
                    truth.divisions.push(bare(&heading));
                }
            } else if !number.is_empty() && !quoted && kind != "heading1" {
                let unit = truth.units.last().map_or("", |unit| unit.number.as_str());
                truth.inner.push(format!("{unit}/{}", number_of(&number)));
            }
        }
        truth
    }

    /// F1 of main units, F1 of inner levels, share of right headings.
    pub fn scores(&self, act: &Act, show: bool) -> (f64, Option<f64>, Option<f64>) {
        let ids: Vec<ProvisionId> =
            act.ids().filter(|&id| self.is_unit(act, id) && !act.get(id).quoted).collect();
        let found: Vec<String> = ids.iter().map(|&id| number_of(&printed(act, id))).collect();
        let official: Vec<String> = self.units.iter().map(|unit| unit.number.clone()).collect();
        let (units, pairs) = f1(&found, &official, show.then_some("unit"));

        let inner = (!self.inner.is_empty()).then(|| {
            let mut found = Vec::new();
            let mut unit = String::new();
            let mut open = false;
            for id in act.ids() {
                let provision = act.get(id);
                if provision.quoted {
                    continue;
                }
                if self.is_unit(act, id) {
                    unit = number_of(&printed(act, id));
                    open = self.units.iter().any(|row| row.number == unit && row.opens_with_marker);
                } else if is_inner(provision) && self.is_compared(act, id) {
                    let key = format!("{unit}/{}", number_of(&provision.num));
                    // A marker right behind the unit's number has no row in some tables.
                    let first = std::mem::take(&mut open);
                    if !first || self.inner.contains(&key) {
                        found.push(key);
                    }
                }
            }
            f1(&found, &self.inner, show.then_some("inner")).0
        });
        (units, inner, self.headings(act, &ids, &pairs, show))
    }

    /// Whether a provision stands in a unit of the official kind, or outside units and schedules.
    fn is_compared(&self, act: &Act, id: ProvisionId) -> bool {
        match act.main_unit(id) {
            Some(unit) => act.get(unit).kind == self.main,
            None => !act.ancestors(id).any(|at| act.get(at).kind == Kind::Schedule),
        }
    }

    /// A main unit of the official kind, or the numbered paragraph of a schedule, which mark-up of Commonwealth
    /// laws also calls a section.
    fn is_unit(&self, act: &Act, id: ProvisionId) -> bool {
        let provision = act.get(id);
        let parent = provision.parent.map(|parent| act.get(parent).kind);
        let in_schedule = provision.kind == Kind::Paragraph && parent == Some(Kind::Schedule);
        provision.kind == self.main || (self.schedules && in_schedule)
    }

    fn headings(&self, act: &Act, ids: &[ProvisionId], pairs: &[(usize, usize)], show: bool) -> Option<f64> {
        let (mut right, mut all) = (0, 0);
        if self.heads_units {
            all += self.units.iter().filter(|unit| !unit.heading.is_empty()).count();
            for &(ours, theirs) in pairs {
                let (heading, official) = (bare(act.heading(ids[ours])), &self.units[theirs].heading);
                // A heading that the law does not have is as wrong as one that is missing.
                all += usize::from(official.is_empty() && !heading.is_empty());
                right += usize::from(!official.is_empty() && heading == *official);
                if show && heading != *official {
                    println!("  heading {}: [{heading}] is [{official}]", self.units[theirs].number);
                }
            }
        }
        let ours: Vec<String> = act
            .ids()
            .filter(|&id| act.get(id).kind.is_division() && !act.get(id).quoted)
            .map(|id| bare(act.heading(id)))
            .filter(|heading| !heading.is_empty())
            .collect();
        all += self.divisions.len();
        let (_, matched) = f1(&ours, &self.divisions, None);
        right += matched.len();
        if show {
            let missing = |at: &usize| !matched.iter().any(|(_, theirs)| theirs == at);
            for at in (0..self.divisions.len()).filter(missing) {
                println!("  division heading is missing: {}", self.divisions[at]);
            }
        }
        (all > 0).then(|| right as f64 / all as f64)
    }
}

fn is_inner(provision: &Provision) -> bool {
    provision.kind >= Kind::Subsection
        && !matches!(provision.kind, Kind::Definition | Kind::Proviso | Kind::Text)
        && !provision.num.is_empty()
}

/// The number of a main unit as the act folds it.
fn printed(act: &Act, id: ProvisionId) -> String {
    let provision = act.get(id);
    if provision.unit.is_empty() { provision.num.clone() } else { provision.unit.clone() }
}

/// The number alone, with Western digits: `Artículo 318 bis` and `第三百一十八条の二` are `318bis`, `318-2`.
pub fn number_of(printed: &str) -> String {
    const WORDS: [&str; 17] = [
        "artículo",
        "article",
        "artigo",
        "artikel",
        "art",
        "المادة",
        "مادة",
        "madde",
        "section",
        "sec",
        "§",
        "第",
        "geçici",
        "ek",
        "nº",
        "n°",
        "parágrafo",
    ];
    let mut text =
        printed.to_lowercase().replace("条の", "-").replace("条之", "-").replace(['条', '項', '号'], "");
    text = text.replace(['の', '之'], "-");
    for word in WORDS {
        text = text.strip_prefix(word).map_or(text.clone(), |rest| rest.to_string());
        text = text.trim_start_matches(['.', ' ', '\u{a0}']).to_string();
    }
    for (word, figure) in [
        ("الأولى", "1"),
        ("1er", "1"),
        ("premier", "1"),
        ("primero", "1"),
        ("único", "unico"),
        ("unico", "unico"),
    ] {
        if text.trim_matches(['.', ' ']) == word {
            return figure.into();
        }
    }
    let mut out = String::new();
    for part in text.split('-') {
        if !out.is_empty() && !part.is_empty() && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push('-');
        }
        if !part.is_empty() && part.chars().all(char::is_alphabetic) && out.ends_with('-') && part.is_ascii()
        {
            out.pop();
        }
        match han(part.trim_matches(['（', '）', ' '])) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.extend(
                part.chars()
                    .filter(|c| c.is_alphanumeric() && !matches!(c, 'º' | 'ª') || *c == '.')
                    .map(western),
            ),
        }
    }
    out.trim_matches(['.', '-']).to_string()
}

fn western(c: char) -> char {
    match c as u32 {
        0x0660..=0x0669 => char::from(b'0' + (c as u32 - 0x0660) as u8),
        0xff10..=0xff19 => char::from(b'0' + (c as u32 - 0xff10) as u8),
        _ => c,
    }
}

fn han(printed: &str) -> Option<u32> {
    let (mut total, mut current) = (0, 0);
    for c in printed.chars() {
        match ("〇一二三四五六七八九".chars().position(|one| one == c), c) {
            (Some(figure), _) => current = current * 10 + figure as u32,
            (None, '零') => {}
            (None, '十' | '百' | '千') => {
                let unit = [('十', 10), ('百', 100), ('千', 1000)].iter().find(|one| one.0 == c)?.1;
                total += if current == 0 { 1 } else { current } * unit;
                current = 0;
            }
            _ => return None,
        }
    }
    (!printed.is_empty()).then_some(total + current)
}

/// Letters and digits alone, in lower case.
fn bare(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// F1 of two sequences, and which places match.
fn f1(found: &[String], official: &[String], show: Option<&str>) -> (f64, Vec<(usize, usize)>) {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, found, official) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|step| (old_index + step, new_index + step)));
            }
            _ => {
                if let Some(what) = show {
                    let (old, new) = (op.old_range(), op.new_range());
                    println!("  {what}: found {:?} is {:?}", &found[old], &official[new]);
                }
            }
        }
    }
    let total = found.len() + official.len();
    let score = if total == 0 { 1.0 } else { 2.0 * pairs.len() as f64 / total as f64 };
    (score, pairs)
}

/// The text as a gazette prints it: 72 columns, no indentation, long words broken by a hyphen, and after
/// every 46 lines a page number and the running head.
pub fn printed_page(text: &str) -> String {
    const WIDTH: usize = 72;
    const PAGE: usize = 46;
    let head: String =
        text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim().chars().take(40).collect();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut open = String::new();
        let mut width = 0;
        for word in pieces(line.trim()) {
            let long = columns(word);
            let blank = usize::from(!open.is_empty() && is_spaced(word));
            if width + blank + long <= WIDTH {
                open.push_str(if blank == 1 { " " } else { "" });
                open.push_str(word);
                width += blank + long;
                continue;
            }
            let mut rest = word;
            if let Some(cut) = hyphen(word, WIDTH.saturating_sub(width + blank + 1)) {
                open.push(' ');
                open.push_str(&word[..cut]);
                open.push('-');
                rest = &word[cut..];
            }
            lines.push(std::mem::take(&mut open));
            open.push_str(rest);
            width = columns(rest);
        }
        lines.push(open);
    }
    let mut out = String::new();
    for (page, chunk) in lines.chunks(PAGE).enumerate() {
        if page > 0 {
            out.push_str(&format!("{}\n{}\n", page, head.to_uppercase()));
        }
        for line in chunk {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Words; in scripts without blanks, characters.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t', '\u{a0}']).filter(|word| !word.is_empty()).flat_map(|word| {
        if word.chars().any(is_wide) {
            word.char_indices().map(|(at, c)| &word[at..at + c.len_utf8()]).collect::<Vec<_>>()
        } else {
            vec![word]
        }
    })
}

fn is_spaced(word: &str) -> bool {
    !word.chars().any(is_wide)
}

fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xff60)
}

fn columns(word: &str) -> usize {
    word.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// Where a long word of a script with cases may be broken within `room` columns.
fn hyphen(word: &str, room: usize) -> Option<usize> {
    let letters = word.chars().take_while(|c| c.is_lowercase()).count();
    if letters < 9 || room < 4 {
        return None;
    }
    let at = room.min(letters - 4);
    word.char_indices().nth(at).map(|(at, _)| at)
}
