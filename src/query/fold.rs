//! Differences of spelling that do not count: every word form is folded once, and so is every query word.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
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
    prefixes: bool,
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
            prefixes: has(Fold::ArabicPrefixes),
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
            // The dotless i of Turkish has no mark to lose, and its capital is that of the other.
            let bare = out.nfd().filter(|&c| !is_combining_mark(c)).map(|c| if c == 'ı' { 'i' } else { c });
            out = bare.nfc().collect();
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

impl Folder {
    /// The forms under which a folded word is looked up: itself, then what is left of it without the
    /// particles that Arabic writes in one with the next word (conjunction, preposition or future, article).
    pub fn stems<'a>(&self, form: &'a str) -> SmallVec<[&'a str; 8]> {
        let mut stems: SmallVec<[&str; 8]> = SmallVec::from_slice(&[form]);
        if !self.prefixes || form.is_ascii() {
            return stems;
        }
        for (particles, least) in PARTICLES {
            for at in 0..stems.len() {
                let rests = particles.iter().filter_map(|particle| stems[at].strip_prefix(particle));
                let rests: SmallVec<[&str; 2]> =
                    rests.filter(|rest| rest.chars().nth(least - 1).is_some()).collect();
                stems.extend(rests);
            }
        }
        stems
    }

    /// Whether umlauts are written as pairs of letters.
    pub fn spells_umlauts(&self) -> bool {
        self.umlauts
    }

    /// Whether words are written in one with particles.
    pub fn has_particles(&self) -> bool {
        self.prefixes
    }

    /// The word without any particle.
    pub fn bare<'a>(&self, form: &'a str) -> &'a str {
        self.stems(form).into_iter().min_by_key(|stem| stem.len()).unwrap_or(form)
    }
}

