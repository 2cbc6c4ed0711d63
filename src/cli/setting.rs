//! What every command that reads texts by rules can be told: what the texts are, and which rules to follow.

use lacuna::checklist::Rules;
use lacuna::structure::Act;

use super::laws::{self, About};
use super::rulebook::Rulebook;
use super::{Failure, Result};

/// Texts and rules of a command.
#[derive(Debug, clap::Args)]
pub(super) struct Setting {
    #[command(flatten)]
    pub(super) about: About,
    #[command(flatten)]
    pub(super) rules: Rulebook,
}

impl Setting {
    /// Loads the rules and reads the texts, side by side: they have nothing to do with each other until they meet.
    pub(super) fn load(&self, files: &[String]) -> Result<(Rules, Vec<Act>)> {
        let rules = || {
            let rules = self.rules.load()?;
            // The lexicon that is surely needed is compiled while the texts are read; what is wrong with it is
            // told when it is used.
            let language = self.about.language.as_deref().unwrap_or("en").to_lowercase();
            let _ = rules.vocabulary(&language);
            Ok::<_, Failure>(rules)
        };
        let (rules, acts) = rayon::join(rules, || laws::read(files, &self.about));
        Ok((rules?, acts?))
    }
}
