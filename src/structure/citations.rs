//! References inside the act.
use super::act::{Act, Citation, Notice};
pub(super) fn collect(_act: &Act) -> (Vec<Citation>, Vec<Notice>) {
    (Vec::new(), Vec::new())
}
