//! Rules as data: YAML → compiled [`Checklist`]s, lexicons and rule tests, with every fault told at once.

mod rule;

pub use rule::*;
