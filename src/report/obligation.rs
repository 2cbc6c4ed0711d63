//! An obligation in words: what the treaty asks, how it is looked for, what to write; and, beside it,
//! how a finding came about.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compose;
use super::looks::Looks;
use super::model::AdvicePart;
use super::quote::clean;
use super::words::{Words, in_english, name_of, spelled};
use crate::assessment::{Carried, ExplainedElement, ExplainedHit, Explanation, TraceNode};
use crate::checklist::{Checklist, Condition, Element, Full, Limb, Narrow, Obligation, On, Seek};
use crate::error::Result;

/// An obligation for a terminal.
///
/// # Errors
/// A fault in the template or the words.
pub fn obligation(obligation: &Obligation) -> Result<String> {
    let looks = Looks::built_in()?;
    let card = ObligationCard::new(obligation, &looks.words);
    looks.fill("obligation.term.j2", &BTreeMap::from([("card", card)]))
}

/// An obligation and how the finding on it came about, for a terminal. `names` are those of the acts.
///
/// # Errors
/// A fault in the template or the words.
pub fn explanation(explanation: &Explanation, obligation: &Obligation, names: &[&str]) -> Result<String> {
    let looks = Looks::built_in()?;
    let words = &looks.words;
    let card = ObligationCard::new(obligation, words);
    let finding = &explanation.finding;
    let elements = explanation.elements.iter().map(|it| explained(it, obligation, names, words)).collect();
    let story = Story {
        status: words.status[&name_of(&finding.status)].clone(),
        consequence: words.consequence[&name_of(&finding.consequence)].clone(),
        notes: finding.flags.iter().map(|flag| words.flag(flag, Some(obligation))).collect(),
        nearest: finding
            .nearest
            .iter()
            .map(|near| {
                format!("{} {}", clean(&near.label), compose::near_sentence(near, Some(obligation), words))
            })
            .collect(),
        elements,
        card,
    };
    looks.fill("explanation.term.j2", &story)
}

/// The reference of all obligations, as Markdown.
///
/// # Errors
/// A fault in the template or the words.
pub fn reference(checklists: &[Checklist]) -> Result<String> {
    let looks = Looks::built_in()?;
    let words = &looks.words;
    let chapter = |checklist: &Checklist| Chapter {
        title: clean(in_english(&checklist.title)),
        id: checklist.id.clone(),
        version: checklist.version.clone(),
        obligations: checklist.obligations.iter().map(|it| ObligationCard::new(it, words)).collect(),
    };
    looks.fill("reference.md.j2", &Reference { checklists: checklists.iter().map(chapter).collect() })
}

#[derive(Serialize)]
struct Reference {
    checklists: Vec<Chapter>,
}

#[derive(Serialize)]
struct Chapter {
    title: String,
    id: String,
    version: String,
    obligations: Vec<ObligationCard>,
}

/// What a checklist says of an obligation.
#[derive(Serialize)]
struct ObligationCard {
    id: String,
    title: String,
    source: String,
    force: String,
    summary: String,
    /// Conditions on which it hangs, a sentence each.
    conditions: Vec<String>,
    carried_by: Vec<String>,
    elements: Vec<ElementCard>,
    /// Rows of its own decision table, `met: benefit in full`.
    grade: Vec<String>,
    advice: Vec<AdvicePart>,
    /// By whom, when and in which language the wording was compared with the treaty; empty: not yet.
    checked: String,
}

#[derive(Serialize)]
struct ElementCard {
    id: String,
    title: String,
    /// `anchor, essential`
    weight: Vec<&'static str>,
    seeks: Vec<SeekCard>,
    narrow: Vec<String>,
    limbs: Vec<String>,
    /// How many limbs make it full.
    full: String,
}

#[derive(Serialize)]
struct SeekCard {
    query: String,
    /// Where and in what kind of provision.
    bounds: Vec<String>,
}

