//! How a country's laws are divided and numbered: data from `rules/traditions/`.

use std::sync::LazyLock;

// Over bytes: counted repetitions of negated classes are a hundred times dearer over Unicode.
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::act::Kind;
use super::number::{self, Alphabet, Number};

/// Compiled for the tradition of the text at hand, when it is first needed.
type Lazy<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>;

/// A tradition file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    id: String,
    /// The tradition whose words this one shares.
    like: Option<String>,
    #[serde(default)]
    divisions: FxHashMap<String, Kind>,
    #[serde(default)]
    units: FxHashMap<String, Kind>,
    #[serde(default)]
    levels: FxHashMap<String, Kind>,
    #[serde(default)]
    ordinals: FxHashMap<String, u32>,
    #[serde(default)]
    contents: Vec<String>,
    #[serde(default)]
    repealed: Vec<String>,
    #[serde(default)]
    proviso: Vec<String>,
    #[serde(default)]
    defining: Vec<String>,
    #[serde(default)]
    announcing: Vec<String>,
    #[serde(default)]
    naming: Vec<String>,
    #[serde(default)]
    before_term: Vec<String>,
    #[serde(default)]
    scopes: FxHashMap<String, Kind>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    closing: Vec<String>,
    #[serde(default)]
    reference_words: Vec<String>,
    #[serde(default)]
    reference_tails: Vec<String>,
    #[serde(default)]
    headed_levels: bool,
    #[serde(default)]
    amendment: Amendment,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amendment {
    #[serde(default)]
    leads: Vec<String>,
    #[serde(default)]
    own: Vec<String>,
}

/// A tradition ready for use.
#[derive(Debug)]
pub(super) struct Tradition {
    pub id: String,
    divisions: FxHashMap<String, Kind>,
    units: FxHashMap<String, Kind>,
    levels: FxHashMap<Alphabet, Kind>,
    ordinals: FxHashMap<String, u32>,
    pub contents: Vec<String>,
    pub repealed: Vec<String>,
    pub proviso: Vec<String>,
    pub defining: Vec<String>,
    pub announcing: Vec<String>,
    pub naming: Vec<String>,
    pub before_term: Vec<String>,
    scopes: FxHashMap<String, Kind>,
    pub notes: Lazy<RegexSet>,
    pub note_at_start: Lazy<Option<Regex>>,
    pub reference_words: Vec<String>,
    closing: Lazy<Option<Regex>>,
    pub reference_tails: Vec<String>,
    pub headed_levels: bool,
    pub amendment_leads: Lazy<RegexSet>,
    pub amendment_own: Lazy<RegexSet>,
    has_own_units: bool,
}

/// The traditions that come with the program, in the order of their files' names.
///
/// # Panics
/// When a built-in file is broken, which a test rules out.
pub(super) static BUILT_IN: LazyLock<Vec<Tradition>> = LazyLock::new(|| {
    let json = include_str!(concat!(env!("OUT_DIR"), "/traditions.json"));
    let mut written: Vec<Written> =
        serde_json::from_str(json).unwrap_or_else(|fault| panic!("built-in:traditions: {fault}\n{json}"));
    written.sort_by(|a, b| a.id.cmp(&b.id));
    written.iter().map(|one| compile(one, &written)).collect()
});

