//! How a position is put into words: what the texts hold, never what the State does.

use super::super::decisions::{Decision, Kind, SourceKind};
use super::super::position::Position;
use super::{Draft, Scene, translation_key};
use crate::assessment::Grade;
use crate::checklist::{Consequence, Status};
use crate::report::clean;
use crate::report::document::{Quote, Style, Translation, Words as Run};

/// Flags that lie on whole texts: one question a text, not one an article.
const OF_TEXTS: [&str; 3] = ["commencement-by-order", "not-in-force", "assessed-on-translation"];
/// Provisions named in a sentence.
const CITED: usize = 5;

impl<'a> Scene<'a> {
    /// `Immigration Act, section 6(1)(a), section 7; Penal Code, section 20`
    pub(super) fn citations(&self, position: &Position<'_>) -> String {
        let mut by_law: Vec<(usize, Vec<String>)> = Vec::new();
        let mut count = 0;
        for evidence in &position.finding.evidence {
            let Some(&law) = self.review.texts.laws.get(evidence.act) else { continue };
            let at = match by_law.iter().position(|(other, _)| *other == law) {
                Some(at) => at,
                None => {
                    by_law.push((law, Vec::new()));
                    by_law.len() - 1
                }
            };
            let labels = &mut by_law[at].1;
            let label = clean(&evidence.label);
            if count < CITED && !labels.contains(&label) {
                labels.push(label);
                count += 1;
            }
        }
        by_law.retain(|(_, labels)| !labels.is_empty());
        let law = |(law, labels): &(usize, Vec<String>)| format!("{}, {}", self.law(*law), labels.join(", "));
        let mut all: Vec<String> = by_law.iter().map(law).collect();
        all.extend(position.agreed_evidence().filter_map(|it| it.source.as_ref()).map(|source| {
            let provision = source.provision.as_deref().map_or_else(String::new, |it| format!(", {it}"));
            clean(&format!("{}{provision}", source.title))
        }));
        all.join("; ")
    }

    /// What is missing, in the titles of its elements and the ways in which provisions fall short.
    pub(super) fn shortfalls(&self, position: &Position<'_>) -> Vec<String> {
        let words = self.words;
        let mut all = Vec::new();
        for element in &position.finding.elements {
            let Some(rule) = position.obligation.elements.iter().find(|it| it.id == element.id) else {
                continue;
            };
            let title = words.of(&rule.title);
            match element.grade {
                Grade::Full => {}
                Grade::None if element.essential => all.push(title),
                Grade::None => {}
                Grade::Narrow => {
                    let reasons: Vec<_> = element.codes.iter().map(|code| words.deficiency(code)).collect();
                    let left_out = element.reach.iter().flat_map(|it| &it.left_out);
                    let mut offences: Vec<String> = Vec::new();
                    for place in left_out {
                        let Some(&law) = self.review.texts.laws.get(place.act) else { continue };
                        let offence = format!("{}, {}", self.law(law), clean(&place.label));
                        if !offences.contains(&offence) && offences.len() < CITED {
                            offences.push(offence);
                        }
                    }
                    let lacks = element.limbs.iter().filter(|(_, found)| !**found);
                    let lacks: Vec<String> = lacks
                        .map(|(name, _)| {
                            let limb = rule.limbs.iter().find(|limb| limb.name == *name);
                            let said = limb.map(|limb| words.of(&limb.title)).filter(|it| !it.is_empty());
                            said.unwrap_or_else(|| name.replace('-', " "))
                        })
                        .collect();
                    all.push(if !reasons.is_empty() {
                        format!("{title} ({})", reasons.join("; "))
                    } else if !offences.is_empty() {
                        words.say_with("for-offences", &[("x", &title), ("y", &offences.join("; "))])
                    } else if !lacks.is_empty() {
                        format!("{title} ({})", lacks.join(", "))
                    } else {
                        words.say_with("in-part", &[("x", &title)])
                    });
                }
            }
        }
        all
    }

    /// One or two sentences for a finding on which people have agreed, or would have to.
    pub(super) fn sentence(&self, position: &Position<'_>) -> String {
        let words = self.words;
        let title = words.of(&position.obligation.title);
        let citations = self.citations(position);
        let decision = position.settled();
        let reason = decision.and_then(|it| it.reason.as_deref()).map(clean).unwrap_or_default();
        let values: &[(&str, &str)] = &[("t", &title), ("x", &citations), ("r", &reason)];
        if decision.is_some_and(|it| it.kind == Kind::NotApplicable) {
            return words.say_with("not-applicable", values);
        }
        if position.consequence == Consequence::NotTriggered {
            return words.say_with("not-triggered", values);
        }
        let key = match (position.status, position.consequence) {
            (Status::Met, _) | (Status::Partial, Consequence::None) if citations.is_empty() => {
                "addressed-elsewhere"
            }
            (_, Consequence::Exceeds) if citations.is_empty() => "exceeds-silent",
            (_, Consequence::Exceeds) => "exceeds",
            (Status::Met, _) | (Status::Partial, Consequence::None) => "addressed",
            (Status::Partial, _) => "addressed-part",
            (Status::Absent, Consequence::Option | Consequence::None) => "no-provision-option",
            (Status::Absent, _) => "no-provision",
            (Status::Conflict, _) => "to-discuss",
        };
        let mut sentence = words.say_with(key, values);
        if key == "addressed-part" {
            let lacks = self.shortfalls(position);
            if !lacks.is_empty() {
                sentence.push(' ');
                sentence.push_str(&words.say_with("not-covered", &[("x", &lacks.join("; "))]));
            }
        }
        if decision.is_some_and(|it| it.kind == Kind::Override) && !reason.is_empty() {
            sentence.push(' ');
            sentence.push_str(&words.say_with("because", values));
        }
        sentence
    }

