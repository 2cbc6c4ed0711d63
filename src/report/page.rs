//! The act itself, as it stands beside the findings: its provisions in order, the words that carry findings
//! marked.

use std::collections::BTreeSet;

use serde::Serialize;

use super::model::{Bearing, Tongue};
use super::quote::tidy;
use crate::assessment::Finding;
use crate::span::Span;
use crate::structure::{Act, Kind, ProvisionId};

/// Deeper provisions stand no further in.
const DEEPEST: usize = 6;
/// Characters of a provision without heading that tell what it is about.
const TEASER: usize = 90;

/// One act.
#[derive(Debug, Serialize)]
pub(super) struct ActPage {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) tongue: Tongue,
    blocks: Vec<Block>,
}

impl ActPage {
    /// The anchors of marked words.
    pub(super) fn marks(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(Block::pieces).map(|piece| piece.id.as_str()).filter(|id| !id.is_empty())
    }
}

/// A heading, a section or article with all that is in it, or words outside of these.
#[derive(Debug, Serialize)]
pub(super) struct Block {
    /// `division`, `unit`, `loose`
    kind: &'static str,
    id: String,
    label: String,
    heading: Vec<Piece>,
    /// First words, for a unit without heading.
    teaser: String,
    /// Depth of a division, from 1.
    level: usize,
    /// Carries something.
    open: bool,
    lines: Vec<Line>,
    /// Obligations that find words here.
    carries: Vec<Carried>,
}

impl Block {
    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let lines = self.lines.iter().flat_map(|line| line.heading.iter().chain(&line.pieces));
        self.heading.iter().chain(lines)
    }
}

/// A paragraph.
#[derive(Debug, Serialize)]
struct Line {
    depth: usize,
    /// Empty where nothing points here.
    id: String,
    marker: String,
    heading: Vec<Piece>,
    pieces: Vec<Piece>,
    /// Text that is inserted into another law.
    quoted: bool,
}

/// Words, marked where obligations find them.
#[derive(Debug, Serialize)]
struct Piece {
    text: String,
    /// Of the mark, for links; empty where it goes on from the piece before.
    id: String,
    /// Ids of obligations; empty for plain words.
    obligations: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Carried {
    id: String,
    /// Nothing would be left of it without this provision.
    falls: bool,
}

/// Marked words of an act: disjoint, in order, cut where words of a finding begin.
#[derive(Debug, Default)]
struct Marks(Vec<Mark>);

#[derive(Debug)]
struct Mark {
    start: u32,
    end: u32,
    obligations: Vec<String>,
    /// Words of a finding begin here.
    anchor: bool,
}

/// The anchor of words that begin here.
pub(super) fn mark_id(act: usize, start: u32) -> String {
    format!("a{}-w{start}", act + 1)
}

/// The anchor of a provision.
pub(super) fn provision_id(act: usize, eid: &str) -> String {
    let eid: String = eid.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
    format!("a{}-{eid}", act + 1)
}

impl Marks {
    /// The words that the findings quote from an act.
    fn new(findings: &[Finding], act: usize) -> Self {
        let mut spans: Vec<(u32, u32, &str)> = Vec::new();
        for finding in findings {
            let evidence = finding.evidence.iter().filter(|it| it.act == act && it.start < it.end);
            spans.extend(evidence.map(|it| (it.start, it.end, finding.obligation.as_str())));
        }
        spans.sort_unstable();
        let starts: BTreeSet<u32> = spans.iter().map(|&(start, ..)| start).collect();
        let borders: BTreeSet<u32> = spans.iter().flat_map(|&(start, end, _)| [start, end]).collect();
        let mut marks: Vec<Mark> = Vec::new();
        let mut coming = spans.iter().peekable();
        let mut open: Vec<(u32, &str)> = Vec::new();
        for (&start, &end) in borders.iter().zip(borders.iter().skip(1)) {
            open.retain(|&(until, _)| until > start);
            while let Some(&&(_, until, obligation)) = coming.peek().filter(|span| span.0 <= start) {
                open.push((until, obligation));
                coming.next();
            }
            let mut obligations: Vec<String> = Vec::new();
            for &(_, obligation) in &open {
                if !obligations.iter().any(|known| known == obligation) {
                    obligations.push(obligation.to_owned());
                }
            }
            match marks.last_mut() {
                _ if obligations.is_empty() => {}
                Some(last)
                    if last.end == start && !starts.contains(&start) && last.obligations == obligations =>
                {
                    last.end = end;
                }
                _ => marks.push(Mark { start, end, obligations, anchor: starts.contains(&start) }),
            }
        }
        Self(marks)
    }

