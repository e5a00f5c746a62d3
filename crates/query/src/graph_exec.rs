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
use datafusion::common::{Result, Statistics};
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

/// Reads a [`Source`].
#[derive(Debug)]
pub(crate) struct GraphExec {
    source: Arc<dyn Source>,
    rows_max: Option<usize>,
    properties: Arc<PlanProperties>,
    rows: OnceLock<Option<usize>>,
}

impl GraphExec {
    pub(crate) fn new(source: Arc<dyn Source>, rows_max: Option<usize>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(source.schema()),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Self {
            source,
            rows_max,
            properties: Arc::new(properties),
            rows: OnceLock::new(),
        }
    }
}

impl DisplayAs for GraphExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GraphExec: {}", self.source.describe())?;
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

    fn execute(&self, _: usize, _: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let batches = self.source.open(self.rows_max).map_err(DataFusionError::from);
        let stream = RecordBatchStreamAdapter::new(self.source.schema(), batches);
        Ok(Box::pin(cooperative(stream)))
    }

    fn statistics_from_inputs(&self, _: &[Arc<Statistics>], _: &StatisticsArgs) -> Result<Arc<Statistics>> {
        let mut statistics = Statistics::new_unknown(&self.source.schema());
        let rows = self.rows.get_or_init(|| {
            let rows = self.source.row_count()?;
            Some(self.rows_max.map_or(rows, |most| rows.min(most)))
        });
        if let Some(rows) = rows {
            statistics.num_rows = Precision::Exact(*rows);
        }
        Ok(Arc::new(statistics))
    }

    fn fetch(&self) -> Option<usize> {
        self.rows_max
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        let rows_max = match (limit, self.rows_max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Some(Arc::new(Self::new(Arc::clone(&self.source), rows_max)))
    }
}
