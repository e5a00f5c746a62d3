//! Whole responses against the public interface: good ones, hostile ones, and those of third parties.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails stops")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use portolan_saml as saml;

mod accepted;
mod attacks;
mod encrypted;
mod forge;
mod keys_and_algorithms;
mod logout;
mod mutations;
mod recorded;
mod refused;
mod third_party;
mod world;
mod wrapping;
