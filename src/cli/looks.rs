//! How reports look: their language, and templates of the user.

use std::path::PathBuf;

use lacuna::checklist::Rules;
use lacuna::report::Looks;

use super::Result;
use super::config::Config;

/// Language and templates of a report.
#[derive(Debug, clap::Args)]
pub(super) struct LooksArgs {
    /// Language of the report, whatever that of the texts: en (without it), es, fr.
    #[arg(long, value_name = "xx")]
    report_language: Option<String>,
    /// Folder of templates, styles and words laid over the built-in ones.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

impl LooksArgs {
    /// Takes from `lacuna.toml` what the command line does not say.
    pub(super) fn fill(&mut self, config: &Config) {
        self.report_language = self.report_language.take().or_else(|| config.text("report-language"));
        self.templates = self.templates.take().or_else(|| config.place("templates"));
    }

    /// Loads the templates and puts the wording of the rules into the report's language.
    pub(super) fn load(&self, rules: &mut Rules) -> Result<Looks> {
        let language = self.report_language.as_deref().unwrap_or("en");
        let looks = Looks::new(&language.to_lowercase(), self.templates.as_deref())?;
        rules.translate(looks.language())?;
        Ok(looks)
    }
}
