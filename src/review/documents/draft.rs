//! A document being written.

use super::super::words::Words;
use crate::report::document::{Block, Column, Document, Quote, Style, Table, Words as Run};

/// Writes blocks, its words by their keys.
pub(super) struct Draft<'w> {
    pub(super) words: &'w Words<'w>,
    pub(super) document: Document,
}

impl<'w> Draft<'w> {
    pub(super) fn new(words: &'w Words<'w>, title: &str) -> Self {
        let document =
            Document { title: title.to_owned(), language: words.language.clone(), ..Document::default() };
        Self { words, document }
    }

    fn push(&mut self, block: Block) {
        self.document.blocks.push(block);
    }

    /// A heading by its key.
    pub(super) fn heading(&mut self, level: u8, key: &str) {
        let text = self.words.say(key);
        self.heading_text(level, text);
    }

    pub(super) fn heading_text(&mut self, level: u8, text: String) {
        self.push(Block::Heading { level, text });
    }

    /// A sentence by its key; nothing where its words are empty.
    pub(super) fn say(&mut self, key: &str, values: &[(&str, &str)]) {
        let text = self.words.say_with(key, values);
        if !text.is_empty() && (text != key || self.words.has(key)) {
            let language = self.words.tongue(key);
            self.paragraph(vec![Run { language, ..Run::plain(text) }]);
        }
    }

    pub(super) fn paragraph(&mut self, words: Vec<Run>) {
        self.push(Block::Paragraph { words });
    }

    /// `Label: words`, the label set strong.
    pub(super) fn labelled(&mut self, key: &str, mut words: Vec<Run>) {
        words.insert(0, Run::styled(format!("{} ", self.words.say(key)), Style::Strong));
        self.paragraph(words);
    }

    /// Something that is left to a person.
    pub(super) fn fill(&mut self, key: &str, values: &[(&str, &str)]) {
        let text = self.words.say_with(key, values);
        let language = self.words.tongue(key);
        self.paragraph(vec![Run { language, ..Run::styled(text, Style::ToFill) }]);
    }

    pub(super) fn item(&mut self, depth: u8, words: Vec<Run>) {
        self.push(Block::Item { depth, words });
    }

    /// Titles and caption by their keys; an empty key has no words. No table without rows.
    pub(super) fn table(&mut self, caption: &str, columns: &[(&str, u8)], rows: Vec<Vec<Vec<Vec<Run>>>>) {
        if rows.is_empty() {
            return;
        }
        let say = |key: &str| if key.is_empty() { String::new() } else { self.words.say(key) };
        let column = |&(key, width): &(&str, u8)| Column { title: say(key), width };
        let table = Table { caption: say(caption), columns: columns.iter().map(column).collect(), rows };
        self.push(Block::Table(table));
    }

    pub(super) fn quote(&mut self, quote: Quote) {
        self.push(Block::Quote(quote));
    }

    pub(super) fn finish(self) -> Document {
        self.document
    }
}
