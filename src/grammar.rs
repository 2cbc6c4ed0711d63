//! The only place that knows pest: texts → plain structs. A small file for each grammar of `grammar/`.

pub(crate) mod query;
