//! `lacuna review decide`: a decision from the command line into `decisions.yaml`.

use std::path::{Path, PathBuf};

use lacuna::checklist::Status;
use lacuna::error::Error;
use lacuna::review::{Decision, Kind, Review, Says, State};

use super::super::rulebook::Rulebook;
use super::super::{Failure, Outcome, Result, output};

/// Adds a decision on findings to decisions.yaml, with the words of the law on which it rests
///
/// The entry remembers what was found and a digest of the provisions, so that the decision is told to be taken again
/// when these words change. Nothing that stands in the file is changed: the last entry counts.
#[derive(Debug, clap::Args)]
pub(in super::super) struct Args {
    /// A dossier.yaml, or the folder that holds it.
    #[arg(value_name = "DOSSIER")]
    dossier: PathBuf,
    /// Obligations, such as SOM-6.1a.
    #[arg(required = true, value_name = "OBLIGATION")]
    obligations: Vec<String>,
    #[arg(long, default_value = "confirm")]
    kind: KindName,
    /// For `override`: what the law holds.
    #[arg(long, value_name = "STATUS")]
    status: Option<StatusName>,
    /// Why; needed unless the finding is confirmed.
    #[arg(long)]
    reason: Option<String>,
    /// Who decides.
    #[arg(long)]
    by: String,
    /// In which capacity, such as `governmental expert`.
    #[arg(long)]
    capacity: Option<String>,
    /// The day, as 2031-03-14.
    #[arg(long)]
    date: Option<String>,
    #[arg(long, default_value = "proposed")]
    state: StateName,
    /// Words for the observations, instead of those drafted.
    #[arg(long)]
    challenge: Option<String>,
    #[arg(long)]
    good_practice: Option<String>,
    #[arg(long)]
    suggestion: Option<String>,
    /// Technical assistance that the State asks for.
    #[arg(long)]
    assistance: Option<String>,
    #[command(flatten)]
    rules: Rulebook,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum KindName {
    Confirm,
    Override,
    NotApplicable,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum StatusName {
    Met,
    Partial,
    Absent,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum StateName {
    Proposed,
    Agreed,
    Cleared,
}

impl Args {
    pub(in super::super) fn run(self) -> Result {
        let rules = self.rules.load()?;
        let review = Review::open(&self.dossier, &rules, &super::reader()).map_err(Failure)?;
        let entries =
            self.obligations.iter().map(|id| self.entry(id, &review)).collect::<Result<Vec<_>, _>>()?;
        let text = review.decisions.with(&entries, &rules)?;
        let folder = if self.dossier.is_dir() { Some(self.dossier.as_path()) } else { self.dossier.parent() };
        let path = folder.unwrap_or(Path::new("")).join("decisions.yaml");
        output::write(&text, Some(&path))?;
        let told = entries.iter().map(|it| format!("{}: added to {}\n", it.obligation, path.display()));
        output::write(&told.collect::<String>(), None)?;
        Ok(Outcome::Done)
    }

    fn entry(&self, id: &str, review: &Review<'_>) -> Result<Decision, Error> {
        let kind = match self.kind {
            KindName::Confirm => Kind::Confirm,
            KindName::Override => Kind::Override,
            KindName::NotApplicable => Kind::NotApplicable,
        };
        if (kind == Kind::Override) != self.status.is_some() {
            return Err(Error::request(
                "kind and status do not fit",
                "only `--kind override` takes a --status, and needs one",
            ));
        }
        if kind != Kind::Confirm && self.reason.is_none() {
            return Err(Error::request(
                "the reason is missing",
                "say with --reason why the finding is not followed",
            ));
        }
        let (found, rests_on) = review.found(id)?;
        Ok(Decision {
            obligation: id.to_owned(),
            kind,
            status: self.status.map(|it| match it {
                StatusName::Met => Status::Met,
                StatusName::Partial => Status::Partial,
                StatusName::Absent => Status::Absent,
            }),
            reason: self.reason.clone(),
            by: self.by.clone(),
            capacity: self.capacity.clone(),
            date: self.date.clone(),
            state: match self.state {
                StateName::Proposed => State::Proposed,
                StateName::Agreed => State::Agreed,
                StateName::Cleared => State::Cleared,
            },
            dissent: Vec::new(),
            says: Says {
                challenge: self.challenge.clone(),
                good_practice: self.good_practice.clone(),
                suggestion: self.suggestion.clone(),
                assistance: self.assistance.clone(),
            },
            source: None,
            found: Some(found),
            rests_on,
            line: 0,
        })
    }
}
