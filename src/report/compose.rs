//! An assessment → [`Report`]: what is told, in which order and under which heading.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::bearing::bearing;
use super::kinds::{belongs_here, home, kinds};
use super::model::*;
use super::page::{Pages, mark_id, provision_id};
use super::quote::{clean, quote};
use super::who::persons;
use super::words::{Words, direction, name_of, spelled};
use super::{Depth, Format, Input};
use crate::assessment::{ActRead, Carried, ElementFound, Evidence, Finding, Grade, Member, News, Unused};
use crate::checklist::{Consequence, Element, Obligation, Status};

/// Quotes shown for an obligation; the labels of the others follow.
const QUOTES: usize = 3;
/// Labels shown for an element.
const LABELS: usize = 4;
/// Notices shown; a text that was read badly has thousands.
const NOTICES: usize = 20;

/// A finding beside its obligation; none when the checklist is not at hand.
type Read<'a> = (&'a Finding, Option<&'a Obligation>);

/// Puts a report together. A page has the acts beside it.
pub(super) fn compose<'w>(input: &Input<'_>, words: &'w Words, format: Format) -> Report<'w> {
    let is_page = format == Format::Html;
    let assessment = input.assessment;
    let with_pages = is_page && input.with_text && !input.acts.is_empty();
    let names = ActNames::new(&assessment.acts, words, with_pages);
    let composer = Composer { input, words, names, is_passed_on: format != Format::Terminal };
    let findings: Vec<_> =
        assessment.findings.iter().map(|finding| (finding, composer.obligation(finding))).collect();
    let kinds = kinds(&findings);
    let is_here = |&(finding, obligation): &Read<'_>| {
        input.depth == Depth::Full
            || !matches!(finding.consequence, Consequence::Gap | Consequence::ToVerify)
            || belongs_here(finding, obligation, &kinds)
    };
    let is_known = |(finding, _): &Read<'_>| {
        assessment.baseline.as_ref().is_some_and(|held| held.is_known(&finding.obligation))
    };
    let (known, rest): (Vec<_>, Vec<_>) = findings.iter().copied().partition(is_known);
    let (here, other): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_here);

    let mut sections: Vec<_> = SECTIONS
        .iter()
        .map(|plan| composer.section(plan, &here))
        .chain([composer.section(&KNOWN, &known)])
        .filter(|section| !section.entries.is_empty())
        .collect();
    let elsewhere = composer.elsewhere(&other);
    let all: Vec<_> = findings.iter().map(|&(finding, _)| finding).collect();
    let bearing = if is_page { bearing(&composer, input.acts, &all) } else { Vec::new() };
    let persons = input.who.map_or_else(Vec::new, |who| persons(who, words, &composer.names));
    let sets = composer.sets();
    let pages = if with_pages { composer.pages(&bearing) } else { Vec::new() };
    let shown: BTreeSet<&str> = pages.iter().flat_map(|page| page.marks()).collect();
    for quote in sections.iter_mut().flat_map(|section| &mut section.entries).flat_map(|it| &mut it.quotes) {
        // Words that stand in a contents list or a running head are not on the page.
        if let Some((words, provision)) = quote.label.href.split_once(' ') {
            let is_shown = shown.contains(words.trim_start_matches('#'));
            quote.label.href = if is_shown { words.to_owned() } else { provision.to_owned() };
        }
    }
    Report {
        language: words.language.clone(),
        dir: direction(&words.language),
        t: &words.text,
        classification: clean(input.classification),
        reloads: input.reloads,
        unfolded: input.depth == Depth::Full,
        tool: format!("{} {}", assessment.tool.name, assessment.tool.version),
        checklists: composer.checklists(),
        acts: composer.acts(),
        remarks: composer.remarks(),
        sets,
        summary: summary(&sections, &elsewhere, words),
        clusters: composer.clusters(&findings, &other),
        sections,
        elsewhere,
        unused: composer.unused(),
        bearing,
        persons,
        pages,
        read_as: read_as(&kinds, &findings, words),
        notices: composer.notices(),
        unchecked: findings.iter().all(|(_, it)| it.is_none_or(|it| it.text_checked.is_none())),
    }
}

