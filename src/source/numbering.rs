//! Numbers as word processors and browsers draw them.

/// `a` … `z`, `aa`, `bb` … as word processors go on; `0` and less as digits.
pub(super) fn letters(number: i64) -> String {
    if !(1..=26 * 40).contains(&number) {
        return number.to_string();
    }
    let (letter, times) = ((number - 1) % 26, (number - 1) / 26 + 1);
    char::from(b'a' + letter as u8).to_string().repeat(times as usize)
}

/// `i`, `ii`, `iv` …; numbers that have no such form as digits.
pub(super) fn roman(number: i64) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    const PARTS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number;
    let mut out = String::new();
    for (value, digits) in PARTS {
        while rest >= value {
            out.push_str(digits);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_roman_numbers() {
        assert_eq!([1, 26, 27, 53].map(letters), ["a", "z", "aa", "aaa"]);
        assert_eq!([1, 4, 9, 44, 1999].map(roman), ["i", "iv", "ix", "xliv", "mcmxcix"]);
        assert_eq!(roman(0), "0");
    }
}
