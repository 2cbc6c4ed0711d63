//! The language of a text that does not state it.

use std::sync::LazyLock;

use whatlang::{Detector, Lang};

/// With fewer letters than this the words tell too little.
const LEAST_LETTERS: usize = 40;
/// With so many they tell a language from all others.
const PLENTY: usize = 200;
/// A sample is enough and keeps the cost constant.
const SAMPLE: usize = 8 * 1024;
/// Languages that the program reads (`rules/languages/`): between these alone a short law can be told.
static READ: LazyLock<Vec<Lang>> = LazyLock::new(|| {
    let codes: Vec<&str> = env!("LACUNA_LANGUAGES").split(' ').collect();
    Lang::all().iter().copied().filter(|language| codes.contains(&code(*language))).collect()
});

/// ISO 639-1 code where there is one, else ISO 639-3; `und` (undetermined) without a reliable answer.
pub(super) fn recognize(text: &str) -> &'static str {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(PLENTY).count();
    if letters < LEAST_LETTERS {
        return "und";
    }
    match whatlang::detect(sample) {
        Some(info) if info.is_reliable() && letters == PLENTY => code(info.lang()),
        Some(first) if READ.contains(&first.lang()) => {
            let among = Detector::with_allowlist(READ.clone()).detect(sample);
            let sure = among.filter(|among| among.is_reliable() && among.lang() == first.lang());
            sure.map_or("und", |among| code(among.lang()))
        }
        _ => "und",
    }
}

fn code(language: Lang) -> &'static str {
    match language {
        Lang::Afr => "af",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Ben => "bn",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Cmn => "zh",
        other => other.code(),
    }
}
