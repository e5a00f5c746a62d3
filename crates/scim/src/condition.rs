//! What an index can answer: the part of a filter that a store understands without reading documents.
//!
//! A condition never lets through less than the filter it came from; whether it lets through more is said beside it.

mod holds;

pub use holds::Facts;

use jiff::Timestamp;

use crate::schema::Kind;

/// A test on indexed keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Everything.
    All,
    /// The key has exactly this value. For [`Key::folds`] keys both sides are in [`crate::fold`]ed form. A resource
    /// without the key does not match.
    Is(Key, String),
    /// The key begins with this value, in the form as above.
    StartsWith(Key, String),
    /// `active` was given as this value.
    Active(bool),
    /// A time of the resource compared with this one.
    Time(TimeKey, Comparison, Timestamp),
    /// All of them.
    And(Vec<Condition>),
    /// One of them; none when there are none.
    Or(Vec<Condition>),
}

/// Texts that a store can look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// `id`
    Id,
    /// `externalId`
    ExternalId,
    /// `userName`, of users.
    UserName,
    /// `displayName`
    DisplayName,
    /// `emails.value`, any of them, of users.
    Email,
    /// `active`, of users.
    Active,
    /// `members.value`, any of them, of groups.
    Member,
    /// `meta.created` and `meta.lastModified`
    Time,
}

impl Key {
    /// Whether the key is compared in [`crate::fold`]ed form.
    #[must_use]
    pub fn folds(self) -> bool {
        matches!(self, Self::UserName | Self::DisplayName | Self::Email)
    }

    /// Whether resources of this kind have the key.
    #[must_use]
    pub fn is_of(self, kind: Kind) -> bool {
        match self {
            Self::UserName | Self::Email | Self::Active => kind == Kind::User,
            Self::Member => kind == Kind::Group,
            _ => true,
        }
    }
}

/// A time of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKey {
    /// `meta.created`
    Created,
    /// `meta.lastModified`
    LastModified,
}

/// How two times compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Is the same.
    Equal,
    /// Is later.
    Greater,
    /// Is later or the same.
    GreaterOrEqual,
    /// Is earlier.
    Less,
    /// Is earlier or the same.
    LessOrEqual,
}

/// An order that a store can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// By `id`.
    Id,
    /// By `userName`, folded.
    UserName,
    /// By `displayName`, folded.
    DisplayName,
    /// By `meta.created`.
    Created,
    /// By `meta.lastModified`.
    LastModified,
}
