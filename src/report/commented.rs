//! An assessment as comments on the words of an act: what is found where it is found, what is missing at the
//! offence that misses it, with the advice; and what has no place, at the head of the text.

use std::collections::BTreeMap;

use super::compose::compose;
use super::document::{Comment, Style, Words};
use super::looks::Looks;
use super::model::{ElementLine, Entry, Report};
use super::{Format, Input};
use crate::assessment::{Evidence, Finding, Grade};
use crate::span::Span;
use crate::structure::Act;

/// Obligations of one kind named in the comment on the whole text.
const MOST_NAMED: usize = 40;

type Paragraph = Vec<Words>;

/// Sections whose obligations are told in full where their words stand; the others are told in a line.
const IN_FULL: [&str; 2] = ["gaps", "verify"];

impl Looks {
    /// The comments on the act at this place of the input, in the order of its words.
    pub fn comments(&self, input: &Input<'_>, at: usize) -> Vec<Comment> {
        let Some(act) = input.acts.get(at) else { return Vec::new() };
        let report = compose(input, &self.words, Format::Markdown);
        let mut writer =
            Writer { looks: self, at, placed: BTreeMap::new(), absent: Vec::new(), open: Vec::new() };
        let sections = report.sections.iter().filter(|section| section.key != "not-triggered");
        for section in sections {
            for entry in &section.entries {
                let mut findings = input.assessment.findings.iter();
                let Some(finding) = findings.find(|it| it.obligation == entry.id) else { continue };
                writer.finding(act, finding, entry, section.key);
            }
        }
        let mut comments = vec![writer.opening(act, &report)];
        comments.extend(writer.placed.into_values());
        comments.sort_by_key(|it| (it.span.start, it.span.end));
        comments
    }
}

struct Writer<'w> {
    looks: &'w Looks,
    /// Which act is commented on.
    at: usize,
    /// One comment for each provision and each run of words.
    placed: BTreeMap<(u32, u32), Comment>,
    /// Gaps for which the text has no place, and what stays to be verified.
    absent: Vec<String>,
    open: Vec<String>,
}

