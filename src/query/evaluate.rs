//! Nodes → windows. Up to `/s` everything happens inside sentences, on positions of the stream: the
//! rarer operand of an operator is evaluated first, the other only in the sentences where that one stands.
//! `/p` and `&` then join windows of different readings, on the tokens of the act.

use std::ops::Range;

use super::column::Column;
use super::program::{Level, Node, Sense};
use super::text::{Carry, Text, Via};
use super::window::{Join, Window, combine, minimal};
use super::words::Atoms;
use crate::structure::ProvisionId;

/// Positions of each atom and windows of each regular expression.
#[derive(Default)]
pub(super) struct Postings {
    pub atoms: Vec<Vec<u32>>,
    pub regexes: Vec<Vec<Window>>,
}

/// What a query brings that the vocabulary does not have.
#[derive(Default)]
pub(super) struct Extra {
    /// By form.
    pub forms: Vec<Atoms>,
    pub postings: Postings,
}

/// One run of a query.
pub(super) struct Run<'r, 'a> {
    pub text: &'r Text<'a>,
    pub carry: Carry,
    pub extra: Option<&'r Extra>,
    /// Whether all windows count as standing in one block and unit: in a single reading.
    pub together: bool,
}

/// Windows on tokens, with the provision that holds their scope together.
pub(super) type Scoped = Vec<(ProvisionId, Window)>;

/// Most windows of an operator in one block or unit.
const WINDOWS: usize = 64;

impl Run<'_, '_> {
    /// The windows of a node that stays within sentences, in ascending ranges of positions that do not
    /// cut sentences.
    pub fn windows(&self, node: &Node, ranges: &[Range<u32>]) -> Vec<Window> {
        let mut found = Vec::new();
        self.gather(node, ranges, &mut found);
        found
    }

    /// Adds the windows of a node to others.
    pub fn gather(&self, node: &Node, ranges: &[Range<u32>], found: &mut Vec<Window>) {
        match node {
            Node::Term(atom) => {
                let token = |&at: &u32| Window::new(at, at, Via::Direct);
                each(self.postings(*atom), ranges, |&at| at, |some| found.extend(some.iter().map(token)));
            }
            Node::Phrase(atoms) => self.phrase(atoms, ranges, found),
            Node::Regex(regex) => {
                each(self.matches(*regex), ranges, |one| one.start, |some| found.extend_from_slice(some));
            }
            Node::Concept(concept, sense) => self.concept(*concept, *sense, ranges, found),
            Node::Or(arms) => {
                let mut own = Vec::new();
                arms.iter().for_each(|arm| self.gather(arm, ranges, &mut own));
                found.append(&mut minimal(own));
            }
            Node::Near(left, right, join) => found.extend(self.near(left, right, *join, ranges)),
            Node::Without(left, right) => {
                let mut own = self.windows(left, ranges);
                let stream = &self.text.stream;
                let denied = self.windows(right, &self.sentences(&own));
                let sentence = |window: &Window| stream.sentence_at(window.start);
                own.retain(|window| denied.binary_search_by_key(&sentence(window), sentence).is_err());
                found.append(&mut own);
            }
            // Refused by the parser under `/s`; `scoped` takes them elsewhere.
            Node::Provision(..) | Node::Section(..) => {}
        }
    }

    fn phrase(&self, atoms: &[u32], ranges: &[Range<u32>], found: &mut Vec<Window>) {
        let stream = &self.text.stream;
        let rarest = (0..atoms.len()).min_by_key(|&at| self.postings(atoms[at]).len()).unwrap_or(0);
        each(
            self.postings(atoms[rarest]),
            ranges,
            |&at| at,
            |some| {
                for &at in some {
                    let Some(start) = at.checked_sub(rarest as u32) else { continue };
                    let end = start + atoms.len() as u32 - 1;
                    let whole = (end as usize) < stream.tokens.len()
                        && stream.sentence_at(start) == stream.sentence_at(end)
                        && (start..).zip(atoms).all(|(at, &atom)| self.is(at, atom));
                    if whole {
                        found.push(Window::new(start, end, Via::Direct));
                    }
                }
            },
        );
    }

