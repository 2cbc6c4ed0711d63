//! Provisions as the mark-up of their file states them: taken as they are, not guessed from the words.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as NoKind;

use crate::grammar;
use crate::source::{Source, Stated};
use crate::span::Span;

use super::act::{Force, Kind, Provision, ProvisionId};
use super::divisions::Division;
use super::units::Unit;

/// Provisions nest no deeper; deeper ones become siblings.
const MOST_DEPTH: usize = 40;

/// The provisions that the mark-up states, the first of them the act. None where the file states none, or leaves
/// the inner levels to the words: then all is read from these.
///
/// `units` and `divisions` are what the words show: they know which part of a printed number is the number.
pub(super) fn provisions(source: &Source, units: &[Unit], divisions: &[Division]) -> Option<Vec<Provision>> {
    let stated = &source.stated;
    if stated.len() < 2 || !is_whole(source) {
        return None;
    }
    let text = source.text.as_str();
    let numbers: BTreeMap<u32, Span> = units
        .iter()
        .map(|unit| (unit.marker.start, unit.printed))
        .chain(divisions.iter().map(|division| (division.marker.start, division.number)))
        .collect();
    let mut provisions: Vec<Provision> = Vec::with_capacity(stated.len());
    let mut depths: Vec<usize> = Vec::with_capacity(stated.len());
    for (at, it) in stated.iter().enumerate() {
        let mut parent = it.parent as usize;
        while at > 0 && depths[parent] >= MOST_DEPTH {
            parent = stated[parent].parent as usize;
        }
        depths.push(if at == 0 { 0 } else { depths[parent] + 1 });
        let num = it.term.clone().unwrap_or_else(|| number(text, it.marker, &numbers));
        provisions.push(Provision {
            kind: if at == 0 { Kind::Act } else { kind(it) },
            num,
            label: String::new(),
            unit: String::new(),
            heading: it.heading,
            eid: String::new(),
            parent: (at > 0).then_some(ProvisionId(parent as u32)),
            children: Vec::new(),
            last: ProvisionId(0),
            span: Span::default(),
            marker: it.marker,
            intro: it.intro.clone(),
            wrap_up: it.wrap_up.clone(),
            quoted: it.quoted,
            force: Force::Live,
        });
        if at > 0 {
            provisions[parent].children.push(ProvisionId(at as u32));
        }
    }
    Some(provisions)
}

fn kind(stated: &Stated) -> Kind {
    let name: serde::de::value::StrDeserializer<'_, NoKind> = stated.kind.as_str().into_deserializer();
    Kind::deserialize(name).unwrap_or(Kind::Text)
}

/// Whether the mark-up goes down to the items: lists that stand as lines inside of one provision were left to the reader.
fn is_whole(source: &Source) -> bool {
    let text = source.text.as_str();
    let is_item = |span: &Span| {
        let line = grammar::line(text, *span);
        !line.enclosed.is_empty() || matches!(line.head, grammar::Head::Number(_))
    };
    let (mut inner, mut unmarked) = (0, 0);
    for it in source.stated.iter().skip(1).filter(|it| it.kind != "preface" && it.kind != "definition") {
        inner += 1;
        // The first line may repeat the number of the provision.
        unmarked += it.intro.iter().skip(1).chain(&it.wrap_up).filter(|span| is_item(span)).count();
    }
    unmarked * 20 <= inner
}

/// The number in what is printed as one.
fn number(text: &str, marker: Option<Span>, known: &BTreeMap<u32, Span>) -> String {
    let Some(marker) = marker else { return String::new() };
    if let Some(number) = known.get(&marker.start).filter(|it| it.end <= marker.end) {
        return without_half_brackets(number.of(text).trim());
    }
    let line = grammar::line(text, marker);
    if let Some(first) = line.enclosed.first() {
        return first.number.of(text).trim().to_owned();
    }
    // "PART II", "Article 318 bis", "5.", "« 24.1": the words before the figures are none of it.
    let bare = marker.of(text).trim_matches(|c: char| !c.is_alphanumeric());
    let is_word = |word: &str| {
        let word = word.strip_suffix('.').unwrap_or(word);
        word.chars().count() > 2 && word.chars().all(char::is_alphabetic)
    };
    let number = match bare.split_once(char::is_whitespace) {
        Some((first, rest)) if is_word(first) => rest.trim_matches(|c: char| !c.is_alphanumeric()),
        _ => bare,
    };
    // "§ 1º", "§ 1.º": the ending of an ordinal in figures.
    let plain = number.trim_end_matches(['º', 'ª', '°']).trim_end_matches('.');
    let number = if plain.ends_with(|c: char| c.is_ascii_digit()) { plain } else { number };
    without_half_brackets(number)
}

/// Of "(12) bis" one bracket is left.
fn without_half_brackets(number: &str) -> String {
    let whole = number.matches('(').count() == number.matches(')').count();
    if whole { number.to_owned() } else { number.replace(['(', ')'], "") }
}
