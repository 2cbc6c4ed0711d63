//! Words → a reference as written: units, numbers, what is pointed at, the other instrument. The words are those
//! of a [`Language`]; what numbers look like is the same everywhere.

use smallvec::SmallVec;

use crate::grammar::TokenForm;

use super::super::act::Kind;
use super::super::language::{Class, Language, Reading};
use super::super::number;
use super::instrument;

/// What a reference that names no number points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// "this section"
    This,
    /// "that section": the one just cited.
    That,
    /// "the preceding section"; how many, 0 for all of the division.
    Before(u32),
    /// "the following section"; how many.
    After(u32),
}

/// One number: `6(1)(a)` is `6`, `1`, `a`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedNumber {
    /// The steps as printed.
    pub steps: Vec<String>,
    /// Whether the first step stands without brackets, so that it names a main unit or a division.
    pub whole: bool,
    /// The end of a range that the number before starts.
    pub ends_range: bool,
}

/// "subsections (2) and (3)"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedUnit {
    /// [`Kind::Text`] for paragraphs that are counted.
    pub kind: Kind,
    /// Empty for "the Schedule".
    pub numbers: Vec<CitedNumber>,
}

/// A reference as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Where it stands in what was read, in bytes.
    pub start: usize,
    pub end: usize,
    /// Innermost first: "paragraph (a) of subsection (1)".
    pub units: Vec<CitedUnit>,
    /// "of this Part"; alone in "this section".
    pub relative: Option<(Relative, Kind)>,
    /// The other instrument as named.
    pub instrument: Option<String>,
}

/// A unit with its numbers, or pointed at.
#[derive(Debug)]
struct Group {
    /// None for what is no provision of its own ("Satz 2").
    kind: Option<Kind>,
    numbers: Vec<CitedNumber>,
    relative: Option<Relative>,
    /// The token of the unit's word.
    unit_at: usize,
    next: usize,
}

impl Group {
    fn says_something(&self) -> bool {
        !self.numbers.is_empty() || self.relative.is_some()
    }
}

/// So many words before its unit may belong to a reference.
const WORDS_BEFORE: usize = 6;
/// Most numbers of one unit.
const MOST_NUMBERS: usize = 200;

