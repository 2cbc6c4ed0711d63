//! How reports look: their language, and templates of the user.

use std::path::PathBuf;

use lacuna::checklist::Rules;
use lacuna::report::Looks;

use super::Result;

/// Language and templates of a report.
#[derive(Debug, clap::Args)]
pub(super) struct LooksArgs {
    /// Language of the report, whatever that of the texts: en, es, fr.
    #[arg(long, value_name = "xx", default_value = "en")]
    report_language: String,
    /// Folder of templates, styles and words laid over the built-in ones.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

impl LooksArgs {
    /// Loads the templates and puts the wording of the rules into the report's language.
    pub(super) fn load(&self, rules: &mut Rules) -> Result<Looks> {
        let looks = Looks::new(&self.report_language.to_lowercase(), self.templates.as_deref())?;
        rules.translate(looks.language())?;
        Ok(looks)
    }
}
