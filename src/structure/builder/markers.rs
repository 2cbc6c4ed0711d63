//! Where a numbered line belongs: under the list whose next number it is, or as the start of a list.

use crate::grammar::{Head, Marker, MarkerForm};
use crate::span::Span;

use super::super::act::{Kind, Notice};
use super::super::number::{self, Alphabet, Number};
use super::super::units::continues_reference;
use super::{Builder, List};

/// How many lines to look ahead for the next number.
const LOOK_AHEAD: usize = 80;

/// A place in the stack for a number.
struct Place {
    parent: usize,
    alphabet: Alphabet,
    number: Number,
    doubt: Option<&'static str>,
}

impl Builder<'_, '_> {
    /// Opens the provision that a marker at the start of a line numbers; false when it is no number.
    pub(super) fn marker(&mut self, at: usize, marker: &Marker) -> bool {
        if continues_reference(self.read.lines, at, self.read.tradition) {
            return false;
        }
        let Some(place) = self.place(at, marker) else { return false };
        self.open_marker(at, marker, place);
        let id = self.stack[self.top()].id;
        self.provisions[id].heading = self.read.headings.of.get(&at).copied();
        true
    }

    /// Opens a marker that stands behind another: "(2)(A)", "5.—(1)".
    pub(super) fn nested_marker(&mut self, at: usize, marker: &Marker) -> bool {
        let printed = marker.number.of(self.read.lines.text);
        let parent = self.top();
        let readings = number::readings(printed);
        // A main unit may start anywhere in quoted text; below it a list starts at its first number.
        let any = self.kind_at(parent).is_main_unit() && self.host.is_some();
        let Some((alphabet, number)) = readings
            .iter()
            .find(|(_, number)| number.is_first())
            .or(if any || self.kind_at(parent).is_main_unit() { readings.first() } else { None })
        else {
            return false;
        };
        let place = Place { parent, alphabet: *alphabet, number: number.clone(), doubt: None };
        self.open_marker(at, marker, place);
        true
    }

    fn open_marker(&mut self, at: usize, marker: &Marker, place: Place) {
        let text = self.read.lines.text;
        let kind = self.marker_kind(marker, place.alphabet);
        self.stack[place.parent].list =
            Some(List { form: marker.form, alphabet: place.alphabet, last: place.number });
        let indent = self.read.lines.all[at].indent;
        let id = self.open(place.parent, kind, indent);
        let provision = &mut self.provisions[id];
        provision.num = marker.number.of(text).trim().to_string();
        provision.marker = Some(marker.span);
        if let Some(code) = place.doubt {
            let number = marker.number.of(text);
            let message = match code {
                "number-gap" => format!("numbers are missing before ({number})"),
                _ => format!("the number ({number}) stands out of order"),
            };
            self.notices.push(Notice { code, message, span: marker.span });
        }
    }

    /// What a marker numbers: as its word says, or as its form and alphabet do.
    fn marker_kind(&self, marker: &Marker, alphabet: Alphabet) -> Kind {
        let text = self.read.lines.text;
        let word = Span { start: marker.span.start, end: marker.number.start }.of(text);
        let worded =
            (marker.form == MarkerForm::Worded).then(|| self.read.tradition.inner(word.trim())).flatten();
        worded.unwrap_or_else(|| self.read.tradition.level(marker.form, alphabet))
    }

    /// What the number of a marker can mean; ordinals in words are digits.
    fn readings(&self, marker: &Marker) -> smallvec::SmallVec<[(Alphabet, Number); 2]> {
        let printed = marker.number.of(self.read.lines.text);
        if marker.form == MarkerForm::Worded {
            let number = self.read.tradition.ordinal(printed);
            return number.into_iter().map(|number| (Alphabet::Digit, number)).collect();
        }
        let mut readings = number::readings(printed);
        // "11.2" in article 11 is its second paragraph.
        if self.read.tradition.cited_by_own_word
            && let [(Alphabet::Digit, number)] = readings.as_slice()
            && number.depth() == 2
            && self.unit_number() == Some(number.main())
        {
            let inner = number.inner();
            readings[0].1 = inner;
        }
        readings
    }

    /// The figure of the open main unit.
    fn unit_number(&self) -> Option<u32> {
        let unit = self.stack.iter().rev().find(|open| self.provisions[open.id].kind.is_main_unit())?;
        self.read.tradition.ordinal(&self.provisions[unit.id].num).map(|number| number.main())
    }

