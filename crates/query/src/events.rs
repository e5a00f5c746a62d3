//! `activity`: the kept events as a table.
//!
//! Where events come from is a port, [`Events`]: this room knows their columns and nothing of how they are kept.
//! Conditions narrow what the keeper looks at; what it cannot narrow by is worked out here on each batch, so that a
//! limit and an order are the keeper's too.

mod batch;
mod exec;
mod narrow;
mod nodes;
mod table;

use std::fmt::Debug;
use std::ops::ControlFlow;
use std::sync::Arc;

use activity::event::{Field, Order, Rows};

pub(crate) use table::EventsTable;

/// Where events come from.
pub trait Events: Debug + Send + Sync {
    /// All events that are kept now. What comes later is not seen through it.
    fn still(&self) -> Arc<dyn StillEvents>;
}

/// The events of one moment. All calls block.
pub trait StillEvents: Debug + Send + Sync {
    /// How many events pass.
    ///
    /// # Errors
    /// When something cannot be read.
    fn count(&self, narrow: &Narrow) -> Result<u64, SourceFault>;

    /// In how many parts reading is worth while.
    ///
    /// # Errors
    /// When a condition cannot be understood.
    fn parts(&self, narrow: &Narrow) -> Result<usize, SourceFault>;

    /// Calls with the wanted columns of the events that pass, and perhaps of some that do not, until it is told to
    /// break. Also calls without events now and then, while it looks and finds none.
    ///
    /// # Errors
    /// When something cannot be read.
    fn read(
        &self,
        wanted: &WantedEvents<'_>,
        each: &mut dyn FnMut(Rows) -> ControlFlow<()>,
    ) -> Result<(), SourceFault>;

    /// The person behind each account, as it is known now, corrections by hand included.
    fn persons(&self, accounts: &[Account]) -> Vec<Option<String>>;
}

/// What is to be read.
#[derive(Clone, Debug)]
pub struct WantedEvents<'a> {
    /// Which events.
    pub narrow: &'a Narrow,
    /// Which columns, in which order; `event_date` comes as the time of the event.
    pub fields: &'a [Field],
    /// In which order events come.
    pub order: Order,
    /// Which of how many parts, from 0. Only [`Order::Any`] has parts.
    pub part: (usize, usize),
}

/// Conditions that leave out events nobody wants. Those that pass may still not be wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// The earliest time, in microseconds since the epoch.
    pub from_us: Option<i64>,
    /// The first time that is too late.
    pub until_us: Option<i64>,
    /// All of these.
    pub all: Vec<Condition>,
}

/// One condition. Case does not count.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The column is one of these; in a list, any item is.
    Is(Field, Vec<String>),
    /// The column has this form: `*` is any text, `\` before a character means the character.
    Like(Field, String),
    /// The column has a value.
    Known(Field),
    /// The raw text has this text somewhere.
    Contains(String),
    /// All of these.
    All(Vec<Self>),
    /// Any of these.
    Any(Vec<Self>),
}

/// An account in a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Word of the source.
    pub source: String,
    /// Its organization.
    pub org: String,
    /// The actor's id there, or name where there is no id.
    pub id: String,
}

/// Why rows that are kept outside of the snapshots could not be read: what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SourceFault(pub String);
