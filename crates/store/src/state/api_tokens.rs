//! API tokens of Portolan itself: for scripts, the shell and SQL clients.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::StateError;
use super::token_hash::TokenHash;
use super::users::{may_enter, roles_in, roles_of, roles_text};

/// Use is noted at most so often, so that a busy script does not write all the time.
const USED_EVERY_MS: i64 = 60_000;

/// The preset role that permits everything, so that its holders can give any lesser role to a token.
pub const ALL_PERMITTED: &str = "editor";

/// A token, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Never changes.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whose.
    pub user_id: String,
    /// Name of the owner.
    pub user_name: String,
    /// What it was given; it is worth no more than its owner's roles, see [`ApiToken::effective_roles`].
    pub roles: Vec<String>,
    /// Roles the owner has now.
    pub user_roles: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// Last use, to the minute.
    pub last_used: Option<Timestamp>,
}

impl ApiToken {
    /// The roles of the token that its owner still has. Who has [`ALL_PERMITTED`] has what any role permits.
    pub fn effective_roles(&self) -> Vec<String> {
        let has_all = self.user_roles.iter().any(|role| role == ALL_PERMITTED);
        self.roles
            .iter()
            .filter(|role| has_all || self.user_roles.contains(role))
            .cloned()
            .collect()
    }
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// From [`super::new_id`].
    pub id: String,
    /// Hash of the value.
    pub hash: TokenHash,
    /// What people call it.
    pub name: String,
    /// Whose.
    pub user_id: String,
    /// What it is given.
    pub roles: Vec<String>,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// The token that it is made with, which it does not outlive.
    pub maker: Option<TokenHash>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.name, t.user_id, u.name AS user_name, t.roles AS token_roles, u.roles, u.mapped_roles, ",
            "t.created, t.expires, t.last_used FROM api_tokens t JOIN users u ON u.id = t.user_id ",
            $rest
        )
    };
}

impl State {
    /// Makes a token.
    #[boxed]
    pub async fn create_api_token(
        &self,
        new: &NewApiToken,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO api_tokens (id, hash, name, user_id, roles, created, expires, ancestors)
             VALUES ($1, $2, $3, $4, $5, $6, $7, COALESCE((
                 SELECT CASE WHEN ancestors = '' THEN '/' ELSE ancestors END || id || '/' FROM api_tokens WHERE hash = $8
             ), ''))",
        )
        .bind(&new.id)
        .bind(new.hash.as_str())
        .bind(&new.name)
        .bind(&new.user_id)
        .bind(roles_text(&new.roles))
        .bind(now.as_ms())
        .bind(new.expires.map(Timestamp::as_ms))
        .bind(new.maker.as_ref().map(TokenHash::as_str))
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// The token with this hash, if it holds: it is not over, and its owner may sign in. Notes its use.
    #[boxed]
    pub async fn api_token_by_hash(
        &self,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<ApiToken>, StateError> {
        let Some(token) = self.held_api_token(hash, now).await? else {
            return Ok(None);
        };
        if token
            .last_used
            .is_none_or(|last| now.since_ms(last) >= USED_EVERY_MS)
        {
            sqlx::query("UPDATE api_tokens SET last_used = $2 WHERE id = $1")
                .bind(&token.id)
                .bind(now.as_ms())
                .execute(&self.pool)
                .await?;
        }
        Ok(Some(token))
    }

    /// The same without noting anything: for looking whether it still holds while nobody asks.
    #[boxed]
    pub async fn held_api_token(
        &self,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<ApiToken>, StateError> {
        let row = sqlx::query(concat!(
            select!(""),
            "WHERE t.hash = $1 AND (t.expires IS NULL OR t.expires > $2) AND ",
            "NOT EXISTS (SELECT 1 FROM locks l WHERE l.target_kind = 'token' ",
            "AND (l.target_key = t.id OR t.ancestors LIKE '%/' || l.target_key || '/%') ",
            "AND (l.expires IS NULL OR l.expires > $2)) AND ",
            may_enter!("$2")
        ))
        .bind(hash.as_str())
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// All tokens, or those of one user, newest first; those that are over as well.
    #[boxed]
    pub async fn api_tokens(&self, user_id: Option<&str>) -> Result<Vec<ApiToken>, StateError> {
        let query = sqlx::query(select!(
            "WHERE CAST($1 AS TEXT) IS NULL OR t.user_id = $1 ORDER BY t.created DESC, t.id"
        ));
        let rows = query.bind(user_id).fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }

    /// Removes all tokens of a user; how many there were.
    #[boxed]
    pub async fn delete_api_tokens_of(
        &self,
        user_id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<u64, StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM api_tokens WHERE user_id = $1")
            .bind(user_id)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() > 0 {
            audit::append(&mut transaction, entry, now).await?;
        }
        transaction.commit().await?;
        Ok(deleted.rows_affected())
    }

    /// Removes a token, and those that were made with it; they work no more from now on.
    #[boxed]
    pub async fn delete_api_token(
        &self,
        id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted =
            sqlx::query("DELETE FROM api_tokens WHERE id = $1 OR ancestors LIKE '%/' || $1 || '/%'")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "API token",
                name: id.to_owned(),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<ApiToken, StateError> {
    Ok(ApiToken {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        user_id: row.try_get("user_id")?,
        user_name: row.try_get("user_name")?,
        roles: roles_of(row.try_get("token_roles")?, "api_tokens.roles")?,
        user_roles: roles_in(row)?,
        created: Timestamp::from_ms(row.try_get("created")?),
        expires: row.try_get::<Option<i64>, _>("expires")?.map(Timestamp::from_ms),
        last_used: row
            .try_get::<Option<i64>, _>("last_used")?
            .map(Timestamp::from_ms),
    })
}
