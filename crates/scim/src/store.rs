//! What a provider needs from whoever keeps the resources.
//!
//! Two ideas carry this trait. **Members are not part of the group's document**: they come and go by [`MemberChange`],
//! so that adding one to ten thousand costs what adding one costs, and changes that arrive at once merge. **A change is
//! decided inside the store's transaction**: [`Store::change`] hands the present state to a pure function and keeps what
//! it says, so that no write is lost and none needs to be retried by the client.

mod types;

pub use types::{
    Change, Created, Find, Found, Member, MemberChange, Membership, New, NewMember, Order, Scan, Scanned,
    StoreError, Stored, Wish,
};

use async_trait::async_trait;

use crate::condition::Key;
use crate::fault::Fault;
use crate::schema::Kind;

/// Decides on the present state of a resource, without IO. A store may call it again after a conflict.
pub type Decide<'a> = dyn Fn(&Stored) -> Result<Change, Fault> + Send + Sync + 'a;

/// Agrees to the removal of a resource, or refuses.
pub type Allow<'a> = dyn Fn(&Stored) -> Result<(), Fault> + Send + Sync + 'a;

/// Keeps users, groups and who belongs to what.
///
/// INVARIANT: an answer of `Ok` is durable, and equal to what the next read gives.
#[async_trait]
pub trait Store: Send + Sync {
    /// One resource with the relations that are wished for, or `None`.
    async fn read(&self, kind: Kind, id: &str, wish: Wish) -> Result<Option<Stored>, StoreError>;

    /// One page of what meets a condition, with the number of all that meet it, from one consistent state.
    async fn find(&self, find: &Find) -> Result<Found, StoreError>;

    /// The next part of what meets a condition, in the store's own order. Asked when a filter needs more than an index.
    async fn scan(&self, scan: &Scan) -> Result<Scanned, StoreError>;

    /// Keeps a new resource under an id of the store's making, which a client cannot choose, which needs no escaping in
    /// an address and never holds `bulkId`. A user who is already known in another way may be adopted.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a value that must be unique belongs to another resource.
    async fn create(&self, new: New) -> Result<Created, StoreError>;

    /// Changes one resource as `decide` says, all or nothing, and gives it back with the relations wished for in
    /// `after`; `None` when there is no such resource. `decide` sees the relations wished for in `before`.
    ///
    /// Version and time of the last change move when something changed, and only then.
    async fn change(
        &self,
        kind: Kind,
        id: &str,
        before: Wish,
        after: Wish,
        decide: &Decide<'_>,
    ) -> Result<Option<Stored>, StoreError>;

    /// Removes a resource and its memberships if `allow` agrees; whether there was one.
    async fn delete(&self, kind: Kind, id: &str, allow: &Allow<'_>) -> Result<bool, StoreError>;

    /// Whether conditions on this key are answered by an index. Conditions on others are never asked.
    fn answers(&self, key: Key) -> bool {
        let _ = key;
        true
    }
}
