//! Cursors: answers that wait on the connection until their rows are fetched.
//!
//! A cursor holds what its query has begun, not its rows: a client that takes a hundred at a time makes the server hold
//! hundreds, not millions. Each `FETCH` has the time of a query; the limit of rows is for the whole cursor.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use futures_util::{Stream, StreamExt, stream};

use super::rows::too_many;
use crate::Cancel;
use crate::answer::{QueryResult, RowStream};
use crate::error::{ErrorCode, QueryError};
use crate::statement::Declared;

/// Cursors that a connection may have open: each may hold a query's memory.
const CURSORS_MAX: usize = 16;

/// The cursors of one connection, and whether it is in a transaction, with which they end.
#[derive(Debug, Default)]
pub(super) struct Cursors(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    is_transaction: bool,
    by_name: HashMap<String, Cursor>,
}

#[derive(Clone, Debug)]
struct Cursor {
    is_held: bool,
    schema: SchemaRef,
    rest: Arc<tokio::sync::Mutex<Rest>>,
}

impl Cursors {
    /// A transaction begins.
    pub(super) fn begin(&self) {
        self.lock().is_transaction = true;
    }

    /// A transaction ends, and its cursors with it.
    pub(super) fn end(&self) {
        let mut open = self.lock();
        open.is_transaction = false;
        open.by_name.retain(|_, cursor| cursor.is_held);
    }

    /// Whether a cursor can be declared now.
    pub(super) fn admit(&self, declared: &Declared) -> Result<(), QueryError> {
        self.lock().admit(declared)
    }

    /// The answer waits to be fetched. `is_cut_wanted`: the client itself has set the limit of rows.
    pub(super) fn declare(
        &self,
        declared: &Declared,
        result: QueryResult,
        is_cut_wanted: bool,
    ) -> Result<(), QueryError> {
        let mut open = self.lock();
        open.admit(declared)?;
        let cursor = Cursor {
            is_held: declared.is_held,
            schema: result.schema,
            rest: Arc::new(tokio::sync::Mutex::new(Rest {
                rows: result.rows,
                left: None,
                is_cut_wanted,
                broken: None,
            })),
        };
        open.by_name.insert(declared.name.clone(), cursor);
        Ok(())
    }

    /// The columns of the cursor `name`.
    pub(super) fn schema(&self, name: &str) -> Result<SchemaRef, QueryError> {
        self.find(name).map(|cursor| cursor.schema)
    }

    /// The next rows of the cursor `name`, `most` of them at most; they are taken when the stream is.
    pub(super) fn fetch(
        &self,
        name: &str,
        most: Option<u64>,
        cancel: Cancel,
    ) -> Result<impl Stream<Item = Result<RecordBatch, QueryError>> + Send + 'static, QueryError> {
        let rest = self.find(name)?.rest;
        let begun = Fetching {
            rest,
            wanted: most.unwrap_or(u64::MAX),
            cancel: Some(cancel),
        };
        Ok(stream::unfold(begun, Fetching::next))
    }

    /// Closes the cursor `name`.
    pub(super) fn close(&self, name: &str) -> Result<(), QueryError> {
        let found = self.lock().by_name.remove(name);
        found.map(drop).ok_or_else(|| unknown(name))
    }

    /// Closes them all.
    pub(super) fn close_all(&self) {
        self.lock().by_name.clear();
    }

    fn find(&self, name: &str) -> Result<Cursor, QueryError> {
        let found = self.lock().by_name.get(name).cloned();
        found.ok_or_else(|| unknown(name))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn admit(&self, declared: &Declared) -> Result<(), QueryError> {
        let state = |message: String| Err(QueryError::new(ErrorCode::CursorState, message));
        if !self.is_transaction && !declared.is_held {
            return state("a cursor ends with its transaction, and there is none".to_owned())
                .map_err(|error| error.hint("send BEGIN first, or declare it WITH HOLD"));
        }
        if self.by_name.contains_key(&declared.name) {
            return state(format!("there is a cursor `{}` already", declared.name))
                .map_err(|error| error.hint("CLOSE it first, or choose another name"));
        }
        if self.by_name.len() >= CURSORS_MAX {
            return state(format!(
                "there are {CURSORS_MAX} cursors open, the most that a connection may have"
            ))
            .map_err(|error| error.hint("CLOSE those that are not needed"));
        }
        Ok(())
    }
}

fn unknown(name: &str) -> QueryError {
    QueryError::new(ErrorCode::UnknownCursor, format!("there is no cursor `{name}`"))
        .hint("a cursor ends with its transaction unless it was declared WITH HOLD")
}

/// What of a cursor was not fetched yet.
#[derive(Debug)]
struct Rest {
    rows: RowStream,
    /// What was read and not wanted yet.
    left: Option<RecordBatch>,
    is_cut_wanted: bool,
    /// What went wrong: told at each further `FETCH`, so that an end by an error is never taken for the last row.
    broken: Option<QueryError>,
}

impl Rest {
    /// The next rows, `wanted` at most.
    async fn next(&mut self, wanted: u64) -> Option<Result<RecordBatch, QueryError>> {
        if let Some(error) = &self.broken {
            return Some(Err(error.clone()));
        }
        let read = match self.left.take() {
            Some(batch) => Some(Ok(batch)),
            None => self.rows.next().await,
        };
        let stats = self.rows.stats();
        let is_cut = read.is_none() && stats.truncated && !self.is_cut_wanted;
        let read = if is_cut {
            Some(Err(too_many(stats.rows)))
        } else {
            read
        };
        Some(match read? {
            Ok(batch) => Ok(self.part(batch, wanted)),
            Err(error) => {
                self.broken = Some(error.clone());
                Err(error)
            }
        })
    }

    /// `wanted` rows of `batch`; the others are left for the next time.
    fn part(&mut self, batch: RecordBatch, wanted: u64) -> RecordBatch {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        if batch.num_rows() <= wanted {
            return batch;
        }
        self.left = Some(batch.slice(wanted, batch.num_rows() - wanted));
        batch.slice(0, wanted)
    }
}

/// A `FETCH` whose rows are being taken.
struct Fetching {
    rest: Arc<tokio::sync::Mutex<Rest>>,
    wanted: u64,
    /// Ends it from elsewhere; taken when it begins.
    cancel: Option<Cancel>,
}

impl Fetching {
    async fn next(mut self) -> Option<(Result<RecordBatch, QueryError>, Self)> {
        if self.wanted == 0 {
            return None;
        }
        let rest = Arc::clone(&self.rest);
        let mut rest = rest.lock().await;
        if let Some(cancel) = self.cancel.take() {
            rest.rows.resume(cancel, Instant::now());
        }
        let batch = rest.next(self.wanted).await?;
        self.wanted = match &batch {
            Ok(batch) => self.wanted - batch.num_rows() as u64,
            Err(_) => 0,
        };
        Some((batch, self))
    }
}
