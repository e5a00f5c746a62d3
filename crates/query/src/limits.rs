//! What one query may cost.

use std::time::{Duration, Instant};

use crate::cancel::Cancel;
use crate::error::{ErrorCode, QueryError};
use crate::live::Rights;

/// Bounds of one query. A query over its rows is cut and says so; one over its time or memory is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows given back at most.
    pub rows_max: u64,
    /// Milliseconds from start to the last row.
    pub timeout_ms: u64,
    /// Bytes that sorting, joining and grouping may hold at once.
    pub memory_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows_max: 10_000_000,
            timeout_ms: 30_000,
            memory_bytes: 512 * 1024 * 1024,
        }
    }
}

/// What holds for one run of a query.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) limits: Limits,
    /// What whoever asks may read.
    pub(crate) rights: Rights,
    /// Ends it from elsewhere.
    pub(crate) cancel: Cancel,
    /// When it was asked.
    pub(crate) started: Instant,
}

/// The longest text of a query, in bytes.
pub(crate) const SQL_BYTES_MAX: usize = 256 * 1024;

impl Limits {
    /// The time limit as a duration.
    pub(crate) const fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }

    pub(crate) fn time_error(&self) -> QueryError {
        QueryError::new(
            ErrorCode::TimeLimit,
            format!(
                "the query took longer than its time limit of {} ms",
                self.timeout_ms
            ),
        )
        .hint("narrow it with WHERE; the server's own limit is its setting `query_timeout_s`")
    }

    pub(crate) fn memory_error(&self) -> QueryError {
        let mib = self.memory_bytes / (1024 * 1024);
        QueryError::new(
            ErrorCode::MemoryLimit,
            format!("the query needed more than its memory limit of {mib} MiB"),
        )
        .hint("sort, join or group fewer rows: narrow it with WHERE; the server's own limit is its setting `query_memory_mb`")
    }
}

pub(crate) fn cancelled() -> QueryError {
    QueryError::new(ErrorCode::Cancelled, "the query was cancelled")
}