    /// The marker that a line starts with, inside a main unit.
    pub(super) fn first_marker(&self, at: usize) -> Option<Marker> {
        let lines = self.read.lines;
        let line = &lines.all[at];
        let tradition = self.read.tradition;
        match line.head {
            Head::Number(marker) if marker.form != MarkerForm::Bare => Some(marker),
            Head::Number(marker) => {
                // A number and a blank: イ and 二 are no words; figures where the tradition writes so.
                let printed = marker.number.of(lines.text);
                let letter = !printed.starts_with(|c: char| number::digit(c).is_some());
                let body = lines.body(at);
                let opens = body.starts_with(|c: char| c.is_uppercase() || matches!(c, '„' | '«' | '“'));
                let deep = printed.contains('.') && printed.len() <= 7;
                let plain = tradition.cited_by_own_word && (printed.len() <= 3 || deep) && opens;
                (letter || tradition.bare_markers || plain).then_some(marker)
            }
            Head::Text => line.enclosed.first().copied(),
            // "أولا- …": a number in words, and a mark.
            Head::Word { word, .. } if self.counts(word) => {
                Some(Marker { form: MarkerForm::Worded, number: word, span: word })
            }
            Head::Word { word, ordinal, span } => {
                tradition.inner(word.of(lines.text)).filter(|_| !ordinal.is_empty())?;
                tradition.ordinal(ordinal.of(lines.text))?;
                Some(Marker { form: MarkerForm::Worded, number: ordinal, span })
            }
        }
    }

    /// Whether a word at the start of a line is a number: an ordinal with a dash, a colon or a bracket behind it.
    fn counts(&self, word: Span) -> bool {
        let text = self.read.lines.text;
        let after = text[word.end as usize..].trim_start_matches(' ');
        after.starts_with(['-', '–', '—', ':', ')', '/'])
            && self.read.tradition.ordinal_word(word.of(text)).is_some()
    }

    /// Where a list that starts with this marker stands in a tradition whose levels have a fixed order: under
    /// the innermost provision of a higher level, unless the list that is open there goes on later.
    fn parent_by_level(&self, at: usize, marker: &Marker, alphabet: Alphabet) -> usize {
        let floor = self.floor();
        let top = self.top();
        if marker.form == MarkerForm::Worded {
            return floor;
        }
        let rank = |kind: Kind| match kind {
            Kind::Paragraph | Kind::Subsection => 1,
            Kind::Item => 2,
            Kind::Point => 3,
            Kind::Subparagraph => 4,
            _ => 0,
        };
        let wanted = rank(self.marker_kind(marker, alphabet));
        let numbered = (floor..=top).rev().find(|&index| !self.is_unnumbered(index)).unwrap_or(floor);
        if self.is_announced(at) {
            return numbered;
        }
        let by_rank =
            (floor..=numbered).rev().find(|&index| rank(self.kind_at(index)) < wanted).unwrap_or(floor);
        let open = (by_rank..numbered).rev().find(|&index| self.stack[index].list.is_some());
        match open.and_then(|index| self.stack[index].list.as_ref()) {
            Some(list) if self.goes_on(at, list) => numbered,
            _ => by_rank,
        }
    }

    /// Whether the next number of a list stands later in the same main unit.
    pub(super) fn goes_on(&self, at: usize, list: &List) -> bool {
        let lines = self.read.lines;
        let next_unit = self.read.units.partition_point(|unit| unit.line <= at);
        let limit = self.read.units.get(next_unit).map_or(lines.all.len(), |unit| unit.line);
        for next in (at + 1..limit.min(at + LOOK_AHEAD)).filter(|&next| !lines.aside[next]) {
            let Some(marker) = self.first_marker(next).filter(|marker| marker.form == list.form) else {
                continue;
            };
            for (alphabet, number) in self.readings(&marker) {
                if alphabet == list.alphabet && number.follows(&list.last) {
                    return true;
                }
                // The list starts anew: what follows is another one's.
                if alphabet == list.alphabet && number.is_first() {
                    return false;
                }
            }
        }
        false
    }

