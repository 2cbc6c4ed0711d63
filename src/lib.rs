//! lacuna reads legislation and shows, provision by provision, where it meets the obligations of a
//! treaty and where the gaps are.
//!
//! The data goes one way: `source → grammar → structure → query → assessment → report`;
//! `checklist` feeds the rules in. `docs/architecture.md` says what is where.
#![forbid(unsafe_code)]

// Named by pest's parsers, which are built without `std`: its guard of the stack costs a third of every parse, and
// no grammar here recurses beyond a bound of its own.
extern crate alloc;

pub mod accuracy;
pub mod amendment;
pub mod assessment;
pub mod checklist;
pub mod comparison;
pub mod corpus;
pub mod error;
pub mod grammar;
pub mod query;
pub mod report;
pub mod review;
pub mod source;
pub mod span;
pub mod structure;
