//! Which lines start a section or an article: the numbered lines that follow each other.
//!
//! Numbers stand everywhere in a text (lists, years, page numbers, quoted law). Those of main units
//! are told by their sequence: one way of writing them is chosen for the body and for each schedule,
//! and a number counts when it follows the last one.

use crate::grammar::{Head, MarkerForm};
use crate::span::Span;

use super::act::Kind;
use super::amendments::{self, Region};
use super::divisions::Division;
use super::lines::Lines;
use super::number::{self, Number};
use super::tradition::{Tradition, fold};

/// How main units are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// `##### 5. Heading`
    Heading,
    /// `Section 5`, `§ 5`, `5 §`
    Word,
    /// `5.`
    Dotted,
    /// `5 Heading`
    Bare,
}

const CLASSES: [Class; 4] = [Class::Heading, Class::Word, Class::Dotted, Class::Bare];

/// A line that may start a main unit.
#[derive(Clone, Debug)]
struct Candidate {
    line: usize,
    class: Class,
    number: Number,
    printed: Span,
    marker: Span,
    kind: Kind,
}

/// A main unit of the act, of one of its schedules, or of quoted text.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub line: usize,
    pub kind: Kind,
    pub printed: Span,
    pub marker: Span,
    /// Numbers were left out before it.
    pub gap: bool,
    /// A second line with the number of the unit before: its heading stood apart.
    pub again: bool,
}

/// How far to look for the number that should come next before a gap is believed.
const LOOK_AHEAD: usize = 400;

/// The main units of the act in line order, and the regions of text for other laws, completed.
pub(super) fn find(
    lines: &Lines<'_>,
    divisions: &[Division],
    regions: &mut Vec<Region>,
    tradition: &Tradition,
) -> Vec<Unit> {
    let quoted = mask(lines.all.len(), regions);
    let candidates: Vec<Candidate> = (0..lines.all.len())
        .filter(|&at| !lines.aside[at] && !quoted[at])
        .filter_map(|at| candidate(lines, at, tradition, false))
        .filter(|candidate| {
            divisions.binary_search_by_key(&candidate.line, |division| division.line).is_err()
        })
        .collect();
    let leads = amendments::bare_leads(lines, regions, tradition);
    let mut units = Vec::new();
    let schedules: Vec<usize> = divisions
        .iter()
        .filter(|division| division.kind == Kind::Schedule)
        .map(|division| division.line)
        .collect();
    let mut from = 0;
    for end in schedules.iter().copied().chain([lines.all.len()]) {
        let low = candidates.partition_point(|candidate| candidate.line < from);
        let high = candidates.partition_point(|candidate| candidate.line < end);
        let in_schedule = from > 0;
        let is_code = divisions.iter().any(|division| {
            (from..end).contains(&division.line)
                && matches!(division.kind, Kind::Chapter | Kind::Title | Kind::Book)
        });
        let scope = Scope { lines, candidates: &candidates[low..high], leads: &leads, divisions, tradition };
        for mut unit in scope.best() {
            let plain = unit.kind == Kind::Section && scope_is_plain(lines, &unit);
            if in_schedule && !is_code && (plain || (tradition.cited_by_own_word && !units.is_empty())) {
                unit.kind = Kind::Paragraph;
            }
            units.push(unit);
        }
        from = end;
    }
    bare_regions(lines, &leads, &units, regions, tradition);
    units
}

/// Main units inside text for other laws, in line order.
pub(super) fn inside(
    lines: &Lines<'_>,
    regions: &[Region],
    own: &[Unit],
    tradition: &Tradition,
) -> Vec<Unit> {
    let is_unit = |at: usize| own.binary_search_by_key(&at, |unit| unit.line).is_ok();
    let mut all: Vec<Candidate> = Vec::new();
    for region in regions {
        let lines_of = (region.start..region.end).filter(|&at| !lines.aside[at]);
        let mut found: Vec<Candidate> =
            lines_of.filter_map(|at| candidate(lines, at, tradition, true)).collect();
        // Where the text for the other law names its articles, plain numbers are paragraphs in them.
        if tradition.cited_by_own_word && found.iter().any(|one| one.class == Class::Word) {
            found.retain(|one| one.class == Class::Word);
        } else if tradition.cited_by_own_word
            && let Some((_, changed)) = amendments::changed_unit(lines, region, tradition, is_unit)
        {
            // They are too where the words before name the article that they stand in.
            let changed = tradition.ordinal(&changed);
            found.retain(|one| Some(&one.number) == changed.as_ref());
        }
        all.extend(found);
    }
    all.into_iter()
        .map(|candidate| Unit {
            line: candidate.line,
            kind: candidate.kind,
            printed: candidate.printed,
            marker: candidate.marker,
            gap: false,
            again: false,
        })
        .collect()
}

