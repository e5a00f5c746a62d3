//! The loops against the simulated organization, over real HTTP on loopback.

mod house;
mod scan;
