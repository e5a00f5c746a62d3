//! Servers that share a database, and that die at work.

mod state;
