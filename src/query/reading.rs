//! Readings: the words by which a provision is read, laid out in one stream of positions.
//!
//! Each reading is a stretch of the stream, cut into sentences. First come the own readings, then those
//! with all items where they differ, then the headings.

use std::ops::Range;

use super::layout::Layout;
use super::token::After;
use super::vocabulary::Vocabulary;
use crate::span::Span;
use crate::structure::{Act, Kind, ProvisionId};

/// Most tokens of a lead-in that an item is read with, and of a wrap-up.
const LEAD_IN: u32 = 2_000;
/// Most tokens of items that their parent is read with.
const ITEMS: u32 = 20_000;
/// An item that defines a term begins with it, so many bytes before it apart.
const BEFORE_TERM: u32 = 24;
/// Most ancestors whose words belong to a reading.
const CLIMB: usize = 32;

/// Positions → tokens, sentences, readings.
#[derive(Default)]
pub(super) struct Stream {
    /// The token at each position.
    pub tokens: Vec<u32>,
    /// The sentence of each position.
    pub sentence: Vec<u32>,
    /// Where each sentence starts; one more at the end.
    pub starts: Vec<u32>,
    /// The provision in whose reading each sentence is.
    pub reader: Vec<ProvisionId>,
    /// By provision: its own reading; empty for what is repealed.
    pub own: Vec<Range<u32>>,
    /// With all its items, whatever joins them.
    pub full: Vec<Range<u32>>,
    pub heading: Vec<Range<u32>>,
    /// The positions of all own readings.
    pub live: Range<u32>,
    /// By provision: what `/p` and `&` hold together.
    pub block: Vec<ProvisionId>,
    pub unit: Vec<ProvisionId>,
}

impl Stream {
    pub fn new(act: &Act, vocabulary: &Vocabulary, layout: &Layout) -> Self {
        let count = act.provisions.len();
        let mut before = vec![None; count];
        for provision in &act.provisions {
            for pair in provision.children.windows(2) {
                before[pair[1].index()] = Some(pair[0]);
            }
        }
        let mut defines = vec![false; count];
        for definition in &act.definitions {
            let provision = act.get(definition.provision);
            // "a) o «navio» é …": but for an article the item begins with its term.
            let opens = provision.intro.first().is_some_and(|line| {
                definition.span.start.saturating_sub(line.start) <= BEFORE_TERM
                    && definition.span.start < line.end
            });
            let item = provision.marker.is_some() && !provision.kind.is_main_unit();
            defines[definition.provision.index()] |= item && opens;
        }
        let shape = Shape { act, vocabulary, layout, before, defines };
        // A hostile tree could make the readings many times as long as the text.
        let budget = layout.tokens.len() * 16 + (1 << 16);
        let all = || (0..count as u32).map(ProvisionId);
        let mut stream = Stream { starts: vec![0], ..Stream::default() };
        for at in all() {
            let segments = shape.own(at, stream.tokens.len() < budget);
            let range = stream.push(layout, at, &segments);
            stream.own.push(range);
        }
        stream.live = 0..stream.tokens.len() as u32;
        for at in all() {
            let differs = shape.holds_items(at) && !shape.is_cumulative(at) && stream.tokens.len() < budget;
            let range = match differs {
                true => stream.push(layout, at, &shape.full(at)),
                false => stream.own[at.index()].clone(),
            };
            stream.full.push(range);
        }
        for at in all() {
            let heading = &layout.heading[at.index()];
            let start = stream.tokens.len() as u32;
            stream.tokens.extend(heading.clone());
            stream.sentence.extend(heading.clone().map(|_| stream.starts.len() as u32 - 1));
            if !heading.is_empty() {
                stream.cut(at);
            }
            stream.heading.push(start..stream.tokens.len() as u32);
        }
        // What stays is as long as the text is, several times over.
        stream.tokens.shrink_to_fit();
        stream.sentence.shrink_to_fit();
        stream.starts.shrink_to_fit();
        stream.reader.shrink_to_fit();
        (stream.block, stream.unit) = all().map(|at| shape.scopes(at)).unzip();
        stream
    }

    /// Lays a reading out. Adds sentences as the text and the segments cut them.
    fn push(&mut self, layout: &Layout, reader: ProvisionId, segments: &[Segment]) -> Range<u32> {
        let start = self.tokens.len() as u32;
        let mut open = false;
        for segment in segments {
            if open && segment.apart {
                self.cut(reader);
            }
            for at in segment.tokens.clone() {
                self.tokens.push(at);
                self.sentence.push(self.starts.len() as u32 - 1);
                open = true;
                if layout.token(at).after == After::Stop {
                    self.cut(reader);
                    open = false;
                }
            }
        }
        if open {
            self.cut(reader);
        }
        start..self.tokens.len() as u32
    }

    fn cut(&mut self, reader: ProvisionId) {
        self.starts.push(self.tokens.len() as u32);
        self.reader.push(reader);
    }

    pub fn token(&self, at: u32) -> u32 {
        self.tokens[at as usize]
    }