impl Writer<'_> {
    fn say(&self, key: &str) -> String {
        self.looks.words.say(key).to_owned()
    }

    fn finding(&mut self, act: &Act, finding: &Finding, entry: &Entry, section: &str) {
        let (in_full, is_gap) = (IN_FULL.contains(&section), section == "gaps");
        let own: Vec<&Evidence> = finding.evidence.iter().filter(|it| it.act == self.at).collect();
        let name = format!("{} {}", entry.id, entry.title);
        let Some(main) = own.first() else {
            if !in_full || !finding.evidence.is_empty() {
                return;
            }
            // What is open is for a person to settle, here or elsewhere: no words of this text call for a comment.
            let near = finding.nearest.iter().find(|it| it.act == self.at).filter(|_| is_gap);
            match near.and_then(|it| first_words(act, &it.eid)) {
                Some(span) => self.put(span, self.told(entry, name, true)),
                None if is_gap => self.absent.push(name),
                None => self.open.push(name),
            }
            return;
        };
        self.put(Span { start: main.start, end: main.end }, self.told(entry, name.clone(), in_full));
        // What else is found, at its own words: a line each, provision by provision.
        let titles = |grade: Grade, lines: &[ElementLine]| {
            let elements = finding.elements.iter().filter(move |it| it.grade == grade);
            elements
                .zip(lines)
                .map(|(it, line)| (it.evidence.clone(), line.title.clone()))
                .collect::<Vec<_>>()
        };
        let mut there: BTreeMap<&str, (Span, Vec<String>)> = BTreeMap::new();
        for (evidence, title) in
            [titles(Grade::Full, &entry.found), titles(Grade::Narrow, &entry.narrow)].concat()
        {
            let evidence = evidence.iter().filter_map(|&index| finding.evidence.get(index));
            for it in evidence.filter(|it| it.act == self.at && it.eid != main.eid) {
                let (_, titles) =
                    there.entry(&it.eid).or_insert((Span { start: it.start, end: it.end }, Vec::new()));
                if !titles.contains(&title) {
                    titles.push(title.clone());
                }
            }
        }
        for (span, titles) in there.into_values() {
            let found = format!(" {}: {}", self.say("found"), titles.join(", "));
            self.put(span, vec![vec![Words::styled(format!("{name}."), Style::Strong), Words::plain(found)]]);
        }
    }

    /// What is said of an obligation.
    fn told(&self, entry: &Entry, name: String, in_full: bool) -> Vec<Paragraph> {
        let sentence = format!(" {}: {}. {}", entry.source, entry.status, entry.sentence);
        let mut out = vec![vec![Words::styled(format!("{name}."), Style::Strong), Words::plain(sentence)]];
        let narrow = |it: &ElementLine| {
            let lacks = (!it.lacks.is_empty())
                .then(|| self.looks.words.say_with("but-not", &[("x", &it.lacks.join(", "))]));
            let reach = (!it.left_out.text.is_empty())
                .then(|| format!("{} {}", self.say("does-not-reach"), it.left_out.text));
            let why: Vec<_> = it.reasons.iter().cloned().chain(lacks).chain(reach).collect();
            if why.is_empty() { it.title.clone() } else { format!("{} ({})", it.title, why.join("; ")) }
        };
        let mut line = |key: &str, items: Vec<String>, separator: &str| {
            if !items.is_empty() {
                let head = Words::styled(format!("{}: ", self.say(key)), Style::Strong);
                out.push(vec![head, Words::plain(items.join(separator))]);
            }
        };
        line("missing", entry.missing.iter().map(|it| it.title.clone()).collect(), ", ");
        line("narrow", entry.narrow.iter().map(narrow).collect(), "; ");
        if !in_full {
            return out;
        }
        line("found", entry.found.iter().map(|it| it.title.clone()).collect(), ", ");
        line("note", entry.notes.clone(), " ");
        for part in &entry.advice {
            out.push(vec![Words::styled(part.heading.clone(), Style::Emphasis)]);
            for item in &part.items {
                let language = (!item.lang.is_empty()).then(|| item.lang.clone());
                out.push(vec![Words { language, ..Words::plain(format!("– {}", item.text)) }]);
            }
        }
        out
    }

    fn put(&mut self, span: Span, paragraphs: Vec<Paragraph>) {
        let comment = self.placed.entry((span.start, span.end)).or_default();
        comment.span = span;
        comment.paragraphs.extend(paragraphs);
    }

    /// The comment on the whole text: what this is, and the duties for which nothing stands in it.
    fn opening(&self, act: &Act, report: &Report) -> Comment {
        let body = Span::new(act.source.front_matter.end as usize, act.source.text.len());
        let bare = body.trimmed(&act.source.text);
        let first = bare.of(&act.source.text).lines().next().map_or(0, str::len);
        let head = format!("{} ({}).", self.say("gap-analysis"), report.tool);
        let mut paragraphs = vec![vec![
            Words::styled(head, Style::Strong),
            Words::plain(format!(" {} {}", self.say("working-paper"), report.read_as)),
        ]];
        let mut list = |heading: String, items: Vec<String>| {
            if !items.is_empty() {
                paragraphs.push(vec![Words::styled(format!("{heading}:"), Style::Strong)]);
                paragraphs.extend(items.into_iter().map(|it| vec![Words::plain(format!("– {it}"))]));
            }
        };
        for (key, names) in [("gaps", &self.absent), ("verify", &self.open)] {
            let mut named: Vec<String> = names.iter().take(MOST_NAMED).cloned().collect();
            if let Some(more) = names.len().checked_sub(MOST_NAMED).filter(|&more| more > 0) {
                named.push(self.looks.words.say_with("and-more", &[("n", &more.to_string())]));
            }
            list(self.say(key), named);
        }
        let elsewhere = report.elsewhere.iter().map(|it| format!("{} ({})", it.places, it.items.len()));
        list(self.say("elsewhere"), elsewhere.collect());
        Comment { span: Span::new(bare.start as usize, bare.start as usize + first), paragraphs }
    }
}

/// The words by which a section, or what stands in it, begins: its heading, else its first own words.
fn first_words(act: &Act, eid: &str) -> Option<Span> {
    let id = act.by_eid(eid)?;
    let provision = act.get(act.main_unit(id).and(Some(id))?);
    provision
        .heading
        .or_else(|| provision.intro.first().copied())
        .or(provision.marker)
        .filter(|it| !it.is_empty())
}
