//! Many texts: found in folders and archives, read in parallel, ranked by what they carry.

mod documents;
mod scan;

pub use documents::{Document, documents};
pub use scan::{Carried, Options, Scan, ScannedAct, scan};
