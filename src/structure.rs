//! Lines of a text → [`Act`]: what its provisions are, where they stand, what they cite, define and
//! punish. Any text gives an act; what was not understood is told in its notices.

mod act;

pub use act::{Act, Citation, Definition, Force, Kind, Notice, Penalty, Provision, ProvisionId, join};

/// Stand-in until the structure stage is merged.
pub fn outline(source: std::sync::Arc<crate::source::Source>) -> Act {
    let _ = source;
    unimplemented!("structure")
}
