//! What every command that reads texts by rules can be told: what the texts are, and which rules to follow.

use lacuna::checklist::Rules;
use lacuna::structure::Act;

use super::config::Config;
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
    /// Takes from the `lacuna.toml` of the first text what the command line does not say.
    pub(super) fn settle(&mut self, first: Option<&str>) -> Result<Config> {
        let config = Config::find(first)?;
        self.about.fill(&config);
        self.rules.fill(&config);
        Ok(config)
    }

    /// Loads the rules and reads the texts, side by side: they have nothing to do with each other until they meet.
    pub(super) fn load(&self, files: &[String]) -> Result<(Rules, Vec<Act>)> {
        let rules = || {
            let rules = self.rules.load()?;
            // The lexicon that is surely needed is compiled while the texts are read; what is wrong with it is
            // told when it is used.
            let _ = rules.vocabulary(&self.about.likely_language());
            Ok::<_, Failure>(rules)
        };
        let (rules, acts) = rayon::join(rules, || laws::read(files, &self.about));
        Ok((rules?, acts?))
    }
}
