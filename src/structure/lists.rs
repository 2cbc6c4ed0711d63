//! Which lists state conditions: only of these do the items hold together.

use super::act::{Act, ProvisionId};
use super::language::{Language, folded};

/// The words that open a condition stand among so many last words of the lead-in.
const LAST_WORDS: usize = 6;

/// The provisions whose items are conditions: their lead-in ends in "if" or "who", or the sentence goes on behind the list
/// ("… commits an offence").
pub(super) fn conditions(act: &Act, language: &Language) -> Vec<ProvisionId> {
    let text = &act.source.text;
    let opens = |lead_in: &str| {
        let last = lead_in.split(|c: char| !c.is_alphanumeric()).rev().filter(|word| !word.is_empty());
        last.take(LAST_WORDS).any(|word| language.file.list.conditions.contains(&folded(word)))
    };
    act.ids()
        .filter(|&id| {
            let provision = act.get(id);
            provision.children.len() > 1
                && (!provision.wrap_up.is_empty()
                    || provision.intro.last().is_some_and(|line| opens(line.of(text))))
        })
        .collect()
}
