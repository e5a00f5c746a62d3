//! What rules said, what they are, and what brings them events.

pub(crate) mod actions;
pub(crate) mod alerts;
pub(crate) mod collectors;
pub(crate) mod forwards;
pub(crate) mod own_rules;
pub(crate) mod rules;
mod whom;
