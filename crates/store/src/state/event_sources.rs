//! Where events come from besides Okta.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};
use super::token_hash::TokenHash;

/// A source of events.
#[derive(Clone, PartialEq, Eq)]
pub struct EventSource {
    /// Unique; stands in addresses; never changes.
    pub name: String,
    /// `aws`, `github`, `teleport`.
    pub kind: String,
    /// What the administrator set, as JSON without secrets.
    pub settings: String,
    /// What it is read with, sealed.
    pub sealed_credential: Option<String>,
    /// Hash of the token that may send events.
    pub token_hash: Option<String>,
    /// Whether it is read, or may send.
    pub enabled: bool,
    /// When it was made.
    pub created: Timestamp,
    /// The last change.
    pub updated: Timestamp,
    /// Counts changes.
    pub revision: i64,
}

impl std::fmt::Debug for EventSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventSource")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl EventSource {
    /// What the credential of the source `name` is sealed for.
    pub fn credential_place(name: &str) -> String {
        format!("event_sources/{name}/credential")
    }
}

const COLUMNS: &str =
    "SELECT name, kind, settings, sealed_credential, token_hash, enabled, created, updated, revision
    FROM event_sources ";

impl State {
    /// All sources by name.
    #[boxed]
    pub async fn event_sources(&self) -> Result<Vec<EventSource>, StateError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY name")))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The source with this name.
    #[boxed]
    pub async fn event_source(&self, name: &str) -> Result<Option<EventSource>, StateError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE name = $1")))
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The source whose token this is, on or off.
    #[boxed]
    pub async fn event_source_by_token(&self, hash: &TokenHash) -> Result<Option<EventSource>, StateError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE token_hash = $1")))
            .bind(hash.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Makes a source.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name is taken.
    #[boxed]
    pub async fn create_event_source(
        &self,
        source: &EventSource,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO event_sources
                 (name, kind, settings, sealed_credential, token_hash, enabled, created, updated, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)",
        )
        .bind(&source.name)
        .bind(&source.kind)
        .bind(&source.settings)
        .bind(&source.sealed_credential)
        .bind(&source.token_hash)
        .bind(i64::from(source.enabled))
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "a source", "name"))?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Changes a source that still has this revision: settings, credential, token, whether it is on.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody else changed it first.
    #[boxed]
    pub async fn update_event_source(
        &self,
        source: &EventSource,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let found: Option<i64> = sqlx::query_scalar("SELECT revision FROM event_sources WHERE name = $1")
            .bind(&source.name)
            .fetch_optional(&mut *transaction)
            .await?;
        let found = found.ok_or_else(|| missing(&source.name))?;
        if found != source.revision {
            return Err(StateError::Conflict {
                what: "source",
                expected: source.revision,
                found,
            });
        }
        sqlx::query(
            "UPDATE event_sources SET settings = $2, sealed_credential = $3, token_hash = $4, enabled = $5,
                 updated = $6, revision = revision + 1
             WHERE name = $1",
        )
        .bind(&source.name)
        .bind(&source.settings)
        .bind(&source.sealed_credential)
        .bind(&source.token_hash)
        .bind(i64::from(source.enabled))
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes a source; its events stay.
    #[boxed]
    pub async fn delete_event_source(
        &self,
        name: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM event_sources WHERE name = $1")
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(missing(name));
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Puts a credential that was sealed again in place of the one it was made from.
    pub(crate) async fn reseal_event_source(
        &self,
        name: &str,
        old: &str,
        fresh: &str,
    ) -> Result<(), StateError> {
        sqlx::query(
            "UPDATE event_sources SET sealed_credential = $3 WHERE name = $1 AND sealed_credential = $2",
        )
        .bind(name)
        .bind(old)
        .bind(fresh)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

fn missing(name: &str) -> StateError {
    StateError::NotFound {
        what: "source",
        name: name.to_owned(),
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<EventSource, StateError> {
    Ok(EventSource {
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        settings: row.try_get("settings")?,
        sealed_credential: row.try_get("sealed_credential")?,
        token_hash: row.try_get("token_hash")?,
        enabled: row.try_get::<i64, _>("enabled")? != 0,
        created: Timestamp::from_ms(row.try_get("created")?),
        updated: Timestamp::from_ms(row.try_get("updated")?),
        revision: row.try_get("revision")?,
    })
}
