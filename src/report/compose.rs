//! An assessment → [`Report`]: what is told, in which order and under which heading.

use super::kinds::{belongs_here, home, kinds};
use super::model::*;
use super::quote::{clean, quote};
use super::words::{Words, in_english, name_of, spelled};
use super::{Depth, Input};
use crate::assessment::{Carried, ElementFound, Evidence, Finding, Grade, Member};
use crate::checklist::{Consequence, Element, Obligation, Status};

/// Quotes shown for an obligation; the labels of the others follow.
const QUOTES: usize = 3;
/// Labels shown for an element.
const LABELS: usize = 4;
/// Notices shown; a text that was read badly has thousands.
const NOTICES: usize = 20;

/// A finding beside its obligation; none when the checklist is not at hand.
type Read<'a> = (&'a Finding, Option<&'a Obligation>);

/// Puts a report together.
pub(super) fn compose(input: &Input<'_>, words: &Words) -> Report {
    let composer = Composer { input, words };
    let findings: Vec<_> =
        input.assessment.findings.iter().map(|finding| (finding, composer.obligation(finding))).collect();
    let kinds = kinds(&findings);
    let is_here = |&(finding, obligation): &Read<'_>| {
        input.depth == Depth::Full
            || !matches!(finding.consequence, Consequence::Gap | Consequence::ToVerify)
            || belongs_here(finding, obligation, &kinds)
    };
    let (here, other): (Vec<_>, Vec<_>) = findings.iter().copied().partition(is_here);

    let sections: Vec<_> = SECTIONS
        .iter()
        .map(|plan| composer.section(plan, &here))
        .filter(|section| !section.entries.is_empty())
        .collect();
    let elsewhere = composer.elsewhere(&other);
    let kinds: Vec<_> = kinds.into_iter().map(|kind| words.kind(kind)).collect();
    let assessment = input.assessment;
    Report {
        tool: format!("{} {}", assessment.tool.name, assessment.tool.version),
        checklists: composer.checklists(),
        acts: composer.acts(),
        sets: composer.sets(),
        summary: summary(&sections, &elsewhere),
        sections,
        elsewhere,
        kinds,
        notices: composer.notices(),
        unchecked: findings.iter().all(|(_, it)| it.is_none_or(|it| it.text_checked.is_none())),
    }
}

/// A heading of the report and what stands under it.
struct SectionPlan {
    tone: &'static str,
    heading: &'static str,
    note: &'static str,
    folded: bool,
    takes: fn(&Finding) -> bool,
}

/// In reading order; each finding falls under exactly one.
const SECTIONS: [SectionPlan; 5] = [
    SectionPlan {
        tone: "gap",
        heading: "Gaps",
        note: "Duties that call for legislation and that these texts do not meet, or not wholly.",
        folded: false,
        takes: |finding| finding.consequence == Consequence::Gap,
    },
    SectionPlan {
        tone: "to-verify",
        heading: "To verify",
        note: "Left open by the texts: a person, other law or a fact of the State settles it.",
        folded: false,
        takes: |finding| finding.consequence == Consequence::ToVerify,
    },
    SectionPlan {
        tone: "met",
        heading: "Addressed",
        note: "",
        folded: true,
        takes: |finding| match finding.consequence {
            Consequence::Exceeds => true,
            Consequence::None => finding.status != Status::Absent,
            _ => false,
        },
    },
    SectionPlan {
        tone: "option",
        heading: "Options",
        note: "The treaty asks to consider these, leaves them open or orders no clause: nothing follows.",
        folded: true,
        takes: |finding| match finding.consequence {
            Consequence::Option => true,
            Consequence::None => finding.status == Status::Absent,
            _ => false,
        },
    },
    SectionPlan {
        tone: "option",
        heading: "Does not arise",
        note: "The condition of the duty is not given, or the duty on which it hangs is absent.",
        folded: true,
        takes: |finding| finding.consequence == Consequence::NotTriggered,
    },
];