    fn place(&self, at: usize, marker: &Marker) -> Option<Place> {
        let text = self.read.lines.text;
        let printed = marker.number.of(text);
        if printed.len() > 24 {
            return None;
        }
        let readings = self.readings(marker);
        let lowest = self.host.unwrap_or_else(|| self.floor());
        let top = self.top();
        let lists =
            || (lowest..=top).rev().filter_map(|index| Some((index, self.stack[index].list.as_ref()?)));
        let same = |list: &List, alphabet: Alphabet| list.form == marker.form && list.alphabet == alphabet;

        let next = lists().find_map(|(index, list)| {
            let (alphabet, number) = readings
                .iter()
                .find(|(alphabet, number)| same(list, *alphabet) && number.follows(&list.last))?;
            Some(Place { parent: index, alphabet: *alphabet, number: number.clone(), doubt: None })
        });
        let first = readings.iter().find(|(_, number)| number.is_first());
        let opens_new = self.stack[top].list.is_none();

        if let Some(place) = next {
            // "(i)" after "(h)" is a letter, or the first roman number inside (h).
            if let Some((alphabet, number)) = first
                && opens_new
                && *alphabet != place.alphabet
                && self.starts_list(at, marker, &place, *alphabet)
            {
                return Some(Place { parent: top, alphabet: *alphabet, number: number.clone(), doubt: None });
            }
            return Some(place);
        }
        let plausible = self.is_plausible(at);
        let by_level = self.read.tradition.cited_by_own_word;
        // In Japan the first paragraph has no number: a list of them starts with 2.
        let first = first.or_else(|| {
            let second = readings.first().filter(|(alphabet, number)| {
                self.read.tradition.bare_markers && *alphabet == Alphabet::Digit && number.main() == 2
            });
            second.filter(|(alphabet, _)| lists().all(|(_, list)| !same(list, *alphabet)))
        });
        if let Some((alphabet, number)) = first {
            if self.is_led_in(at, marker) {
                return Some(Place { parent: top, alphabet: *alphabet, number: number.clone(), doubt: None });
            }
            let sure = matches!(marker.form, MarkerForm::Enclosed | MarkerForm::Worded)
                || self.read.tradition.bare_markers;
            let second = (!sure || !plausible) && self.has_second(at, marker);
            // The first words of an article, "1. …", are its only paragraph.
            let unit = &self.provisions[self.stack[top].id];
            let opens_unit = by_level
                && unit.kind.is_main_unit()
                && unit.intro.is_empty()
                && unit.children.is_empty()
                && matches!((marker.form, alphabet), (MarkerForm::Dotted, Alphabet::Digit));
            if !(sure || second || opens_unit || by_level && self.is_announced(at)) {
                return None;
            }
            // In lines broken by the page nothing but the number that follows shows the start of a list.
            let plausible = plausible || (second && self.read.lines.wrapped);
            if by_level && lists().all(|(_, list)| !same(list, *alphabet)) {
                let parent = self.parent_by_level(at, marker, *alphabet);
                return plausible.then(|| Place {
                    parent,
                    alphabet: *alphabet,
                    number: number.clone(),
                    doubt: None,
                });
            }
            let again = lists().find(|(_, list)| same(list, *alphabet)).map(|(index, _)| index);
            let deeper = self.read.lines.all[at].indent > self.stack[top].indent + 1;
            let parent = match again {
                Some(index) if !(opens_new && deeper && index < top) => index,
                _ => top,
            };
            return plausible.then(|| Place {
                parent,
                alphabet: *alphabet,
                number: number.clone(),
                doubt: None,
            });
        }
        if !plausible || !(marker.form == MarkerForm::Enclosed || by_level && marker.form != MarkerForm::Bare)
        {
            return None;
        }
        let later = lists().find_map(|(index, list)| {
            let (alphabet, number) =
                readings.iter().find(|(alphabet, number)| same(list, *alphabet) && *number > list.last)?;
            (number.main() <= list.last.main() + 12).then(|| Place {
                parent: index,
                alphabet: *alphabet,
                number: number.clone(),
                doubt: Some("number-gap"),
            })
        });
        if later.is_some() {
            return later;
        }
        let repeated = lists().find_map(|(index, list)| {
            let (alphabet, number) = readings.iter().find(|(alphabet, _)| same(list, *alphabet))?;
            Some(Place {
                parent: index,
                alphabet: *alphabet,
                number: number.clone(),
                doubt: Some("number-repeated"),
            })
        });
        if repeated.is_some() {
            return repeated;
        }
        // A list that does not start at its start: quoted text, or an inserted "(aa)" before "(a)".
        let (alphabet, number) = readings.last()?;
        let letters = printed.bytes().take_while(u8::is_ascii_alphabetic).count();
        let small = letters <= 3 && number.main() <= 40;
        let doubt = (self.host.is_none()).then_some("number-gap");
        small.then(|| Place { parent: top, alphabet: *alphabet, number: number.clone(), doubt })
    }

    /// Whether a marker that could go on a list starts one of its own instead.
    fn starts_list(&self, at: usize, marker: &Marker, place: &Place, alphabet: Alphabet) -> bool {
        let Some(list) = self.stack[place.parent].list.as_ref() else { return false };
        // Only the very next letter is in doubt: after (b), "(i)" is no letter.
        if place.number.main() != list.last.main() + 1 {
            return true;
        }
        match self.next_number(at, marker) {
            Some(next) => {
                let goes_on = |wanted: Alphabet, after: &Number| {
                    number::readings(next).iter().any(|(found, number)| {
                        *found == wanted && number.follows(after) && number.main() == after.main() + 1
                    })
                };
                let first = number::readings(marker.number.of(self.read.lines.text))
                    .into_iter()
                    .find(|(found, _)| *found == alphabet)
                    .map(|(_, number)| number);
                if first.is_some_and(|first| goes_on(alphabet, &first)) {
                    return true;
                }
                if goes_on(place.alphabet, &place.number) {
                    return false;
                }
                self.read.lines.all[at].indent > self.stack[self.top()].indent
            }
            None => self.read.lines.all[at].indent > self.stack[self.top()].indent,
        }
    }