/// The reference whose first unit is the token `trigger`. None when that is no unit of a law.
pub(super) fn cited(read: &Reading<'_>, trigger: usize, language: &Language) -> Option<Cited> {
    let reader = Reader { read, language };
    let file = &language.file.citation;
    // "Decreto n.º 5": the number of an instrument.
    let law = |class| matches!(class, Class::Act | Class::Instrument).then_some(());
    if trigger > 0 && read.is(trigger, Class::Filler).is_some() && read.phrase(trigger - 1, law).is_some() {
        return None;
    }
    let first = reader.first_group(trigger)?;
    let (mut start_at, first) = first;
    let mut next = first.next;
    // Innermost first; `last` is where the group just read stands.
    let mut groups: SmallVec<[Group; 4]> = SmallVec::new();
    let mut last = 0;
    groups.push(first);
    let mut named = None;
    loop {
        let comma = next + usize::from(read.is_mark(next, &[",", "،", "，", "—"]));
        let after_note = reader.after_note(comma);
        if let Some(of) = read.is(after_note, Class::Of)
            && groups[last].kind != Some(Kind::Act)
        {
            let unit = read.skip(of, Class::Determiner);
            if let Some(group) = reader.group(of).or_else(|| reader.group(unit))
                && (group.says_something() || group.kind == Some(Kind::Schedule) || group.kind.is_none())
            {
                next = group.next;
                groups.push(group);
                last = groups.len() - 1;
                continue;
            }
            named = instrument::after(read, of, language);
            break;
        }
        // "§ 3 dieses Gesetzes"
        if let Some(group) = reader.group(comma).filter(|group| group.says_something()) {
            let around = groups[last..].iter().find_map(|group| group.kind);
            let inner = match (group.kind, around) {
                (None, _) => true,
                (Some(_), Some(Kind::Act)) => file.instrument_first,
                (Some(kind), Some(outer)) => depth(kind) > depth(outer),
                (Some(_), None) => false,
            };
            if matches!(group.relative, Some(Relative::This | Relative::That))
                && comma == next
                && groups[last].kind != Some(Kind::Act)
            {
                next = group.next;
                groups.push(group);
                last = groups.len() - 1;
                continue;
            }
            let and = comma == next && language.joins(read.word(comma));
            if inner && !and && group.relative.is_none() && (comma > next || !file.instrument_last) {
                next = group.next;
                groups.insert(last, group);
                continue;
            }
        }
        if file.instrument_bare && groups.iter().any(|group| !group.numbers.is_empty()) {
            named = instrument::after(read, next, language).filter(|_| comma == next);
        }
        break;
    }
    if file.instrument_first && groups.iter().all(|group| group.kind != Some(Kind::Act)) {
        named = instrument::before(read, start_at, language).map(|(name, from)| {
            start_at = from;
            (name, next)
        });
    }
    let mut found = Cited { start: read.token(start_at)?.start as usize, ..Cited::default() };
    let name = named.map(|(name, after)| {
        next = after;
        name
    });
    found.end = read.token(next.checked_sub(1)?)?.end as usize;
    // "本法第三条" has what is pointed at first.
    for group in groups {
        let Some(kind) = group.kind else { continue };
        if let Some(relative) = group.relative {
            found.relative = found.relative.or(Some((relative, kind)));
        } else if found.relative.is_none() || file.instrument_first {
            found.units.push(CitedUnit { kind, numbers: group.numbers });
        }
    }
    found.instrument = name;
    // "title 18" of a code is other law, not a division of this act.
    if file.titles_are_codes
        && found.units.len() > 1
        && found.units.last().is_some_and(|unit| unit.kind == Kind::Title)
        && let Some(title) = found.units.pop()
        && let Some(number) = title.numbers.first()
    {
        found.instrument = Some(format!("title {}", number.steps.join("")));
    }
    (!found.units.is_empty() || found.relative.is_some()).then_some(found)
}

/// Whether nothing but a comma or "and" stands between two references.
pub(super) fn are_joined(between: &str, language: &Language) -> bool {
    let read = language.read(between);
    let mut at = 0;
    while at < read.tokens.len() {
        at = match read
            .is(at, Class::And)
            .or_else(|| read.is(at, Class::Determiner))
            .or_else(|| read.is(at, Class::Of))
        {
            Some(next) => next,
            None if read.is_mark(at, &[",", "、", "،", "，"]) => at + 1,
            None => return false,
        };
    }
    !read.tokens.is_empty()
}

struct Reader<'r> {
    read: &'r Reading<'r>,
    language: &'r Language,
}

