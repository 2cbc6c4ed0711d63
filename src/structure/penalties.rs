//! Sanctions.
use super::act::{Act, Penalty};
pub(super) fn collect(_act: &Act) -> Vec<Penalty> {
    Vec::new()
}
