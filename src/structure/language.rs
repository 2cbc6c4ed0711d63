//! How a language cites, defines and punishes: data from `rules/languages/`, one file for each language.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use regex::bytes::{Regex, RegexBuilder};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::grammar::{self, Token, TokenForm};

use super::act::Kind;
use super::overlay;

mod file;

pub use file::{LanguageFile, TitleWords};

/// `rules/languages/` as `build.rs` leaves it: a line for each language, its code and the file as JSON.
static FILES: &str = include_str!(concat!(env!("OUT_DIR"), "/languages.txt"));

/// What a word or phrase is in a citation or penalty. One phrase may be several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Unit(Kind),
    /// A unit's word in the plural.
    Plural,
    /// A sentence of a provision, its first words: named in citations, and no provision.
    Within,
    Act,
    Instrument,
    This,
    That,
    Before,
    After,
    Of,
    And,
    To,
    Filler,
    Suffix,
    NumberFirst,
    Branch,
    Measure,
    Adjective,
    Link,
    Determiner,
    Cardinal(u32),
    Ordinal(u32),
    Prison,
    Life,
    Death,
    Fine,
    /// A fine that is measured in time.
    TimedFine,
    /// A sum to pay when money follows.
    Sum,
    Money,
    Both,
    /// Another sanction: a time after it is not one of imprisonment.
    Other,
    Least,
    Most,
    OrMore,
    OrLess,
    Between,
    Bridge,
    /// "for the same term"
    SameTerm,
    /// Months in one unit of time; days and weeks are told by [`Time`].
    Time(Time),
    /// A length in one word, in months.
    Alone(u32),
    /// "commits", before a class of offences.
    Commits,
    /// "degree", "level": with a number it names a class.
    Grade(u16),
    /// "felony"
    Graded(u16),
    /// A penalty with a name of its own whose length the act gives.
    Named(u16),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    Year,
    Month,
    Week,
    Day,
}

#[derive(Debug)]
struct Phrase {
    rest: Box<[Box<str>]>,
    class: Class,
}

/// A language ready for use.
#[derive(Debug)]
pub(super) struct Language {
    phrases: FxHashMap<Box<str>, Vec<Phrase>>,
    prefixes: Vec<String>,
    pub file: LanguageFile,
    /// Where a citation may start.
    pub cites: Triggers,
    /// "except in the cases of": what is cited behind it is left out.
    pub leaves_out: Triggers,
    /// Without such a word a sentence states no sanction.
    pub punishes: Triggers,
    /// Without such a word a sentence names no class of sanctions.
    pub grades: Triggers,
    /// The last words of what may stand before a unit: "this", "présent".
    pointers: FxHashSet<Box<str>>,
    closing: Option<Regex>,
    pub commences: Option<Regex>,
    /// A line that is a note to those who draft.
    pub drafting_note: Option<Regex>,
    /// A line that begins one of several wordings.
    pub alternative: Option<Regex>,
    /// "may be cited as …": asked of few texts, so compiled when one needs it.
    cited: OnceLock<Option<Regex>>,
}

/// Words sought in running text, all at once and in any case.
#[derive(Debug)]
pub(super) struct Triggers(Option<AhoCorasick>);

impl Triggers {
    fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut all: Vec<String> = Vec::new();
        for word in words {
            let mut title = word.chars();
            let title = title.next().map_or(String::new(), |c| c.to_uppercase().chain(title).collect());
            for form in [word.to_lowercase(), word.to_uppercase(), title] {
                // ASCII case is the automaton's; marks are often left out in capitals.
                let bare: String = form.nfd().filter(|&c| !is_combining_mark(c)).nfc().collect();
                all.extend([form, bare]);
            }
        }
        all.iter_mut().for_each(|word| word.make_ascii_lowercase());
        all.sort_unstable();
        all.dedup();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&all);
        Triggers(automaton.ok().filter(|_| !all.is_empty()))
    }

    /// The first trigger at or after `at`.
    pub fn find(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let input = aho_corasick::Input::new(text).range(at..);
        self.0.as_ref()?.find(input).map(|hit| (hit.start(), hit.end()))
    }

    pub fn is_in(&self, text: &str) -> bool {
        self.find(text, 0).is_some()
    }
}

/// The languages that come with the program, each compiled when it is first needed.
static BUILT_IN: LazyLock<FxHashMap<&str, (&str, OnceLock<Language>)>> = LazyLock::new(|| {
    let files = FILES.lines().filter_map(|line| line.split_once(' '));
    files.map(|(code, file)| (code, (file, OnceLock::new()))).collect()
});

