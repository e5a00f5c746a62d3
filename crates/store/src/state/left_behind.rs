//! What a deleted integration leaves in the state, and taking it away: each kind in parts, each part whole, so that a
//! clearing that ends in the middle goes on where it stopped.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use serde_json::json;
use sqlx::{AnyConnection, Row};

use super::audit::{self, AuditEntry};
use super::database::State;
use super::error::StateError;
use super::scim::remove_user;

/// Names of each kind that are given.
pub const LEFT_NAMED: usize = 20;
/// People that one transaction removes at most, so that nobody waits long.
const AT_ONCE: i64 = 200;

/// What can be left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftKind {
    /// Tokens with which the organization speaks SCIM.
    ScimTokens,
    /// Groups that SCIM pushed, with who is in them.
    ScimGroups,
    /// People of the organization, with sessions, tokens, passkeys and SCIM's records.
    People,
    /// SCIM's records.
    ScimRecords,
    /// Names that people of the organization had before.
    FormerNames,
    /// Locks that SCIM and user sync made.
    Locks,
    /// Records of the runs of user sync.
    SyncRuns,
    /// The error log of the components.
    Faults,
    /// Positions in the System Log, and the note of the last SCIM call.
    Positions,
}

impl LeftKind {
    /// In the order in which they are cleared: what gives access goes first.
    pub const ALL: [Self; 9] = [
        Self::ScimTokens,
        Self::ScimGroups,
        Self::People,
        Self::ScimRecords,
        Self::FormerNames,
        Self::Locks,
        Self::SyncRuns,
        Self::Faults,
        Self::Positions,
    ];

    /// The word in answers and in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ScimTokens => "scim_tokens",
            Self::ScimGroups => "scim_groups",
            Self::People => "people",
            Self::ScimRecords => "scim_records",
            Self::FormerNames => "former_names",
            Self::Locks => "locks",
            Self::SyncRuns => "sync_runs",
            Self::Faults => "faults",
            Self::Positions => "positions",
        }
    }

    /// What one is called by, and where they are.
    const fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::ScimTokens => ("id", "scim_tokens"),
            Self::ScimGroups => ("display_name", "scim_groups"),
            Self::People => ("name", "users WHERE origin = 'okta'"),
            Self::ScimRecords => ("user_name", "scim_users"),
            Self::FormerNames => (
                "name_key",
                "former_names WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = former_names.user_id
                     AND users.origin <> 'okta')",
            ),
            Self::Locks => (
                "target",
                "locks WHERE target_kind = 'user' AND cause IN ('scim', 'sync')",
            ),
            Self::SyncRuns => ("org_url", "sync_runs"),
            Self::Faults => ("component", "component_faults WHERE org_url <> ''"),
            Self::Positions => (
                "name",
                "meta WHERE name LIKE 'log_position/%' OR name LIKE 'scim.%.last_call'",
            ),
        }
    }
}

/// All that is left of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What.
    pub kind: LeftKind,
    /// How many.
    pub count: u64,
    /// The first [`LEFT_NAMED`] of them, by name.
    pub names: Vec<String>,
}

/// What is left behind, and what is beside it that is nobody's to clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftBehind {
    /// One for each kind, in the order of [`LeftKind::ALL`].
    pub left: Vec<Left>,
    /// Locks of people that were made by hand.
    pub locks_by_hand: u64,
    /// Accounts that sign-ins through a connector made.
    pub sign_in_accounts: u64,
    /// Connectors by name.
    pub connectors: Vec<String>,
}

impl State {
    /// What deleted integrations left behind. Changes nothing.
    #[boxed]
    pub async fn left_behind(&self) -> Result<LeftBehind, StateError> {
        let mut left = Vec::new();
        for kind in LeftKind::ALL {
            let (name, from) = kind.place();
            let names = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
                "SELECT DISTINCT {name} FROM {from} ORDER BY {name} LIMIT {LEFT_NAMED}"
            )));
            left.push(Left {
                kind,
                count: self.count_of(from).await?,
                names: names.fetch_all(&self.pool).await?,
            });
        }
        let connectors = sqlx::query_scalar("SELECT name FROM connectors ORDER BY name");
        Ok(LeftBehind {
            left,
            locks_by_hand: self
                .count_of("locks WHERE target_kind = 'user' AND cause NOT IN ('scim', 'sync')")
                .await?,
            sign_in_accounts: self.count_of("users WHERE origin = 'sso'").await?,
            connectors: connectors.fetch_all(&self.pool).await?,
        })
    }

    async fn count_of(&self, from: &'static str) -> Result<u64, StateError> {
        let text = format!("SELECT COUNT(*) FROM {from}");
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
            .fetch_one(&self.pool)
            .await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Clears a part of one kind, with its lines in the audit log; how many. Nothing is left of the kind when that is 0.
    ///
    /// # Errors
    /// [`StateError::Connected`] when an organization is connected; nothing is removed then.
    #[boxed]
    pub async fn clear_left(&self, kind: LeftKind, actor: &str, now: Timestamp) -> Result<u64, StateError> {
        let mut transaction = self.begin().await?;
        let connected: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM integrations")
            .fetch_one(&mut *transaction)
            .await?;
        if connected > 0 {
            return Err(StateError::Connected);
        }
        let cleared = match kind {
            LeftKind::People => clear_people(&mut transaction, actor, now).await?,
            _ => clear_all(&mut transaction, kind, actor, now).await?,
        };
        transaction.commit().await?;
        Ok(cleared)
    }
}

/// Each person has a line of their own.
async fn clear_people(
    connection: &mut AnyConnection,
    actor: &str,
    now: Timestamp,
) -> Result<u64, StateError> {
    let rows = sqlx::query("SELECT id, name, org_url FROM users WHERE origin = 'okta' ORDER BY id LIMIT $1")
        .bind(AT_ONCE)
        .fetch_all(&mut *connection)
        .await?;
    for row in &rows {
        let (id, name): (String, String) = (row.try_get("id")?, row.try_get("name")?);
        let org: Option<String> = row.try_get("org_url")?;
        remove_user(connection, &id, now).await?;
        let target = format!("user/{name}");
        let entry = AuditEntry {
            detail: json!({ "why": "cleanup", "org": org, "id": id }),
            ..AuditEntry::new(actor, "user.delete", &target)
        };
        audit::append(connection, &entry, now).await?;
    }
    Ok(rows.len() as u64)
}

async fn clear_all(
    connection: &mut AnyConnection,
    kind: LeftKind,
    actor: &str,
    now: Timestamp,
) -> Result<u64, StateError> {
    let (name, from) = kind.place();
    let names: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "SELECT DISTINCT {name} FROM {from} ORDER BY {name} LIMIT {LEFT_NAMED}"
    )))
    .fetch_all(&mut *connection)
    .await?;
    let cleared = sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {from}")))
        .execute(&mut *connection)
        .await?
        .rows_affected();
    if cleared == 0 {
        return Ok(0);
    }
    let target = format!("leftovers/{}", kind.as_str());
    let entry = AuditEntry {
        detail: json!({ "count": cleared, "names": names }),
        ..AuditEntry::new(actor, "integration.cleanup", &target)
    };
    audit::append(connection, &entry, now).await?;
    Ok(cleared)
}
