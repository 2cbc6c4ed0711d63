//! A language file as written: `rules/languages/fr.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::structure::act::Kind;

use super::{Class, Time};

/// How a language cites, defines and punishes. Words are compared without case and accents; a phrase may have
/// several words; a word may stand in several lists.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LanguageFile {
    /// ISO 639-1 code; the file's name.
    pub language: String,
    /// Letters written together with the word after them ("و", "ال").
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Number words.
    #[serde(default)]
    pub numbers: BTreeMap<String, u32>,
    /// Ordinal words.
    #[serde(default)]
    pub ordinals: BTreeMap<String, u32>,
    pub citation: CitationWords,
    pub penalty: PenaltyWords,
    pub definition: DefinitionWords,
    /// Words that close a list and are said of every item (regular expressions, any case).
    #[serde(default)]
    pub closing: Vec<String>,
    /// Words that say when a law enters into force (regular expressions, any case).
    #[serde(default)]
    pub commencement: Vec<String>,
    #[serde(default)]
    pub drafting: DraftingWords,
    #[serde(default)]
    pub title: TitleWords,
    #[serde(default)]
    pub list: ListWords,
}

/// The words of lists.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ListWords {
    /// Words at the end of a lead-in whose items are conditions that hold together ("if", "who").
    pub conditions: Vec<String>,
    /// Words that begin, before a dash or a colon, a line with the penalty of what stands above it ("Pena –").
    pub penalty_lines: Vec<String>,
}

impl ListWords {
    /// Puts the words in the form under which words are looked up.
    pub(super) fn fold(&mut self) {
        for list in [&mut self.conditions, &mut self.penalty_lines] {
            list.iter_mut().for_each(|word| *word = super::folded(word));
        }
    }
}

/// The words of titles.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct TitleWords {
    /// Kinds of law, in all their forms: "Act", "decreto-lei" as two words.
    pub kinds: Vec<String>,
    /// Ends of compound words that are a law on what stands before ("gesetz").
    pub kind_endings: Vec<String>,
    /// Whether the kind of law stands first in a title ("Ley de …") rather than anywhere ("Ports Act").
    pub kind_first: bool,
    /// Words of a title that say nothing of the subject: organs, ranks, numbering.
    pub plain: Vec<String>,
    /// First words of a long title, which names more than the law is about: "An Act to …".
    pub long: Vec<String>,
    /// First words of a line below the number of a law that says its subject ("Dispõe sobre …").
    pub goes_on: Vec<String>,
    /// Where a provision says what the law is called (regular expressions, any case; the name is the first group).
    pub cited: Vec<String>,
}

impl TitleWords {
    /// Puts the words in the form under which words are looked up.
    pub(super) fn fold(&mut self) {
        for list in
            [&mut self.kinds, &mut self.kind_endings, &mut self.plain, &mut self.long, &mut self.goes_on]
        {
            list.iter_mut().for_each(|word| *word = super::folded(word));
        }
    }
}

/// The words of drafts (regular expressions for the beginning of a line, any case).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct DraftingWords {
    /// A note to those who draft: "Drafting note".
    pub notes: Vec<String>,
    /// One of several wordings, of which one will be law: "Option A".
    pub alternatives: Vec<String>,
}

/// The words of citations.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct CitationWords {
    /// What each kind of provision is called, in all its forms.
    pub units: BTreeMap<Kind, Vec<String>>,
    /// Forms of these words that name several: "the preceding articles" are all of them in the division.
    pub plurals: Vec<String>,
    /// What paragraphs without a number are called that are counted ("alinéa", "款").
    pub counted: Vec<String>,
    /// What is named inside a provision and is no provision itself ("Satz", "caput").
    pub within: Vec<String>,
    /// What a law may call itself after "this".
    pub acts: Vec<String>,
    /// Other instruments that may be named.
    pub instruments: Vec<String>,
    /// Ends of compound words that name an instrument ("gesetz").
    pub instrument_endings: Vec<String>,
    /// Whether the name of an instrument ends in what it is ("Passport Act"), rather than starting with it.
    pub instrument_last: bool,
    /// Whether an instrument may follow without a word between ("§ 263 StGB").
    pub instrument_bare: bool,
    /// Whether the instrument stands before the provisions ("刑法第三条").
    pub instrument_first: bool,
    /// What may end the name of an instrument that stands first; what cannot be part of it.
    pub instrument_stops: Vec<String>,
    /// Adjectives of instruments in lower case ("pénal").
    pub adjectives: Vec<String>,
    /// Small words inside the names of instruments.
    pub links: Vec<String>,
    /// Articles of nouns.
    pub determiners: Vec<String>,
    pub this: Vec<String>,
    pub that: Vec<String>,
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// Between an inner provision and what it stands in.
    pub of: Vec<String>,
    pub and: Vec<String>,
    pub to: Vec<String>,
    /// Words before a reference that leave out the cases it names ("except in the cases of").
    pub left_out: Vec<String>,
    /// Passed over between a unit and its number ("n°").
    pub fillers: Vec<String>,
    /// Behind a number, a part of it ("er", "º", "bis").
    pub suffixes: Vec<String>,
    /// Before a number whose unit comes after it ("第").
    pub number_first: Vec<String>,
    /// Between a number and that of what was inserted after it ("之").
    pub branch: Vec<String>,
    /// What a number counts that is no number of a provision.
    pub measures: Vec<String>,
    /// Whether a hyphen between figures makes one number ("L823-3-1") rather than a range.
    pub hyphenated: bool,
    /// Whether "§ 95 Abs. 1 oder Abs. 2" names two paragraphs of the one section.
    pub carries_on: bool,
    /// Whether a paragraph cited without brackets may be a main unit ("paragraph 4").
    pub bare_units: bool,
    /// Whether "title 18" names other law.
    pub titles_are_codes: bool,
}

