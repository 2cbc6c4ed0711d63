//! The alphabets that markers are written in, and what a letter counts for in each.

use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization as _;

use super::{Number, digits, han_parts, leading_roman};

/// The alphabet a number is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::structure) enum Alphabet {
    Digit,
    Lower,
    LowerRoman,
    Upper,
    UpperRoman,
    /// 一, 二, 三
    Han,
    /// イ, ロ, ハ
    Kana,
    /// ①, ②
    Circled,
    /// Letters of any other script in the order in which lists count them: а б в, أ ب ج, ক খ গ, α β γ.
    Letter,
    /// Arabic letters in the order of the dictionary: أ ب ت.
    Hijai,
}

/// Letters that lists count with, each script in its order. A letter that some lists skip follows the one
/// before it in brackets.
const LETTERS: [&str; 9] = [
    "абвгдежзи[йі]клмнопрстуфхцчшщ[ъыь]эюя",
    "أ[اآإ]بجده[ة]وزحطي[ى]كلمنسعفصقرشتثخذضظغ",
    "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ",
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "甲乙丙丁戊己庚辛壬癸",
];
const HIJAI: &str = "أ[اآإ]بتثجحخدذرزسشصضطظعغفقكلمنه[ة]وي[ى]";
const IROHA: &str = "イロハニホヘトチリヌルヲ[オ]ワカヨタレソツネナラム";
const GOJUON: &str = "アイウエオカキクケコサシスセソタチツテト";
const GREEK: [(&str, u32); 19] = [
    ("α", 1),
    ("β", 2),
    ("γ", 3),
    ("δ", 4),
    ("ε", 5),
    ("στ", 6),
    ("ς", 6),
    ("ϛ", 6),
    ("ζ", 7),
    ("η", 8),
    ("θ", 9),
    ("ι", 10),
    ("κ", 20),
    ("λ", 30),
    ("μ", 40),
    ("ν", 50),
    ("ξ", 60),
    ("ο", 70),
    ("π", 80),
];

/// All readings of a marker's number: `i` is the first roman number and the ninth letter.
pub(in crate::structure) fn readings(printed: &str) -> SmallVec<[(Alphabet, Number); 2]> {
    let mut found = SmallVec::new();
    if let Some(number) = digits(printed) {
        found.push((Alphabet::Digit, number));
        return found;
    }
    let plain = plain(printed);
    if !plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return other_scripts(printed);
    }
    let printed = plain.as_str();
    let letters = printed.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let upper = !letters.is_empty() && letters.bytes().all(|c| c.is_ascii_uppercase());
    let lower = !letters.is_empty() && letters.bytes().all(|c| c.is_ascii_lowercase());
    // Inserted items are often printed in another case than their fellows: (1a), (eA).
    let first_lower = letters.bytes().next().is_some_and(|c| c.is_ascii_lowercase());
    let (letter, roman) = match (upper, lower || first_lower) {
        (true, _) => (Alphabet::Upper, Alphabet::UpperRoman),
        (_, true) => (Alphabet::Lower, Alphabet::LowerRoman),
        _ => return found,
    };
    let folded = printed.to_ascii_lowercase();
    let letters = letters.to_ascii_lowercase();
    if let Some((value, used)) = leading_roman(&letters) {
        found.push((roman, Number::new(value, folded[used..].trim_start())));
    }
    let bytes = letters.as_bytes();
    let value = u32::from(bytes[0] - b'a') + 1;
    if bytes.len() == 2 && bytes[0] == bytes[1] {
        // (aa) after (z), or inserted after (a): both are tried.
        found.push((letter, Number::new(value + 26, "")));
    }
    found.push((letter, Number::new(value, folded[1..].trim_start())));
    found
}

