//! The only place that knows pest: grammars in `grammar/*.pest` → plain structs.

mod citation;
mod line;
mod penalty;

pub use citation::{Cited, CitedNumber, CitedUnit, Relative, cited};
pub use line::{Head, Line, Marker, MarkerForm, line};
pub use penalty::{Sanction, SanctionKind, sanctions};
