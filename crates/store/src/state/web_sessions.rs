//! Web sessions: who is signed in in which browser.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;
use super::token_hash::TokenHash;
use super::users::{may_enter, roles_in};

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
    /// Where it was begun from: for the person's list of sessions.
    pub address: String,
    /// The browser as it named itself.
    pub user_agent: String,
    /// How it was begun, when not with a password.
    pub single_sign_on: Option<SingleSignOn>,
}

/// The session at the identity provider behind one here, for log-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleSignOn {
    /// The connector.
    pub connector: String,
    /// The name that the identity provider gave the person.
    pub name_id: String,
    /// Its name for the session.
    pub session_index: Option<String>,
    /// What it wants to see to end its session, sealed for [`hint_place`].
    pub sealed_hint: Option<String>,
}

/// What the log-out hint of a connector's sessions is sealed for.
pub fn hint_place(connector: &str) -> String {
    format!("connectors/{connector}/hint")
}

/// A session as its owner and administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the cookie's value: names the session, and signs nobody in.
    pub hash: String,
    /// When it began.
    pub created: Timestamp,
    /// Last use, to the minute.
    pub last_seen: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// Where it was begun from.
    pub address: String,
    /// The browser as it named itself.
    pub user_agent: String,
    /// The connector, when not with a password.
    pub connector: Option<String>,
}