impl ObligationCard {
    fn new(of: &Obligation, words: &Words) -> Self {
        let fact = of.applies_when.iter().map(|fact| format!("Applies when: {}.", spelled(fact)));
        let trigger = of.triggered_by.iter().map(|id| format!("Hangs on {id}."));
        let means = match of.means {
            crate::checklist::Means::Legislation => None,
            crate::checklist::Means::Any => Some("May be met by other measures than legislation.".to_owned()),
            crate::checklist::Means::Notification => Some("Is met by notification.".to_owned()),
        };
        let checked = of.text_checked.as_ref();
        Self {
            id: of.id.clone(),
            title: clean(in_english(&of.title)),
            source: compose::source(&of.instrument, &of.article, words),
            force: words.force.get(&name_of(&of.force)).cloned().unwrap_or_default(),
            summary: clean(in_english(&of.summary)),
            conditions: fact.chain(trigger).chain(means).collect(),
            carried_by: of.carried_by.iter().map(|kind| words.kind(kind)).collect(),
            elements: of.elements.iter().map(|element| element_card(element, words)).collect(),
            grade: of
                .grade
                .iter()
                .map(|(status, when)| format!("{}: {}", name_of(status), condition(when)))
                .collect(),
            advice: compose::advice(Some(of), words),
            checked: checked
                .map_or_else(String::new, |it| format!("{} ({}), {}", it.by, it.language, it.date)),
        }
    }
}

fn element_card(element: &Element, words: &Words) -> ElementCard {
    let weight = [(element.anchor, "anchor"), (element.essential, "essential")];
    let narrow = |narrow: &Narrow| {
        let when = narrow.find.iter().map(|query| query.text.clone());
        let role = narrow.roles.iter().map(|role| name_of(&role));
        let when: Vec<_> = when.chain(role).collect();
        let when = if when.is_empty() { "always".to_owned() } else { when.join(", ") };
        format!("{when}: {} ({})", words.deficiency(&narrow.code), narrow.code)
    };
    let limb = |limb: &Limb| match in_english(&limb.title) {
        "" => format!("{}: {}", spelled(&limb.name), limb.find.text),
        title => format!("{title}: {}", limb.find.text),
    };
    ElementCard {
        id: element.id.clone(),
        title: compose::element_title(Some(element), &element.id, words),
        weight: weight.into_iter().filter_map(|(is, name)| is.then_some(name)).collect(),
        seeks: element.seeks.iter().map(seek_card).collect(),
        narrow: element.narrow.iter().map(narrow).collect(),
        limbs: element.limbs.iter().map(limb).collect(),
        full: match &element.full {
            Full::All => String::new(),
            Full::Count(count) => format!("{count} of them are enough"),
            Full::NamedOr(name, count) => format!("{} alone or {count} others are enough", spelled(name)),
        },
    }
}

fn seek_card(seek: &Seek) -> SeekCard {
    let names =
        |roles: crate::query::RoleSet| roles.iter().map(|role| name_of(&role)).collect::<Vec<_>>().join(", ");
    let text = |label: &str, query: &Option<crate::query::Query>| {
        query.as_ref().map(|query| format!("{label} {}", query.text))
    };
    let on = match &seek.on {
        On::Act => None,
        On::Set(id) => Some(format!(
            "on {}, {}",
            spelled(id),
            match seek.reach {
                crate::checklist::Reach::Some => "one is enough",
                crate::checklist::Reach::All => "all of them",
                crate::checklist::Reach::EachLimb => "one of every limb",
            }
        )),
        On::Element(id) => Some(format!("where “{}” was found", spelled(id))),
    };
    let limbs =
        (!seek.limbs_of_set.is_empty()).then(|| format!("only its limbs {}", seek.limbs_of_set.join(", ")));
    let roles = (!seek.roles.is_empty()).then(|| format!("in provisions that: {}", names(seek.roles)));
    let not_roles =
        (!seek.not_roles.is_empty()).then(|| format!("not in provisions that: {}", names(seek.not_roles)));
    let bounds = [on, limbs, roles, not_roles, text("under a heading with", &seek.under)];
    let bounds = bounds.into_iter().chain([text("not under", &seek.not_under), text("not with", &seek.not)]);
    SeekCard {
        query: seek
            .find
            .as_ref()
            .map_or_else(|| "the members themselves".to_owned(), |query| query.text.clone()),
        bounds: bounds.flatten().collect(),
    }
}

