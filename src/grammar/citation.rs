//! References: from the first word of one to plain data.

use pest::Parser as _;
use pest::iterators::Pair;
use pest_derive::Parser;

use crate::structure::Kind;

#[derive(Parser)]
#[grammar = "../grammar/citation.pest"]
struct CitationParser;

/// What a reference that names no number points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// "this section"
    This,
    /// "that section": the one just cited.
    That,
    /// "the preceding section"
    Before,
    /// "the following section"
    After,
}

/// One number: `6(1)(a)` is `6`, `1`, `a`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedNumber {
    /// The steps as printed.
    pub steps: Vec<String>,
    /// Whether the first step stands without brackets, so that it names a main unit or a division.
    pub whole: bool,
    /// The end of a range that the number before starts.
    pub ends_range: bool,
}

/// "subsections (2) and (3)"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedUnit {
    pub kind: Kind,
    /// Empty for "the Schedule".
    pub numbers: Vec<CitedNumber>,
}

/// A reference as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Length in bytes.
    pub length: usize,
    /// Innermost first: "paragraph (a) of subsection (1)".
    pub units: Vec<CitedUnit>,
    /// "of this Part"; alone in "this section".
    pub relative: Option<(Relative, Kind)>,
    /// The other instrument as named.
    pub instrument: Option<String>,
}

/// Reads the reference that `text` starts with; what follows it is not looked at. None when the first
/// word is no unit of a law.
pub fn cited(text: &str) -> Option<Cited> {
    let word = text.split(|c: char| !c.is_ascii_alphabetic() && c != '-').next()?;
    let rule = if kind(word).is_some() { Rule::grouped } else { Rule::pointed };
    let pair = CitationParser::parse(rule, text).ok()?.next()?;
    let mut read = Cited::default();
    for part in pair.into_inner() {
        let (start, end) = (part.as_span().start(), part.as_span().end());
        match part.as_rule() {
            Rule::group | Rule::alone => match group(part) {
                Some(unit) if read.units.is_empty() || !unit.numbers.is_empty() => read.units.push(unit),
                _ => break,
            },
            Rule::relative => match relative(part) {
                Some(found) => read.relative = Some(found),
                None => break,
            },
            Rule::instrument => {
                let name = instrument(&text[start..end]);
                if !name.is_empty() {
                    read.instrument = Some(name.split_whitespace().collect::<Vec<_>>().join(" "));
                    read.length = start + name.len();
                }
                break;
            }
            _ => {}
        }
        read.length = end;
    }
    // "title 18" of a code is other law, not a division of this act.
    if read.units.len() > 1
        && read.units.last().is_some_and(|unit| unit.kind == Kind::Title)
        && let Some(title) = read.units.pop()
        && let Some(number) = title.numbers.first()
    {
        read.instrument = Some(format!("title {}", number.steps.join("")));
    }
    read.length = text[..read.length].trim_end_matches(['*', '_', ' ', ',']).len();
    (!read.units.is_empty() || read.relative.is_some()).then_some(read)
}

/// The name of an instrument at the start of `words`: "the Criminal Law Act 1997", "that Act", "title 18",
/// "the Act of 2004". Empty when no word of it says that it is law.
fn instrument(words: &str) -> &str {
    const LAWS: [&str; 20] = [
        "Act",
        "Acts",
        "Code",
        "Law",
        "Laws",
        "Ordinance",
        "Order",
        "Orders",
        "Regulations",
        "Regulation",
        "Rules",
        "Constitution",
        "Convention",
        "Protocol",
        "Decree",
        "Proclamation",
        "Treaty",
        "Agreement",
        "Directive",
        "Statute",
    ];
    const LINKS: [&str; 12] =
        ["of", "and", "for", "the", "to", "in", "on", "from", "with", "against", "by", "or"];
    let (mut end, mut is_law) = (0, words.starts_with("title"));
    for (index, piece) in words.split_inclusive(char::is_whitespace).take(20).enumerate() {
        let word = piece.trim_end();
        let start = piece.as_ptr() as usize - words.as_ptr() as usize;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let names = bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            || word.starts_with(['(', '[']);
        let figures = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
        if index > 0 && !names && !LINKS.contains(&bare) {
            break;
        }
        // After the name of the law comes at most its year.
        if is_law
            && index > 0
            && end > 0
            && names
            && !figures
            && !word.starts_with(['(', '['])
            && !LAWS.contains(&bare)
        {
            let linked = words[end..start].trim();
            if linked.is_empty() || !linked.starts_with("of") {
                break;
            }
        }
        is_law |= LAWS.contains(&bare);
        if names && (is_law || index > 0) {
            let closed = word.trim_end_matches([',', ';', '.', ':', '”', '"', '*', '—', '–']);
            let closed = if closed.contains('(') { closed } else { closed.trim_end_matches(')') };
            end = start + closed.len();
        }
        let stops =
            word.ends_with([';', ':', '”', '"', '—']) || word.ends_with('.') && !word.starts_with('(');
        let comma = word.ends_with(',')
            && !words[start + piece.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        if stops || comma || (figures && is_law) {
            break;
        }
    }
    if is_law { &words[..end] } else { "" }
}

fn group(pair: Pair<'_, Rule>) -> Option<CitedUnit> {
    let mut parts = pair.into_inner();
    let mut unit = CitedUnit { kind: kind(parts.next()?.as_str())?, numbers: Vec::new() };
    let mut ends_range = false;
    for part in parts {
        match part.as_rule() {
            Rule::path => unit.numbers.push(path(part, std::mem::take(&mut ends_range))),
            Rule::word_number => unit.numbers.push(CitedNumber {
                steps: vec![in_figures(part.as_str()).to_string()],
                whole: true,
                ends_range: false,
            }),
            Rule::joint => {
                ends_range = part.into_inner().next().is_some_and(|one| one.as_rule() == Rule::range);
            }
            _ => {}
        }
    }
    Some(unit)
}

fn path(pair: Pair<'_, Rule>, ends_range: bool) -> CitedNumber {
    let mut number = CitedNumber { ends_range, ..CitedNumber::default() };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::number => {
                number.whole = true;
                number.steps.push(part.as_str().trim_start_matches('§').to_string());
            }
            Rule::subs => {
                let subs = part.into_inner().filter_map(|sub| sub.into_inner().next());
                number.steps.extend(subs.map(|sub| sub.as_str().to_string()));
            }
            _ => {}
        }
    }
    number
}

