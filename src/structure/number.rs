//! Numbers of provisions: what a printed number can mean, and which comes next.

mod alphabets;

use smallvec::SmallVec;

pub(super) use alphabets::{Alphabet, readings};

/// A number that can be compared: `5AA`, `11.1`, `iv` are sequences of values with suffixes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    parts: SmallVec<[(u32, u64); 1]>,
}

impl Number {
    fn new(value: u32, suffix: &str) -> Self {
        Number { parts: SmallVec::from_elem((value, packed(suffix)), 1) }
    }

    /// The value of the first part.
    pub fn main(&self) -> u32 {
        self.parts.first().map_or(0, |part| part.0)
    }

    /// How many parts: 2 for `11.1`.
    pub fn depth(&self) -> usize {
        self.parts.len()
    }

    /// The number without its first part: 2 for `11.2`.
    pub fn inner(&self) -> Number {
        Number { parts: self.parts.iter().skip(1).copied().collect() }
    }

    /// 1, a, i: where a sequence starts.
    pub fn is_first(&self) -> bool {
        matches!(self.parts.as_slice(), [(1, 0)])
    }

    /// Whether this can follow `before` with nothing left out: 6 after 5 or 5A, 5A after 5, 12.1 after 11.6.
    pub fn follows(&self, before: &Number) -> bool {
        // 11AA is inserted before 11A in some countries, and after it in others.
        if let ([(a, s), ..], [(c, t), ..]) = (self.parts.as_slice(), before.parts.as_slice())
            && a == c
            && s != t
            && self.parts.len() == before.parts.len()
            && *s != 0
            && begins(*t, *s)
        {
            return true;
        }
        if self <= before {
            return false;
        }
        match (self.parts.as_slice(), before.parts.as_slice()) {
            ([(a, _), (b, _), ..], [(c, _), (d, _), ..]) if a == c => *b <= d + 1,
            ([(a, _), (b, _), ..], [(c, _), ..]) if *a == c + 1 => *b <= 1,
            ([(a, _), ..], [(c, _), ..]) => *a <= c + 1,
            _ => false,
        }
    }
}

/// Whether the packed letters of `long` start with those of `short`.
fn begins(long: u64, short: u64) -> bool {
    let mask = u64::MAX << (short.trailing_zeros() / 8 * 8);
    long & mask == short
}

/// The letters after a value, in an integer that sorts like the letters.
fn packed(suffix: &str) -> u64 {
    // bis, ter … sort like b, c …; further letters follow ("bis A").
    let (latin, rest) =
        latin(suffix).map_or((None, suffix), |(letter, used)| (Some(letter), &suffix[used..]));
    let mut bytes = [0; 8];
    let rest = alphabets::plain(rest);
    let letters = rest.bytes().filter(u8::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    for (to, from) in bytes.iter_mut().zip(latin.into_iter().chain(letters)) {
        *to = from;
    }
    u64::from_be_bytes(bytes)
}

/// A main unit's or division's number: digits in any script, roman, letters, Han.
pub(super) fn ordinal(printed: &str) -> Option<Number> {
    let bare = printed.trim_matches(|c: char| !c.is_alphanumeric() || matches!(c, 'º' | 'ª'));
    if let Some(number) = digits(bare) {
        return Some(number);
    }
    if let Some(number) = han_parts(bare) {
        return Some(number);
    }
    let folded = bare.to_lowercase();
    if let Some((value, used)) = leading_roman(&folded) {
        let suffix = &folded[used..];
        let marks = suffix.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        if suffix.is_empty()
            || (marks.len() <= 2 && marks != suffix)
            || latin(marks).is_some()
            || is_degree(marks)
        {
            return Some(Number::new(value, if is_degree(marks) { "" } else { marks }));
        }
        if let [letter] = suffix.as_bytes()
            && bare.bytes().all(|c| c.is_ascii_uppercase() || c == *letter)
        {
            return Some(Number::new(value, suffix));
        }
    }
    let bytes = folded.as_bytes();
    if (1..=2).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphabetic)
        && bytes[0] == bytes[bytes.len() - 1]
    {
        return Some(Number::new(u32::from(bytes[0] - b'a') + 1, &folded[1..]));
    }
    if !bare.is_ascii() && bare.chars().count() <= 2 {
        return readings(bare).into_iter().next().map(|(_, number)| number);
    }
    // L823-1, R12, L. 823-1: a letter before the number names the part of a code.
    let rest = bare.strip_prefix(|c: char| c.is_alphabetic())?;
    digits(rest.trim_start_matches(['.', '-', ' ']))
}

