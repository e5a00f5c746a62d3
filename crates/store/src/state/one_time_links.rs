//! One-time links: a code that lets its holder do one thing once.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;
use super::token_hash::TokenHash;

/// A link that can still be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeLink {
    /// What it is for, for example `setup`.
    pub purpose: String,
    /// Until when it can be used.
    pub expires: Timestamp,
}

impl State {
    /// Makes a link. Earlier ones for the same purpose can still be used: another server on the same database may have
    /// shown one to somebody. Those that are over go.
    #[boxed]
    pub async fn create_one_time_link(
        &self,
        hash: &TokenHash,
        purpose: &str,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM one_time_links WHERE purpose = $1 AND expires <= $2")
            .bind(purpose)
            .bind(now.as_ms())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO one_time_links (hash, purpose, created, expires) VALUES ($1, $2, $3, $4)")
            .bind(hash.as_str())
            .bind(purpose)
            .bind(now.as_ms())
            .bind(expires.as_ms())
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// The link, if it can still be used. It stays usable.
    #[boxed]
    pub async fn one_time_link(
        &self,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<OneTimeLink>, StateError> {
        let row = sqlx::query(
            "SELECT purpose, expires FROM one_time_links WHERE hash = $1 AND used IS NULL AND expires > $2",
        )
        .bind(hash.as_str())
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            let expires = Timestamp::from_ms(row.try_get("expires")?);
            Ok(OneTimeLink {
                purpose: row.try_get("purpose")?,
                expires,
            })
        })
        .transpose()
    }

    /// Uses a link up.
    ///
    /// # Errors
    /// [`StateError::LinkSpent`] when it is unknown, over, used, or for another purpose.
    #[boxed]
    pub async fn spend_one_time_link(
        &self,
        hash: &TokenHash,
        purpose: &str,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        spend(&mut transaction, hash, purpose, now).await?;
        Ok(transaction.commit().await?)
    }
}

/// Uses a link up as part of a change; the others for the same purpose with it.
pub(super) async fn spend(
    transaction: &mut sqlx::Transaction<'_, Db>,
    hash: &TokenHash,
    purpose: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    let spent = sqlx::query(
        "UPDATE one_time_links SET used = $3 WHERE hash = $1 AND purpose = $2 AND used IS NULL AND expires > $3",
    )
    .bind(hash.as_str())
    .bind(purpose)
    .bind(now.as_ms())
    .execute(&mut **transaction)
    .await?;
    if spent.rows_affected() != 1 {
        return Err(StateError::LinkSpent);
    }
    sqlx::query("DELETE FROM one_time_links WHERE purpose = $1 AND hash <> $2")
        .bind(purpose)
        .bind(hash.as_str())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
