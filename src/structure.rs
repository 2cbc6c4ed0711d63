//! Lines of a text → [`Act`]: what its provisions are, where they stand, what they cite, define and
//! punish. Any text gives an act; what was not understood is told in its notices.

mod act;
mod amendments;
mod builder;
mod citations;
mod closing;
mod commencement;
mod definitions;
mod divisions;
mod enumerations;
mod furniture;
mod headings;
mod language;
mod lines;
mod lists;
mod names;
mod number;
mod outline;
mod overlay;
mod passages;
mod penalties;
mod stated;
mod title;
mod tradition;
mod undecided;
mod units;

pub use act::{
    Act, Citation, Commencement, Definition, Force, Kind, Notice, Penalty, Provision, ProvisionId, join,
};
pub use citations::{Cited, CitedNumber, CitedUnit, Relative, cited};
pub use language::LanguageFile;
pub use outline::outline;
pub use overlay::lay_over;
pub use penalties::{Sanction, SanctionKind, sanctions};
pub use tradition::names as traditions;

/// Makes ready what reading a text in this language needs beside the text. Reading does the same when it comes to it;
/// who knows the language before can have it done meanwhile.
pub fn prepare(language: &str) {
    language::Language::named(language);
}
