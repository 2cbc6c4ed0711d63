//! `lacuna review`: a dossier → the documents of a country review.

mod decide;
mod import;
mod init;

use std::path::{Path, PathBuf};

use lacuna::assessment::Assessment;
use lacuna::checklist::Rules;
use lacuna::comparison;
use lacuna::error::Error;
use lacuna::report::Looks;
use lacuna::report::document::{self, Document, TextFormat};
use lacuna::review::{Folder, Paper, Review, Role, Words, Written, lint, sheet};
use lacuna::source::Reader;

use super::rulebook::Rulebook;
use super::{Failure, Outcome, Result, output};

/// Writes the documents of a country review from a dossier
///
/// The laws in force of the dossier are read together as one State's law; pending texts are assessed apart. Filed
/// documents hold what people agreed on in decisions.yaml, and nothing else; the rest stands in the sheet for
/// consideration and in decisions.xlsx. A document that a person has edited is never overwritten: the new version
/// stands beside it. If anything fails, nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Args {
    #[command(subcommand)]
    step: Option<Step>,
    /// A dossier.yaml, or the folder that holds it.
    #[arg(required = true, value_name = "DOSSIER")]
    dossier: Option<PathBuf>,
    /// Folder for the documents.
    #[arg(long, value_name = "DIR", required = true)]
    out: Option<PathBuf>,
    /// Formats to write: all that are built in without it.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    /// Documents to write: those of the role without it.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    document: Vec<PaperName>,
    /// Language of the documents, instead of the dossier's: en, fr, es; ar, ru, zh in part.
    #[arg(long, value_name = "xx")]
    report_language: Option<String>,
    /// Read the dossier in another role than it states.
    #[arg(long, value_name = "ROLE")]
    role: Option<RoleName>,
    /// A Word file of your own with tags in it (`{{p document }}`, `{{ state.name }}` …), filled for each document.
    #[arg(long, value_name = "DOCX")]
    template: Option<PathBuf>,
    /// An earlier assessment.json of a review, the JSON of a check, or an earlier dossier: what was gained and lost since.
    #[arg(long, value_name = "OLD")]
    since: Option<PathBuf>,
    /// Folder of templates, styles and words laid over the built-in ones.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    rules: Rulebook,
}

const EXAMPLES: &str = "\
Examples:
  lacuna review init laws/ --output dossier.yaml   propose a dossier for a pile of laws
  lacuna review dossier.yaml --out documents/      write all documents, in all formats
  lacuna review dossier.yaml --out documents/ --format docx --report-language fr
  lacuna review dossier.yaml --out documents/ --format docx --template ministry.docx
  lacuna review decide dossier.yaml SOM-6.3a --by \"A. Mirel\" --state agreed
  lacuna review import dossier.yaml decisions.xlsx take decisions over from the spreadsheet
  lacuna review dossier.yaml --out documents/ --since old/assessment.json";

#[derive(Debug, clap::Subcommand)]
enum Step {
    Init(init::Args),
    Import(import::Args),
    Decide(decide::Args),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Word.
    Docx,
    /// Typeset by Typst, where it is built in.
    Pdf,
    /// A page for reading and printing.
    Html,
    /// Markdown.
    Md,
    /// The spreadsheet of decisions.
    Xlsx,
    /// The assessment, for programs and for --since.
    Json,
}