/// Latin letters without their marks; a letter that had one follows its plain fellow: ñ after n, ç after c.
pub(super) fn plain(printed: &str) -> String {
    if printed.is_ascii() {
        return printed.to_string();
    }
    let mut out = String::with_capacity(printed.len());
    for c in printed.chars() {
        let mut parts = std::iter::once(c).nfd();
        let (base, mark) = match c {
            'đ' => ('d', true),
            'Đ' => ('D', true),
            'ł' => ('l', true),
            'ı' => ('h', true),
            'ґ' => ('г', true),
            _ => (parts.next().unwrap_or(c), parts.next().is_some()),
        };
        out.push(base);
        if mark && base.is_ascii_alphabetic() {
            out.push('~');
        }
    }
    // The mark sorts as a suffix before any letter.
    out.replace('~', "0")
}

fn other_scripts(printed: &str) -> SmallVec<[(Alphabet, Number); 2]> {
    let mut found = SmallVec::new();
    if let Some(number) = han_parts(printed) {
        found.push((Alphabet::Han, number));
        return found;
    }
    let folded = printed.to_lowercase();
    let mut chars =
        folded.chars().filter(|c| c.is_alphanumeric() || !c.is_alphabetic()).filter(|c| *c != 'ـ');
    let Some(first) = chars.next() else { return found };
    if let Some((alphabet, value)) = enclosed_figure(first) {
        found.push((alphabet, Number::new(value, "")));
        return found;
    }
    let bare: String = folded.chars().filter(|c| *c != 'ـ').collect();
    if let Some(value) = greek(&bare) {
        found.push((Alphabet::Letter, Number::new(value, "")));
        return found;
    }
    let single = bare.chars().filter(|c| c.is_alphabetic()).count() == 1;
    if !single {
        return found;
    }
    for (order, alphabet) in LETTERS.iter().map(|order| (*order, Alphabet::Letter)).chain([
        (HIJAI, Alphabet::Hijai),
        (IROHA, Alphabet::Kana),
        (GOJUON, Alphabet::Kana),
    ]) {
        if let Some(number) = place(order, first) {
            found.push((alphabet, number));
        }
    }
    found
}

/// The place of a letter in an order; one in brackets comes right after the letter before.
fn place(order: &str, letter: char) -> Option<Number> {
    let (mut value, mut bracket, mut inner) = (0, false, 0u8);
    for c in order.chars() {
        match c {
            '[' => (bracket, inner) = (true, 0),
            ']' => bracket = false,
            _ if bracket => inner += 1,
            _ => value += 1,
        }
        if c == letter {
            let is_variant = bracket && !matches!(c, 'й' | 'і' | 'ъ' | 'ы' | 'ь');
            let suffix =
                if bracket && !is_variant { char::from(b'a' + inner).to_string() } else { String::new() };
            return Some(Number::new(value, &suffix));
        }
    }
    None
}

/// α, στ, ια: a Greek numeral.
fn greek(letters: &str) -> Option<u32> {
    let mut rest = letters.trim_end_matches(['΄', '\'', 'ʹ', '’', '´']);
    let mut total = 0;
    while !rest.is_empty() {
        let (figure, value) = GREEK
            .iter()
            .filter(|(figure, _)| rest.starts_with(figure))
            .max_by_key(|(figure, _)| figure.len())?;
        if total != 0 && total % 10 != 0 {
            return None;
        }
        total += value;
        rest = &rest[figure.len()..];
    }
    (total > 0).then_some(total)
}

/// ①, ⑴, ㈠: a figure in a ring or brackets.
fn enclosed_figure(c: char) -> Option<(Alphabet, u32)> {
    let code = c as u32;
    let from = |start: u32, first: u32, alphabet| Some((alphabet, code - start + first));
    match code {
        0x2460..=0x2473 => from(0x2460, 1, Alphabet::Circled),
        0x2474..=0x2487 => from(0x2474, 1, Alphabet::Circled),
        0x2488..=0x249B => from(0x2488, 1, Alphabet::Circled),
        0x2776..=0x277F => from(0x2776, 1, Alphabet::Circled),
        0x3251..=0x325F => from(0x3251, 21, Alphabet::Circled),
        0x32B1..=0x32BF => from(0x32B1, 36, Alphabet::Circled),
        0x3220..=0x3229 => from(0x3220, 1, Alphabet::Han),
        0x3280..=0x3289 => from(0x3280, 1, Alphabet::Han),
        _ => None,
    }
}
