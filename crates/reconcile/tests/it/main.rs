//! The loops against the simulated organization: over real HTTP on loopback, and in simulated time.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says where"
)]

mod bench;
mod driver;
mod faults;
mod house;
mod logs;
mod pacing;
mod recorded;
mod refresh;
mod rows;
mod scan;
mod service_app;
mod simulated;