/// The letter that a Latin adverb of numbering sorts like, and its length.
fn latin(word: &str) -> Option<(u8, usize)> {
    const ADVERBS: [(&str, u8); 16] = [
        ("bis", b'b'),
        ("ter", b'c'),
        ("quater", b'd'),
        ("quáter", b'd'),
        ("quinquies", b'e'),
        ("sexies", b'f'),
        ("septies", b'g'),
        ("octies", b'h'),
        ("novies", b'i'),
        ("nonies", b'i'),
        ("decies", b'j'),
        ("undecies", b'k'),
        ("duodecies", b'l'),
        ("مكرراً", b'b'),
        ("مكررا", b'b'),
        ("مكرر", b'b'),
    ];
    let found = ADVERBS.iter().find(|(adverb, _)| {
        word.get(..adverb.len()).is_some_and(|head| head.to_lowercase() == *adverb)
            && !word[adverb.len()..].starts_with(char::is_alphabetic)
    })?;
    Some((found.1, found.0.len()))
}

/// The length of a Latin adverb of numbering, or of its Arabic fellow, at the start of words.
pub(super) fn adverb(words: &str) -> Option<usize> {
    latin(words).map(|(_, length)| length)
}

/// Letters that only say that a figure is an ordinal: 1er, 2e, 3o.
fn is_degree(letters: &str) -> bool {
    matches!(letters, "er" | "re" | "ère" | "o" | "º" | "ª" | "°")
}

/// `5AA`, `11.1`, `13-2`, `٥`: values with suffixes. None unless it starts with a digit.
fn digits(printed: &str) -> Option<Number> {
    let mut parts: SmallVec<[(u32, u64); 1]> = SmallVec::new();
    let plain: String;
    let mut rest = printed;
    if printed.contains(['º', 'ª', '°']) {
        plain = printed.replace(['º', 'ª', '°'], "");
        rest = &plain;
    }
    while let Some((value, used)) = leading_value(rest) {
        rest = &rest[used..];
        let start = rest.trim_start_matches([' ', '-', '.']);
        let mut letters: usize = start.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let mut suffix = &start[..letters];
        if let Some((_, used)) = latin(start) {
            // "250 bis A"
            let more = start[used..].trim_start_matches([' ', '-']);
            let one = more.chars().take_while(char::is_ascii_alphabetic).count();
            letters = if one == 1 { start.len() - more.len() + 1 } else { used };
            suffix = &start[..letters];
        } else if is_degree(suffix) && (value <= 10 || suffix != "o") {
            suffix = "";
        } else if matches!(suffix, "st" | "nd" | "rd" | "th") || letters > 5 {
            return None;
        }
        parts.push((value, packed(suffix)));
        if letters > 0 {
            rest = &start[letters..];
        }
        rest = rest.trim_start_matches([' ', '-', '.', '(', ')', '–', 'º', 'ª', '°']);
        if parts.len() == 4 {
            break;
        }
    }
    (!parts.is_empty() && rest.is_empty()).then_some(Number { parts })
}

/// 三の二, 二百八十条之一, 九十六-1: Han numbers with what was inserted after them.
fn han_parts(printed: &str) -> Option<Number> {
    let mut parts: SmallVec<[(u32, u64); 1]> = SmallVec::new();
    for part in printed.split(['の', '之', '-']) {
        let figures = part.trim_end_matches(['条', '條', '章', '节', '節', '编', '編', '部', '款', '目']);
        let value = han(figures)
            .or_else(|| leading_value(figures).filter(|one| one.1 == figures.len()).map(|one| one.0));
        parts.push((value?, 0));
    }
    (!printed.is_ascii()).then_some(Number { parts })
}

fn leading_value(text: &str) -> Option<(u32, usize)> {
    let mut value: u32 = 0;
    let mut used = 0;
    for c in text.chars() {
        let Some(digit) = digit(c) else { break };
        value = value.checked_mul(10)?.checked_add(digit)?;
        used += c.len_utf8();
    }
    (used > 0).then_some((value, used))
}

/// The value of a decimal digit of any script.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    const ZEROS: [u32; 11] =
        [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0AE6, 0x0BE6, 0x0E50, 0x0ED0, 0x1040, 0x17E0, 0xFF10];
    ZEROS.iter().find_map(|&zero| (zero..zero + 10).contains(&(c as u32)).then(|| c as u32 - zero))
}

/// The longest roman number at the start, and its length. Lower case, at most 399.
fn leading_roman(letters: &str) -> Option<(u32, usize)> {
    const STEPS: [(&str, u32, u32); 9] = [
        ("c", 100, 3),
        ("xc", 90, 1),
        ("l", 50, 1),
        ("xl", 40, 1),
        ("x", 10, 3),
        ("ix", 9, 1),
        ("v", 5, 1),
        ("iv", 4, 1),
        ("i", 1, 3),
    ];
    // Cyrillic and Greek typists take their own letters for roman figures.
    if letters.starts_with(['і', 'ι', 'х', 'ⅰ', 'ⅱ', 'ⅲ', 'ⅳ', 'ⅴ']) {
        return None;
    }
    let (mut value, mut rest) = (0, letters);
    for (figure, worth, most) in STEPS {
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(figure) else { break };
            (value, rest) = (value + worth, after);
        }
    }
    (value > 0).then(|| (value, letters.len() - rest.len()))
}