/// Which lines stand in a region.
pub(super) fn mask(length: usize, regions: &[Region]) -> Vec<bool> {
    let mut mask = vec![false; length];
    for region in regions {
        mask[region.start..region.end.min(length)].fill(true);
    }
    mask
}

/// A schedule's numbered lines are its paragraphs unless it writes the word "section" itself.
fn scope_is_plain(lines: &Lines<'_>, unit: &Unit) -> bool {
    !matches!(lines.all[unit.line].head, Head::Word { .. })
}

/// Text for another law without quotation marks runs to the next words of the act's own.
fn bare_regions(
    lines: &Lines<'_>,
    leads: &[usize],
    units: &[Unit],
    regions: &mut Vec<Region>,
    tradition: &Tradition,
) {
    let mut taken = mask(lines.all.len(), regions);
    for &lead in leads {
        let next = units.partition_point(|unit| unit.line <= lead);
        let limit = units.get(next).map_or(lines.all.len(), |unit| unit.line);
        let Some(start) = lines.after(lead).filter(|&start| start < limit) else { continue };
        if taken[start] {
            continue;
        }
        let indent = lines.all[lead].indent;
        let end = (start..limit)
            .find(|&at| {
                !lines.aside[at]
                    && !lines.all[at].enclosed.is_empty()
                    && matches!(lines.all[at].head, Head::Text)
                    && lines.all[at].indent <= indent
                    && amendments::is_own(lines, at, tradition)
            })
            .unwrap_or(limit);
        taken[start..end].fill(true);
        regions.push(Region { start, end });
    }
    regions.sort_by_key(|region| region.start);
}

/// Numbered lines between two schedule headings.
struct Scope<'a, 't> {
    lines: &'a Lines<'t>,
    candidates: &'a [Candidate],
    leads: &'a [usize],
    divisions: &'a [Division],
    tradition: &'a Tradition,
}

impl Scope<'_, '_> {
    /// The units as written in the way that gives the longest sequence.
    fn best(&self) -> Vec<Unit> {
        let mut best: (usize, Vec<Unit>) = (0, Vec::new());
        // "55.1." below "Article 55" is a paragraph of it, where all such numbers are.
        let mut open = None;
        let below: Vec<bool> = self
            .candidates
            .iter()
            .map(|candidate| {
                if candidate.class == Class::Word {
                    open = Some(candidate.number.main());
                    return false;
                }
                candidate.number.depth() > 1 && open == Some(candidate.number.main())
            })
            .collect();
        let deep = |one: &&Candidate| one.class != Class::Word && one.number.depth() > 1;
        let all = self.candidates.iter().filter(deep).count();
        let nested = below.iter().filter(|&&below| below).count() * 10 >= all * 9;
        let mains: Vec<&Candidate> = self
            .candidates
            .iter()
            .zip(&below)
            .filter(|(_, below)| !(nested && **below))
            .map(|(one, _)| one)
            .collect();
        // Where articles are named by their word from the first on, the numbers that start anew below each of them are
        // items: the instructions of an act that amends several laws.
        let named = self.tradition.cited_by_own_word && self.instructs(&mains);
        for class in CLASSES {
            if named && matches!(class, Class::Dotted | Class::Bare) {
                continue;
            }
            let own: Vec<&Candidate> = mains
                .iter()
                .copied()
                .filter(|candidate| {
                    candidate.class == class
                        || (class == Class::Heading
                            && matches!(candidate.class, Class::Dotted | Class::Bare | Class::Word))
                })
                .collect();
            if !own.iter().any(|candidate| candidate.class == class) {
                continue;
            }
            let units = self.sequence(class, &own);
            // In an excerpt of a code the articles jump. A unit that says its word is one all the same, unless the
            // words only stand first on a printed line.
            let jumps = class == Class::Word && !self.lines.wrapped;
            let score = 2 * units.iter().filter(|unit| !unit.again && (jumps || !unit.gap)).count();
            if score > best.0 {
                best = (score, units);
            }
        }
        best.1
    }

