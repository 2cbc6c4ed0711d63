//! Lines → provisions: one walk with a stack of what is open.
//!
//! `markers` decides where a numbered line belongs, `words` where an unnumbered one does.

mod markers;
mod words;

use crate::grammar::{self, Head, Marker, MarkerForm};
use crate::span::Span;

use super::act::{Force, Kind, Notice, Provision, ProvisionId};
use super::amendments::{self, Region};
use super::divisions::{self, Division};
use super::headings::Headings;
use super::language::Language;
use super::lines::Lines;
use super::number::{self, Alphabet, Number};
use super::tradition::Tradition;
use super::units::Unit;

/// All that was found out about the lines of a text.
pub(super) struct Reading<'a, 't> {
    pub lines: &'a Lines<'t>,
    pub tradition: &'a Tradition,
    pub language: &'a Language,
    /// In line order, without those of quoted text.
    pub divisions: &'a [Division],
    /// In line order, those of quoted text among them.
    pub units: &'a [Unit],
    pub regions: &'a [Region],
    pub headings: &'a Headings,
}

/// A list of numbered siblings: how they are written, and the last of them.
#[derive(Clone, Debug)]
struct List {
    form: MarkerForm,
    alphabet: Alphabet,
    last: Number,
}

/// A provision that can still grow.
#[derive(Clone, Debug)]
struct Open {
    id: usize,
    indent: u16,
    /// The list that its children form.
    list: Option<List>,
    /// An item behind a dash or a bullet.
    bullet: bool,
}

/// Provisions nest no deeper; deeper ones become siblings.
const MOST_DEPTH: usize = 40;

pub(super) struct Builder<'a, 't> {
    read: &'a Reading<'a, 't>,
    provisions: Vec<Provision>,
    notices: Vec<Notice>,
    stack: Vec<Open>,
    /// Where the host of quoted text stands in the stack, while its quoted text is read.
    host: Option<usize>,
    /// The list of the host, out of reach of quoted numbers.
    host_list: Option<List>,
    /// At which depth a kind of division was first opened.
    depths: Vec<(Kind, usize)>,
    open_divisions: Vec<Division>,
    /// The last line whose words were taken.
    last_line: Option<usize>,
    /// The text shows its levels by indentation.
    indented: bool,
    /// The act has units of its own, not only those of text for another law.
    own_units: bool,
}

/// The provisions, the first of them the act, and doubts met on the way.
pub(super) fn build(read: &Reading<'_, '_>) -> (Vec<Provision>, Vec<Notice>) {
    let indented = read.lines.all.iter().any(|line| line.indent > 0 && !line.enclosed.is_empty());
    let mut builder = Builder {
        read,
        provisions: vec![blank(Kind::Act, None)],
        notices: Vec::new(),
        stack: vec![Open { id: 0, indent: 0, list: None, bullet: false }],
        host: None,
        host_list: None,
        depths: Vec::new(),
        open_divisions: Vec::new(),
        last_line: None,
        indented,
        own_units: read.units.iter().any(|unit| {
            let region = read.regions.partition_point(|region| region.end <= unit.line);
            read.regions.get(region).is_none_or(|region| unit.line < region.start)
        }),
    };
    builder.walk();
    (builder.provisions, builder.notices)
}

fn blank(kind: Kind, parent: Option<usize>) -> Provision {
    Provision {
        kind,
        num: String::new(),
        label: String::new(),
        unit: String::new(),
        heading: None,
        eid: String::new(),
        parent: parent.map(|parent| ProvisionId(parent as u32)),
        children: Vec::new(),
        last: ProvisionId(0),
        span: Span::default(),
        marker: None,
        intro: Vec::new(),
        wrap_up: Vec::new(),
        quoted: false,
        force: Force::Live,
    }
}

impl Builder<'_, '_> {
    fn walk(&mut self) {
        let read = self.read;
        let (mut units, mut divisions, mut regions) =
            (read.units.iter().peekable(), read.divisions.iter().peekable(), read.regions.iter().peekable());
        let mut region_end = 0;
        for at in 0..read.lines.all.len() {
            if self.host.is_some() && at >= region_end {
                self.leave_quoted();
            }
            if let Some(region) = regions.next_if(|region| region.start <= at) {
                self.enter_quoted(region);
                region_end = region.end;
            }
            let unit = units.next_if(|unit| unit.line == at);
            let division = divisions.next_if(|division| division.line == at);
            if read.lines.aside[at] || read.headings.used[at] {
                continue;
            }
            if let Some(division) = division {
                self.division(division);
            } else if let Some(unit) = unit {
                self.unit(unit);
            } else if read.headings.group[at] {
                self.group(at);
            } else {
                self.line(at);
            }
        }
        if self.host.is_some() {
            self.leave_quoted();
        }
    }

