//! The templates, built in or of the user, and what they may call.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use rust_embed::Embed;

use super::words::Words;
use super::{html, markdown, terminal};
use crate::checklist::Obligation;
use crate::error::{Error, Result};

/// The folder `templates/`.
#[derive(Embed)]
#[folder = "templates/"]
struct BuiltIn;

/// Instructions that one report may take. An act of a megabyte takes a hundredth; a template that never ends
/// is stopped within seconds.
const FUEL: u64 = 50_000_000;
/// Bytes of a template of the user.
const LARGEST: u64 = 1_000_000;
/// Files of a folder of templates.
const MOST: usize = 200;

/// Templates, styles, scripts and words by name, each with the place it came from.
#[derive(Clone, Debug)]
pub(super) struct TemplateFiles(BTreeMap<String, (String, String)>);

impl TemplateFiles {
    /// What comes with the program.
    pub(super) fn built_in() -> Self {
        let file = |name: std::borrow::Cow<'static, str>| {
            let text = String::from_utf8_lossy(&BuiltIn::get(&name)?.data).replace("\r\n", "\n");
            Some((name.to_string(), (format!("built-in:{name}"), text)))
        };
        Self(BuiltIn::iter().filter_map(file).collect())
    }

    /// Lays a folder over these: a file of the same name takes the place of the built-in one. Nothing outside
    /// of the folder is read, whatever a template includes or a link points at.
    pub(super) fn lay_over(&mut self, folder: &Path) -> Result<()> {
        let unreadable = |path: &Path, cause| Error::Read { path: path.display().to_string(), cause };
        let home = fs::canonicalize(folder).map_err(|cause| unreadable(folder, cause))?;
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|cause| unreadable(folder, cause))? {
            paths.push(entry.map_err(|cause| unreadable(folder, cause))?.path());
        }
        paths.sort();
        for path in paths {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if !["j2", "css", "js", "yaml", "typ"].iter().any(|end| name.ends_with(&format!(".{end}"))) {
                continue;
            }
            let refused = |message: &str| {
                Err(Error::Template { name: path.display().to_string(), message: message.into() })
            };
            let real = fs::canonicalize(&path).map_err(|cause| unreadable(&path, cause))?;
            if !real.starts_with(&home) {
                return refused("points out of the folder of templates");
            }
            let about = fs::metadata(&real).map_err(|cause| unreadable(&path, cause))?;
            if !about.is_file() {
                continue;
            }
            if about.len() > LARGEST || self.0.len() >= MOST {
                return refused("is too large, or the folder holds too many files");
            }
            let bytes = fs::read(&real).map_err(|cause| unreadable(&path, cause))?;
            let Ok(text) = String::from_utf8(bytes) else { return refused("is not UTF-8") };
            self.insert(name, &path.display().to_string(), &text.replace("\r\n", "\n"));
        }
        Ok(())
    }

    pub(super) fn insert(&mut self, name: &str, origin: &str, text: &str) {
        self.0.insert(name.to_owned(), (origin.to_owned(), text.to_owned()));
    }

    /// Origin and text.
    pub(super) fn get(&self, name: &str) -> Option<(&str, &str)> {
        self.0.get(name).map(|(origin, text)| (origin.as_str(), text.as_str()))
    }

    /// Styles and scripts: name, origin, text.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let all = self.0.iter().filter(|(name, _)| name.ends_with(".css") || name.ends_with(".js"));
        all.map(|(name, (origin, text))| (name.as_str(), origin.as_str(), text.as_str()))
    }

    /// The languages with words.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|name| name.strip_prefix("words.")?.strip_suffix(".yaml"))
    }
}

/// Templates and words, ready for any number of reports.
pub struct Looks {
    pub(super) words: Words,
    files: TemplateFiles,
    /// Read when the first report is filled in: a record for other programs needs no template.
    environment: OnceLock<Environment<'static>>,
}

impl Looks {
    /// The built-in looks, in English.
    ///
    /// # Errors
    /// A fault in the built-in templates.
    pub fn built_in() -> Result<Self> {
        Self::new("en", None)
    }