/// A session that holds, with what is needed to decide about a request.
#[derive(Clone, PartialEq, Eq)]
pub struct WebSession {
    /// Whose.
    pub user_id: String,
    /// Name of the user.
    pub user_name: String,
    /// Roles the user has now, by assignment and by mapping.
    pub roles: Vec<String>,
    /// The connector it was begun with, when not with a password.
    pub connector: Option<String>,
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
    /// Begins a session. Whether the person may have one is looked at in the same transaction: what shuts somebody out
    /// ends the sessions that are there, and one that began in the same moment must not live on.
    ///
    /// # Errors
    /// [`StateError::Barred`] when the person may not sign in now.
    #[boxed]
    pub async fn create_web_session(&self, new: &NewWebSession, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let may_enter: Option<i64> = sqlx::query_scalar(concat!(
            "SELECT CAST(1 AS BIGINT) FROM users u WHERE u.id = $1 AND ",
            may_enter!("$2")
        ))
        .bind(&new.user_id)
        .bind(now.as_ms())
        .fetch_optional(&mut *transaction)
        .await?;
        if may_enter.is_none() {
            return Err(StateError::Barred);
        }
        sqlx::query(
            "INSERT INTO web_sessions (hash, user_id, csrf, created, last_seen, expires, address, user_agent,
                 connector, name_id, session_index, sealed_hint)
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new.hash.as_str())
        .bind(&new.user_id)
        .bind(&new.csrf)
        .bind(now.as_ms())
        .bind(new.expires.as_ms())
        .bind(&new.address)
        .bind(&new.user_agent)
        .bind(new.single_sign_on.as_ref().map(|sso| sso.connector.clone()))
        .bind(new.single_sign_on.as_ref().map(|sso| sso.name_id.clone()))
        .bind(
            new.single_sign_on
                .as_ref()
                .and_then(|sso| sso.session_index.clone()),
        )
        .bind(
            new.single_sign_on
                .as_ref()
                .and_then(|sso| sso.sealed_hint.clone()),
        )
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// The session, if it holds: it is not over, and its user may sign in. Notes that it was seen.
    #[boxed]
    pub async fn web_session(
        &self,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<WebSession>, StateError> {
        let Some(session) = self.held_web_session(hash, now).await? else {
            return Ok(None);
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

    /// The same without noting anything: for looking whether it still holds while nobody asks.
    #[boxed]
    pub async fn held_web_session(
        &self,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<WebSession>, StateError> {
        let row = sqlx::query(concat!(
            "SELECT s.user_id, u.name, u.roles, u.mapped_roles, s.connector, s.csrf, s.created, s.last_seen, ",
            "s.expires FROM web_sessions s JOIN users u ON u.id = s.user_id ",
            "WHERE s.hash = $1 AND s.expires > $2 AND ",
            may_enter!("$2")
        ))
        .bind(hash.as_str())
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let session = WebSession {
            user_id: row.try_get("user_id")?,
            user_name: row.try_get("name")?,
            roles: roles_in(&row)?,
            connector: row.try_get("connector")?,
            csrf: row.try_get("csrf")?,
            created: Timestamp::from_ms(row.try_get("created")?),
            last_seen: Timestamp::from_ms(row.try_get("last_seen")?),
            expires: Timestamp::from_ms(row.try_get("expires")?),
        };
        Ok(Some(session))
    }

    /// Ends a session.
    #[boxed]
    pub async fn delete_web_session(&self, hash: &TokenHash) -> Result<(), StateError> {
        sqlx::query("DELETE FROM web_sessions WHERE hash = $1")
            .bind(hash.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends all sessions of a user.
    #[boxed]
    pub async fn delete_web_sessions_of(&self, user_id: &str) -> Result<u64, StateError> {
        let query = sqlx::query("DELETE FROM web_sessions WHERE user_id = $1").bind(user_id);
        Ok(query.execute(&self.pool).await?.rows_affected())
    }

    /// The sessions of a user that are not over, newest first.
    #[boxed]
    pub async fn web_sessions_of(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, StateError> {
        let rows = sqlx::query(
            "SELECT hash, created, last_seen, expires, address, user_agent, connector FROM web_sessions
             WHERE user_id = $1 AND expires > $2 ORDER BY created DESC, hash",
        )
        .bind(user_id)
        .bind(now.as_ms())
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(SessionRow {
                hash: row.try_get("hash")?,
                created: Timestamp::from_ms(row.try_get("created")?),
                last_seen: Timestamp::from_ms(row.try_get("last_seen")?),
                expires: Timestamp::from_ms(row.try_get("expires")?),
                address: row.try_get("address")?,
                user_agent: row.try_get("user_agent")?,
                connector: row.try_get("connector")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Ends one session of a user, named as [`SessionRow::hash`]; whether there was one.
    #[boxed]
    pub async fn delete_web_session_of(&self, user_id: &str, hash: &str) -> Result<bool, StateError> {
        let query = sqlx::query("DELETE FROM web_sessions WHERE user_id = $1 AND hash = $2")
            .bind(user_id)
            .bind(hash);
        Ok(query.execute(&self.pool).await?.rows_affected() == 1)
    }

    /// Ends the sessions that the identity provider says are over: those of this person there, or only the one named.
    #[boxed]
    pub async fn delete_sso_sessions(
        &self,
        connector: &str,
        name_id: &str,
        session_index: Option<&str>,
    ) -> Result<u64, StateError> {
        let query = sqlx::query(
            "DELETE FROM web_sessions WHERE connector = $1 AND name_id = $2
             AND (CAST($3 AS TEXT) IS NULL OR session_index = $3)",
        )
        .bind(connector)
        .bind(name_id)
        .bind(session_index);
        Ok(query.execute(&self.pool).await?.rows_affected())
    }

    /// The session at the identity provider behind this one.
    #[boxed]
    pub async fn single_sign_on_of(&self, hash: &TokenHash) -> Result<Option<SingleSignOn>, StateError> {
        let row = sqlx::query(
            "SELECT connector, name_id, session_index, sealed_hint FROM web_sessions
             WHERE hash = $1 AND connector IS NOT NULL AND name_id IS NOT NULL",
        )
        .bind(hash.as_str())
        .fetch_optional(&self.pool)
        .await?;
        let read = |row: <Db as sqlx::Database>::Row| {
            Ok(SingleSignOn {
                connector: row.try_get("connector")?,
                name_id: row.try_get("name_id")?,
                session_index: row.try_get("session_index")?,
                sealed_hint: row.try_get("sealed_hint")?,
            })
        };
        row.map(read).transpose()
    }

    /// Removes sessions that are over.
    #[boxed]
    pub async fn forget_expired_web_sessions(&self, now: Timestamp) -> Result<u64, StateError> {
        let query = sqlx::query("DELETE FROM web_sessions WHERE expires <= $1").bind(now.as_ms());
        Ok(query.execute(&self.pool).await?.rows_affected())
    }
}
