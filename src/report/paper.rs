//! The report as a document for people to edit: the same data that the page shows, in the order of the page.

use super::compose::compose;
use super::document::{Block, Column, Document, Quote, Style, Table, Words};
use super::looks::Looks;
use super::model::{self, ElementLine, Entry, Report, Section};
use super::{Format, Input};

impl Looks {
    /// The report as a document, for Word and PDF.
    pub fn document(&self, input: &Input<'_>) -> Document {
        let report = compose(input, &self.words, Format::Markdown);
        let titles: Vec<&str> = report.acts.iter().map(|act| act.title.as_str()).collect();
        let mut paper = Paper { looks: self, blocks: Vec::new() };
        paper.opening(&report);
        report.sections.iter().for_each(|section| paper.section(section));
        paper.elsewhere(&report);
        paper.notices(&report);
        Document {
            title: self.words.say("gap-analysis").to_owned(),
            subtitle: titles.join(" · "),
            language: report.language.clone(),
            classification: report.classification.clone(),
            mark: String::new(),
            blocks: paper.blocks,
        }
    }
}

struct Paper<'l> {
    looks: &'l Looks,
    blocks: Vec<Block>,
}

impl Paper<'_> {
    fn say(&self, key: &str) -> String {
        self.looks.words.say(key).to_owned()
    }

    fn heading(&mut self, level: u8, text: String) {
        self.blocks.push(Block::Heading { level, text });
    }

    fn paragraph(&mut self, words: Vec<Words>) {
        self.blocks.push(Block::Paragraph { words });
    }

    fn item(&mut self, words: Vec<Words>) {
        self.blocks.push(Block::Item { depth: 0, words });
    }

    /// What was read and what it comes to.
    fn opening(&mut self, report: &Report) {
        self.paragraph(vec![Words::styled(self.say("working-paper"), Style::Emphasis)]);
        for act in &report.acts {
            let language = tongue(&act.tongue);
            let facts = format!(" ({}): {}", act.path, act.facts.join(", "));
            let title = Words { language, ..Words::styled(act.title.clone(), Style::Strong) };
            self.item(vec![title, Words::plain(facts)]);
        }
        for checklist in &report.checklists {
            self.item(vec![Words::plain(format!("{}: {checklist}", self.say("checklist")))]);
        }
        self.paragraph(vec![Words::plain(report.read_as.clone())]);
        for remark in &report.remarks {
            let title = if remark.title.is_empty() { String::new() } else { format!("{}: ", remark.title) };
            self.paragraph(vec![Words::styled(title, Style::Strong), Words::plain(remark.sentence.clone())]);
        }
        let row = |line: &model::SummaryLine| {
            let item = |it: &model::SummaryItem| vec![Words::plain(spaced(&it.id, &it.title))];
            let label = vec![Words::styled(format!("{} ({})", line.label, line.count), Style::Strong)];
            vec![vec![label], line.items.iter().map(item).collect()]
        };
        self.blocks.push(Block::Table(Table {
            caption: self.say("in-short"),
            columns: vec![
                Column { title: self.say("result"), width: 25 },
                Column { title: self.say("obligation"), width: 75 },
            ],
            rows: report.summary.iter().map(row).collect(),
        }));
    }

    fn section(&mut self, section: &Section) {
        self.heading(1, section.heading.clone());
        if !section.note.is_empty() {
            self.paragraph(vec![Words::plain(section.note.clone())]);
        }
        if !section.folded {
            return section.entries.iter().for_each(|entry| self.entry(entry));
        }
        let row = |entry: &Entry| {
            let name = Words::styled(format!("{} ", entry.id), Style::Strong);
            let parts = [(&entry.narrow, "narrow"), (&entry.missing, "missing")];
            let parts = parts.into_iter().filter(|(lines, _)| !lines.is_empty()).map(|(lines, key)| {
                vec![Words::plain(format!("{}: {}", self.looks.words.say(key), joined(lines)))]
            });
            let status = vec![Words::plain(entry.status.clone())];
            vec![
                vec![vec![name, Words::plain(entry.title.clone())], vec![Words::plain(entry.source.clone())]],
                vec![vec![Words::plain(entry.carried_by.text.clone())]],
                std::iter::once(status).chain(parts).collect(),
            ]
        };
        let columns = [("obligation", 40), ("provision-column", 25), ("result", 35)];
        self.blocks.push(Block::Table(Table {
            caption: String::new(),
            columns: columns.map(|(key, width)| Column { title: self.say(key), width }).into(),
            rows: section.entries.iter().map(row).collect(),
        }));
    }

    fn entry(&mut self, entry: &Entry) {
        self.heading(2, format!("{} {}", entry.id, entry.title));
        let status = Words::styled(format!("{}. ", entry.status), Style::Strong);
        self.paragraph(vec![status, Words::plain(entry.sentence.clone())]);
        self.paragraph(vec![
            Words::plain(format!("{} ", entry.asks)),
            Words::styled(format!("({}; {})", entry.source, entry.force), Style::Emphasis),
        ]);
        for (lines, key) in [(&entry.missing, "missing"), (&entry.narrow, "narrow"), (&entry.found, "found")]
        {
            lines.iter().for_each(|line| self.element(line, key));
        }
        for quote in &entry.quotes {
            let words = [&quote.before, &quote.words, &quote.after].map(String::as_str).concat();
            let via = if quote.via.is_empty() { String::new() } else { format!(", {}", quote.via) };
            self.blocks.push(Block::Quote(Quote {
                source: format!("{} ({}{via})", quote.label.text, quote.place),
                text: words,
                language: tongue(&quote.label.tongue).unwrap_or_else(|| self.looks.language().to_owned()),
                translation: None,
            }));
        }
        if !entry.more.text.is_empty() {
            self.paragraph(vec![Words::plain(format!("{}: {}", self.say("also-in"), entry.more.text))]);
        }
        for near in &entry.nearest {
            let head = Words::styled(format!("{}: ", self.say("nearest")), Style::Strong);
            self.item(vec![head, Words::plain(format!("{}: {}", near.label.text, near.sentence))]);
        }
        for note in &entry.notes {
            let head = Words::styled(format!("{}: ", self.say("note")), Style::Strong);
            self.item(vec![head, Words::plain(note.clone())]);
        }
        for part in &entry.advice {
            self.heading(3, part.heading.clone());
            for item in &part.items {
                let language = (!item.lang.is_empty()).then(|| item.lang.clone());
                self.item(vec![Words { language, ..Words::plain(item.text.clone()) }]);
            }
        }
    }

    /// An element with where it stands and how it falls short.
    fn element(&mut self, line: &ElementLine, key: &str) {
        let words = &self.looks.words;
        let place = (!line.labels.text.is_empty()).then(|| line.labels.text.clone());
        let covers = (!line.covers.is_empty() && !line.lacks.is_empty())
            .then(|| words.say_with("covers", &[("x", &line.covers.join(", "))]));
        let lacks =
            (!line.lacks.is_empty()).then(|| words.say_with("but-not", &[("x", &line.lacks.join(", "))]));
        let limbs = covers.into_iter().chain(lacks).collect::<Vec<_>>().join(" ");
        let reach = (!line.left_out.text.is_empty())
            .then(|| format!("{} {}", words.say("does-not-reach"), line.left_out.text));
        let told = place.into_iter().chain(line.reasons.iter().cloned()).chain([limbs]).chain(reach);
        let told: Vec<_> = told.filter(|it| !it.is_empty()).collect();
        let head = Words::styled(format!("{}: ", words.say(key)), Style::Strong);
        let rest = if told.is_empty() { String::new() } else { format!(" ({})", told.join("; ")) };
        self.item(vec![head, Words::plain(format!("{}{rest}", line.title))]);
    }

    fn elsewhere(&mut self, report: &Report) {
        if report.elsewhere.is_empty() {
            return;
        }
        self.heading(1, self.say("elsewhere"));
        self.paragraph(vec![Words::plain(self.say("elsewhere-note"))]);
        let row = |group: &model::Elsewhere| {
            let item = |it: &model::ElsewhereItem| {
                vec![Words::styled(format!("{} ", it.id), Style::Strong), Words::plain(it.title.clone())]
            };
            vec![vec![vec![Words::plain(group.places.clone())]], group.items.iter().map(item).collect()]
        };
        let columns = [("where-to-look", 30), ("obligation", 70)];
        self.blocks.push(Block::Table(Table {
            caption: String::new(),
            columns: columns.map(|(key, width)| Column { title: self.say(key), width }).into(),
            rows: report.elsewhere.iter().map(row).collect(),
        }));
    }

    fn notices(&mut self, report: &Report) {
        if report.notices.is_empty() {
            return;
        }
        self.heading(1, self.say("notices"));
        self.paragraph(vec![Words::plain(self.say("notices-note"))]);
        for notice in &report.notices {
            self.item(vec![Words::plain(spaced(&notice.place, &notice.message))]);
        }
    }
}

fn tongue(tongue: &model::Tongue) -> Option<String> {
    (!tongue.lang.is_empty()).then(|| tongue.lang.clone())
}

fn joined(lines: &[ElementLine]) -> String {
    lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>().join(", ")
}

fn spaced(head: &str, tail: &str) -> String {
    if head.is_empty() { tail.to_owned() } else { format!("{head} {tail}") }
}
