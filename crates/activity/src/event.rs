//! One event of any source, in one flat schema of 45 columns.
//!
//! A [`Batch`] owns the words of many events in one buffer; the raw text stays with the caller and is known by its
//! place. Everything that rules group or compare by is a column, so that no rule parses JSON again.

mod batch;
mod column;
mod located;
mod rows;
mod view;

#[cfg(test)]
mod tests;

pub use batch::{Batch, Draft, Event, LIST_SEPARATOR};
pub use column::{COLUMNS, Column, Field, Shape};
pub use located::Located;
pub use rows::{Order, Rows, Values};
pub use view::{Again, Later, Numbered, View};

/// An event may be so far ahead of its intake, in microseconds: clocks differ. What is further ahead says so.
pub const AHEAD_US: i64 = 10 * 60 * 1_000_000;
/// An intake before that moment (2001-09-09) bears no time that a clock told.
const CLOCKLESS: Moment = Moment(1_000_000_000_000_000);

/// The system that an event comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Okta System Log.
    Okta,
    /// AWS CloudTrail.
    Aws,
    /// GitHub audit log.
    Github,
    /// Teleport audit log.
    Teleport,
    /// Our own audit log.
    #[serde(rename = "self")]
    Own,
}

impl Source {
    /// All sources.
    pub const ALL: [Self; 5] = [Self::Okta, Self::Aws, Self::Github, Self::Teleport, Self::Own];

    /// The word in the column `source`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Okta => "okta",
            Self::Aws => "aws",
            Self::Github => "github",
            Self::Teleport => "teleport",
            Self::Own => "self",
        }
    }

    /// The source of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment that many microseconds later; stops at the ends of the range.
    pub const fn plus_us(self, us: i64) -> Self {
        Self(self.0.saturating_add(us))
    }

    /// Microseconds from `earlier` to this moment.
    pub const fn since_us(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}
