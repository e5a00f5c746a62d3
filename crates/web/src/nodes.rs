//! Nodes: search, browse, panel, connections, access.

pub(crate) mod access;
pub(crate) mod browse;
pub(crate) mod connections;
pub(crate) mod panel;
pub(crate) mod raw;
pub(crate) mod search;