/// What the reader learns first: what the text does, what it lacks, what stays open, what lies elsewhere.
fn summary(sections: &[Section], elsewhere: &[Elsewhere]) -> Vec<SummaryLine> {
    let line = |heading: &str, label: &'static str| {
        let section = sections.iter().find(|section| section.heading == heading)?;
        let items = section.entries.iter().map(|entry| entry.title.clone()).collect();
        Some(SummaryLine { tone: section.tone, label, count: section.entries.len(), items })
    };
    let other = (!elsewhere.is_empty()).then(|| SummaryLine {
        tone: "elsewhere",
        label: "Look in other law",
        count: elsewhere.iter().map(|group| group.items.len()).sum(),
        items: elsewhere.iter().map(|group| format!("{} ({})", group.places, group.items.len())).collect(),
    });
    let lines = [
        line("Addressed", "Addressed"),
        line("Gaps", "Lacking"),
        line("To verify", "To verify"),
        other,
        line("Options", "Options"),
        line("Does not arise", "Does not arise"),
    ];
    lines.into_iter().flatten().collect()
}

struct Composer<'a> {
    input: &'a Input<'a>,
    words: &'a Words,
}

impl<'a> Composer<'a> {
    fn obligation(&self, finding: &Finding) -> Option<&'a Obligation> {
        let mut all = self.input.checklists.iter().flat_map(|checklist| &checklist.obligations);
        all.find(|obligation| obligation.id == finding.obligation)
    }

    fn section(&self, plan: &SectionPlan, findings: &[Read<'_>]) -> Section {
        let taken = findings.iter().filter(|(finding, _)| (plan.takes)(finding));
        Section {
            tone: plan.tone,
            heading: plan.heading,
            note: plan.note,
            folded: plan.folded && self.input.depth == Depth::Folded,
            entries: taken.map(|(finding, obligation)| self.entry(finding, *obligation)).collect(),
        }
    }

    fn entry(&self, finding: &Finding, obligation: Option<&Obligation>) -> Entry {
        let words = self.words;
        let of_grade = |grade: Grade| {
            let elements = finding.elements.iter().filter(|element| element.grade == grade);
            elements.map(|element| self.element(finding, element, obligation)).collect()
        };
        let said = |table: &std::collections::BTreeMap<String, String>, name: String| {
            table.get(&name).cloned().unwrap_or(name)
        };
        let quoted = quoted(finding);
        let is_shown =
            |it: &&Evidence| quoted.iter().any(|shown| (shown.act, &shown.eid) == (it.act, &it.eid));
        let others = finding.evidence.iter().filter(|it| !is_shown(it));
        let status = name_of(&finding.status);
        let consequence = name_of(&finding.consequence);
        let sentences = [
            said(&words.status_sentence, status.clone()),
            said(&words.consequence_sentence, consequence.clone()),
        ];
        Entry {
            id: finding.obligation.clone(),
            title: self.title(finding, obligation),
            source: of_treaty(finding, obligation),
            force: said(&words.force, name_of(&finding.force)),
            status: said(&words.status, status),
            consequence: said(&words.consequence, consequence),
            sentence: sentences.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" "),
            carried_by: labels(finding.evidence.iter(), LABELS),
            found: of_grade(Grade::Full),
            narrow: of_grade(Grade::Narrow),
            missing: of_grade(Grade::None),
            quotes: quoted.iter().map(|evidence| self.quote(evidence)).collect(),
            more: labels(others, LABELS),
            nearest: nearest(finding, obligation),
            notes: finding.flags.iter().map(|flag| words.flag(flag, obligation)).collect(),
            advice: if finding.status == Status::Met { Vec::new() } else { advice(obligation) },
        }
    }

    fn title(&self, finding: &Finding, obligation: Option<&Obligation>) -> String {
        obligation.map_or_else(|| finding.obligation.clone(), |it| clean(in_english(&it.title)))
    }

    fn element(&self, finding: &Finding, element: &ElementFound, of: Option<&Obligation>) -> ElementLine {
        let rule = of.and_then(|obligation| obligation.elements.iter().find(|rule| rule.id == element.id));
        let limbs = |found: bool| {
            let limbs = element.limbs.iter().filter(|&(_, &holds)| holds == found);
            limbs.map(|(name, _)| limb_title(rule, name)).collect()
        };
        let evidence = element.evidence.iter().filter_map(|&index| finding.evidence.get(index));
        // What was not found reaches nobody: that goes without saying.
        let reach = element.reach.iter().filter(|_| element.grade != Grade::None);
        let left_out = reach.flat_map(|reach| &reach.left_out);
        ElementLine {
            title: element_title(rule, &element.id),
            essential: element.essential,
            labels: labels(evidence, LABELS),
            reasons: element.codes.iter().map(|code| self.reason(code)).collect(),
            covers: limbs(true),
            lacks: limbs(false),
            left_out: left_out.map(|place| clean(&place.label)).collect(),
        }
    }

    fn reason(&self, code: &str) -> String {
        format!("{} ({code})", self.words.deficiency(code))
    }

    fn quote(&self, evidence: &Evidence) -> Quote {
        let path = self.input.assessment.acts.get(evidence.act).map_or("", |act| &act.path);
        let page = evidence.at.as_ref().and_then(|at| at.page).map(|page| format!(", page {page}"));
        let place = format!("{}:{}{}", clean(path), evidence.line, page.unwrap_or_default());
        let via = match evidence.via {
            Carried::Direct => String::new(),
            via => self.words.via.get(&name_of(&via)).cloned().unwrap_or_default(),
        };
        quote(evidence, self.input.texts.get(evidence.act).copied(), place, via)
    }

    fn elsewhere(&self, findings: &[Read<'_>]) -> Vec<Elsewhere> {
        let mut groups: Vec<Elsewhere> = Vec::new();
        for (finding, obligation) in findings {
            let places = obligation.and_then(home).map_or_else(String::new, |kind| self.words.kind(kind));
            let item = ElsewhereItem {
                id: finding.obligation.clone(),
                title: self.title(finding, *obligation),
                source: of_treaty(finding, *obligation),
            };
            match groups.iter_mut().find(|group| group.places == places) {
                Some(group) => group.items.push(item),
                None => groups.push(Elsewhere { places, items: vec![item] }),
            }
        }
        groups
    }

    fn checklists(&self) -> Vec<String> {
        let title = |id: &str| self.input.checklists.iter().find(|checklist| checklist.id == id);
        let used = self.input.assessment.checklists.iter();
        used.map(|used| {
            let title = title(&used.id).map_or(used.id.as_str(), |checklist| in_english(&checklist.title));
            format!("{} ({} {})", clean(title), used.id, used.version)
        })
        .collect()
    }

    fn acts(&self) -> Vec<ActLine> {
        let line = |act: &crate::assessment::ActRead| {
            let as_at = act.as_at.as_ref().map(|date| format!("as at {date}"));
            let count = match act.provision_count {
                1 => "1 provision".to_owned(),
                count => format!("{count} provisions"),
            };
            let stated = [act.territory.clone(), act.country.clone(), Some(act.language.clone())];
            let facts = stated.into_iter().chain([act.status.clone(), as_at, Some(count)]).flatten();
            ActLine {
                title: clean(&act.title),
                path: clean(&act.path),
                facts: facts.map(|fact| clean(&fact)).collect(),
            }
        };
        self.input.assessment.acts.iter().map(line).collect()
    }

    fn sets(&self) -> Vec<SetLine> {
        let rules = self.input.checklists.iter().flat_map(|checklist| &checklist.sets);
        let member = |member: &Member| match member.limbs.is_empty() {
            true => clean(&member.label),
            false => format!("{} ({})", clean(&member.label), member.limbs.join(", ")),
        };
        rules
            .filter_map(|rule| Some((rule, self.input.assessment.sets.get(&rule.id)?)))
            .map(|(rule, members)| SetLine {
                title: clean(in_english(&rule.title)),
                members: members.iter().map(member).collect(),
            })
            .collect()
    }

    fn notices(&self) -> Vec<NoticeLine> {
        let all = &self.input.assessment.notices;
        let shown = if self.input.depth == Depth::Full { all.len() } else { NOTICES };
        let mut lines: Vec<_> = all
            .iter()
            .take(shown)
            .map(|notice| {
                let path = self.input.assessment.acts.get(notice.act).map_or("", |act| &act.path);
                NoticeLine {
                    place: format!("{}:{}", clean(path), notice.line),
                    message: clean(&notice.message),
                }
            })
            .collect();
        if all.len() > shown {
            let message = format!("and {} more: --full shows them", all.len() - shown);
            lines.push(NoticeLine { place: "…".into(), message });
        }
        lines
    }
}

