//! The numbers of Word's lists: styles and lists say how, counters say which (ISO/IEC 29500-1, 17.9).

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::docx::{attribute, by_id, child, is, value};
use super::numbering::{letters, roman};

/// Levels of a list.
const LEVELS: usize = 9;
/// Styles based on styles, at most.
const BASED_ON: usize = 32;

/// How a level is drawn.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// `%1.%2`, the numbers of the levels filled in.
    text: String,
    start: i64,
    /// The level whose increase starts this one anew: 0 never, else that level and those above (from 1).
    restart: Option<usize>,
    /// All numbers in Western digits.
    legal: bool,
}

#[derive(Clone, Debug, Default)]
struct List {
    /// Lists that share counters.
    counters: String,
    levels: Vec<Level>,
    /// Levels at which this list begins anew.
    overrides: BTreeMap<usize, i64>,
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    list: String,
    level: usize,
}

/// All lists and the styles that use them.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    styles: BTreeMap<String, At>,
    /// The style of a paragraph that names none.
    plain: Option<String>,
}

impl Numbering {
    pub fn read(numbering: Option<&Document>, styles: Option<&Document>) -> Numbering {
        let mut out = Numbering::default();
        if let Some(numbering) = numbering {
            let root = numbering.root_element();
            let abstracts = by_id(root, "abstractNum", "abstractNumId");
            for (id, list) in by_id(root, "num", "numId") {
                let Some(shared) = value(list, "abstractNumId") else { continue };
                let Some(&drawn) = abstracts.get(shared) else { continue };
                let drawn = linked(drawn, &abstracts);
                let mut levels = vec![Level::default(); LEVELS];
                drawn.children().filter(|&it| is(it, "lvl")).for_each(|level| set(&mut levels, level));
                let mut overrides = BTreeMap::new();
                for it in list.children().filter(|&it| is(it, "lvlOverride")) {
                    let at = attribute(it, "ilvl")
                        .and_then(|at| at.parse().ok())
                        .filter(|&at: &usize| at < LEVELS);
                    let start = value(it, "startOverride").and_then(|start| start.parse().ok());
                    if let (Some(at), Some(start)) = (at, start) {
                        overrides.insert(at, start);
                    }
                    if let Some(level) = child(it, "lvl") {
                        set(&mut levels, level);
                    }
                }
                out.lists.insert(id, List { counters: shared.to_owned(), levels, overrides });
            }
        }
        if let Some(styles) = styles {
            out.read_styles(styles.root_element());
        }
        out
    }

    fn read_styles(&mut self, root: Node) {
        let styles = by_id(root, "style", "styleId");
        for (id, &style) in &styles {
            let paragraph = attribute(style, "type") == Some("paragraph");
            if paragraph && matches!(attribute(style, "default"), Some("1" | "true" | "on")) {
                self.plain = Some(id.clone());
            }
            // The list and the level may come from different styles of the chain.
            let (mut list, mut level) = (None, None);
            let mut at = Some(style);
            for _ in 0..BASED_ON {
                let Some(style) = at else { break };
                let properties = child(style, "pPr").and_then(|it| child(it, "numPr"));
                if let Some(properties) = properties {
                    list = list.or_else(|| value(properties, "numId").map(str::to_owned));
                    level =
                        level.or_else(|| value(properties, "ilvl").and_then(|it| it.parse::<usize>().ok()));
                }
                at = value(style, "basedOn").and_then(|it| styles.get(it)).copied();
            }
            if let Some(list) = list.filter(|it| it != "0") {
                self.styles.insert(id.clone(), At { list, level: level.unwrap_or(0).min(LEVELS - 1) });
            }
        }
    }

    /// The place in a list of a paragraph with these properties.
    pub fn of(&self, properties: Option<Node>) -> Option<At> {
        let style = properties.and_then(|it| value(it, "pStyle")).or(self.plain.as_deref());
        let styled = style.and_then(|style| self.styles.get(style));
        let Some(own) = properties.and_then(|it| child(it, "numPr")) else { return styled.cloned() };
        let level = value(own, "ilvl").and_then(|level| level.parse().ok());
        match value(own, "numId") {
            Some("0") => None,
            Some(list) => Some(At { list: list.to_owned(), level: level.unwrap_or(0).min(LEVELS - 1) }),
            None => styled.map(|it| At { level: level.unwrap_or(it.level).min(LEVELS - 1), ..it.clone() }),
        }
    }
}