impl Reader<'_> {
    /// The group that the trigger is the unit of, with the words before it, and where they start.
    fn first_group(&self, trigger: usize) -> Option<(usize, Group)> {
        let file = &self.language.file.citation;
        let bare = || Some((trigger, self.group(trigger)?));
        for start in trigger.saturating_sub(WORDS_BEFORE)..trigger {
            let points = self.pointer(start).is_some()
                || self.read.phrase(start, ordinal).is_some()
                || self.read.phrase(start, cardinal).is_some()
                || self.read.is(start, Class::NumberFirst).is_some();
            if !points {
                continue;
            }
            if let Some(group) = self.group(start)
                && (group.unit_at == trigger || file.instrument_first && group.unit_at > trigger)
                && group.says_something()
            {
                return Some((start, group));
            }
        }
        bare()
    }

    /// What points before or behind a unit, and the token after it.
    fn pointer(&self, at: usize) -> Option<(Relative, usize)> {
        self.read.phrase(at, |class| match class {
            Class::This => Some(Relative::This),
            Class::That => Some(Relative::That),
            Class::Before => Some(Relative::Before(1)),
            Class::After => Some(Relative::After(1)),
            _ => None,
        })
    }

    /// The unit named at `at`: its kind, None for what is no provision, and the token after it.
    fn unit(&self, at: usize) -> Option<(Option<Kind>, usize)> {
        self.read.phrase(at, |class| match class {
            Class::Unit(kind) => Some(Some(kind)),
            Class::Within => Some(None),
            _ => None,
        })
    }

    /// A unit with numbers or pointers around it: "premier alinéa", "artículo anterior", "第七十条".
    fn group(&self, at: usize) -> Option<Group> {
        if let Some((relative, next)) = self.pointer(at) {
            return self.pointed(relative, next);
        }
        if self.read.is(at, Class::NumberFirst).is_some() {
            return self.number_first(at);
        }
        // "the two preceding sections"
        if let Some((count, next)) = self.read.phrase(at, cardinal)
            && let Some((Relative::Before(_), next)) = self.pointer(next)
        {
            return self.pointed(Relative::Before(count.min(20)), next);
        }
        // "premier alinéa", "les deux alinéas précédents"
        if let Some((value, next)) = self.read.phrase(at, ordinal) {
            let (numbers, next) = self.more_ordinals(value, next);
            let (kind, next) = self.unit(next)?;
            return Some(Group { kind, numbers, relative: None, unit_at: next - 1, next });
        }
        let (kind, next) = self.unit(at)?;
        let unit_at = at;
        if let Some((relative, after)) = self.pointer(next)
            && relative != Relative::This
            && relative != Relative::That
        {
            let count = at.checked_sub(1).and_then(|before| self.read.phrase(before, cardinal));
            let relative = match (relative, count) {
                (Relative::Before(_), Some((count, _))) => Relative::Before(count.min(20)),
                (Relative::Before(_), None) if self.read.is(at, Class::Plural).is_some() => {
                    Relative::Before(0)
                }
                (other, _) => other,
            };
            return Some(Group { kind, numbers: Vec::new(), relative: Some(relative), unit_at, next: after });
        }
        if !self.language.file.citation.number_first.is_empty()
            && let Some(kind) = kind
            && kind.is_main_unit()
        {
            return Some(Group { kind: Some(kind), numbers: Vec::new(), relative: None, unit_at, next });
        }
        let (numbers, next) = self.numbers(next, kind);
        Some(Group { kind, numbers, relative: None, unit_at, next })
    }

    /// "this Part", "两 前 条", "this Act".
    fn pointed(&self, relative: Relative, at: usize) -> Option<Group> {
        let read = self.read;
        let (relative, at) = match (relative, self.count(at)) {
            (Relative::Before(_), Some((count, next))) => (Relative::Before(count.min(20)), next),
            (Relative::After(_), Some((count, next))) => (Relative::After(count.min(20)), next),
            (other, _) => (other, at),
        };
        if let Some(next) = read.is(at, Class::Act)
            && self.unit(at).is_none()
        {
            return Some(Group {
                kind: Some(Kind::Act),
                numbers: Vec::new(),
                relative: Some(relative),
                unit_at: at,
                next,
            });
        }
        let (kind, next) = self.unit(at)?;
        let all = relative == Relative::Before(1) && self.read.is(at, Class::Plural).is_some();
        let relative = if all { Relative::Before(0) } else { relative };
        Some(Group { kind, numbers: Vec::new(), relative: Some(relative), unit_at: at, next })
    }

    fn count(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((value, next)) = self.read.phrase(at, cardinal) {
            return Some((value, next));
        }
        let token = self.read.token(at)?;
        if matches!(self.read.word(at), "两" | "兩") {
            return Some((2, at + 1));
        }
        let is_number = matches!(token.form, TokenForm::Number | TokenForm::HanNumber);
        let value = is_number.then(|| number::ordinal(self.read.word(at)))??;
        Some((value.main().max(1), at + 1))
    }

    fn more_ordinals(&self, first: u32, at: usize) -> (Vec<CitedNumber>, usize) {
        let (mut numbers, mut next) = (vec![whole(first.to_string())], at);
        while let Some((ends_range, after)) = self.joint(next)
            && let Some((value, after)) = self.read.phrase(after, ordinal)
            && numbers.len() < MOST_NUMBERS
        {
            numbers.push(CitedNumber { ends_range, ..whole(value.to_string()) });
            next = after;
        }
        (numbers, next)
    }

    /// "第二百八十条之一", "第一、二项", "第七十条至第七十二条".
    fn number_first(&self, at: usize) -> Option<Group> {
        let (mut numbers, mut kind, mut unit_at, mut next) = (Vec::new(), None, at, at);
        let mut ends_range = false;
        let mut from = at;
        while numbers.len() < MOST_NUMBERS {
            let first = numbers.len();
            let Some(mut here) = self.read.is(from, Class::NumberFirst) else { break };
            let mut inner_range = ends_range;
            while let Some((mut one, after)) = self.han_number(here) {
                one.ends_range = std::mem::take(&mut inner_range);
                numbers.push(one);
                here = after;
                match self.joint(here) {
                    Some((range, after)) if self.han_number(after).is_some() => {
                        (inner_range, here) = (range, after);
                    }
                    _ => break,
                }
            }
            let Some((found, after)) = self.unit(here) else {
                numbers.truncate(first);
                break;
            };
            if kind.is_some_and(|kind| kind != found) || numbers.len() == first {
                numbers.truncate(first);
                break;
            }
            if first == 0 {
                unit_at = here;
            }
            (kind, next) = (Some(found), after);
            if let Some(branch) = self.read.is(after, Class::Branch)
                && let Some((one, after)) = self.han_number(branch)
                && let (Some(last), Some(step)) = (numbers.last_mut(), one.steps.first())
                && let Some(main) = last.steps.last_mut()
            {
                *main = format!("{}-{}", number::folded(main), number::folded(step));
                next = after;
            }
            let Some((range, after)) = self.joint(next) else { break };
            (ends_range, from) = (range, after);
        }
        (!numbers.is_empty()).then_some(Group { kind: kind?, numbers, relative: None, unit_at, next })
    }

    fn han_number(&self, at: usize) -> Option<(CitedNumber, usize)> {
        let token = self.read.token(at)?;
        let printed = match token.form {
            TokenForm::HanNumber | TokenForm::Number => self.read.word(at).to_string(),
            TokenForm::Enclosed => inner(self.read.word(at))?,
            _ => return None,
        };
        let mut next = at + 1;
        let mut step = number::folded(&printed);
        // "第96-1條"
        if self.read.is_mark(next, &["-", "－", "—"])
            && self.read.token(next + 1).is_some_and(|token| token.form == TokenForm::Number)
            && self.unit(next + 2).is_some()
        {
            step = format!("{step}-{}", number::folded(self.read.word(next + 1)));
            next += 2;
        }
        Some((whole(step), next))
    }

    /// Numbers behind a unit: "6, 7 or 8", "(1) and (2)", "del 5 al 9", "95 bis 97".
    fn numbers(&self, at: usize, kind: Option<Kind>) -> (Vec<CitedNumber>, usize) {
        let mut numbers = Vec::new();
        let mut next = at;
        let mut from = self.read.skip(at, Class::Filler);
        if self.read.is_mark(from, &[".", "º"]) && self.read.is_joined(from) {
            from = self.read.skip(from + 1, Class::Filler);
        }
        let mut ends_range = false;
        while numbers.len() < MOST_NUMBERS {
            let Some((mut one, after)) = self.path(from, kind) else { break };
            one.ends_range = ends_range;
            numbers.push(one);
            next = after;
            let Some((range, after)) = self.joint(next) else { break };
            // "Artikel 3 bis Artikel 7"
            let again = self.unit(after);
            let comma = !range && self.read.is(after - 1, Class::And).is_none() && after == next + 1;
            from = match again {
                Some((again, unit)) if range && again == kind => self.read.skip(unit, Class::Filler),
                Some(_) => break,
                None => self.read.skip(after, Class::Filler),
            };
            if comma && !self.goes_on(from) || self.counts_units(from) {
                break;
            }
            ends_range = range;
        }
        (numbers, next)
    }

    /// "articolo 1, secondo comma": an ordinal before a unit is the number of that unit.
    fn counts_units(&self, at: usize) -> bool {
        self.read.phrase(at, ordinal).is_some_and(|(_, next)| self.unit(next).is_some())
    }

    /// After a comma alone only what is surely a number goes on.
    fn goes_on(&self, at: usize) -> bool {
        let printed = self.read.word(at);
        match self.read.token(at).map(|token| token.form) {
            Some(TokenForm::Number | TokenForm::Enclosed | TokenForm::HanNumber) => true,
            Some(TokenForm::Word) => {
                is_roman(printed) || self.read.phrase(at, ordinal).is_some() || self.is_lettered(at)
            }
            Some(TokenForm::Mark) => "“«\"„§".contains(printed),
            _ => false,
        }
    }

    /// What joins two numbers: whether it makes a range, and the token after it.
    fn joint(&self, at: usize) -> Option<(bool, usize)> {
        let read = self.read;
        if let Some(next) = read.is(at, Class::To) {
            return Some((true, next));
        }
        if read.is_mark(at, &["–", "—", "-", "～"]) {
            return Some((true, at + 1));
        }
        let comma = read.is_mark(at, &[",", "、", "،", "，", ";"]);
        let next = at + usize::from(comma);
        match read.is(next, Class::And) {
            // "articles L. 622-1 et L. 622-2": the letter is part of the number, whatever word it looks like.
            Some(next) if self.is_coded(next) => Some((false, next)),
            Some(next) => Some((false, read.skip(next, Class::Determiner))),
            None => (comma || self.joins_itself(next)).then_some((false, next)),
        }
    }

    /// Whether "and" is written together with the ordinal at `at`: "المادتين الثالثة والرابعة".
    fn joins_itself(&self, at: usize) -> bool {
        let file = &self.language.file;
        let word = self.read.word(at);
        let and = |prefix: &&String| file.citation.and.contains(prefix) && word.starts_with(prefix.as_str());
        file.prefixes.iter().any(|prefix| and(&prefix)) && self.read.phrase(at, ordinal).is_some()
    }

    /// One number with its steps.
    fn path(&self, at: usize, kind: Option<Kind>) -> Option<(CitedNumber, usize)> {
        let read = self.read;
        let mut one = CitedNumber::default();
        let mut next = at;
        // "las letras “a” y “e”"
        if read.is_mark(at, &["“", "«", "\"", "„", "‘", "'"])
            && is_step(read.word(at + 1))
            && read.is_mark(at + 2, &["”", "»", "\"", "“", "’", "'"])
        {
            return Some((whole(read.word(at + 1).to_string()), at + 3));
        }
        if read.is_mark(at, &["§"]) {
            next = at + 1;
        }
        match read.token(next)?.form {
            TokenForm::Enclosed => {}
            _ => {
                let (step, after) = self.step(next, kind)?;
                one.whole = true;
                one.steps.push(step);
                next = after;
            }
        }
        while let Some(token) = read.token(next) {
            if token.form == TokenForm::Enclosed
                && let Some(inner) = inner(read.word(next))
                && (inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.') || is_step(&inner))
            {
                // "ستة (6)": the same number once more.
                let again = one.whole && one.steps.len() == 1 && read.phrase(next - 1, ordinal).is_some();
                if !again {
                    one.steps.push(inner);
                }
                next += 1;
            } else if token.form == TokenForm::Word
                && !one.steps.is_empty()
                && read.is_joined(next)
                && read.word(next).chars().count() <= 2
                && read.is_mark(next + 1, &[")"])
            {
                one.steps.push(read.word(next).to_string());
                next += 2;
            } else {
                break;
            }
        }
        (!one.steps.is_empty()).then_some((one, next))
    }

    /// Whether a letter that names the part of a code stands before a number: "L. 823-1".
    fn is_coded(&self, at: usize) -> bool {
        let printed = self.read.word(at);
        printed.chars().count() == 1
            && printed.chars().all(char::is_uppercase)
            && self.language.file.citation.hyphenated
            && self.read.token(self.after_code(at)).is_some_and(|token| token.form == TokenForm::Number)
    }

    /// The token after such a letter and its point.
    fn after_code(&self, at: usize) -> usize {
        at + 1 + usize::from(self.read.is_mark(at + 1, &["."]))
    }

    /// The first step of a number: figures, roman, a letter, an ordinal or number word.
    fn step(&self, at: usize, kind: Option<Kind>) -> Option<(String, usize)> {
        let (read, file) = (self.read, &self.language.file.citation);
        let printed = read.word(at);
        let token = read.token(at)?;
        let (mut step, mut next) = match token.form {
            TokenForm::Number | TokenForm::HanNumber => (printed.to_string(), at + 1),
            TokenForm::Word => {
                if let Some((value, next)) = read.phrase(at, ordinal) {
                    return Some((value.to_string(), next));
                }
                // "L. 823-1"
                let figures = self.after_code(at);
                if self.is_coded(at) {
                    (format!("{printed}{}", read.word(figures)), figures + 1)
                } else if is_roman(printed) || is_letter(printed) && kind.is_some() || self.is_lettered(at) {
                    (printed.to_string(), at + 1)
                } else {
                    let (value, next) = self.in_words(at)?;
                    return Some((value.to_string(), next));
                }
            }
            _ => return None,
        };
        // "L823-3-1", "149-A", "4-A"
        while read.is_mark(next, &["-", "‑"]) && read.is_joined(next) && read.is_joined(next + 1) {
            let part = read.word(next + 1);
            let is_figure = read.token(next + 1).is_some_and(|token| token.form == TokenForm::Number);
            if (is_figure && file.hyphenated) || is_letter(part) {
                step = format!("{step}-{part}");
                next += 2;
            } else {
                break;
            }
        }
        // "1er", "3.º", "36°", "318 bis", "4)"
        loop {
            let point = read.is_mark(next, &["."])
                && read.is(next + 1, Class::Suffix).is_some()
                && read.is_joined(next + 1);
            if let Some(after) = read.is(next, Class::Suffix)
                && (read.is_joined(next) || read.word(next).chars().count() > 2)
            {
                let suffix = super::super::language::folded(read.word(next));
                if suffix.len() > 2 {
                    step = format!("{step} {suffix}");
                }
                next = after;
            } else if point || read.is_mark(next, &["°", "º"]) && read.is_joined(next) {
                next += 1;
            } else if read.is_mark(next, &[")"])
                && read.is_joined(next)
                && next == at + 1
                && !is_roman_main(kind)
            {
                next += 1;
                break;
            } else {
                break;
            }
        }
        (!self.is_measure(at, next)).then_some((step, next))
    }

    /// "twenty-one"
    fn in_words(&self, at: usize) -> Option<(u32, usize)> {
        let (mut value, mut next) = self.read.phrase(at, cardinal)?;
        if value >= 20
            && self.read.is_mark(next, &["-"])
            && let Some((ones, after)) = self.read.phrase(next + 1, cardinal)
        {
            (value, next) = (value + ones, after);
        }
        (value > 1 && self.read.word(at).len() > 2 && !self.is_measure(at, next)).then_some((value, next))
    }

    /// A lower-case letter that is a number: "lettre a", "alínea a)".
    fn is_lettered(&self, at: usize) -> bool {
        let printed = self.read.word(at);
        let mut chars = printed.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return false };
        let short =
            first.is_lowercase() && (second.is_none() || second == Some(first)) && chars.next().is_none();
        let arabic = !first.is_lowercase() && !first.is_uppercase() && printed.chars().count() == 1;
        // A letter that is a word of the language is a number only before its bracket.
        let bracket = self.read.is_mark(at + 1, &[")"]) && self.read.is_joined(at + 1);
        let is_word = self.read.phrase(at, |class| {
            matches!(
                class,
                Class::And
                    | Class::Of
                    | Class::To
                    | Class::Determiner
                    | Class::Filler
                    | Class::Link
                    | Class::Cardinal(_)
            )
            .then_some(())
        });
        (short || arabic) && (bracket || is_word.is_none())
            || bracket && is_roman(&printed.to_uppercase()) && printed.len() < 6
    }

    /// Whether figures count something or are an amount: "section 5 or 10 years", "1,000".
    fn is_measure(&self, at: usize, next: usize) -> bool {
        let read = self.read;
        let three =
            |at: usize| read.word(at).len() == 3 && read.word(at).bytes().all(|byte| byte.is_ascii_digit());
        read.is(next, Class::Measure).is_some()
            || read.is_mark(next, &["%"])
            || next == at + 1
                && read.is_mark(next, &[","])
                && read.is_joined(next)
                && read.is_joined(next + 1)
                && three(next + 1)
    }

    /// "section 23 (inserted by the Act of 2001) of the Principal Act": behind the note.
    fn after_note(&self, at: usize) -> usize {
        let read = self.read;
        let lower = read.word(at + 1).chars().next().is_some_and(char::is_lowercase);
        if !read.is_mark(at, &["("]) || !lower {
            return at;
        }
        let close = (at + 1..(at + 40).min(read.tokens.len())).find(|&close| read.is_mark(close, &[")"]));
        close.map_or(at, |close| close + 1)
    }
}

