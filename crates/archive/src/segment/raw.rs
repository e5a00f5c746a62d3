//! The raw texts of a segment, byte for byte, without what they have in common.
//!
//! A text is cut at its values. What lies between them, its shape, is kept once for all texts that have it. Of the
//! values, those that never change are kept with the shape, those that follow from another value in a table beside it,
//! those that recur as the number of a text, and those that are ever new, as ids are, as the letters that may stand at
//! each place. So a row is a few dozen bytes that are found by counting, and no text is unpacked but the one asked for.

mod collect;
mod cut;
mod judge;
mod pattern;
mod read;
mod slots;
mod texts;
mod warm;
mod write;

#[cfg(test)]
mod tests;

pub(super) use collect::Raws;
pub(super) use cut::Span;
pub(super) use read::{Reader, Rows};
pub(super) use slots::{Kept, Slot};
pub(super) use write::Settled;