/// A list that only names a list style has its levels in the list that defines the style.
fn linked<'a, 'i>(drawn: Node<'a, 'i>, abstracts: &BTreeMap<String, Node<'a, 'i>>) -> Node<'a, 'i> {
    let Some(link) = value(drawn, "numStyleLink") else { return drawn };
    let defines = |it: &&Node| value(**it, "styleLink") == Some(link);
    abstracts.values().find(defines).copied().unwrap_or(drawn)
}

fn set(levels: &mut [Level], node: Node) {
    let Some(at) = attribute(node, "ilvl").and_then(|at| at.parse::<usize>().ok()) else { return };
    let Some(level) = levels.get_mut(at) else { return };
    *level = Level {
        format: value(node, "numFmt").unwrap_or("decimal").to_owned(),
        text: value(node, "lvlText").unwrap_or("").chars().take(200).collect(),
        start: value(node, "start").and_then(|start| start.parse().ok()).unwrap_or(0),
        restart: value(node, "lvlRestart").and_then(|it| it.parse().ok()),
        legal: child(node, "isLgl").is_some(),
    };
}

/// Where each list stands.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// By shared list: the number of each level, none before the first.
    numbers: BTreeMap<String, [Option<i64>; LEVELS]>,
    /// Lists that have begun, for their overrides.
    begun: BTreeMap<(String, usize), ()>,
}

impl Counters {
    /// Counts one on, and draws. None for bullets and levels without a number.
    pub fn next(&mut self, at: At, numbering: &Numbering) -> Option<String> {
        let list = numbering.lists.get(&at.list)?;
        let level = list.levels.get(at.level)?;
        let numbers = self.numbers.entry(list.counters.clone()).or_default();
        let first = self.begun.insert((at.list.clone(), at.level), ()).is_none();
        let anew = list.overrides.get(&at.level).filter(|_| first);
        numbers[at.level] = Some(match (anew, numbers[at.level]) {
            (Some(&start), _) => start,
            (None, Some(number)) => number.saturating_add(1),
            (None, None) => level.start,
        });
        // Levels above that were passed over stand at their start.
        for (number, level) in numbers[..at.level].iter_mut().zip(&list.levels) {
            number.get_or_insert(level.start);
        }
        for (below, level) in list.levels.iter().enumerate().skip(at.level + 1) {
            let restarts = match level.restart {
                Some(0) => false,
                Some(from) => at.level < from,
                None => true,
            };
            if restarts {
                numbers[below] = None;
            }
        }
        if matches!(level.format.as_str(), "bullet" | "none") && !level.text.contains('%') {
            return None;
        }
        let mut text = String::new();
        let mut rest = level.text.as_str();
        while let Some(found) = rest.find('%') {
            text.push_str(&rest[..found]);
            let mut after = rest[found + 1..].chars();
            match after.next().and_then(|digit| digit.to_digit(10)).map(|digit| digit as usize) {
                Some(which @ 1..=LEVELS) => {
                    let number = numbers[which - 1].unwrap_or(list.levels[which - 1].start);
                    let format = if level.legal { "decimal" } else { &list.levels[which - 1].format };
                    text.push_str(&draw(number, format));
                    rest = after.as_str();
                }
                _ => {
                    text.push('%');
                    rest = &rest[found + 1..];
                }
            }
        }
        text.push_str(rest);
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }
}

fn draw(number: i64, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" if (0..10).contains(&number) => format!("0{number}"),
        "ordinal" => format!("{number}{}", ending(number)),
        "bullet" | "none" => String::new(),
        _ => number.to_string(),
    }
}

/// English ordinals, as Word draws them in English documents.
fn ending(number: i64) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
