//! The SQL surface from outside, over a small world worked out by hand.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says where"
)]

extern crate portolan_query as query;

mod both_ways;
mod bounds;
mod clients;
mod cursors;
mod events;
mod heads;
mod kept;
mod own;
mod pg;
mod plans;
mod seeds;
mod slt;
mod three_ways;
mod wire;
mod world;
