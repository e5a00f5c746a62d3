//! The loops against the simulated organization: over real HTTP on loopback, and in simulated time.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says where"
)]

mod faults;
mod house;
mod pacing;
mod scan;
mod simulated;
