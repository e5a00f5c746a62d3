//! The words of the store trait.

use jiff::Timestamp;

use crate::condition::{Condition, SortKey};
use crate::document::Document;
use crate::fault::Fault;
use crate::schema::Kind;

/// A resource as a store knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// User or group.
    pub kind: Kind,
    /// The store's identifier.
    pub id: String,
    /// What clients gave.
    pub document: Document,
    /// Grows with every change of the document or of the members.
    pub version: u64,
    /// When it was made.
    pub created: Timestamp,
    /// When the document or the members last changed.
    pub last_modified: Timestamp,
    /// Members of a group, if wished for.
    pub members: Option<Vec<Member>>,
    /// Groups of a user, if wished for.
    pub groups: Option<Vec<Membership>>,
}

/// Which relations to load with a resource.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wish {
    /// The members of a group.
    pub members: bool,
    /// The names of the members too.
    pub member_names: bool,
    /// The groups of a user.
    pub groups: bool,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Identifier of the user or group.
    pub id: String,
    /// Which of them.
    pub kind: Kind,
    /// Its name, if wished for.
    pub display: Option<String>,
}

/// A group of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Identifier of the group.
    pub group_id: String,
    /// Name of the group.
    pub display: String,
    /// Whether the user is in the group itself, and not in a group within it.
    pub direct: bool,
}

/// A member as a client names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// Identifier of the user or group.
    pub id: String,
    /// Which of them, if the client says.
    pub kind: Option<Kind>,
}

/// A resource to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    /// User or group.
    pub kind: Kind,
    /// Its attributes.
    pub document: Document,
    /// Members of a new group.
    pub members: Vec<NewMember>,
    /// Relations to give back.
    pub wish: Wish,
}

/// How a resource came about.
#[derive(Debug, Clone, PartialEq)]
pub enum Created {
    /// It is new.
    New(Stored),
    /// It was known, for example from single sign-on, and is from now on the client's.
    Adopted(Stored),
}

/// What to do with a resource; nothing when both parts are empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// The document from now on, if it changes.
    pub document: Option<Document>,
    /// Changes of the members, one after the other.
    pub members: Vec<MemberChange>,
}

/// A small change of a group's members. Adding who is there and removing who is not there change nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberChange {
    /// These belong to it.
    Add(Vec<NewMember>),
    /// These do not, whatever their kind.
    Remove(Vec<String>),
    /// These and nobody else belong to it. A store writes the difference only.
    Set(Vec<NewMember>),
}

/// A page that an index can answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    /// Users or groups.
    pub kind: Kind,
    /// What they must meet.
    pub condition: Condition,
    /// Their order; the store's own, the same for every page size, when there is none.
    pub order: Option<Order>,
    /// How many to leave out at the start.
    pub offset: usize,
    /// How many at most; 0 asks for the number alone.
    pub count: usize,
    /// Relations to load.
    pub wish: Wish,
}

/// An order that an index can give. Who has no such value comes last when it ascends and first when it descends; equal
/// ones stand in the store's own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: SortKey,
    /// Largest first.
    pub descending: bool,
}

/// The answer to [`Find`].
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many meet the condition in all.
    pub total: usize,
    /// The page.
    pub page: Vec<Stored>,
}

/// A request for the next part of what meets a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// Users or groups.
    pub kind: Kind,
    /// What they must meet.
    pub condition: Condition,
    /// Where to go on: what the part before gave.
    pub after: Option<String>,
    /// How many at most.
    pub count: usize,
    /// Relations to load.
    pub wish: Wish,
}

/// The answer to [`Scan`].
#[derive(Debug, Clone, PartialEq)]
pub struct Scanned {
    /// The part.
    pub part: Vec<Stored>,
    /// Where to go on; `None` at the end.
    pub next: Option<String>,
}

/// Why a store did not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The value of this attribute belongs to another resource.
    #[error("`{0}` is taken by another resource")]
    Taken(&'static str),
    /// There is no such user or group to become a member.
    #[error("there is no member `{0}`")]
    UnknownMember(String),
    /// The function that decides, or a rule of the store, refused.
    #[error("{0}")]
    Refused(#[from] Fault),
    /// The store cannot answer now; ask again after this many seconds.
    #[error("the store cannot answer now")]
    Busy(u64),
    /// The store failed. It has logged why; the client learns nothing of it.
    #[error("the store failed")]
    Failed,
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken(_) => Self::uniqueness(error.to_string()),
            StoreError::UnknownMember(_) => Self::invalid_value(error.to_string()),
            StoreError::Refused(fault) => fault,
            StoreError::Busy(retry_after_s) => Self::unavailable(retry_after_s),
            StoreError::Failed => Self::new(500, "the server failed; its log says why"),
        }
    }
}
