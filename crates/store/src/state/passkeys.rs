//! Passkeys of local people, and the challenges that wait for an answer. Shared by all replicas.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};
use super::token_hash::TokenHash;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential id, base64url.
    pub id: String,
    /// Whose.
    pub user_id: String,
    /// What its owner calls it.
    pub name: String,
    /// The public key as the room that verifies writes it.
    pub public_key: String,
    /// The last signature counter; 0 for authenticators that have none.
    pub counter: u32,
    /// When it was made.
    pub created: Timestamp,
    /// When somebody last signed in with it.
    pub last_used: Option<Timestamp>,
}

/// A passkey to be kept.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    /// The credential id, base64url.
    pub id: String,
    /// Whose.
    pub user_id: String,
    /// What its owner calls it.
    pub name: String,
    /// The public key as the room that verifies writes it.
    pub public_key: String,
    /// The first signature counter.
    pub counter: u32,
}

/// A challenge that was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Hash of its text.
    pub hash: TokenHash,
    /// What an answer is for.
    pub purpose: String,
    /// Who may answer; anybody when left out.
    pub user_id: Option<String>,
    /// Until when an answer is taken.
    pub expires: Timestamp,
}

impl State {
    /// Remembers a challenge that is given out.
    #[boxed]
    pub async fn give_challenge(&self, challenge: &Challenge, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM passkey_challenges WHERE expires <= $1")
            .bind(now.as_ms())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO passkey_challenges (hash, purpose, user_id, expires) VALUES ($1, $2, $3, $4)",
        )
        .bind(challenge.hash.as_str())
        .bind(&challenge.purpose)
        .bind(&challenge.user_id)
        .bind(challenge.expires.as_ms())
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Uses a challenge up; whether it was there for this purpose and this person. Of two at the same moment, on any
    /// replica, one is told so.
    #[boxed]
    pub async fn take_challenge(
        &self,
        hash: &TokenHash,
        purpose: &str,
        user_id: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StateError> {
        let taken = sqlx::query(
            "DELETE FROM passkey_challenges WHERE hash = $1 AND purpose = $2 AND expires > $3
             AND COALESCE(user_id, '') = $4",
        )
        .bind(hash.as_str())
        .bind(purpose)
        .bind(now.as_ms())
        .bind(user_id.unwrap_or_default())
        .execute(&self.pool)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// The passkeys of a user, oldest first.
    #[boxed]
    pub async fn passkeys_of(&self, user_id: &str) -> Result<Vec<Passkey>, StateError> {
        let rows = sqlx::query(
            "SELECT id, user_id, name, public_key, counter, created, last_used FROM passkeys
             WHERE user_id = $1 ORDER BY created, id",
        )
        .bind(user_id)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The passkey with this credential id.
    #[boxed]
    pub async fn passkey(&self, id: &str) -> Result<Option<Passkey>, StateError> {
        let row = sqlx::query(
            "SELECT id, user_id, name, public_key, counter, created, last_used FROM passkeys WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Keeps a passkey.
    ///
    /// # Errors
    /// [`StateError::Exists`] when its credential id is known already.
    #[boxed]
    pub async fn add_passkey(
        &self,
        new: &NewPasskey,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO passkeys (id, user_id, name, public_key, counter, created) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&new.id)
        .bind(&new.user_id)
        .bind(&new.name)
        .bind(&new.public_key)
        .bind(i64::from(new.counter))
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "a passkey", "id"))?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Gives a passkey of a user another name; whether there was one.
    #[boxed]
    pub async fn rename_passkey(
        &self,
        user_id: &str,
        id: &str,
        name: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<bool, StateError> {
        let mut transaction = self.begin().await?;
        let renamed = sqlx::query("UPDATE passkeys SET name = $3 WHERE user_id = $1 AND id = $2")
            .bind(user_id)
            .bind(id)
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        if renamed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut transaction, entry, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Removes a passkey of a user; whether there was one.
    #[boxed]
    pub async fn remove_passkey(
        &self,
        user_id: &str,
        id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<bool, StateError> {
        let mut transaction = self.begin().await?;
        let removed = sqlx::query("DELETE FROM passkeys WHERE user_id = $1 AND id = $2")
            .bind(user_id)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut transaction, entry, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes that a passkey was used, with its new counter. `false` when the counter did not grow since: a copy of the
    /// authenticator may be in use (WebAuthn level 2, section 6.1.1). Zero stays zero.
    #[boxed]
    pub async fn use_passkey(&self, id: &str, counter: u32, now: Timestamp) -> Result<bool, StateError> {
        let used = sqlx::query(
            "UPDATE passkeys SET counter = $2, last_used = $3
             WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))",
        )
        .bind(id)
        .bind(i64::from(counter))
        .bind(now.as_ms())
        .execute(&self.pool)
        .await?;
        Ok(used.rows_affected() == 1)
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<Passkey, StateError> {
    let counter: i64 = row.try_get("counter")?;
    Ok(Passkey {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        name: row.try_get("name")?,
        public_key: row.try_get("public_key")?,
        counter: u32::try_from(counter).map_err(|_| StateError::Damaged {
            field: "passkeys.counter",
        })?,
        created: Timestamp::from_ms(row.try_get("created")?),
        last_used: row
            .try_get::<Option<i64>, _>("last_used")?
            .map(Timestamp::from_ms),
    })
}
