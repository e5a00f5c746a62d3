//! Local users: administrators that sign in with a password kept here.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::{AnyConnection, Row};

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};
use super::people::words;
use super::token_hash::TokenHash;

/// A local user.
#[derive(Clone, PartialEq, Eq)]
pub struct LocalUser {
    /// Never changes.
    pub id: String,
    /// Unique, whatever the letter case.
    pub name: String,
    /// Argon2 in PHC text form.
    pub password_hash: String,
    /// Names of roles, by assignment and by the mapping of the last sign-in.
    pub roles: Vec<String>,
    /// Seed of one-time passwords, sealed; none without a second factor.
    pub sealed_totp: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// Since when it cannot sign in.
    pub disabled: Option<Timestamp>,
}

impl std::fmt::Debug for LocalUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalUser")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A local user to be made.
#[derive(Clone)]
pub struct NewLocalUser {
    /// From [`super::new_id`].
    pub id: String,
    /// Unique, whatever the letter case.
    pub name: String,
    /// Argon2 in PHC text form.
    pub password_hash: String,
    /// Names of roles.
    pub roles: Vec<String>,
}

/// The condition under which the user of the row `u` may sign in and go on, at the time in this placeholder.
macro_rules! may_enter {
    ($now:literal) => {
        concat!(
            "u.disabled IS NULL AND u.inactive IS NULL AND NOT EXISTS (SELECT 1 FROM locks l ",
            "WHERE l.target_kind = 'user' AND l.target_key = u.name_key AND (l.expires IS NULL OR l.expires > ",
            $now,
            "))"
        )
    };
}
pub(super) use may_enter;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, password_hash, roles, mapped_roles, sealed_totp, created, disabled FROM users ",
            $rest
        )
    };
}

