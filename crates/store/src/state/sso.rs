//! Sign-ins through an identity provider that are under way, and assertions that were used. Shared by all replicas.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;

/// Trial sign-ins that are kept.
const TRIALS_KEPT: i64 = 20;

/// A sign-in that was begun here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SsoRequest {
    /// Id of the message to the identity provider.
    pub id: String,
    /// The connector.
    pub connector: String,
    /// Hash of the cookie of the browser that began it.
    pub browser: String,
    /// The page to open afterwards: a path of this server.
    pub go_to: String,
    /// Whether it only shows what would be.
    pub is_trial: bool,
    /// What the protocol must remember, as JSON.
    pub detail: String,
    /// When it was begun.
    pub created: Timestamp,
    /// Until when an answer is taken.
    pub expires: Timestamp,
}

/// A trial sign-in, for administrators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SsoTrial {
    /// Id of the message to the identity provider, or a new one when it began there.
    pub id: String,
    /// The connector.
    pub connector: String,
    /// When.
    pub at: Timestamp,
    /// `accepted` or the code of the refusal.
    pub outcome: String,
    /// Assertion, attributes, mapping, roles, or text and advice of the refusal; JSON.
    pub detail: String,
}

impl State {
    /// Remembers a sign-in that begins.
    #[boxed]
    pub async fn begin_sso(&self, request: &SsoRequest, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM sso_requests WHERE expires <= $1")
            .bind(now.as_ms())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO sso_requests (id, connector, browser, go_to, is_trial, detail, created, expires)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&request.id)
        .bind(&request.connector)
        .bind(&request.browser)
        .bind(&request.go_to)
        .bind(i64::from(request.is_trial))
        .bind(&request.detail)
        .bind(request.created.as_ms())
        .bind(request.expires.as_ms())
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// The sign-in that this browser began with this connector most recently and that can still be answered.
    #[boxed]
    pub async fn sso_request(
        &self,
        connector: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Option<SsoRequest>, StateError> {
        let row = sqlx::query(
            "SELECT id, connector, browser, go_to, is_trial, detail, created, expires FROM sso_requests
             WHERE connector = $1 AND browser = $2 AND expires > $3 ORDER BY created DESC LIMIT 1",
        )
        .bind(connector)
        .bind(browser)
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The sign-in with this id, if this browser began it with this connector and it can still be answered.
    #[boxed]
    pub async fn sso_request_named(
        &self,
        id: &str,
        connector: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Option<SsoRequest>, StateError> {
        let row = sqlx::query(
            "SELECT id, connector, browser, go_to, is_trial, detail, created, expires FROM sso_requests
             WHERE id = $1 AND connector = $2 AND browser = $3 AND expires > $4",
        )
        .bind(id)
        .bind(connector)
        .bind(browser)
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Takes the sign-in with this id away, if this browser began it with this connector and it can still be answered.
    /// Of two who ask at the same moment, on any replica, one gets it.
    #[boxed]
    pub async fn take_sso_request(
        &self,
        id: &str,
        connector: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Option<SsoRequest>, StateError> {
        let row = sqlx::query(
            "DELETE FROM sso_requests WHERE id = $1 AND connector = $2 AND browser = $3 AND expires > $4
             RETURNING id, connector, browser, go_to, is_trial, detail, created, expires",
        )
        .bind(id)
        .bind(connector)
        .bind(browser)
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Records that an assertion is used now, and consumes the request that it answers: both or neither. Says whether
    /// this was its first use; of two at the same moment, on any replica, one is told so.
    #[boxed]
    pub async fn use_assertion(
        &self,
        issuer: &str,
        assertion: &str,
        request: Option<&str>,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM sso_used WHERE expires <= $1")
            .bind(now.as_ms())
            .execute(&mut *transaction)
            .await?;
        let used = sqlx::query(
            "INSERT INTO sso_used (issuer, assertion, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(issuer)
        .bind(assertion)
        .bind(until.as_ms())
        .execute(&mut *transaction)
        .await?;
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(id) = request {
            let consumed = sqlx::query("DELETE FROM sso_requests WHERE id = $1")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
            if consumed.rows_affected() == 0 {
                return Ok(false);
            }
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Keeps what a trial came to.
    #[boxed]
    pub async fn note_sso_trial(&self, trial: &SsoTrial) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO sso_trials (id, connector, at, outcome, detail) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&trial.id)
        .bind(&trial.connector)
        .bind(trial.at.as_ms())
        .bind(&trial.outcome)
        .bind(&trial.detail)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM sso_trials WHERE connector = $1 AND id NOT IN
                 (SELECT id FROM sso_trials WHERE connector = $1 ORDER BY at DESC LIMIT $2)",
        )
        .bind(&trial.connector)
        .bind(TRIALS_KEPT)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// The last trials of a connector, newest first.
    #[boxed]
    pub async fn sso_trials(&self, connector: &str) -> Result<Vec<SsoTrial>, StateError> {
        let rows = sqlx::query(
            "SELECT id, connector, at, outcome, detail FROM sso_trials WHERE connector = $1 ORDER BY at DESC, id",
        )
        .bind(connector)
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(SsoTrial {
                id: row.try_get("id")?,
                connector: row.try_get("connector")?,
                at: Timestamp::from_ms(row.try_get("at")?),
                outcome: row.try_get("outcome")?,
                detail: row.try_get("detail")?,
            })
        };
        rows.iter().map(read).collect()
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<SsoRequest, StateError> {
    Ok(SsoRequest {
        id: row.try_get("id")?,
        connector: row.try_get("connector")?,
        browser: row.try_get("browser")?,
        go_to: row.try_get("go_to")?,
        is_trial: row.try_get::<i64, _>("is_trial")? != 0,
        detail: row.try_get("detail")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        expires: Timestamp::from_ms(row.try_get("expires")?),
    })
}
