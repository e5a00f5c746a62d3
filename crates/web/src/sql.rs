//! SQL: run, cancel, and what the editor needs.

pub(crate) mod cancel;
mod cell;
pub(crate) mod examples;
pub(crate) mod run;
mod running;
pub(crate) mod schema;

pub(crate) use running::Running;
