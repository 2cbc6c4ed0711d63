//! An act as tokens, and queries evaluated over them.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::carry::Carriers;
use super::column::{Column, Denied};
use super::evaluate::{Extra, Postings, Run};
use super::layout::Layout;
use super::program::{Level, Node, Sense};
use super::reading::{Stream, spans};
use super::spec::{Role, RoleSet};
use super::vocabulary::{Bound, Vocabulary};
use super::window::Window;
use crate::span::Span;
use crate::structure::{Act, ProvisionId};

/// How the words of a hit came to carry what was sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// The words stand in the provision.
    Direct,
    /// A defined term stands there; its definition has the words.
    Definition,
    /// A citation stands there; what it cites has the words.
    Citation,
    /// The words stand in a heading.
    Heading,
}

/// What may carry a concept beside its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Carry {
    pub definition: bool,
    pub citation: bool,
}

impl Carry {
    /// Nothing but the words themselves.
    pub const NONE: Carry = Carry { definition: false, citation: false };
    /// The default of rules: defined terms carry their definitions.
    pub const DEFINITION: Carry = Carry { definition: true, citation: false };
}

/// A minimal window of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The smallest provision whose reading holds the whole window; where its parts stand in lead-in and
    /// item, the item; where they stand in several items, the provision that holds these.
    pub home: ProvisionId,
    /// The words that match, in document order, without what stands between them.
    pub parts: SmallVec<[Span; 4]>,
    /// The weakest way by which a part came in.
    pub via: Via,
}

impl Hit {
    /// From the first to the last matching byte that stands in the home provision or, where none does, of all.
    pub fn span(&self, act: &Act) -> Span {
        let home = act.get(self.home).span;
        let inside = self.parts.iter().copied().filter(|part| home.contains(*part));
        let cover = |all: Option<Span>, part: Span| Some(all.map_or(part, |all| all.cover(part)));
        inside.fold(None, cover).or_else(|| self.parts.iter().copied().fold(None, cover)).unwrap_or_default()
    }
}

/// Why a query matches or not at a provision: the tree of operators, each with how many windows survived.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The operator or term as written.
    pub label: String,
    pub hits: Vec<Hit>,
    pub children: Vec<Trace>,
}

/// An act tokenized for a vocabulary. Holds every reading once; queries run over positions. What a
/// concept finds is computed when it is first asked for, and kept.
pub struct Text<'a> {
    pub act: &'a Act,
    pub vocabulary: &'a Vocabulary,
    pub(super) layout: Layout<'a>,
    pub(super) stream: Stream,
    pub(super) postings: Postings,
    pub(super) columns: Vec<OnceLock<Column>>,
    pub(super) definition_columns: Vec<OnceLock<Column>>,
    pub(super) citation_columns: Vec<OnceLock<Column>>,
    pub(super) carriers: OnceLock<Carriers>,
    regexes: OnceLock<Vec<Vec<Window>>>,
    pub(super) denied: OnceLock<Denied>,
    /// By provision.
    roles: Vec<OnceLock<RoleSet>>,
}

