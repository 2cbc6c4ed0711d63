//! Rules as data: YAML → compiled [`Checklist`]s, lexicons and rule tests, with every fault told at once.

mod rule;

pub use rule::*;

/// Stand-in until the loader is merged.
#[derive(Debug, Default)]
pub struct Rules {
    pub checklists: Vec<Checklist>,
}

impl Rules {
    /// Stand-in.
    pub fn load(overlay: Option<&std::path::Path>) -> crate::error::Result<Rules> {
        let _ = overlay;
        unimplemented!("loader")
    }

    /// Stand-in.
    pub fn languages(&self) -> Vec<&str> {
        unimplemented!("loader")
    }
}
