//! The only place that knows pest: grammars in `grammar/*.pest` → plain structs.

mod line;

pub use line::{Head, Line, Marker, MarkerForm, line};
