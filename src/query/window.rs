//! Minimal windows and how operators combine them. Lists of windows are sorted, and none contains
//! another, so starts and ends both ascend: that is why the neighbours decide and nothing is quadratic.

use smallvec::SmallVec;

use super::text::Via;

/// A stretch of positions that holds what was sought. Both ends are included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub start: u32,
    pub end: u32,
    pub via: Via,
    /// The matching words, ascending, each from its first to its last position.
    pub parts: SmallVec<[(u32, u32); 2]>,
}

/// Most parts that a window keeps.
const PARTS: usize = 32;

/// Most windows that are tried against one they overlap: only hostile texts have more.
const OVERLAPS: usize = 64;

/// What two windows must be to each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    pub ordered: bool,
    /// Most steps between the nearest ends.
    pub within: u32,
}

impl Join {
    /// Anywhere in the same scope, in any order.
    pub const ANYWHERE: Join = Join { ordered: false, within: u32::MAX };
}

impl Window {
    pub fn new(start: u32, end: u32, via: Via) -> Self {
        Window { start, end, via, parts: SmallVec::from_slice(&[(start, end)]) }
    }

    fn cover(&self, other: &Window) -> Window {
        let mut parts: SmallVec<[(u32, u32); 2]> = SmallVec::new();
        let (mut left, mut right) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        loop {
            let next = match (left.peek(), right.peek()) {
                (Some(a), Some(b)) if a <= b => left.next(),
                (_, Some(_)) => right.next(),
                _ => left.next(),
            };
            let Some(&part) = next else { break };
            let room = parts.len() < PARTS;
            match parts.last_mut() {
                Some(last) if part.0 <= last.1 => last.1 = last.1.max(part.1),
                _ if room => parts.push(part),
                _ => {}
            }
        }
        Window {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
            via: self.via.max(other.via),
            parts,
        }
    }
}

/// Drops windows that contain another; of equals the more direct stays. Sorts.
pub(super) fn minimal(mut windows: Vec<Window>) -> Vec<Window> {
    if windows.is_sorted_by(|a, b| a.start < b.start && a.end < b.end) {
        windows.shrink_to_fit();
        return windows;
    }
    windows.sort_by(|a, b| {
        let order =
            (a.end, std::cmp::Reverse(a.start), a.via).cmp(&(b.end, std::cmp::Reverse(b.start), b.via));
        order.then_with(|| a.parts.cmp(&b.parts))
    });
    let mut last = None;
    windows.retain(|window| {
        let keep = last.is_none_or(|last| window.start > last);
        if keep {
            last = Some(window.start);
        }
        keep
    });
    windows.shrink_to_fit();
    windows
}

/// The minimal windows that cover one of `left` and one of `right`, where `same` lets them stand together.
pub(super) fn combine(
    left: &[Window],
    right: &[Window],
    join: Join,
    same: impl Fn(&Window, &Window) -> bool,
) -> Vec<Window> {
    let mut found = Vec::new();
    let mut meet = |a: &Window, b: &Window| {
        let distance = if b.start > a.end { b.start - a.end } else { a.start.saturating_sub(b.end) };
        if distance <= join.within && same(a, b) {
            found.push(a.cover(b));
        }
    };
    let swapped = right.len() < left.len();
    let (few, many) = if swapped { (right, left) } else { (left, right) };
    for one in few {
        let after = many.partition_point(|window| window.start <= one.end);
        let before = many.partition_point(|window| window.end < one.start);
        if !join.ordered || !swapped {
            many.get(after).into_iter().for_each(|next| meet(one, next));
        }
        if !join.ordered || swapped {
            many[..before].last().into_iter().for_each(|previous| meet(one, previous));
        }
        if !join.ordered {
            // Those that overlap: `before..after`.
            many[before.min(after)..after].iter().take(OVERLAPS).for_each(|other| meet(one, other));
        }
    }
    minimal(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(ends: &[(u32, u32)]) -> Vec<Window> {
        minimal(ends.iter().map(|&(start, end)| Window::new(start, end, Via::Direct)).collect())
    }

    fn ends(windows: &[Window]) -> Vec<(u32, u32)> {
        windows.iter().map(|window| (window.start, window.end)).collect()
    }

    #[test]
    fn windows_that_contain_another_go() {
        assert_eq!(ends(&windows(&[(1, 9), (2, 3), (2, 3), (3, 8), (8, 8)])), [(2, 3), (8, 8)]);
    }

    #[test]
    fn nearest_neighbours_make_the_minimal_windows() {
        let a = windows(&[(1, 1), (10, 10)]);
        let b = windows(&[(3, 3), (8, 8)]);
        let any = |left: &[Window], right: &[Window], join| ends(&combine(left, right, join, |_, _| true));
        assert_eq!(any(&a, &b, Join::ANYWHERE), [(1, 3), (8, 10)]);
        assert_eq!(any(&a, &b, Join { ordered: true, within: 9 }), [(1, 3)]);
        assert_eq!(any(&b, &a, Join { ordered: true, within: 9 }), [(8, 10)]);
        assert_eq!(any(&a, &b, Join { ordered: false, within: 1 }), []);
        assert_eq!(any(&a, &a, Join::ANYWHERE), [(1, 1), (10, 10)]);
    }

    /// Against all pairs.
    #[test]
    fn the_sweep_agrees_with_all_pairs() {
        let mut seed = 7_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for _ in 0..2_000 {
            let mut list = || {
                let some: Vec<_> = (0..next(7)).map(|_| (next(24), next(4))).collect();
                windows(&some.iter().map(|&(start, more)| (start, start + more)).collect::<Vec<_>>())
            };
            let (left, right) = (list(), list());
            for (ordered, within) in [(false, 3), (true, 3), (false, u32::MAX), (true, u32::MAX)] {
                let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
                let all = pairs.filter(|(a, b)| {
                    let gap = if b.start > a.end { b.start - a.end } else { a.start.saturating_sub(b.end) };
                    gap <= within && (!ordered || b.start > a.end)
                });
                let wanted = ends(&minimal(all.map(|(a, b)| a.cover(b)).collect()));
                let got = ends(&combine(&left, &right, Join { ordered, within }, |_, _| true));
                assert_eq!(got, wanted, "{left:?} {right:?} ordered={ordered} within={within}");
            }
        }
    }
}
