//! The loops against the simulated organization: over real HTTP on loopback, and in simulated time.

mod faults;
mod house;
mod pacing;
mod scan;
mod simulated;
