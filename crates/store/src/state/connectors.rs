//! Connectors: ways to sign in through an identity provider.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};
use super::named::Named;

/// A connector.
#[derive(Clone, PartialEq, Eq)]
pub struct Connector {
    /// Unique; stands in addresses; never changes.
    pub name: String,
    /// `saml` or `oidc`.
    pub kind: String,
    /// What the administrator set, as JSON without secrets.
    pub spec: String,
    /// The service provider's keys or the client's secret, sealed.
    pub sealed_secret: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// The last change.
    pub updated: Timestamp,
    /// Counts changes.
    pub revision: i64,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Connector {
    /// What the secret of the connector `name` is sealed for.
    pub fn secret_place(name: &str) -> String {
        format!("connectors/{name}/key")
    }
}

const NAMED: Named = Named {
    what: "connector",
    revision: "SELECT revision FROM connectors WHERE name = $1",
    delete: "DELETE FROM connectors WHERE name = $1",
};

const COLUMNS: &str = "SELECT name, kind, spec, sealed_secret, created, updated, revision FROM connectors ";

impl State {
    /// When somebody who is here last came through each connector; one that nobody came through is left out.
    #[boxed]
    pub async fn last_sign_ins(&self) -> Result<Vec<(String, Timestamp)>, StateError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT connector, MAX(last_sign_in) FROM users
             WHERE connector IS NOT NULL AND last_sign_in IS NOT NULL GROUP BY connector ORDER BY connector",
        )
        .fetch_all(&self.pool)
        .await?;
        let read = |(name, at)| (name, Timestamp::from_ms(at));
        Ok(rows.into_iter().map(read).collect())
    }

    /// All connectors by name.
    #[boxed]
    pub async fn connectors(&self) -> Result<Vec<Connector>, StateError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY name")))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The connector with this name.
    #[boxed]
    pub async fn connector(&self, name: &str) -> Result<Option<Connector>, StateError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE name = $1")))
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Makes a connector.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name is taken.
    #[boxed]
    pub async fn create_connector(
        &self,
        connector: &Connector,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO connectors (name, kind, spec, sealed_secret, created, updated, revision)
             VALUES ($1, $2, $3, $4, $5, $5, 1)",
        )
        .bind(&connector.name)
        .bind(&connector.kind)
        .bind(&connector.spec)
        .bind(&connector.sealed_secret)
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "a connector", "name"))?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Changes a connector that still has this revision.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody else changed it first.
    #[boxed]
    pub async fn update_connector(
        &self,
        connector: &Connector,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        update(&mut transaction, connector, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Replaces the sealed text of a connector if it is still the one that was read; not a change of the connector.
    pub(crate) async fn reseal_connector(
        &self,
        name: &str,
        before: &str,
        after: &str,
    ) -> Result<(), StateError> {
        sqlx::query("UPDATE connectors SET sealed_secret = $3 WHERE name = $1 AND sealed_secret = $2")
            .bind(name)
            .bind(before)
            .bind(after)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Removes a connector; the sessions that began with it end.
    #[boxed]
    pub async fn delete_connector(
        &self,
        name: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        NAMED.remove(&mut transaction, name).await?;
        sqlx::query("DELETE FROM web_sessions WHERE connector = $1")
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

/// Changes a connector that still has this revision, as part of a change.
pub(super) async fn update(
    transaction: &mut sqlx::Transaction<'_, Db>,
    connector: &Connector,
    now: Timestamp,
) -> Result<(), StateError> {
    NAMED.at(transaction, &connector.name, connector.revision).await?;
    sqlx::query(
        "UPDATE connectors SET spec = $2, sealed_secret = $3, updated = $4, revision = revision + 1
         WHERE name = $1",
    )
    .bind(&connector.name)
    .bind(&connector.spec)
    .bind(&connector.sealed_secret)
    .bind(now.as_ms())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<Connector, StateError> {
    Ok(Connector {
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        spec: row.try_get("spec")?,
        sealed_secret: row.try_get("sealed_secret")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        updated: Timestamp::from_ms(row.try_get("updated")?),
        revision: row.try_get("revision")?,
    })
}
