//! Rows computed from the graph, as a step of the engine's plan.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result, Statistics, internal_err};
use datafusion::error::DataFusionError;
use datafusion::execution::TaskContext;
use datafusion::physical_expr::{EquivalenceProperties, Partitioning, PhysicalExpr};
use datafusion::physical_plan::coop::cooperative;
use datafusion::physical_plan::execution_plan::{
    Boundedness, EmissionType, ReplaceChildrenOptions, SchedulingType,
};
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, SendableRecordBatchStream,
};
use futures_util::{Stream, TryStreamExt};

use crate::bounded::slices;

/// Rows that can be read again and again.
pub(crate) trait Source: fmt::Debug + Send + Sync {
    /// Columns of the rows.
    fn schema(&self) -> SchemaRef;

    /// How many rows there are, where that is known without making them.
    fn row_count(&self) -> Option<usize>;

    /// Reads at most `rows_max` rows.
    fn open(&self, rows_max: Option<usize>) -> Batches;

    /// For `EXPLAIN`.
    fn describe(&self) -> String;
}

/// Where a maker puts one batch each time before it waits.
pub(crate) type Slot = Arc<Mutex<Option<Result<RecordBatch, ArrowError>>>>;

/// Batches that a future makes one by one. The future owns what it reads and borrows from it across its waits,
/// which a plain iterator could not.
pub(crate) struct Batches {
    maker: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    slot: Slot,
}

impl Batches {
    /// `maker` hands over batches with [`hand_over`].
    pub(crate) fn new<F: Future<Output = ()> + Send + 'static>(maker: impl FnOnce(Slot) -> F) -> Self {
        let slot: Slot = Arc::default();
        let maker = Box::pin(maker(Arc::clone(&slot)));
        Self {
            maker: Some(maker),
            slot,
        }
    }
}

/// Gives a batch to the reader and waits until it asks for the next.
pub(crate) async fn hand_over(slot: &Slot, batch: Result<RecordBatch, ArrowError>) {
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(batch);
    let mut waited = false;
    std::future::poll_fn(move |_| {
        if std::mem::replace(&mut waited, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

impl Stream for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(maker) = &mut self.maker else {
            return Poll::Ready(None);
        };
        if maker.as_mut().poll(cx).is_ready() {
            self.maker = None;
        }
        Poll::Ready(self.slot.lock().unwrap_or_else(PoisonError::into_inner).take())
    }
}

/// Reads a [`Source`], in one partition or in several.
#[derive(Debug)]
pub(crate) struct GraphExec {
    whole: Arc<dyn Source>,
    /// Together they give the rows of `whole`.
    parts: Vec<Arc<dyn Source>>,
    rows_max: Option<usize>,
    properties: Arc<PlanProperties>,
    rows: OnceLock<Option<usize>>,
}

impl GraphExec {
    /// Reads at most `rows_max` rows of `source`.
    pub(crate) fn new(source: Arc<dyn Source>, rows_max: Option<usize>) -> Self {
        Self::made(Arc::clone(&source), vec![source], rows_max)
    }

    /// Reads all rows of `whole` as those of `parts`, at the same time; without parts as they are.
    pub(crate) fn split(whole: Arc<dyn Source>, parts: Vec<Arc<dyn Source>>) -> Self {
        if parts.is_empty() {
            return Self::new(whole, None);
        }
        Self::made(whole, parts, None)
    }

    fn made(whole: Arc<dyn Source>, parts: Vec<Arc<dyn Source>>, rows_max: Option<usize>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(whole.schema()),
            Partitioning::UnknownPartitioning(parts.len()),
            EmissionType::Incremental,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Self {
            whole,
            parts,
            rows_max,
            properties: Arc::new(properties),
            rows: OnceLock::new(),
        }
    }

    fn count(&self) -> Option<usize> {
        let rows = self.whole.row_count()?;
        Some(self.rows_max.map_or(rows, |most| rows.min(most)))
    }
}

impl DisplayAs for GraphExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GraphExec: {}", self.whole.describe())?;
        if self.parts.len() > 1 {
            write!(f, ", partitions={}", self.parts.len())?;
        }
        match self.rows_max {
            Some(most) => write!(f, ", limit={most}"),
            None => Ok(()),
        }
    }
}

impl ExecutionPlan for GraphExec {
    fn name(&self) -> &'static str {
        "GraphExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, partition: usize, task: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let Some(source) = self.parts.get(partition) else {
            return internal_err!("there is no partition {partition}");
        };
        let batches = source.open(self.rows_max).map_err(DataFusionError::from);
        let stream = RecordBatchStreamAdapter::new(source.schema(), batches);
        Ok(slices(Box::pin(cooperative(stream)), &task))
    }

    fn statistics_from_inputs(
        &self,
        _: &[Arc<Statistics>],
        asked: &StatisticsArgs,
    ) -> Result<Arc<Statistics>> {
        let mut statistics = Statistics::new_unknown(self.properties.eq_properties.schema());
        if asked.partition().is_none()
            && let Some(rows) = self.rows.get_or_init(|| self.count())
        {
            statistics.num_rows = Precision::Exact(*rows);
        }
        Ok(Arc::new(statistics))
    }

    fn fetch(&self) -> Option<usize> {
        self.rows_max
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        if self.parts.len() > 1 {
            return None;
        }
        let rows_max = match (limit, self.rows_max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Some(Arc::new(Self::new(Arc::clone(&self.whole), rows_max)))
    }
}