fn of_treaty(finding: &Finding, obligation: Option<&Obligation>) -> String {
    source(obligation.map_or("", |it| it.instrument.as_str()), &finding.article)
}

/// `Protocol, article 6(1)(a)`
pub(super) fn source(instrument: &str, article: &str) -> String {
    let separator = if instrument.is_empty() { "" } else { ", " };
    format!("{instrument}{separator}article {article}")
}

pub(super) fn element_title(rule: Option<&Element>, id: &str) -> String {
    match rule.map(|rule| in_english(&rule.title)) {
        Some(title) if !title.is_empty() => clean(title),
        _ => spelled(id),
    }
}

fn limb_title(rule: Option<&Element>, name: &str) -> String {
    let limb = rule.and_then(|rule| rule.limbs.iter().find(|limb| limb.name == name));
    match limb.map(|limb| in_english(&limb.title)) {
        Some(title) if !title.is_empty() => clean(title),
        _ => spelled(name),
    }
}

/// The evidence that is quoted: the first of each provision.
fn quoted(finding: &Finding) -> Vec<&Evidence> {
    let mut quoted: Vec<&Evidence> = Vec::new();
    for it in &finding.evidence {
        if quoted.len() < QUOTES && !quoted.iter().any(|shown| (shown.act, &shown.eid) == (it.act, &it.eid)) {
            quoted.push(it);
        }
    }
    quoted
}

