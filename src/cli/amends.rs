//! `lacuna check --amends`: an amending bill read as the law that it would make.

use std::path::Path;

use lacuna::amendment::{self, Amendment};
use lacuna::assessment::Options;
use lacuna::checklist::Rules;
use lacuna::error::Error;
use lacuna::structure::Act;

use super::{Result, output};

/// Applies bills to the act that they amend, in order, and tells what they do; writes the act as amended.
pub(super) fn amend(
    principal: &Act,
    bills: &[Act],
    rules: &Rules,
    options: &Options,
    as_amended: Option<&Path>,
) -> Result<Amendment> {
    let [bill] = bills else {
        let help = "apply the first with --as-amended, then the next to what it wrote";
        return Err(Error::request("one bill at a time is applied", help).into());
    };
    let mut instructions = amendment::read(bill, principal)?;
    let amended = amendment::apply(principal, &mut instructions)?;
    let amendment = amendment::effects(bill, principal, &amended.act, instructions, rules, options)?;
    if as_amended.is_some() {
        output::write(&amended.text, as_amended)?;
    }
    Ok(amendment)
}
