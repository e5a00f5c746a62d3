//! Who may speak SCIM to us: tokens of a plugin, and whether its SCIM is on.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::state::audit::{self, AuditEntry};
use crate::state::{IntegrationSettings, State, StateError, TokenHash};

/// Use is noted at most so often, so that reading does not write all the time.
const USED_EVERY_MS: i64 = 60_000;

/// A token of a plugin, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScimToken {
    /// Never changes.
    pub id: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends; a rotated one ends after the overlap.
    pub expires: Option<Timestamp>,
    /// Last use, to the minute.
    pub last_used: Option<Timestamp>,
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewScimToken {
    /// From [`crate::state::new_id`].
    pub id: String,
    /// Hash of the value.
    pub hash: TokenHash,
}

/// Who calls, and what holds for them.
#[derive(Clone, Debug, PartialEq)]
pub struct ScimCaller {
    /// Which token.
    pub token_id: String,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// The organization of the plugin.
    pub org_url: String,
    /// Settings of the integration; SCIM's are among them.
    pub settings: IntegrationSettings,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScimCounts {
    /// Users with a record.
    pub users: i64,
    /// Those of them who are deactivated.
    pub inactive: i64,
    /// Groups.
    pub groups: i64,
}

/// A change of settings and tokens, all or nothing.
#[derive(Clone, Debug)]
pub struct ScimSwitch<'a> {
    /// The integration, and the revision that it must still have.
    pub integration: (&'a str, i64),
    /// Its plugin.
    pub plugin: &'a str,
    /// Its settings from now on.
    pub settings: &'a IntegrationSettings,
    /// When the tokens that there are end at the latest; `None` leaves them. A time that is not to come revokes them.
    pub earlier_end: Option<Timestamp>,
    /// A token to make.
    pub token: Option<NewScimToken>,
}

impl State {
    /// Changes settings and tokens.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody else changed the integration first.
    #[boxed]
    pub async fn switch_scim(
        &self,
        switch: &ScimSwitch<'_>,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        write_settings(&mut transaction, switch, now).await?;
        if let Some(end) = switch.earlier_end {
            end_tokens(&mut transaction, switch.plugin, end, now).await?;
        }
        if let Some(new) = &switch.token {
            sqlx::query("INSERT INTO scim_tokens (id, plugin, hash, created) VALUES ($1, $2, $3, $4)")
                .bind(&new.id)
                .bind(switch.plugin)
                .bind(new.hash.as_str())
                .bind(now.as_ms())
                .execute(&mut *transaction)
                .await?;
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Who presents this token, if it holds. Notes its use.
    #[boxed]
    pub async fn scim_caller(
        &self,
        plugin: &str,
        hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<ScimCaller>, StateError> {
        let row = sqlx::query(
            "SELECT t.id, t.last_used, t.expires, i.org_url, i.settings
             FROM scim_tokens t JOIN integrations i ON i.plugin = t.plugin
             WHERE t.hash = $1 AND t.plugin = $2 AND (t.expires IS NULL OR t.expires > $3)",
        )
        .bind(hash.as_str())
        .bind(plugin)
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let settings: String = row.try_get("settings")?;
        let caller = ScimCaller {
            token_id: row.try_get("id")?,
            expires: row.try_get::<Option<i64>, _>("expires")?.map(Timestamp::from_ms),
            org_url: row.try_get("org_url")?,
            settings: serde_json::from_str(&settings).map_err(|_| StateError::Damaged {
                field: "integrations.settings",
            })?,
        };
        let last: Option<i64> = row.try_get("last_used")?;
        if last.is_none_or(|last| now.as_ms() - last >= USED_EVERY_MS) {
            sqlx::query("UPDATE scim_tokens SET last_used = $2 WHERE id = $1")
                .bind(&caller.token_id)
                .bind(now.as_ms())
                .execute(&self.pool)
                .await?;
        }
        Ok(Some(caller))
    }

    /// The tokens of a plugin that hold, newest first.
    #[boxed]
    pub async fn scim_tokens(&self, plugin: &str, now: Timestamp) -> Result<Vec<ScimToken>, StateError> {
        let rows = sqlx::query(
            "SELECT id, created, expires, last_used FROM scim_tokens
             WHERE plugin = $1 AND (expires IS NULL OR expires > $2) ORDER BY created DESC, id",
        )
        .bind(plugin)
        .bind(now.as_ms())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// How many users and groups a plugin has provisioned.
    #[boxed]
    pub async fn scim_counts(&self, plugin: &str) -> Result<ScimCounts, StateError> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM scim_users WHERE plugin = $1) AS users,
                 (SELECT COUNT(*) FROM scim_users WHERE plugin = $1 AND is_active = 0) AS inactive,
                 (SELECT COUNT(*) FROM scim_groups WHERE plugin = $1) AS groups_",
        )
        .bind(plugin)
        .fetch_one(&self.pool)
        .await?;
        Ok(ScimCounts {
            users: row.try_get("users")?,
            inactive: row.try_get("inactive")?,
            groups: row.try_get("groups_")?,
        })
    }
}

async fn write_settings(
    connection: &mut AnyConnection,
    switch: &ScimSwitch<'_>,
    now: Timestamp,
) -> Result<(), StateError> {
    let (id, expected) = switch.integration;
    let settings = serde_json::to_string(switch.settings).map_err(|_| StateError::Damaged {
        field: "integrations.settings",
    })?;
    let found: Option<i64> = sqlx::query_scalar("SELECT revision FROM integrations WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    match found {
        None => Err(StateError::NotFound {
            what: "integration",
            name: id.to_owned(),
        }),
        Some(found) if found != expected => Err(StateError::Conflict {
            what: "integration",
            expected,
            found,
        }),
        Some(_) => {
            sqlx::query(
                "UPDATE integrations SET settings = $2, updated = $3, revision = revision + 1 WHERE id = $1",
            )
            .bind(id)
            .bind(settings)
            .bind(now.as_ms())
            .execute(connection)
            .await?;
            Ok(())
        }
    }
}

/// Ends what there is, at this time at the latest; what is over is forgotten.
async fn end_tokens(
    connection: &mut AnyConnection,
    plugin: &str,
    end: Timestamp,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "UPDATE scim_tokens SET expires = $2 WHERE plugin = $1 AND (expires IS NULL OR expires > $2)",
    )
    .bind(plugin)
    .bind(end.as_ms())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM scim_tokens WHERE plugin = $1 AND expires <= $2")
        .bind(plugin)
        .bind(now.as_ms())
        .execute(connection)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<ScimToken, StateError> {
    let time = |name: &str| -> Result<Option<Timestamp>, StateError> {
        Ok(row.try_get::<Option<i64>, _>(name)?.map(Timestamp::from_ms))
    };
    Ok(ScimToken {
        id: row.try_get("id")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        expires: time("expires")?,
        last_used: time("last_used")?,
    })
}
