//! Reading events, as a step of the engine's plan.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use activity::event::{Order, Rows};
use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::{SortOptions, filter_record_batch};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result, Statistics};
use datafusion::execution::TaskContext;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::{EquivalenceProperties, Partitioning, PhysicalExpr, PhysicalSortExpr};
use datafusion::physical_plan::execution_plan::{
    Boundedness, EmissionType, ReplaceChildrenOptions, SchedulingType,
};
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, SendableRecordBatchStream,
    SortOrderPushdownResult,
};
use tokio::sync::mpsc::Sender;

use super::batch::{EventColumn, batch, fields_of};
use super::{Narrow, StillEvents, WantedEvents};
use crate::bounded::slices;
use crate::live::{ACTIVITY, failed};
use crate::world::World;

/// Batches that wait for the reader.
const AHEAD: usize = 2;

/// What is to be read, and what becomes of it.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) still: Arc<dyn StillEvents>,
    pub(super) world: Arc<World>,
    pub(super) narrow: Narrow,
    /// Whether nothing but `narrow` was asked.
    pub(super) is_narrow_all: bool,
    /// Columns of `read_schema`.
    pub(super) columns: Vec<EventColumn>,
    pub(super) read_schema: SchemaRef,
    /// What an event must pass.
    pub(super) test: Option<Arc<dyn PhysicalExpr>>,
    /// Places in `read_schema` of what goes out.
    pub(super) output: Vec<usize>,
    pub(super) schema: SchemaRef,
}

impl Reading {
    fn read(
        &self,
        order: Order,
        part: (usize, usize),
        rows_max: Option<usize>,
        out: &Sender<Result<RecordBatch>>,
    ) -> Result<()> {
        let mut left = rows_max.unwrap_or(usize::MAX);
        if left == 0 {
            return Ok(());
        }
        let fields = fields_of(&self.columns);
        let wanted = WantedEvents {
            narrow: &self.narrow,
            fields: &fields,
            order,
            part,
        };
        let mut broken = Ok(());
        let read = self.still.read(&wanted, &mut |rows: Rows| {
            if out.is_closed() {
                return ControlFlow::Break(());
            }
            match self.passing(&fields, &rows) {
                Ok(batch) => {
                    let batch = batch.slice(0, batch.num_rows().min(left));
                    left -= batch.num_rows();
                    let is_taken = batch.num_rows() == 0 || out.blocking_send(Ok(batch)).is_ok();
                    match is_taken && left > 0 {
                        true => ControlFlow::Continue(()),
                        false => ControlFlow::Break(()),
                    }
                }
                Err(error) => {
                    broken = Err(error);
                    ControlFlow::Break(())
                }
            }
        });
        read.map_err(|fault| failed(ACTIVITY, &fault))?;
        broken
    }

    /// The rows that pass, with what goes out of them.
    fn passing(&self, fields: &[activity::event::Field], rows: &Rows) -> Result<RecordBatch> {
        let made = batch(
            &self.read_schema,
            &self.columns,
            fields,
            rows,
            (&*self.still, &self.world),
        )?;
        let made = match &self.test {
            None => made,
            Some(test) => {
                let passing = test.evaluate(&made)?.into_array(made.num_rows())?;
                filter_record_batch(&made, passing.as_boolean())?
            }
        };
        Ok(made
            .project(&self.output)?
            .with_schema(Arc::clone(&self.schema))?)
    }
}

/// The step.
#[derive(Debug)]
pub(super) struct EventsExec {
    reading: Arc<Reading>,
    order: Order,
    parts: usize,
    rows_max: Option<usize>,
    properties: Arc<PlanProperties>,
    rows: OnceLock<Option<usize>>,
}

