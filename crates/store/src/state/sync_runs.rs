//! Runs of the loops that keep things in step: what they planned, did and held.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;

/// Runs of a loop that are kept.
const KEPT: i64 = 50;

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncRun {
    /// From [`super::new_id`].
    pub id: String,
    /// Which loop: `people`.
    pub name: String,
    /// Which organization.
    pub org_url: String,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// `done`, `held`, `failed`.
    pub outcome: String,
    /// Why it ran.
    pub woken_by: String,
    /// What was planned, as JSON.
    pub plan: String,
    /// How many runs one after the other came to this; 1 for a run alone.
    pub repeats: u64,
}

impl State {
    /// Keeps a run; the oldest go. One that is held or fails as the one before it is counted there.
    #[boxed]
    pub async fn note_sync_run(&self, run: &SyncRun) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        if matches!(run.outcome.as_str(), "held" | "failed") {
            let counted = sqlx::query(
                "UPDATE sync_runs SET ended = $5, repeats = repeats + 1 WHERE outcome = $3 AND plan = $4 AND id =
                     (SELECT l.id FROM sync_runs l WHERE l.loop = $1 AND l.org_url = $2
                      ORDER BY l.started DESC, l.id LIMIT 1)",
            )
            .bind(&run.name)
            .bind(&run.org_url)
            .bind(&run.outcome)
            .bind(&run.plan)
            .bind(run.ended.as_ms())
            .execute(&mut *transaction)
            .await?;
            if counted.rows_affected() > 0 {
                return Ok(transaction.commit().await?);
            }
        }
        sqlx::query(
            "INSERT INTO sync_runs (id, loop, org_url, started, ended, outcome, woken_by, plan)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&run.id)
        .bind(&run.name)
        .bind(&run.org_url)
        .bind(run.started.as_ms())
        .bind(run.ended.as_ms())
        .bind(&run.outcome)
        .bind(&run.woken_by)
        .bind(&run.plan)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM sync_runs WHERE loop = $1 AND org_url = $2 AND id NOT IN
                 (SELECT id FROM sync_runs WHERE loop = $1 AND org_url = $2 ORDER BY started DESC LIMIT $3)",
        )
        .bind(&run.name)
        .bind(&run.org_url)
        .bind(KEPT)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// The last runs of a loop, newest first.
    #[boxed]
    pub async fn sync_runs(&self, name: &str, org_url: &str) -> Result<Vec<SyncRun>, StateError> {
        let rows = sqlx::query(
            "SELECT id, loop, org_url, started, ended, outcome, woken_by, plan, repeats FROM sync_runs
             WHERE loop = $1 AND org_url = $2 ORDER BY started DESC, id",
        )
        .bind(name)
        .bind(org_url)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<SyncRun, StateError> {
    let started = Timestamp::from_ms(row.try_get("started")?);
    Ok(SyncRun {
        id: row.try_get("id")?,
        name: row.try_get("loop")?,
        org_url: row.try_get("org_url")?,
        started,
        ended: row
            .try_get::<Option<i64>, _>("ended")?
            .map_or(started, Timestamp::from_ms),
        outcome: row.try_get("outcome")?,
        woken_by: row.try_get("woken_by")?,
        plan: row.try_get("plan")?,
        repeats: u64::try_from(row.try_get::<i64, _>("repeats")?).unwrap_or(1),
    })
}