    /// Whether plain numbers start anew below several units that are named by their word.
    fn instructs(&self, candidates: &[&Candidate]) -> bool {
        let words = || candidates.iter().filter(|one| one.class == Class::Word);
        let starts = || candidates.iter().filter(|one| one.class == Class::Dotted && one.number.is_first());
        let (Some(first), Some(second)) = (words().next(), words().nth(1)) else { return false };
        first.number.is_first()
            && second.number.main() == 2
            && starts().all(|one| one.line > first.line)
            && starts().any(|one| one.line < second.line)
            && starts().any(|one| one.line > second.line)
    }

    fn sequence(&self, class: Class, candidates: &[&Candidate]) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut last: Option<&Candidate> = None;
        for (index, &candidate) in candidates.iter().enumerate() {
            let later = &candidates[index + 1..candidates.len().min(index + 1 + LOOK_AHEAD)];
            let all_later = || later.iter().copied().filter(|one| one.class == class);
            // Where every chapter counts anew, what comes next is sought up to the next start only.
            let later =
                || all_later().take_while(|one| class != Class::Word || !self.starts_anew(one, candidate));
            let repeats = last.is_some_and(|last| candidate.number == last.number);
            if let Some(last) = last
                && repeats
                && self.stands_alone(last.line, candidate.line)
            {
                units.push(unit(candidate, false, true));
                continue;
            }
            if candidate.class != class {
                continue;
            }
            let goes_on = || all_later().next().is_some_and(|next| next.number.follows(&candidate.number));
            let gap = match last {
                None if candidate.number.main() <= 1 => false,
                None if later().take(60).any(|one| one.number.is_first()) => continue,
                None => false,
                Some(last) if candidate.number.follows(&last.number) => {
                    let in_lead = any_between(self.leads, last.line, candidate.line);
                    if in_lead && self.is_quoted(candidate, later()) {
                        continue;
                    }
                    false
                }
                Some(last) if candidate.number > last.number => {
                    let in_lead = any_between(self.leads, last.line, candidate.line);
                    let expected =
                        later().any(|one| one.number < candidate.number && one.number.follows(&last.number));
                    let far = class != Class::Word
                        && candidate.number.depth() == 1
                        && candidate.number.main() > last.number.main() + 60;
                    let apart = self
                        .lines
                        .before(candidate.line)
                        .is_none_or(|at| self.lines.apart(at, candidate.line));
                    // A far jump is none while numbers between the two still come.
                    let between =
                        || later().any(|one| one.number > last.number && one.number < candidate.number);
                    let sure = (goes_on() || (apart && candidate.number.main() < 1000)) && !between();
                    if expected || in_lead || (far && !sure) {
                        continue;
                    }
                    true
                }
                Some(last) => {
                    let in_lead = any_between(self.leads, last.line, candidate.line);
                    let restarts = candidate.number.is_first()
                        && !in_lead
                        && if class == Class::Word {
                            self.divided(last.line, candidate.line)
                                || self.run(&candidates[index..], class) >= 3
                                || candidates.len() <= index + 2
                        } else {
                            self.divided(last.line, candidate.line)
                                && goes_on()
                                && !all_later().any(|one| one.number.follows(&last.number))
                        };
                    // Out of order: kept where the text goes on from there, as an excerpt or an insertion does.
                    // Two versions of one article, printed one after the other, are both kept.
                    let displaced =
                        class == Class::Word && !in_lead && (repeats || (!self.lines.wrapped && goes_on()));
                    if !restarts && !displaced {
                        continue;
                    }
                    !restarts
                }
            };
            units.push(unit(candidate, gap, false));
            last = Some(candidate);
        }
        units
    }

    /// Whether the head of a part, chapter … stands between two lines.
    fn divided(&self, first: usize, second: usize) -> bool {
        let after = self.divisions.partition_point(|division| division.line <= first);
        self.divisions.get(after).is_some_and(|next| next.line < second)
    }

    /// Whether `one` starts a new count after `from`.
    fn starts_anew(&self, one: &Candidate, from: &Candidate) -> bool {
        one.number.is_first() && self.divided(from.line, one.line)
    }

    /// How many units follow each other from the first of these on.
    fn run(&self, from: &[&Candidate], class: Class) -> usize {
        let mut own = from.iter().filter(|one| one.class == class).take(4);
        let Some(mut last) = own.next() else { return 0 };
        let mut length = 1;
        for next in own {
            if !next.number.follows(&last.number) {
                break;
            }
            (last, length) = (next, length + 1);
        }
        length
    }

    /// Whether the heading of a unit stands alone at `first`, and its number again at `second`.
    fn stands_alone(&self, first: usize, second: usize) -> bool {
        let between = (first + 1..second).take(20).filter(|&at| !self.lines.aside[at]).count();
        let alone = self.lines.all[first].hashes > 0 || self.lines.body(first).is_empty();
        // A heading or two may stand between the number and its second printing.
        let plain = (first + 1..second)
            .take(20)
            .filter(|&at| !self.lines.aside[at])
            .all(|at| self.lines.words(at).len() <= 100 && !self.lines.is_complete(at));
        (between == 0 || (between <= 3 && plain && self.lines.all[first].hashes == 0))
            && second - first < 20
            && alone
    }

    /// After words that announce text for another law, a number that follows may be quoted: it is when
    /// the line does not speak for the act and a later one with the same number does.
    fn is_quoted<'c>(&self, candidate: &Candidate, mut later: impl Iterator<Item = &'c Candidate>) -> bool {
        !self.speaks_for_act(candidate)
            && later.any(|one| one.number == candidate.number && self.speaks_for_act(one))
    }

    fn speaks_for_act(&self, candidate: &Candidate) -> bool {
        amendments::is_own(self.lines, candidate.line, self.tradition)
    }
}

