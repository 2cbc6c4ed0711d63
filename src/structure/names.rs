//! What provisions are called: spans, identifiers, labels, units, and whether they are law.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::span::Span;

use super::act::{Force, Kind, Provision, ProvisionId};
use super::furniture::says_repealed;
use super::number::folded;
use super::tradition::Tradition;

/// Fills in `span`, `last`, `unit`, `eid`, `label` and `force` of all provisions.
pub(super) fn complete(text: &str, provisions: &mut [Provision], tradition: &Tradition) {
    spans(text, provisions);
    let mut taken = FxHashSet::default();
    let mut counts = FxHashMap::default();
    let mut copies = FxHashMap::default();
    for at in 0..provisions.len() {
        let named = Named::of(text, provisions, at, tradition, &mut counts);
        let mut eid = named.eid.clone();
        // The same name once more is the usual case; the count goes on where it stopped.
        while !taken.insert(eid.clone()) {
            let copy = copies.entry(named.eid.clone()).or_insert(1u32);
            *copy += 1;
            eid = format!("{}_{copy}", named.eid);
        }
        let provision = &mut provisions[at];
        (provision.eid, provision.label, provision.unit) = (eid, named.label, named.unit);
        provision.force = force(text, provision, tradition);
    }
}

fn spans(text: &str, provisions: &mut [Provision]) {
    for at in (0..provisions.len()).rev() {
        let own = provisions[at].marker.into_iter().chain(provisions[at].heading);
        let own =
            own.chain(provisions[at].intro.iter().copied()).chain(provisions[at].wrap_up.iter().copied());
        let mut span = own.reduce(Span::cover);
        let mut last = at as u32;
        for &child in &provisions[at].children {
            let below = &provisions[child.index()];
            span = Some(span.map_or(below.span, |span| span.cover(below.span)));
            last = last.max(below.last.0);
        }
        provisions[at].span = span.unwrap_or_default();
        provisions[at].last = ProvisionId(last);
    }
    provisions[0].span = Span::new(0, text.len());
}

fn force(text: &str, provision: &Provision, tradition: &Tradition) -> Force {
    let heading = provision.heading.map_or("", |span| span.of(text));
    let words = match provision.intro.first() {
        Some(first) => first.of(text),
        None if provision.children.is_empty() => heading,
        None => return Force::Live,
    };
    let alone = provision.children.is_empty() && provision.intro.len() <= 3 && provision.wrap_up.is_empty();
    // "Repeal of the Act of 1990" as heading of a provision with words is law that repeals.
    let named_kind = provision.kind > Kind::Group && provision.kind != Kind::Definition;
    let stripped = words.trim_start_matches(['[', '(', '*', ' ', '“', '"', '.', '—', '-']);
    let is = alone && named_kind && says_repealed(stripped, tradition) && !stripped.contains(" is ");
    if is { Force::Repealed } else { Force::Live }
}

struct Named {
    eid: String,
    label: String,
    unit: String,
}

