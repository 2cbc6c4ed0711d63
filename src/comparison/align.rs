//! Which provision of the old version is which of the new one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::structure::{Act, ProvisionId};

/// How alike two provisions are at least that are taken for one by their words alone, out of 1.
const ALIKE: f64 = 0.6;
/// How alike those are at least that bear the same number.
const SAME_NUMBER: f64 = 0.2;
/// Candidates compared by their words, at most, for each provision.
const CANDIDATES: usize = 40;

/// Provisions of the two versions, matched.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Old → new.
    pub new_of: FxHashMap<ProvisionId, ProvisionId>,
    /// New → old.
    pub old_of: FxHashMap<ProvisionId, ProvisionId>,
    /// Pairs whose parents are no pair, or whose order among their siblings changed.
    pub moved: FxHashSet<ProvisionId>,
}

impl Pairs {
    fn add(&mut self, old: ProvisionId, new: ProvisionId) {
        self.new_of.insert(old, new);
        self.old_of.insert(new, old);
    }
}

/// The words of a provision with all below it, folded; numbers of provisions do not count.
struct Words {
    text: String,
    bag: Vec<u64>,
}

struct Side<'a> {
    act: &'a Act,
    words: Vec<Words>,
}

impl<'a> Side<'a> {
    fn new(act: &'a Act) -> Self {
        let mut words: Vec<Words> = Vec::with_capacity(act.provisions.len());
        for id in std::iter::once(ProvisionId::ACT).chain(act.ids()) {
            let mut text = String::new();
            // The act and its large divisions are matched by number and place, not by all their words.
            if act.get(id).kind.is_division() {
                text.push_str(act.heading(id));
            } else {
                for below in act.subtree(id) {
                    text.push_str(act.heading(below));
                    text.push(' ');
                    text.push_str(&act.own_text(below));
                    text.push(' ');
                }
            }
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let mut bag: Vec<u64> = text.split(' ').map(hash).collect();
            bag.sort_unstable();
            words.push(Words { text, bag });
        }
        Side { act, words }
    }

    fn words(&self, id: ProvisionId) -> &Words {
        &self.words[id.index()]
    }

    fn number(&self, id: ProvisionId) -> (crate::structure::Kind, &str) {
        let provision = self.act.get(id);
        (provision.kind, &provision.num)
    }
}