/// Whether a line of the sorted list stands from `from` up to `to`.
fn any_between(sorted: &[usize], from: usize, to: usize) -> bool {
    sorted.get(sorted.partition_point(|&line| line < from)).is_some_and(|&line| line < to)
}

fn unit(candidate: &Candidate, gap: bool, again: bool) -> Unit {
    Unit {
        line: candidate.line,
        kind: candidate.kind,
        printed: candidate.printed,
        marker: candidate.marker,
        gap,
        again,
    }
}

/// Reads a line as the possible start of a main unit.
fn candidate(lines: &Lines<'_>, at: usize, tradition: &Tradition, quoted: bool) -> Option<Candidate> {
    let line = &lines.all[at];
    let text = lines.text;
    if !line.opening.is_empty() && !quoted {
        return None;
    }
    let body = lines.body(at);
    let first = body.chars().next();
    let lower = first.is_some_and(char::is_lowercase);
    match line.head {
        Head::Number(marker) => {
            let printed = marker.number.of(text);
            if !printed.starts_with(|c: char| number::digit(c).is_some()) || marker.form == MarkerForm::Half {
                return None;
            }
            let number = number::ordinal(printed)?;
            let sign = body.split(|c: char| c.is_whitespace()).next().unwrap_or("");
            let kind =
                tradition.after_number(sign).filter(|kind| kind.is_main_unit() && line.enclosed.is_empty());
            // "5 § and 6 § apply" is prose; a unit opens with a capital or stands alone.
            let rest = body[sign.len()..].trim_start();
            let opens = !rest.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')'))
                && !continues_reference(lines, at, tradition);
            if let Some(kind) = kind.filter(|_| opens) {
                let end = line.body_span(text).start + sign.len() as u32;
                let number_span = marker.number;
                let marker = Span { start: marker.span.start, end };
                return Some(Candidate {
                    line: at,
                    class: Class::Word,
                    number,
                    printed: number_span,
                    marker,
                    kind,
                });
            }
            let marked = !line.enclosed.is_empty()
                || text[marker.span.end as usize..line.body as usize].contains(['—', '–']);
            if (lower || first == Some(',')) && !marked {
                return None;
            }
            if continues_reference(lines, at, tradition) {
                return None;
            }
            let bare = matches!(marker.form, MarkerForm::Bare | MarkerForm::Dashed);
            if bare && tradition.bare_markers || marker.form == MarkerForm::Degree {
                return None;
            }
            if bare && !quoted {
                let sentence = body.ends_with(['.', ';', ',']) && line.hashes == 0;
                if first.is_some_and(|c| !c.is_uppercase() && !matches!(c, '“' | '"' | '‘' | '[' | '*' | '('))
                    && !marked
                    || (sentence && !marked && number.depth() == 1)
                    || (first.is_none()
                        && number.depth() == 1
                        && printed.bytes().all(|c| c.is_ascii_digit())
                        && line.hashes == 0)
                    || number.main() > 1200 && number.depth() == 1 && first.is_none()
                {
                    return None;
                }
            }
            let class = if line.hashes > 0 {
                Class::Heading
            } else if bare {
                Class::Bare
            } else {
                Class::Dotted
            };
            Some(Candidate {
                line: at,
                class,
                number,
                printed: marker.number,
                marker: marker.span,
                kind: Kind::Section,
            })
        }
        Head::Word { word, ordinal, span } => {
            let kind = tradition.unit(word.of(text))?;
            if tradition.provision(line.words(text)).is_some() {
                return None;
            }
            let printed = ordinal.of(text);
            let words = &text[ordinal.start as usize..line.span.end as usize];
            if let Some((value, length)) = tradition.ordinal_phrase(words) {
                let printed = Span { start: ordinal.start, end: ordinal.start + length as u32 };
                return in_words(lines, at, printed, value, span.start, kind).filter(|_| !lines.goes_on(at));
            }
            let number = tradition.ordinal(printed).filter(|_| !printed.is_empty())?;
            let mut span = span;
            let mut ordinal = ordinal;
            // "المادة (5) مكررا 1"
            let inserted = inserted(body);
            let number = match inserted {
                0 => number,
                length => number::ordinal(&format!("{printed} {}", &body[..length]))?,
            };
            if inserted > 0 {
                span.end = line.body_span(text).start + inserted as u32;
                ordinal.end = span.end;
            }
            let body = body[inserted..].trim_start();
            let first = body.chars().next();
            let lower = first.is_some_and(char::is_lowercase);
            let joint = joint(body);
            let first = first.filter(|_| !joint);
            if joint {
                span.end = line.body_span(text).end;
            }
            let lower = lower && !joint;
            let between = &text[ordinal.end.min(line.body) as usize..line.body as usize];
            let marked = between.contains(['.', ':', '—', '–', '-', 'º', '°']);
            let fits = first.is_none()
                || marked
                || (!lower
                    && (line.enclosed.is_empty() || tradition.cited_by_own_word)
                    && !matches!(
                        first,
                        Some(',' | ';' | ')' | ':' | '،' | '、' | '，' | 'の' | 'に' | 'か' | 'を')
                    ));
            let capital = word.of(text).chars().next().is_some_and(|c| !c.is_lowercase());
            if !fits || !capital || (lower && !marked) || continues_reference(lines, at, tradition) {
                return None;
            }
            // In lines broken by the page a sentence may go on with "Artículo 5 …".
            if !marked && first.is_some() && lines.goes_on(at) {
                return None;
            }
            let class = if line.hashes > 0 { Class::Heading } else { Class::Word };
            Some(Candidate { line: at, class, number, printed: ordinal, marker: span, kind })
        }
        Head::Text => None,
    }
}

