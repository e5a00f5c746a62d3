//! Who can reach what, by which path.
//!
//! A [`GraphBuilder`] takes the facts of one scan and makes a [`Graph`]: immutable, four bytes an edge and
//! direction, one number space for all nodes. [`path`] lists access one row a way; [`reach`] follows what an
//! attacker could do with it.
//!
//! INVARIANT: std and the vocabulary only. Nothing here reads files, clocks or the network, and nothing is
//! stored that can be computed from facts.

mod admin;
mod bits;
mod builder;
mod csr;
mod deactivated;
pub mod diff;
mod edge;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
mod graph;
mod json;
mod keys;
mod labels;
mod links;
mod lookup;
mod memory;
mod node;
pub mod path;
mod power;
mod properties;
pub mod reach;
mod record;
pub mod rules;
mod search;
mod standing;
mod text;

pub use admin::{Assignment, AssignmentIx, Grant, GrantIx, Holding, RoleSources, ScopePart};
pub use bits::NodeSet;
pub use builder::{BuildError, GraphBuilder};
pub use edge::{Edge, EdgeCause, EdgeType};
pub use graph::Graph;
pub use labels::LabelSetIx;
pub use memory::Memory;
pub use node::{NodeIx, NodeKind};
pub use path::{ActionIx, ActionType, ActionTypeSet, GrantKind, PathCursor, PathFilter, PathRow, paths};
pub use power::{Power, PowerScope, TargetClass};
pub use search::{Hit, Quality};
