//! Times of which events of a source are missing, and why: kept, so that a restart does not forget what nobody has.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;

/// A time of which events of a source are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceGap {
    /// `okta`, `aws`, `github`, `teleport`.
    pub source: String,
    /// The organization, or the name of a source that somebody made.
    pub org: String,
    /// From then.
    pub begins: Timestamp,
    /// Until then.
    pub ends: Timestamp,
    /// One sentence.
    pub why: String,
}

impl State {
    /// Writes a gap down. The same gap again is one; it only becomes longer.
    #[boxed]
    pub async fn note_gap(&self, gap: &SourceGap, now: Timestamp) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO source_gaps (source, org, begins, ends, why, noted) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (source, org, begins) DO UPDATE SET why = excluded.why,
                 ends = CASE WHEN source_gaps.ends > excluded.ends THEN source_gaps.ends ELSE excluded.ends END",
        )
        .bind(&gap.source)
        .bind(&gap.org)
        .bind(gap.begins.as_ms())
        .bind(gap.ends.as_ms())
        .bind(&gap.why)
        .bind(now.as_ms())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// All gaps, the newest last.
    #[boxed]
    pub async fn gaps(&self) -> Result<Vec<SourceGap>, StateError> {
        let rows = sqlx::query(
            "SELECT source, org, begins, ends, why FROM source_gaps ORDER BY begins, source, org",
        )
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(SourceGap {
                source: row.try_get("source")?,
                org: row.try_get("org")?,
                begins: Timestamp::from_ms(row.try_get("begins")?),
                ends: Timestamp::from_ms(row.try_get("ends")?),
                why: row.try_get("why")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