/// The length of what says that the unit was inserted behind its number, where it stands behind the bracket of the number.
fn inserted(body: &str) -> usize {
    let Some(adverb) = number::adverb(body) else { return 0 };
    let rest = &body[adverb..];
    let after = rest.trim_start_matches([' ', '(']);
    let figures =
        after.chars().take(3).take_while(|c| number::digit(*c).is_some()).map(char::len_utf8).sum::<usize>();
    let ends = !after[figures..].starts_with(char::is_alphanumeric);
    if (1..=8).contains(&figures) && ends && rest.starts_with([' ', '(']) {
        return body.len() - after.len() + figures;
    }
    adverb
}

/// Whether the words after a number are only another: "Art. 97 et 98.", "Artículos 617 a 622."
fn joint(body: &str) -> bool {
    let mut words = body.trim_end_matches(['.', ' ', ':']).split_whitespace();
    let (link, number, more) = (words.next().unwrap_or(""), words.next().unwrap_or(""), words.next());
    more.is_none()
        && (1..=3).contains(&link.chars().count())
        && link.chars().all(char::is_lowercase)
        && !number.is_empty()
        && number.chars().all(|c| number::digit(c).is_some())
}

/// A unit whose number is an ordinal in words: "المادة الثالثة عشرة:", "ARTÍCULO PRIMERO.-".
fn in_words(
    lines: &Lines<'_>,
    at: usize,
    ordinal: Span,
    value: u32,
    start: u32,
    kind: Kind,
) -> Option<Candidate> {
    let line = &lines.all[at];
    let text = lines.text;
    let after = &text[ordinal.end as usize..line.span.end as usize];
    // "الثالثة عشرة مكرر", "primero bis"
    let (after, inserted) = number::adverb(after.trim_start()).map_or((after, ""), |end| {
        let after = after.trim_start();
        (&after[end..], &after[..end])
    });
    let stop = after.trim_start_matches(['.', ':', ' ', '-', '–', '—', '\u{200f}', ')']);
    let printed = Span { start: ordinal.start, end: line.span.end - after.len() as u32 };
    // Without a stop the words of a sentence could follow.
    let marked = stop.is_empty()
        || after.starts_with(['.', ':', '-', '–', '—', '\n'])
        || after.starts_with(" -")
        || after.starts_with(" –")
        || after.trim_start().starts_with(char::is_uppercase);
    let class = if line.hashes > 0 { Class::Heading } else { Class::Word };
    marked.then(|| Candidate {
        line: at,
        class,
        number: number::ordinal(format!("{value} {inserted}").trim()).unwrap_or_default(),
        printed,
        marker: Span { start, end: line.span.end - stop.len() as u32 },
        kind,
    })
}

