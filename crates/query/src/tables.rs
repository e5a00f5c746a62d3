//! The tables of one snapshot, by name. A name may carry a moment (`nodes@2026-01-31`): then the table is of the
//! snapshot of that moment.

mod edges;
mod engine_tables;
mod files;
mod information;
mod memory;
mod nodes;
mod schema_provider;

pub(crate) use edges::lists_wide_edges;
pub(crate) use files::snapshot_schema;
pub(crate) use information::Information;
pub(crate) use schema_provider::{Tables, Worlds};
