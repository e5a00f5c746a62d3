//! Servers that share a database, and that die at work; SCIM and user sync about the same people.

mod agree;
mod runs;
mod state;