fn compile(one: &Written, all: &[Written]) -> Tradition {
    let nothing = Written::default();
    let base =
        one.like.as_ref().and_then(|like| all.iter().find(|other| other.id == *like)).unwrap_or(&nothing);
    let words = |own: &FxHashMap<String, Kind>, shared: &FxHashMap<String, Kind>| {
        let all = shared.iter().chain(own);
        all.map(|(word, kind)| (fold(word), *kind)).collect::<FxHashMap<_, _>>()
    };
    let list = |own: &[String], shared: &[String]| own.iter().chain(shared).map(|word| fold(word)).collect();
    let plain = |own: &[String], shared: &[String]| own.iter().chain(shared).cloned().collect::<Vec<_>>();
    let regexes = |own: &[String], shared: &[String]| {
        let all = plain(own, shared);
        lazy(move || {
            let mut set = RegexSetBuilder::new(all);
            set.unicode(false).case_insensitive(true).build().expect("tradition patterns compile")
        })
    };
    let regex = |pattern: Option<String>| {
        lazy(move || {
            pattern.map(|pattern| {
                let mut one = RegexBuilder::new(&pattern);
                one.unicode(false).case_insensitive(true).build().expect("tradition patterns compile")
            })
        })
    };
    let first = one.notes.iter().chain(&base.notes).find(|note| note.starts_with(r"^\["));
    Tradition {
        id: one.id.clone(),
        divisions: words(&one.divisions, &base.divisions),
        units: words(&one.units, &base.units),
        levels: one.levels.iter().filter_map(|(name, kind)| Some((alphabet(name)?, *kind))).collect(),
        ordinals: base
            .ordinals
            .iter()
            .chain(&one.ordinals)
            .map(|(word, value)| (fold(word), *value))
            .collect(),
        contents: list(&one.contents, &base.contents),
        repealed: list(&one.repealed, &base.repealed),
        proviso: list(&one.proviso, &base.proviso),
        defining: plain(&one.defining, &base.defining),
        announcing: plain(&one.announcing, &base.announcing),
        naming: plain(&one.naming, &base.naming),
        before_term: plain(&one.before_term, &base.before_term),
        scopes: words(&one.scopes, &base.scopes),
        notes: regexes(&one.notes, &base.notes),
        note_at_start: regex(first.cloned()),
        reference_tails: plain(&one.reference_tails, &base.reference_tails),
        headed_levels: one.headed_levels,
        closing: regex((!one.closing.is_empty() || !base.closing.is_empty()).then(|| {
            let any = plain(&one.closing, &base.closing).join("|");
            format!(r"(?:[;,]|—|–)\s*(?:and\s+|then\s+)?({any})")
        })),
        reference_words: list(&one.reference_words, &base.reference_words),
        amendment_leads: regexes(&one.amendment.leads, &base.amendment.leads),
        amendment_own: regexes(&one.amendment.own, &base.amendment.own),
        has_own_units: !one.units.is_empty(),
    }
}

fn lazy<T>(make: impl FnOnce() -> T + Send + Sync + 'static) -> Lazy<T> {
    LazyLock::new(Box::new(make))
}

fn alphabet(name: &str) -> Option<Alphabet> {
    Some(match name {
        "digit" => Alphabet::Digit,
        "lower" => Alphabet::Lower,
        "lower-roman" => Alphabet::LowerRoman,
        "upper" => Alphabet::Upper,
        "upper-roman" => Alphabet::UpperRoman,
        _ => return None,
    })
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

    /// What an enclosed number of this alphabet is.
    pub fn level(&self, alphabet: Alphabet) -> Kind {
        self.levels.get(&alphabet).copied().unwrap_or(Kind::Item)
    }

    /// What "in this …" names.
    pub fn scope(&self, word: &str) -> Option<Kind> {
        self.scopes.get(&fold(word)).copied()
    }

    /// The number a word or figure of a heading stands for.
    pub fn ordinal(&self, printed: &str) -> Option<Number> {
        if let Some(value) = self.ordinals.get(&fold(printed)) {
            return number::ordinal(&value.to_string());
        }
        number::ordinal(printed)
    }

    /// Where words that close a list begin, after a comma, a semicolon or a dash.
    pub fn closes(&self, words: &str) -> Option<usize> {
        let found = self.closing.as_ref()?.captures(words.as_bytes())?;
        found.get(1).map(|closing| closing.start())
    }

    /// Whether the tradition knows unit words that the one it is like does not.
    pub fn has_own_units(&self) -> bool {
        self.has_own_units
    }
}

/// Lower case without accents, points and marks of order, for looking words up.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.trim_end_matches(['.', ':']).to_ascii_lowercase();
    }
    let plain = word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).collect::<String>().trim_end_matches(['.', ':', 'º', '°']).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_traditions_compile() {
        let ids: Vec<_> = BUILT_IN.iter().map(|tradition| tradition.id.as_str()).collect();
        assert_eq!(ids, ["articles", "commonwealth", "united-states"]);
        for one in BUILT_IN.iter() {
            [&one.notes, &one.amendment_leads, &one.amendment_own].into_iter().for_each(|set| {
                LazyLock::force(set);
            });
            [&one.note_at_start, &one.closing].into_iter().for_each(|one| {
                LazyLock::force(one);
            });
        }
    }

    #[test]
    fn words_are_looked_up_folded() {
        let articles = &BUILT_IN[0];
        assert_eq!(articles.unit("Artículo"), Some(Kind::Article));
        assert_eq!(articles.unit("ARTIGO"), Some(Kind::Article));
        assert_eq!(articles.unit("المادة"), Some(Kind::Article));
        assert_eq!(BUILT_IN[1].ordinal("FIRST").map(|n| n.main()), Some(1));
    }
}