    fn enter_quoted(&mut self, region: &Region) {
        if self.host.is_some() {
            self.leave_quoted();
        }
        let host = self.stack.len() - 1;
        self.host = Some(host);
        self.host_list = self.stack[host].list.take();
        // Text that names no unit stands in the one that the words before it change.
        let read = self.read;
        let first = read.units.partition_point(|unit| unit.line < region.start);
        let named = read.units.get(first).is_some_and(|unit| unit.line < region.end);
        let is_unit = |at: usize| read.units.binary_search_by_key(&at, |unit| unit.line).is_ok();
        if !named
            && read.tradition.cited_by_own_word
            && let Some((kind, number)) =
                amendments::changed_unit(read.lines, region, read.tradition, is_unit)
        {
            let id = self.open(host, kind, 0);
            self.provisions[id].num = number;
        }
    }

    fn leave_quoted(&mut self) {
        if let Some(host) = self.host.take() {
            self.stack.truncate(host + 1);
            self.stack[host].list = self.host_list.take();
        }
    }

    fn top(&self) -> usize {
        self.stack.len() - 1
    }

    fn kind_at(&self, index: usize) -> Kind {
        self.provisions[self.stack[index].id].kind
    }

    /// The lowest entry of the stack that lines of text may belong to: the host of quoted text, else
    /// the open main unit, else the innermost division.
    fn floor(&self) -> usize {
        if let Some(host) = self.host {
            let unit = (host + 1..self.stack.len()).rev().find(|&index| self.kind_at(index).is_main_unit());
            return unit.unwrap_or(host);
        }
        let unit = (0..self.stack.len()).rev().find(|&index| self.kind_at(index).is_main_unit());
        let division = (0..self.stack.len()).rev().find(|&index| self.kind_at(index).is_division());
        unit.or(division).unwrap_or(0)
    }

    /// Opens a provision under the entry `parent` of the stack.
    fn open(&mut self, parent: usize, kind: Kind, indent: u16) -> usize {
        let parent = parent.min(MOST_DEPTH);
        self.stack.truncate(parent + 1);
        let parent_id = self.stack[parent].id;
        let id = self.provisions.len();
        let mut provision = blank(kind, Some(parent_id));
        provision.quoted = self.host.is_some();
        self.provisions.push(provision);
        self.provisions[parent_id].children.push(ProvisionId(id as u32));
        self.stack.push(Open { id, indent, list: None, bullet: false });
        id
    }

    fn division(&mut self, division: &Division) {
        let text = self.read.lines.text;
        if self.host.is_none() && self.open_divisions.iter().any(|open| divisions::same(text, open, division))
        {
            return;
        }
        let parent = match self.host {
            Some(host) => {
                let open = (host + 1..self.stack.len()).find(|&index| {
                    self.kind_at(index) == division.kind || !self.kind_at(index).is_division()
                });
                open.map_or(self.top(), |index| index - 1)
            }
            None => self.division_parent(division),
        };
        let id = self.open(parent, division.kind, 0);
        let provision = &mut self.provisions[id];
        provision.num = division.number.of(text).trim().to_string();
        provision.marker = Some(division.marker);
        provision.heading = self.read.headings.of.get(&division.line).copied();
        self.last_line = Some(division.line);
        // Nothing of the line is lost: what is neither number nor title stays as words.
        let end = provision
            .heading
            .filter(|heading| heading.start >= division.marker.end)
            .map(|heading| heading.end);
        if end.is_none() {
            let line = &self.read.lines.all[division.line];
            let rest = Span { start: division.marker.end.max(line.body), end: line.span.end }.trimmed(text);
            if rest.of(text).contains(char::is_alphanumeric) {
                self.provisions[id].intro.push(rest);
            }
        }
    }