/// What kind of act the texts look like.
fn read_as(kinds: &[&str], findings: &[Read<'_>], words: &Words) -> String {
    if findings.iter().all(|(finding, _)| finding.status == Status::Absent) {
        return words.say("read-as-nothing").to_owned();
    }
    let kinds: Vec<_> = kinds.iter().map(|kind| words.kind(kind)).collect();
    match kinds.as_slice() {
        [] => words.say("read-as-unsure").to_owned(),
        kinds => words.say_with("read-as", &[("x", &kinds.join(", "))]),
    }
}

/// A heading of the report and what stands under it. Its words are `KEY` and `KEY-note`.
struct SectionPlan {
    key: &'static str,
    tone: &'static str,
    folded: bool,
    takes: fn(&Finding) -> bool,
}

/// In reading order; each finding falls under exactly one.
const SECTIONS: [SectionPlan; 5] = [
    SectionPlan {
        key: "gaps",
        tone: "gap",
        folded: false,
        takes: |finding| finding.consequence == Consequence::Gap,
    },
    SectionPlan {
        key: "verify",
        tone: "to-verify",
        folded: false,
        takes: |finding| finding.consequence == Consequence::ToVerify,
    },
    SectionPlan {
        key: "addressed",
        tone: "met",
        folded: true,
        takes: |finding| match finding.consequence {
            Consequence::Exceeds => true,
            Consequence::None => finding.status != Status::Absent,
            _ => false,
        },
    },
    SectionPlan {
        key: "options",
        tone: "option",
        folded: true,
        takes: |finding| match finding.consequence {
            Consequence::Option => true,
            Consequence::None => finding.status == Status::Absent,
            _ => false,
        },
    },
    SectionPlan {
        key: "not-triggered",
        tone: "option",
        folded: true,
        takes: |finding| finding.consequence == Consequence::NotTriggered,
    },
];

/// What stands in the baseline: visible, folded, never counted.
const KNOWN: SectionPlan = SectionPlan { key: "known", tone: "option", folded: true, takes: |_| true };

/// What the reader learns first: what the text does, what it lacks, what stays open, what lies elsewhere.
fn summary(sections: &[Section], elsewhere: &[Elsewhere], words: &Words) -> Vec<SummaryLine> {
    let line = |key: &str| {
        let section = sections.iter().find(|section| section.key == key)?;
        let item = |entry: &Entry| SummaryItem { id: entry.id.clone(), title: entry.title.clone() };
        Some(SummaryLine {
            tone: section.tone,
            label: words.say(&format!("{key}-short")).to_owned(),
            count: section.entries.len(),
            items: section.entries.iter().map(item).collect(),
        })
    };
    let group = |group: &Elsewhere| SummaryItem {
        id: String::new(),
        title: format!("{} ({})", group.places, group.items.len()),
    };
    let other = (!elsewhere.is_empty()).then(|| SummaryLine {
        tone: "elsewhere",
        label: words.say("elsewhere").to_owned(),
        count: elsewhere.iter().map(|group| group.items.len()).sum(),
        items: elsewhere.iter().map(group).collect(),
    });
    let before = [line("addressed"), line("gaps"), line("verify"), other];
    let lines = before.into_iter().chain([line("options"), line("not-triggered"), line("known")]);
    lines.flatten().collect()
}

/// The acts as they are named and pointed at.
pub(super) struct ActNames<'a> {
    acts: &'a [ActRead],
    language: &'a str,
    /// The acts are beside the report.
    linked: bool,
    /// Anchors of provisions that something points at.
    wanted: RefCell<BTreeSet<String>>,
}

impl<'a> ActNames<'a> {
    pub(super) fn new(acts: &'a [ActRead], words: &'a Words, linked: bool) -> Self {
        Self { acts, language: &words.language, linked, wanted: RefCell::default() }
    }

    /// The language of an act, where it is not the report's.
    fn tongue(&self, act: usize) -> Tongue {
        match self.acts.get(act) {
            Some(act) if act.language != self.language => {
                Tongue { dir: direction(&act.language), lang: clean(&act.language) }
            }
            _ => Tongue { lang: String::new(), dir: "" },
        }
    }

    /// A provision, with the place on the page where it stands.
    pub(super) fn label(&self, act: usize, eid: &str, label: &str) -> Label {
        let mut href = String::new();
        if self.linked {
            let anchor = provision_id(act, eid);
            href = format!("#{anchor}");
            self.wanted.borrow_mut().insert(anchor);
        }
        Label { text: clean(label), href, tongue: self.tongue(act) }
    }
}

