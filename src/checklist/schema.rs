//! JSON Schemas of the files that people write and of the result that programs read.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};

use super::consequence::ConsequencesFile;
use super::file::{ChapterFile, ChecklistFile, SetsFile};
use super::lexicon::LexiconFile;
use super::persons::PersonsFile;
use super::questionnaire::QuestionnaireFile;
use super::rule_test::RuleTestFile;
use crate::assessment::{Assessment, Who};
use crate::comparison::Comparison;
use crate::corpus::{CasesFile, Found, Matrix, Scan, StreamedAct, StreamedResult, Wordings};
use crate::review::{DecisionsFile, DossierFile};
use crate::structure::LanguageFile;

/// Name of each schema and its text, in order. `schemas/NAME.schema.json` holds the same.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("assessment", schema::<Assessment>()),
        ("cases", schema::<CasesFile>()),
        ("checklist", schema::<ChecklistFile>()),
        ("consequences", schema::<ConsequencesFile>()),
        ("decisions", schema::<DecisionsFile>()),
        ("diff", schema::<Comparison>()),
        ("dossier", schema::<DossierFile>()),
        ("language", schema::<LanguageFile>()),
        ("lexicon", schema::<LexiconFile>()),
        ("matrix", schema::<Matrix>()),
        ("obligations", schema::<ChapterFile>()),
        ("persons", schema::<PersonsFile>()),
        ("questionnaire", schema::<QuestionnaireFile>()),
        ("rule-test", schema::<RuleTestFile>()),
        ("scan", schema::<Scan>()),
        ("search", schema::<Found>()),
        ("sets", schema::<SetsFile>()),
        ("stream-in", schema::<StreamedAct>()),
        ("stream-out", schema::<StreamedResult>()),
        ("who", schema::<Who>()),
        ("wordings", schema::<Wordings>()),
    ]
}

fn schema<T: JsonSchema>() -> String {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let schema = generator.into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
