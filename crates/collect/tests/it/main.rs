//! Collectors against servers on loopback that speak their protocols, with faults.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod aws;
mod bucket;
mod cloud;
mod github;
mod hub;
mod memory;
