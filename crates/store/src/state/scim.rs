//! What SCIM provisions: users and groups of one plugin, kept in the database that holds everybody.
//!
//! [`ScimDirectory`] is the product's implementor of [`scim::Store`]. A SCIM user is a person of ours: the row in
//! `users` has the same id, and one transaction changes both, takes or gives back the right to sign in, and writes the
//! audit log. Members of groups are rows, so that adding one to ten thousand costs what adding one to ten costs.

mod admission;
mod change;
mod condition;
mod create;
mod delete;
mod members;
mod page;
mod people;
mod read;
mod relations;

#[cfg(test)]
mod tests;
mod tokens;
mod turn;
mod user;
mod user_change;
mod withdraw;
mod word;

pub(in crate::state) use delete::{leave_all, remove_user};

use async_trait::async_trait;
use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Allow, Created, Decide, Find, Found, New, Scan, Scanned, Wish};
use scim::{Store, StoreError, Stored};

use super::database::State;
use super::error::StateError;
pub use tokens::{NewScimToken, ScimCaller, ScimCounts, ScimSwitch, ScimToken};
pub use turn::Turns;

/// Who the audit log names, and whose locks these are.
const ACTOR: &str = "scim";

/// How long the record of a deactivated user is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// It goes with the deactivation.
    None,
    /// So long, in milliseconds.
    Ms(i64),
}

/// Users and groups that one plugin provisions.
pub struct ScimDirectory {
    /// Where everything is.
    pub state: State,
    /// Which plugin, for example `okta`.
    pub plugin: String,
    /// Whose people they are.
    pub org_url: String,
    /// Names of roles that a new user has.
    pub roles: Vec<String>,
    /// How long the record of a deactivated user is kept.
    pub retention: Retention,
    /// Writers of this process take turns.
    pub turns: Turns,
    /// Tells the time.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl std::fmt::Debug for ScimDirectory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScimDirectory")
            .field("plugin", &self.plugin)
            .finish_non_exhaustive()
    }
}

impl ScimDirectory {
    fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// Why something was not done: a rule of SCIM, or the database.
#[derive(Debug)]
enum Failure {
    Scim(StoreError),
    State(StateError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Scim(error)
    }
}

impl From<scim::Fault> for Failure {
    fn from(fault: scim::Fault) -> Self {
        Self::Scim(StoreError::Refused(fault))
    }
}

impl From<StateError> for Failure {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            // Every other key is of our making.
            Some(database) if database.is_unique_violation() => Self::Scim(StoreError::Taken("userName")),
            _ => Self::State(error.into()),
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Scim(error) => error,
            Failure::State(StateError::Busy) => Self::Busy(1),
            Failure::State(error) => {
                let source = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, source, "SCIM could not be answered");
                error.retry_after_s().map_or(Self::Failed, Self::Busy)
            }
        }
    }
}

#[async_trait]
impl Store for ScimDirectory {
    async fn read(&self, kind: Kind, id: &str, wish: Wish) -> Result<Option<Stored>, StoreError> {
        Ok(read::read(self, kind, id, wish).await?)
    }

    async fn find(&self, find: &Find) -> Result<Found, StoreError> {
        Ok(read::find(self, find).await?)
    }

    async fn scan(&self, scan: &Scan) -> Result<Scanned, StoreError> {
        Ok(read::scan(self, scan).await?)
    }

    async fn create(&self, new: New) -> Result<Created, StoreError> {
        let _turn = self.turns.take().await;
        Ok(create::create(self, new).await?)
    }

    async fn change(
        &self,
        kind: Kind,
        id: &str,
        before: Wish,
        after: Wish,
        decide: &Decide<'_>,
    ) -> Result<Option<Stored>, StoreError> {
        let _turn = self.turns.take().await;
        Ok(change::change(self, kind, id, (before, after), decide).await?)
    }

    async fn delete(&self, kind: Kind, id: &str, allow: &Allow<'_>) -> Result<bool, StoreError> {
        let _turn = self.turns.take().await;
        Ok(delete::delete(self, kind, id, allow).await?)
    }
}
