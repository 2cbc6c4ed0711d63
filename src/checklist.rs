//! Rules as data: YAML → compiled [`Checklist`]s, lexicons and rule tests, with every fault told at once.
//!
//! The serialized forms (`file.rs`, `lexicon.rs`, `consequence.rs`, `rule_test.rs`) and the compiled form
//! (`rule.rs`) are different types; `compile*.rs` go from one to the other and check everything.

mod built_in;
mod compile;
mod compile_checklist;
mod compile_obligation;
mod compile_set;
mod compiled;
mod condition;
mod consequence;
mod file;
mod folder;
mod lexicon;
mod names;
mod persons;
mod questionnaire;
mod read;
mod rule;
mod rule_test;
mod rules;
mod schema;
mod translation;
mod yaml;

pub use consequence::Circumstances;
pub use folder::RuleFiles;
pub use names::did_you_mean;
pub use persons::{Liability, Person, PersonClause, PersonRow, Persons};
pub use questionnaire::{AskedCluster, NotExamined, Question, Questionnaire};
pub use rule::*;
pub use rule_test::{CaseResult, Miss, Pipeline, RuleTest, Verdict, coverage};
pub use rules::{ConceptGap, Rules};
pub use schema::schemas;

pub(crate) use read::{At, Entries, Many, read};
pub(crate) use yaml::Document as YamlFile;
