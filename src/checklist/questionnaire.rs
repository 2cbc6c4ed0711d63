//! `questionnaires/*.yaml` → [`Questionnaire`]: what a review asks, in clusters, many obligations to one question.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::file::Words;
use super::names::did_you_mean;
use super::read::{At, Many, read};
use super::rule::Translated;
use super::rules::Rules;
use crate::error::{Error, Result};

/// A questionnaire as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct QuestionnaireFile {
    id: String,
    /// The checklist whose obligations the questions ask for.
    checklist: At<String>,
    title: Words,
    clusters: Vec<ClusterForm>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClusterForm {
    /// A cluster of the checklist; its subject, not its number.
    id: At<String>,
    questions: Vec<QuestionForm>,
    /// Articles of the cluster that no obligation of the checklist covers.
    #[serde(default)]
    not_examined: Vec<NotExaminedForm>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct QuestionForm {
    id: At<String>,
    text: Words,
    obligations: Many<At<String>>,
    /// What only the State can add, whatever its law says.
    #[serde(default)]
    also: Vec<Words>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NotExaminedForm {
    /// `Protocol` or `Convention`.
    instrument: String,
    article: String,
    title: Words,
}

/// What a review asks.
#[derive(Clone, Debug, Serialize)]
pub struct Questionnaire {
    pub id: String,
    pub checklist: String,
    pub title: Translated,
    pub clusters: Vec<AskedCluster>,
}

/// The questions on one subject.
#[derive(Clone, Debug, Serialize)]
pub struct AskedCluster {
    pub id: String,
    pub questions: Vec<Question>,
    pub not_examined: Vec<NotExamined>,
}

/// One question and the obligations that its answer rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    pub id: String,
    pub text: Translated,
    pub obligations: Vec<String>,
    /// What only the State can add.
    pub also: Vec<Translated>,
}

/// An article that nothing here looks for.
#[derive(Clone, Debug, Serialize)]
pub struct NotExamined {
    pub instrument: String,
    pub article: String,
    pub title: Translated,
}

impl Rules {
    /// The questionnaire for a checklist: the first that asks for its obligations.
    ///
    /// # Errors
    /// [`Error::Rules`] with every fault of the questionnaires; [`Error::Request`] when none asks for the checklist.
    pub fn questionnaire(&self, checklist: &str) -> Result<Questionnaire> {
        let mut faults = Vec::new();
        let mut all = Vec::new();
        for (_, document) in self.files().under("questionnaires/") {
            let (file, found) = read::<QuestionnaireFile>(document);
            let sound = found.is_empty();
            faults.extend(found);
            let Some(file) = file.filter(|_| sound) else { continue };
            let mut fault =
                |at, message: String, help: String| faults.push(document.fault(at, message, help));
            let Some(list) = self.checklists.iter().find(|list| list.id == file.checklist.value) else {
                // A questionnaire for a checklist that was not chosen.
                continue;
            };
            let clusters: Vec<&str> = list.clusters.iter().map(|(id, _)| id.as_str()).collect();
            let known: Vec<&str> = list.obligations.iter().map(|it| it.id.as_str()).collect();
            let (mut ids, mut asked) = (BTreeSet::new(), BTreeSet::new());
            for cluster in &file.clusters {
                if !clusters.contains(&cluster.id.value.as_str()) {
                    let help = did_you_mean(&cluster.id.value, clusters.iter().copied());
                    fault(
                        cluster.id.at,
                        format!("the checklist has no cluster `{}`", cluster.id.value),
                        help,
                    );
                }
                for question in &cluster.questions {
                    if !ids.insert(question.id.value.as_str()) {
                        let message = format!("the question `{}` stands here twice", question.id.value);
                        fault(question.id.at, message, String::new());
                    }
                    for id in &question.obligations.0 {
                        if !known.contains(&id.value.as_str()) {
                            let help = did_you_mean(&id.value, known.iter().copied());
                            fault(id.at, format!("the checklist has no obligation `{}`", id.value), help);
                        } else if !asked.insert(id.value.as_str()) {
                            fault(id.at, format!("`{}` is asked twice", id.value), "keep one".into());
                        }
                    }
                }
            }
            all.push(file);
        }
        if !faults.is_empty() {
            return Err(Error::Rules(faults));
        }
        all.into_iter().find(|file| file.checklist.value == checklist).map(Questionnaire::from).ok_or_else(
            || {
                Error::request(
                    format!("no questionnaire asks for the checklist `{checklist}`"),
                    "add one to questionnaires/ in a folder given by --rules",
                )
            },
        )
    }
}

impl From<QuestionnaireFile> for Questionnaire {
    fn from(file: QuestionnaireFile) -> Self {
        let question = |form: QuestionForm| Question {
            id: form.id.value,
            text: form.text.value,
            obligations: form.obligations.0.into_iter().map(|it| it.value).collect(),
            also: form.also.into_iter().map(|it| it.value).collect(),
        };
        let not_examined = |form: NotExaminedForm| NotExamined {
            instrument: form.instrument,
            article: form.article,
            title: form.title.value,
        };
        let cluster = |form: ClusterForm| AskedCluster {
            id: form.id.value,
            questions: form.questions.into_iter().map(question).collect(),
            not_examined: form.not_examined.into_iter().map(not_examined).collect(),
        };
        Questionnaire {
            id: file.id,
            checklist: file.checklist.value,
            title: file.title.value,
            clusters: file.clusters.into_iter().map(cluster).collect(),
        }
    }
}
