//! What happened: audit events of Okta, AWS, GitHub, Teleport and ourselves in one schema, correlated, judged by rules.
//!
//! Pure: bytes and values in, values out. No IO, no clock, no database; whoever calls brings the time and keeps the
//! state.

pub mod correlate;
pub mod detect;
pub mod event;
pub mod json;
pub mod normalise;
pub mod ocsf;

#[cfg(test)]
mod recorded;

#[cfg(test)]
mod reference;
