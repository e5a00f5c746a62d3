//! Roles of one's own, as JSON that the pages' room reads and writes. Presets are not here: everybody has them.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};
use super::named::Named;

/// A role of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRow {
    /// Unique; never changes.
    pub name: String,
    /// For people.
    pub description: String,
    /// What it allows and denies, as JSON.
    pub spec: String,
    /// When it was made.
    pub created: Timestamp,
    /// The last change.
    pub updated: Timestamp,
    /// Counts changes.
    pub revision: i64,
}

const NAMED: Named = Named {
    what: "role",
    revision: "SELECT revision FROM roles WHERE name = $1",
    delete: "DELETE FROM roles WHERE name = $1",
};

const COLUMNS: &str = "SELECT name, description, spec, created, updated, revision FROM roles ";

impl State {
    /// All roles of one's own by name.
    #[boxed]
    pub async fn roles(&self) -> Result<Vec<RoleRow>, StateError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY name")))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The role with this name.
    #[boxed]
    pub async fn role(&self, name: &str) -> Result<Option<RoleRow>, StateError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE name = $1")))
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Makes a role.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name is taken.
    #[boxed]
    pub async fn create_role(
        &self,
        name: &str,
        description: &str,
        spec: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO roles (name, description, spec, created, updated, revision)
             VALUES ($1, $2, $3, $4, $4, 1)",
        )
        .bind(name)
        .bind(description)
        .bind(spec)
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "a role", "name"))?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Changes a role that still has this revision.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody else changed it first.
    #[boxed]
    pub async fn update_role(
        &self,
        role: &RoleRow,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        NAMED.at(&mut transaction, &role.name, role.revision).await?;
        sqlx::query(
            "UPDATE roles SET description = $2, spec = $3, updated = $4, revision = revision + 1 WHERE name = $1",
        )
        .bind(&role.name)
        .bind(&role.description)
        .bind(&role.spec)
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes a role. Who has it has one name more that gives nothing.
    #[boxed]
    pub async fn delete_role(
        &self,
        name: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        NAMED.remove(&mut transaction, name).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<RoleRow, StateError> {
    Ok(RoleRow {
        name: row.try_get("name")?,
        description: row.try_get("description")?,
        spec: row.try_get("spec")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        updated: Timestamp::from_ms(row.try_get("updated")?),
        revision: row.try_get("revision")?,
    })
}
