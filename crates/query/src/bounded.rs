//! Functions that make more than they are given: bounded before they make it.
//!
//! The engine accounts for what sorts, joins and groups hold, not for what a function makes of one batch: one
//! `repeat` could take all memory there is. Here such a function is asked beforehand how much it would make. Plans that
//! have one also run in small batches, so that steps that gather rows gather few of them.

mod budget;
mod estimate;
mod function;
mod plan;
mod slices;

use crate::error::{ErrorCode, QueryError};

pub(crate) use budget::{Budget, budgeted, told};
pub(crate) use function::bounded;
pub(crate) use plan::{grows, names_growth, rows_at_once};
pub(crate) use slices::slices;

/// Most bytes of one value.
pub(crate) const VALUE_MAX: u64 = 8 * MIB;
/// Most bytes that one call makes for one batch of rows.
pub(crate) const CALL_MAX: u64 = 64 * MIB;
/// Most bytes of a value that is the same in each row: it may be written out for each of them.
pub(crate) const CONSTANT_MAX: u64 = MIB;

/// The error of constants that are too large together.
fn told_constants(bytes: u64) -> QueryError {
    let mib = |bytes: u64| bytes.div_ceil(MIB);
    QueryError::new(
        ErrorCode::TooLarge,
        format!(
            "the constants of this query take {} MiB, and may take {} MiB",
            mib(bytes),
            mib(CALL_MAX)
        ),
    )
    .hint("ask for shorter values")
}

const MIB: u64 = 1024 * 1024;

#[cfg(test)]
mod tests;
