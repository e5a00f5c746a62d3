//! What reading connectors' metadata again by itself came to. Shared by all replicas.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::connectors::Connector;
use super::database::{Db, State};
use super::error::StateError;
use super::leases::Lease;

/// How a connector's metadata stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refresh {
    /// When it is read the next time.
    pub due: Timestamp,
    /// When it was tried last.
    pub checked: Option<Timestamp>,
    /// When it was read last.
    pub succeeded: Option<Timestamp>,
    /// What went wrong, or what waits for an administrator's word.
    pub message: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// Changes that wait for an administrator's word, in sentences.
    pub changes: Vec<String>,
    /// Fingerprints of the certificates that the address named last.
    pub listed: Vec<String>,
}

impl State {
    /// How each connector's metadata stands, by name of the connector; those that were never read are missing.
    #[boxed]
    pub async fn refreshes(&self) -> Result<Vec<(String, Refresh)>, StateError> {
        let rows = sqlx::query(
            "SELECT connector, due, checked, succeeded, message, advice, changes, listed FROM connector_refreshes
             ORDER BY connector",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get("connector")?, read(row)?)))
            .collect()
    }

    /// How one connector's metadata stands.
    #[boxed]
    pub async fn refresh(&self, connector: &str) -> Result<Option<Refresh>, StateError> {
        let all = self.refreshes().await?;
        Ok(all
            .into_iter()
            .find(|(name, _)| name == connector)
            .map(|(_, refresh)| refresh))
    }

    /// Notes how a connector's metadata stands, and with `changed` the connector that follows from it, for whoever
    /// holds the lease: all or nothing.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody changed the connector in the meantime, [`StateError::LeaseLost`].
    #[boxed]
    pub async fn note_refresh(
        &self,
        lease: &Lease,
        connector: &str,
        refresh: &Refresh,
        changed: Option<&Connector>,
        entry: Option<&AuditEntry<'_>>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        lease.hold(&mut transaction, now).await?;
        if let Some(row) = changed {
            super::connectors::update(&mut transaction, row, now).await?;
        }
        put(&mut transaction, connector, refresh).await?;
        if let Some(entry) = entry {
            audit::append(&mut transaction, entry, now).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Forgets how a connector's metadata stands, because an administrator has just looked at it: it is read anew.
    #[boxed]
    pub async fn forget_refresh(&self, connector: &str) -> Result<(), StateError> {
        sqlx::query("DELETE FROM connector_refreshes WHERE connector = $1")
            .bind(connector)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

async fn put(
    transaction: &mut sqlx::Transaction<'_, Db>,
    connector: &str,
    refresh: &Refresh,
) -> Result<(), StateError> {
    sqlx::query(
        "INSERT INTO connector_refreshes (connector, due, checked, succeeded, message, advice, changes, listed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (connector) DO UPDATE SET due = excluded.due, checked = excluded.checked,
             succeeded = excluded.succeeded, message = excluded.message, advice = excluded.advice,
             changes = excluded.changes, listed = excluded.listed",
    )
    .bind(connector)
    .bind(refresh.due.as_ms())
    .bind(refresh.checked.map(Timestamp::as_ms))
    .bind(refresh.succeeded.map(Timestamp::as_ms))
    .bind(&refresh.message)
    .bind(&refresh.advice)
    .bind(serde_json::Value::from(refresh.changes.as_slice()).to_string())
    .bind(serde_json::Value::from(refresh.listed.as_slice()).to_string())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<Refresh, StateError> {
    let time = |column| {
        let ms: Option<i64> = row.try_get(column)?;
        Ok::<_, StateError>(ms.map(Timestamp::from_ms))
    };
    let texts = |column, field| {
        let text: String = row.try_get(column)?;
        serde_json::from_str(&text).map_err(|_| StateError::Damaged { field })
    };
    Ok(Refresh {
        due: Timestamp::from_ms(row.try_get("due")?),
        checked: time("checked")?,
        succeeded: time("succeeded")?,
        message: row.try_get("message")?,
        advice: row.try_get("advice")?,
        changes: texts("changes", "connector_refreshes.changes")?,
        listed: texts("listed", "connector_refreshes.listed")?,
    })
}
