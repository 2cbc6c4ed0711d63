//! `rules/`, carried in the program: as written, and as `build.rs` compiled it.

use super::compiled::Compiled;
use super::folder::RuleFiles;
use super::yaml::Document;

#[derive(rust_embed::Embed)]
#[folder = "rules/"]
#[include = "*.yaml"]
struct Written;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

impl RuleFiles {
    /// The files that come with the program.
    pub fn built_in() -> Self {
        let document = |path: std::borrow::Cow<'static, str>| {
            let text = String::from_utf8_lossy(&Written::get(&path)?.data).into_owned();
            Some((path.to_string(), Document::new(format!("built-in:{path}"), text)))
        };
        Self::carried(Written::iter().filter_map(document).collect())
    }
}

impl Compiled<'static> {
    /// The rules that come with the program.
    pub fn built_in() -> Option<Self> {
        Self::unpack(PACKED)
    }
}

#[cfg(test)]
mod tests {
    use super::super::compile_checklist::checklists;
    use super::super::consequence::consequences;
    use super::super::lexicon::Lexicon;
    use super::super::persons::persons;
    use super::*;

    #[test]
    fn what_was_compiled_is_what_is_written() {
        let compiled = Compiled::built_in().expect("the built-in rules have no faults");
        let files = RuleFiles::built_in();
        let same = |read: &dyn std::fmt::Debug, unpacked: &dyn std::fmt::Debug| {
            assert!(format!("{read:?}") == format!("{unpacked:?}"), "build.rs has left out something");
        };
        same(&checklists(&files, None).0, &compiled.checklists);
        same(&consequences(&files).0, &compiled.consequences);
        same(&persons(&files).0, &compiled.persons);
        assert!(files.languages().into_iter().eq(compiled.lexicons.keys().copied()));
        for language in files.languages() {
            same(&Lexicon::read(&files.lexicon(language), language).0, &compiled.lexicon(language));
        }
    }
}
