//! What a query asks and what it gets.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use domain::Timestamp;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use tokio::time::Sleep;

use crate::cancel::Cancel;
use crate::error::{QueryError, from_engine};
use crate::limits::{Limits, Terms, cancelled};
use crate::live::Rights;
use crate::schema::sql_type;
use crate::statement::SqlText;

/// A query with its bounds.
#[derive(Clone, Debug, Default)]
pub struct QueryRequest {
    /// The text.
    pub sql: String,
    /// The moment it is about; `None` is now.
    pub as_of: Option<Timestamp>,
    /// Rows given back at most, if fewer than the engine's limit.
    pub max_rows: Option<u64>,
    /// Milliseconds it may take, if fewer than the engine's limit.
    pub timeout_ms: Option<u64>,
    /// Bytes it may hold, if fewer than the engine's limit.
    pub memory_bytes: Option<usize>,
    /// What whoever asks may read besides the graph.
    pub rights: Rights,
    /// Ends it from elsewhere.
    pub cancel: Cancel,
}

impl QueryRequest {
    /// A query about now, within the engine's limits, of somebody who may read the graph alone.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            ..Self::default()
        }
    }

    /// The narrower of what is asked for and what `most` allows.
    pub(crate) fn limits(&self, most: &Limits) -> Limits {
        Limits {
            rows_max: self
                .max_rows
                .map_or(most.rows_max, |rows| rows.min(most.rows_max)),
            timeout_ms: self
                .timeout_ms
                .map_or(most.timeout_ms, |ms| ms.min(most.timeout_ms)),
            memory_bytes: self
                .memory_bytes
                .map_or(most.memory_bytes, |bytes| bytes.min(most.memory_bytes)),
        }
    }
}

/// The snapshot that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotName {
    /// Its id.
    pub id: String,
    /// When its scan began.
    pub taken_at: Timestamp,
    /// When the last scan of everything began, where this is that scan with single parts read again.
    pub whole_at: Option<Timestamp>,
}

/// A column of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultColumn {
    /// Its name.
    pub name: String,
    /// Its SQL type.
    pub sql_type: String,
}

/// The answer, still coming.
#[derive(Debug)]
pub struct QueryResult {
    /// Columns of the rows.
    pub schema: SchemaRef,
    /// The snapshot that was read.
    pub snapshot: SnapshotName,
    /// Whether the graph answered without the engine's planner.
    pub fast_path: bool,
    /// What a reader must know: tables that nothing fills yet, classes that were not read.
    pub notices: Vec<String>,
    /// The rows.
    pub rows: RowStream,
}

impl QueryResult {
    /// The columns by name and SQL type.
    pub fn columns(&self) -> Vec<ResultColumn> {
        result_columns(&self.schema)
    }

    /// Waits for all rows.
    pub async fn collect(mut self) -> Result<Answer, QueryError> {
        let mut batches = Vec::new();
        while let Some(batch) = self.rows.next().await {
            batches.push(batch?);
        }
        let stats = self.rows.stats();
        Ok(Answer {
            schema: self.schema,
            snapshot: self.snapshot,
            fast_path: self.fast_path,
            notices: self.notices,
            batches,
            stats,
        })
    }
}

/// The whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Columns of the rows.
    pub schema: SchemaRef,
    /// The snapshot that was read.
    pub snapshot: SnapshotName,
    /// Whether the graph answered without the engine's planner.
    pub fast_path: bool,
    /// What a reader must know.
    pub notices: Vec<String>,
    /// The rows.
    pub batches: Vec<RecordBatch>,
    /// What it took.
    pub stats: Stats,
}

impl Answer {
    /// The columns by name and SQL type.
    pub fn columns(&self) -> Vec<ResultColumn> {
        result_columns(&self.schema)
    }
}

/// What an answer took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Microseconds from the question to the last row that was taken.
    pub elapsed_us: u64,
    /// Rows given.
    pub rows: u64,
    /// Whether there are more rows than the limit let through.
    pub truncated: bool,
}

fn result_columns(schema: &SchemaRef) -> Vec<ResultColumn> {
    let column = |field: &Arc<datafusion::arrow::datatypes::Field>| ResultColumn {
        name: field.name().clone(),
        sql_type: sql_type(field),
    };
    schema.fields().iter().map(column).collect()
}

