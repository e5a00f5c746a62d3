//! Questions about the graph as a whole: ways, blast radius, differences, pictures.

pub(crate) mod blast;
pub(crate) mod diff;
pub(crate) mod explore;
pub(crate) mod path;
pub(crate) mod subgraph;