impl Named {
    fn of(
        text: &str,
        provisions: &[Provision],
        at: usize,
        tradition: &Tradition,
        counts: &mut FxHashMap<(ProvisionId, Kind), u32>,
    ) -> Named {
        let provision = &provisions[at];
        let Some(parent_id) = provision.parent else {
            return Named { eid: "act".into(), label: "the act".into(), unit: String::new() };
        };
        let parent = &provisions[parent_id.index()];
        let base = base(provisions, parent_id);
        let quote = if provision.quoted && !parent.quoted { "qstr_1" } else { "" };
        let count = counts.entry((parent_id, provision.kind)).or_default();
        let name = name(provision, count, tradition);
        let count = *count;
        let eid =
            [base, quote, &name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("__");
        let unit = if provision.kind.is_main_unit() {
            tradition.folded(&provision.num)
        } else {
            parent.unit.clone()
        };
        let mut label = label(text, provision, parent, provisions, tradition, count);
        if provision.quoted && !parent.quoted && !parent.label.is_empty() && parent_id != ProvisionId::ACT {
            label = format!("{} inserting {label}", parent.label);
        }
        Named { eid, label, unit }
    }
}

/// The identifier that a provision below `parent` is prefixed with. Groups are headings between
/// provisions, not containers that anyone cites.
fn base(provisions: &[Provision], parent: ProvisionId) -> &str {
    let mut at = parent;
    while provisions[at.index()].kind == Kind::Group {
        let Some(above) = provisions[at.index()].parent else { break };
        at = above;
    }
    if at == ProvisionId::ACT { "" } else { &provisions[at.index()].eid }
}

/// The last step of an identifier, in the abbreviations of the Akoma Ntoso naming convention.
///
/// `unnumbered` counts the siblings of its kind that have no number.
fn name(provision: &Provision, unnumbered: &mut u32, tradition: &Tradition) -> String {
    let prefix = match provision.kind {
        Kind::Act => "act",
        Kind::Preface => return "preface".into(),
        Kind::Book => "book",
        Kind::Title => "title",
        Kind::Part => "part",
        Kind::Chapter => "chp",
        Kind::Division => "dvs",
        Kind::Subdivision => "subdvs",
        Kind::Schedule => "att",
        Kind::Group => "hcontainer",
        Kind::Section => "sec",
        Kind::Article => "art",
        Kind::Subsection => "subsec",
        Kind::Paragraph => "para",
        Kind::Subparagraph => "subpara",
        Kind::Clause => "cl",
        Kind::Subclause => "subcl",
        Kind::Item => "item",
        Kind::Point => "point",
        Kind::Definition => "def",
        Kind::Proviso => "proviso",
        Kind::Text => "p",
    };
    let number = match provision.kind {
        Kind::Definition => slug(&provision.num),
        _ => tradition.folded(&provision.num).replace('.', "-"),
    };
    if number.is_empty() {
        *unnumbered += 1;
        return format!("{prefix}_{unnumbered}");
    }
    format!("{prefix}_{number}")
}

fn slug(term: &str) -> String {
    let mut out = String::new();
    for c in term.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 48 {
            break;
        }
    }
    out.trim_end_matches('-').to_string()
}

fn label(
    text: &str,
    provision: &Provision,
    parent: &Provision,
    provisions: &[Provision],
    tradition: &Tradition,
    count: u32,
) -> String {
    let num = provision.num.as_str();
    match provision.kind {
        Kind::Act | Kind::Preface => provision.kind.name().to_string(),
        Kind::Group => provision.heading.map_or("", |span| span.of(text)).to_string(),
        Kind::Section | Kind::Article => unit_label(text, provision, tradition),
        kind if kind.is_division() => {
            let own = division_label(text, provision, tradition);
            let mut above = parent;
            while above.kind == Kind::Group
                && let Some(id) = above.parent
            {
                above = &provisions[id.index()];
            }
            if above.kind == Kind::Act || !above.kind.is_division() {
                own
            } else {
                format!("{}, {own}", above.label)
            }
        }
        Kind::Text if provision.quoted && !parent.quoted => "text".to_string(),
        Kind::Text => match tradition.label(Kind::Text).filter(|_| parent.kind.is_main_unit()) {
            // The article's own first words are its first paragraph.
            Some(template) => format!("{}{}", parent.label, filled(template, &(count + 1).to_string())),
            None => parent_label(parent),
        },
        Kind::Proviso => format!("{}, proviso", parent_label(parent)),
        Kind::Definition => format!("{}, “{num}”", parent_label(parent)),
        Kind::Paragraph if parent.kind.is_division() => {
            let above = parent_label(parent);
            let own = format!("paragraph {num}");
            if above.is_empty() { own } else { format!("{above}, {own}") }
        }
        // An item behind a dash is cited as what it stands in.
        _ if num.is_empty() => parent_label(parent),
        kind => {
            let inserted = provision.quoted && !parent.quoted;
            let enclosed = provision.marker.is_some_and(|marker| marker.of(text).starts_with(['(', '（']));
            let above = if inserted { String::new() } else { parent_label(parent) };
            if let Some(template) = tradition.label(kind) {
                let own = filled(template, num);
                let alone = own.trim_start_matches([' ', ',', '،']);
                return if above.is_empty() { alone.to_string() } else { format!("{above}{own}") };
            }
            match (above.is_empty(), enclosed) {
                (true, _) => format!("{} ({num})", kind.name()),
                (false, true) => format!("{above}({num})"),
                (false, false) => format!("{above}, {num}"),
            }
        }
    }
}

