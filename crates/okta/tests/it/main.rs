//! The client against an Okta inside the process: recorded answers, scripted ones, broken ones.

extern crate portolan_okta as okta;

mod bad_input;
mod check;
mod damaged;
mod fake;
mod oauth;
mod paging;
mod recorded;
mod secrets;
