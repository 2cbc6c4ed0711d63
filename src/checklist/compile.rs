//! The forms of `file.rs` → compiled rules. Everything is checked here, at the border, and every fault told.

use std::collections::BTreeSet;

use super::file::{LimbForm, NarrowForm, ViaForm, Words};
use super::names::did_you_mean;
use super::read::{At, Entries, Many, Short};
use super::rule::{Limb, Narrow, Translated};
use super::yaml::Document;
use crate::error::RuleFault;
use crate::query::{Dialect, Expr, Query, Role, RoleSet, parse};
use crate::span::Span;

/// Compiles the forms of one file and gathers its faults.
pub(super) struct Compiler<'a> {
    pub document: &'a Document,
    /// Concepts of the English lexicon; none: they are not checked.
    pub concepts: Option<&'a BTreeSet<String>>,
    pub faults: Vec<RuleFault>,
}

impl<'a> Compiler<'a> {
    pub fn new(document: &'a Document, concepts: Option<&'a BTreeSet<String>>) -> Self {
        Self { document, concepts, faults: Vec::new() }
    }

    pub fn fault(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(self.document.fault(at, message, help));
    }

    /// A name that must be one of the known ones.
    pub fn known<'n>(
        &mut self,
        kind: &str,
        name: &At<String>,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) -> bool {
        let found = known.clone().into_iter().any(|other| other == name.value);
        if !found {
            let help = did_you_mean(&name.value, known);
            self.fault(name.at, format!("unknown {kind} `{}`", name.value), help);
        }
        found
    }

    /// Tells repeated names.
    pub fn unique<'n>(&mut self, kind: &str, names: impl IntoIterator<Item = &'n At<String>>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name.value.as_str()) {
                let help = "give each its own name";
                self.fault(name.at, format!("{kind} `{}` stands here twice", name.value), help);
            }
        }
    }

    /// Words by language, English among them.
    pub fn words(&mut self, words: Words) -> Translated {
        if words.value.get("en").is_none_or(|text| text.trim().is_empty()) {
            self.fault(
                words.at,
                "the English words are missing",
                "write `{en: …}`; other languages may follow",
            );
        }
        words.value
    }

    /// A query of a checklist; none when it does not parse.
    pub fn query(&mut self, text: &At<String>) -> Option<Query> {
        let query = query(self.document, text, Dialect::Checklist, &mut self.faults)?;
        if let Some(known) = self.concepts {
            unknown_concepts(self.document, text.at, &query, known, &mut self.faults);
        }
        Some(query)
    }

    pub fn optional(&mut self, text: Option<&At<String>>) -> Option<Query> {
        text.and_then(|text| self.query(text))
    }

    /// Limbs; `cites` where the element lets citations carry the words.
    pub fn limbs(&mut self, limbs: Entries<String, Short<LimbForm>>, cites: bool) -> Vec<Limb> {
        let limb = |(name, Short(form)): (At<String>, Short<LimbForm>)| {
            let title = match form.title {
                Some(title) => self.words(title),
                None => Translated::from([("en".into(), name.value.replace('-', " "))]),
            };
            let via_citation = form.via.map_or(cites, |via| via.contains(&ViaForm::Citation));
            let under = self.optional(form.under.as_ref());
            // A limb whose query is refused still has a name, which others may use.
            let find = self.query(&form.find).unwrap_or_else(nothing);
            Limb { name: name.value, find, roles: roles(&form.role), under, via_citation, title }
        };
        limbs.0.into_iter().map(limb).collect()
    }

    pub fn narrow(&mut self, forms: Many<NarrowForm>) -> Vec<Narrow> {
        let narrow = |form: NarrowForm| Narrow {
            find: self.optional(form.find.as_ref()),
            roles: roles(&form.role),
            under: self.optional(form.under.as_ref()),
            not: self.optional(form.not.as_ref()),
            code: form.code,
        };
        forms.0.into_iter().map(narrow).collect()
    }
}

/// A query that finds nothing.
fn nothing() -> Query {
    Query { text: String::new(), expr: Expr::Or(Vec::new()) }
}

/// The set of the roles.
pub(super) fn roles(roles: &Many<Role>) -> RoleSet {
    roles.0.iter().copied().collect()
}

/// Parses a query that stands in a rule file; a fault points at the character.
pub(super) fn query(
    document: &Document,
    text: &At<String>,
    dialect: Dialect,
    faults: &mut Vec<RuleFault>,
) -> Option<Query> {
    match parse(&text.value, dialect) {
        Ok(query) => Some(query),
        Err(error) => {
            let (offset, width) = (error.offset, error.width);
            faults.push(document.fault_in(text.at, &text.value, offset, width, error.message, error.help));
            None
        }
    }
}

/// Tells the concepts of a query that are not known.
pub(super) fn unknown_concepts(
    document: &Document,
    at: Span,
    query: &Query,
    known: &BTreeSet<String>,
    faults: &mut Vec<RuleFault>,
) {
    let mut names = BTreeSet::new();
    concepts(&query.expr, &mut names);
    for name in names.into_iter().filter(|name| !known.contains(*name)) {
        let byte = query.text.find(&format!("@{name}")).unwrap_or(0);
        let offset = query.text[..byte].chars().count();
        let help = did_you_mean(name, known.iter().map(String::as_str));
        let help = if help.is_empty() { "lexicons/en.yaml must define it".into() } else { help };
        let message = format!("unknown concept `@{name}`");
        faults.push(document.fault_in(at, &query.text, offset, name.chars().count() + 1, message, help));
    }
}

/// The concepts that a query names.
pub(super) fn concepts<'q>(expr: &'q Expr, names: &mut BTreeSet<&'q str>) {
    match expr {
        Expr::Word(_) | Expr::Phrase(_) | Expr::Regex(_) => {}
        Expr::Concept(name, _) => {
            names.insert(name);
        }
        Expr::Or(parts) => parts.iter().for_each(|part| concepts(part, names)),
        Expr::Near { left, right, .. } | Expr::Sentence { left, right, .. } => {
            concepts(left, names);
            concepts(right, names);
        }
        Expr::Provision(left, right) | Expr::Section(left, right) | Expr::Without(left, right) => {
            concepts(left, names);
            concepts(right, names);
        }
    }
}