impl State {
    /// All local users by name.
    #[boxed]
    pub async fn users(&self) -> Result<Vec<LocalUser>, StateError> {
        let rows = sqlx::query(select!("ORDER BY name_key"))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Whether anybody can sign in; without anybody, a one-time link is due.
    #[boxed]
    pub async fn has_users(&self) -> Result<bool, StateError> {
        let found: Option<String> = sqlx::query_scalar("SELECT id FROM users LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.is_some())
    }

    /// Whether the user may sign in now: neither barred nor inactive nor locked.
    #[boxed]
    pub async fn may_sign_in(&self, id: &str, now: Timestamp) -> Result<bool, StateError> {
        let found: Option<String> = sqlx::query_scalar(concat!(
            "SELECT u.id FROM users u WHERE u.id = $1 AND ",
            may_enter!("$2")
        ))
        .bind(id)
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.is_some())
    }

    /// The user with this id.
    #[boxed]
    pub async fn user(&self, id: &str) -> Result<Option<LocalUser>, StateError> {
        let row = sqlx::query(select!("WHERE id = $1"))
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The user with this name, whatever the letter case.
    #[boxed]
    pub async fn user_named(&self, name: &str) -> Result<Option<LocalUser>, StateError> {
        let row = sqlx::query(select!("WHERE name_key = $1"))
            .bind(key_of(name))
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Makes a user.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name is taken.
    #[boxed]
    pub async fn create_user(
        &self,
        new: &NewLocalUser,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        insert(&mut transaction, new, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Makes a user who came with a one-time link, and uses the link up: both or neither.
    ///
    /// # Errors
    /// [`StateError::LinkSpent`] when the link is unknown, over or used; [`StateError::Exists`] for a taken name.
    #[boxed]
    pub async fn create_user_by_link(
        &self,
        link: &TokenHash,
        purpose: &str,
        new: &NewLocalUser,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        super::one_time_links::spend(&mut transaction, link, purpose, now).await?;
        insert(&mut transaction, new, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Sets the password; all web sessions of the user end.
    #[boxed]
    pub async fn set_password_hash(
        &self,
        id: &str,
        password_hash: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
            .bind(id)
            .bind(password_hash);
        one(query.execute(&mut *transaction).await?.rows_affected(), id)?;
        sqlx::query("DELETE FROM web_sessions WHERE user_id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Sets the roles of somebody who still has the revision `expected`; any, when there is none.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody else changed the person first, [`StateError::LastEditor`] when nobody local could do everything any more.
    #[boxed]
    pub async fn set_user_roles(
        &self,
        id: &str,
        (roles, expected): (&[String], Option<i64>),
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        if let Some(expected) = expected {
            unchanged(&mut transaction, id, expected).await?;
        }
        let editors = Editors::before(&mut transaction, now).await?;
        let query =
            sqlx::query("UPDATE users SET roles = $2, updated = $3, revision = revision + 1 WHERE id = $1")
                .bind(id)
                .bind(roles_text(roles))
                .bind(now.as_ms());
        one(query.execute(&mut *transaction).await?.rows_affected(), id)?;
        editors.remain(&mut transaction, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Bars a user from signing in, or lets one in again. Web sessions of a barred user end at once, tokens rest.
    ///
    /// # Errors
    /// [`StateError::LastEditor`] when nobody local could do everything any more.
    #[boxed]
    pub async fn set_user_disabled(
        &self,
        id: &str,
        is_disabled: bool,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let editors = Editors::before(&mut transaction, now).await?;
        let since = is_disabled.then_some(now.as_ms());
        let query = sqlx::query(
            "UPDATE users SET disabled = $2, updated = $3, revision = revision + 1 WHERE id = $1",
        )
        .bind(id)
        .bind(since)
        .bind(now.as_ms());
        one(query.execute(&mut *transaction).await?.rows_affected(), id)?;
        if is_disabled {
            sqlx::query("DELETE FROM web_sessions WHERE user_id = $1")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        editors.remain(&mut transaction, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

/// Refuses a change of somebody whom another change reached first.
async fn unchanged(connection: &mut AnyConnection, id: &str, expected: i64) -> Result<(), StateError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT revision FROM users WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    match found {
        Some(found) if found != expected => Err(StateError::Conflict {
            what: "person",
            expected,
            found,
        }),
        _ => Ok(()),
    }
}

/// Local people who may do everything and can sign in now, as a change found them. The change must not take the last one away;
/// changes wait for each other, so the count holds.
pub(super) struct Editors(i64);

impl Editors {
    /// How many there are before the change.
    pub(super) async fn before(connection: &mut AnyConnection, now: Timestamp) -> Result<Self, StateError> {
        Self::count(connection, now).await.map(Self)
    }

    /// Refuses the change that took the last one away.
    ///
    /// # Errors
    /// [`StateError::LastEditor`].
    pub(super) async fn remain(
        self,
        connection: &mut AnyConnection,
        now: Timestamp,
    ) -> Result<(), StateError> {
        match self.0 > 0 && Self::count(connection, now).await? == 0 {
            true => Err(StateError::LastEditor),
            false => Ok(()),
        }
    }

    async fn count(connection: &mut AnyConnection, now: Timestamp) -> Result<i64, StateError> {
        let count = sqlx::query_scalar(concat!(
            "SELECT COUNT(*) FROM users u WHERE u.password_hash <> '' AND u.roles LIKE '%\"editor\"%' AND ",
            may_enter!("$1")
        ));
        Ok(count.bind(now.as_ms()).fetch_one(connection).await?)
    }
}

/// The text of a list of names.
pub(super) fn roles_text(roles: &[String]) -> String {
    serde_json::Value::from(roles).to_string()
}

/// The list of names in a stored text.
pub(super) fn roles_of(text: &str, field: &'static str) -> Result<Vec<String>, StateError> {
    serde_json::from_str(text).map_err(|_| StateError::Damaged { field })
}

/// The roles of the user in a row: assigned and mapped, each once.
pub(super) fn roles_in(row: &<Db as sqlx::Database>::Row) -> Result<Vec<String>, StateError> {
    let mut roles = roles_of(row.try_get("roles")?, "users.roles")?;
    for role in roles_of(row.try_get("mapped_roles")?, "users.mapped_roles")? {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    Ok(roles)
}

async fn insert(
    transaction: &mut sqlx::Transaction<'_, Db>,
    new: &NewLocalUser,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "INSERT INTO users (id, name, name_key, password_hash, roles, created, updated) VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(&new.id)
    .bind(&new.name)
    .bind(key_of(&new.name))
    .bind(&new.password_hash)
    .bind(roles_text(&new.roles))
    .bind(now.as_ms())
    .execute(&mut **transaction)
    .await
    .map_err(|error| unique(error, "a user", "name"))?;
    Ok(words::write(transaction, &new.id, &new.name, "", "").await?)
}

fn one(rows: u64, id: &str) -> Result<(), StateError> {
    if rows == 0 {
        Err(StateError::NotFound {
            what: "user",
            name: id.to_owned(),
        })
    } else {
        Ok(())
    }
}

pub(super) fn key_of(name: &str) -> String {
    name.trim().to_lowercase()
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<LocalUser, StateError> {
    Ok(LocalUser {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
        roles: roles_in(row)?,
        sealed_totp: row.try_get("sealed_totp")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        disabled: row.try_get::<Option<i64>, _>("disabled")?.map(Timestamp::from_ms),
    })
}
