//! What every command that reads texts by rules can be told: what the texts are, and which rules to follow.

use lacuna::checklist::Rules;
use lacuna::structure::{Act, prepare};

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
        self.rules.lay_over()?;
        Ok(config)
    }

    /// Loads the rules and reads the texts, side by side: they have nothing to do with each other until they meet.
    pub(super) fn load(&self, files: &[String]) -> Result<(Rules, Vec<Act>)> {
        let (rules, acts, ()) = self.load_with(files, |_| Ok(()))?;
        Ok((rules, acts))
    }

    /// The same, with what else is made ready beside the reading.
    pub(super) fn load_with<T: Send>(
        &self,
        files: &[String],
        ready: impl FnOnce(&mut Rules) -> Result<T> + Send,
    ) -> Result<(Rules, Vec<Act>, T)> {
        let rules = || {
            let language = self.about.likely_language();
            prepare(&language);
            let mut rules = self.rules.load()?;
            // The lexicon that is surely needed is compiled while the texts are read; what is wrong with it is
            // told when it is used.
            let _ = rules.vocabulary(&language);
            let ready = ready(&mut rules)?;
            Ok::<_, Failure>((rules, ready))
        };
        let (rules, acts) = rayon::join(rules, || laws::read(files, &self.about));
        let (rules, ready) = rules?;
        Ok((rules, acts?, ready))
    }
}
