//! The country review: a dossier of laws and decisions → documents that a State or its reviewers edit, agree and clear.
//!
//! `dossier → texts → assessment × decisions → positions → documents`. Nothing here knows a format of files:
//! documents are [`Document`](crate::report::document::Document)s; the spreadsheet of decisions alone is written here,
//! as it is read back.

mod decisions;
mod documents;
mod dossier;
mod folder;
mod init;
mod lint;
mod position;
mod sheet;
mod texts;
mod words;

use std::path::Path;

use crate::assessment::Assessment;
use crate::checklist::{Questionnaire, Rules, Status, did_you_mean};
use crate::comparison::FindingChange;
use crate::error::{Error, Result};
use crate::source::Reader;

pub(crate) use decisions::DecisionsFile;
pub use decisions::{Decision, Decisions, Dissent, Kind, RestsOn, Says, Source, SourceKind, State};
pub use documents::{Paper, TemplateValues};
pub(crate) use dossier::DossierFile;
pub use dossier::{
    Dossier, Instrument, Law, LawStatus, Notification, Person, Reservation, Role, TranslationKind,
    TranslationOf,
};
pub use folder::{Folder, Written};
pub use init::propose;
pub use lint::lint;
pub use position::{Position, Standing};
pub use sheet::{Imported, import, sheet};
pub use texts::{Adopted, Texts};
pub use words::{LANGUAGES, Words};

/// A review with everything that its documents are made of.
#[derive(Debug)]
pub struct Review<'r> {
    pub dossier: Dossier,
    pub rules: &'r Rules,
    pub questionnaire: Questionnaire,
    pub texts: Texts,
    /// Of the law in force.
    pub assessment: Assessment,
    /// With each pending text.
    pub adopted: Vec<Adopted>,
    pub decisions: Decisions,
    /// Against an earlier assessment; none where nobody asked.
    pub since: Option<Vec<FindingChange>>,
}

impl<'r> Review<'r> {
    /// Reads a dossier with its laws and decisions, and assesses.
    ///
    /// # Errors
    /// Every fault of the dossier and its decisions; every text that cannot be read.
    pub fn open(dossier: &Path, rules: &'r Rules, reader: &Reader) -> Result<Review<'r>, Vec<Error>> {
        let folder = if dossier.is_dir() { dossier } else { dossier.parent().unwrap_or(Path::new("")) };
        let (dossier, decisions) = match (Dossier::read(dossier, rules), Decisions::read(folder, rules)) {
            (Ok(dossier), Ok(decisions)) => (dossier, decisions),
            (dossier, decisions) => {
                let errors = dossier.err().into_iter().chain(decisions.err());
                return Err(joined(errors.collect()));
            }
        };
        Self::of(dossier, decisions, rules, reader)
    }

    /// Assesses the laws of a dossier beside decisions.
    ///
    /// # Errors
    /// Every text that cannot be read; faults of the rules.
    pub fn of(
        dossier: Dossier,
        decisions: Decisions,
        rules: &'r Rules,
        reader: &Reader,
    ) -> Result<Review<'r>, Vec<Error>> {
        let one = |error| vec![error];
        let checklist = rules.checklists.first().map_or("", |list| list.id.as_str());
        let questionnaire = rules.questionnaire(checklist).map_err(one)?;
        let texts = Texts::read(&dossier, rules, reader)?;
        let assessment = texts.assess(&dossier, rules).map_err(one)?;
        let adopted = texts.adopted(&assessment, &dossier, rules).map_err(one)?;
        Ok(Review { dossier, rules, questionnaire, texts, assessment, adopted, decisions, since: None })
    }

    /// What the texts were found to hold on an obligation, and the provisions on which that rests: what a decision
    /// remembers.
    ///
    /// # Errors
    /// No such obligation is under review.
    pub fn found(&self, obligation: &str) -> Result<(Status, Vec<RestsOn>)> {
        let finding = self.assessment.findings.iter().find(|it| it.obligation == obligation);
        let finding = finding.filter(|it| self.dossier.is_under_review(&it.cluster)).ok_or_else(|| {
            let known = self.assessment.findings.iter().map(|it| it.obligation.as_str());
            Error::request(
                format!("no obligation `{obligation}` is under review"),
                did_you_mean(obligation, known),
            )
        })?;
        Ok((finding.status, self.texts.rests_on(finding, &self.dossier)))
    }

    /// Where every obligation under review stands, in the order of the checklist.
    pub fn positions(&self) -> Vec<Position<'_>> {
        position::positions(&self.assessment, &self.decisions, &self.texts, &self.dossier, self.rules)
    }
}

/// Faults of several files as one error, what is no fault of a file as it is.
fn joined(errors: Vec<Error>) -> Vec<Error> {
    let (mut faults, mut others) = (Vec::new(), Vec::new());
    for error in errors {
        match error {
            Error::Dossier(found) => faults.extend(found),
            other => others.push(other),
        }
    }
    if !faults.is_empty() {
        others.insert(0, Error::Dossier(faults));
    }
    others
}