/// How deep a kind stands: paragraphs that are counted stand directly in a main unit.
fn depth(kind: Kind) -> Kind {
    if kind == Kind::Text { Kind::Subsection } else { kind }
}

fn ordinal(class: Class) -> Option<u32> {
    if let Class::Ordinal(value) = class { Some(value) } else { None }
}

fn cardinal(class: Class) -> Option<u32> {
    if let Class::Cardinal(value) = class { Some(value) } else { None }
}

fn whole(step: String) -> CitedNumber {
    CitedNumber { steps: vec![step], whole: true, ends_range: false }
}

/// What stands in the brackets of an enclosed number.
fn inner(printed: &str) -> Option<String> {
    let inner = printed.trim_matches(|c: char| !c.is_alphanumeric());
    is_step(inner).then(|| inner.to_string())
}

/// Whether letters and digits can be a number: not a word in brackets.
fn is_step(printed: &str) -> bool {
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    let figures = printed.chars().any(|c| number::digit(c).is_some());
    !printed.is_empty()
        && (figures
            || letters <= 2
            || is_roman(&printed.to_uppercase())
            || printed.chars().all(|c| "一二三四五六七八九十百".contains(c)))
}

fn is_roman(printed: &str) -> bool {
    !printed.is_empty() && printed.bytes().all(|byte| b"IVXLC".contains(&byte))
}

/// Whether no bracket belongs to the number: "(section 5)" closes what was opened before the unit.
fn is_roman_main(kind: Option<Kind>) -> bool {
    kind.is_some_and(|kind| kind.is_main_unit() || kind.is_division())
}

/// One upper-case letter.
fn is_letter(printed: &str) -> bool {
    let mut chars = printed.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.next().is_none()
}
