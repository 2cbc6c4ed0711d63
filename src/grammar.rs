//! The only place that knows pest: grammars in `grammar/*.pest` → plain structs, a small file for each.

mod citation;
mod condition;
mod line;
mod penalty;
pub(crate) mod query;

pub use citation::{Cited, CitedNumber, CitedUnit, Relative, cited};
pub(crate) use condition::{Formula, condition};
pub use line::{Head, Line, Marker, MarkerForm, line};
pub use penalty::{Sanction, SanctionKind, sanctions};
