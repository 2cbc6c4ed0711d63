//! From a citation in an amending act to the provisions of the principal act that it means.

use super::wording::Wording;
use crate::structure::{Act, Cited, CitedUnit, Kind, ProvisionId, Relative, cited};

/// The provisions that words of an amending act name, below `base` where they name no main unit.
///
/// # Errors
/// Why they are not found with certainty.
pub(super) fn named(
    principal: &Act,
    base: Option<ProvisionId>,
    words: &str,
    wording: &Wording,
) -> Result<Vec<ProvisionId>, String> {
    let citations = cited(words, &wording.language);
    // What relates to other law ("the offence in section 3 of the Ports Act") follows the target.
    let Some(citation) = citations.first() else { return Ok(Vec::new()) };
    if let Some(name) = &citation.instrument
        && !is_principal(principal, name, wording)
    {
        return Err(format!("it changes {name}, not the act that was given"));
    }
    let found = resolve(principal, base, citation, words)?;
    match citations.get(1) {
        Some(next) if next.instrument.is_none() && joins(&words[citation.end..next.start]) => {
            let mut all = found;
            for id in resolve(principal, base, next, words)? {
                if !all.contains(&id) {
                    all.push(id);
                }
            }
            if citations.len() > 2 { Err("it names too many places at once".into()) } else { Ok(all) }
        }
        _ => Ok(found),
    }
}

/// Whether only a comma or "and" stands between two citations.
fn joins(between: &str) -> bool {
    between.trim().len() <= 5 && !between.contains([';', ':'])
}

/// Whether a name is that of the principal act.
pub(super) fn is_principal(principal: &Act, name: &str, wording: &Wording) -> bool {
    let (name, title) = (folded(name), folded(&principal.title));
    let generic = wording.principal.iter().any(|it| name.contains(&folded(it)));
    let short = ["act", "law", "code", "ordinance", "loi", "code", "ley", "codigo", "gesetz"]
        .contains(&name.as_str());
    let is_part = name.len() >= 4 && title.len() >= 4 && (title.contains(&name) || name.contains(&title));
    generic || short || is_part
}

/// Letters and digits in lower case, without accents that differ between prints.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            'á' => Some('a'),
            'é' => Some('e'),
            'í' => Some('i'),
            'ó' => Some('o'),
            'ú' => Some('u'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

/// A number without the ending that makes an ordinal of it: `1er`, `1º`.
fn numeral(number: &str) -> String {
    let folded = folded(number);
    let digits = folded.chars().take_while(char::is_ascii_digit).count();
    match folded.get(digits..) {
        Some("er" | "ère" | "re" | "º" | "ª" | "o") if digits > 0 => folded[..digits].to_owned(),
        _ => folded,
    }
}

fn resolve(
    principal: &Act,
    base: Option<ProvisionId>,
    citation: &Cited,
    words: &str,
) -> Result<Vec<ProvisionId>, String> {
    let written = words.get(citation.start..citation.end).unwrap_or_default();
    // "of the same law" is the law just named, which is the principal act or was told to be another.
    let is_same_law = matches!(citation.relative, Some((Relative::That, Kind::Act)));
    if citation.relative.is_some() && !is_same_law {
        return Err(format!("what `{written}` points at cannot be told"));
    }
    let mut at: Vec<Option<ProvisionId>> = vec![None];
    let is_outermost_main = citation.units.last().is_some_and(is_main);
    if !is_outermost_main {
        at = vec![base];
    }
    for (depth, unit) in citation.units.iter().rev().enumerate() {
        if unit.numbers.is_empty() || (unit.numbers.len() > 1 && depth + 1 < citation.units.len()) {
            return Err(format!("`{written}` cannot be read with certainty"));
        }
        if unit.numbers.iter().any(|number| number.ends_range) {
            return Err(format!("the range `{written}` is left to a person"));
        }
        let above = at[0];
        let found = unit.numbers.iter().map(|number| {
            let mut place = above;
            for (step, name) in number.steps.iter().enumerate() {
                let kind = if step == 0 { unit.kind } else { Kind::Text };
                place =
                    Some(child(principal, place, kind, name).map_err(|why| format!("`{written}` {why}"))?);
            }
            Ok(place)
        });
        at = found.collect::<Result<_, String>>()?;
    }
    Ok(at.into_iter().flatten().collect())
}

fn is_main(unit: &CitedUnit) -> bool {
    unit.kind.is_main_unit() || unit.kind.is_division()
}

/// The provision with a number: nearest below `above`, or anywhere for main units and divisions.
fn child(
    act: &Act,
    above: Option<ProvisionId>,
    kind: Kind,
    number: &str,
) -> Result<ProvisionId, &'static str> {
    let wanted = numeral(number);
    let fits = |id: &ProvisionId| numeral(&act.get(*id).num) == wanted && !act.get(*id).quoted;
    let mut level: Vec<ProvisionId> = match above {
        None => {
            let of_kind = |id: &ProvisionId| match kind {
                kind if kind.is_division() => act.get(*id).kind == kind,
                _ => act.get(*id).kind.is_main_unit(),
            };
            let all: Vec<ProvisionId> = act.ids().filter(|id| of_kind(id) && fits(id)).collect();
            // A schedule may number its paragraphs as the act does its sections: the body goes first.
            let body = |id: &&ProvisionId| !act.ancestors(**id).any(|up| act.get(up).kind == Kind::Schedule);
            let in_body: Vec<ProvisionId> = all.iter().filter(body).copied().collect();
            return one(if in_body.is_empty() { &all } else { &in_body });
        }
        Some(above) => act.get(above).children.clone(),
    };
    while !level.is_empty() {
        let here: Vec<ProvisionId> = level.iter().copied().filter(|id| fits(id)).collect();
        if !here.is_empty() {
            return one(&here);
        }
        // Levels without numbers lie between; a numbered one is another place.
        let open = |id: &ProvisionId| act.get(*id).num.is_empty();
        level = level.iter().filter(|id| open(id)).flat_map(|id| act.get(*id).children.clone()).collect();
    }
    Err("is not in the act that was given")
}

fn one(found: &[ProvisionId]) -> Result<ProvisionId, &'static str> {
    match found {
        [] => Err("is not in the act that was given"),
        [only] => Ok(*only),
        _ => Err("stands in the act more than once"),
    }
}

/// Behind which provision a new number comes among those of `parent`: the last one whose number it continues.
pub(super) fn predecessor(act: &Act, parent: ProvisionId, number: &str) -> Option<ProvisionId> {
    let (figure, _) = split(&numeral(number))?;
    let mut last = None;
    let siblings: Vec<ProvisionId> = match parent {
        ProvisionId::ACT => {
            act.ids().filter(|id| act.get(*id).kind.is_main_unit() && !act.get(*id).quoted).collect()
        }
        parent => act.get(parent).children.clone(),
    };
    for id in siblings {
        let num = numeral(&act.get(id).num);
        if num == numeral(number) {
            return None;
        }
        match split(&num) {
            Some((other, rest)) if other == figure && rest < split(&numeral(number))?.1 => last = Some(id),
            Some((other, _)) if other + 1 == figure && split(&numeral(number))?.1.is_empty() => {
                last = Some(id)
            }
            _ => {}
        }
    }
    last
}

/// `16a` is 16 and `a`.
fn split(number: &str) -> Option<(u32, String)> {
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    Some((number.get(..digits)?.parse().ok()?, number.get(digits..)?.to_owned()))
}