impl Format {
    /// Those that are built in.
    fn all() -> impl Iterator<Item = Format> {
        let all = [Format::Docx, Format::Pdf, Format::Html, Format::Md, Format::Xlsx, Format::Json];
        all.into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf"))
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum PaperName {
    Questionnaire,
    Feedback,
    Observations,
    Summary,
    ForConsideration,
    DraftingBrief,
    WorkingPaper,
    Changes,
}

impl PaperName {
    fn paper(self) -> Paper {
        match self {
            PaperName::Questionnaire => Paper::Questionnaire,
            PaperName::Feedback => Paper::Feedback,
            PaperName::Observations => Paper::Observations,
            PaperName::Summary => Paper::Summary,
            PaperName::ForConsideration => Paper::ForConsideration,
            PaperName::DraftingBrief => Paper::DraftingBrief,
            PaperName::WorkingPaper => Paper::WorkingPaper,
            PaperName::Changes => Paper::Changes,
        }
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum RoleName {
    StateUnderReview,
    Reviewer,
    Drafter,
    Secretariat,
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            RoleName::StateUnderReview => Role::StateUnderReview,
            RoleName::Reviewer => Role::Reviewer,
            RoleName::Drafter => Role::Drafter,
            RoleName::Secretariat => Role::Secretariat,
        }
    }
}

impl Args {
    pub(super) fn run(self) -> Result {
        match self.step {
            Some(Step::Init(args)) => return args.run(),
            Some(Step::Import(args)) => return args.run(),
            Some(Step::Decide(args)) => return args.run(),
            None => {}
        }
        let (Some(dossier), Some(out)) = (&self.dossier, &self.out) else {
            return Err(Error::request("no dossier is named", "lacuna review dossier.yaml --out DIR").into());
        };
        let mut rules = self.rules.load()?;
        let language = match &self.report_language {
            Some(language) => language.to_lowercase(),
            None => language_of(dossier, &rules)?,
        };
        let missing = rules.translate(&language)?;
        let mut review = Review::open(dossier, &rules, &reader()).map_err(Failure)?;
        if let Some(role) = self.role {
            review.dossier.role = role.role();
        }
        review.dossier.language = language;
        if let Some(old) = &self.since {
            let before = earlier(old, &rules)?;
            review.since = Some(comparison::findings(&before, &review.assessment));
        }
        let looks = looks(&review.dossier.language, self.templates.as_deref())?;
        let missing = missing.into_iter().map(|it| format!("rules: {it}")).collect();
        let words = Words::load(&review.dossier.language, review.dossier.role, &looks, missing)?;
        let documents = self.documents(&review, &words, &looks)?;
        let written = Folder::open(out)?.write(documents)?;
        tell(&written, out, &words)?;
        Ok(Outcome::Done)
    }

    /// Every document in every format, in memory.
    fn documents(
        &self,
        review: &Review<'_>,
        words: &Words<'_>,
        looks: &Looks,
    ) -> Result<Vec<(String, Vec<u8>)>> {
        // The Secretariat grades nobody: what states a status is written for it only when it is asked for.
        let states_status = |format: &Format| matches!(format, Format::Xlsx | Format::Json);
        let is_usual = |format: &Format| review.dossier.role != Role::Secretariat || !states_status(format);
        let formats: Vec<Format> = match self.format.is_empty() {
            true => Format::all().filter(is_usual).collect(),
            false => self.format.clone(),
        };
        let of_role = Paper::of(review.dossier.role).iter().copied();
        let papers: Vec<Paper> = match self.document.is_empty() {
            false => self.document.iter().map(|it| it.paper()).collect(),
            true => of_role.filter(|paper| *paper != Paper::Changes || review.since.is_some()).collect(),
        };
        let template = self.template.as_ref().map(|path| {
            std::fs::read(path).map_err(|cause| Error::Read { path: path.display().to_string(), cause })
        });
        let template = template.transpose()?;
        let mut all = Vec::new();
        let mut faults = Vec::new();
        for paper in papers {
            let document = review.document(paper, words);
            if paper.is_filed() {
                faults.extend(lint(&document, paper, review, words)?);
            }
            for format in &formats {
                let (ending, bytes) = match format {
                    Format::Docx => ("docx", word(&document, paper, review, template.as_deref())?),
                    Format::Pdf => ("pdf", super::paper::pdf(looks, &document)?),
                    Format::Html => ("html", looks.written(&document, TextFormat::Html)?.into_bytes()),
                    Format::Md => ("md", looks.written(&document, TextFormat::Markdown)?.into_bytes()),
                    Format::Xlsx | Format::Json => continue,
                };
                all.push((format!("{}.{ending}", paper.name()), bytes));
            }
        }
        if !faults.is_empty() {
            return Err(Error::Dossier(faults).into());
        }
        if formats.contains(&Format::Xlsx) {
            all.push(("decisions.xlsx".to_owned(), sheet(review, words)?));
        }
        if formats.contains(&Format::Json) {
            all.push(("assessment.json".to_owned(), lacuna::report::json(&review.assessment)?.into_bytes()));
        }
        Ok(all)
    }
}

/// A document as Word, in the user's own template where there is one.
fn word(document: &Document, paper: Paper, review: &Review<'_>, template: Option<&[u8]>) -> Result<Vec<u8>> {
    Ok(match template {
        Some(template) => document::fill(template, &review.template_values(document, paper))?,
        None => document::word(document)?,
    })
}

/// How texts of a dossier are read.
fn reader() -> Reader {
    Reader { program: std::env::current_exe().ok(), ..Reader::default() }
}

/// The language that the dossier asks for; its faults are told when it is read with its laws.
fn language_of(dossier: &Path, rules: &Rules) -> Result<String> {
    Ok(lacuna::review::Dossier::read(dossier, rules).map_or_else(|_| "en".to_owned(), |it| it.language))
}

/// The templates. Reports know fewer languages than documents; what these take from reports is then English.
fn looks(language: &str, templates: Option<&Path>) -> Result<Looks> {
    let known = lacuna::review::LANGUAGES;
    if !known.contains(&language) {
        let help = format!("documents speak {}", known.join(", "));
        return Err(Error::request(format!("no documents in `{language}`"), help).into());
    }
    Ok(Looks::new(language, templates).or_else(|_| Looks::new("en", templates))?)
}

/// An assessment from before: its JSON, or a dossier that is assessed anew.
fn earlier(path: &Path, rules: &Rules) -> Result<Assessment> {
    let name = path.display().to_string();
    let is_json = path.extension().is_some_and(|it| it == "json");
    if !is_json {
        return Ok(Review::open(path, rules, &reader()).map_err(Failure)?.assessment);
    }
    let bytes = std::fs::read(path).map_err(|cause| Error::Read { path: name.clone(), cause })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Error::Source {
            path: name,
            message: format!("is no assessment: {error}"),
            help: "give the JSON of `lacuna check --format json`, or the assessment.json of a review".into(),
        }
        .into()
    })
}

/// What became of each document, and what its language lacks.
fn tell(written: &[(String, Written)], out: &Path, words: &Words<'_>) -> Result<()> {
    let mut text = String::new();
    for (name, what) in written {
        text.push_str(&match what {
            Written::Here => format!("{name}\n"),
            Written::Same => format!("{name} (as it was)\n"),
            Written::Kept => format!("{name} was edited and is kept; there is nothing new\n"),
            Written::Beside(beside) => {
                format!("{name} was edited and is kept; the new version is {beside}\n")
            }
        });
    }
    if !words.missing.is_empty() {
        text.push_str(&format!(
            "{} wordings are missing in this language and are said in English\n",
            words.missing.len()
        ));
    }
    let visible: String = format!("Documents in {}:\n", out.display())
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    output::write(&(visible + &text), None)?;
    Ok(())
}