    /// Closes what the division ends and says under which entry it stands.
    fn division_parent(&mut self, division: &Division) -> usize {
        let innermost = (0..self.stack.len())
            .rev()
            .find(|&index| self.kind_at(index).is_division() && self.kind_at(index) != Kind::Group)
            .unwrap_or(0);
        let same = (1..=innermost).find(|&index| self.kind_at(index) == division.kind);
        let known = self.depths.iter().find(|(kind, _)| *kind == division.kind).map(|(_, depth)| *depth);
        let parent = match (division.kind, same, known) {
            (Kind::Schedule, ..) => {
                self.depths.clear();
                0
            }
            (_, Some(index), _) => index - 1,
            (_, None, Some(depth)) => innermost.min(depth - 1),
            (_, None, None) => innermost,
        };
        if known.is_none() || division.kind == Kind::Schedule {
            self.depths.push((division.kind, parent + 1));
        }
        let keep =
            self.stack[..=parent].iter().filter(|open| self.provisions[open.id].kind.is_division()).count()
                - 1;
        self.open_divisions.truncate(keep);
        self.open_divisions.push(division.clone());
        parent
    }

    fn group(&mut self, at: usize) {
        let parent = match self.host {
            Some(host) => (host..self.stack.len())
                .rev()
                .find(|&index| {
                    index == host || (self.kind_at(index).is_division() && self.kind_at(index) != Kind::Group)
                })
                .unwrap_or(host),
            None => (0..self.stack.len())
                .rev()
                .find(|&index| self.kind_at(index).is_division() && self.kind_at(index) != Kind::Group)
                .unwrap_or(0),
        };
        let id = self.open(parent, Kind::Group, 0);
        let line = &self.read.lines.all[at];
        let text = self.read.lines.text;
        let words = Span { start: line.start, end: line.span.end }.trimmed(text);
        let bare = words.of(text).trim_matches(['*', '_', '#', ' ']).trim_start_matches(['“', '‘', '"', '«']);
        let start = bare.as_ptr() as usize - text.as_ptr() as usize;
        self.provisions[id].heading = Some(Span::new(start, start + bare.len()));
        self.last_line = Some(at);
    }

    fn unit(&mut self, unit: &Unit) {
        let text = self.read.lines.text;
        let line = &self.read.lines.all[unit.line];
        if unit.again {
            let open = (0..self.stack.len()).rev().find(|&index| self.kind_at(index) == unit.kind);
            if let Some(index) = open {
                let id = self.stack[index].id;
                self.stack.truncate(index + 1);
                self.provisions[id].marker = Some(unit.marker);
                self.after_number(unit.line, Span { start: line.body, end: line.span.end }, &line.enclosed);
                return;
            }
        }
        let parent = match self.host {
            Some(host) => (host..self.stack.len())
                .rev()
                .find(|&index| index == host || self.kind_at(index).is_division())
                .unwrap_or(host),
            None => (0..self.stack.len()).rev().find(|&index| self.kind_at(index).is_division()).unwrap_or(0),
        };
        let id = self.open(parent, unit.kind, line.indent);
        let heading = self.read.headings.of.get(&unit.line).copied();
        let provision = &mut self.provisions[id];
        // "(5) مكررا": the bracket closed before the number ended.
        provision.num = unit.printed.of(text).trim().replace(") ", " ");
        provision.marker = Some(unit.marker);
        provision.heading = heading;
        if unit.gap {
            self.notices.push(Notice {
                code: "number-gap",
                message: format!("numbers are missing before {}", unit.printed.of(text)),
                span: unit.marker,
            });
        }
        let body = line.body.max(unit.marker.end);
        match heading.filter(|heading| heading.start >= unit.marker.end && heading.end <= line.span.end) {
            Some(heading) => {
                self.last_line = Some(unit.line);
                let rest = after_title(text, Span { start: heading.end, end: line.span.end });
                if rest.of(text).contains(char::is_alphanumeric) {
                    let rest = grammar::line(text, rest);
                    let enclosed =
                        if matches!(rest.head, Head::Text) { rest.enclosed.to_vec() } else { Vec::new() };
                    let start = if enclosed.is_empty() { rest.start } else { rest.body };
                    self.after_number(unit.line, Span { start, end: line.span.end }, &enclosed);
                }
            }
            None => self.after_number(unit.line, Span { start: body, end: line.span.end }, &line.enclosed),
        }
    }

    /// What stands on a unit's line after its number: markers, then words.
    fn after_number(&mut self, at: usize, body: Span, enclosed: &[Marker]) {
        let mut body = body;
        for (index, marker) in enclosed.iter().enumerate() {
            if !self.nested_marker(at, marker) {
                body.start = enclosed[index].span.start;
                break;
            }
        }
        self.heading_after_marker(at, &mut body);
        self.add_words(at, body);
    }