    fn near(&self, left: &Node, right: &Node, join: Join, ranges: &[Range<u32>]) -> Vec<Window> {
        let stream = &self.text.stream;
        let same = |a: &Window, b: &Window| stream.sentence_at(a.start) == stream.sentence_at(b.start);
        let few = self.estimate(left);
        // What is carried is not in the estimate; in a lexicon nothing is.
        if few == 0 && self.carry == Carry::NONE {
            return Vec::new();
        }
        if few <= self.estimate(right) {
            let left = self.windows(left, ranges);
            if left.is_empty() {
                return left;
            }
            let right = self.windows(right, &self.sentences(&left));
            combine(&left, &right, join, same)
        } else {
            let right = self.windows(right, ranges);
            if right.is_empty() {
                return right;
            }
            let left = self.windows(left, &self.sentences(&right));
            combine(&left, &right, join, same)
        }
    }

    fn concept(&self, concept: u32, sense: Sense, ranges: &[Range<u32>], found: &mut Vec<Window>) {
        let add = |column: &Column, found: &mut Vec<Window>| {
            each(column.of(sense), ranges, |one| one.start, |some| found.extend_from_slice(some));
        };
        let own = self.text.column(concept);
        if self.carry == Carry::NONE || sense == Sense::Any {
            return add(own, found);
        }
        let mut all = Vec::new();
        add(own, &mut all);
        if self.carry.definition {
            add(self.text.by_definition(concept), &mut all);
        }
        if self.carry.citation {
            add(self.text.by_citation(concept), &mut all);
        }
        found.append(&mut minimal(all));
    }

    /// The sentences in which the windows stand.
    fn sentences(&self, windows: &[Window]) -> Vec<Range<u32>> {
        let stream = &self.text.stream;
        let mut sentences: Vec<u32> = windows.iter().map(|window| stream.sentence_at(window.start)).collect();
        sentences.dedup();
        sentences.into_iter().map(|sentence| stream.sentence(sentence)).collect()
    }

    /// About how many windows a node has, at most.
    fn estimate(&self, node: &Node) -> usize {
        match node {
            Node::Term(atom) => self.postings(*atom).len(),
            Node::Phrase(atoms) => atoms.iter().map(|&atom| self.postings(atom).len()).min().unwrap_or(0),
            Node::Regex(regex) => self.matches(*regex).len(),
            Node::Concept(concept, sense) => self.text.column(*concept).of(*sense).len(),
            Node::Or(arms) => arms.iter().map(|arm| self.estimate(arm)).sum(),
            Node::Near(left, right, _) => self.estimate(left).min(self.estimate(right)),
            Node::Provision(left, right) | Node::Section(left, right) => {
                self.estimate(left).min(self.estimate(right))
            }
            Node::Without(left, _) => self.estimate(left),
        }
    }

    fn postings(&self, atom: u32) -> &[u32] {
        let own = &self.text.postings.atoms;
        match own.get(atom as usize) {
            Some(at) => at,
            None => self.extra.map_or(&[], |extra| &extra.postings.atoms[atom as usize - own.len()]),
        }
    }

    fn matches(&self, regex: u32) -> &[Window] {
        let own = self.text.vocabulary.regexes.len();
        match (regex as usize).checked_sub(own) {
            None => &self.text.regex_windows()[regex as usize],
            Some(at) => self.extra.map_or(&[], |extra| &extra.postings.regexes[at]),
        }
    }

    /// Whether the word at a position matches an atom.
    fn is(&self, at: u32, atom: u32) -> bool {
        let text = self.text;
        let form = text.layout.token(text.stream.token(at)).form as usize;
        match atom.checked_sub(text.postings.atoms.len() as u32) {
            None => text.layout.forms.atoms[form].contains(&atom),
            Some(atom) => self.extra.is_some_and(|extra| extra.forms[form].contains(&atom)),
        }
    }

    /// The windows of any node, on tokens, by the scope that holds them. Sorted by scope.
    pub fn scoped(&self, node: &Node, level: Level, ranges: &[Range<u32>]) -> Scoped {
        match node {
            Node::Provision(left, right) => {
                let inner = Level::Block.max(left.level()).max(right.level());
                let joined = self.joined(left, right, inner, ranges);
                self.lift(joined, inner, level)
            }
            Node::Section(left, right) => self.joined(left, right, Level::Unit, ranges),
            Node::Or(arms) if node.level() > Level::Sentence => {
                self.tidy(arms.iter().flat_map(|arm| self.scoped(arm, level, ranges)).collect())
            }
            Node::Without(left, right) if node.level() > Level::Sentence => {
                let inner = node.level();
                let denied = self.scoped(right, inner, ranges);
                let mut found = self.scoped(left, inner, ranges);
                found.retain(|(scope, _)| denied.binary_search_by_key(scope, |&(scope, _)| scope).is_err());
                self.lift(found, inner, level)
            }
            _ => {
                let windows = self.windows(node, ranges);
                self.tidy(windows.iter().map(|window| self.on_tokens(window, level)).collect())
            }
        }
    }