impl EventsExec {
    /// `sorted` is what the engine may know of the order.
    pub(super) fn new(
        reading: Arc<Reading>,
        order: Order,
        parts: usize,
        rows_max: Option<usize>,
        sorted: Option<PhysicalSortExpr>,
    ) -> Self {
        let schema = Arc::clone(&reading.schema);
        let known = match sorted {
            Some(sorted) => EquivalenceProperties::new_with_orderings(schema, [[sorted]]),
            None => EquivalenceProperties::new(schema),
        };
        let properties = PlanProperties::new(
            known,
            Partitioning::UnknownPartitioning(parts),
            EmissionType::Incremental,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Self {
            reading,
            order,
            parts,
            rows_max,
            properties: Arc::new(properties),
            rows: OnceLock::new(),
        }
    }

    /// How many rows there are, where that is told without looking at conditions.
    fn count(&self) -> Option<usize> {
        if !self.reading.is_narrow_all {
            return None;
        }
        let rows = self.reading.still.count(&self.reading.narrow).ok()?;
        let rows = usize::try_from(rows).ok()?;
        Some(self.rows_max.map_or(rows, |most| rows.min(most)))
    }
}

impl DisplayAs for EventsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let narrow = &self.reading.narrow;
        let fields: Vec<&str> = fields_of(&self.reading.columns)
            .into_iter()
            .map(activity::event::Field::name)
            .collect();
        write!(f, "EventsExec: fields=[{}]", fields.join(", "))?;
        if let Some(from) = narrow.from_us {
            write!(f, ", from={from}")?;
        }
        if let Some(until) = narrow.until_us {
            write!(f, ", until={until}")?;
        }
        for condition in &narrow.all {
            write!(f, ", {condition:?}")?;
        }
        if let Some(test) = &self.reading.test {
            write!(f, ", test={test}")?;
        }
        match self.order {
            Order::Any => write!(f, ", partitions={}", self.parts)?,
            order => write!(f, ", order={order:?}")?,
        }
        match self.rows_max {
            Some(most) => write!(f, ", limit={most}"),
            None => Ok(()),
        }
    }
}

impl ExecutionPlan for EventsExec {
    fn name(&self) -> &'static str {
        "EventsExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    /// The test is on columns that do not all go out; nobody else can say anything about it.
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
        let mut stream = RecordBatchReceiverStreamBuilder::new(Arc::clone(&self.reading.schema), AHEAD);
        let (reading, out) = (Arc::clone(&self.reading), stream.tx());
        let (order, part, rows_max) = (self.order, (partition, self.parts), self.rows_max);
        stream.spawn_blocking(move || reading.read(order, part, rows_max, &out));
        Ok(slices(stream.build(), &task))
    }

    fn statistics_from_inputs(
        &self,
        _: &[Arc<Statistics>],
        asked: &StatisticsArgs,
    ) -> Result<Arc<Statistics>> {
        let mut statistics = Statistics::new_unknown(&self.reading.schema);
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
        if self.parts > 1 {
            return None;
        }
        let rows_max = match (limit, self.rows_max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let sorted = self.properties.eq_properties.oeq_class().iter().next();
        let sorted = sorted.map(|order| order.first().clone());
        let reading = Arc::clone(&self.reading);
        Some(Arc::new(Self::new(reading, self.order, 1, rows_max, sorted)))
    }

    fn try_pushdown_sort(
        &self,
        order: &[PhysicalSortExpr],
    ) -> Result<SortOrderPushdownResult<Arc<dyn ExecutionPlan>>> {
        let [only] = order else {
            return Ok(SortOrderPushdownResult::Unsupported);
        };
        let by = only.expr.downcast_ref::<Column>().map(Column::name);
        if by != Some("event_time") || self.rows_max.is_some() {
            return Ok(SortOrderPushdownResult::Unsupported);
        }
        let SortOptions { descending, .. } = only.options;
        let order = if descending {
            Order::NewestFirst
        } else {
            Order::OldestFirst
        };
        let sorted = Self::new(Arc::clone(&self.reading), order, 1, None, Some(only.clone()));
        Ok(SortOrderPushdownResult::Exact {
            inner: Arc::new(sorted),
        })
    }
}
