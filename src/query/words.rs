//! Which patterns a word form matches: one hash look-up for whole words, a few for roots, whatever the
//! number of patterns.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A folded word of a query: an atom, by the place where it was first met.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub letters: String,
    pub open_left: bool,
    pub open_right: bool,
}

/// Atoms that a word form matches.
pub(super) type Atoms = SmallVec<[u32; 2]>;

/// Longest form, in bytes, that is tried against patterns with `*` or two roots.
const LONGEST_FORM: usize = 512;

/// All patterns of a vocabulary.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    atoms: FxHashMap<Pattern, u32>,
    whole: FxHashMap<String, u32>,
    beginnings: FxHashMap<String, u32>,
    endings: FxHashMap<String, u32>,
    /// The lengths in bytes that occur.
    beginning_lengths: BTreeSet<usize>,
    ending_lengths: BTreeSet<usize>,
    /// Those that must be compared letter by letter, with their letters.
    free: Vec<(Pattern, Vec<char>, u32)>,
}

impl Words {
    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    /// Every pattern with its atom, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&Pattern, u32)> {
        self.atoms.iter().map(|(pattern, &atom)| (pattern, atom))
    }

    /// The atom of a pattern, if it is known.
    pub fn get(&self, pattern: &Pattern) -> Option<u32> {
        self.atoms.get(pattern).copied()
    }

    /// The atom of a pattern. New ones are numbered in the order of coming.
    pub fn intern(&mut self, pattern: Pattern) -> u32 {
        if let Some(atom) = self.get(&pattern) {
            return atom;
        }
        let atom = self.atoms.len() as u32;
        let letters = pattern.letters.clone();
        match (pattern.open_left, pattern.open_right) {
            (true, true) => self.free.push((pattern.clone(), letters.chars().collect(), atom)),
            _ if letters.contains('*') => {
                self.free.push((pattern.clone(), letters.chars().collect(), atom));
            }
            (false, false) => drop(self.whole.insert(letters, atom)),
            (false, true) => {
                self.beginning_lengths.insert(letters.len());
                self.beginnings.insert(letters, atom);
            }
            (true, false) => {
                self.ending_lengths.insert(letters.len());
                self.endings.insert(letters, atom);
            }
        }
        self.atoms.insert(pattern, atom);
        atom
    }

    /// The atoms of a folded form, in ascending order.
    pub fn matching(&self, form: &str) -> Atoms {
        let mut atoms: Atoms = self.whole.get(form).into_iter().copied().collect();
        let lengths = |lengths: &BTreeSet<usize>| -> SmallVec<[usize; 16]> {
            lengths.range(..=form.len()).copied().collect()
        };
        for length in lengths(&self.beginning_lengths) {
            atoms.extend(form.get(..length).and_then(|root| self.beginnings.get(root)).copied());
        }
        for length in lengths(&self.ending_lengths) {
            atoms.extend(form.get(form.len() - length..).and_then(|root| self.endings.get(root)).copied());
        }
        if form.len() <= LONGEST_FORM && !self.free.is_empty() {
            let form: SmallVec<[char; 32]> = form.chars().collect();
            let free = self.free.iter().filter(|(pattern, letters, _)| pattern.matches(letters, &form));
            atoms.extend(free.map(|&(_, _, atom)| atom));
        }
        atoms.sort_unstable();
        atoms
    }
}

impl Pattern {
    /// Letter by letter; `*` is any one letter.
    fn matches(&self, pattern: &[char], form: &[char]) -> bool {
        let Some(room) = form.len().checked_sub(pattern.len()) else { return false };
        let fits = |at: usize| {
            pattern.iter().zip(&form[at..]).all(|(&wanted, &letter)| wanted == '*' || wanted == letter)
        };
        match (self.open_left, self.open_right) {
            (false, false) => room == 0 && fits(0),
            (false, true) => fits(0),
            (true, false) => fits(room),
            (true, true) => (0..=room).any(fits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_and_free_letters_match() {
        let mut words = Words::default();
        let mut atom = |written: &str| {
            words.intern(Pattern {
                letters: written.trim_matches('!').to_owned(),
                open_left: written.starts_with('!'),
                open_right: written.ends_with('!'),
            })
        };
        let atoms =
            ["smuggl!", "smuggler", "!vorteil", "!fahr!", "wom*n", "organi*!", "smuggl!"].map(&mut atom);
        assert_eq!(atoms, [0, 1, 2, 3, 4, 5, 0]);
        assert_eq!(words.matching("smuggler").as_slice(), [0, 1]);
        assert_eq!(words.matching("vermoegensvorteil").as_slice(), [2]);
        assert_eq!(words.matching("gefahren").as_slice(), [3]);
        assert_eq!(words.matching("woman").as_slice(), [4]);
        assert_eq!(words.matching("womn").as_slice(), [] as [u32; 0]);
        assert_eq!(words.matching("organised").as_slice(), [5]);
        assert_eq!(words.matching("smugg").as_slice(), [] as [u32; 0]);
    }
}