pub(super) struct Composer<'a> {
    input: &'a Input<'a>,
    words: &'a Words,
    names: ActNames<'a>,
    is_passed_on: bool,
}

impl<'a> Composer<'a> {
    pub(super) fn label(&self, act: usize, eid: &str, label: &str) -> Label {
        self.names.label(act, eid, label)
    }

    /// The file of an act: as the user named it where a terminal can open it, its bare name in what is passed on.
    fn path(&self, act: usize) -> String {
        let path = self.input.assessment.acts.get(act).map_or("", |act| &act.path);
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        clean(if self.is_passed_on { name } else { path })
    }

    /// Whether words of the law may be shown.
    pub(super) fn shows_words(&self) -> bool {
        self.input.with_text
    }

    /// The title of an obligation and of its elements.
    pub(super) fn names(&self, finding: &'a Finding) -> (String, BTreeMap<&'a str, String>) {
        let obligation = self.obligation(finding);
        let rule = |id: &str| obligation.and_then(|it| it.elements.iter().find(|rule| rule.id == id));
        let elements = finding.elements.iter();
        let names = elements.map(|it| (it.id.as_str(), element_title(rule(&it.id), &it.id, self.words)));
        (self.title(finding, obligation), names.collect())
    }

    fn pages(&self, bearing: &[Bearing]) -> Vec<super::page::ActPage> {
        let wanted = self.names.wanted.borrow();
        let pages = Pages {
            findings: &self.input.assessment.findings,
            bearing,
            wanted: &wanted,
            unfolded: self.input.depth == Depth::Full,
        };
        let acts = self.input.acts.iter().enumerate();
        acts.map(|(index, act)| pages.page(index, act, self.names.tongue(index))).collect()
    }

    /// What the acts are about, where it is not the treaty's subject.
    fn remarks(&self) -> Vec<Remark> {
        let acts = &self.input.assessment.acts;
        let remark = |subject: &crate::assessment::Subject| Remark {
            title: match acts.get(subject.act) {
                Some(act) if acts.len() > 1 => clean(&act.title),
                _ => String::new(),
            },
            sentence: self.words.flag(&subject.flag, None),
        };
        self.input.assessment.subjects.iter().map(remark).collect()
    }