/// 七十二, 二百, 十: a whole Han number, with digits mixed in.
fn han(printed: &str) -> Option<u32> {
    let (mut total, mut current, mut any) = (0u32, 0u32, false);
    for c in printed.chars().take(12) {
        let figure = "零一二三四五六七八九".chars().position(|figure| figure == c);
        any = true;
        match (figure, c) {
            (Some(value), _) => current = current * 10 + value as u32,
            (None, '〇') => current *= 10,
            (None, '十' | '百' | '千') => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                total += current.max(1) * unit;
                current = 0;
            }
            _ => return None,
        }
    }
    any.then_some(total + current)
}

/// The number for `unit` and eIds: lower case, Western digits, no marks at its ends and no blanks.
pub(super) fn folded(printed: &str) -> String {
    let trimmed = printed.trim_matches(|c: char| !c.is_alphanumeric() || matches!(c, 'º' | 'ª'));
    if let Some(number) = han_parts(trimmed) {
        let parts: Vec<String> = number.parts.iter().map(|part| part.0.to_string()).collect();
        return parts.join("-");
    }
    let mut out = String::with_capacity(trimmed.len());
    for c in trimmed.chars() {
        match digit(c) {
            Some(value) => out.push(char::from(b'0' + value as u8)),
            None if matches!(c, 'º' | 'ª') => {}
            None if c.is_alphanumeric() || matches!(c, '.' | '-') => out.extend(c.to_lowercase()),
            None => {}
        }
    }
    // 1er and 1o are written out as 1.
    let figures = out.bytes().take_while(u8::is_ascii_digit).count();
    if figures > 0 && is_degree(&out[figures..]) && (figures == 1 || &out[figures..] != "o") {
        out.truncate(figures);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(printed: &str) -> Number {
        ordinal(printed).unwrap_or_else(|| panic!("{printed} is a number"))
    }

    #[test]
    fn what_follows_what() {
        for (before, after, follows) in [
            ("5", "6", true),
            ("5", "5A", true),
            ("5AA", "5B", true),
            ("11AA", "11A", true),
            ("11A", "11AA", true),
            ("11B", "11A", false),
            ("5A", "6", true),
            ("5", "7", false),
            ("6", "5", false),
            ("11.6", "12.1", true),
            ("11.1", "11.2A", true),
            ("11.1", "12.4", false),
            ("318", "318 bis", true),
            ("IV", "V", true),
            ("1324a", "1324b", true),
            ("七十二", "七十三", true),
            ("二条の二", "二条の三", true),
            ("二条の三", "三", true),
            ("1er", "2", true),
            ("250 bis", "250 bis A", true),
            ("250 BIS", "250 TER", true),
            ("129-N", "129-Ñ", true),
            ("129-Ñ", "129-O", true),
            ("А", "Б", true),
        ] {
            assert_eq!(n(after).follows(&n(before)), follows, "{after} after {before}");
        }
    }

    #[test]
    fn one_letter_has_two_readings() {
        let of = |printed: &str| readings(printed).iter().map(|(a, n)| (*a, n.main())).collect::<Vec<_>>();
        assert_eq!(of("i"), [(Alphabet::LowerRoman, 1), (Alphabet::Lower, 9)]);
        assert_eq!(of("b"), [(Alphabet::Lower, 2)]);
        assert_eq!(of("2A"), [(Alphabet::Digit, 2)]);
        assert!(of("1st").is_empty());
        assert_eq!(of("ب"), [(Alphabet::Letter, 2), (Alphabet::Hijai, 2)]);
        assert_eq!(of("ج"), [(Alphabet::Letter, 3), (Alphabet::Hijai, 5)]);
        assert_eq!(of("ロ"), [(Alphabet::Kana, 2)]);
        assert_eq!(of("三の二"), [(Alphabet::Han, 3)]);
        assert_eq!(of("г"), [(Alphabet::Letter, 4)]);
        assert_eq!(of("ια"), [(Alphabet::Letter, 11)]);
        assert_eq!(of("খ"), [(Alphabet::Letter, 2)]);
        assert_eq!(of("③"), [(Alphabet::Circled, 3)]);
        assert_eq!(of("㈡"), [(Alphabet::Han, 2)]);
        assert_eq!(of("đ"), [(Alphabet::Lower, 4)]);
    }

    #[test]
    fn folding_for_identifiers() {
        assert_eq!(folded("318 bis"), "318bis");
        assert_eq!(folded("L823-1."), "l823-1");
        assert_eq!(folded("٥"), "5");
        assert_eq!(folded("七十二"), "72");
        assert_eq!(folded("二百八十条之一"), "280-1");
        assert_eq!(folded("1er"), "1");
        assert_eq!(folded("5º"), "5");
    }
}
