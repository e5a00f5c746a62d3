//! Rules: files in, alerts out.
//!
//! A rule file becomes a [`Rule`]; many become one [`RuleSet`], which shares every test among them and asks only those
//! rules that the type of an event leaves possible. The [`Engine`] keeps what rules must remember, by event time: the
//! same history gives the same alerts, whatever the size of batches and the order of arrival within the lateness.

pub mod alert;
pub mod check;
mod condition;
pub mod engine;
mod expr;
pub mod graph;
mod op;
pub mod rule;
mod ruleset;
mod selection;
pub mod shipped;
mod sieve;
mod sigma;
mod state;
pub mod tuning;
pub mod yaml;

#[cfg(test)]
mod tests;

pub use alert::{Alert, Change, Evidence, Severity, Subject, Whom};
pub use engine::{Engine, Limits, Stats};
pub use graph::{Answer, Graph, NoGraph, Question};
pub use rule::{Rule, Silence, load};
pub use ruleset::{Hits, RuleSet, Scratch};
pub use sieve::Sieve;
pub use tuning::Tuning;
pub use yaml::Fault;