/// The labels of evidence, each once, at most so many.
fn labels<'e>(evidence: impl Iterator<Item = &'e Evidence>, most: usize) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in evidence.map(|evidence| clean(&evidence.label)) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let more = labels.len().saturating_sub(most);
    labels.truncate(most);
    if more > 0 {
        labels.push(format!("and {more} more"));
    }
    labels
}

/// `section 9(2): has something of "duty to check", lacks carrier, travel document`
pub(super) fn nearest(finding: &Finding, obligation: Option<&Obligation>) -> Vec<String> {
    let line = |near: &crate::assessment::Nearest| {
        let rule = obligation.and_then(|it| it.elements.iter().find(|rule| rule.id == near.element));
        let lacks: Vec<_> = near.lacks.iter().map(|concept| spelled(concept)).collect();
        let lacks = if lacks.is_empty() { String::new() } else { format!("; lacks: {}", lacks.join(", ")) };
        format!("{} comes near “{}”{lacks}", clean(&near.label), element_title(rule, &near.element))
    };
    finding.nearest.iter().map(line).collect()
}

pub(super) fn advice(obligation: Option<&Obligation>) -> Vec<AdvicePart> {
    let Some(advice) = obligation.map(|obligation| &obligation.advice) else { return Vec::new() };
    let part = |heading, items: &[crate::checklist::Translated]| AdvicePart {
        heading,
        items: items.iter().map(|item| clean(in_english(item))).collect(),
    };
    let parts = [
        part("Treaty requires", &advice.requires),
        part("Widely recommended", &advice.recommended),
        part("Policy choice", &advice.policy),
    ];
    parts.into_iter().filter(|part| !part.items.is_empty()).collect()
}
