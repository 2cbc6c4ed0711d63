//! The only place that knows pest: grammars in `grammar/*.pest` → plain structs, a small file for each.

mod condition;
mod line;
pub(crate) mod query;
mod token;

pub(crate) use condition::{Formula, condition};
pub use line::{Head, Line, Marker, MarkerForm, line};
pub use token::{Token, TokenForm, tokens};