/// The words of sanctions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PenaltyWords {
    pub prison: Vec<String>,
    pub life: Vec<String>,
    pub death: Vec<String>,
    pub fine: Vec<String>,
    /// Fines that are measured in days or months.
    pub timed_fine: Vec<String>,
    /// Sums to pay, where money follows.
    pub sum: Vec<String>,
    pub money: Vec<String>,
    pub both: Vec<String>,
    /// Other sanctions: a time after them is not one of imprisonment.
    pub other: Vec<String>,
    pub least: Vec<String>,
    pub most: Vec<String>,
    /// After a length of time.
    pub or_more: Vec<String>,
    pub or_less: Vec<String>,
    /// Before a range.
    pub between: Vec<String>,
    /// Passed over inside a length of time.
    pub bridges: Vec<String>,
    pub years: Vec<String>,
    pub months: Vec<String>,
    pub weeks: Vec<String>,
    pub days: Vec<String>,
    /// "for the same term": the length of the sanction before.
    pub same_term: Vec<String>,
    /// Lengths in one word, in months.
    pub alone: BTreeMap<String, u32>,
    /// Before a class of offences whose penalty is meant.
    pub commits: Vec<String>,
    /// What classes of offences and penalties are counted in: "class", "degree".
    pub grades: BTreeMap<String, Vec<String>>,
    /// What has classes: "felony".
    pub graded: BTreeMap<String, Vec<String>>,
    /// Penalties with a name of their own whose length another provision gives.
    pub named: Vec<String>,
}

/// The words of definitions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct DefinitionWords {
    /// Words after a term that define it.
    pub verbs: Vec<String>,
    /// Words that announce a list of definitions.
    pub announcing: Vec<String>,
    /// What such a list is headed.
    pub headings: Vec<String>,
    /// Words before a marked term that name what was just said.
    pub naming: Vec<String>,
    /// Words before a term in its definition.
    pub before_term: Vec<String>,
    /// Words after which a term without marks is defined ("se entiende por").
    pub introducers: Vec<String>,
    /// "in this": before the name of what a definition holds for.
    pub in_this: Vec<String>,
    /// Whether a term may be followed by a colon alone.
    pub colon: bool,
}

impl LanguageFile {
    /// All phrases with what they are.
    pub(super) fn phrases(&self) -> Vec<(&str, Class)> {
        let mut all: Vec<(&str, Class)> = Vec::new();
        let c = &self.citation;
        let p = &self.penalty;
        for (kind, words) in &c.units {
            all.extend(words.iter().map(|word| (word.as_str(), Class::Unit(*kind))));
        }
        let lists: [(&[String], Class); 38] = [
            (&c.counted, Class::Unit(Kind::Text)),
            (&c.plurals, Class::Plural),
            (&c.within, Class::Within),
            (&c.acts, Class::Act),
            (&c.instruments, Class::Instrument),
            (&c.adjectives, Class::Adjective),
            (&c.links, Class::Link),
            (&c.determiners, Class::Determiner),
            (&c.this, Class::This),
            (&c.that, Class::That),
            (&c.before, Class::Before),
            (&c.after, Class::After),
            (&c.of, Class::Of),
            (&c.and, Class::And),
            (&c.to, Class::To),
            (&c.fillers, Class::Filler),
            (&c.suffixes, Class::Suffix),
            (&c.number_first, Class::NumberFirst),
            (&c.branch, Class::Branch),
            (&c.measures, Class::Measure),
            (&p.prison, Class::Prison),
            (&p.life, Class::Life),
            (&p.death, Class::Death),
            (&p.fine, Class::Fine),
            (&p.timed_fine, Class::TimedFine),
            (&p.sum, Class::Sum),
            (&p.money, Class::Money),
            (&p.both, Class::Both),
            (&p.other, Class::Other),
            (&p.least, Class::Least),
            (&p.most, Class::Most),
            (&p.or_more, Class::OrMore),
            (&p.or_less, Class::OrLess),
            (&p.between, Class::Between),
            (&p.bridges, Class::Bridge),
            (&p.years, Class::Time(Time::Year)),
            (&p.months, Class::Time(Time::Month)),
            (&p.weeks, Class::Time(Time::Week)),
        ];
        for (words, class) in lists {
            all.extend(words.iter().map(|word| (word.as_str(), class)));
        }
        all.extend(p.days.iter().map(|word| (word.as_str(), Class::Time(Time::Day))));
        all.extend(p.same_term.iter().map(|word| (word.as_str(), Class::SameTerm)));
        all.extend(p.commits.iter().map(|word| (word.as_str(), Class::Commits)));
        all.extend(p.alone.iter().map(|(word, months)| (word.as_str(), Class::Alone(*months))));
        all.extend(self.numbers.iter().map(|(word, value)| (word.as_str(), Class::Cardinal(*value))));
        all.extend(self.ordinals.iter().map(|(word, value)| (word.as_str(), Class::Ordinal(*value))));
        for (index, words) in p.grades.values().enumerate() {
            all.extend(words.iter().map(|word| (word.as_str(), Class::Grade(index as u16))));
        }
        for (index, words) in p.graded.values().enumerate() {
            all.extend(words.iter().map(|word| (word.as_str(), Class::Graded(index as u16))));
        }
        all.extend(
            p.named.iter().enumerate().map(|(index, word)| (word.as_str(), Class::Named(index as u16))),
        );
        all
    }
}