fn hash(word: &str) -> u64 {
    use std::hash::{BuildHasher as _, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(word)
}

/// Shared words of all words, from 0 to 1.
fn likeness(old: &Words, new: &Words) -> f64 {
    let (mut at, mut shared) = (0, 0usize);
    for word in &old.bag {
        while at < new.bag.len() && new.bag[at] < *word {
            at += 1;
        }
        if new.bag.get(at) == Some(word) {
            shared += 1;
            at += 1;
        }
    }
    let all = old.bag.len() + new.bag.len() - shared;
    if all == 0 { 1.0 } else { shared as f64 / all as f64 }
}

/// Matches the provisions of two versions.
pub(super) fn align(old: &Act, new: &Act) -> Pairs {
    let (old, new) = (Side::new(old), Side::new(new));
    let mut pairs = Pairs::default();
    pairs.add(ProvisionId::ACT, ProvisionId::ACT);
    descend(&old, &new, ProvisionId::ACT, ProvisionId::ACT, &mut pairs);
    strays(&old, &new, &mut pairs);
    mark_moved(&old, &new, &mut pairs);
    pairs
}

/// Matches the children of a pair, then theirs.
fn descend(old: &Side, new: &Side, above_old: ProvisionId, above_new: ProvisionId, pairs: &mut Pairs) {
    let mut left_old = open(old.act, above_old, &pairs.new_of);
    let mut left_new = open(new.act, above_new, &pairs.old_of);
    let mut found = Vec::new();
    // First what did not change at all; then what bears the same number; then what has the same words.
    let mut same: FxHashMap<&str, Vec<ProvisionId>> = FxHashMap::default();
    for &id in left_new.iter().rev() {
        same.entry(&new.words(id).text).or_default().push(id);
    }
    for &id in &left_old {
        let text = old.words(id).text.as_str();
        if let Some(twin) = same.get_mut(text).filter(|_| !text.is_empty()).and_then(Vec::pop) {
            found.push((id, twin));
        }
    }
    take(&mut left_old, &mut left_new, &found);
    let mut numbered: FxHashMap<_, ProvisionId> = FxHashMap::default();
    for &id in left_new.iter().rev() {
        numbered.insert(new.number(id), id);
    }
    let mut by_number = Vec::new();
    for &id in &left_old {
        let number = old.number(id);
        let Some(&twin) = numbered.get(&number) else { continue };
        let division = number.0.is_division();
        if division || likeness(old.words(id), new.words(twin)) >= SAME_NUMBER {
            by_number.push((id, twin));
            numbered.remove(&number);
        }
    }
    take(&mut left_old, &mut left_new, &by_number);
    let by_words = alike(old, new, &left_old, &left_new);
    for (old_id, new_id) in found.into_iter().chain(by_number).chain(by_words) {
        pairs.add(old_id, new_id);
        descend(old, new, old_id, new_id, pairs);
    }
}

fn open(act: &Act, above: ProvisionId, done: &FxHashMap<ProvisionId, ProvisionId>) -> Vec<ProvisionId> {
    act.get(above).children.iter().copied().filter(|id| !done.contains_key(id)).collect()
}

fn take(old: &mut Vec<ProvisionId>, new: &mut Vec<ProvisionId>, found: &[(ProvisionId, ProvisionId)]) {
    let olds: FxHashSet<_> = found.iter().map(|pair| pair.0).collect();
    let news: FxHashSet<_> = found.iter().map(|pair| pair.1).collect();
    old.retain(|id| !olds.contains(id));
    new.retain(|id| !news.contains(id));
}

/// Pairs of unmatched provisions with much the same words, the most alike first.
fn alike(
    old: &Side,
    new: &Side,
    left_old: &[ProvisionId],
    left_new: &[ProvisionId],
) -> Vec<(ProvisionId, ProvisionId)> {
    // Candidates share a word that few of the others have.
    let mut holders: FxHashMap<u64, Vec<ProvisionId>> = FxHashMap::default();
    for &id in left_new {
        let mut bag = new.words(id).bag.clone();
        bag.dedup();
        bag.into_iter().for_each(|word| holders.entry(word).or_default().push(id));
    }
    let mut scored = Vec::new();
    for &id in left_old {
        let mut bag = old.words(id).bag.clone();
        bag.dedup();
        let mut rare: Vec<&Vec<ProvisionId>> = bag.iter().filter_map(|word| holders.get(word)).collect();
        rare.sort_by_key(|holders| holders.len());
        let mut seen = FxHashSet::default();
        for &candidate in rare.into_iter().flatten() {
            if seen.len() >= CANDIDATES {
                break;
            }
            if !seen.insert(candidate) || old.act.get(id).kind != new.act.get(candidate).kind {
                continue;
            }
            let alike = likeness(old.words(id), new.words(candidate));
            if alike >= ALIKE {
                scored.push((alike, id, candidate));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut used_old, mut used_new) = (FxHashSet::default(), FxHashSet::default());
    let mut found = Vec::new();
    for (_, id, candidate) in scored {
        if !used_old.contains(&id) && !used_new.contains(&candidate) {
            used_old.insert(id);
            used_new.insert(candidate);
            found.push((id, candidate));
        }
    }
    found
}

/// Provisions that moved to another parent.
fn strays(old: &Side, new: &Side, pairs: &mut Pairs) {
    let left = |act: &Act, done: &FxHashMap<ProvisionId, ProvisionId>| -> Vec<ProvisionId> {
        act.ids().filter(|id| !done.contains_key(id) && !act.get(*id).kind.is_division()).collect()
    };
    let (left_old, left_new) = (left(old.act, &pairs.new_of), left(new.act, &pairs.old_of));
    let worth = |side: &Side, ids: Vec<ProvisionId>| -> Vec<ProvisionId> {
        ids.into_iter().filter(|&id| side.words(id).bag.len() >= 5).collect()
    };
    let (left_old, left_new) = (worth(old, left_old), worth(new, left_new));
    for (old_id, new_id) in alike(old, new, &left_old, &left_new) {
        if pairs.new_of.contains_key(&old_id) || pairs.old_of.contains_key(&new_id) {
            continue;
        }
        pairs.add(old_id, new_id);
        descend(old, new, old_id, new_id, pairs);
    }
}

/// Marks pairs under other parents, and those that changed places with their siblings: all that are not on
/// the longest run of pairs in the same order.
fn mark_moved(old: &Side, new: &Side, pairs: &mut Pairs) {
    let mut moved = FxHashSet::default();
    for above in std::iter::once(ProvisionId::ACT).chain(new.act.ids()) {
        let mut order = Vec::new();
        for &id in &new.act.get(above).children {
            let Some(&was) = pairs.old_of.get(&id) else { continue };
            let parent = old.act.get(was).parent;
            if parent.and_then(|parent| pairs.new_of.get(&parent)) == Some(&above) {
                order.push((was, id));
            } else {
                moved.insert(id);
            }
        }
        let olds: Vec<ProvisionId> = order.iter().map(|pair| pair.0).collect();
        let kept: FxHashSet<usize> = longest_run(&olds).into_iter().collect();
        let strayed = order.iter().enumerate().filter(|(at, _)| !kept.contains(at));
        moved.extend(strayed.map(|(_, pair)| pair.1));
    }
    pairs.moved = moved;
}

/// The places of a longest ascending run (patience sorting).
fn longest_run(values: &[ProvisionId]) -> Vec<usize> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; values.len()];
    for at in 0..values.len() {
        let pile = tops.partition_point(|&top| values[top] < values[at]);
        before[at] = pile.checked_sub(1).map(|pile| tops[pile]);
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    let mut run: Vec<usize> = std::iter::successors(tops.last().copied(), |&at| before[at]).collect();
    run.reverse();
    run
}
