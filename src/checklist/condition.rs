//! Conditions of decision tables and flags: names looked up in the obligation and its checklist.

use super::compile::Compiler;
use super::compile_obligation::Surroundings;
use super::read::At;
use super::rule::{Condition, Element};
use crate::grammar::{Formula, condition};

impl Compiler<'_> {
    /// Compiles a condition; none when it does not parse or names nothing.
    pub fn condition(
        &mut self,
        text: &At<String>,
        elements: &[Element],
        around: &Surroundings<'_>,
    ) -> Option<Condition> {
        let help = "names joined by `and`, `or`, `not` and brackets: `benefit.full`, `modes.limb.air`, \
                    `code.D6`, `set.ID`, `set.ID.LIMB`";
        match condition(&text.value) {
            Ok(formula) => self.formula(formula, text, elements, around),
            Err(error) => {
                let fault =
                    self.document.fault_in(text.at, &text.value, error.offset, 1, error.message, help);
                self.faults.push(fault);
                None
            }
        }
    }

    fn formula(
        &mut self,
        formula: Formula,
        text: &At<String>,
        elements: &[Element],
        around: &Surroundings<'_>,
    ) -> Option<Condition> {
        let parts = |compiler: &mut Self, formulas: Vec<Formula>| {
            let parts: Vec<_> =
                formulas.into_iter().map(|part| compiler.formula(part, text, elements, around)).collect();
            parts.into_iter().collect::<Option<Vec<_>>>()
        };
        match formula {
            Formula::Not(inner) => {
                self.formula(*inner, text, elements, around).map(|inner| Condition::Not(Box::new(inner)))
            }
            Formula::All(formulas) => parts(self, formulas).map(Condition::And),
            Formula::Any(formulas) => parts(self, formulas).map(Condition::Or),
            Formula::Path { parts, offset, width } => match named(&parts, elements, around) {
                Ok(condition) => Some(condition),
                Err((message, help)) => {
                    self.faults.push(self.document.fault_in(
                        text.at,
                        &text.value,
                        offset,
                        width,
                        message,
                        help,
                    ));
                    None
                }
            },
        }
    }
}

/// What a dotted name stands for; else message and help.
fn named(
    parts: &[String],
    elements: &[Element],
    around: &Surroundings<'_>,
) -> Result<Condition, (String, String)> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let unknown = |kind: &str, name: &str, known: Vec<&str>| {
        (format!("unknown {kind} `{name}`"), super::names::did_you_mean(name, known))
    };
    let set = |id: &str| {
        let ids = around.sets.iter().map(|set| set.id.as_str()).collect();
        around.sets.iter().find(|set| set.id == id).ok_or_else(|| unknown("set", id, ids))
    };
    let element = |id: &str| {
        let ids = elements.iter().map(|element| element.id.as_str()).collect();
        elements.iter().find(|element| element.id == id).ok_or_else(|| unknown("element", id, ids))
    };
    match parts[..] {
        ["set", id] => set(id).map(|set| Condition::Set(set.id.clone())),
        ["set", id, limb] => {
            let set = set(id)?;
            let limbs: Vec<&str> = set.limbs.iter().map(|limb| limb.name.as_str()).collect();
            if !limbs.contains(&limb) {
                return Err(unknown("limb", limb, limbs));
            }
            Ok(Condition::SetLimb(id.into(), limb.into()))
        }
        ["code", code] => {
            let own = elements.iter().flat_map(codes);
            let of_sets =
                around.sets.iter().flat_map(|set| set.narrow.iter().map(|narrow| narrow.code.as_str()));
            let codes: Vec<&str> = own.chain(of_sets).collect();
            if !codes.contains(&code) {
                let (message, help) = unknown("code", code, codes);
                return Err((format!("{message}: nothing in this obligation raises it"), help));
            }
            Ok(Condition::Code(code.into()))
        }
        [id] => element(id).map(|_| Condition::Found(id.into())),
        [id, "full"] => element(id).map(|_| Condition::IsFull(id.into())),
        [id, "narrow"] => element(id).map(|_| Condition::IsNarrow(id.into())),
        [id, "limb", limb] => {
            let limbs: Vec<&str> = element(id)?.limbs.iter().map(|limb| limb.name.as_str()).collect();
            if !limbs.contains(&limb) {
                return Err(unknown("limb", limb, limbs));
            }
            Ok(Condition::HasLimb(id.into(), limb.into()))
        }
        _ => {
            let help = "`x`, `x.full`, `x.narrow`, `x.limb.NAME`, `code.X`, `set.ID` or `set.ID.LIMB`";
            Err((format!("`{}` names nothing", parts.join(".")), help.into()))
        }
    }
}

/// The codes that an element may carry.
fn codes(element: &Element) -> impl Iterator<Item = &str> {
    let narrow = element.narrow.iter().map(|narrow| narrow.code.as_str());
    narrow.chain(element.seeks.iter().filter_map(|seek| seek.code.as_deref()))
}
