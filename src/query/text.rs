//! An act as tokens, and queries evaluated over them.

use smallvec::SmallVec;

use super::vocabulary::{Bound, RoleSet, Vocabulary};
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

/// An act tokenized for a vocabulary. Holds every reading once; queries run over positions.
pub struct Text<'a> {
    pub act: &'a Act,
    pub vocabulary: &'a Vocabulary,
    // helper B
}

impl<'a> Text<'a> {
    /// Tokenizes an act: one pass over its bytes, one look-up for each distinct word form.
    pub fn new(act: &'a Act, vocabulary: &'a Vocabulary) -> Self {
        let _ = (act, vocabulary);
        unimplemented!("helper B")
    }

    /// All minimal windows in live provisions, in document order, without repeats.
    pub fn find(&self, query: &Bound, carry: Carry) -> Vec<Hit> {
        let _ = (query, carry);
        unimplemented!("helper B")
    }

    /// The windows of the provision's own reading (lead-ins of its ancestors, its words, its items where it
    /// has any, wrap-ups): whether the provision as read holds the query, wherever its parts stand.
    pub fn find_at(&self, query: &Bound, at: ProvisionId, carry: Carry) -> Vec<Hit> {
        let _ = (query, at, carry);
        unimplemented!("helper B")
    }

    /// The nearest of the provision and its ancestors, up to the act (whose heading is its title), whose
    /// heading holds the query, with the matching words.
    pub fn heading(&self, query: &Bound, at: ProvisionId) -> Option<(ProvisionId, Span)> {
        let _ = (query, at);
        unimplemented!("helper B")
    }

    /// Whether the heading of this provision alone holds the query.
    pub fn own_heading(&self, query: &Bound, at: ProvisionId) -> Option<Span> {
        let _ = (query, at);
        unimplemented!("helper B")
    }

    /// The roles that the lexicon sees on the provision's reading with all its items, and on its heading.
    /// Computed once per provision. `exempt` is not yet weighed against `offence`.
    pub fn roles(&self, at: ProvisionId) -> RoleSet {
        let _ = at;
        unimplemented!("helper B")
    }

    /// Whether the provision's reading speaks of any offence of the law ("an offence under this Act").
    pub fn speaks_of_any_offence(&self, at: ProvisionId) -> bool {
        let _ = at;
        unimplemented!("helper B")
    }

    /// Whether the provision's reading speaks of the offence beside it ("this offence").
    pub fn speaks_of_this_offence(&self, at: ProvisionId) -> bool {
        let _ = at;
        unimplemented!("helper B")
    }

    /// The tree of the query at a provision, for `explain`.
    pub fn trace(&self, query: &Bound, at: ProvisionId, carry: Carry) -> Trace {
        let _ = (query, at, carry);
        unimplemented!("helper B")
    }
}
