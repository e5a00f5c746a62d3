//! What every store must do, as checks that run against any of them.
//!
//! For the tests of whoever writes a store: hand in an empty one, get the first broken promise. What two replicas do to
//! one another is not here; run [`members::add_many`] from several tasks for that.

mod changes;
pub mod members;
mod queries;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use crate::document::Document;
use crate::schema::Kind;
use crate::store::{Change, Created, New, Store, StoreError, Stored, Wish};

/// A promise that a store broke.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store broke its contract: {0}")]
pub struct Breach(String);

impl From<StoreError> for Breach {
    fn from(error: StoreError) -> Self {
        Self(format!("an answer was due, but: {error}"))
    }
}

/// Runs every check. The store must be empty.
///
/// # Errors
/// The first promise that is broken.
pub async fn check(store: &dyn Store) -> Result<(), Breach> {
    changes::check(store).await?;
    members::check(store).await?;
    queries::check(store).await
}

/// Everything that can be loaded.
const ALL: Wish = Wish {
    members: true,
    member_names: true,
    groups: true,
};

fn ensure(holds: bool, promise: &str) -> Result<(), Breach> {
    if holds {
        Ok(())
    } else {
        Err(Breach(promise.to_owned()))
    }
}

async fn user(store: &dyn Store, name: &str, more: Value) -> Result<Stored, Breach> {
    let mut document = json!({ "userName": name });
    if let (Some(document), Value::Object(more)) = (document.as_object_mut(), more) {
        document.extend(more);
    }
    make(store, Kind::User, document).await
}

async fn group(store: &dyn Store, name: &str) -> Result<Stored, Breach> {
    make(store, Kind::Group, json!({ "displayName": name })).await
}

async fn make(store: &dyn Store, kind: Kind, document: Value) -> Result<Stored, Breach> {
    let new = New {
        kind,
        document: Document::from_json(document),
        members: Vec::new(),
        wish: ALL,
    };
    let (Created::New(stored) | Created::Adopted(stored)) = store.create(new).await?;
    Ok(stored)
}

async fn read(store: &dyn Store, stored: &Stored) -> Result<Stored, Breach> {
    let found = store.read(stored.kind, &stored.id, ALL).await?;
    found.ok_or_else(|| Breach("what was kept can be read".to_owned()))
}

/// Makes one change whatever the present state is; gives what the store answered.
async fn change(store: &dyn Store, stored: &Stored, change: Change) -> Result<Stored, StoreError> {
    let decide = move |_: &Stored| Ok(change.clone());
    let changed = store
        .change(stored.kind, &stored.id, Wish::default(), ALL, &decide)
        .await?;
    changed.ok_or(StoreError::Failed)
}