    /// The number of the next line with a marker of the same form, in the same unit.
    fn next_number(&self, at: usize, marker: &Marker) -> Option<&str> {
        let lines = self.read.lines;
        let next_unit = self.read.units.partition_point(|unit| unit.line <= at);
        let limit = self.read.units.get(next_unit).map_or(lines.all.len(), |unit| unit.line);
        (at + 1..limit.min(at + LOOK_AHEAD)).filter(|&next| !lines.aside[next]).find_map(|next| {
            let line = &lines.all[next];
            let found = match line.head {
                Head::Number(found) => Some(found),
                Head::Text => line.enclosed.first().copied(),
                Head::Word { word, .. } if self.counts(word) => {
                    Some(Marker { form: MarkerForm::Worded, number: word, span: word })
                }
                Head::Word { word, ordinal, span } => self
                    .read
                    .tradition
                    .inner(word.of(lines.text))
                    .map(|_| Marker { form: MarkerForm::Worded, number: ordinal, span }),
            }?;
            (found.form == marker.form).then(|| found.number.of(lines.text))
        })
    }

    /// Whether a second number of the list follows: "A." alone may be a name.
    fn has_second(&self, at: usize, marker: &Marker) -> bool {
        self.readings(marker).into_iter().any(|(alphabet, last)| {
            last.main() <= 2 && self.goes_on(at, &List { form: marker.form, alphabet, last })
        })
    }

    /// Whether the paragraph without a number that stands right before leads in the list that starts here: "Shall be
    /// refused whoever:". Its items are said of it, not of the unit beside it.
    fn is_led_in(&self, at: usize, marker: &Marker) -> bool {
        let lines = self.read.lines;
        let leads = self.is_unnumbered(self.top()) && marker.form != MarkerForm::Worded;
        let alone = self.provisions[self.stack[self.top()].id].children.is_empty();
        let before = lines.before(at).filter(|&before| self.last_line == Some(before));
        let (true, true, Some(before)) = (leads, alone, before) else { return false };
        let sure = marker.form == MarkerForm::Enclosed || self.read.tradition.cited_by_own_word;
        if self.is_announced(at) {
            return sure || self.has_second(at, marker);
        }
        !lines.wrapped && !lines.is_complete(before) && self.has_second(at, marker)
    }

    /// Whether the words before announce a list.
    fn is_announced(&self, at: usize) -> bool {
        self.read
            .lines
            .before(at)
            .is_some_and(|before| self.read.lines.words(before).ends_with([':', '：', '—', '–']))
    }

    /// Whether a number may stand here: what is before it is finished, or announces a list.
    fn is_plausible(&self, at: usize) -> bool {
        let lines = self.read.lines;
        let Some(before) = lines.before(at) else { return true };
        let words = lines.words(before);
        lines.apart(before, at)
            || self.read.headings.used[before]
            || self.read.headings.group[before]
            || self.read.headings.of.contains_key(&before)
            || lines.is_complete(before)
            || words.ends_with(',')
            || [" and", " or", " if", " who", " that", " to", " is", " of", " by", " in", " but", " where"]
                .iter()
                .any(|link| words.ends_with(link))
            || !lines.wrapped
    }

    /// The entry of the stack whose list the next marker goes on with, for text that stands before it.
    pub(super) fn continued_list(&self, at: usize) -> Option<usize> {
        let lines = self.read.lines;
        let next_unit = self.read.units.partition_point(|unit| unit.line <= at);
        let limit = self.read.units.get(next_unit).map_or(lines.all.len(), |unit| unit.line);
        let lowest = self.host.unwrap_or_else(|| self.floor());
        let next = (at + 1..limit.min(at + LOOK_AHEAD)).filter(|&next| !lines.aside[next]).find(|&next| {
            matches!(lines.all[next].head, Head::Text) && !lines.all[next].enclosed.is_empty()
        })?;
        let marker = lines.all[next].enclosed[0];
        let readings = number::readings(marker.number.of(lines.text));
        if readings.iter().any(|(_, number)| number.is_first()) && readings.len() == 1 {
            return None;
        }
        (lowest..=self.top()).rev().find(|&index| {
            self.stack[index].list.as_ref().is_some_and(|list| {
                list.form == marker.form
                    && readings
                        .iter()
                        .any(|(alphabet, number)| *alphabet == list.alphabet && number.follows(&list.last))
            })
        })
    }
}
