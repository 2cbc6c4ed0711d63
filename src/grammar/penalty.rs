//! Sanctions named in a sentence → plain data.

use pest::Parser as _;
use pest::iterators::Pair;
use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../grammar/penalty.pest"]
struct PenaltyParser;

/// One thing that a sentence says about a sanction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SanctionKind {
    /// Imprisonment, by whatever name, without a length.
    Prison,
    /// Imprisonment for life.
    Life,
    Death,
    /// A fine or a sum to pay.
    Fine,
    /// "or to both"
    Both,
    /// A length of time in months.
    Term {
        least: Option<u32>,
        most: Option<u32>,
    },
}

/// What is said, and where in the sentence, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanction {
    pub kind: SanctionKind,
    pub start: usize,
    pub end: usize,
}

/// All that a sentence says about sanctions, in order.
pub fn sanctions(sentence: &str) -> Vec<Sanction> {
    let Some(pair) = PenaltyParser::parse(Rule::sentence, sentence).ok().and_then(|mut pairs| pairs.next())
    else {
        return Vec::new();
    };
    pair.into_inner()
        .filter_map(|part| {
            let span = part.as_span();
            let kind = match part.as_rule() {
                Rule::prison => SanctionKind::Prison,
                Rule::life => SanctionKind::Life,
                Rule::death => SanctionKind::Death,
                Rule::fine => SanctionKind::Fine,
                Rule::both => SanctionKind::Both,
                Rule::range | Rule::least_most | Rule::term => term(part)?,
                _ => return None,
            };
            Some(Sanction { kind, start: span.start(), end: span.end() })
        })
        .collect()
}

fn term(pair: Pair<'_, Rule>) -> Option<SanctionKind> {
    let whole = pair.as_rule();
    let (mut counts, mut unit) = (Vec::new(), "");
    let (mut is_least, mut is_more) = (false, false);
    let mut units = Vec::new();
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::count => counts.push(number(part.as_str())?),
            Rule::span_unit => {
                unit = part.as_str();
                units.push((counts.len(), unit));
            }
            Rule::least => is_least = true,
            Rule::or_more => is_more = true,
            _ => {}
        }
    }
    let first_unit = units.iter().find(|(count, _)| *count == 1).map_or(unit, |(_, unit)| unit);
    let first = months(*counts.first()?, first_unit)?;
    Some(match (whole, counts.get(1)) {
        (Rule::range | Rule::least_most, Some(&second)) => {
            SanctionKind::Term { least: Some(first), most: Some(months(second, unit)?) }
        }
        _ if is_least || is_more => SanctionKind::Term { least: Some(first), most: None },
        _ => SanctionKind::Term { least: None, most: Some(first) },
    })
}

/// Whole months, rounded up: two weeks are one.
fn months(count: u32, unit: &str) -> Option<u32> {
    let unit = unit.to_ascii_lowercase();
    match unit.get(..3)? {
        "yea" => count.checked_mul(12),
        "mon" => Some(count),
        "wee" => Some(count.checked_mul(7)?.div_ceil(30)),
        "day" => Some(count.div_ceil(30)),
        _ => None,
    }
}

/// "twenty-one", "one hundred and ten", "14".
fn number(words: &str) -> Option<u32> {
    if let Ok(figures) = words.parse() {
        return Some(figures);
    }
    let mut total: u32 = 0;
    for word in words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        match figure(word) {
            Some(100) => total = total.max(1) * 100,
            Some(value) => total += value,
            None if word.eq_ignore_ascii_case("and") => {}
            None => return None,
        }
    }
    (total > 0).then_some(total)
}

/// The value of a number word.
pub(super) fn figure(word: &str) -> Option<u32> {
    const WORDS: [(&str, u32); 31] = [
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("thirteen", 13),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("seventeen", 17),
        ("eighteen", 18),
        ("nineteen", 19),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fourty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
        ("hundred", 100),
    ];
    WORDS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(sentence: &str) -> String {
        let show = |months: Option<u32>| months.map_or("-".to_string(), |months| months.to_string());
        let read = sanctions(sentence).into_iter().map(|one| match one.kind {
            SanctionKind::Term { least, most } => format!("{}..{}", show(least), show(most)),
            other => format!("{other:?}").to_lowercase(),
        });
        read.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sanctions_of_many_shapes() {
        for (sentence, expected) in [
            ("liable to imprisonment for a term not exceeding 10 years", "prison -..120"),
            ("shall be liable to imprisonment for life", "life"),
            (
                "to imprisonment for a term of not less than two years and not more than fourteen years",
                "prison 24..168",
            ),
            ("imprisoned not more than 5 years, or both", "prison -..60 both"),
            ("shall be sentenced to ten years in prison", "-..120 prison"),
            ("to 2 years' imprisonment or a fine", "-..24 prison fine"),
            ("imprisonment for 2 to 5 years", "prison 24..60"),
            ("imprisonment for up to twelve months or to a fine or to both", "prison -..12 fine both"),
            ("imprisonment which may extend to seven years", "prison -..84"),
            ("imprisonment for a term of six (6) years or more", "prison 72..-"),
            ("a penalty of $3,000 for each", "fine"),
            ("a level 5 fine on the standard scale", "fine"),
            ("Imprisonment for 10 years or 1,000 penalty units", "prison -..120 fine"),
            ("the child is detained and refined sugar", ""),
            ("shall suffer death", "death"),
            ("imprisonment for twenty-one years", "prison -..252"),
        ] {
            assert_eq!(brief(sentence), expected, "{sentence}");
        }
    }
}