    /// The words of a span, cut where marks begin and end.
    fn pieces(&self, text: &str, span: Span, act: usize, out: &mut Vec<Piece>) {
        let mut at = span.start;
        let first = self.0.partition_point(|mark| mark.end <= span.start);
        for mark in self.0[first..].iter().take_while(|mark| mark.start < span.end) {
            let (start, end) = (mark.start.max(span.start), mark.end.min(span.end));
            plain(text, at, start, out);
            let words = tidy(Span { start, end }.of(text));
            if !words.is_empty() {
                let id = if mark.anchor && start == mark.start { mark_id(act, start) } else { String::new() };
                out.push(Piece { text: words, id, obligations: mark.obligations.clone() });
            }
            at = end;
        }
        plain(text, at, span.end, out);
    }
}

fn plain(text: &str, start: u32, end: u32, out: &mut Vec<Piece>) {
    if start < end {
        let text = tidy(Span { start, end }.of(text));
        if !text.is_empty() {
            out.push(Piece { text, id: String::new(), obligations: Vec::new() });
        }
    }
}

/// What a page is made of.
pub(super) struct Pages<'a> {
    pub(super) findings: &'a [Finding],
    pub(super) bearing: &'a [Bearing],
    /// Anchors of provisions that something points at.
    pub(super) wanted: &'a BTreeSet<String>,
    /// Every unit is unfolded.
    pub(super) unfolded: bool,
}

impl Pages<'_> {
    /// The page of an act.
    pub(super) fn page(&self, index: usize, act: &Act, tongue: Tongue) -> ActPage {
        let writer = Writer { act, index, pages: self, marks: Marks::new(self.findings, index) };
        ActPage {
            key: format!("a{}", index + 1),
            title: tidy(&act.title).trim().to_owned(),
            tongue,
            blocks: writer.blocks(),
        }
    }
}

struct Writer<'a> {
    act: &'a Act,
    index: usize,
    pages: &'a Pages<'a>,
    marks: Marks,
}

