//! Terms and connectors: the language in which rules and lexicons say what to look for, evaluated over
//! the tokens of an act. `docs/query.md` is its definition.
//!
//! [`parse`] reads a query; a [`Vocabulary`] is one language's lexicon, compiled; [`Text`] is an act,
//! tokenized once for a vocabulary; [`Text::find`] gives minimal windows with their provision.

mod carry;
mod column;
mod evaluate;
mod expr;
mod fold;
mod layout;
mod need;
mod program;
mod reading;
mod spec;
mod text;
mod token;
mod topic;
mod trace;
mod vocabulary;
mod window;
mod words;

pub use expr::{Dialect, Expr, Polarity, Query, QueryError, Word, parse};
pub use need::{Need, Root};
pub use spec::{Fold, Negators, Role, RoleSet, TokenUnit, VocabularySpec};
pub use text::{Carry, Hit, Text, Trace, Via};
pub use topic::Topic;
pub use vocabulary::{Bound, Vocabulary};
