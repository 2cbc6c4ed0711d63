//! The acts of one assessment, read together: tokenized texts, bound queries, who cites whom.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::error::{Error, Place, Result, RuleFault};
use crate::query::{Bound, Carry, Hit, Query, Role, Text, Trace, Vocabulary};
use crate::span::Span;
use crate::structure::{Act, Citation, Kind, Provision, ProvisionId};

/// A provision of one of the acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Locus {
    pub act: usize,
    pub id: ProvisionId,
}

/// A hit in one of the acts.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub act: usize,
    pub hit: Hit,
}

impl Found {
    pub(super) fn home(&self) -> Locus {
        Locus { act: self.act, id: self.hit.home }
    }
}

/// One act with what assessment asks of it again and again.
pub(super) struct ReadAct<'a> {
    pub act: &'a Act,
    pub text: Text<'a>,
    /// Query text → the query for this act's language.
    bound: Mutex<FxHashMap<String, Arc<Bound>>>,
    /// Provision → the citations it holds itself.
    citations: FxHashMap<ProvisionId, Vec<usize>>,
    /// Provision → the citations it holds of what is left out.
    left_out: FxHashMap<ProvisionId, Vec<usize>>,
    /// Provision → the citations that name it.
    cited_by: FxHashMap<ProvisionId, Vec<usize>>,
    /// Subtrees (first, last) that are no law of the State, such as an annexed treaty.
    silent: Vec<(ProvisionId, ProvisionId)>,
    any_contravention: OnceLock<bool>,
    /// Provision → the section or article it stands in.
    units: Vec<Option<ProvisionId>>,
    /// Provision → what the citations in its reading name, kept because every hit asks for every member.
    targets: Vec<OnceLock<Box<[ProvisionId]>>>,
    /// Query, provision and whether the heading of its unit counts → whether they name the offences of a set.
    names: Mutex<FxHashMap<(String, ProvisionId, bool), bool>>,
}

/// The acts read together as one State's law.
pub(super) struct Law<'a> {
    pub acts: Vec<ReadAct<'a>>,
}

impl<'a> ReadAct<'a> {
    fn new(act: &'a Act, vocabulary: &'a Vocabulary) -> Self {
        let mut citations: FxHashMap<ProvisionId, Vec<usize>> = FxHashMap::default();
        let mut cited_by: FxHashMap<ProvisionId, Vec<usize>> = FxHashMap::default();
        let mut left_out: FxHashMap<ProvisionId, Vec<usize>> = FxHashMap::default();
        for (index, citation) in act.citations.iter().enumerate() {
            if citation.outside {
                left_out.entry(citation.provision).or_default().push(index);
                continue;
            }
            citations.entry(citation.provision).or_default().push(index);
            for &target in &citation.targets {
                cited_by.entry(target).or_default().push(index);
            }
        }
        let mut units: Vec<Option<ProvisionId>> = Vec::with_capacity(act.provisions.len());
        for (at, provision) in act.provisions.iter().enumerate() {
            let above = provision.parent.and_then(|parent| units[parent.index()]);
            units.push(if provision.kind.is_main_unit() { Some(ProvisionId(at as u32)) } else { above });
        }
        Self {
            act,
            text: Text::new(act, vocabulary),
            bound: Mutex::default(),
            citations,
            left_out,
            cited_by,
            silent: Vec::new(),
            any_contravention: OnceLock::new(),
            units,
            targets: act.provisions.iter().map(|_| OnceLock::new()).collect(),
            names: Mutex::default(),
        }
    }

    /// The section or article a provision stands in.
    pub(super) fn unit(&self, id: ProvisionId) -> Option<ProvisionId> {
        self.units[id.index()]
    }

    fn bind(&self, query: &Query) -> Result<Arc<Bound>> {
        if let Some(bound) = locked(&self.bound).get(&query.text) {
            return Ok(bound.clone());
        }
        let bound = self.text.vocabulary.bind(query).map_err(|unknown| {
            let language = self.text.vocabulary.language();
            Error::Rules(vec![RuleFault {
                place: Place::file(format!("lexicons/{language}.yaml")),
                message: format!("the lexicon does not know @{}", unknown.join(", @")),
                help: format!("needed by `{}`; add the concept, or `none` as a stated gap", query.text),
            }])
        })?;
        let bound = Arc::new(bound);
        locked(&self.bound).insert(query.text.clone(), bound.clone());
        Ok(bound)
    }

    /// The provisions whose words stand in the reading of `id`: its ancestors up to the main unit, and what
    /// is below it, unless it is a main unit whose subsections are read for themselves.
    fn read_with(&self, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        let unit = self.unit(id);
        let above = self
            .act
            .ancestors(id)
            .skip(1)
            .take_while(move |&at| unit.is_some_and(|unit| self.act.is_within(at, unit)));
        let last = if self.holds_blocks(id) { id } else { self.act.get(id).last };
        (id.0..=last.0).map(ProvisionId).chain(above)
    }

