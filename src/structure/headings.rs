//! Headings: of units (on the line, on the line before, on the line after), of divisions, of
//! subsections, and headings that group units.

use rustc_hash::FxHashMap;

use crate::grammar::{Head, MarkerForm};
use crate::span::Span;

use super::divisions::Division;
use super::furniture::says_repealed;
use super::lines::{Lines, STOPS, ends_short};
use super::number;
use super::tradition::Tradition;
use super::units::Unit;

/// Which lines are headings, and of what.
pub(super) struct Headings {
    /// Heading of the unit, division or marker that stands on this line.
    pub of: FxHashMap<usize, Span>,
    /// The line is the heading of another line.
    pub used: Vec<bool>,
    /// The line is a heading without a number that groups what follows.
    pub group: Vec<bool>,
}

/// Where the headings of units usually stand in a text.
struct Habit {
    on_line: bool,
    before: bool,
    /// On the line below the number.
    below: bool,
    /// In the first words of the text: "ARTÍCULO 12. Puertos. Los buques …".
    run_in: bool,
}

/// A heading at the start of a text has no more words.
const RUN_IN: usize = 10;
/// So many units at least show that headings stand there.
const LEAST_UNITS: usize = 3;

struct Finder<'a, 't> {
    lines: &'a Lines<'t>,
    /// Lines that start a unit or a division.
    starts: Vec<bool>,
    /// Lines that start a division.
    divides: Vec<bool>,
    quoted: &'a [bool],
    tradition: &'a Tradition,
    found: Headings,
}

/// Finds all headings. `units` are in line order and hold those of quoted text too.
pub(super) fn find(
    lines: &Lines<'_>,
    units: &[Unit],
    divisions: &[Division],
    quoted: &[bool],
    tradition: &Tradition,
) -> Headings {
    let count = lines.all.len();
    let mut starts = vec![false; count];
    units.iter().for_each(|unit| starts[unit.line] = true);
    let mut divides = vec![false; count];
    divisions.iter().for_each(|division| (starts[division.line], divides[division.line]) = (true, true));
    let found = Headings { of: FxHashMap::default(), used: vec![false; count], group: vec![false; count] };
    let mut finder = Finder { lines, starts, divides, quoted, tradition, found };
    let habit = finder.habit(units);
    for division in divisions {
        finder.division(division, &habit);
    }
    for unit in units {
        finder.unit(unit, &habit);
    }
    finder.markers();
    finder.markdown();
    finder.found
}

impl Finder<'_, '_> {
    fn habit(&self, units: &[Unit]) -> Habit {
        let (mut total, mut on_line, mut before, mut below, mut run_in) = (0, 0, 0, 0, 0);
        for unit in units.iter().filter(|unit| !unit.again && !self.quoted[unit.line]) {
            total += 1;
            on_line += usize::from(self.is_on_line(unit));
            below += usize::from(self.below(unit).is_some());
            run_in += usize::from(self.run_in(unit).is_some());
            let above = self.lines.before(unit.line);
            before += usize::from(above.is_some_and(|above| {
                above + 1 == unit.line && self.is_free_heading(above) && self.ends_above(above)
            }));
        }
        let own_word = self.tradition.cited_by_own_word;
        Habit {
            on_line: on_line * 2 >= total && on_line > before,
            before: before * 3 >= total && before > 0,
            below: own_word && below * 2 > total && below > before,
            run_in: own_word && run_in * 2 >= total && run_in >= LEAST_UNITS && run_in > on_line,
        }
    }

    /// The line below a number that stands alone, where it can be a heading with words under it.
    fn below(&self, unit: &Unit) -> Option<usize> {
        let line = &self.lines.all[unit.line];
        let rest = Span { start: line.body.max(unit.marker.end), end: line.span.end };
        if !rest.trimmed(self.lines.text).is_empty() || !line.enclosed.is_empty() {
            return None;
        }
        let below = self.lines.after(unit.line)?;
        let free = self.is_free_heading(below) || self.is_in_brackets(below);
        (free && self.lines.after(below).is_some_and(|next| !self.starts[next])).then_some(below)
    }

