//! The whole house: the real binary, over HTTP, as a person or a script uses it.
#![expect(missing_docs, reason = "tests")]

mod commands;
mod house;
mod recorded;
mod restart;
mod seeds;