impl<'a> Text<'a> {
    /// Tokenizes an act: one pass over its bytes, one look-up for each distinct word form.
    pub fn new(act: &'a Act, vocabulary: &'a Vocabulary) -> Self {
        let layout = Layout::new(act, vocabulary);
        let stream = Stream::new(act, vocabulary, &layout);
        let mut atoms = vec![Vec::new(); vocabulary.words.len()];
        for (at, &token) in stream.tokens.iter().enumerate() {
            for &atom in &layout.forms.atoms[layout.token(token).form as usize] {
                atoms[atom as usize].push(at as u32);
            }
        }
        atoms.iter_mut().for_each(Vec::shrink_to_fit);
        let cells = || (0..vocabulary.entries.len()).map(|_| OnceLock::new()).collect();
        Text {
            act,
            vocabulary,
            layout,
            stream,
            postings: Postings { atoms, regexes: Vec::new() },
            columns: cells(),
            definition_columns: cells(),
            citation_columns: cells(),
            carriers: OnceLock::new(),
            regexes: OnceLock::new(),
            denied: OnceLock::new(),
            roles: act.provisions.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// All minimal windows in live provisions, without repeats, ordered by home (in document order) and
    /// then by place.
    pub fn find(&self, query: &Bound, carry: Carry) -> Vec<Hit> {
        let extra = self.extra(query);
        let run = Run { text: self, carry, extra: extra.as_ref(), together: false };
        self.hits(&run, &query.node, self.stream.live.clone())
    }

    /// The windows of the provision's own reading (lead-ins of its ancestors, its words, its items where it
    /// has any, wrap-ups): whether the provision as read holds the query, wherever its parts stand. `/p`
    /// and `&` ask no more here than that both stand in this reading.
    pub fn find_at(&self, query: &Bound, at: ProvisionId, carry: Carry) -> Vec<Hit> {
        let extra = self.extra(query);
        let run = Run { text: self, carry, extra: extra.as_ref(), together: true };
        self.hits(&run, &query.node, self.stream.full[at.index()].clone())
    }

    /// The nearest of the provision and its ancestors, up to the act (whose heading is its title), whose
    /// heading holds the query, with the matching words. The span is empty at 0 for a title that does not
    /// stand in the text.
    pub fn heading(&self, query: &Bound, at: ProvisionId) -> Option<(ProvisionId, Span)> {
        let extra = self.extra(query);
        self.act
            .ancestors(at)
            .find_map(|at| self.in_heading(&query.node, extra.as_ref(), at).map(|span| (at, span)))
    }

    /// Whether the heading of this provision alone holds the query.
    pub fn own_heading(&self, query: &Bound, at: ProvisionId) -> Option<Span> {
        self.in_heading(&query.node, self.extra(query).as_ref(), at)
    }

    /// The roles that the lexicon sees on the provision's reading with all its items, and on its heading.
    /// Computed once per provision. `exempt` is not yet weighed against `offence`.
    pub fn roles(&self, at: ProvisionId) -> RoleSet {
        *self.roles[at.index()].get_or_init(|| {
            let reading = &self.stream.full[at.index()];
            let heading = &self.stream.heading[at.index()];
            let holds = |&&(role, entry): &&(Role, u32)| {
                let speaks = matches!(role, Role::Exempt | Role::Penalty | Role::Define | Role::Aggravate);
                let column = self.column(entry);
                column.holds(Sense::Positive, reading) || (speaks && column.holds(Sense::Positive, heading))
            };
            self.vocabulary.roles.iter().filter(holds).map(|&(role, _)| role).collect()
        })
    }

    /// Whether a role is seen in the first words of the provision's reading, so many of them.
    pub fn opens_with(&self, role: Role, at: ProvisionId, within: u32) -> bool {
        let reading = &self.stream.full[at.index()];
        let opening = reading.start..reading.end.min(reading.start + within);
        let of = self.vocabulary.roles.iter().filter(|(other, _)| *other == role);
        of.into_iter().any(|&(_, entry)| self.column(entry).holds(Sense::Positive, &opening))
    }

    /// Whether the sentence in which a hit stands has a role ("does not apply", "it is a defence"), as its
    /// home reads.
    pub fn sentence_has(&self, role: Role, hit: &Hit) -> bool {
        let Some(&(_, entry)) = self.vocabulary.roles.iter().find(|(other, _)| *other == role) else {
            return false;
        };
        let column = self.column(entry);
        let reading = self.stream.full[hit.home.index()].clone();
        let mut sentences: Vec<u32> = reading
            .filter(|&at| {
                let token = self.layout.token(self.stream.tokens[at as usize]).span;
                hit.parts.iter().any(|part| part.contains(token))
            })
            .map(|at| self.stream.sentence_at(at))
            .collect();
        sentences.dedup();
        sentences.iter().any(|&sentence| column.holds(Sense::Positive, &self.stream.sentence(sentence)))
    }

    /// Whether the provision's reading speaks of any offence of the law ("an offence under this Act").
    pub fn speaks_of_any_offence(&self, at: ProvisionId) -> bool {
        self.column(self.vocabulary.special.any_offence).holds(Sense::Any, &self.stream.full[at.index()])
    }

    /// Whether the provision's reading speaks of the offence beside it ("this offence").
    pub fn speaks_of_this_offence(&self, at: ProvisionId) -> bool {
        self.column(self.vocabulary.special.this_offence).holds(Sense::Any, &self.stream.full[at.index()])
    }

    /// Whether the provision's reading punishes the breach of any provision of the law.
    pub fn speaks_of_any_contravention(&self, at: ProvisionId) -> bool {
        let entry = self.vocabulary.special.any_contravention;
        self.column(entry).holds(Sense::Any, &self.stream.full[at.index()])
    }

    /// The tree of the query at a provision, for `explain`.
    pub fn trace(&self, query: &Bound, at: ProvisionId, carry: Carry) -> Trace {
        let extra = self.extra(query);
        let run = Run { text: self, carry, extra: extra.as_ref(), together: true };
        super::trace::trace(&run, &query.expr, &query.node, &self.stream.full[at.index()])
    }

    fn in_heading(&self, node: &Node, extra: Option<&Extra>, at: ProvisionId) -> Option<Span> {
        let run = Run { text: self, carry: Carry::NONE, extra, together: true };
        let hits = self.hits(&run, node, self.stream.heading[at.index()].clone());
        hits.first().map(|hit| hit.parts.iter().copied().reduce(Span::cover).unwrap_or_default())
    }

    /// The windows of a node in a range of positions, as hits.
    pub(super) fn hits(&self, run: &Run, node: &Node, range: Range<u32>) -> Vec<Hit> {
        if range.is_empty() {
            return Vec::new();
        }
        let ranges = [range];
        let mut hits: Vec<Hit> = match node.level() {
            Level::Sentence => {
                let windows = run.windows(node, &ranges);
                windows.iter().map(|window| self.hit(&run.on_tokens(window, Level::Sentence).1)).collect()
            }
            level => run.scoped(node, level, &ranges).iter().map(|(_, window)| self.hit(window)).collect(),
        };
        hits.sort_by(|a, b| (a.home, &a.parts, a.via).cmp(&(b.home, &b.parts, b.via)));
        hits.dedup_by(|next, kept| (next.home, &next.parts) == (kept.home, &kept.parts));
        hits
    }

    /// A window of tokens with its home.
    fn hit(&self, window: &Window) -> Hit {
        let tokens = window.parts.iter().flat_map(|&(from, to)| from..=to);
        let pieces = spans(&self.layout, tokens);
        let home = pieces.iter().map(|&(owner, _)| owner).reduce(|a, b| self.join(a, b));
        let mut parts: SmallVec<[Span; 4]> = pieces.into_iter().map(|(_, span)| span).collect();
        parts.sort_unstable();
        Hit { home: home.unwrap_or(ProvisionId::ACT), parts, via: window.via }
    }

    /// The home of words in two provisions: the lower one where the other is above it, else what holds both.
    fn join(&self, a: ProvisionId, b: ProvisionId) -> ProvisionId {
        if self.act.is_within(b, a) {
            return b;
        }
        if self.act.is_within(a, b) {
            return a;
        }
        self.act.ancestors(a).find(|&above| self.act.is_within(b, above)).unwrap_or(ProvisionId::ACT)
    }

    /// Looks up what the query has and the vocabulary has not.
    fn extra(&self, query: &Bound) -> Option<Extra> {
        if query.words.len() == 0 && query.regexes.is_empty() {
            return None;
        }
        let texts = self.layout.forms.texts.iter();
        let forms: Vec<_> = texts.map(|form| self.vocabulary.matching(&query.words, form)).collect();
        let mut atoms = vec![Vec::new(); query.words.len()];
        for (at, &token) in self.stream.tokens.iter().enumerate() {
            for &atom in &forms[self.layout.token(token).form as usize] {
                atoms[atom as usize].push(at as u32);
            }
        }
        Some(Extra { forms, postings: Postings { atoms, regexes: self.run_regexes(&query.regexes) } })
    }

    /// The windows of each regular expression of the vocabulary.
    pub(super) fn regex_windows(&self) -> &[Vec<Window>] {
        self.regexes.get_or_init(|| self.run_regexes(&self.vocabulary.regexes))
    }

    /// Runs regular expressions over the pieces as printed, and lays what they match on whole tokens.
    fn run_regexes(&self, regexes: &[Regex]) -> Vec<Vec<Window>> {
        let source = &self.act.source.text;
        let run = |regex: &Regex| {
            let mut marks = Vec::new();
            for piece in &self.layout.pieces {
                let range = piece.tokens.start as usize..piece.tokens.end as usize;
                let tokens = &self.layout.tokens[range];
                let base = piece.bytes.start;
                for found in regex.find_iter(piece.bytes.of(source)) {
                    let (start, end) = (base + found.start() as u32, base + found.end() as u32);
                    let from = tokens.partition_point(|token| token.span.end <= start);
                    let to = tokens.partition_point(|token| token.span.start < end);
                    if from < to {
                        marks.push((piece.tokens.start + from as u32, piece.tokens.start + to as u32 - 1));
                    }
                }
            }
            let windows =
                self.locate(&marks).into_iter().map(|(start, end, _)| Window::new(start, end, Via::Direct));
            super::window::minimal(windows.collect())
        };
        regexes.iter().map(run).collect()
    }

    /// Where runs of tokens (first, last) stand in the stream, each inside one sentence: start, end and
    /// which run it is, in ascending order of the start.
    pub(super) fn locate(&self, runs: &[(u32, u32)]) -> Vec<(u32, u32, usize)> {
        if runs.is_empty() {
            return Vec::new();
        }
        let mut by_first: FxHashMap<u32, SmallVec<[usize; 1]>> = FxHashMap::default();
        // Most tokens begin no run: a look at one bit tells.
        let mut begins = vec![false; self.layout.tokens.len()];
        for (at, run) in runs.iter().enumerate() {
            by_first.entry(run.0).or_default().push(at);
            begins[run.0 as usize] = true;
        }
        let mut found = Vec::new();
        let stream = &self.stream;
        for (at, token) in stream.tokens.iter().enumerate().filter(|&(_, &token)| begins[token as usize]) {
            for &run in by_first.get(token).into_iter().flatten() {
                let (start, end) = (at as u32, at as u32 + runs[run].1 - runs[run].0);
                let whole = stream.tokens.get(end as usize) == Some(&runs[run].1)
                    && stream.sentence_at(start) == stream.sentence_at(end);
                if whole {
                    found.push((start, end, run));
                }
            }
        }
        found
    }
}