    /// A first sentence of few words before others, or alone on the line of the number.
    fn run_in(&self, unit: &Unit) -> Option<Span> {
        let line = &self.lines.all[unit.line];
        let text = self.lines.text;
        let span = Span { start: line.body.max(unit.marker.end), end: line.span.end }.trimmed(text);
        let body = span.of(text);
        let worded = matches!(line.head, Head::Word { .. });
        if !worded || !line.enclosed.is_empty() || !body.starts_with(char::is_uppercase) {
            return None;
        }
        let stop = body.match_indices('.').map(|(at, _)| at).find(|&at| {
            let last = body[..at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            let after = body[at + 1..].trim_start();
            last.chars().count() > 3
                && (after.is_empty()
                    || body[at + 1..].starts_with(' ') && after.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
        })?;
        let title = &body[..stop];
        let alone = body[stop + 1..].trim().is_empty();
        let goes_on = self.lines.after(unit.line).is_some_and(|next| !self.starts[next]);
        let few = title.split_whitespace().count() <= RUN_IN && !title.contains([';', ':']);
        (few && (!alone || goes_on))
            .then(|| Span { start: span.start, end: span.start + stop as u32 })
    }

    /// A line of words that nothing else has claimed and that reads as a heading.
    fn is_free_heading(&self, at: usize) -> bool {
        let line = &self.lines.all[at];
        !self.starts[at]
            && !self.found.used[at]
            && !self.found.group[at]
            && !self.lines.aside[at]
            && line.enclosed.is_empty()
            && matches!(line.head, Head::Text | Head::Word { .. })
            && self.lines.is_heading_like(at)
            && !self.lines.words(at).starts_with(char::is_numeric)
            && !self.refers(at)
            && !ends_in_ordinal(self.lines.words(at))
    }

    /// Whether what stands above a heading is finished, so that the heading is no part of it.
    fn ends_above(&self, at: usize) -> bool {
        match self.lines.before(at) {
            None => true,
            Some(above) => {
                self.lines.apart(above, at)
                    || self.starts[above]
                    || self.found.used[above]
                    || self.found.group[above]
                    || self.lines.is_complete(above)
            }
        }
    }

    /// Whether the words after a unit's number are its heading.
    fn is_on_line(&self, unit: &Unit) -> bool {
        let at = unit.line;
        let line = &self.lines.all[at];
        let span =
            Span { start: line.body.max(unit.marker.end), end: line.span.end }.trimmed(self.lines.text);
        let body = span.of(self.lines.text);
        if line.hashes > 0 || title_before_dash(self.lines.text, span).is_some() {
            return true;
        }
        if body.is_empty() || !line.enclosed.is_empty() || body.len() > 250 {
            return false;
        }
        let stops = body.ends_with(STOPS) && !ends_short(body);
        let starts = body.chars().next().is_some_and(|c| !c.is_lowercase());
        let goes_on = self.lines.after(at).is_some_and(|next| {
            !self.starts[next] && !self.lines.words(next).starts_with(char::is_lowercase)
        });
        starts && !stops && goes_on
    }

    fn unit(&mut self, unit: &Unit, habit: &Habit) {
        if unit.again {
            return;
        }
        let at = unit.line;
        let text = self.lines.text;
        let line = &self.lines.all[at];
        let after_marker = Span { start: line.body.max(unit.marker.end), end: line.span.end };
        let body = after_marker.trimmed(text);
        let quoted = self.quoted[at];
        let worded = matches!(line.head, Head::Word { .. });
        let bare = matches!(line.head, Head::Number(marker) if marker.form == MarkerForm::Bare);
        // A number that is repealed, and nothing else: "§ 7. (Opphevet)".
        let all_in_brackets = habit.on_line && body.of(text).starts_with('(') && body.of(text).ends_with(')');
        let own = if let Some(title) = bracketed(text, body) {
            Some(title)
        } else if all_in_brackets && says_repealed(body.of(text), self.tradition) {
            Some(body)
        } else if line.hashes > 0 {
            Some(unstyled(text, body)).filter(|span| !span.is_empty())
        } else if let Some(title) = title_before_dash(text, body).filter(|_| line.enclosed.is_empty()) {
            Some(title)
        } else if (habit.on_line || (worded && !habit.before) || (quoted && bare && !habit.before))
            && self.is_on_line(unit)
        {
            Some(body)
        } else if habit.run_in {
            self.run_in(unit)
        } else {
            None
        };
        if let Some(own) = own {
            self.found.of.insert(at, own);
            self.groups(at);
            return;
        }
        if habit.below
            && let Some(below) = self.below(unit)
        {
            self.claim(below, at);
            self.groups(at);
            return;
        }
        let above = self.lines.before(at).filter(|&above| {
            self.is_free_heading(above)
                && self.ends_above(above)
                && self.may_head(above, at)
                && Some(above) != self.lines.after_start()
        });
        if let Some(above) = above {
            let apart = self.lines.apart(above, at);
            if !apart || !habit.before {
                self.claim(above, at);
                self.groups(above);
                return;
            }
            self.found.group[above] = true;
            self.groups(above);
        }
        if body.is_empty() && line.enclosed.is_empty() {
            let below = self
                .lines
                .after(at)
                .filter(|&below| self.is_free_heading(below) || self.is_in_brackets(below));
            let goes_on =
                below.and_then(|below| self.lines.after(below)).is_some_and(|next| !self.starts[next]);
            if let (Some(below), true) = (below, goes_on) {
                self.claim(below, at);
            }
        }
    }

    /// A short line wholly in brackets without figures: "(Oggetto)" under "Art. 1." is its title.
    fn is_in_brackets(&self, at: usize) -> bool {
        let words = self.lines.words(at);
        let free = !self.starts[at] && !self.found.used[at] && !self.lines.aside[at];
        free && self.tradition.cited_by_own_word
            && words.len() <= 160
            && words.starts_with('(')
            && words.find(')').is_some_and(|end| end + 1 >= words.trim_end_matches('.').len())
            && !words.contains(|c: char| c.is_ascii_digit())
    }

    /// Text for another law heads nothing of the act, unless only its missing end mark made it so.
    fn may_head(&self, above: usize, at: usize) -> bool {
        let apart = self.lines.before(above).is_none_or(|before| self.lines.apart(before, above));
        self.quoted[above] == self.quoted[at] || (!self.quoted[at] && apart)
    }

    /// Headings above `at`, apart from it by a blank line, group what follows.
    fn groups(&mut self, at: usize) {
        let mut below = at;
        for _ in 0..4 {
            let Some(above) = self.lines.before(below) else { return };
            let fits = self.is_free_heading(above)
                && self.lines.apart(above, below)
                && self.ends_above(above)
                && self.may_head(above, at)
                && Some(above) != self.lines.after_start();
            if !fits {
                return;
            }
            self.found.group[above] = true;
            below = above;
        }
    }

    fn division(&mut self, division: &Division, habit: &Habit) {
        if !division.title.is_empty() {
            self.found.of.insert(division.line, division.title);
            return;
        }
        let below = self.lines.after(division.line).and_then(|below| {
            // "Section 2" under SCHEDULE names what it belongs to; its title comes after.
            if self.refers(below) { self.lines.after(below) } else { Some(below) }
        });
        let Some(below) = below.filter(|&below| self.is_free_heading(below)) else { return };
        let next = self.lines.after(below);
        let heads_unit = habit.before
            && next.is_some_and(|next| {
                self.starts[next] && !self.divides[next] && !self.lines.apart(below, next)
            });
        if heads_unit {
            return;
        }
        let capitals = !self.lines.words(below).chars().any(char::is_lowercase);
        let more = next.is_some_and(|next| {
            self.is_free_heading(next) || (self.starts[next] && (habit.on_line || self.divides[next]))
        });
        if !self.lines.apart(division.line, below) || capitals || more {
            self.claim(below, division.line);
        }
    }

    /// Whether a line is no more than a reference to a provision: "Section 2", "[ss. 4 and 5]".
    fn refers(&self, at: usize) -> bool {
        let Head::Word { word, ordinal, .. } = self.lines.all[at].head else { return false };
        !ordinal.is_empty()
            && self.lines.body(at).len() < 12
            && self.tradition.unit(word.of(self.lines.text)).is_some()
    }

    /// Headings of subsections: a short line right above "(3)".
    fn markers(&mut self) {
        if self.lines.wrapped {
            return;
        }
        for at in 1..self.lines.all.len() {
            let line = &self.lines.all[at];
            let numbered = line.enclosed.first().is_some_and(|marker| {
                marker.number.of(self.lines.text).starts_with(|c: char| number::digit(c).is_some())
            });
            if self.lines.aside[at] || self.starts[at] || !numbered || !matches!(line.head, Head::Text) {
                continue;
            }
            let above = at - 1;
            let short = self.lines.words(above).len() <= 120;
            if short && self.is_free_heading(above) && self.ends_above(above) {
                self.claim(above, at);
            }
        }
    }

    /// Headings of Markdown that have no number.
    fn markdown(&mut self) {
        for at in 0..self.lines.all.len() {
            let heading = self.lines.all[at].hashes > 0 && !self.starts[at] && !self.found.used[at];
            if heading && !self.lines.aside[at] && Some(at) != self.lines.after_start() {
                self.found.group[at] = true;
            }
        }
    }

    fn claim(&mut self, heading: usize, of: usize) {
        let line = &self.lines.all[heading];
        let start = line.start.max(line.opening.end);
        let span = Span { start, end: line.span.end }.trimmed(self.lines.text);
        self.found.of.insert(of, unstyled(self.lines.text, span));
        self.found.used[heading] = true;
    }
}

/// Whether words end in a citation ("… no artigo 16.º"), whose point is that of the sentence.
fn ends_in_ordinal(words: &str) -> bool {
    let bare = words.trim_end_matches(['º', 'ª', '°']);
    bare.len() < words.len() && bare.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit())
}

/// The title in "第一条（目的）", "第5條【定義】": in brackets of the script, before the words.
fn bracketed(text: &str, body: Span) -> Option<Span> {
    let words = body.of(text);
    let (open, close) =
        [('（', '）'), ('【', '】'), ('〔', '〕')].into_iter().find(|(open, _)| words.starts_with(*open))?;
    let end = words.find(close).filter(|&end| end <= 240)?;
    let start = body.start as usize + open.len_utf8();
    (end > open.len_utf8()).then(|| Span::new(start, body.start as usize + end))
}

/// The title in "Short title.—(1) This Act"; none without a dash after a stop.
pub(super) fn title_before_dash(text: &str, body: Span) -> Option<Span> {
    let words = body.of(text);
    let head = &words[..words.floor_char_boundary(250)];
    let (at, _) = ["।-", "।—", "।–", ".—", ".–", ". —", ". –", ".-", ".―"]
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| (at, dash)))
        .min_by_key(|(at, _)| *at)?;
    let title = &head[..at];
    let starts = title.trim_start_matches('*').chars().next().is_some_and(|c| !c.is_lowercase());
    let plain = !title.contains(". ") && !title.contains(['—', ';', ':']) && title.len() > 2;
    (starts && plain).then(|| unstyled(text, Span::new(body.start as usize, body.start as usize + at)))
}

/// Without the stars of Markdown and blanks at its ends.
fn unstyled(text: &str, span: Span) -> Span {
    let piece = span.of(text);
    let bare = piece.trim_start_matches(['*', '_', '#', ' ']);
    let start = span.start as usize + piece.len() - bare.len();
    Span::new(start, start + bare.trim_end_matches(['*', '_', ' ']).len())
}