/// The particles in the order in which they stand before a word, and how many letters must be left.
const PARTICLES: [(&[&str], usize); 3] = [(&["و", "ف"], 2), (&["ب", "ك", "ل", "س"], 3), (&["ال", "لل"], 2)];

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
const TRADITIONAL: &str = "訟讼 並并 乾干 佈布 佔占 併并 來来 侷局 係系 俬私 個个 偵侦 偽伪 備备 傢家 傭佣 傳传 債债 傷伤 \
     僅仅 僑侨 僞伪 僱雇 價价 儘尽 償偿 優优 儲储 兇凶 兌兑 兒儿 內内 兩两 冊册 凍冻 別别 則则 \
     剝剥 創创 劃划 動动 務务 勞劳 勢势 勸劝 匯汇 區区 協协 卽即 參参 員员 問问 喪丧 喬乔 單单 \
     嘗尝 噁恶 噹当 嚇吓 嚐尝 嚮向 嚴严 囑嘱 國国 圍围 圓圆 圖图 團团 埰采 執执 報报 場场 塗涂 \
     墊垫 壓压 夥伙 奪夺 姦奸 婦妇 嬰婴 寀采 實实 審审 將将 專专 尋寻 對对 導导 屆届 屬属 嵗岁 \
     帶带 幫帮 幹干 庫库 廢废 廳厅 弔吊 強强 彆别 彔录 彙汇 後后 徑径 從从 復复 徵征 惡恶 慣惯 \
     慫怂 慮虑 憲宪 應应 懲惩 懷怀 懸悬 戰战 戶户 掛挂 採采 換换 揮挥 損损 摺折 撈捞 撓挠 擁拥 \
     擊击 擔担 據据 擺摆 擾扰 攏拢 攔拦 攜携 攬揽 敎教 敗败 數数 於于 旂旗 昇升 時时 暫暂 曉晓 \
     曏向 書书 會会 朮术 東东 枴拐 柺拐 査查 條条 棲栖 業业 榦干 構构 槍枪 標标 樣样 機机 檢检 \
     權权 歡欢 歲岁 歸归 殘残 毀毁 毆殴 氣气 汙污 決决 沒没 況况 洩泄 淩凌 減减 準准 溝沟 滅灭 \
     滙汇 滯滞 滲渗 滿满 漁渔 潛潜 潤润 濟济 濫滥 為为 無无 煙烟 營营 燬毁 爭争 爲为 狀状 獄狱 \
     獨独 獲获 現现 環环 產产 産产 異异 當当 療疗 發发 盜盗 盡尽 監监 眞真 眾众 瞞瞒 確确 礎础 \
     礙碍 祕秘 稅税 種种 稱称 穫获 窩窝 竊窃 箇个 節节 範范 簡简 簽签 籤签 糰团 紀纪 約约 紋纹 \
     納纳 級级 紹绍 終终 組组 結结 絕绝 絡络 給给 絶绝 經经 綫线 維维 網网 緊紧 線线 緝缉 締缔 \
     編编 緩缓 練练 緻致 縱纵 總总 織织 繞绕 繫系 繳缴 繼继 續续 纔才 罰罚 罷罢 羈羁 羣群 義义 \
     習习 聯联 聲声 職职 聽听 脅胁 脩修 腦脑 臥卧 臨临 與与 舉举 舘馆 艙舱 艦舰 茲兹 華华 菸烟 \
     葯药 蒐搜 蓋盖 蔘参 藥药 處处 虛虚 號号 衆众 術术 衕同 衛卫 補补 裝装 製制 複复 襬摆 襲袭 \
     覈核 見见 規规 視视 親亲 觀观 觸触 訂订 計计 訊讯 討讨 訓训 託托 記记 訪访 設设 許许 訴诉 \
     診诊 註注 証证 詐诈 詞词 詢询 試试 話话 該该 誌志 認认 誘诱 語语 誡诫 誤误 說说 説说 課课 \
     調调 請请 論论 諜谍 諭谕 諾诺 謀谋 謂谓 講讲 謝谢 證证 識识 譭毁 議议 護护 讀读 變变 讓让 \
     負负 財财 貨货 販贩 貪贪 責责 貶贬 買买 費费 賂赂 賄贿 資资 賠赔 賣卖 賦赋 質质 賬账 賭赌 \
     購购 贓赃 贜赃 踰逾 蹤踪 車车 軍军 較较 載载 輔辅 輕轻 輛辆 輪轮 輸输 轄辖 轉转 辦办 辯辩 \
     迴回 這这 連连 週周 進进 遊游 運运 過过 達达 違违 遞递 遠远 適适 遲迟 遷迁 遺遗 還还 邊边 \
     邏逻 鄉乡 鄰邻 醫医 釋释 釦扣 銷销 錄录 錢钱 録录 錶表 鍰锾 鐵铁 鑑鉴 鑒鉴 長长 門门 閃闪 \
     開开 間间 閤合 闆板 關关 陞升 陰阴 陳陈 陸陆 隊队 際际 隨随 險险 隱隐 隸隶 隻只 離离 難难 \
     電电 響响 頂顶 項项 須须 預预 頓顿 領领 頭头 頻频 額额 願愿 類类 顧顾 顯显 風风 飛飞 飲饮 \
     飾饰 養养 館馆 駐驻 駕驾 駛驶 騙骗 驅驱 驗验 體体 髮发 鬚须 麪面 麫面 麵面 點点 黨党 齊齐 \
     齣出 𡻕岁";

fn simplified(c: char) -> char {
    static PAIRS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
        let pair = |pair: &str| {
            let mut letters = pair.chars();
            Some((letters.next()?, letters.next()?))
        };
        TRADITIONAL.split_whitespace().filter_map(pair).collect()
    });
    PAIRS.get(&c).copied().unwrap_or(c)
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
    fn arabic_words_are_found_without_their_particles() {
        let folder = Folder::new(&[Fold::Arabic, Fold::ArabicPrefixes]);
        let stems = |word: &str| folder.stems(&folder.fold(word)).join(" ");
        assert_eq!(stems("وبالوثيقة"), "وبالوثيقه بالوثيقه الوثيقه وثيقه");
        assert_eq!(stems("للأجنبي"), "للاجنبي لاجنبي اجنبي");
        assert_eq!(stems("ولم"), "ولم لم");
        assert_eq!(stems("بلد"), "بلد");
        assert_eq!(Folder::new(&[Fold::Arabic]).stems("الباب").as_slice(), ["الباب"]);
    }

    #[test]
    fn composed_and_decomposed_are_one() {
        assert_eq!(fold(&[Fold::Accents], "e\u{301}"), "e");
        assert_eq!(fold(&[], "e\u{301}"), "é");
        assert_eq!(fold(&[], "faci\u{AD}litate"), "facilitate");
    }
}
