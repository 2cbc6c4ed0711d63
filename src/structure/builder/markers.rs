//! Where a numbered line belongs: under the list whose next number it is, or as the start of a list.

use crate::grammar::{Head, Marker};

use super::super::act::Notice;
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
        let kind = self.read.tradition.level(place.alphabet);
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

    fn place(&self, at: usize, marker: &Marker) -> Option<Place> {
        let text = self.read.lines.text;
        let printed = marker.number.of(text);
        if printed.len() > 9 {
            return None;
        }
        let readings = number::readings(printed);
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
        if let Some((alphabet, number)) = first {
            if marker.form != crate::grammar::MarkerForm::Enclosed && !self.has_second(at, marker) {
                return None;
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
        if !plausible || marker.form != crate::grammar::MarkerForm::Enclosed {
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
                Head::Word { .. } => None,
            }?;
            (found.form == marker.form).then(|| found.number.of(lines.text))
        })
    }

    /// Whether a second number of the list follows: "A." alone may be a name.
    fn has_second(&self, at: usize, marker: &Marker) -> bool {
        let first = number::readings(marker.number.of(self.read.lines.text));
        let next = self.next_number(at, marker).map(number::readings).unwrap_or_default();
        next.iter().any(|(alphabet, number)| {
            first.iter().any(|(wanted, before)| alphabet == wanted && number.follows(before))
        })
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