/// Whether the line before breaks off in a reference, so that this line starts with its number.
pub(super) fn continues_reference(lines: &Lines<'_>, at: usize, tradition: &Tradition) -> bool {
    let Some(before) = lines.before(at).filter(|&before| lines.adjacent(before, at)) else { return false };
    let words = lines.words(before);
    let heading = lines.is_heading_like(before)
        && lines.before(before).is_none_or(|above| lines.apart(above, before) || lines.is_complete(above));
    if heading {
        return false;
    }
    if words.ends_with(',') && lines.wrapped {
        return true;
    }
    let line = &lines.all[at];
    let tail = lines.text[line.body as usize..line.span.end as usize].trim_start();
    let mid = !line.enclosed.is_empty()
        && tradition.reference_tails.iter().any(|start| tail.starts_with(start.as_str()));
    let rest = if mid { without_numbers(words) } else { words };
    let last = rest.rsplit(|c: char| c.is_whitespace() || c == ')').next().unwrap_or("").trim_matches('*');
    !last.is_empty()
        && last.chars().all(char::is_alphabetic)
        && (mid || last.starts_with(char::is_lowercase))
        && tradition.reference_words.contains(&fold(last))
}

/// Words without the numbers they end with: "in paragraph (a), (b) or" becomes "in paragraph".
fn without_numbers(words: &str) -> &str {
    let mut rest = words;
    loop {
        let before = rest;
        rest = rest.trim_end_matches([' ', ',', '*']);
        for link in [" or", " and"] {
            rest = rest.strip_suffix(link).unwrap_or(rest);
        }
        if let Some(open) = rest.strip_suffix(')').and_then(|inner| inner.rfind('('))
            && rest.len() - open <= 7
        {
            rest = &rest[..open];
        }
        rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        if rest == before {
            return rest;
        }
    }
}
