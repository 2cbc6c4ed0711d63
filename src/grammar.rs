//! The only place that knows pest: grammars in `grammar/*.pest` → plain structs, a small file for each.

mod condition;
pub(crate) mod query;

pub(crate) use condition::{Formula, condition};
