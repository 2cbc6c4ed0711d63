//! Many texts: found in folders and archives, read in parallel, ranked by what they carry, kept in tables.

mod batch;
mod cases;
#[cfg(feature = "parquet")]
mod columnar;
mod documents;
mod dossier;
mod export;
mod journal;
mod known;
mod matrix;
mod reading;
mod record;
mod results;
mod scan;
mod search;
mod sqlite;
mod stream;
mod tables;
mod wordings;

pub use batch::{Step, Summary, batch};
pub use cases::{Case, CaseNote, Cases, CasesFile};
pub use documents::{Document, documents};
pub use export::Store;
pub(crate) use export::inert;
pub use known::{Known, Standing};
pub use matrix::{By, Matrix, MatrixCell, MatrixPlace, MatrixRow, matrix};
pub use reading::Options;
pub use record::{About, Extract, Graded, Kept, Located, Reading, Record};
pub use results::{Duty, Filter, Origin, Results};
pub use scan::{Carried, Scan, ScannedAct, scan};
pub use search::{Found, FoundProvision, search};
pub use stream::{StreamedAct, StreamedResult, stream};
pub use tables::{Column, ColumnKind, Table, WORKING_PAPER, tables};
pub(crate) use wordings::split as fold_words;
pub use wordings::{Group, Wording, Wordings, wordings};
