//! Lines of a text → [`Act`]: what its provisions are, where they stand, what they cite, define and
//! punish. Any text gives an act; what was not understood is told in its notices.

mod act;

pub use act::{Act, Citation, Definition, Force, Kind, Notice, Penalty, Provision, ProvisionId, join};