impl Language {
    /// The words of a language by its code, those of English where there is no file for it.
    ///
    /// # Panics
    /// When a built-in file is broken, which a test rules out.
    pub fn named(code: &str) -> &'static Language {
        let code = code.split('-').next().unwrap_or(code);
        let laid = |code: &str| overlay::laid()?.languages.get(code);
        if let Some(language) = laid(code) {
            return language;
        }
        let Some((file, slot)) = BUILT_IN.get(code) else {
            return laid("en").unwrap_or_else(|| Language::named("en"));
        };
        slot.get_or_init(|| {
            let file = serde_json::from_str(file).map_err(|fault| fault.to_string());
            let language = file.and_then(Language::compile);
            language.unwrap_or_else(|fault| panic!("rules/languages: {code}: {fault}"))
        })
    }

    /// The built-in file of this name.
    pub fn built_in(code: &str) -> Option<serde_json::Value> {
        BUILT_IN.get(code).and_then(|(file, _)| serde_json::from_str(file).ok())
    }

    /// The codes of the languages that have a file, in order.
    #[cfg(test)]
    pub fn all() -> Vec<&'static str> {
        let mut codes: Vec<&str> = BUILT_IN.keys().copied().collect();
        codes.sort_unstable();
        codes
    }

    /// # Errors
    /// What is wrong with a regular expression of the file.
    pub fn compile(mut file: LanguageFile) -> Result<Language, String> {
        file.title.fold();
        file.list.fold();
        let mut phrases: FxHashMap<Box<str>, Vec<Phrase>> = FxHashMap::default();
        for (phrase, class) in file.phrases() {
            let mut words = grammar::tokens(phrase).into_iter().map(|token| folded(token.of(phrase)).into());
            let Some(first) = words.next() else { continue };
            phrases.entry(first).or_default().push(Phrase { rest: words.collect(), class });
        }
        for same in phrases.values_mut() {
            same.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        let citation = &file.citation;
        let nouns = citation.units.values().flatten().chain(&citation.acts).chain(&citation.counted);
        let cites = Triggers::new(nouns.chain(&citation.number_first).map(String::as_str));
        let leaves_out = Triggers::new(citation.left_out.iter().map(String::as_str));
        let penalty = &file.penalty;
        let sanctions = [
            &penalty.prison,
            &penalty.life,
            &penalty.death,
            &penalty.fine,
            &penalty.timed_fine,
            &penalty.sum,
        ];
        let punishes = Triggers::new(sanctions.into_iter().flatten().map(String::as_str));
        let grades =
            Triggers::new(penalty.grades.values().flatten().chain(&penalty.named).map(String::as_str));
        let pointing = [&citation.this, &citation.that, &citation.before, &citation.after];
        let ordinals = file.ordinals.keys();
        let pointers = pointing.into_iter().flatten().chain(ordinals);
        let pointers = pointers
            .filter_map(|phrase| grammar::tokens(phrase).last().map(|last| folded(last.of(phrase)).into()))
            .collect();
        let any = |patterns: &[String], wrap: fn(String) -> String| {
            let build = |pattern: String| {
                let mut builder = RegexBuilder::new(&pattern);
                builder.unicode(!pattern.is_ascii()).case_insensitive(true);
                builder.build().map_err(|fault| fault.to_string())
            };
            (!patterns.is_empty()).then(|| build(wrap(patterns.join("|")))).transpose()
        };
        let closing =
            any(&file.closing, |any| format!(r"(?:[;,]|—|–|،|؛|，|；)\s*(?:and\s+|then\s+)?({any})"))?;
        let commences = any(&file.commencement, |any| format!("(?:{any})"))?;
        let begins = |any: String| format!(r"^[\s>*_#\[(]*(?:{any})");
        let drafting_note = any(&file.drafting.notes, begins)?;
        let alternative = any(&file.drafting.alternatives, begins)?;
        Ok(Language {
            prefixes: file.prefixes.clone(),
            phrases,
            cites,
            leaves_out,
            punishes,
            grades,
            pointers,
            closing,
            commences,
            drafting_note,
            alternative,
            cited: OnceLock::new(),
            file,
        })
    }

    /// A passage in tokens, with what is known of each.
    pub fn read<'t>(&self, text: &'t str) -> Reading<'t> {
        let tokens = grammar::tokens(text);
        let stems: Vec<Stems> = tokens.iter().map(|token| self.stems(*token, text)).collect();
        let mut found = vec![SmallVec::new(); tokens.len()];
        for (at, forms) in stems.iter().enumerate() {
            for form in forms {
                for phrase in self.phrases.get(form.as_str()).into_iter().flatten() {
                    let after = &stems[at + 1..];
                    let fits = phrase.rest.len() <= after.len()
                        && phrase
                            .rest
                            .iter()
                            .zip(after)
                            .all(|(word, forms)| forms.iter().any(|form| form.as_str() == &**word));
                    if fits {
                        found[at].push((phrase.class, phrase.rest.len() as u8 + 1));
                    }
                }
            }
        }
        Reading { text, tokens, found }
    }

    /// The forms under which a token is looked up: itself, and without what is written together with it.
    fn stems(&self, token: Token, text: &str) -> Stems {
        let mut forms: Stems = smallvec![folded(token.of(text))];
        if token.form == TokenForm::Word && !self.prefixes.is_empty() {
            let mut at = 0;
            while at < forms.len() && forms.len() < 12 {
                for prefix in &self.prefixes {
                    if let Some(stem) = forms[at].strip_prefix(prefix.as_str())
                        && stem.chars().count() >= 2
                        && !forms.iter().any(|form| form == stem)
                    {
                        let stem = stem.to_string();
                        forms.push(stem);
                    }
                }
                at += 1;
            }
        }
        forms
    }

    /// Whether the word is one that stands before a unit and points.
    pub fn points(&self, word: &str) -> bool {
        let folded = folded(word);
        self.pointers.contains(folded.as_str())
            || self.prefixes.iter().any(|prefix| {
                folded.strip_prefix(prefix.as_str()).is_some_and(|stem| self.pointers.contains(stem))
            })
    }

    /// Whether a word starts with "and", written together with it.
    pub fn joins(&self, word: &str) -> bool {
        let and = |prefix: &&String| self.file.citation.and.contains(prefix);
        self.prefixes.iter().filter(and).any(|prefix| word.starts_with(prefix.as_str()))
    }

    /// Whether a word is written together with what stands before it.
    pub fn has_prefixes(&self) -> bool {
        !self.prefixes.is_empty()
    }

    /// Where words that close a list begin, after a comma, a semicolon or a dash.
    pub fn closes(&self, words: &str) -> Option<usize> {
        let found = self.closing.as_ref()?.captures(words.as_bytes())?;
        found.get(1).map(|closing| closing.start()).filter(|&at| words.is_char_boundary(at))
    }

    /// The name that a provision of the text gives to the law.
    pub fn cited_as<'t>(&self, text: &'t str) -> Option<&'t str> {
        let regex = self.cited.get_or_init(|| {
            let patterns = &self.file.title.cited;
            let regex = RegexBuilder::new(&patterns.join("|")).case_insensitive(true).build();
            (!patterns.is_empty()).then(|| regex.unwrap_or_else(|fault| panic!("rules/languages: {fault}")))
        });
        let found = regex.as_ref()?.captures(text.as_bytes())?;
        let name = found.iter().skip(1).flatten().next()?;
        text.get(name.range()).map(str::trim)
    }

    /// The value of an ordinal word: "tercero" is 3.
    pub fn ordinal(&self, word: &str) -> Option<u32> {
        let folded = folded(word);
        self.phrases.get(folded.as_str())?.iter().find_map(|phrase| match phrase.class {
            Class::Ordinal(value) if phrase.rest.is_empty() => Some(value),
            _ => None,
        })
    }
}

