//! The SQL surface from outside, over a small world worked out by hand.

mod both_ways;
mod bounds;
mod pg;
mod plans;
mod seeds;
mod slt;
mod wire;
mod world;
