//! From an answer of a source to an alert: events are read, kept, judged, and what rules say is written to the state.
//!
//! Knows no source's protocol and no client: collectors bring bytes and a cursor. Knows no file format of events:
//! [`Keep`] does. Time is an argument.

mod book;
mod center;
mod heard;
mod import;
mod judge;
mod keep;
mod knowledge;
mod memory;
mod own_log;
mod record;
mod replay;
mod run;
mod warm;

#[cfg(test)]
mod tests;

pub use book::{Entry, Origin, RuleBook};
pub use center::{Center, Parts, TakeError, Taken};
pub use import::{CutError, Cutter};
pub use judge::Arrival;
pub use judge::Places;
pub use keep::{Keep, KeepError, Kept};
pub use knowledge::Knowledge;
pub use own_log::{OWN_STREAM, own_events};
pub use record::{event_id, record, severity_of};
pub use replay::{Replayed, replay};
pub use run::Alerts;