    fn clusters(&self, findings: &[Read<'_>], other: &[Read<'_>]) -> Vec<Cluster> {
        let item = |&(finding, obligation): &Read<'_>| {
            let held = self.input.assessment.baseline.as_ref();
            let plan = match held.is_some_and(|held| held.is_known(&finding.obligation)) {
                true => Some(&KNOWN),
                false => SECTIONS.iter().find(|plan| (plan.takes)(finding)),
            };
            let is_other = other.iter().any(|it| std::ptr::eq(it.0, finding));
            let (tone, key) = match plan {
                Some(plan) if !is_other => (plan.tone, format!("{}-short", plan.key)),
                _ => ("elsewhere", "elsewhere".to_owned()),
            };
            ClusterItem {
                id: finding.obligation.clone(),
                title: self.title(finding, obligation),
                source: self.of_treaty(finding, obligation),
                tone,
                result: self.words.say(&key).to_owned(),
            }
        };
        let cluster = |(id, title): &(String, crate::checklist::Translated)| Cluster {
            id: id.clone(),
            title: clean(self.words.of(title)),
            items: findings.iter().filter(|(finding, _)| finding.cluster == *id).map(item).collect(),
        };
        let known = self.input.checklists.iter().flat_map(|checklist| &checklist.clusters);
        known.map(cluster).filter(|cluster| !cluster.items.is_empty()).collect()
    }

    fn obligation(&self, finding: &Finding) -> Option<&'a Obligation> {
        let mut all = self.input.checklists.iter().flat_map(|checklist| &checklist.obligations);
        all.find(|obligation| obligation.id == finding.obligation)
    }

    fn section(&self, plan: &SectionPlan, findings: &[Read<'a>]) -> Section {
        let taken = findings.iter().filter(|(finding, _)| (plan.takes)(finding));
        Section {
            tone: plan.tone,
            key: plan.key,
            heading: self.words.say(plan.key).to_owned(),
            note: self.words.say(&format!("{}-note", plan.key)).to_owned(),
            folded: plan.folded && self.input.depth == Depth::Folded,
            entries: taken.map(|(finding, obligation)| self.entry(finding, *obligation)).collect(),
        }
    }

    fn entry(&self, finding: &'a Finding, obligation: Option<&Obligation>) -> Entry {
        let words = self.words;
        let of_grade = |grade: Grade| {
            let elements = finding.elements.iter().filter(|element| element.grade == grade);
            elements.map(|element| self.element(finding, element, obligation)).collect()
        };
        let said = |table: &std::collections::BTreeMap<String, String>, name: String| {
            table.get(&name).cloned().unwrap_or(name)
        };
        let quoted = if self.shows_words() { quoted(finding) } else { Vec::new() };
        let is_shown =
            |it: &&Evidence| quoted.iter().any(|shown| (shown.act, &shown.eid) == (it.act, &it.eid));
        let others = finding.evidence.iter().filter(|it| !is_shown(it));
        let held = self.input.assessment.baseline.as_ref().and_then(|it| it.of(&finding.obligation));
        let known = held.filter(|held| held.news == News::Known);
        let status = name_of(&finding.status);
        let consequence = name_of(&finding.consequence);
        let sentences = [
            said(&words.status_sentence, status.clone()),
            said(&words.consequence_sentence, consequence.clone()),
        ];
        Entry {
            id: finding.obligation.clone(),
            title: self.title(finding, obligation),
            news: held
                .map_or_else(String::new, |it| words.say(&format!("news-{}", name_of(&it.news))).to_owned()),
            accepted: known.map_or_else(String::new, |it| match it.reason.as_str() {
                "" => words.say("accepted-before").to_owned(),
                reason => clean(reason),
            }),
            asks: obligation.map_or_else(String::new, |it| clean(words.of(&it.summary))),
            source: self.of_treaty(finding, obligation),
            cluster: finding.cluster.clone(),
            force: said(&words.force, name_of(&finding.force)),
            status: said(&words.status, status.clone()),
            status_code: status,
            consequence: said(&words.consequence, consequence.clone()),
            consequence_code: consequence,
            sentence: sentences.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" "),
            carried_by: self.labels(finding.evidence.iter(), LABELS),
            found: of_grade(Grade::Full),
            narrow: of_grade(Grade::Narrow),
            missing: of_grade(Grade::None),
            quotes: quoted.iter().map(|evidence| self.quote(evidence)).collect(),
            more: self.labels(others, LABELS),
            nearest: self.nearest(finding, obligation),
            notes: finding.flags.iter().map(|flag| words.flag(flag, obligation)).collect(),
            advice: if finding.status == Status::Met { Vec::new() } else { advice(obligation, words) },
        }
    }

    fn title(&self, finding: &Finding, obligation: Option<&Obligation>) -> String {
        obligation.map_or_else(|| finding.obligation.clone(), |it| clean(self.words.of(&it.title)))
    }

    fn element(&self, finding: &Finding, element: &ElementFound, of: Option<&Obligation>) -> ElementLine {
        let rule = of.and_then(|obligation| obligation.elements.iter().find(|rule| rule.id == element.id));
        let limbs = |found: bool| {
            let limbs = element.limbs.iter().filter(|&(_, &holds)| holds == found);
            limbs.map(|(name, _)| limb_title(rule, name, self.words)).collect()
        };
        let evidence = element.evidence.iter().filter_map(|&index| finding.evidence.get(index));
        // What was not found reaches nobody: that goes without saying.
        let reach = element.reach.iter().filter(|_| element.grade != Grade::None);
        let left_out = reach.flat_map(|reach| &reach.left_out);
        ElementLine {
            title: element_title(rule, &element.id, self.words),
            essential: element.essential,
            labels: self.labels(evidence, LABELS),
            reasons: element.codes.iter().map(|code| self.reason(code)).collect(),
            covers: limbs(true),
            lacks: limbs(false),
            left_out: labels(
                left_out.map(|it| self.label(it.act, &it.eid, &it.label)).collect(),
                LABELS,
                self.words,
            ),
        }
    }

    fn reason(&self, code: &str) -> String {
        format!("{} ({code})", self.words.deficiency(code))
    }

    fn quote(&self, evidence: &Evidence) -> Quote {
        let path = self.path(evidence.act);
        let page = evidence.at.as_ref().and_then(|at| at.page);
        let page = page.map(|page| format!(", {} {page}", self.words.say("page")));
        let place = format!("{path}:{}{}", evidence.line, page.unwrap_or_default());
        let via = match evidence.via {
            Carried::Direct => String::new(),
            via => self.words.via.get(&name_of(&via)).cloned().unwrap_or_default(),
        };
        let mut label = self.label(evidence.act, &evidence.eid, &evidence.label);
        if !label.href.is_empty() {
            // The words themselves, else the provision: which of both is settled when the page is written.
            label.href = format!("#{} {}", mark_id(evidence.act, evidence.start), label.href);
        }
        let text = self.input.acts.get(evidence.act).map(|act| act.source.text.as_str());
        quote(evidence, text, label, place, via)
    }

    /// The provisions of evidence, each once, at most so many.
    fn labels<'e>(&self, evidence: impl Iterator<Item = &'e Evidence>, most: usize) -> Labels {
        labels(evidence.map(|it| self.label(it.act, &it.eid, &it.label)).collect(), most, self.words)
    }

    /// `section 9(2)`: has something of “duty to check”, lacks carrier, travel document.
    fn nearest(&self, finding: &Finding, obligation: Option<&Obligation>) -> Vec<NearestLine> {
        let line = |near: &crate::assessment::Nearest| NearestLine {
            label: self.label(near.act, &near.eid, &near.label),
            sentence: near_sentence(near, obligation, self.words),
        };
        finding.nearest.iter().map(line).collect()
    }

    /// `Protocol, article 6(1)(a)`
    fn of_treaty(&self, finding: &Finding, obligation: Option<&Obligation>) -> String {
        source(obligation.map_or("", |it| it.instrument.as_str()), &finding.article, self.words)
    }

    fn elsewhere(&self, findings: &[Read<'_>]) -> Vec<Elsewhere> {
        let mut groups: Vec<Elsewhere> = Vec::new();
        for (finding, obligation) in findings {
            let other = || self.words.say("other-law").to_owned();
            let places = obligation.and_then(home).map_or_else(other, |kind| self.words.kind(kind));
            let item = ElsewhereItem {
                id: finding.obligation.clone(),
                title: self.title(finding, *obligation),
                source: self.of_treaty(finding, *obligation),
                cluster: finding.cluster.clone(),
            };
            match groups.iter_mut().find(|group| group.places == places) {
                Some(group) => group.items.push(item),
                None => groups.push(Elsewhere { places, items: vec![item] }),
            }
        }
        groups
    }

    /// What the baseline accepts and nobody needs any more.
    fn unused(&self) -> Vec<String> {
        let entries = self.input.assessment.baseline.iter().flat_map(|held| &held.unused);
        let sentence = |it: &Unused| {
            let key = if it.addressed { "unused-addressed" } else { "unused-unknown" };
            self.words.say_with(key, &[("x", &clean(&it.obligation))])
        };
        entries.map(sentence).collect()
    }

    fn checklists(&self) -> Vec<String> {
        let title = |id: &str| self.input.checklists.iter().find(|checklist| checklist.id == id);
        let used = self.input.assessment.checklists.iter();
        used.map(|used| {
            let title = title(&used.id).map_or(used.id.as_str(), |checklist| self.words.of(&checklist.title));
            format!("{} ({} {})", clean(title), used.id, used.version)
        })
        .collect()
    }

    fn acts(&self) -> Vec<ActLine> {
        let line = |(index, act): (usize, &ActRead)| {
            let words = self.words;
            let as_at = act.as_at.as_ref().map(|date| words.say_with("as-at", &[("x", date)]));
            let key = if act.provision_count == 1 { "provision" } else { "provisions" };
            let count = words.say_with(key, &[("n", &act.provision_count.to_string())]);
            let stated = [act.territory.clone(), act.country.clone(), Some(act.language.clone())];
            let facts = stated.into_iter().chain([act.status.clone(), as_at, Some(count)]).flatten();
            ActLine {
                title: clean(&act.title),
                path: self.path(index),
                facts: facts.map(|fact| clean(&fact)).collect(),
                tongue: self.names.tongue(index),
            }
        };
        self.input.assessment.acts.iter().enumerate().map(line).collect()
    }

    fn sets(&self) -> Vec<SetLine> {
        let rules = self.input.checklists.iter().flat_map(|checklist| &checklist.sets);
        let limb = |rule: &crate::checklist::SetRule, name: &String| {
            let limb = rule.limbs.iter().find(|limb| limb.name == *name);
            limb.map_or_else(|| spelled(name), |limb| clean(self.words.of(&limb.title)))
        };
        let member = |rule: &crate::checklist::SetRule, member: &Member| SetMemberLine {
            label: self.label(member.act, &member.eid, &member.label),
            limbs: match member.limbs.as_slice() {
                // A set without limbs has one, which bears its name.
                [only] if *only == rule.id => Vec::new(),
                limbs => limbs.iter().map(|name| limb(rule, name)).collect(),
            },
        };
        rules
            .filter_map(|rule| Some((rule, self.input.assessment.sets.get(&rule.id)?)))
            .map(|(rule, members)| SetLine {
                title: clean(self.words.of(&rule.title)),
                members: members.iter().map(|it| member(rule, it)).collect(),
            })
            .collect()
    }

    fn notices(&self) -> Vec<NoticeLine> {
        let all = &self.input.assessment.notices;
        let shown = if self.input.depth == Depth::Full { all.len() } else { NOTICES };
        let mut lines: Vec<_> = all
            .iter()
            .take(shown)
            .map(|notice| NoticeLine {
                place: format!("{}:{}", self.path(notice.act), notice.line),
                message: clean(&notice.message),
            })
            .collect();
        if all.len() > shown {
            let more = (all.len() - shown).to_string();
            let message = self.words.say_with("more-notices", &[("n", &more)]);
            lines.push(NoticeLine { place: "…".into(), message });
        }
        lines
    }
}

