//! The client against an Okta inside the process: recorded answers, scripted ones, broken ones.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

extern crate portolan_okta as okta;

mod bad_input;
mod check;
mod damaged;
mod fake;
mod network;
mod oauth;
mod pacing;
mod paging;
mod recorded;
mod secrets;
