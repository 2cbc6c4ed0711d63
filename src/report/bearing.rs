//! Load-bearing provisions: what would fall if one went.

use std::collections::BTreeMap;

use super::compose::Composer;
use super::model::{Bearing, Rests};
use super::quote::clean;
use crate::assessment::{Evidence, Finding, Grade};
use crate::checklist::Status;
use crate::structure::{Act, ProvisionId};

/// A finding keeps no more evidence for an element; what is cut off might stand elsewhere.
const KEPT: usize = 8;

/// The sections and articles on which findings rest alone, in document order.
pub(super) fn bearing(composer: &Composer, acts: &[Act], findings: &[&Finding]) -> Vec<Bearing> {
    let units: Vec<BTreeMap<&str, ProvisionId>> = acts.iter().map(units).collect();
    let unit = |it: &Evidence| Some((it.act, *units.get(it.act)?.get(it.eid.as_str())?));
    let mut all: BTreeMap<(usize, ProvisionId), (Vec<Rests>, Vec<Rests>)> = BTreeMap::new();
    for finding in findings.iter().filter(|it| matches!(it.status, Status::Met | Status::Partial)) {
        let (title, names) = composer.names(finding);
        let alone = |evidence: &mut dyn Iterator<Item = &Evidence>| {
            let first = unit(evidence.next()?)?;
            evidence.map(unit).all(|at| at == Some(first)).then_some(first)
        };
        let of_element = |indices: &[usize]| {
            let mut evidence = indices.iter().filter_map(|&index| finding.evidence.get(index));
            (indices.len() < KEPT).then(|| alone(&mut evidence)).flatten()
        };
        let found = || finding.elements.iter().filter(|element| element.grade != Grade::None);
        let anchors: Vec<_> = found().filter(|element| element.anchor).collect();
        let whole = match anchors.as_slice() {
            [] => (finding.evidence.len() < KEPT).then(|| alone(&mut finding.evidence.iter())).flatten(),
            anchors => {
                let units: Vec<_> = anchors.iter().map(|element| of_element(&element.evidence)).collect();
                units[0].filter(|first| units.iter().all(|unit| *unit == Some(*first)))
            }
        };
        let rests = |elements| Rests { id: finding.obligation.clone(), title: title.clone(), elements };
        if let Some(at) = whole {
            all.entry(at).or_default().0.push(rests(Vec::new()));
        }
        for element in found().filter(|element| element.essential) {
            let Some(at) = of_element(&element.evidence).filter(|at| whole != Some(*at)) else { continue };
            let name = names.get(element.id.as_str()).cloned().unwrap_or_else(|| element.id.clone());
            let weakens = &mut all.entry(at).or_default().1;
            match weakens.iter_mut().find(|rests| rests.id == finding.obligation) {
                Some(known) => known.elements.push(name),
                None => weakens.push(rests(vec![name])),
            }
        }
    }
    let line = |((act, id), (falls, weakens)): ((usize, ProvisionId), (Vec<Rests>, Vec<Rests>))| {
        let provision = acts[act].get(id);
        let heading = if composer.shows_words() { clean(acts[act].heading(id)) } else { String::new() };
        Bearing { label: composer.label(act, &provision.eid, &provision.label), heading, falls, weakens }
    };
    all.into_iter().map(line).collect()
}

/// eId of every provision → the section or article it stands in, itself outside of these.
fn units(act: &Act) -> BTreeMap<&str, ProvisionId> {
    let unit = |id| act.ancestors(id).filter(|&at| act.get(at).kind.is_main_unit()).last().unwrap_or(id);
    act.ids().map(|id| (act.get(id).eid.as_str(), unit(id))).collect()
}