/// `Protocol, article 6(1)(a)`
pub(super) fn source(instrument: &str, article: &str, words: &Words) -> String {
    let separator = if instrument.is_empty() { "" } else { ", " };
    format!("{}{separator}{} {article}", words.instrument(instrument), words.say("article"))
}

pub(super) fn element_title(rule: Option<&Element>, id: &str, words: &Words) -> String {
    match rule.map(|rule| words.of(&rule.title)) {
        Some(title) if !title.is_empty() => clean(title),
        _ => spelled(id),
    }
}

fn limb_title(rule: Option<&Element>, name: &str, words: &Words) -> String {
    let limb = rule.and_then(|rule| rule.limbs.iter().find(|limb| limb.name == name));
    match limb.map(|limb| words.of(&limb.title)) {
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

/// Labels, each once, at most so many.
pub(super) fn labels(all: Vec<Label>, most: usize, words: &Words) -> Labels {
    let mut shown: Vec<Label> = Vec::new();
    for label in all {
        if !shown.iter().any(|known| known.text == label.text) {
            shown.push(label);
        }
    }
    let more = shown.len().saturating_sub(most);
    shown.truncate(most);
    let rest = match more {
        0 => String::new(),
        more => words.say_with("and-more", &[("n", &more.to_string())]),
    };
    let texts = shown.iter().map(|label| label.text.as_str()).chain(Some(rest.as_str()));
    let text = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    Labels { shown, rest, text }
}

/// `comes near “duty to check”; lacks: carrier, travel document`
pub(super) fn near_sentence(
    near: &crate::assessment::Nearest,
    obligation: Option<&Obligation>,
    words: &Words,
) -> String {
    let rule = obligation.and_then(|it| it.elements.iter().find(|rule| rule.id == near.element));
    let lacks: Vec<_> = near.lacks.iter().map(|concept| spelled(concept)).collect();
    let near = words.say_with("comes-near", &[("x", &element_title(rule, &near.element, words))]);
    match lacks.is_empty() {
        true => near,
        false => format!("{near}; {}", words.say_with("lacks", &[("x", &lacks.join(", "))])),
    }
}

pub(super) fn advice(obligation: Option<&Obligation>, words: &Words) -> Vec<AdvicePart> {
    let Some(advice) = obligation.map(|obligation| &obligation.advice) else { return Vec::new() };
    let wording = |item: &crate::checklist::Translated| Wording {
        text: clean(words.of(item)),
        lang: match item.contains_key(&words.language) {
            true => String::new(),
            false => "en".into(),
        },
    };
    let part = |key: &str, items: &[crate::checklist::Translated]| AdvicePart {
        heading: words.say(key).to_owned(),
        items: items.iter().map(wording).collect(),
    };
    let parts = [
        part("treaty-requires", &advice.requires),
        part("recommended", &advice.recommended),
        part("policy-choice", &advice.policy),
    ];
    parts.into_iter().filter(|part| !part.items.is_empty()).collect()
}
