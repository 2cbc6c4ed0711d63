//! A text of a corpus, read and assessed by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::documents::Document;
use super::record::{About, Reading, Record};
use crate::assessment::{self, Assessment};
use crate::checklist::Rules;
use crate::error::{Error, Result};
use crate::query::{self, Bound, Carry, Dialect, Text, Topic, Vocabulary};
use crate::source::{Metadata, Reader, Source};
use crate::structure::{Act, ProvisionId, outline};

/// How the texts of a corpus are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What holds of every text that does not say otherwise.
    pub about: Metadata,
    pub reader: Reader,
    /// Assess also the texts in which no word of the checklists' topics stands.
    pub every: bool,
    /// Keep status and consequence beside what was located: a working paper.
    pub statuses: bool,
}

/// Reads texts one by one; shared by all threads.
pub(super) struct Desk<'r> {
    rules: &'r Rules,
    options: &'r Options,
    languages: BTreeMap<String, Language>,
}

/// What is asked of the texts in a language, made ready when the first is read.
#[derive(Default)]
struct Language {
    topic: OnceLock<Topic>,
    /// Any of the topics' concepts.
    titled: OnceLock<Option<Bound>>,
    /// The matter by its name.
    named: OnceLock<Vec<Bound>>,
}

/// A text as far as it was read.
pub(super) enum Read {
    /// It speaks of none of the topics.
    Aside(Arc<Source>),
    Assessed(Box<(Act, Assessment)>),
}

impl<'r> Desk<'r> {
    pub fn new(rules: &'r Rules, options: &'r Options) -> Self {
        let languages = rules.languages().map(|language| (language.to_owned(), Language::default()));
        Desk { rules, options, languages: languages.collect() }
    }

    /// Reads and assesses a text.
    ///
    /// # Errors
    /// It cannot be read, or there is no lexicon for its language.
    pub fn read(&self, document: Document) -> Result<Read> {
        self.read_as(document, &self.options.about)
    }

    /// The same for a text of which this is known.
    pub fn read_as(&self, document: Document, about: &Metadata) -> Result<Read> {
        let Options { reader, every, .. } = self.options;
        let source = Source::from_bytes(&document.name, document.bytes?, about, reader)?;
        let vocabulary = self.rules.vocabulary(&source.language)?;
        let sought = || Topic::new(vocabulary, &self.concepts());
        let language = self.languages.get(&source.language);
        if !every && !language.is_none_or(|it| it.topic.get_or_init(sought).may_stand_in(&source.text)) {
            return Ok(Read::Aside(source));
        }
        let act = outline(source);
        let acts = [act];
        let assessment = assessment::assess(&acts, self.rules, &assessment::Options::default())?;
        let [act] = acts;
        Ok(Read::Assessed(Box::new((act, assessment))))
    }

    /// The concepts of the checklists' topics.
    fn concepts(&self) -> Vec<String> {
        let rules = self.rules.checklists.iter().filter_map(|list| list.scan.as_ref());
        rules.flat_map(|rule| rule.topics.iter().cloned()).collect()
    }

    /// Whether the title of an act names one of the topics. The concepts themselves are sought: a look at letters lets
    /// every title pass where the lexicon's words are open at both ends or stand without blanks.
    pub fn is_titled(&self, act: &Act) -> bool {
        let Some((vocabulary, language)) = self.language(act) else { return false };
        let bind = || {
            let known = self.concepts().into_iter().filter(|name| vocabulary.has_concept(name));
            let known: Vec<String> = known.map(|name| format!("@{name}")).collect();
            let query = query::parse(&known.join(" or "), Dialect::Checklist).ok()?;
            vocabulary.bind(&query).ok()
        };
        let Some(bound) = language.titled.get_or_init(bind) else { return false };
        let about = Metadata { language: Some(act.source.language.clone()), ..Metadata::default() };
        let Ok(title) = Source::from_text("title", act.title.clone(), &about) else { return false };
        let title = outline(title);
        Text::new(&title, vocabulary).own_heading(bound, ProvisionId::ACT).is_some()
    }

    /// Whether an act speaks of the matter of a checklist by its name, in its own words and not those of an annexed treaty.
    pub fn is_named(&self, act: &Act) -> bool {
        let Some((vocabulary, language)) = self.language(act) else { return false };
        let bind = || {
            let rules = self.rules.checklists.iter().filter_map(|list| list.scan.as_ref());
            rules.filter_map(|rule| vocabulary.bind(rule.named.as_ref()?).ok()).collect()
        };
        let named = language.named.get_or_init(bind);
        let text = Text::new(act, vocabulary);
        named.iter().any(|bound| !text.find(bound, Carry::NONE).is_empty())
    }

    fn language(&self, act: &Act) -> Option<(&Vocabulary, &Language)> {
        let vocabulary = self.rules.vocabulary(&act.source.language).ok()?;
        Some((vocabulary, self.languages.get(&act.source.language)?))
    }

    /// The record of a text, whatever becomes of it.
    pub fn record(&self, document: Document, sha256: String) -> Record {
        let name = document.name.clone();
        match self.read(document) {
            Ok(Read::Aside(source)) => Record::set_aside(name, &source),
            Ok(Read::Assessed(read)) => Record::assessed(name, &read.0, &read.1, self.options.statuses),
            Err(error) => {
                let record = Record::bare(name, sha256, Reading::Unread, About::default());
                let told = told(&error);
                let error = told.strip_prefix(&format!("{}: ", record.path)).unwrap_or(&told).to_owned();
                Record { error, ..record }
            }
        }
    }
}

/// An error as a row tells it: what happened and what to do, in one line.
pub(super) fn told(error: &Error) -> String {
    let text = match error.help() {
        "" => error.to_string(),
        help => format!("{error} ({help})"),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
