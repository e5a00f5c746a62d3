//! This server itself: its API tokens, its audit log.

pub(crate) mod audit;
pub(crate) mod tokens;
