//! How a country's laws are divided, numbered and cited: data from `rules/traditions/`.

mod choice;
mod written;

use std::sync::LazyLock;

// Over bytes: counted repetitions of negated classes are a hundred times dearer over Unicode.
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization as _;

use crate::grammar::MarkerForm;

use super::act::Kind;
use super::number::{self, Alphabet, Number};
pub(super) use written::Written;

pub(super) use choice::choose;

/// Compiled for the tradition of the text at hand, when it is first needed.
type Lazy<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>;

fn lazy<T>(make: impl FnOnce() -> T + Send + Sync + 'static) -> Lazy<T> {
    LazyLock::new(Box::new(make))
}

/// A tradition ready for use.
#[derive(Debug)]
pub(super) struct Tradition {
    divisions: FxHashMap<String, Kind>,
    units: FxHashMap<String, Kind>,
    after_number: FxHashMap<String, Kind>,
    provisions: Vec<String>,
    inner: FxHashMap<String, Kind>,
    levels: Vec<(Option<MarkerForm>, Alphabet, Kind)>,
    labels: FxHashMap<Kind, String>,
    ordinals: FxHashMap<String, u32>,
    adding: FxHashMap<String, u32>,
    pub contents: Vec<String>,
    pub repealed: Vec<String>,
    pub proviso: Vec<String>,
    pub notes: Lazy<RegexSet>,
    pub note_at_start: Lazy<Option<Regex>>,
    pub reference_words: Vec<String>,
    pub reference_tails: Vec<String>,
    pub headed_levels: bool,
    /// Divisions and main units are cited by the word of the law itself.
    pub cited_by_own_word: bool,
    /// A number and a blank alone mark a paragraph: `２　前項の`.
    pub bare_markers: bool,
    pub amendment_leads: Lazy<RegexSet>,
    pub amendment_own: Lazy<RegexSet>,
}

/// What every text is first read with: notes in English brackets.
pub(super) fn common() -> &'static Tradition {
    written::ready(written::COMMON)
}

fn compile(one: &Written) -> Tradition {
    let words = |map: &FxHashMap<String, Kind>| map.iter().map(|(word, kind)| (fold(word), *kind)).collect();
    let list = |words: &[String]| words.iter().map(|word| fold(word)).collect();
    let set = |patterns: &[String]| {
        let patterns = patterns.to_vec();
        lazy(move || {
            let mut set = RegexSetBuilder::new(patterns);
            set.unicode(false).case_insensitive(true).build().expect("tradition patterns compile")
        })
    };
    let first = one.notes.iter().find(|note| note.starts_with(r"^\[")).cloned();
    Tradition {
        divisions: words(&one.divisions),
        units: words(&one.units),
        after_number: words(&one.after_number),
        provisions: list(&one.provisions),
        inner: words(&one.inner),
        levels: one.levels.iter().filter_map(|(key, kind)| level(key, *kind)).collect(),
        labels: one.labels.clone(),
        ordinals: one.ordinals.iter().map(|(word, value)| (fold(word), *value)).collect(),
        adding: one.adding.iter().map(|(word, value)| (fold(word), *value)).collect(),
        contents: list(&one.contents),
        repealed: list(&one.repealed),
        proviso: list(&one.proviso),
        notes: set(&one.notes),
        note_at_start: lazy(move || {
            first.map(|note| {
                let mut one = RegexBuilder::new(&note);
                one.unicode(false).case_insensitive(true).build().expect("tradition patterns compile")
            })
        }),
        reference_tails: one.reference_tails.clone(),
        headed_levels: one.headed_levels,
        bare_markers: one.bare_markers,
        cited_by_own_word: one.cited_by_own_word,
        reference_words: list(&one.reference_words),
        amendment_leads: set(&one.amendment.leads),
        amendment_own: set(&one.amendment.own),
    }
}

/// A level as its tradition writes it: `(1)`, `1.`, `a)`, `I -`, `一、`, `1 …` (a blank only), `1` (any form).
fn level(key: &str, kind: Kind) -> Option<(Option<MarkerForm>, Alphabet, Kind)> {
    let core = key.trim_matches(|c: char| !c.is_alphanumeric() || c == '°' || c == 'º');
    let rest = &key[core.as_ptr() as usize - key.as_ptr() as usize + core.len()..];
    let form = match rest.trim() {
        _ if key.starts_with('(') => Some(MarkerForm::Enclosed),
        "" => None,
        "…" => Some(MarkerForm::Bare),
        ")" => Some(MarkerForm::Half),
        "°" => Some(MarkerForm::Degree),
        "-" => Some(MarkerForm::Dashed),
        _ => Some(MarkerForm::Dotted),
    };
    let alphabet = match core {
        "1" => Alphabet::Digit,
        "a" => Alphabet::Lower,
        "i" => Alphabet::LowerRoman,
        "A" => Alphabet::Upper,
        "I" => Alphabet::UpperRoman,
        "一" => Alphabet::Han,
        "イ" => Alphabet::Kana,
        "①" => Alphabet::Circled,
        "letter" => Alphabet::Letter,
        _ => return None,
    };
    Some((form, alphabet, kind))
}

impl Tradition {
    /// What a division word opens ("PART", "Título").
    pub fn division(&self, word: &str) -> Option<Kind> {
        self.divisions.get(&fold(word)).copied()
    }

    /// What a main unit's word opens ("Section", "Art.").
    pub fn unit(&self, word: &str) -> Option<Kind> {
        self.units.get(&fold(word)).copied()
    }