type Stems = SmallVec<[String; 1]>;

/// Tokens of a passage and the phrases that start at each.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token>,
    found: Vec<SmallVec<[(Class, u8); 2]>>,
}

impl<'t> Reading<'t> {
    pub fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    /// The token as printed, empty behind the end.
    pub fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    /// Whether the token is this mark.
    pub fn is_mark(&self, at: usize, marks: &[&str]) -> bool {
        self.token(at)
            .is_some_and(|token| token.form == TokenForm::Mark && marks.contains(&token.of(self.text)))
    }

    /// Whether nothing stands between the token and the one before.
    pub fn is_joined(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }

    /// What the longest phrase at `at` of a wanted class is, and the token after it.
    pub fn phrase<T>(&self, at: usize, want: impl Fn(Class) -> Option<T>) -> Option<(T, usize)> {
        let all = self.found.get(at)?.iter();
        let wanted = all.filter_map(|&(class, length)| Some((want(class)?, at + usize::from(length))));
        wanted.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// The token after the longest phrase of this class at `at`.
    pub fn is(&self, at: usize, class: Class) -> Option<usize> {
        self.phrase(at, |found| (found == class).then_some(())).map(|((), next)| next)
    }

    /// The token after phrases of this class at `at`, `at` without one.
    pub fn skip(&self, at: usize, class: Class) -> usize {
        let mut at = at;
        while let Some(next) = self.is(at, class) {
            at = next;
        }
        at
    }
}

/// A word for looking up: lower case, without accents, vowel signs, lengthening and apostrophe.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.trim_end_matches('\'').to_ascii_lowercase();
    }
    let plain = word.nfkd().filter(|&c| !is_combining_mark(c) && c != '\u{0640}');
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    lower.trim_end_matches(['\'', '’']).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_languages_compile() {
        assert!(Language::all().len() >= 7);
        for code in Language::all() {
            assert_eq!(Language::named(code).file.language, code);
        }
        assert_eq!(Language::named("xx").file.language, "en");
        assert_eq!(Language::named("pt-BR").file.language, "pt");
    }

    #[test]
    fn phrases_are_found_in_any_spelling() {
        let read = Language::named("es").read("del ARTICULO anterior");
        assert_eq!(
            read.phrase(1, |class| matches!(class, Class::Unit(_)).then_some(class)),
            Some((Class::Unit(Kind::Article), 2))
        );
        assert_eq!(read.is(2, Class::Before), Some(3));
        let read = Language::named("ar").read("بالمَادَّةِ وبهذا القانون");
        assert!(read.phrase(0, |class| matches!(class, Class::Unit(_)).then_some(())).is_some());
        assert_eq!(read.is(1, Class::This), Some(2));
    }

    #[test]
    fn folding() {
        assert_eq!(folded("L’"), "l");
        assert_eq!(folded("Nº"), "no");
        assert_eq!(folded("المــادة"), "المادة");
    }
}
