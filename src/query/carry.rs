//! Carried hits: a defined term carries what its definition says, a citation what it cites. One hop.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::column::Column;
use super::program::Sense;
use super::text::{Text, Via};
use super::token;
use super::window::Window;
use crate::structure::{Act, ProvisionId};

/// By provision: definitions that it states, or citations that name it; never an empty list.
struct Registered {
    lists: FxHashMap<ProvisionId, SmallVec<[u32; 2]>>,
    /// By provision: whether it or one above it has a list, which few have.
    above: Vec<bool>,
}

impl Registered {
    fn new(act: &Act, all: impl Iterator<Item = (ProvisionId, u32)>) -> Self {
        let mut lists: FxHashMap<ProvisionId, SmallVec<[u32; 2]>> = FxHashMap::default();
        all.for_each(|(provision, which)| lists.entry(provision).or_default().push(which));
        let mut above: Vec<bool> = Vec::with_capacity(act.provisions.len());
        for (at, provision) in act.provisions.iter().enumerate() {
            let own = lists.contains_key(&ProvisionId(at as u32));
            above.push(own || provision.parent.is_some_and(|parent| above[parent.index()]));
        }
        Registered { lists, above }
    }
}

/// Where defined terms and citations stand, whatever they carry.
pub(super) struct Carriers {
    /// Start, end, which definition: in ascending order.
    terms: Vec<(u32, u32, u32)>,
    defined: Registered,
    /// Start, end, which citation.
    citations: Vec<(u32, u32, u32)>,
    cited: Registered,
}

/// Most places of defined terms in an act, and most definitions of one term.
const PLACES: usize = 400_000;
const HOMONYMS: usize = 16;
/// From so many letters on the last letter of a word may change in another case.
const SHORTEST_INFLECTED: usize = 4;
/// Longest defined term, in words.
const LONGEST: usize = 12;

/// A defined term as word forms.
struct Term {
    before: Vec<SmallVec<[u32; 3]>>,
    /// Of the last word: singular and plurals.
    lasts: SmallVec<[u32; 3]>,
    definitions: SmallVec<[u32; 2]>,
}

