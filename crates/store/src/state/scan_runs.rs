//! Scan runs: what the scan loop did, when and with what result.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::Row;

use super::component_faults::{self, NewFault};
use super::database::{Db, State};
use super::error::StateError;

/// One run of a scan.
#[derive(Clone, Debug, PartialEq)]
pub struct ScanRun {
    /// Id of the run.
    pub id: String,
    /// Of which integration.
    pub integration_id: String,
    /// Why it ran: `schedule`, `start`, or who asked.
    pub woken_by: String,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How it stands.
    pub state: RunState,
    /// The last progress that was written down, as the scan puts it.
    pub progress: Value,
    /// How well each class was read, as the scan puts it.
    pub coverage: Option<Value>,
    /// The snapshot it made.
    pub snapshot_id: Option<String>,
    /// Why it failed.
    pub fault: Option<RunFault>,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It runs.
    Running,
    /// It made a snapshot.
    Done,
    /// It ended without one.
    Failed,
}

impl RunState {
    /// The state as a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// Why a run failed, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFault {
    /// A stable word, for example `needs_person` or `interrupted`.
    pub kind: String,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// Okta's code, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ScanEnd {
    /// It made a snapshot.
    Done {
        /// Which.
        snapshot_id: String,
        /// How well each class was read.
        coverage: Value,
    },
    /// It made none.
    Failed(RunFault),
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, integration_id, woken_by, started, ended, state, progress, coverage, snapshot_id, fault ",
            "FROM scan_runs ",
            $rest
        )
    };
}

impl State {
    /// Notes that a run begins.
    #[boxed]
    pub async fn start_scan_run(
        &self,
        id: &str,
        integration_id: &str,
        woken_by: &str,
        now: Timestamp,
    ) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO scan_runs (id, integration_id, woken_by, started, state, progress)
             VALUES ($1, $2, $3, $4, 'running', '{}')",
        )
        .bind(id)
        .bind(integration_id)
        .bind(woken_by)
        .bind(now.as_ms())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Notes how far a run is.
    #[boxed]
    pub async fn set_scan_progress(&self, id: &str, progress: &Value) -> Result<(), StateError> {
        sqlx::query("UPDATE scan_runs SET progress = $2 WHERE id = $1 AND state = 'running'")
            .bind(id)
            .bind(progress.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes how a run ended. A run ends once: later calls change nothing.
    #[boxed]
    pub async fn finish_scan_run(&self, id: &str, end: &ScanEnd, now: Timestamp) -> Result<(), StateError> {
        let (state, coverage, snapshot, fault) = match end {
            ScanEnd::Done {
                snapshot_id,
                coverage,
            } => (RunState::Done, Some(coverage), Some(snapshot_id), None),
            ScanEnd::Failed(fault) => (RunState::Failed, None, None, Some(fault_text(fault)?)),
        };
        let mut transaction = self.begin().await?;
        let ended = sqlx::query(
            "UPDATE scan_runs SET ended = $2, state = $3, coverage = $4, snapshot_id = $5, fault = $6
             WHERE id = $1 AND state = 'running'",
        )
        .bind(id)
        .bind(now.as_ms())
        .bind(state.as_str())
        .bind(coverage.map(Value::to_string))
        .bind(snapshot)
        .bind(fault)
        .execute(&mut *transaction)
        .await?;
        if let ScanEnd::Failed(fault) = end
            && ended.rows_affected() > 0
        {
            let org_url: Option<String> = sqlx::query_scalar(
                "SELECT i.org_url FROM scan_runs r JOIN integrations i ON i.id = r.integration_id WHERE r.id = $1",
            )
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await?;
            let fault = NewFault {
                org_url: org_url.as_deref().unwrap_or_default(),
                component: "scan",
                message: &fault.message,
                advice: &fault.advice,
            };
            component_faults::note(&mut transaction, &fault, now).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Runs that a stopped process left running are failed. Call it at start, before any run begins.
    #[boxed]
    pub async fn fail_interrupted_scan_runs(&self, now: Timestamp) -> Result<u64, StateError> {
        let fault = RunFault {
            kind: "interrupted".to_owned(),
            message: "the server stopped during the scan".to_owned(),
            advice: "nothing to do: the last whole snapshot is kept, and the next scan begins by itself"
                .to_owned(),
            code: None,
        };
        let done = sqlx::query(
            "UPDATE scan_runs SET ended = $1, state = 'failed', fault = $2 WHERE state = 'running'",
        )
        .bind(now.as_ms())
        .bind(fault_text(&fault)?)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// The runs of an integration, newest first.
    #[boxed]
    pub async fn scan_runs(&self, integration_id: &str, limit: u32) -> Result<Vec<ScanRun>, StateError> {
        let rows = sqlx::query(select!(
            "WHERE integration_id = $1 ORDER BY started DESC, id DESC LIMIT $2"
        ))
        .bind(integration_id)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The run with this id.
    #[boxed]
    pub async fn scan_run(&self, id: &str) -> Result<Option<ScanRun>, StateError> {
        let row = sqlx::query(select!("WHERE id = $1"))
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Forgets runs that ended before `moment`.
    #[boxed]
    pub async fn forget_scan_runs(&self, moment: Timestamp) -> Result<u64, StateError> {
        let query = sqlx::query("DELETE FROM scan_runs WHERE ended < $1").bind(moment.as_ms());
        Ok(query.execute(&self.pool).await?.rows_affected())
    }
}

fn fault_text(fault: &RunFault) -> Result<String, StateError> {
    serde_json::to_string(fault).map_err(|_| StateError::Damaged {
        field: "scan_runs.fault",
    })
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<ScanRun, StateError> {
    let json = |text: Option<String>, field| {
        text.map(|text| serde_json::from_str::<Value>(&text).map_err(|_| StateError::Damaged { field }))
            .transpose()
    };
    let fault = json(row.try_get("fault")?, "scan_runs.fault")?
        .map(serde_json::from_value)
        .transpose();
    let state = RunState::from_word(row.try_get("state")?);
    Ok(ScanRun {
        id: row.try_get("id")?,
        integration_id: row.try_get("integration_id")?,
        woken_by: row.try_get("woken_by")?,
        started: Timestamp::from_ms(row.try_get("started")?),
        ended: row.try_get::<Option<i64>, _>("ended")?.map(Timestamp::from_ms),
        state: state.ok_or(StateError::Damaged {
            field: "scan_runs.state",
        })?,
        progress: json(row.try_get("progress")?, "scan_runs.progress")?.unwrap_or_default(),
        coverage: json(row.try_get("coverage")?, "scan_runs.coverage")?,
        snapshot_id: row.try_get("snapshot_id")?,
        fault: fault.map_err(|_| StateError::Damaged {
            field: "scan_runs.fault",
        })?,
    })
}
