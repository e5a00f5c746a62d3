//! The error log: what failed last in each component, how often, and what to do about it.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::{AnyConnection, Row};

use super::database::{Db, State};
use super::error::StateError;

/// Messages of one component that are kept.
const KEPT: i64 = 20;
/// Longer messages are cut: they may quote what came from elsewhere.
const CHARS_MAX: usize = 1000;

/// A failure of a component, however often it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentFault {
    /// `scan`, `refresh`, `user_sync`, `system_log`, `sign_on`, `scim`.
    pub component: String,
    /// One sentence.
    pub message: String,
    /// What to do about it; empty where nothing is known.
    pub advice: String,
    /// When it came first.
    pub first: Timestamp,
    /// When it came last.
    pub last: Timestamp,
    /// How often it came.
    pub count: u64,
}

/// A failure that happens now.
#[derive(Clone, Copy, Debug)]
pub struct NewFault<'a> {
    /// The organization; empty for what belongs to none.
    pub org_url: &'a str,
    /// As in [`ComponentFault::component`].
    pub component: &'a str,
    /// One sentence, without secrets.
    pub message: &'a str,
    /// What to do about it.
    pub advice: &'a str,
}

impl State {
    /// Writes a failure down; the same message is counted, and of others the newest 20 of a component are kept.
    #[boxed]
    pub async fn note_fault(&self, fault: &NewFault<'_>, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        note(&mut transaction, fault, now).await?;
        Ok(transaction.commit().await?)
    }

    /// The failures of an organization's components and of those that belong to none, newest first.
    #[boxed]
    pub async fn faults(&self, org_url: &str) -> Result<Vec<ComponentFault>, StateError> {
        let rows = sqlx::query(
            "SELECT component, message, advice, first, last, count FROM component_faults
             WHERE org_url = $1 OR org_url = '' ORDER BY last DESC, component, message",
        )
        .bind(org_url)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }
}

/// A failure as part of a change.
pub(super) async fn note(
    connection: &mut AnyConnection,
    fault: &NewFault<'_>,
    now: Timestamp,
) -> Result<(), StateError> {
    let message: String = fault.message.chars().take(CHARS_MAX).collect();
    sqlx::query(
        "INSERT INTO component_faults (org_url, component, message, advice, first, last, count)
         VALUES ($1, $2, $3, $4, $5, $5, 1)
         ON CONFLICT (org_url, component, message) DO UPDATE SET advice = excluded.advice, last = excluded.last,
             count = component_faults.count + 1",
    )
    .bind(fault.org_url)
    .bind(fault.component)
    .bind(&message)
    .bind(fault.advice)
    .bind(now.as_ms())
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "DELETE FROM component_faults WHERE org_url = $1 AND component = $2 AND message NOT IN
             (SELECT message FROM component_faults WHERE org_url = $1 AND component = $2
              ORDER BY last DESC, message LIMIT $3)",
    )
    .bind(fault.org_url)
    .bind(fault.component)
    .bind(KEPT)
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<ComponentFault, StateError> {
    Ok(ComponentFault {
        component: row.try_get("component")?,
        message: row.try_get("message")?,
        advice: row.try_get("advice")?,
        first: Timestamp::from_ms(row.try_get("first")?),
        last: Timestamp::from_ms(row.try_get("last")?),
        count: u64::try_from(row.try_get::<i64, _>("count")?).unwrap_or(1),
    })
}
