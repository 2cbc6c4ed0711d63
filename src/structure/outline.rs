//! A source → its act: the stages of reading, in order.

use std::sync::Arc;

use crate::source::Source;
use crate::span::Span;

use super::act::{Act, Notice};
use super::amendments;
use super::builder::{self, Reading};
use super::citations;
use super::closing;
use super::commencement;
use super::definitions;
use super::divisions::{self, Division};
use super::enumerations;
use super::furniture;
use super::headings;
use super::language::Language;
use super::lines::Lines;
use super::lists;
use super::names;
use super::penalties;
use super::stated;
use super::title::title;
use super::tradition;
use super::undecided;
use super::units::{self, Unit};

/// Reads the structure of a text. Any text gives an act.
pub fn outline(source: Arc<Source>) -> Act {
    let text = source.text.as_str();
    let from = source.front_matter.end;
    let mut lines = Lines::read(text, from, tradition::common());
    let tradition = tradition::choose(&lines, source.meta.tradition.as_deref(), &source.language);
    let language = Language::named(&source.language);
    amendments::part(&mut lines, tradition);
    furniture::set_aside(&mut lines, tradition);
    let mut regions = amendments::quoted(&lines, tradition);
    let all_divisions: Vec<Division> = (0..lines.all.len())
        .filter(|&at| !lines.aside[at])
        .filter_map(|at| divisions::read(&lines, at, tradition))
        .collect();
    let masked = units::mask(lines.all.len(), &regions);
    let own: Vec<Division> =
        all_divisions.iter().filter(|division| !masked[division.line]).cloned().collect();
    let mut all_units = units::find(&lines, &own, &mut regions, tradition);
    let inner = units::inside(&lines, &regions, &all_units, tradition);
    all_units.extend(inner);
    all_units.sort_by_key(|unit| unit.line);
    all_units.dedup_by_key(|unit: &mut Unit| unit.line);
    let masked = units::mask(lines.all.len(), &regions);
    let found = headings::find(&lines, &all_units, &all_divisions, &masked, tradition);
    // A heading above a unit of the act is the act's own, whatever text for another law came before.
    for region in &mut regions {
        while region.end > region.start && is_heading_of_next(&lines, &found, region.end - 1) {
            region.end -= 1;
        }
    }
    let read = Reading {
        lines: &lines,
        tradition,
        language,
        divisions: &all_divisions,
        units: &all_units,
        regions: &regions,
        headings: &found,
    };
    let (mut provisions, mut notices) = match stated::provisions(&source, &all_units, &all_divisions) {
        Some(stated) => (stated, Vec::new()),
        None => {
            let (provisions, notices) = builder::build(&read);
            let mut provisions = enumerations::open(text, provisions, tradition, language);
            closing::split(text, lines.wrapped, &mut provisions, language);
            closing::lift(text, &mut provisions, language);
            (provisions, notices)
        }
    };
    names::complete(text, &mut provisions, tradition);
    let furniture = names::furniture(text.len(), &provisions);
    if !provisions.iter().any(|provision| provision.kind.is_main_unit()) {
        notices.insert(
            0,
            Notice {
                code: "no-structure",
                message: "no sections or articles were recognized; the text is read as paragraphs".into(),
                span: Span { start: from, end: from },
            },
        );
    }
    let first_unit = all_units.first().map_or(lines.all.len(), |unit| unit.line);
    for (code, message) in &source.doubts {
        notices.push(Notice { code, message: message.clone(), span: Span { start: from, end: from } });
    }
    let title = title(&source, &lines, first_unit, language);
    let undecided = undecided::collect(&source, &lines, &all_units, &all_divisions, language);
    drop(lines);
    let mut act = Act {
        title,
        provisions,
        definitions: Vec::new(),
        citations: Vec::new(),
        penalties: Vec::new(),
        commencements: Vec::new(),
        notices,
        furniture,
        undecided,
        conditions: Vec::new(),
        source,
    };
    act.conditions = lists::conditions(&act, language);
    // What is read in the provisions: none of these looks at another.
    let (cited, others) = rayon::join(
        || citations::collect(&act, tradition, language),
        || {
            let definitions = definitions::collect(&act, language);
            (definitions, penalties::collect(&act, language), commencement::collect(&act, language))
        },
    );
    (act.definitions, act.penalties, act.commencements) = others;
    act.citations = cited.0;
    act.notices.extend(cited.1);
    act
}

fn is_heading_of_next(lines: &Lines<'_>, found: &headings::Headings, at: usize) -> bool {
    lines.aside[at] || found.group[at] || found.used[at]
}