    fn joined(&self, left: &Node, right: &Node, level: Level, ranges: &[Range<u32>]) -> Scoped {
        let left = self.scoped(left, level, ranges);
        if left.is_empty() {
            return left;
        }
        let right = self.scoped(right, level, ranges);
        let mut found = Vec::new();
        let mut rest = right.as_slice();
        for same in left.chunk_by(|a, b| a.0 == b.0) {
            let scope = same[0].0;
            rest = &rest[rest.partition_point(|one| one.0 < scope)..];
            let length = rest.partition_point(|one| one.0 == scope);
            let bare = |some: &[(ProvisionId, Window)]| -> Vec<Window> {
                some.iter().map(|(_, window)| window.clone()).collect()
            };
            let windows = combine(&bare(same), &bare(&rest[..length]), Join::ANYWHERE, |_, _| true);
            found.extend(windows.into_iter().take(WINDOWS).map(|window| (scope, window)));
        }
        found
    }

    /// From the scope of a block to that of its unit.
    fn lift(&self, found: Scoped, from: Level, to: Level) -> Scoped {
        if from >= to || self.together {
            return found;
        }
        let stream = &self.text.stream;
        self.tidy(found.into_iter().map(|(scope, window)| (stream.unit[scope.index()], window)).collect())
    }

    /// Sorts by scope, and leaves the minimal windows in each.
    fn tidy(&self, mut found: Scoped) -> Scoped {
        found.sort_by_key(|&(scope, _)| scope);
        let mut out = Vec::new();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let windows = same.iter().map(|(_, window)| window.clone()).collect();
            out.extend(minimal(windows).into_iter().map(|window| (same[0].0, window)));
        }
        out
    }

    /// A window of the stream on the tokens of the act.
    pub fn on_tokens(&self, window: &Window, level: Level) -> (ProvisionId, Window) {
        let stream = &self.text.stream;
        let reader = stream.reader_at(window.start);
        let scope = match level {
            _ if self.together => ProvisionId::ACT,
            Level::Sentence => reader,
            Level::Block => stream.block[reader.index()],
            Level::Unit => stream.unit[reader.index()],
        };
        let mut parts: smallvec::SmallVec<[(u32, u32); 2]> = smallvec::SmallVec::new();
        for &(from, to) in &window.parts {
            let (mut start, mut last) = (stream.token(from), stream.token(from));
            for at in from + 1..=to {
                let token = stream.token(at);
                if token != last + 1 {
                    parts.push((start, last));
                    start = token;
                }
                last = token;
            }
            parts.push((start, last));
        }
        // A reading need not follow the order of the document; the parts of a hit do.
        parts.sort_unstable();
        let start = parts.iter().map(|part| part.0).min().unwrap_or_default();
        let end = parts.iter().map(|part| part.1).max().unwrap_or_default();
        (scope, Window { start, end, via: window.via, parts })
    }
}

/// The entries of a sorted list whose position lies in one of the ascending ranges.
fn each<T>(sorted: &[T], ranges: &[Range<u32>], key: impl Fn(&T) -> u32, mut take: impl FnMut(&[T])) {
    let mut rest = sorted;
    for range in ranges {
        rest = &rest[gallop(rest, |one| key(one) < range.start)..];
        let length = gallop(rest, |one| key(one) < range.end);
        if length > 0 {
            take(&rest[..length]);
        }
        rest = &rest[length..];
        if rest.is_empty() {
            return;
        }
    }
}

/// Like `partition_point`, fast when the point is near the beginning.
fn gallop<T>(sorted: &[T], before: impl Fn(&T) -> bool) -> usize {
    let mut reach = 1;
    while sorted.get(reach - 1).is_some_and(&before) {
        reach *= 2;
    }
    let from = reach / 2;
    from + sorted[from..sorted.len().min(reach)].partition_point(before)
}
