//! Codes of languages: ISO 639-1, and the three letters that Akoma Ntoso asks for.

const CODES: [(&str, &str); 27] = [
    ("eng", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("por", "pt"),
    ("deu", "de"),
    ("ger", "de"),
    ("ara", "ar"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("ita", "it"),
    ("rus", "ru"),
    ("nld", "nl"),
    ("pol", "pl"),
    ("swe", "sv"),
    ("nor", "no"),
    ("nob", "no"),
    ("nno", "no"),
    ("tur", "tr"),
    ("jpn", "ja"),
    ("msa", "ms"),
    ("ell", "el"),
    ("ben", "bn"),
    ("lav", "lv"),
    ("vie", "vi"),
    ("ind", "id"),
    ("ukr", "uk"),
];

/// ISO 639-1 of a code of three letters; two letters are taken as they are.
pub(crate) fn two_letters(code: &str) -> Option<String> {
    let code = code.to_ascii_lowercase();
    let found = CODES.iter().find(|(three, _)| *three == code).map(|&(_, two)| two.to_owned());
    found.or_else(|| (code.len() == 2).then_some(code))
}

/// The code of three letters of one of two, where it is known; else the code itself.
pub(crate) fn three_letters(code: &str) -> &str {
    CODES.iter().find(|(_, two)| *two == code).map_or(code, |&(three, _)| three)
}
