//! `activity` as a table of the engine.

use std::sync::{Arc, LazyLock};

use activity::event::Order;
use async_trait::async_trait;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result};
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;

use super::Events;
use super::batch::EventColumn;
use super::exec::{EventsExec, Reading};
use super::narrow::narrow;
use crate::live::{ACTIVITY, failed, unavailable};
use crate::schema::schema_of;
use crate::world::World;

/// Columns that every event has a value of.
const ALWAYS: [&str; 4] = ["event_time", "event_date", "ingest_time", "source"];

/// The table.
#[derive(Debug)]
pub(crate) struct EventsTable {
    /// `None` where nothing keeps events.
    events: Option<Arc<dyn Events>>,
    world: Arc<World>,
}

impl EventsTable {
    pub(crate) fn new(events: Option<Arc<dyn Events>>, world: Arc<World>) -> Self {
        Self { events, world }
    }
}

/// The schema of `activity`.
fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let columns = crate::catalogue::table(ACTIVITY)
            .map_or_else(|| Arc::new(Schema::empty()), |table| schema_of(table.columns));
        let field = |field: &Arc<Field>| {
            let is_always = ALWAYS.contains(&field.name().as_str());
            Arc::new(field.as_ref().clone().with_nullable(!is_always))
        };
        Arc::new(Schema::new(
            columns.fields().iter().map(field).collect::<Vec<_>>(),
        ))
    });
    Arc::clone(&SCHEMA)
}

#[async_trait]
impl TableProvider for EventsTable {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let push = |filter: &&Expr| match is_supported(filter) {
            true => TableProviderFilterPushDown::Exact,
            false => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(push).collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let table = schema();
        let output = projection
            .cloned()
            .unwrap_or_else(|| (0..table.fields().len()).collect());
        let (narrow, is_all) = narrow(filters);
        let mut read = output.clone();
        let tested = if is_all { &[] } else { filters };
        for column in tested.iter().flat_map(Expr::column_refs) {
            let place = table.index_of(&column.name)?;
            if !read.contains(&place) {
                read.push(place);
            }
        }
        let read_schema = Arc::new(table.project(&read)?);
        let test = match conjunction(tested.iter().map(unqualified).collect::<Result<Vec<_>>>()?) {
            Some(test) => {
                let schema = DFSchema::try_from(Arc::clone(&read_schema))?;
                Some(state.create_physical_expr(test, &schema)?)
            }
            None => None,
        };
        let events = self.events.as_ref().ok_or_else(|| unavailable(ACTIVITY))?;
        let still = events.still();
        let parts = match limit {
            // Whoever wants some without an order gets the newest.
            Some(_) => 1,
            None => {
                let most = state.config().target_partitions().max(1);
                let found = still.parts(&narrow).map_err(|fault| failed(ACTIVITY, &fault))?;
                found.clamp(1, most)
            }
        };
        let reading = Reading {
            still,
            world: Arc::clone(&self.world),
            narrow,
            is_narrow_all: is_all,
            columns: read.iter().map(|place| EventColumn::at(*place)).collect(),
            read_schema,
            test,
            output: (0..output.len()).collect(),
            schema: Arc::new(table.project(&output)?),
        };
        let order = if limit.is_some() {
            Order::NewestFirst
        } else {
            Order::Any
        };
        Ok(Arc::new(EventsExec::new(
            Arc::new(reading),
            order,
            parts,
            limit,
            None,
        )))
    }
}

/// Whether a condition can be worked out on one event.
fn is_supported(condition: &Expr) -> bool {
    let mut is_fit = !condition.is_volatile();
    let walked = condition.apply(|part| {
        is_fit &= !matches!(
            part,
            Expr::Placeholder(_)
                | Expr::ScalarSubquery(_)
                | Expr::InSubquery(_)
                | Expr::Exists(_)
                | Expr::OuterReferenceColumn(..)
                | Expr::AggregateFunction(_)
                | Expr::WindowFunction(_)
        );
        Ok(TreeNodeRecursion::Continue)
    });
    is_fit && walked.is_ok()
}

/// The condition with plain names of columns.
fn unqualified(condition: &Expr) -> Result<Expr> {
    let plain = condition.clone().transform(|part| match part {
        Expr::Column(column) => Ok(Transformed::yes(Expr::Column(Column::from_name(column.name)))),
        other => Ok(Transformed::no(other)),
    })?;
    Ok(plain.data)
}