impl Text<'_> {
    /// The places of defined terms whose definition holds the concept.
    pub(super) fn by_definition(&self, concept: u32) -> &Column {
        self.definition_columns[concept as usize].get_or_init(|| {
            let carriers = self.carriers();
            if carriers.terms.is_empty() {
                return Column::default();
            }
            let mut carries = vec![false; self.act.definitions.len()];
            for window in self.column(concept).of(Sense::Positive) {
                for (at, definitions) in self.above(window, &carriers.defined) {
                    carries[self.stating(at, definitions) as usize] = true;
                }
            }
            self.carried(concept, &carriers.terms, &carries, Via::Definition)
        })
    }

    /// The citations of provisions whose heading or words hold the concept.
    pub(super) fn by_citation(&self, concept: u32) -> &Column {
        self.citation_columns[concept as usize].get_or_init(|| {
            let carriers = self.carriers();
            if carriers.citations.is_empty() {
                return Column::default();
            }
            let mut carries = vec![false; self.act.citations.len()];
            for window in self.column(concept).of(Sense::Positive) {
                for &citation in self.above(window, &carriers.cited).into_iter().flat_map(|(_, some)| some) {
                    carries[citation as usize] = true;
                }
            }
            self.carried(concept, &carriers.citations, &carries, Via::Citation)
        })
    }

    /// What is registered for the provisions in whose own words a part of the window stands, or above
    /// them, each with where the part starts.
    fn above<'c>(&self, window: &Window, registered: &'c Registered) -> Vec<(u32, &'c [u32])> {
        let mut found = Vec::new();
        for &(at, _) in &window.parts {
            let token = self.layout.token(self.stream.token(at));
            if !registered.above[token.owner.index()] {
                continue;
            }
            let above = self.act.ancestors(token.owner).filter_map(|above| registered.lists.get(&above));
            found.extend(above.map(|some| (token.span.start, some.as_slice())));
        }
        found
    }

    /// Which of the definitions that one provision states has the words at `start`: the last whose term
    /// stands before them, since a definition runs up to the next term.
    fn stating(&self, start: u32, definitions: &[u32]) -> u32 {
        let before = |&&which: &&u32| self.act.definitions[which as usize].span.start <= start;
        *definitions.iter().rfind(before).unwrap_or(&definitions[0])
    }

    /// The places that carry, without those where the concept stands in so many words.
    fn carried(&self, concept: u32, places: &[(u32, u32, u32)], carries: &[bool], via: Via) -> Column {
        let direct = self.column(concept).of(Sense::Any);
        let apart = |&&(start, end, _): &&(u32, u32, u32)| {
            let next = direct.partition_point(|window| window.end < start);
            direct.get(next).is_none_or(|window| window.start > end)
        };
        let carrying = places.iter().filter(|&&(_, _, which)| carries[which as usize]).filter(apart);
        let windows = carrying.map(|&(start, end, _)| Window::new(start, end, via)).collect();
        Column::new(self, windows)
    }

    fn carriers(&self) -> &Carriers {
        self.carriers.get_or_init(|| {
            let stated = self.act.definitions.iter().zip(0..).map(|(one, at)| (one.provision, at));
            let defined = Registered::new(self.act, stated);
            let mut cited = Vec::new();
            let mut runs = Vec::new();
            let mut which = Vec::new();
            for (at, citation) in self.act.citations.iter().enumerate().filter(|(_, it)| !it.outside) {
                let small = |target: &&ProvisionId| !self.act.get(**target).kind.is_division();
                let mut targets = citation.targets.iter().filter(small).peekable();
                if targets.peek().is_none() {
                    continue;
                }
                cited.extend(targets.map(|&target| (target, at as u32)));
                let tokens = &self.layout.tokens;
                let from = tokens.partition_point(|token| token.span.end <= citation.span.start);
                let to = tokens.partition_point(|token| token.span.start < citation.span.end);
                if from < to && citation.span.contains(tokens[from].span) {
                    runs.push((from as u32, to as u32 - 1));
                    which.push(at as u32);
                }
            }
            let places = self.locate(&runs).into_iter();
            let citations = places.map(|(start, end, run)| (start, end, which[run])).collect();
            let cited = Registered::new(self.act, cited.into_iter());
            Carriers { terms: self.term_places(), defined, citations, cited }
        })
    }

    /// Where defined terms stand, in their scope and outside their own definition.
    fn term_places(&self) -> Vec<(u32, u32, u32)> {
        let (layout, stream) = (&self.layout, &self.stream);
        let mut by_first: FxHashMap<u32, SmallVec<[usize; 2]>> = FxHashMap::default();
        let mut terms: Vec<Term> = Vec::new();
        let mut known: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        let folder = &self.vocabulary.folder;
        let mut by_stem: FxHashMap<&str, SmallVec<[u32; 3]>> = FxHashMap::default();
        if folder.has_particles() {
            for (at, form) in layout.forms.texts.iter().enumerate() {
                by_stem.entry(folder.bare(form)).or_default().push(at as u32);
            }
        }
        let mut sorted: Vec<(&str, u32)> = Vec::new();
        let endings = self.vocabulary.term_endings;
        if endings > 0 {
            sorted.extend(layout.forms.texts.iter().map(String::as_str).zip(0..));
            sorted.sort_unstable();
        }
        // The forms of a word of a term, in any writing with particles, or inflected.
        let forms = |word: &str| -> SmallVec<[u32; 3]> {
            if endings > 0 {
                return inflected(word, &sorted, endings);
            }
            if folder.has_particles() {
                return by_stem.get(folder.bare(word)).cloned().unwrap_or_default();
            }
            layout.forms.find(word).into_iter().collect()
        };
        for (at, definition) in self.act.definitions.iter().enumerate() {
            let words = token::split(&definition.term, self.vocabulary.tokens).into_iter();
            let words: Vec<String> = words.map(|word| self.vocabulary.folder.fold(word)).collect();
            if words.is_empty()
                || words.len() > LONGEST
                || self.vocabulary.uncarried.contains(&words.join(" "))
            {
                continue;
            }
            if let Some(&term) = known.get(&words) {
                let definitions = &mut terms[term].definitions;
                if definitions.len() < HOMONYMS {
                    definitions.push(at as u32);
                }
                continue;
            }
            let Some((last, before)) = words.split_last() else { continue };
            let before: Vec<SmallVec<[u32; 3]>> = before.iter().map(|word| forms(word)).collect();
            if before.iter().any(SmallVec::is_empty) {
                continue;
            }
            let lasts = match endings {
                0 => ["", "s", "es"].iter().flat_map(|ending| forms(&format!("{last}{ending}"))).collect(),
                _ => forms(last),
            };
            for first in before.first().unwrap_or(&lasts).clone() {
                by_first.entry(first).or_default().push(terms.len());
            }
            known.insert(words, terms.len());
            terms.push(Term { before, lasts, definitions: SmallVec::from_slice(&[at as u32]) });
        }
        let mut places = Vec::new();
        if terms.is_empty() {
            return places;
        }
        let form = |at: u32| stream.tokens.get(at as usize).map(|&token| layout.token(token).form);
        // Most words begin no term: a look at one bit tells.
        let mut begins = vec![false; layout.forms.texts.len()];
        by_first.keys().for_each(|&form| begins[form as usize] = true);
        for (at, &token) in stream.tokens.iter().enumerate() {
            if !begins[layout.token(token).form as usize] {
                continue;
            }
            let start = at as u32;
            let Some(starting) = by_first.get(&layout.token(token).form) else { continue };
            for Term { before, lasts, definitions } in starting.iter().map(|&term| &terms[term]) {
                let end = start + before.len() as u32;
                let whole = (start..)
                    .zip(before)
                    .all(|(at, words)| form(at).is_some_and(|form| words.contains(&form)))
                    && form(end).is_some_and(|word| lasts.contains(&word))
                    && stream.sentence_at(start) == stream.sentence_at(end);
                if !whole {
                    continue;
                }
                let owner = layout.token(token).owner;
                for &which in definitions {
                    let definition = &self.act.definitions[which as usize];
                    let holds = self.act.is_within(owner, definition.scope)
                        && !self.act.is_within(owner, definition.provision);
                    if holds && places.len() < PLACES {
                        places.push((start, end, which));
                    }
                }
            }
        }
        places
    }
}

/// Words that are `word` in another case or number: the same beginning, with at most so many letters behind it. The last
/// letter of a longer word may have changed ("виза", "визы"; "belge", "belgeye").
fn inflected(word: &str, sorted: &[(&str, u32)], endings: usize) -> SmallVec<[u32; 3]> {
    let length = word.chars().count();
    let stem = match word.char_indices().next_back() {
        Some((last, _)) if length >= SHORTEST_INFLECTED => &word[..last],
        _ => word,
    };
    let endings = if length < SHORTEST_INFLECTED - 1 { 0 } else { endings };
    let from = sorted.partition_point(|&(form, _)| form < stem);
    let alike = sorted[from..].iter().take_while(|(form, _)| form.starts_with(stem));
    alike.filter(|(form, _)| form.chars().count() <= length + endings).map(|&(_, at)| at).collect()
}