    /// The passages on which a position rests, original and translation side by side.
    pub(super) fn quotes(&self, draft: &mut Draft<'_>, position: &Position<'_>, most: usize) {
        let mut shown: Vec<(usize, String)> = Vec::new();
        for evidence in &position.finding.evidence {
            if shown.len() >= most {
                break;
            }
            let Some(passage) = self.review.texts.passage(evidence) else { continue };
            if shown.contains(&(passage.law, passage.label.clone())) {
                continue;
            }
            shown.push((passage.law, passage.label.clone()));
            draft.quote(Quote {
                source: format!("{}, {}", self.law(passage.law), clean(&passage.label)),
                text: passage.text,
                language: passage.language,
                translation: passage.translation.map(|(text, language, kind)| Translation {
                    text,
                    language,
                    kind: self.words.say(translation_key(kind)),
                }),
            });
        }
    }

    /// Evidence that people added, with its quotes.
    pub(super) fn added(&self, draft: &mut Draft<'_>, entries: &[&Decision]) {
        for source in entries.iter().filter_map(|it| it.source.as_ref()) {
            let kind = self.words.say(match source.kind {
                SourceKind::Law => "source-law",
                SourceKind::Notification => "source-notification",
                SourceKind::Practice => "source-practice",
                SourceKind::Case => "source-case",
            });
            let parts = [
                Some(&source.title),
                source.provision.as_ref(),
                source.date.as_ref(),
                source.address.as_ref(),
            ];
            let line: Vec<_> = parts.into_iter().flatten().map(|it| clean(it)).collect();
            draft.item(0, vec![Run::styled(format!("{kind}: "), Style::Strong), Run::plain(line.join(", "))]);
            if let Some(quote) = &source.quote {
                let language = source.language.clone().unwrap_or_else(|| self.words.language.clone());
                let (source, text) = (clean(&source.title), clean(quote));
                draft.quote(Quote { source, text, language, translation: None });
            }
        }
    }

    /// Notifications of the State that serve an obligation.
    pub(super) fn notified(&self, draft: &mut Draft<'_>, obligation: &str) {
        let dossier = &self.review.dossier;
        for it in dossier.notifications.iter().filter(|it| it.obligation == obligation) {
            let parts = [Some(&it.text), it.date.as_ref(), it.source.as_ref()];
            let line: Vec<_> = parts.into_iter().flatten().map(|it| clean(it)).collect();
            let kind = format!("{}: ", self.words.say("source-notification"));
            draft.item(0, vec![Run::styled(kind, Style::Strong), Run::plain(line.join(", "))]);
        }
    }

    /// The doubts that lie on whole texts: a flag, the text, and the positions that are open for it. A flag lies on an act
    /// when every finding that rests on the act carries it.
    pub(super) fn doubts(&self) -> Vec<(&'static str, usize, Vec<&Position<'a>>)> {
        let mut all = Vec::new();
        for (act, &law) in self.review.texts.laws.iter().enumerate() {
            let rests = |it: &&crate::assessment::Finding| it.evidence.iter().any(|it| it.act == act);
            let resting: Vec<_> = self.review.assessment.findings.iter().filter(rests).collect();
            for flag in OF_TEXTS {
                let carries = |it: &&crate::assessment::Finding| it.flags.iter().any(|it| it == flag);
                if resting.is_empty() || !resting.iter().all(carries) {
                    continue;
                }
                let open = |it: &&Position<'_>| it.is_open() && rests(&it.finding) && carries(&it.finding);
                let open: Vec<_> = self.positions.iter().filter(open).collect();
                if !open.is_empty() {
                    all.push((flag, law, open));
                }
            }
        }
        all
    }

    /// The questions that would settle what is open, but for doubts that lie on whole texts.
    pub(super) fn clarifications(&self, position: &Position<'_>) -> Vec<String> {
        let words = self.words;
        let obligation = position.obligation;
        let title = words.of(&obligation.title);
        let citations = self.citations(position);
        let state = clean(&self.review.dossier.short);
        let values: &[(&str, &str)] = &[("t", &title), ("x", &citations), ("s", &state)];
        let mut all: Vec<String> = Vec::new();
        let flags = &position.finding.flags;
        let is_of_text = |flag: &str| OF_TEXTS.contains(&flag) && !citations.is_empty();
        let has_unproved = flags.iter().any(|it| it == "reach-unproved");
        // Where a general rule was found, only its reach is in doubt.
        let asks = |flag: &&String| !(is_of_text(flag) || has_unproved && *flag == "check-general-part");
        for flag in flags.iter().filter(asks) {
            let key = format!("ask-{flag}");
            let key = match citations.is_empty() && words.has(&format!("{key}-silent")) {
                true => format!("{key}-silent"),
                false => key,
            };
            if words.has(&key) {
                all.push(words.say_with(&key, values));
            }
        }
        if position.finding.status == Status::Conflict {
            all.insert(0, words.say_with("ask-conflict", values));
        }
        if let Some(fact) = &obligation.applies_when
            && !self.review.dossier.facts.contains_key(fact)
        {
            let key = format!("ask-fact-{fact}");
            let key = if words.has(&key) { key } else { "ask-fact".to_owned() };
            all.push(words.say_with(&key, values));
        }
        if all.is_empty() && !flags.iter().any(|flag| is_of_text(flag)) {
            let key = if citations.is_empty() { "ask-measures" } else { "ask-measures-beside" };
            all.push(words.say_with(key, values));
        }
        all
    }
}