fn relative(pair: Pair<'_, Rule>) -> Option<(Relative, Kind)> {
    let mut parts = pair.into_inner();
    let pointer = match parts.next()?.into_inner().next()?.as_rule() {
        Rule::this => Relative::This,
        Rule::that => Relative::That,
        Rule::before => Relative::Before,
        _ => Relative::After,
    };
    let named = parts.next()?.as_str();
    const ACTS: [&str; 7] = ["act", "code", "ordinance", "law", "decree", "proclamation", "measure"];
    let is_act = ACTS.iter().any(|act| named.eq_ignore_ascii_case(act));
    Some((pointer, if is_act { Kind::Act } else { kind(named)? }))
}

/// The kind that a word names: "Sub-sections".
fn kind(word: &str) -> Option<Kind> {
    let mut folded = word.to_ascii_lowercase();
    folded.retain(|c| c != '-');
    Some(match folded.strip_suffix('s').unwrap_or(&folded) {
        "section" | "regulation" => Kind::Section,
        "article" => Kind::Article,
        "subsection" => Kind::Subsection,
        "paragraph" => Kind::Paragraph,
        "subparagraph" => Kind::Subparagraph,
        "clause" => Kind::Clause,
        "subclause" => Kind::Subclause,
        "item" => Kind::Item,
        "chapter" | "subchapter" => Kind::Chapter,
        "part" => Kind::Part,
        "division" => Kind::Division,
        "schedule" => Kind::Schedule,
        "title" => Kind::Title,
        _ => return None,
    })
}

/// "twenty-one" → 21.
fn in_figures(words: &str) -> u32 {
    words.trim().split('-').filter_map(super::penalty::figure).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str) -> String {
        let read = cited(text).unwrap_or_else(|| panic!("{text} is a reference"));
        let units: Vec<String> = read
            .units
            .iter()
            .map(|unit| {
                let numbers: Vec<String> = unit
                    .numbers
                    .iter()
                    .map(|one| format!("{}{}", if one.ends_range { ".." } else { "" }, one.steps.join("/")))
                    .collect();
                format!("{} {}", unit.kind.name(), numbers.join(" "))
            })
            .collect();
        let relative = read.relative.map_or(String::new(), |(to, kind)| format!(" {to:?} {}", kind.name()));
        let outer = read.instrument.map_or(String::new(), |name| format!(" @{name}"));
        format!("{}{relative}{outer}", units.join(" < "))
    }

    #[test]
    fn references_of_many_shapes() {
        for (text, expected) in [
            ("section 6, 7 or 8 shall", "section 6 7 8"),
            ("sections 4 to 9.", "section 4 ..9"),
            ("section 6(1)(a) or (b) and", "section 6/1/a b"),
            ("subsections (2) and (3)", "subsection 2 3"),
            (
                "paragraph (a) of subsection (1) of section five shall",
                "paragraph a < subsection 1 < section 5",
            ),
            ("section 1324(a)(1)(A) of this title", "section 1324/a/1/A This title"),
            ("section 9 of the Passport Act, 1967 applies", "section 9 @the Passport Act, 1967"),
            ("section 9 of title 18 or", "section 9 @title 18"),
            (
                "section 3 of the Interpretation (Amendment) Act 1937.",
                "section 3 @the Interpretation (Amendment) Act 1937",
            ),
            ("section 3 of the Minister", "section 3"),
            ("this Part applies", " This part"),
            ("the preceding section", " Before section"),
            ("Part II of this Act", "part II This act"),
            ("section 7 of the Criminal Code Act 1990 applies", "section 7 @the Criminal Code Act 1990"),
            ("section 4, 5 or 6 of the Act of 2004, or", "section 4 5 6 @the Act of 2004"),
            ("section 5 or 10 years", "section 5"),
            ("subsection 13.3(3).", "subsection 13.3/3"),
            ("paragraph *(a)* or *(b)* of *subsection (3)*", "paragraph a b < subsection 3"),
            ("section 5AA and 5B", "section 5AA 5B"),
            ("Schedule, and", "schedule "),
        ] {
            assert_eq!(brief(text), expected, "{text}");
        }
    }

    #[test]
    fn words_that_are_no_reference() {
        for text in ["section of the public", "part played by", "the Minister"] {
            let read = cited(text);
            assert!(read.is_none_or(|read| read.units.iter().all(|unit| unit.numbers.is_empty())), "{text}");
        }
    }
}
