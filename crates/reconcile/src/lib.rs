//! The loops that keep Okta and us in step. The only holder of an Okta client.
//!
//! What a loop does is decided by pure functions whose result is a value; the loop applies it. A loop takes no input
//! but a wake-up: told, timed and restarted are the same code.

pub mod atlas;
pub mod connect;
pub mod deeds;
mod driver;
pub mod logs;
pub mod people;
pub mod refresh;
mod run;
pub mod scan;

pub use driver::{Driver, DriverParts, FollowProblem, Following, Published, ScanStatus, Woken};
pub use run::{MAX_INTERVAL_S, MIN_INTERVAL_S};