    /// Whether its children are read for themselves: divisions, and main units made of subsections.
    fn holds_blocks(&self, id: ProvisionId) -> bool {
        let provision = self.act.get(id);
        provision.kind.is_division()
            || provision.kind.is_main_unit()
                && provision.children.iter().map(|&child| self.act.get(child)).any(|child| match child.kind {
                    Kind::Subsection | Kind::Text => true,
                    // The paragraphs of an article, where no words of its own lead them in: it has none, or whole sentences.
                    Kind::Paragraph if child.has_figure() => {
                        provision.intro.is_empty() || self.ends_sentence(provision)
                    }
                    // What is numbered as items are elsewhere, each a sentence of its own ("一、…。").
                    Kind::Paragraph | Kind::Item => provision.intro.is_empty() && self.ends_sentence(child),
                    _ => false,
                })
    }

    fn ends_sentence(&self, provision: &Provision) -> bool {
        let last = provision.intro.last().map(|line| line.of(&self.act.source.text).trim_end());
        last.is_some_and(|words| words.ends_with(['.', '。']))
    }

    /// Whether some provision makes the breach of any provision of the act an offence. Computed once.
    pub(super) fn punishes_any_contravention(&self) -> bool {
        *self.any_contravention.get_or_init(|| {
            self.act
                .ids()
                .any(|id| self.text.speaks_of_any_contravention(id) && self.text.roles(id).has(Role::Offence))
        })
    }

    /// The citations in the reading of `id`.
    pub(super) fn citations_of(&self, id: ProvisionId) -> impl Iterator<Item = &'a Citation> + '_ {
        self.read_with(id)
            .flat_map(|at| self.citations.get(&at).into_iter().flatten())
            .map(|&index| &self.act.citations[index])
    }

    /// What the citations in the reading of `id` name.
    pub(super) fn targets_of(&self, id: ProvisionId) -> &[ProvisionId] {
        self.targets[id.index()].get_or_init(|| {
            let mut all: Vec<ProvisionId> =
                self.citations_of(id).flat_map(|citation| citation.targets.iter().copied()).collect();
            all.sort_unstable();
            all.dedup();
            all.into()
        })
    }

    /// Every provision that the citations in a subtree name.
    pub(super) fn targets_of_all(&self, id: ProvisionId) -> Vec<ProvisionId> {
        let all = self.act.subtree(id).flat_map(|at| self.citations.get(&at).into_iter().flatten());
        all.flat_map(|&index| self.act.citations[index].targets.iter().copied())
            .filter(|&target| target != ProvisionId::ACT && !self.act.is_within(target, id))
            .collect()
    }

    /// What the reading of `id` leaves out: "except as provided in section 4".
    pub(super) fn left_out_by(&self, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        self.read_with(id)
            .flat_map(|at| self.left_out.get(&at).into_iter().flatten())
            .flat_map(|&index| self.act.citations[index].targets.iter().copied())
    }

    /// The citations that name `id` or a provision it stands in, up to its main unit.
    pub(super) fn citing(&self, id: ProvisionId) -> impl Iterator<Item = &'a Citation> + '_ {
        let unit = self.unit(id).unwrap_or(id);
        self.act
            .ancestors(id)
            .take_while(move |&at| self.act.is_within(at, unit))
            .flat_map(|at| self.cited_by.get(&at).into_iter().flatten())
            .map(|&index| &self.act.citations[index])
    }

    /// The part of the main unit that is read for itself: its child (subsection, unnumbered paragraph) that
    /// holds `id`, or the main unit where that is read as a whole.
    pub(super) fn block(&self, id: ProvisionId) -> ProvisionId {
        let Some(unit) = self.unit(id) else { return id };
        if !self.holds_blocks(unit) {
            return unit;
        }
        self.act.ancestors(id).take_while(|&at| at != unit).last().unwrap_or(unit)
    }
}

