//! SQL: run, cancel, and what the editor needs.

pub(crate) mod cancel;
pub(crate) mod examples;
pub(crate) mod run;
pub(crate) mod schema;
