//! The templates, built in, and what they may call: filters of the terminal and of Markdown.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use rust_embed::Embed;

use super::{markdown, terminal};
use crate::error::{Error, Result};

/// The folder `templates/`.
#[derive(Embed)]
#[folder = "templates/"]
pub(super) struct Templates;

/// Renders data by one of the built-in templates.
pub(super) fn render(name: &str, data: &impl serde::Serialize) -> Result<String> {
    let fault = |error: minijinja::Error| Error::Template { name: name.to_owned(), message: message(&error) };
    let file = Templates::get(name)
        .ok_or_else(|| Error::Template { name: name.to_owned(), message: "is not built in".into() })?;
    let source = String::from_utf8_lossy(&file.data).into_owned();
    let mut looks = environment();
    for macros in Templates::iter().filter(|name| name.starts_with('_')) {
        let source = Templates::get(&macros).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        looks.add_template_owned(macros, source.unwrap_or_default()).map_err(fault)?;
    }
    looks.add_template_owned(name, source).map_err(fault)?;
    looks.get_template(name).and_then(|template| template.render(Value::from(Serde(data)))).map_err(fault)
}

/// What went wrong with its line: the error alone says neither.
fn message(error: &minijinja::Error) -> String {
    match (error.detail(), error.line()) {
        (Some(detail), Some(line)) => format!("{detail} (line {line})"),
        _ => error.to_string(),
    }
}

fn environment() -> Environment<'static> {
    let mut looks = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    looks.set_syntax(syntax.build().expect("the delimiters are minijinja's own"));
    looks.set_undefined_behavior(UndefinedBehavior::Strict);
    looks.set_auto_escape_callback(|name| match name.ends_with(".md.j2") {
        true => AutoEscape::Custom(markdown::ESCAPE.into()),
        false => AutoEscape::None,
    });
    looks.set_formatter(markdown::format);
    looks.add_filter("paint", terminal::paint);
    looks.add_filter("pad", terminal::pad);
    looks.add_filter("fill", terminal::fill);
    looks.add_filter("plural", plural);
    looks
}

/// `{{ 2|plural("duty", "duties") }}` is `2 duties`.
fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
