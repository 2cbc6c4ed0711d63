//! Obligations with their elements: where each element is sought, how it may be found, what makes it narrow.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::{Compiler, roles};
use super::file::{ElementForm, ObligationForm, PenaltyForm, SeekForm, ViaForm, Words};
use super::read::{At, Entries, Many};
use super::rule::{
    Advice, Condition, Element, Full, Limb, Obligation, On, PenaltyTest, Reach, Seek, SetRule, Status,
    Translated,
};
use crate::span::Span;

/// What obligations may name in the rest of the checklist.
pub(super) struct Surroundings<'a> {
    pub clusters: &'a [String],
    pub sets: &'a [SetRule],
    /// Instrument of the file, for obligations that state none.
    pub instrument: &'a str,
    /// `som-protocol/criminalization.yaml`
    pub file: &'a str,
}

impl Compiler<'_> {
    /// Compiles one obligation.
    pub fn obligation(&mut self, form: ObligationForm, around: &Surroundings<'_>) -> Obligation {
        self.known("cluster", &form.cluster, around.clusters.iter().map(String::as_str));
        if form.elements.value.is_empty() {
            let message = format!("{} has no elements", form.id.value);
            self.fault(form.id.at, message, "an obligation is found by its elements");
        }
        let ids: Vec<At<String>> = form.elements.value.iter().map(|element| element.id.clone()).collect();
        self.unique("element", &ids);
        for id in &ids {
            let taken = ["act", "set", "code"].contains(&id.value.as_str())
                || around.sets.iter().any(|set| set.id == id.value);
            if taken {
                self.fault(
                    id.at,
                    format!("`{}` already means something else", id.value),
                    "choose another name",
                );
            }
        }
        let elements: Vec<Element> =
            form.elements.value.into_iter().map(|element| self.element(element, &ids, around)).collect();
        self.cycles(&elements, &ids);
        let flags = self.flags(form.flags, &elements, around);
        let grade = self.grade(form.grade, &elements, around);
        if grade.is_empty() && !elements.is_empty() && !elements.iter().any(|element| element.anchor) {
            let message = format!("{} has neither an anchor nor a decision table", form.id.value);
            self.fault(form.id.at, message, "mark one element `anchor: true`, or write `grade`");
        }
        let mut list = |words: Vec<Words>| words.into_iter().map(|words| self.words(words)).collect();
        let advice = Advice {
            requires: list(form.advice.requires),
            recommended: list(form.advice.recommended),
            policy: list(form.advice.policy),
        };
        Obligation {
            title: self.words(form.title),
            summary: self.words(form.summary),
            id: form.id.value,
            article: form.article,
            instrument: form.instrument.unwrap_or_else(|| around.instrument.to_owned()),
            force: form.force,
            means: form.means,
            applies_when: form.applies_when,
            triggered_by: form.triggered_by.map(|id| id.value),
            cluster: form.cluster.value,
            carried_by: form.carried_by.0.iter().map(|act| act.name().to_owned()).collect(),
            general_part: form.general_part,
            elements,
            grade,
            flags,
            advice,
            text_checked: form.text_checked,
            file: around.file.to_owned(),
        }
    }

    fn element(&mut self, form: ElementForm, ids: &[At<String>], around: &Surroundings<'_>) -> Element {
        let id = form.id.clone();
        let title = match &form.title {
            Some(title) => self.words(title.clone()),
            None => Translated::from([("en".into(), id.value.replace('-', " "))]),
        };
        let ways = if form.any.is_empty() { vec![&NO_WAY] } else { form.any.iter().collect() };
        let seeks: Vec<Seek> = ways.into_iter().map(|way| self.seek(&form, way, ids, around)).collect();
        let cites = form.via.as_ref().is_some_and(|via| via.contains(&ViaForm::Citation));
        let limbs = self.limbs(form.limbs, cites);
        for seek in &seeks {
            let bare = seek.find.is_none() && seek.penalty.is_none() && seek.under.is_none();
            let nothing = match seek.on {
                On::Act => true,
                On::Set(_) => seek.roles.is_empty() && seek.not_roles.is_empty() && limbs.is_empty(),
                On::Element(_) => seek.roles.is_empty() && limbs.is_empty(),
            };
            // A find that does not parse has been told already.
            let written = form.find.is_some() || form.any.iter().any(|way| way.find.is_some());
            if bare && nothing && !written && (seek.on == On::Act || seek.limbs_of_set.is_empty()) {
                let help = "write `find`; on a set, roles, limbs or a penalty will do";
                self.fault(id.at, format!("the element `{}` seeks nothing", id.value), help);
                break;
            }
        }
        Element {
            title,
            anchor: form.anchor,
            essential: form.essential,
            narrow: self.narrow(form.narrow),
            full: self.full(form.full.as_ref(), &limbs),
            limbs,
            seeks,
            id: id.value,
        }
    }

    /// One way of finding an element; what it leaves out is the element's.
    fn seek(
        &mut self,
        form: &ElementForm,
        way: &SeekForm,
        ids: &[At<String>],
        around: &Surroundings<'_>,
    ) -> Seek {
        let on_name = way.on.as_ref().or(form.on.as_ref());
        let on = self.on(form, on_name, ids, around);
        let limbs_of_set = way.limbs_of_set.as_ref().unwrap_or(&form.limbs_of_set);
        self.limbs_of_set(limbs_of_set, &on, around);
        let reach = way.reach.as_ref().or(form.reach.as_ref());
        if let (Some(At { at, value: Reach::All | Reach::EachLimb }), On::Act) = (reach, &on) {
            self.fault(*at, "`reach` counts the members of a set", "say `on: SET`, or leave `reach` out");
        }
        let via = way.via.as_ref().or(form.via.as_ref());
        let carries = |what| via.map_or(what == ViaForm::Definition, |via| via.contains(&what));
        let penalty = way.penalty.as_ref().or(form.penalty.as_ref());
        Seek {
            find: self.optional(way.find.as_ref().or(form.find.as_ref())),
            roles: roles(way.role.as_ref().unwrap_or(&form.role)),
            not_roles: roles(way.not_role.as_ref().unwrap_or(&form.not_role)),
            on,
            reach: reach.map_or(Reach::Some, |reach| reach.value),
            limbs_of_set: limbs_of_set.0.iter().map(|limb| limb.value.clone()).collect(),
            under: self.optional(way.under.as_ref().or(form.under.as_ref())),
            not_under: self.optional(way.not_under.as_ref().or(form.not_under.as_ref())),
            not: self.optional(way.not.as_ref().or(form.not.as_ref())),
            via_definition: carries(ViaForm::Definition),
            via_citation: carries(ViaForm::Citation),
            penalty: penalty.and_then(|penalty| self.penalty(penalty)),
            code: way.code.clone(),
        }
    }

    fn on(
        &mut self,
        form: &ElementForm,
        name: Option<&At<String>>,
        ids: &[At<String>],
        around: &Surroundings<'_>,
    ) -> On {
        let Some(name) = name else {
            if !form.anchor {
                let message = format!("the element `{}` does not say where it is sought", form.id.value);
                let help = "write `on: SET`, `on: ELEMENT` or `on: act`; only anchors may leave it out";
                self.fault(form.id.at, message, help);
            }
            return On::Act;
        };
        let sets = around.sets.iter().map(|set| set.id.as_str());
        let elements = ids.iter().map(|id| id.value.as_str());
        match name.value.as_str() {
            "act" => On::Act,
            set if sets.clone().any(|id| id == set) => On::Set(set.to_owned()),
            _ => {
                self.known("set or element", name, sets.chain(elements).chain(["act"]));
                On::Element(name.value.clone())
            }
        }
    }

    fn limbs_of_set(&mut self, limbs: &Many<At<String>>, on: &On, around: &Surroundings<'_>) {
        let On::Set(set) = on else {
            if let Some(first) = limbs.0.first() {
                self.fault(first.at, "`limbs-of-set` chooses members of a set", "say `on: SET`");
            }
            return;
        };
        let Some(set) = around.sets.iter().find(|rule| rule.id == *set) else { return };
        for limb in &limbs.0 {
            self.known("limb", limb, set.limbs.iter().map(|limb| limb.name.as_str()));
        }
    }

    fn penalty(&mut self, form: &At<PenaltyForm>) -> Option<PenaltyTest> {
        let PenaltyForm { imprisonment_max, imprisonment, fine } = &form.value;
        match (imprisonment_max, imprisonment, fine) {
            (Some(text), false, false) => match at_least_months(&text.value) {
                Some(months) => Some(PenaltyTest::ImprisonmentMaxAtLeast(months)),
                None => {
                    let message = format!("`{}` is no comparison", text.value);
                    self.fault(text.at, message, "write `>= 48 months` or `>= 4 years`");
                    None
                }
            },
            (None, true, false) => Some(PenaltyTest::Imprisonment),
            (None, false, true) => Some(PenaltyTest::Fine),
            _ => {
                let help = "state one of `imprisonment-max`, `imprisonment: true`, `fine: true`";
                self.fault(form.at, "a penalty is compared in one way", help);
                None
            }
        }
    }

    fn full(&mut self, text: Option<&At<String>>, limbs: &[Limb]) -> Full {
        let Some(text) = text else { return Full::All };
        let words: Vec<&str> = text.value.split_whitespace().collect();
        let full = match words[..] {
            ["all"] => Some(Full::All),
            [count] => count.parse().ok().map(Full::Count),
            [name, "or", count] => count.parse().ok().map(|count| Full::NamedOr(name.to_owned(), count)),
            _ => None,
        };
        let names = limbs.iter().map(|limb| limb.name.as_str());
        match &full {
            None => {
                let help = "write `all`, a number, or `NAME or NUMBER`";
                self.fault(text.at, format!("`{}` does not say how many limbs", text.value), help);
            }
            Some(Full::Count(count)) if *count == 0 || *count > limbs.len() => {
                self.fault(text.at, format!("the element has {} limbs", limbs.len()), "");
            }
            Some(Full::NamedOr(name, _)) => {
                self.known("limb", &At { at: text.at, value: name.clone() }, names);
            }
            _ => {}
        }
        full.unwrap_or_default()
    }

    fn grade(
        &mut self,
        table: Entries<Status, At<String>>,
        elements: &[Element],
        around: &Surroundings<'_>,
    ) -> Vec<(Status, Condition)> {
        let mut rows = Vec::new();
        let mut partial = false;
        for (status, text) in table.0 {
            if status.value == Status::Met && partial {
                let help = "rows are tried in the order written: put `met` before `partial`";
                self.fault(status.at, "`met` stands after `partial`", help);
            }
            partial |= status.value == Status::Partial;
            rows.extend(self.condition(&text, elements, around).map(|condition| (status.value, condition)));
        }
        rows
    }

    fn flags(
        &mut self,
        flags: Entries<String, At<String>>,
        elements: &[Element],
        around: &Surroundings<'_>,
    ) -> Vec<(String, Condition)> {
        let flag = |(name, text): (At<String>, At<String>)| {
            self.condition(&text, elements, around).map(|condition| (name.value, condition))
        };
        flags.0.into_iter().filter_map(flag).collect()
    }

    /// Tells an element that is sought on itself by way of others.
    fn cycles(&mut self, elements: &[Element], ids: &[At<String>]) {
        let on: BTreeMap<&str, Vec<&str>> = elements
            .iter()
            .map(|element| {
                let names = element.seeks.iter().filter_map(|seek| match &seek.on {
                    On::Element(name) => Some(name.as_str()),
                    _ => None,
                });
                (element.id.as_str(), names.collect())
            })
            .collect();
        let mut faults: Vec<(Span, String)> = Vec::new();
        for id in ids {
            let mut seen = BTreeSet::new();
            let mut next = on.get(id.value.as_str()).cloned().unwrap_or_default();
            while let Some(name) = next.pop() {
                if name == id.value {
                    faults.push((id.at, format!("the element `{}` is sought on itself", id.value)));
                    break;
                }
                if seen.insert(name) {
                    next.extend(on.get(name).into_iter().flatten());
                }
            }
        }
        for (at, message) in faults {
            self.fault(at, message, "let one of the elements start on a set or on the act");
        }
    }
}

/// The way of an element that states no `any`: all is the element's.
static NO_WAY: SeekForm = SeekForm {
    find: None,
    role: None,
    not_role: None,
    on: None,
    reach: None,
    limbs_of_set: None,
    under: None,
    not_under: None,
    not: None,
    via: None,
    penalty: None,
    code: None,
};

/// `>= 48 months`, `>= 4 years` → months.
fn at_least_months(text: &str) -> Option<u32> {
    let mut words = text.trim().strip_prefix(">=")?.split_whitespace();
    let number: u32 = words.next()?.parse().ok()?;
    let months = match words.next()? {
        "month" | "months" => number,
        "year" | "years" => number.checked_mul(12)?,
        _ => return None,
    };
    words.next().is_none().then_some(months)
}

#[cfg(test)]
mod tests {
    use super::at_least_months;

    #[test]
    fn comparisons_are_in_months_or_years() {
        assert_eq!(at_least_months(">= 48 months"), Some(48));
        assert_eq!(at_least_months(">=4 years"), Some(48));
        for wrong in
            ["4 years", ">= four years", ">= 4", ">= 4 days", ">= 4 years more", ">= 999999999 years"]
        {
            assert_eq!(at_least_months(wrong), None, "{wrong}");
        }
    }
}
