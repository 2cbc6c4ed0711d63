//! Compiles `rules/` with the program, by the same modules that read a user's rules when it runs, so that one
//! bill answers at once. Rules with faults are left as YAML, and the program tells the faults in its own words.
#![allow(dead_code, unused_imports)]

extern crate alloc; // named by pest's parsers

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/error.rs"]
mod error;
#[path = "src/span.rs"]
mod span;

#[path = "src/grammar"]
mod grammar {
    mod condition;
    pub(crate) mod query;
    pub(crate) use condition::{Formula, condition};
}

#[path = "src/query"]
mod query {
    mod expr;
    mod spec;
    pub use expr::*;
    pub use spec::*;
}

#[path = "src/checklist"]
mod checklist {
    mod compile;
    mod compile_checklist;
    mod compile_obligation;
    mod compile_set;
    mod compiled;
    mod condition;
    mod consequence;
    mod file;
    mod folder;
    mod lexicon;
    mod names;
    mod persons;
    mod read;
    mod rule;
    mod yaml;

    use std::collections::BTreeMap;
    use std::path::Path;

    use crate::error::{Error, Result};

    /// The rules of a folder in the form that the program carries.
    pub fn pack(folder: &Path) -> Result<Vec<u8>> {
        let mut files = folder::RuleFiles::default();
        files.lay_over(folder)?;
        let mut faults = Vec::new();
        let mut lexicons = BTreeMap::new();
        for language in files.languages() {
            let (lexicon, found) = lexicon::Lexicon::read(&files.lexicon(language), language);
            faults.extend(found);
            lexicons.extend(lexicon.map(|lexicon| (language, packed(&lexicon))));
        }
        let (checklists, found) = compile_checklist::checklists(&files, None);
        faults.extend(found);
        let (consequences, found) = consequence::consequences(&files);
        faults.extend(found);
        let (persons, found) = persons::persons(&files);
        faults.extend(found);
        let lexicons = lexicons.iter().map(|(code, lexicon)| (*code, lexicon.as_slice())).collect();
        let compiled = compiled::Compiled { checklists, consequences, persons, lexicons };
        if faults.is_empty() { Ok(packed(&compiled)) } else { Err(Error::Rules(faults)) }
    }

    fn packed<T: serde::Serialize>(value: &T) -> Vec<u8> {
        postcard::to_allocvec(value).expect("rules are plain data")
    }
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the folder"));
    let packed = checklist::pack(Path::new("rules")).unwrap_or_else(|error| {
        error.to_string().lines().for_each(|line| println!("cargo::warning={line}"));
        Vec::new()
    });
    fs::write(out.join("rules.bin"), packed)?;
    let (traditions, languages) = (read("traditions"), read("languages"));
    println!("cargo::rustc-env=LACUNA_LANGUAGES={}", languages.keys().cloned().collect::<Vec<_>>().join(" "));
    let traditions = serde_json::Value::Array(traditions.into_values().collect()).to_string();
    fs::write(out.join("traditions.json"), traditions)?;
    // A line for each, so that one is found without reading the others.
    let line = |(code, file): (String, serde_json::Value)| format!("{code} {file}\n");
    fs::write(out.join("languages.txt"), languages.into_iter().map(line).collect::<String>())
}

/// The files of a folder below `rules/` by their names, in order.
///
/// # Panics
/// When one is no YAML: the program has no way to tell it later.
fn read(folder: &str) -> BTreeMap<String, serde_json::Value> {
    let entries = fs::read_dir(Path::new("rules").join(folder)).expect("the folder is there");
    let read = |path: PathBuf| {
        let yaml = fs::read_to_string(&path).expect("it can be read");
        // Only `true` and `false` are truth values; "no" and "on" are words.
        let options = serde_yaml::options! { strict_booleans: true };
        let file = serde_yaml::from_str_with_options(&yaml, options)
            .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        (path.file_stem().expect("it has a name").to_string_lossy().into_owned(), file)
    };
    entries.map(|entry| read(entry.expect("it can be listed").path())).collect()
}
