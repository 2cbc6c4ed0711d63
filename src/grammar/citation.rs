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

/// Reads the reference that `text` starts with; what follows it is not looked at.
pub fn cited(text: &str) -> Option<Cited> {
    let pair = CitationParser::parse(Rule::cited, text).ok()?.next()?;
    let mut read =
        Cited { length: pair.as_str().trim_end_matches(['*', '_', ' ', ',']).len(), ..Cited::default() };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::group => read.units.extend(group(part)),
            Rule::relative => read.relative = relative(part),
            Rule::instrument => {
                let name = part.as_str().trim_end_matches([' ', ',', '\n', '\r', '\t']);
                read.instrument = Some(name.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            _ => {}
        }
    }
    Some(read)
}

fn group(pair: Pair<'_, Rule>) -> Option<CitedUnit> {
    let mut parts = pair.into_inner();
    let mut unit = CitedUnit { kind: kind(parts.next()?)?, numbers: Vec::new() };
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
                ends_range = part.into_inner().next().is_some_and(|one| one.as_rule() == Rule::range)
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
    let named = parts.next()?;
    let kind = if named.as_rule() == Rule::act { Kind::Act } else { kind(named)? };
    Some((pointer, kind))
}

fn kind(unit: Pair<'_, Rule>) -> Option<Kind> {
    Some(match unit.into_inner().next()?.as_rule() {
        Rule::section | Rule::regulation => Kind::Section,
        Rule::article => Kind::Article,
        Rule::subsection => Kind::Subsection,
        Rule::paragraph => Kind::Paragraph,
        Rule::subparagraph => Kind::Subparagraph,
        Rule::clause => Kind::Clause,
        Rule::subclause => Kind::Subclause,
        Rule::item => Kind::Item,
        Rule::chapter => Kind::Chapter,
        Rule::part => Kind::Part,
        Rule::division => Kind::Division,
        Rule::schedule => Kind::Schedule,
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
            ("section 1324(a)(1)(A) of this title", "section 1324/a/1/A"),
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
