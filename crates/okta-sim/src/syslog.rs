//! The System Log: what happened, who did it, in which order it was written down.
//!
//! Events are kept compactly in a ring and rendered when they are read. Every event has two places in time:
//! `published` (when it happened) and the moment at which it was persisted, which gives the order and the cursors of
//! polling. The two orders differ a little, as Okta's do. The log never changes an event and never invents a change:
//! who changes the organization appends what was changed.

mod event;
mod kinds;
mod links;
mod people;
mod query;
mod ring;
mod story;
#[cfg(test)]
mod tests;
mod traffic;
mod uuid;

pub(crate) use event::{Client, Draft, Party};
pub(crate) use people::{Person, Population, Thing, attacker, home};
pub(crate) use query::{LogQuery, OldSince};
pub(crate) use ring::{SystemLog, address_of, client_of};
pub use story::Story;
pub(crate) use story::{Cast, events as story_events, token_use};
pub(crate) use traffic::{Change, Happening, Traffic, persisted};