impl Writer<'_> {
    /// Every provision in document order, closing words after what they close.
    fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        // Provisions whose closing words are still to come, with their depth.
        let mut open: Vec<(ProvisionId, usize)> = Vec::new();
        // The last provision of the unit that is being written.
        let mut unit_end: Option<ProvisionId> = None;
        for id in std::iter::once(ProvisionId::ACT).chain(self.act.ids()) {
            while let Some((last, depth)) = open.pop_if(|(last, _)| self.act.get(*last).last < id) {
                self.close(last, depth, &mut blocks);
            }
            if unit_end.is_some_and(|end| end < id) {
                unit_end = None;
            }
            let provision = self.act.get(id);
            if unit_end.is_none() {
                blocks.push(self.block(id));
                if provision.kind.is_main_unit() {
                    unit_end = Some(provision.last);
                }
            }
            let depth = open.iter().filter(|(at, _)| !self.act.get(*at).kind.is_division()).count();
            let line = self.line(id, depth, unit_end.is_some() && !provision.kind.is_main_unit());
            if let (Some(line), Some(block)) = (line, blocks.last_mut()) {
                block.lines.push(line);
            }
            open.push((id, depth));
        }
        while let Some((last, depth)) = open.pop() {
            self.close(last, depth, &mut blocks);
        }
        blocks
            .retain(|block| !block.lines.is_empty() || !block.heading.is_empty() || !block.label.is_empty());
        blocks
    }

    fn block(&self, id: ProvisionId) -> Block {
        let provision = self.act.get(id);
        let anchor = provision_id(self.index, &provision.eid);
        let kind = match provision.kind {
            Kind::Act | Kind::Preface => "loose",
            kind if kind.is_division() => "division",
            kind if kind.is_main_unit() => "unit",
            _ => "loose",
        };
        let is_wanted = provision.kind.is_division() && self.pages.wanted.contains(&anchor);
        let is_anchored = kind != "loose" || is_wanted;
        let carries =
            if kind == "division" || id == ProvisionId::ACT { Vec::new() } else { self.carries(id) };
        let heading = self.heading(id);
        let teaser = if kind == "unit" && heading.is_empty() { self.teaser(id) } else { String::new() };
        Block {
            kind,
            id: if is_anchored { anchor } else { String::new() },
            label: if kind == "loose" { String::new() } else { tidy(&provision.label) },
            heading,
            teaser,
            level: self
                .act
                .ancestors(id)
                .filter(|&at| self.act.get(at).kind.is_division())
                .count()
                .clamp(2, 4)
                - 1,
            open: self.pages.unfolded || !carries.is_empty(),
            lines: Vec::new(),
            carries,
        }
    }

    /// The obligations that find words in a provision, those that rest on it alone first.
    fn carries(&self, id: ProvisionId) -> Vec<Carried> {
        let provision = self.act.get(id);
        let inside = |start: u32| provision.span.start <= start && start < provision.span.end;
        let found = self
            .pages
            .findings
            .iter()
            .filter(|finding| finding.evidence.iter().any(|it| it.act == self.index && inside(it.start)));
        let href = format!("#{}", provision_id(self.index, &provision.eid));
        let bearing = self.pages.bearing.iter().find(|bearing| bearing.label.href == href);
        let falls = |id: &str| bearing.is_some_and(|it| it.falls.iter().any(|rests| rests.id == id));
        let mut carries: Vec<Carried> = found
            .map(|finding| Carried { id: finding.obligation.clone(), falls: falls(&finding.obligation) })
            .collect();
        carries.sort_by_key(|it| !it.falls);
        carries
    }

    fn heading(&self, id: ProvisionId) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if let Some(span) = self.act.get(id).heading {
            self.marks.pieces(&self.act.source.text, span, self.index, &mut pieces);
        }
        pieces
    }

    fn teaser(&self, id: ProvisionId) -> String {
        let within = self.act.subtree(id).find(|&at| !self.act.get(at).intro.is_empty());
        let words = tidy(&within.map_or_else(String::new, |at| self.act.own_text(at)));
        match words.char_indices().nth(TEASER) {
            Some((at, _)) => format!("{} …", words[..at].trim_end()),
            None => words,
        }
    }

    /// A provision's own words. `headed`: its heading stands here, not in the block's.
    fn line(&self, id: ProvisionId, depth: usize, headed: bool) -> Option<Line> {
        let provision = self.act.get(id);
        let text = &self.act.source.text;
        let is_block = !headed && (provision.kind.is_division() || provision.kind.is_main_unit());
        let heading = if is_block { Vec::new() } else { self.heading(id) };
        let marker =
            provision.marker.filter(|_| !is_block).map_or_else(String::new, |span| tidy(span.of(text)));
        let mut pieces = self.words(&provision.intro);
        if let Some(first) = pieces.first_mut().filter(|first| first.text.starts_with('#')) {
            // The mark of a Markdown heading.
            first.text = first.text.trim_start_matches('#').trim_start().to_owned();
        }
        let anchor = provision_id(self.index, &provision.eid);
        let is_wanted = !is_block && self.pages.wanted.contains(&anchor);
        if heading.is_empty() && marker.trim().is_empty() && pieces.is_empty() && !is_wanted {
            return None;
        }
        Some(Line {
            depth: depth.min(DEEPEST),
            id: if is_wanted { anchor } else { String::new() },
            marker: marker.trim().to_owned(),
            heading,
            pieces,
            quoted: provision.quoted,
        })
    }

    /// The closing words of a provision, in the block in which it stands or, for a division, in one of their own.
    fn close(&self, id: ProvisionId, depth: usize, blocks: &mut [Block]) {
        let provision = self.act.get(id);
        if provision.wrap_up.is_empty() {
            return;
        }
        let line = Line {
            depth: depth.min(DEEPEST),
            id: String::new(),
            marker: String::new(),
            heading: Vec::new(),
            pieces: self.words(&provision.wrap_up),
            quoted: provision.quoted,
        };
        if let Some(block) = blocks.last_mut() {
            block.lines.push(line);
        }
    }

    fn words(&self, spans: &[Span]) -> Vec<Piece> {
        let text = &self.act.source.text;
        let mut pieces: Vec<Piece> = Vec::new();
        for span in spans {
            let before = pieces.len();
            self.marks.pieces(text, *span, self.index, &mut pieces);
            // Lines of one paragraph are joined as a reader joins them: without a space where the script has none.
            if before > 0 && pieces.len() > before && !spaceless(&pieces[before].text) {
                let piece = &mut pieces[before - 1].text;
                if !piece.ends_with(' ') {
                    piece.push(' ');
                }
            }
        }
        pieces
    }
}

/// Whether a text begins in a script that puts no spaces between words.
fn spaceless(text: &str) -> bool {
    text.chars().next().is_some_and(
        |c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'),
    )
}
