//! A text of a corpus, read and assessed by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::documents::Document;
use super::record::{About, Reading, Record};
use crate::assessment::{self, Assessment};
use crate::checklist::Rules;
use crate::error::{Error, Result};
use crate::query::{self, Dialect, Text, Topic};
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
    topics: BTreeMap<String, OnceLock<Topic>>,
}

/// A text as far as it was read.
pub(super) enum Read {
    /// It speaks of none of the topics.
    Aside(Arc<Source>),
    Assessed(Box<(Act, Assessment)>),
}

impl<'r> Desk<'r> {
    pub fn new(rules: &'r Rules, options: &'r Options) -> Self {
        let topics = rules.languages().map(|language| (language.to_owned(), OnceLock::new())).collect();
        Desk { rules, options, topics }
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
        let topic = self.topics.get(&source.language);
        if !every && !topic.is_none_or(|it| it.get_or_init(sought).may_stand_in(&source.text)) {
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
        let Ok(vocabulary) = self.rules.vocabulary(&act.source.language) else { return false };
        let known = self.concepts().into_iter().filter(|name| vocabulary.has_concept(name));
        let known: Vec<String> = known.map(|name| format!("@{name}")).collect();
        let Ok(query) = query::parse(&known.join(" or "), Dialect::Checklist) else { return false };
        let Ok(bound) = vocabulary.bind(&query) else { return false };
        let about = Metadata { language: Some(act.source.language.clone()), ..Metadata::default() };
        let Ok(title) = Source::from_text("title", act.title.clone(), &about) else { return false };
        let title = outline(title);
        Text::new(&title, vocabulary).own_heading(&bound, ProvisionId::ACT).is_some()
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
