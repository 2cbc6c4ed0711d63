//! The only place that knows pest: each grammar of `grammar/` read into plain structs.

mod condition;

pub(crate) use condition::{Formula, condition};
