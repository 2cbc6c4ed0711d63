//! What the commands for rule authors ask of stages that are not merged yet. Each function is to
//! become a call of the library at the place where it is used.

use std::path::Path;

use lacuna::checklist::Rules;
use lacuna::error::{Error, Result};

use super::eval;

/// `accuracy::…`
pub(super) fn measure(rules: &Rules, args: &eval::Args) -> Result<String> {
    let _ = (rules, &args.gold, &args.laws, args.split, &args.language, &args.against, args.format);
    Err(missing("the measurement"))
}

/// The cases beside the rules; whether all passed.
pub(super) fn test(rules: &Rules, folder: Option<&Path>) -> Result<(String, bool)> {
    let _ = (rules, folder);
    Err(missing("the rule tests"))
}

/// A JSON Schema by name.
pub(super) fn schema(name: Option<&str>) -> Result<String> {
    let _ = name;
    Err(missing("the schemas"))
}

fn missing(what: &str) -> Error {
    Error::request(format!("{what}: not in this build"), "")
}
