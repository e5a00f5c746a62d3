//! The whole house: the real binary, over HTTP, as a person or a script uses it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says where"
)]

mod activity;
mod attack;
mod brake;
mod commands;
mod connectors;
mod disk;
mod events;
mod forwards;
mod hostile;
mod house;
mod log_out;
mod openid;
mod races;
mod recorded;
mod replicas;
mod resources;
mod restart;
mod scim;
mod seeds;
mod sign_on;
mod sources;
mod state;