    /// A line that starts no division, unit or group.
    fn line(&mut self, at: usize) {
        let line = &self.read.lines.all[at];
        let text = self.read.lines.text;
        let first = self.first_marker(at);
        // Recitals and lists before the first provision are no provisions of the act.
        let preface = self.stack.len() == 1 && self.host.is_none() && self.own_units;
        if let Some(marker) = first
            && !preface
            && self.marker(at, &marker)
        {
            let rest = if matches!(line.head, Head::Text) { &line.enclosed[1..] } else { &line.enclosed[..] };
            let start = match line.head {
                Head::Word { word, .. } if marker.number == word => {
                    let after = text[word.end as usize..line.span.end as usize]
                        .trim_start_matches([' ', '-', '–', '—', ':', ')', '/']);
                    line.span.end - after.len() as u32
                }
                _ if line.enclosed.is_empty() => line.body.max(marker.span.end),
                _ => line.body,
            };
            self.after_number(at, Span { start, end: line.span.end }, rest);
            return;
        }
        self.words(at, Span { start: line.start, end: line.span.end }.trimmed(text));
    }

    /// In drafting that gives every level a heading, "(a) Failure to report" above its own words.
    fn heading_after_marker(&mut self, at: usize, body: &mut Span) {
        let lines = self.read.lines;
        let text = lines.text;
        let span = body.trimmed(text);
        let words = span.of(text);
        let is_item = matches!(
            self.kind_at(self.top()),
            Kind::Subsection | Kind::Paragraph | Kind::Subparagraph | Kind::Clause | Kind::Subclause
        );
        if lines.wrapped || words.is_empty() || !is_item {
            return;
        }
        let headed = self.read.tradition.headed_levels;
        let next = lines.after(at).filter(|&next| next == at + 1 && !self.read.headings.used[next]);
        let deeper = next.is_some_and(|next| {
            let line = &lines.all[next];
            (line.indent > lines.all[at].indent || headed)
                && (!line.enclosed.is_empty() || !lines.words(next).starts_with(char::is_lowercase))
                && self.starts_inside(next)
        });
        let title = Some(span).filter(|_| deeper && reads_as_title(words));
        let title = title.or_else(|| stuck_title(text, span).filter(|_| headed));
        if let Some(title) = title {
            let id = self.stack[self.top()].id;
            if self.provisions[id].heading.is_none() {
                self.provisions[id].heading = Some(title);
                self.last_line = Some(at);
                body.start = title.end;
            }
        }
    }

    /// Whether a line can be the words under a heading: unnumbered, or the first of a list.
    fn starts_inside(&self, at: usize) -> bool {
        self.read.lines.all[at].enclosed.first().is_none_or(|marker| {
            let readings = number::readings(marker.number.of(self.read.lines.text));
            readings.iter().any(|(_, number)| number.is_first())
        })
    }
}

fn reads_as_title(words: &str) -> bool {
    let starts = words.chars().next().is_some_and(char::is_uppercase);
    let stops = words.ends_with(['.', ';', ':', ',', '—', '–', '-', '”', '"']) && !words.ends_with("etc.");
    let links = words.ends_with(" and") || words.ends_with(" or");
    words.len() <= 120 && starts && !stops && !links
}

/// A heading whose words follow without a blank, as mark-up leaves them: "Supply of oilThe Board".
fn stuck_title(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text);
    let head = &words[..words.floor_char_boundary(140)];
    let chars: Vec<(usize, char)> = head.char_indices().collect();
    let at = chars.windows(3).find_map(|window| {
        let [(_, before), (at, capital), (_, after)] = window else { return None };
        if !(before.is_lowercase() && capital.is_uppercase() && (after.is_lowercase() || *after == ' ')) {
            return None;
        }
        let word = head[..*at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        (word.len() >= 3 && word != "Mac").then_some(*at)
    })?;
    reads_as_title(&head[..at]).then(|| Span::new(span.start as usize, span.start as usize + at))
}

/// Steps over the stop and dash between a title and the words.
fn after_title(text: &str, span: Span) -> Span {
    let rest = span
        .of(text)
        .trim_start_matches(['*', '_', ' ', '.', '—', '–', '-', '―', ':', '）', '】', '〕', '\u{3000}']);
    Span { start: span.end - rest.len() as u32, end: span.end }
}