fn parent_label(parent: &Provision) -> String {
    if parent.kind == Kind::Act { String::new() } else { parent.label.clone() }
}

/// `section 6`; in other languages as they cite, `artículo 5`, `§ 96`, `第五条`.
fn unit_label(text: &str, provision: &Provision, tradition: &Tradition) -> String {
    let printed = provision.marker.map_or("", |marker| marker.of(text)).trim_matches(['*', ' ']);
    if printed.starts_with('第') {
        return printed.to_string();
    }
    // A unit that was inserted behind another, with no more than its number in print.
    if provision.num.contains(['条', '條']) {
        return format!("第{}", provision.num);
    }
    if let Some(template) = tradition.label(provision.kind) {
        return filled(template, &provision.num);
    }
    let own = printed.split(|c: char| c.is_whitespace() || c.is_ascii_digit()).next().unwrap_or("");
    if tradition.cited_by_own_word && !own.is_empty() {
        return format!("{} {}", own.to_lowercase(), provision.num);
    }
    format!("{} {}", provision.kind.name(), provision.num)
}

fn division_label(text: &str, provision: &Provision, tradition: &Tradition) -> String {
    let (kind, num) = (provision.kind, provision.num.as_str());
    if tradition.cited_by_own_word {
        let printed = provision.marker.map_or("", |marker| marker.of(text));
        let bare = printed.trim_matches(|c: char| !c.is_alphanumeric() && c != '§');
        return if bare.is_empty() { num.to_string() } else { bare.to_string() };
    }
    let mut name = kind.name().to_string();
    name[..1].make_ascii_uppercase();
    let is_word = num.len() > 4 && num.chars().all(char::is_alphabetic) && kind == Kind::Schedule;
    match (num.is_empty(), is_word) {
        (true, _) => name,
        (false, true) => {
            let first = num.chars().next().map(char::to_uppercase).into_iter().flatten().collect::<String>();
            format!("{first}{} {name}", num.chars().skip(1).collect::<String>().to_lowercase())
        }
        (false, false) => format!("{name} {num}"),
    }
}

/// A template with the number as printed for `{n}`, in Han figures for `{h}`.
fn filled(template: &str, num: &str) -> String {
    if template.contains("{h}") {
        let value: Option<u32> = folded(num).parse().ok();
        return template.replace("{h}", &value.map_or(num.to_string(), han_figures));
    }
    template.replace("{n}", num)
}

/// 72 as 七十二; from 1000 on in digits.
fn han_figures(value: u32) -> String {
    const FIGURES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if value == 0 || value >= 1000 {
        return value.to_string();
    }
    let figure = |value: u32| FIGURES[value as usize % 10];
    let (hundreds, tens, ones) = (value / 100, value / 10 % 10, value % 10);
    let mut out = String::new();
    if hundreds > 0 {
        out = format!("{}百", figure(hundreds));
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => out.push('零'),
        0 => {}
        1 if hundreds == 0 => out.push('十'),
        _ => out.push_str(&format!("{}十", figure(tens))),
    }
    out + figure(ones)
}

/// What no provision claims: the rest of the text, in order.
pub(super) fn furniture(length: usize, provisions: &[Provision]) -> Vec<Span> {
    let mut claimed: Vec<Span> = Vec::new();
    for provision in provisions {
        claimed.extend(provision.marker);
        claimed.extend(provision.heading);
        claimed.extend(&provision.intro);
        claimed.extend(&provision.wrap_up);
    }
    claimed.sort_unstable();
    let mut rest = Vec::new();
    let mut at = 0;
    for span in claimed {
        debug_assert!(span.start >= at, "two provisions claim byte {}", span.start);
        if span.start > at {
            rest.push(Span { start: at, end: span.start });
        }
        at = at.max(span.end);
    }
    if (at as usize) < length {
        rest.push(Span { start: at, end: length as u32 });
    }
    rest
}