/// What is kept there is whole at any time, whatever became of another thread.
fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Law<'a> {
    /// Tokenizes the acts. `vocabulary` gives the lexicon of an act's language.
    pub(super) fn new(acts: &'a [Act], vocabulary: impl Fn(&Act) -> Result<&'a Vocabulary>) -> Result<Self> {
        let acts = acts.iter().map(|act| Ok(ReadAct::new(act, vocabulary(act)?))).collect::<Result<_>>()?;
        Ok(Self { acts })
    }

    /// All hits in all acts, where they are law.
    pub(super) fn find(&self, query: &Query, carry: Carry) -> Result<Vec<Found>> {
        let mut all = Vec::new();
        for (act, read) in self.acts.iter().enumerate() {
            let bound = read.bind(query)?;
            let speaks =
                |hit: &Hit| !read.silent.iter().any(|&(first, last)| first <= hit.home && hit.home <= last);
            let hits = read.text.find(&bound, carry).into_iter().filter(speaks);
            all.extend(hits.map(|hit| Found { act, hit }));
        }
        Ok(all)
    }

    /// Leaves out what is no law of the State: the schedule in which the query stands or, outside of schedules,
    /// the main unit.
    pub(super) fn silence(&mut self, query: &Query) -> Result<()> {
        for found in self.find(query, Carry::NONE)? {
            let read = &mut self.acts[found.act];
            let act = read.act;
            let schedule = act.ancestors(found.hit.home).find(|&at| act.get(at).kind == Kind::Schedule);
            let Some(whole) = schedule.or_else(|| read.unit(found.hit.home)) else { continue };
            read.silent.push((whole, act.get(whole).last));
        }
        Ok(())
    }

    /// Whether the query stands anywhere in an act.
    pub(super) fn stands_in(&self, query: &Query, act: usize) -> Result<bool> {
        let read = &self.acts[act];
        Ok(!read.text.find(&*read.bind(query)?, Carry::NONE).is_empty())
    }

    /// The hits on the reading of one provision.
    pub(super) fn find_at(&self, query: &Query, at: Locus, carry: Carry) -> Result<Vec<Hit>> {
        let read = &self.acts[at.act];
        Ok(read.text.find_at(&*read.bind(query)?, at.id, carry))
    }

    /// Whether the reading of a provision holds the query.
    pub(super) fn holds(&self, query: &Query, at: Locus, carry: Carry) -> Result<bool> {
        Ok(!self.find_at(query, at, carry)?.is_empty())
    }

    /// Whether the reading of a provision holds the query, or that of one of its items: in a definition whose items are
    /// joined by "or" the words of the last stand far from the term, and close to it where the item is read.
    pub(super) fn holds_or_items(&self, query: &Query, at: Locus, carry: Carry) -> Result<bool> {
        if self.holds(query, at, carry)? {
            return Ok(true);
        }
        let read = &self.acts[at.act];
        if read.holds_blocks(at.id) {
            return Ok(false);
        }
        for item in read.act.subtree(at.id).skip(1) {
            if read.unit(item) == read.unit(at.id)
                && self.holds(query, Locus { act: at.act, id: item }, carry)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a heading above the provision, its own included, holds the query.
    pub(super) fn under(&self, query: &Query, at: Locus) -> Result<Option<Span>> {
        let read = &self.acts[at.act];
        Ok(read.text.heading(&*read.bind(query)?, at.id).map(|(_, span)| span))
    }

    /// Whether the title of an act holds the query.
    pub(super) fn heads(&self, query: &Query, act: usize) -> Result<bool> {
        let read = &self.acts[act];
        let bound = read.bind(query)?;
        Ok(read.text.own_heading(&bound, ProvisionId::ACT).is_some())
    }

    /// Whether the provision's own heading holds the query.
    pub(super) fn own_heading(&self, query: &Query, at: Locus) -> Result<bool> {
        let read = &self.acts[at.act];
        Ok(read.text.own_heading(&*read.bind(query)?, at.id).is_some())
    }

    /// Whether the words of a provision hold the name of the offences of a set or, where the heading of its main unit
    /// speaks for it, that heading.
    pub(super) fn names(&self, named: &Query, at: Locus, by_heading: bool) -> Result<bool> {
        let key = (named.text.clone(), at.id, by_heading);
        if let Some(&known) = locked(&self.acts[at.act].names).get(&key) {
            return Ok(known);
        }
        let heading = || if by_heading { self.own_heading(named, self.unit(at)) } else { Ok(false) };
        let names = self.holds(named, at, Carry::NONE)? || heading()?;
        locked(&self.acts[at.act].names).insert(key, names);
        Ok(names)
    }

    /// The tree of a query at a provision.
    pub(super) fn trace(&self, query: &Query, at: Locus, carry: Carry) -> Result<Trace> {
        let read = &self.acts[at.act];
        Ok(read.text.trace(&*read.bind(query)?, at.id, carry))
    }

    /// The section or article a provision stands in, or itself outside of these.
    pub(super) fn unit(&self, at: Locus) -> Locus {
        Locus { act: at.act, id: self.acts[at.act].unit(at.id).unwrap_or(at.id) }
    }

    /// The provision's label.
    pub(super) fn label(&self, at: Locus) -> &'a str {
        let act: &'a Act = self.acts[at.act].act;
        &act.get(at.id).label
    }
}
