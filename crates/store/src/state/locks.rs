//! Locks: whom they name neither signs in nor goes on, from the next request on, on every replica.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::{AnyConnection, Row};

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::StateError;
use super::sql::Batch;
use super::users::{Editors, key_of};

/// What a lock names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockTarget {
    /// A person, by name.
    User,
    /// A role: it gives nothing.
    Role,
    /// An API token, by id.
    Token,
}

impl LockTarget {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Role => "role",
            Self::Token => "token",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::User, Self::Role, Self::Token]
            .into_iter()
            .find(|one| one.as_str() == word)
    }

    fn key(self, target: &str) -> String {
        match self {
            Self::User => key_of(target),
            Self::Role | Self::Token => target.to_owned(),
        }
    }
}

/// Causes of locks that are not made by hand. Each lifts its own only.
pub mod cause {
    /// Made by an administrator.
    pub const MANUAL: &str = "manual";
    /// Deactivated or deleted through SCIM.
    pub const SCIM: &str = "scim";
    /// Suspended, deactivated or unassigned in the organization.
    pub const SYNC: &str = "sync";
}

/// A lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Never changes.
    pub id: String,
    /// What it names.
    pub kind: LockTarget,
    /// The name.
    pub target: String,
    /// Why it is there: one of [`cause`].
    pub cause: String,
    /// For people.
    pub message: String,
    /// When it was made.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: String,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

impl State {
    /// Locks. One for the same target and cause that is there already takes the new message and end.
    ///
    /// # Errors
    /// [`StateError::LastEditor`] when nobody local could do everything any more.
    #[boxed]
    pub async fn lock(&self, lock: &Lock, entry: &AuditEntry<'_>, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let editors = Editors::before(&mut transaction, now).await?;
        put(&mut transaction, lock).await?;
        editors.remain(&mut transaction, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Lifts a lock.
    #[boxed]
    pub async fn unlock(&self, id: &str, entry: &AuditEntry<'_>, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM locks WHERE id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "lock",
                name: id.to_owned(),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// The locks that are in force, newest first.
    #[boxed]
    pub async fn locks(&self, now: Timestamp) -> Result<Vec<Lock>, StateError> {
        let rows = sqlx::query(
            "SELECT id, target_kind, target, cause, message, created, created_by, expires FROM locks
             WHERE expires IS NULL OR expires > $1 ORDER BY created DESC, id",
        )
        .bind(now.as_ms())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Whether nobody of this name signs in now, be there a person of it or not.
    #[boxed]
    pub async fn is_name_locked(&self, user_name: &str, now: Timestamp) -> Result<bool, StateError> {
        let found: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM locks
             WHERE target_kind = 'user' AND target_key = $1 AND (expires IS NULL OR expires > $2)",
        )
        .bind(key_of(user_name))
        .bind(now.as_ms())
        .fetch_one(&self.pool)
        .await?;
        Ok(found > 0)
    }

    /// Names of roles that a lock makes worthless now.
    #[boxed]
    pub async fn locked_roles(&self, now: Timestamp) -> Result<Vec<String>, StateError> {
        let names = sqlx::query_scalar(
            "SELECT target FROM locks WHERE target_kind = 'role' AND (expires IS NULL OR expires > $1)",
        );
        Ok(names.bind(now.as_ms()).fetch_all(&self.pool).await?)
    }
}

/// Locks as part of a change. A person's web sessions end.
pub(super) async fn put(connection: &mut AnyConnection, lock: &Lock) -> Result<(), StateError> {
    let mut batch = Batch::new();
    write(&mut batch, lock);
    if lock.kind == LockTarget::User {
        batch
            .then("DELETE FROM web_sessions WHERE user_id IN (SELECT id FROM users WHERE name_key = ")
            .text(lock.kind.key(&lock.target))
            .push(")");
    }
    Ok(batch.execute(connection).await?)
}

/// The statement that locks; ending web sessions is the caller's.
pub(super) fn write(batch: &mut Batch, lock: &Lock) {
    let key = lock.kind.key(&lock.target);
    let sql = batch.then(
        "INSERT INTO locks (id, target_kind, target, target_key, cause, message, created, created_by, expires, okta_id)
         VALUES (",
    );
    sql.text(&lock.id).push(", ").text(lock.kind.as_str());
    sql.push(", ").text(&lock.target).push(", ").text(&key);
    sql.push(", ").text(&lock.cause).push(", ").text(&lock.message);
    sql.push(", ").number(lock.created.as_ms());
    sql.push(", ").text(&lock.created_by);
    sql.push(", ").maybe_number(lock.expires.map(Timestamp::as_ms));
    if lock.kind == LockTarget::User {
        sql.push(", (SELECT u.okta_id FROM users u WHERE u.name_key = ")
            .text(key)
            .push("))");
    } else {
        sql.push(", NULL)");
    }
    sql.push(
        " ON CONFLICT (target_kind, target_key, cause) DO UPDATE SET
             target = excluded.target, message = excluded.message, expires = excluded.expires,
             okta_id = excluded.okta_id",
    );
}

/// Lifts the lock of one cause on a person as part of a change; whether there was one.
pub(super) async fn lift(
    connection: &mut AnyConnection,
    user_name: &str,
    cause: &str,
) -> Result<bool, StateError> {
    let query =
        sqlx::query("DELETE FROM locks WHERE target_kind = 'user' AND target_key = $1 AND cause = $2")
            .bind(key_of(user_name))
            .bind(cause);
    Ok(query.execute(connection).await?.rows_affected() > 0)
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<Lock, StateError> {
    let kind: String = row.try_get("target_kind")?;
    Ok(Lock {
        id: row.try_get("id")?,
        kind: LockTarget::from_word(&kind).ok_or(StateError::Damaged {
            field: "locks.target_kind",
        })?,
        target: row.try_get("target")?,
        cause: row.try_get("cause")?,
        message: row.try_get("message")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        created_by: row.try_get("created_by")?,
        expires: row.try_get::<Option<i64>, _>("expires")?.map(Timestamp::from_ms),
    })
}
