//! `access_path`: a table that is computed when it is asked for.
//!
//! Conditions on one end of the path become sets of nodes, which the graph walks; the same batches come out
//! whether the engine's planner asks or the short way for plain questions does.

mod atom;
mod batch;
mod filter;
mod meant;
mod names;
mod provider;
mod reach;
mod scan;
mod shape;
mod side;

pub(crate) use batch::{list_of, schema as access_path_schema};
pub(crate) use names::{Graphs, MatchNames, mark};
pub(crate) use provider::AccessPathTable;
pub(crate) use reach::CountReach;
pub(crate) use scan::Scan;
pub(crate) use shape::{Plain, plain_shape};

#[cfg(test)]
mod tests;
