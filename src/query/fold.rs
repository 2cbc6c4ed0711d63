//! Differences of spelling that do not count: every word form is folded once, and so is every query word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::spec::Fold;

/// The foldings of a language.
#[derive(Clone, Debug, Default)]
pub(super) struct Folder {
    case: bool,
    accents: bool,
    umlauts: bool,
    width: bool,
    traditional: bool,
    arabic: bool,
}

impl Folder {
    pub fn new(folds: &[Fold]) -> Self {
        let has = |fold| folds.contains(&fold);
        Folder {
            case: has(Fold::Case),
            accents: has(Fold::Accents),
            umlauts: has(Fold::Umlauts),
            width: has(Fold::Width),
            traditional: has(Fold::Traditional),
            arabic: has(Fold::Arabic),
        }
    }

    /// The form under which a word is compared. Invisible joiners and soft hyphens are always dropped;
    /// the result may be empty.
    pub fn fold(&self, word: &str) -> String {
        if word.is_ascii() {
            return if self.case { word.to_ascii_lowercase() } else { word.to_owned() };
        }
        let mut out: String = word.chars().filter(|&c| !is_invisible(c)).collect();
        if self.width {
            out = out.chars().map(narrow).collect::<String>().nfc().collect();
        }
        if self.case {
            out = out.to_lowercase();
        }
        if self.umlauts {
            out = out.nfc().collect::<String>();
            for (letter, pair) in UMLAUTS {
                out = out.replace(letter, pair);
            }
        }
        if self.accents {
            out = out.nfd().filter(|&c| !is_combining_mark(c)).nfc().collect();
        } else {
            out = out.nfc().collect();
        }
        if self.arabic {
            out = out.chars().filter_map(plain_arabic).collect();
        }
        if self.traditional {
            out = out.chars().map(simplified).collect();
        }
        out
    }
}

/// Drawn as nothing inside a word: soft hyphen, joiners, word joiner, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

const UMLAUTS: [(char, &str); 7] =
    [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss"), ('Ä', "Ae"), ('Ö', "Oe"), ('Ü', "Ue")];

/// The usual width of full-width Latin and half-width kana.
fn narrow(c: char) -> char {
    match c {
        '\u{FF00}'..='\u{FFEF}' => [c].into_iter().nfkc().next().unwrap_or(c),
        other => other,
    }
}

/// One letter for the forms of alef, ya and ta marbuta; no vowel signs, no tatweel.
fn plain_arabic(c: char) -> Option<char> {
    Some(match c {
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' => return None,
        other => other,
    })
}

/// The simplified form of the traditional characters frequent in migration and criminal law. A character
/// that is missing here is compared as written.
const TRADITIONAL: &str = "國国 條条 處处 罰罚 為为 許许 證证 護护 運运 輸输 偷偷 協协 組组 織织 罪罪 \
     違违 規规 當当 從从 與与 業业 員员 務务 機机 關关 開开 實实 個个 單单 執执 監监 禁禁 獲获 \
     報报 財财 產产 險险 傷伤 達达 過过 還还 進进 間间 無无 應应 審审 於于 訂订 請请 門门 離离 \
     飛飞 車车 載载 書书 偽伪 變变 詐诈 騙骗 遞递 領领 區区 邊边 鄉乡 營营 準准 圖图 徑径 責责 \
     團团 黨党 權权 難难 隱隐 備备 該该 罷罢 屬属 貨货 買买 賣卖 經经 濟济 絕绝 給给 纔才 總总";

fn simplified(c: char) -> char {
    let of = |pair: &str| {
        let mut letters = pair.chars();
        (letters.next() == Some(c)).then(|| letters.next()).flatten()
    };
    TRADITIONAL.split_whitespace().find_map(of).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(folds: &[Fold], word: &str) -> String {
        Folder::new(folds).fold(word)
    }

    #[test]
    fn each_fold_drops_its_own_difference() {
        assert_eq!(fold(&[], "Été"), "Été");
        assert_eq!(fold(&[Fold::Case], "ÉTÉ"), "été");
        assert_eq!(fold(&[Fold::Case, Fold::Accents], "Prisión"), "prision");
        assert_eq!(fold(&[Fold::Case, Fold::Umlauts], "Übergrößen"), "uebergroessen");
        assert_eq!(fold(&[Fold::Width, Fold::Case], "ＡＢ１"), "ab1");
        assert_eq!(fold(&[Fold::Arabic], "جَرِيمَة"), "جريمه");
        assert_eq!(fold(&[Fold::Traditional], "國境"), "国境");
    }

    #[test]
    fn composed_and_decomposed_are_one() {
        assert_eq!(fold(&[Fold::Accents], "e\u{301}"), "e");
        assert_eq!(fold(&[], "e\u{301}"), "é");
        assert_eq!(fold(&[], "faci\u{AD}litate"), "facilitate");
    }
}
