//! Lines of a text → [`Act`]: what its provisions are, where they stand, what they cite, define and
//! punish. Any text gives an act; what was not understood is told in its notices.

mod act;
mod amendments;
mod builder;
mod citations;
mod closing;
mod definitions;
mod divisions;
mod furniture;
mod headings;
mod lines;
mod names;
mod number;
mod outline;
mod passages;
mod penalties;
mod tradition;
mod units;

pub use act::{Act, Citation, Definition, Force, Kind, Notice, Penalty, Provision, ProvisionId, join};
pub use outline::outline;
pub use tradition::names as traditions;