    /// Looks for reports in a language, with a folder of templates laid over the built-in ones.
    ///
    /// # Errors
    /// A language without words; a folder or template that cannot be read, with file and line.
    pub fn new(language: &str, folder: Option<&Path>) -> Result<Self> {
        let mut files = TemplateFiles::built_in();
        if let Some(folder) = folder {
            files.lay_over(folder)?;
        }
        let words = Words::load(&files, language)?;
        let looks = Self { words, files, environment: OnceLock::new() };
        // A fault of the user's own templates is told before any work is done.
        if folder.is_some() {
            looks.environment()?;
        }
        Ok(looks)
    }

    fn environment(&self) -> Result<&Environment<'static>> {
        if let Some(environment) = self.environment.get() {
            return Ok(environment);
        }
        let mut environment = environment();
        html::offer(&mut environment, &self.files)?;
        for (name, (origin, text)) in self.files.0.iter().filter(|(name, _)| name.ends_with(".j2")) {
            environment
                .add_template_owned(name.clone(), text.clone())
                .map_err(|error| fault(&error, name, origin))?;
        }
        Ok(self.environment.get_or_init(|| environment))
    }

    /// The language of the reports.
    pub fn language(&self) -> &str {
        &self.words.language
    }

    /// Origin and text of a file among the templates.
    pub(crate) fn file(&self, name: &str) -> Option<(&str, &str)> {
        self.files.get(name)
    }

    /// The short name of a treaty.
    pub(crate) fn instrument<'w>(&'w self, name: &'w str) -> &'w str {
        self.words.instrument(name)
    }

    /// What a flag means for the reader.
    pub(crate) fn flag(&self, flag: &str, obligation: &Obligation) -> String {
        self.words.flag(flag, Some(obligation))
    }

    /// How a provision falls short.
    pub(crate) fn deficiency(&self, code: &str) -> String {
        self.words.deficiency(code)
    }

    /// Renders data by a template.
    pub(super) fn fill(&self, name: &str, data: &impl serde::Serialize) -> Result<String> {
        let environment = self.environment()?;
        let filled = environment.get_template(name).and_then(|it| it.render(Value::from(Serde(data))));
        filled.map_err(|error| {
            // The fault may stand in a template that this one includes: the innermost tells where.
            let mut error = &error;
            while let Some(inner) = error.source().and_then(|it| it.downcast_ref::<minijinja::Error>()) {
                error = inner;
            }
            let at = error.name().unwrap_or(name);
            let origin = self.files.get(at).map_or(at, |(origin, _)| origin);
            fault(error, at, origin)
        })
    }
}

/// The error with file and line: minijinja's own words say neither.
fn fault(error: &minijinja::Error, name: &str, origin: &str) -> Error {
    let origin =
        if error.name().is_none_or(|other| other == name) { origin } else { error.name().unwrap_or("") };
    let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
    let message = match error.kind() {
        ErrorKind::OutOfFuel => "does not come to an end".to_owned(),
        kind => match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        },
    };
    Error::Template { name: format!("{origin}{line}"), message }
}

fn environment() -> Environment<'static> {
    let mut looks = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    looks.set_syntax(syntax.build().expect("the delimiters are minijinja's own"));
    looks.set_undefined_behavior(UndefinedBehavior::Strict);
    looks.set_fuel(Some(FUEL));
    looks.set_auto_escape_callback(|name| match name {
        name if name.ends_with(".md.j2") => AutoEscape::Custom(markdown::ESCAPE.into()),
        name if name.ends_with(".html.j2") => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    looks.set_formatter(markdown::format);
    looks.add_filter("paint", terminal::paint);
    looks.add_filter("pad", terminal::pad);
    looks.add_filter("fill", terminal::fill);
    looks.add_filter("plural", plural);
    looks.add_filter("direction", |language: &str| super::words::direction(language));
    looks
}

/// `{{ 2|plural("duty", "duties") }}` is `2 duties`.
fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
