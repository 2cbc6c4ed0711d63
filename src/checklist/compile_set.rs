//! Sets: the named provisions of a law that obligations hang on.

use super::compile::{Compiler, roles};
use super::file::{AboutForm, SetsFile};
use super::rule::{About, Limb, SetRule};

impl Compiler<'_> {
    /// Compiles `sets.yaml`.
    pub fn sets(&mut self, file: SetsFile) -> Vec<SetRule> {
        let mut sets = Vec::new();
        for (id, form) in file.sets.0 {
            if form.find.is_none() && form.limbs.0.is_empty() {
                let help = "give it `limbs`, or `find`";
                self.fault(id.at, format!("nothing makes a member of the set `{}`", id.value), help);
            }
            if id.value == "act" {
                self.fault(id.at, "`act` is the whole act and no set", "choose another name");
            }
            let title = self.words(form.title);
            let mut limbs = self.limbs(form.limbs, false);
            // A set without limbs has one, which bears its name.
            if let Some(find) = self.optional(form.find.as_ref()) {
                let name = id.value.clone();
                limbs.push(Limb {
                    name,
                    find,
                    roles: Default::default(),
                    under: None,
                    via_citation: false,
                    title: title.clone(),
                });
            }
            sets.push(SetRule {
                title,
                roles: roles(&form.role),
                not: self.optional(form.not.as_ref()),
                not_under: self.optional(form.not_under.as_ref()),
                under: self.optional(form.under.as_ref()),
                about: form.about.and_then(|form| self.about(&form)),
                limbs,
                narrow: self.narrow(form.narrow),
                named: self.optional(form.named.as_ref()),
                id: id.value,
            });
        }
        sets
    }

    fn about(&mut self, form: &AboutForm) -> Option<About> {
        let under = self.optional(form.under.as_ref());
        self.query(&form.find).map(|find| About { find, under })
    }
}
