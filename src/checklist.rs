//! Rules as data: YAML → compiled [`Checklist`]s, lexicons and rule tests, with every fault told at once.

mod rule;

pub use rule::*;

/// stub until merge
pub struct Rules {
    pub checklists: Vec<Checklist>,
    pub consequences: ConsequenceTable,
}
impl Rules {
    pub fn vocabulary(&self, language: &str) -> crate::error::Result<&crate::query::Vocabulary> {
        let _ = language;
        unimplemented!()
    }
}