/// The rows of an answer, within their bounds. Dropping it ends the query.
pub struct RowStream {
    inner: BoxStream<'static, Result<RecordBatch, DataFusionError>>,
    watch: Watch,
    text: Arc<SqlText>,
    limits: Limits,
    started: Instant,
    ended: Option<Instant>,
    rows: u64,
    truncated: bool,
}

/// What can end a query from outside.
struct Watch {
    cancel: Cancel,
    cancelled: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    deadline: Instant,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Watch {
    fn begin(cancel: Cancel, deadline: Instant) -> Self {
        Self {
            cancel,
            cancelled: None,
            deadline,
            timer: None,
        }
    }

    /// The reason to end now, looked at before each batch.
    fn ended(&self, limits: &Limits) -> Option<QueryError> {
        if self.cancel.is_cancelled() {
            return Some(cancelled());
        }
        (Instant::now() >= self.deadline).then(|| limits.time_error())
    }

    /// Waits for a reason to end while there is no batch yet.
    fn poll(&mut self, cx: &mut Context<'_>, limits: &Limits) -> Poll<QueryError> {
        let cancel = self.cancel.clone();
        let waiting = self
            .cancelled
            .get_or_insert_with(|| Box::pin(async move { cancel.cancelled().await }));
        if waiting.as_mut().poll(cx).is_ready() {
            return Poll::Ready(cancelled());
        }
        let deadline = self.deadline;
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline.into())));
        timer.as_mut().poll(cx).map(|()| limits.time_error())
    }
}

impl RowStream {
    /// The rest is asked for at `now`: it has the time of a query again, and another handle to end it.
    pub(crate) fn resume(&mut self, cancel: Cancel, now: Instant) {
        self.watch = Watch::begin(cancel, now + self.limits.timeout());
    }

    pub(crate) fn new(
        inner: BoxStream<'static, Result<RecordBatch, DataFusionError>>,
        text: Arc<SqlText>,
        terms: Terms,
    ) -> Self {
        let Terms {
            limits,
            cancel,
            started,
            ..
        } = terms;
        let deadline = started + limits.timeout();
        Self {
            inner,
            watch: Watch::begin(cancel, deadline),
            text,
            limits,
            started,
            ended: None,
            rows: 0,
            truncated: false,
        }
    }

    /// What it took so far.
    pub fn stats(&self) -> Stats {
        let until = self.ended.unwrap_or_else(Instant::now);
        let elapsed = until.duration_since(self.started).as_micros();
        Stats {
            elapsed_us: u64::try_from(elapsed).unwrap_or(u64::MAX),
            rows: self.rows,
            truncated: self.truncated,
        }
    }

    /// Cuts what goes over the limit of rows.
    fn admit(&mut self, batch: RecordBatch) -> Option<RecordBatch> {
        let left = self.limits.rows_max - self.rows;
        let rows = batch.num_rows() as u64;
        if rows <= left {
            self.rows += rows;
            return Some(batch);
        }
        self.truncated = true;
        self.ended = Some(Instant::now());
        self.rows = self.limits.rows_max;
        (left > 0).then(|| batch.slice(0, left as usize))
    }
}

impl Stream for RowStream {
    type Item = Result<RecordBatch, QueryError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.ended.is_some() {
                return Poll::Ready(None);
            }
            if let Some(error) = this.watch.ended(&this.limits) {
                this.ended = Some(Instant::now());
                return Poll::Ready(Some(Err(error)));
            }
            match this.inner.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(batch))) if batch.num_rows() == 0 => {}
                Poll::Ready(Some(Ok(batch))) => return Poll::Ready(this.admit(batch).map(Ok)),
                Poll::Ready(Some(Err(error))) => {
                    this.ended = Some(Instant::now());
                    return Poll::Ready(Some(Err(from_engine(&error, &this.text, &this.limits))));
                }
                Poll::Ready(None) => this.ended = Some(Instant::now()),
                Poll::Pending => {
                    let ended = std::task::ready!(this.watch.poll(cx, &this.limits));
                    this.ended = Some(Instant::now());
                    return Poll::Ready(Some(Err(ended)));
                }
            }
        }
    }
}

impl std::fmt::Debug for RowStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowStream")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}