    pub fn sentence_at(&self, at: u32) -> u32 {
        self.sentence[at as usize]
    }

    /// The positions of a sentence.
    pub fn sentence(&self, sentence: u32) -> Range<u32> {
        self.starts[sentence as usize]..self.starts[sentence as usize + 1]
    }

    /// Whose reading a position belongs to.
    pub fn reader_at(&self, at: u32) -> ProvisionId {
        self.reader[self.sentence_at(at) as usize]
    }
}

/// A stretch of tokens in a reading.
struct Segment {
    tokens: Range<u32>,
    /// A new sentence begins here.
    apart: bool,
}

/// How the provisions hang together as text.
struct Shape<'s> {
    act: &'s Act,
    vocabulary: &'s Vocabulary,
    layout: &'s Layout<'s>,
    /// By provision: the one before it under the same parent.
    before: Vec<Option<ProvisionId>>,
    /// By provision: whether it is an item that defines a term.
    defines: Vec<bool>,
}

impl Shape<'_> {
    /// The provision's own reading. `with_ancestors: false` leaves out all but its own words.
    fn own(&self, at: ProvisionId, with_ancestors: bool) -> Vec<Segment> {
        if self.layout.dead[at.index()] {
            return Vec::new();
        }
        // The words before a list of definitions are said of each of them.
        let mut first = self.intro(at);
        first.apart &= !self.defines[at.index()];
        let mut body = vec![first];
        if with_ancestors && self.is_cumulative(at) {
            self.items(at, &mut body, |child| self.stands_alone(child));
        }
        body.push(self.wrap_up(at));
        if with_ancestors { self.inside_ancestors(at, body) } else { body }
    }

    /// The provision's reading with all its items.
    fn full(&self, at: ProvisionId) -> Vec<Segment> {
        if self.layout.dead[at.index()] {
            return Vec::new();
        }
        let mut body = vec![self.intro(at)];
        self.items(at, &mut body, |_| false);
        body.push(self.wrap_up(at));
        self.inside_ancestors(at, body)
    }

    fn intro(&self, at: ProvisionId) -> Segment {
        // A proviso is a sentence of its own; so is each definition of a list after the first.
        let provision = self.act.get(at);
        let apart = match provision.kind {
            Kind::Proviso => true,
            Kind::Definition => self.before[at.index()].is_some(),
            _ => self.defines[at.index()] && self.before[at.index()].is_some(),
        };
        Segment { tokens: self.layout.intro[at.index()].clone(), apart }
    }

    fn wrap_up(&self, at: ProvisionId) -> Segment {
        Segment { tokens: self.layout.wrap_up[at.index()].clone(), apart: false }
    }

    /// The full text of the items of `at`, in document order, up to a bound. Provisions that are read by
    /// themselves (inserted sections), repealed ones and those `left_out` are left out.
    fn items(&self, at: ProvisionId, into: &mut Vec<Segment>, left_out: impl Fn(ProvisionId) -> bool) {
        enum Step {
            In(ProvisionId),
            Out(ProvisionId),
        }
        let mut room = ITEMS;
        let mut take = |segment: Segment| {
            let length = (segment.tokens.len() as u32).min(room);
            room -= length;
            let tokens = segment.tokens.start..segment.tokens.start + length;
            into.push(Segment { tokens, ..segment });
            room > 0
        };
        let children = |at: ProvisionId| self.act.get(at).children.iter().rev().map(|&child| Step::In(child));
        let mut steps: Vec<Step> = children(at).collect();
        while let Some(step) = steps.pop() {
            let more = match step {
                Step::In(child) => {
                    let kind = self.act.get(child).kind;
                    let apart = kind.is_main_unit() || kind.is_division() || self.layout.dead[child.index()];
                    if apart || left_out(child) {
                        continue;
                    }
                    steps.push(Step::Out(child));
                    steps.extend(children(child));
                    take(self.intro(child))
                }
                Step::Out(child) => take(self.wrap_up(child)),
            };
            if !more {
                return;
            }
        }
    }

    /// Puts the lead-ins of the ancestors before the body and their wrap-ups after it, innermost first.
    fn inside_ancestors(&self, at: ProvisionId, mut body: Vec<Segment>) -> Vec<Segment> {
        let mut before = Vec::new();
        let mut here = at;
        for _ in 0..CLIMB {
            let provision = self.act.get(here);
            let Some(parent) = provision.parent else { break };
            let above = self.act.get(parent).kind;
            if provision.kind.is_main_unit() || above.is_division() || self.stands_alone(here) {
                break;
            }
            let mut lead_in = self.intro(parent);
            lead_in.tokens.start = lead_in.tokens.start.max(lead_in.tokens.end.saturating_sub(LEAD_IN));
            before.push(lead_in);
            let mut wrap_up = self.wrap_up(parent);
            wrap_up.tokens.end = wrap_up.tokens.end.min(wrap_up.tokens.start + LEAD_IN);
            body.push(wrap_up);
            here = parent;
        }
        before.reverse();
        before.append(&mut body);
        before
    }

    /// Whether the provision is read without the words of its parent: a subsection or an unnumbered
    /// paragraph, unless the parent's words openly run on into it.
    fn stands_alone(&self, at: ProvisionId) -> bool {
        let provision = self.act.get(at);
        let Some(parent) = provision.parent else { return true };
        // Where articles are made of numbered paragraphs, these are what subsections are elsewhere.
        let is_block = match provision.kind {
            Kind::Subsection | Kind::Text => true,
            Kind::Paragraph => provision.has_figure() && self.act.get(parent).kind.is_main_unit(),
            _ => false,
        };
        if !is_block {
            return false;
        }
        let lead_in = &self.layout.intro[parent.index()];
        let Some(last) = self.layout.last(lead_in) else { return true };
        if last.after == After::Stop {
            return true;
        }
        if provision.kind == Kind::Paragraph {
            return false;
        }
        // An unnumbered paragraph after items that ended the sentence does not belong to it.
        let ended = |at| self.layout.last(&self.tail(at)).is_some_and(|last| last.after == After::Stop);
        if provision.kind == Kind::Text && self.before[at.index()].is_some_and(ended) {
            return true;
        }
        let runs_on = matches!(last.after, After::Comma | After::Pause);
        !(runs_on || self.begins_small(at))
    }

    fn begins_small(&self, at: ProvisionId) -> bool {
        let intro = &self.layout.intro[at.index()];
        let first = self.layout.tokens[intro.start as usize..intro.end as usize].first();
        let Some(first) = first else { return false };
        first.span.of(&self.act.source.text).chars().next().is_some_and(char::is_lowercase)
    }

    /// The last words of a provision with everything below it.
    fn tail(&self, at: ProvisionId) -> Range<u32> {
        let mut here = at;
        loop {
            let wrap_up = &self.layout.wrap_up[here.index()];
            match self.act.get(here).children.last() {
                Some(&last) if wrap_up.is_empty() => here = last,
                Some(_) => return wrap_up.clone(),
                None if wrap_up.is_empty() => return self.layout.intro[here.index()].clone(),
                None => return wrap_up.clone(),
            }
        }
    }

    /// Whether the children are items of its own sentence or sentences, rather than blocks of their own.
    fn holds_items(&self, at: ProvisionId) -> bool {
        let provision = self.act.get(at);
        let Some(&first) = provision.children.first() else { return false };
        let kind = self.act.get(first).kind;
        if provision.kind.is_division() || kind.is_division() || kind.is_main_unit() {
            return false;
        }
        !provision.kind.is_main_unit()
            || (!self.layout.intro[at.index()].is_empty() && !self.stands_alone(first))
    }

    /// Whether the items are joined by "and": the word at the end of the last item but one, or else of
    /// any before it.
    fn is_cumulative(&self, at: ProvisionId) -> bool {
        let children = &self.act.get(at).children;
        // Tasks, and the terms of a list of definitions, are said one by one, whatever joins them; the parts of one
        // definition are not.
        let defines = self.defines[at.index()] || self.act.get(at).kind == Kind::Definition;
        if children.len() < 2
            || !(defines || self.act.conditions.binary_search(&at).is_ok())
            || children.iter().any(|child| self.defines[child.index()])
            || !self.holds_items(at)
        {
            return false;
        }
        let ends_with = |child: ProvisionId, joiners: &[Vec<String>]| {
            let tail = self.tail(child);
            joiners
                .iter()
                .any(|words| self.layout.tail(&tail, words.len()).eq(words.iter().map(String::as_str)))
        };
        let (list_and, list_or) = (&self.vocabulary.list_and, &self.vocabulary.list_or);
        let mut before_last = children[..children.len() - 1].iter().rev();
        let decides = before_last.find(|&&child| ends_with(child, list_and) || ends_with(child, list_or));
        decides.is_some_and(|&child| ends_with(child, list_and))
    }

    /// The block (`/p`) and the main unit (`&`) of a provision.
    fn scopes(&self, at: ProvisionId) -> (ProvisionId, ProvisionId) {
        let mut top = at;
        for above in self.act.ancestors(at) {
            let kind = self.act.get(above).kind;
            if kind.is_main_unit() {
                let whole = top == above || self.holds_items(above);
                return (if whole { above } else { top }, above);
            }
            if kind.is_division() {
                break;
            }
            top = above;
        }
        (top, top)
    }
}

/// The spans of positions `start..=end`: one for each run of neighbouring tokens of one provision.
pub(super) fn spans(layout: &Layout, tokens: impl Iterator<Item = u32>) -> Vec<(ProvisionId, Span)> {
    let mut out: Vec<(ProvisionId, Span)> = Vec::new();
    let mut last = None;
    for at in tokens {
        let token = layout.token(at);
        match out.last_mut() {
            Some((owner, span)) if *owner == token.owner && last == at.checked_sub(1) => {
                *span = span.cover(token.span);
            }
            _ => out.push((token.owner, token.span)),
        }
        last = Some(at);
    }
    out
}