    /// What a word opens that stands behind its number ("5 §", "1 kap.", "ÜÇÜNCÜ KISIM").
    pub fn after_number(&self, word: &str) -> Option<Kind> {
        if self.after_number.is_empty() || word.is_empty() {
            return None;
        }
        self.after_number.get(&fold(word)).copied()
    }

    /// What a word opens that numbers an inner level ("§ 1º" under "Art. 1º", "Parágrafo único").
    pub fn inner(&self, word: &str) -> Option<Kind> {
        if self.inner.is_empty() { None } else { self.inner.get(&fold(word)).copied() }
    }

    /// The length of the words that name a provision outside the numbering ("Disposición adicional").
    pub fn provision(&self, words: &str) -> Option<usize> {
        if self.provisions.is_empty() {
            return None;
        }
        let end = words.match_indices(' ').nth(1).map_or(words.len(), |(at, _)| at);
        let head = words[..end].trim_end_matches(['.', ':', ' ']);
        self.provisions.contains(&fold(head)).then_some(head.len())
    }

    /// What a number of this form and alphabet is inside a main unit.
    pub fn level(&self, form: MarkerForm, alphabet: Alphabet) -> Kind {
        let alphabet = if alphabet == Alphabet::Hijai { Alphabet::Letter } else { alphabet };
        let of = |wanted: Option<MarkerForm>| {
            self.levels.iter().find(|level| level.0 == wanted && level.1 == alphabet).map(|level| level.2)
        };
        of(Some(form)).or_else(|| of(None)).unwrap_or(Kind::Item)
    }

    /// How a kind is cited, with `{n}` for its number; none where English says how.
    pub fn label(&self, kind: Kind) -> Option<&str> {
        self.labels.get(&kind).map(String::as_str)
    }

    /// The number a word or figure of a heading stands for.
    pub fn ordinal(&self, printed: &str) -> Option<Number> {
        if let Some(value) = self.ordinal_word(printed) {
            return number::ordinal(&value.to_string());
        }
        number::ordinal(printed)
    }

    /// The number for `unit` and eIds; ordinals in words become figures.
    pub fn folded(&self, printed: &str) -> String {
        match self.ordinal_phrase(printed) {
            Some((value, length)) if length == printed.trim_end().len() => value.to_string(),
            _ => number::folded(printed),
        }
    }

    /// The value of an ordinal in words.
    pub fn ordinal_word(&self, printed: &str) -> Option<u32> {
        self.ordinals.get(&fold(printed)).copied()
    }

    /// The value of an ordinal in one or more words at the start, and its length: "الثالثة عشرة" is 13.
    pub fn ordinal_phrase(&self, words: &str) -> Option<(u32, usize)> {
        let mut value = 0;
        let mut length = 0;
        for (index, word) in words.split_whitespace().take(4).enumerate() {
            let start = word.as_ptr() as usize - words.as_ptr() as usize;
            let bare = word.trim_end_matches(['.', ':', '-', '–', '—', ',', '،', ')']);
            let part = match self.ordinals.get(&fold(bare)) {
                Some(&part) if index == 0 || value % 10 == 0 && part < 10 => part,
                _ if index > 0 => match self.adding.get(&fold(bare)) {
                    Some(&part) => part,
                    None => break,
                },
                _ => break,
            };
            value += part;
            length = start + bare.len();
            if bare.len() != word.len() {
                break;
            }
        }
        (value > 0).then_some((value, length))
    }
}

/// Lower case without accents, points and marks of order, for looking words up.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.trim_end_matches(['.', ':']).to_ascii_lowercase();
    }
    let plain = word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c) && *c != 'ـ');
    let lower = plain.flat_map(char::to_lowercase).map(|c| match c {
        'ı' => 'i',
        'đ' => 'd',
        'ł' => 'l',
        'ø' => 'o',
        'ς' => 'σ',
        c => c,
    });
    lower.collect::<String>().trim_end_matches(['.', ':', 'º', '°']).to_string()
}

/// The names of the traditions that come with the program, sorted.
pub fn names() -> Vec<&'static str> {
    static NAMES: LazyLock<Vec<&str>> =
        LazyLock::new(|| written::all().iter().map(|one| one.id.as_str()).collect());
    NAMES.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_traditions_compile() {
        for name in names() {
            let one = written::ready(name);
            for set in [&one.notes, &one.amendment_leads, &one.amendment_own] {
                LazyLock::force(set);
            }
            LazyLock::force(&one.note_at_start);
            for (key, kind) in &written::named(name).levels {
                assert!(level(key, *kind).is_some(), "{name}: level {key}");
            }
        }
    }

    #[test]
    fn words_are_looked_up_folded() {
        let of = written::ready;
        assert_eq!(of("spanish").unit("Artículo"), Some(Kind::Article));
        assert_eq!(of("portuguese").unit("ARTIGO"), Some(Kind::Article));
        assert_eq!(of("arabic").unit("المادة"), Some(Kind::Article));
        assert_eq!(of("turkish").after_number("KISIM"), Some(Kind::Part));
        assert_eq!(of("turkish").ordinal("BİRİNCİ").map(|n| n.main()), Some(1));
        assert_eq!(of("commonwealth").ordinal("FIRST").map(|n| n.main()), Some(1));
        assert_eq!(
            of("spanish").provision("Disposición adicional primera."),
            Some("Disposición adicional".len())
        );
    }

    #[test]
    fn levels_are_known_by_form_and_alphabet() {
        let german = written::ready("german");
        assert_eq!(german.level(MarkerForm::Enclosed, Alphabet::Digit), Kind::Paragraph);
        assert_eq!(german.level(MarkerForm::Dotted, Alphabet::Digit), Kind::Item);
        assert_eq!(german.level(MarkerForm::Half, Alphabet::Lower), Kind::Point);
    }
}
