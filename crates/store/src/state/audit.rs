//! The audit log: who changed what, in a chain of hashes.
//!
//! Each row's hash covers its content and the hash before it, so an edited, removed or inserted row breaks the chain
//! from there on. Removing the newest rows leaves a shorter whole chain: keep [`AuditCheck::last_hash`] elsewhere
//! to notice that too.

mod code;
mod search;

pub use search::AuditFilter;

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;
use super::sql::Sql;
use crate::hash::hex;

/// Rows read at once when the chain is checked.
const CHECK_ROWS: i64 = 1000;
/// Rows written by one statement.
const ROWS_AT_ONCE: usize = 64;

/// What is to be written down. No field may hold a secret.
#[derive(Clone, Debug)]
pub struct AuditEntry<'a> {
    /// Who: the name of a person, or of a loop.
    pub actor: &'a str,
    /// What was done, for example `integration.create`.
    pub action: &'a str,
    /// To what: kind and name, for example `integration/okta`.
    pub target: &'a str,
    /// More about it, as a JSON object.
    pub detail: serde_json::Value,
}

impl<'a> AuditEntry<'a> {
    /// An entry without detail.
    pub fn new(actor: &'a str, action: &'a str, target: &'a str) -> Self {
        Self {
            actor,
            action,
            target,
            detail: serde_json::json!({}),
        }
    }
}

/// A row of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Counts from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub target: String,
    /// More about it, as JSON text: as text, because that is what the hash covers.
    pub detail: String,
    /// Hash of the row before; empty for the first.
    pub previous: String,
    /// SHA-256 over the previous hash and all fields.
    pub hash: String,
}

/// The result of a check of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    /// Rows that are as they were written.
    pub rows: i64,
    /// Hash of the last of them; empty when there are none.
    pub last_hash: String,
    /// Number of the first row that is not as it was written, or is missing.
    pub broken_at: Option<i64>,
}

impl State {
    /// Writes an entry down.
    #[boxed]
    pub async fn record(&self, entry: &AuditEntry<'_>, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Rows with a number below `before`, newest first.
    #[boxed]
    pub async fn audit_rows(&self, before: Option<i64>, limit: u32) -> Result<Vec<AuditRow>, StateError> {
        self.audit_search(&AuditFilter::default(), before, limit).await
    }

    /// Rows with a number above `after`, oldest first.
    #[boxed]
    pub async fn audit_rows_after(&self, after: i64, limit: u32) -> Result<Vec<AuditRow>, StateError> {
        let rows = sqlx::query(
            "SELECT seq, at, actor, action, target, detail, previous, hash FROM audit_log
             WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Checks every row against its hash and the one before it.
    #[boxed]
    pub async fn verify_audit(&self) -> Result<AuditCheck, StateError> {
        let mut check = AuditCheck {
            rows: 0,
            last_hash: String::new(),
            broken_at: None,
        };
        loop {
            let rows = sqlx::query(
                "SELECT seq, at, actor, action, target, detail, previous, hash FROM audit_log
                 WHERE seq > $1 ORDER BY seq LIMIT $2",
            )
            .bind(check.rows)
            .bind(CHECK_ROWS)
            .fetch_all(&self.pool)
            .await?;
            if rows.is_empty() {
                return Ok(check);
            }
            for row in &rows {
                let row = read(row)?;
                let follows = row.seq == check.rows + 1 && row.previous == check.last_hash;
                if !follows || row.hash != hash_of(&row) {
                    check.broken_at = Some(check.rows + 1);
                    return Ok(check);
                }
                check.rows = row.seq;
                check.last_hash = row.hash;
            }
        }
    }
}

/// Writes an entry down as part of a change.
///
/// The connection is one in a transaction.
pub(super) async fn append(
    connection: &mut sqlx::AnyConnection,
    entry: &AuditEntry<'_>,
    now: Timestamp,
) -> Result<(), StateError> {
    append_all(connection, std::slice::from_ref(entry), now).await
}

/// Writes entries down as part of a change, in their order.
///
/// The connection is one in a transaction.
pub(super) async fn append_all(
    connection: &mut sqlx::AnyConnection,
    entries: &[AuditEntry<'_>],
    now: Timestamp,
) -> Result<(), StateError> {
    let mut tail = Tail::read(connection).await?;
    for part in entries.chunks(ROWS_AT_ONCE) {
        let mut sql = Sql::new("");
        tail.write(&mut sql, part, now);
        sql.execute(connection).await?;
    }
    Ok(())
}

/// The end of the chain, as a change found it inside its transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    seq: i64,
    hash: String,
}

/// What a statement joins to each of its rows, so that [`Tail::of`] can be had of them.
macro_rules! tail {
    () => {
        "LEFT JOIN (SELECT seq AS audit_seq, hash AS audit_hash FROM audit_log ORDER BY seq DESC LIMIT 1) a ON 1 = 1"
    };
}
pub(super) use tail;

impl Tail {
    /// Looks for it.
    pub(super) async fn read(connection: &mut sqlx::AnyConnection) -> Result<Self, StateError> {
        let row = sqlx::query(
            "SELECT seq AS audit_seq, hash AS audit_hash FROM audit_log ORDER BY seq DESC LIMIT 1",
        )
        .fetch_optional(connection)
        .await?;
        row.as_ref().map_or_else(|| Ok(Self::default()), Self::of)
    }

    /// Out of a row that has it, see [`tail`].
    pub(super) fn of(row: &<Db as sqlx::Database>::Row) -> Result<Self, StateError> {
        let seq: Option<i64> = row.try_get("audit_seq")?;
        let hash: Option<String> = row.try_get("audit_hash")?;
        Ok(Self {
            seq: seq.unwrap_or_default(),
            hash: hash.unwrap_or_default(),
        })
    }

    /// The statement that adds these entries behind it; it moves on to the last of them.
    pub(super) fn write(&mut self, sql: &mut Sql, entries: &[AuditEntry<'_>], now: Timestamp) {
        sql.push("INSERT INTO audit_log (seq, at, actor, action, target, detail, previous, hash) VALUES ");
        for (number, entry) in entries.iter().enumerate() {
            self.seq += 1;
            let mut row = AuditRow {
                seq: self.seq,
                at: now,
                actor: entry.actor.to_owned(),
                action: entry.action.to_owned(),
                target: entry.target.to_owned(),
                detail: entry.detail.to_string(),
                previous: std::mem::take(&mut self.hash),
                hash: String::new(),
            };
            row.hash = hash_of(&row);
            self.hash.clone_from(&row.hash);
            sql.row(number == 0, |places| {
                places.number(row.seq).number(row.at.as_ms()).text(row.actor);
                places.text(row.action).text(row.target).text(row.detail);
                places.text(row.previous).text(row.hash);
            });
        }
    }
}

/// Every field goes in with its length before it, so that no two rows have the same bytes.
fn hash_of(row: &AuditRow) -> String {
    let mut hasher = Sha256::new();
    let (seq, at) = (row.seq.to_string(), row.at.as_ms().to_string());
    for field in [
        &row.previous,
        &seq,
        &at,
        &row.actor,
        &row.action,
        &row.target,
        &row.detail,
    ] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize())
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<AuditRow, StateError> {
    Ok(AuditRow {
        seq: row.try_get("seq")?,
        at: Timestamp::from_ms(row.try_get("at")?),
        actor: row.try_get("actor")?,
        action: row.try_get("action")?,
        target: row.try_get("target")?,
        detail: row.try_get("detail")?,
        previous: row.try_get("previous")?,
        hash: row.try_get("hash")?,
    })
}