/// A row of a decision table as a person says it.
fn condition(of: &Condition) -> String {
    let all = |parts: &[Condition], word: &str| {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| match part {
                Condition::And(_) | Condition::Or(_) => format!("({})", condition(part)),
                _ => condition(part),
            })
            .collect();
        parts.join(word)
    };
    match of {
        Condition::Found(id) => spelled(id),
        Condition::IsFull(id) => format!("{} in full", spelled(id)),
        Condition::IsNarrow(id) => format!("{} narrowly", spelled(id)),
        Condition::HasLimb(id, limb) => format!("{} with {}", spelled(id), spelled(limb)),
        Condition::Code(code) => format!("deficiency {code}"),
        Condition::Set(id) => format!("the law has a {}", spelled(id)),
        Condition::SetLimb(id, limb) => format!("the law has a {} ({})", spelled(id), spelled(limb)),
        Condition::Not(part) => match **part {
            Condition::And(_) | Condition::Or(_) => format!("not ({})", condition(part)),
            _ => format!("not {}", condition(part)),
        },
        Condition::And(parts) => all(parts, " and "),
        Condition::Or(parts) => all(parts, " or "),
    }
}

/// How a finding came about.
#[derive(Serialize)]
struct Story {
    card: ObligationCard,
    status: String,
    consequence: String,
    notes: Vec<String>,
    nearest: Vec<String>,
    elements: Vec<ElementStory>,
}

#[derive(Serialize)]
struct ElementStory {
    title: String,
    /// `full`, `narrow`, `none`: also names the colour.
    grade: String,
    reasons: Vec<String>,
    queries: Vec<SeekCard>,
    hits: Vec<HitLine>,
    /// Where the query came nearest; empty when it was found.
    nearest: String,
    /// Operators and terms of the query there, each with its depth and how many windows it left.
    trace: Vec<TraceLine>,
}

#[derive(Serialize)]
struct HitLine {
    label: String,
    place: String,
    quote: String,
    via: String,
    reach: Vec<String>,
    reasons: Vec<String>,
    /// Why it does not count; empty when it does.
    dropped: String,
}

#[derive(Serialize)]
struct TraceLine {
    depth: usize,
    label: String,
    hits: usize,
}

fn explained(it: &ExplainedElement, of: &Obligation, names: &[&str], words: &Words) -> ElementStory {
    let rule = of.elements.iter().find(|rule| rule.id == it.id);
    let query = |query: &crate::assessment::ExplainedQuery| {
        let roles =
            (!query.roles.is_empty()).then(|| format!("in provisions that: {}", query.roles.join(", ")));
        let bounds = [Some(format!("on {}", query.on)), roles];
        SeekCard { query: query.query.clone(), bounds: bounds.into_iter().flatten().collect() }
    };
    let mut trace = Vec::new();
    if let Some((_, root)) = &it.trace {
        flatten(root, 0, &mut trace);
    }
    ElementStory {
        title: compose::element_title(rule, &it.id, words),
        grade: name_of(&it.grade),
        reasons: it.codes.iter().map(|code| format!("{} ({code})", words.deficiency(code))).collect(),
        queries: it.queries.iter().map(query).collect(),
        hits: it.hits.iter().map(|hit| hit_line(hit, names, words)).collect(),
        nearest: it.trace.as_ref().map_or_else(String::new, |(label, _)| clean(label)),
        trace,
    }
}

fn hit_line(hit: &ExplainedHit, names: &[&str], words: &Words) -> HitLine {
    HitLine {
        label: clean(&hit.label),
        place: format!("{}:{}", clean(names.get(hit.act).unwrap_or(&"")), hit.line),
        quote: super::quote::shorten(&clean(&hit.quote)),
        via: match hit.via {
            Carried::Direct => String::new(),
            via => words.via.get(&name_of(&via)).cloned().unwrap_or_default(),
        },
        reach: hit
            .reach
            .iter()
            .map(|(step, labels)| format!("{step}: {}", clean(&labels.join(", "))))
            .collect(),
        reasons: hit.codes.iter().map(|code| format!("{} ({code})", words.deficiency(code))).collect(),
        dropped: hit.dropped.clone().unwrap_or_default(),
    }
}

/// Deeper operators are not shown: a query has no more in practice.
const DEEPEST: usize = 12;

fn flatten(node: &TraceNode, depth: usize, out: &mut Vec<TraceLine>) {
    out.push(TraceLine { depth, label: clean(&node.label), hits: node.hits });
    if depth < DEEPEST {
        node.children.iter().for_each(|child| flatten(child, depth + 1, out));
    }
}
