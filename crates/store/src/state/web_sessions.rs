//! Web sessions: who is signed in in which browser.

use domain::Timestamp;
use sqlx::Row;

use super::database::State;
use super::error::StateError;
use super::token_hash::TokenHash;
use super::users::roles_of;

/// A session is noted as seen at most so often, so that reading pages does not write all the time.
const SEEN_EVERY_MS: i64 = 60_000;

/// A session to be made.
#[derive(Clone)]
pub struct NewWebSession {
    /// Hash of the cookie's value.
    pub hash: TokenHash,
    /// Whose.
    pub user_id: String,
    /// What writes must bring along.
    pub csrf: String,
    /// When it ends.
    pub expires: Timestamp,
}

/// A session that holds, with what is needed to decide about a request.
#[derive(Clone, PartialEq, Eq)]
pub struct WebSession {
    /// Whose.
    pub user_id: String,
    /// Name of the user.
    pub user_name: String,
    /// Roles the user has now.
    pub roles: Vec<String>,
    /// What writes must bring along.
    pub csrf: String,
    /// When it began.
    pub created: Timestamp,
    /// Last use, to the minute.
    pub last_seen: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

impl std::fmt::Debug for WebSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebSession")
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Begins a session.
    pub async fn create_web_session(&self, new: &NewWebSession, now: Timestamp) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO web_sessions (hash, user_id, csrf, created, last_seen, expires)
             VALUES ($1, $2, $3, $4, $4, $5)",
        )
        .bind(new.hash.as_str())
        .bind(&new.user_id)
        .bind(&new.csrf)
        .bind(now.as_ms())
        .bind(new.expires.as_ms())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The session, if it holds: it is not over, and its user may sign in. Notes that it was seen.
    pub async fn web_session(
        &self,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<WebSession>, StateError> {
        let row = sqlx::query(
            "SELECT s.user_id, u.name, u.roles, s.csrf, s.created, s.last_seen, s.expires
             FROM web_sessions s JOIN users u ON u.id = s.user_id
             WHERE s.hash = $1 AND s.expires > $2 AND u.disabled IS NULL AND u.inactive IS NULL",
        )
        .bind(hash.as_str())
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let session = WebSession {
            user_id: row.try_get("user_id")?,
            user_name: row.try_get("name")?,
            roles: roles_of(row.try_get("roles")?, "users.roles")?,
            csrf: row.try_get("csrf")?,
            created: Timestamp::from_ms(row.try_get("created")?),
            last_seen: Timestamp::from_ms(row.try_get("last_seen")?),
            expires: Timestamp::from_ms(row.try_get("expires")?),
        };
        if now.since_ms(session.last_seen) >= SEEN_EVERY_MS {
            sqlx::query("UPDATE web_sessions SET last_seen = $2 WHERE hash = $1")
                .bind(hash.as_str())
                .bind(now.as_ms())
                .execute(&self.pool)
                .await?;
        }
        Ok(Some(session))
    }

    /// Ends a session.
    pub async fn delete_web_session(&self, hash: &TokenHash) -> Result<(), StateError> {
        sqlx::query("DELETE FROM web_sessions WHERE hash = $1")
            .bind(hash.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends all sessions of a user.
    pub async fn delete_web_sessions_of(&self, user_id: &str) -> Result<u64, StateError> {
        let query = sqlx::query("DELETE FROM web_sessions WHERE user_id = $1").bind(user_id);
        Ok(query.execute(&self.pool).await?.rows_affected())
    }

    /// Removes sessions that are over.
    pub async fn forget_expired_web_sessions(&self, now: Timestamp) -> Result<u64, StateError> {
        let query = sqlx::query("DELETE FROM web_sessions WHERE expires <= $1").bind(now.as_ms());
        Ok(query.execute(&self.pool).await?.rows_affected())
    }
}
