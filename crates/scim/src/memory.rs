//! A store in memory: for tests, examples and measurements. The second implementor of the trait, and its plainest.
//!
//! One lock, so that every answer is from one consistent state. Nothing is kept over a restart.

mod members;
mod query;
mod state;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;

use crate::document::Document;
use crate::schema::Kind;
use crate::store::{
    Allow, Change, Created, Decide, Find, Found, New, Scan, Scanned, Store, StoreError, Stored, Wish,
};
use state::{Row, State};

/// Users and groups in memory.
pub struct Memory {
    state: Mutex<State>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl Memory {
    /// An empty store that takes the time from `clock`.
    pub fn new(clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            state: Mutex::default(),
            clock: Box::new(clock),
        }
    }

    /// Adds a user who is known from elsewhere, for example from single sign-on: a later create with this `userName`
    /// adopts the user. Gives the id.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the `userName` is in use.
    pub fn know(&self, document: Document) -> Result<String, StoreError> {
        let mut state = self.lock();
        let id = state.insert(Kind::User, document, (self.clock)())?;
        if let Some(row) = state.row_mut(Kind::User, &id) {
            row.is_adoptable = true;
        }
        Ok(id)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves whole rows: each is written after everything that can refuse.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn adopt(&self, state: &mut State, new: &New) -> Result<Option<Created>, StoreError> {
        let known = new.document.user_name().and_then(|name| state.user_named(name));
        let Some(id) = known.filter(|_| new.kind == Kind::User) else {
            return Ok(None);
        };
        if !state.row(Kind::User, &id).is_some_and(|row| row.is_adoptable) {
            return Ok(None);
        }
        let change = Change {
            document: Some(new.document.clone()),
            members: Vec::new(),
        };
        state.apply(Kind::User, &id, change, (self.clock)())?;
        if let Some(row) = state.row_mut(Kind::User, &id) {
            row.is_adoptable = false;
        }
        Ok(state.stored(Kind::User, &id, new.wish).map(Created::Adopted))
    }
}

#[async_trait]
impl Store for Memory {
    async fn read(&self, kind: Kind, id: &str, wish: Wish) -> Result<Option<Stored>, StoreError> {
        Ok(self.lock().stored(kind, id, wish))
    }

    async fn find(&self, find: &Find) -> Result<Found, StoreError> {
        let state = self.lock();
        let rows = query::find(&state, find);
        let page: Vec<Stored> = rows
            .iter()
            .skip(find.offset)
            .take(find.count)
            .map(|row: &&Row| state.show(find.kind, row, find.wish))
            .collect();
        Ok(Found {
            total: rows.len(),
            page,
        })
    }

    async fn scan(&self, scan: &Scan) -> Result<Scanned, StoreError> {
        let state = self.lock();
        let after = scan
            .after
            .as_deref()
            .map_or(0, |after| after.parse().unwrap_or(u64::MAX));
        let rows: Vec<&Row> = state
            .after(scan.kind, after)
            .filter(|row| query::meets(row, &scan.condition))
            .take(scan.count.max(1))
            .collect();
        let is_full = rows.len() == scan.count.max(1);
        Ok(Scanned {
            next: rows
                .last()
                .filter(|_| is_full)
                .map(|row| row.sequence.to_string()),
            part: rows
                .into_iter()
                .map(|row| state.show(scan.kind, row, scan.wish))
                .collect(),
        })
    }

    async fn create(&self, new: New) -> Result<Created, StoreError> {
        let mut state = self.lock();
        if let Some(adopted) = self.adopt(&mut state, &new)? {
            return Ok(adopted);
        }
        state.check_members(&new.members)?;
        let id = state.insert(new.kind, new.document, (self.clock)())?;
        state.set_members(&id, &new.members);
        state
            .stored(new.kind, &id, new.wish)
            .map(Created::New)
            .ok_or(StoreError::Failed)
    }

    async fn change(
        &self,
        kind: Kind,
        id: &str,
        before: Wish,
        after: Wish,
        decide: &Decide<'_>,
    ) -> Result<Option<Stored>, StoreError> {
        let mut state = self.lock();
        let Some(stored) = state.stored(kind, id, before) else {
            return Ok(None);
        };
        let change = decide(&stored)?;
        state.apply(kind, id, change, (self.clock)())?;
        Ok(state.stored(kind, id, after))
    }

    async fn delete(&self, kind: Kind, id: &str, allow: &Allow<'_>) -> Result<bool, StoreError> {
        let mut state = self.lock();
        let Some(stored) = state.stored(kind, id, Wish::default()) else {
            return Ok(false);
        };
        allow(&stored)?;
        state.remove(kind, id);
        Ok(true)
    }
}
