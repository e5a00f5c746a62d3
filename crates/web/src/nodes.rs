//! Nodes: search, browse, panel, connections, access.

pub(crate) mod access;
pub(crate) mod browse;
pub(crate) mod connections;
mod filter;
mod notices;
mod order;
pub(crate) mod panel;
pub(crate) mod raw;
mod reference;
pub(crate) mod search;
mod sections;
mod words;

pub(crate) use order::Orders;
pub(crate) use reference::{find, find_quietly, node_ref, population, properties};
pub(crate) use words::{class_of, edge_label, kind_label, kind_word};
