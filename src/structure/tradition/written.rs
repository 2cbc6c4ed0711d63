//! Tradition files as written, and what they inherit.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;

use super::{Tradition, compile};
use crate::structure::act::Kind;
use crate::structure::overlay;

/// The tradition that a text without signs of any is read in.
pub(super) const COMMON: &str = "commonwealth";

/// A tradition is like one that is like one …: no longer than this.
const MOST_FOREBEARS: usize = 4;

/// A tradition file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(in crate::structure) struct Written {
    pub id: String,
    /// The tradition whose words this one shares.
    pub like: Option<String>,
    /// The language of its laws, where they share one.
    pub language: String,
    /// Frequent words of its language, by which a text shows it.
    pub signs: Vec<String>,
    /// Words before a number → what they open.
    pub divisions: FxHashMap<String, Kind>,
    pub units: FxHashMap<String, Kind>,
    /// Words behind a number → what they open.
    pub after_number: FxHashMap<String, Kind>,
    /// What names provisions outside the numbering.
    pub provisions: Vec<String>,
    /// Words before the number of an inner level.
    pub inner: FxHashMap<String, Kind>,
    /// A marker as printed → what it numbers.
    pub levels: FxHashMap<String, Kind>,
    /// How a kind is cited, `{n}` for its number; for inner levels what follows the citation of the level above.
    pub labels: FxHashMap<Kind, String>,
    pub ordinals: FxHashMap<String, u32>,
    /// Words that add to an ordinal before them: عشرة, والعشرون.
    pub adding: FxHashMap<String, u32>,
    pub contents: Vec<String>,
    pub repealed: Vec<String>,
    pub proviso: Vec<String>,
    pub notes: Vec<String>,
    pub reference_words: Vec<String>,
    pub reference_tails: Vec<String>,
    pub headed_levels: bool,
    pub bare_markers: bool,
    pub cited_by_own_word: bool,
    pub amendment: Amendment,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::structure) struct Amendment {
    pub leads: Vec<String>,
    pub own: Vec<String>,
}

/// `rules/traditions/` as `build.rs` leaves it: a list of the files.
static FILES: &str = include_str!(concat!(env!("OUT_DIR"), "/traditions.json"));

/// All files, whole (with what they inherit), by name; each is compiled when it is first asked for.
///
/// # Panics
/// When a built-in file is broken, which a test rules out.
static ALL: LazyLock<(Vec<Written>, Vec<OnceLock<Tradition>>)> = LazyLock::new(|| {
    let mut read: Vec<Written> =
        serde_json::from_str(FILES).unwrap_or_else(|fault| panic!("built-in:traditions: {fault}"));
    if let Some(laid) = overlay::laid() {
        read.retain(|one| !laid.traditions.contains_key(&one.id));
        read.extend(laid.traditions.values().cloned());
    }
    let mut whole: Vec<Written> = read.iter().map(|one| one.with_forebears(&read)).collect();
    whole.sort_by(|a, b| a.id.cmp(&b.id));
    let ready = whole.iter().map(|_| OnceLock::new()).collect();
    (whole, ready)
});

pub(super) fn all() -> &'static [Written] {
    &ALL.0
}

/// The file of this name, or the common one.
#[cfg(test)]
pub(super) fn named(id: &str) -> &'static Written {
    &ALL.0[place(id)]
}

/// The tradition of this name, or the common one, ready for use.
pub(super) fn ready(id: &str) -> &'static Tradition {
    let at = place(id);
    ALL.1[at].get_or_init(|| compile(&ALL.0[at]))
}

fn place(id: &str) -> usize {
    let at = |id: &str| ALL.0.iter().position(|one| one.id == id);
    at(id).or_else(|| at(COMMON)).unwrap_or(0)
}

impl Written {
    /// The built-in file of this name.
    pub(in crate::structure) fn built_in(id: &str) -> Option<Value> {
        static BUILT_IN: LazyLock<Vec<Value>> =
            LazyLock::new(|| serde_json::from_str(FILES).unwrap_or_default());
        BUILT_IN.iter().find(|one| one["id"] == id).cloned()
    }

    fn with_forebears(&self, all: &[Written]) -> Written {
        let mut whole = self.clone();
        let mut above = self.like.as_ref();
        for _ in 0..MOST_FOREBEARS {
            let Some(base) = above.and_then(|id| all.iter().find(|one| one.id == *id)) else { break };
            whole.inherit(base);
            above = base.like.as_ref();
        }
        whole
    }

    /// Takes from `base` what it does not say itself: words are added, levels and labels are the own ones.
    fn inherit(&mut self, base: &Written) {
        for (own, shared) in [
            (&mut self.divisions, &base.divisions),
            (&mut self.units, &base.units),
            (&mut self.after_number, &base.after_number),
            (&mut self.inner, &base.inner),
        ] {
            for (word, kind) in shared {
                own.entry(word.clone()).or_insert(*kind);
            }
        }
        for (word, value) in &base.ordinals {
            self.ordinals.entry(word.clone()).or_insert(*value);
        }
        for (word, value) in &base.adding {
            self.adding.entry(word.clone()).or_insert(*value);
        }
        for (own, shared) in [
            (&mut self.provisions, &base.provisions),
            (&mut self.contents, &base.contents),
            (&mut self.repealed, &base.repealed),
            (&mut self.proviso, &base.proviso),
            (&mut self.notes, &base.notes),
            (&mut self.reference_words, &base.reference_words),
            (&mut self.reference_tails, &base.reference_tails),
            (&mut self.amendment.leads, &base.amendment.leads),
            (&mut self.amendment.own, &base.amendment.own),
        ] {
            own.extend_from_slice(shared);
        }
        self.cited_by_own_word |= base.cited_by_own_word;
        if self.signs.is_empty() {
            self.signs.clone_from(&base.signs);
        }
        if self.levels.is_empty() {
            self.levels.clone_from(&base.levels);
        }
        for (kind, label) in &base.labels {
            self.labels.entry(*kind).or_insert_with(|| label.clone());
        }
    }
}
