//! The second factor of local people: a seed of one-time passwords, sealed, and the last step that was used.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;

use super::audit::{self, AuditEntry};
use super::database::State;
use super::error::StateError;

/// What the seed of a user is sealed for.
pub fn seed_place(user_id: &str) -> String {
    format!("user/{user_id}/totp")
}

impl State {
    /// Ids of users with their sealed seeds.
    pub(crate) async fn sealed_seeds(&self) -> Result<Vec<(String, String)>, StateError> {
        let query =
            sqlx::query_as("SELECT id, sealed_totp FROM users WHERE sealed_totp IS NOT NULL ORDER BY id");
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// Replaces the sealed seed of a user if it is still the one that was read.
    pub(crate) async fn reseal_seed(
        &self,
        user_id: &str,
        before: &str,
        after: &str,
    ) -> Result<(), StateError> {
        sqlx::query("UPDATE users SET sealed_totp = $3 WHERE id = $1 AND sealed_totp = $2")
            .bind(user_id)
            .bind(before)
            .bind(after)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Sets the second factor up, or takes it away with `None`. Other sessions of the user stay.
    #[boxed]
    pub async fn set_second_factor(
        &self,
        user_id: &str,
        sealed: Option<&str>,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(
            "UPDATE users SET sealed_totp = $2, totp_step = 0, updated = $3, revision = revision + 1 WHERE id = $1",
        );
        query
            .bind(user_id)
            .bind(sealed)
            .bind(now.as_ms())
            .execute(&mut *transaction)
            .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes every second factor of a user away, passkeys too: for somebody who lost them.
    #[boxed]
    pub async fn clear_second_factors(
        &self,
        user_id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM passkeys WHERE user_id = $1")
            .bind(user_id)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "UPDATE users SET sealed_totp = NULL, totp_step = 0, updated = $2, revision = revision + 1 WHERE id = $1",
        )
        .bind(user_id)
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Uses a step of the one-time password up; `false` when it or a later one was used before (RFC 6238 5.2).
    #[boxed]
    pub async fn use_totp_step(&self, user_id: &str, step: i64) -> Result<bool, StateError> {
        let query = sqlx::query("UPDATE users SET totp_step = $2 WHERE id = $1 AND totp_step < $2")
            .bind(user_id)
            .bind(step);
        Ok(query.execute(&self.pool).await?.rows_affected() == 1)
    }
}
