//! What is not in a snapshot, and who may read it.

use std::sync::Arc;

use activity::event::Source;
use datafusion::common::tree_node::{Transformed, TreeNodeRecursion};
use datafusion::common::{Column, ScalarValue};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, LogicalPlan, TableScan};

use crate::alerts::Alerts;
use crate::error::{ErrorCode, QueryError};
use crate::events::{Events, SourceFault};
use crate::statement::{SqlText, split_table_name};
use crate::usage::Usage;

/// The events' table.
pub(crate) const ACTIVITY: &str = "activity";
/// The alerts' table.
pub(crate) const ALERTS: &str = "alerts";

/// What is asked where it is kept, each time anew.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// Events.
    pub events: Option<Arc<dyn Events>>,
    /// Alerts.
    pub alerts: Option<Arc<dyn Alerts>>,
    /// When access was last used. Taken over with the next snapshot.
    pub usage: Option<Arc<dyn Usage>>,
}

/// What somebody may read besides the graph. The default is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The table `activity`.
    pub activity: bool,
    /// Its rows of source `self`: what was done to this server, which is the audit log.
    pub own_events: bool,
    /// The table `alerts`.
    pub alerts: bool,
}

impl Rights {
    /// Everything.
    pub const ALL: Self = Self {
        activity: true,
        own_events: true,
        alerts: true,
    };

    /// A plan without the rows that these rights do not permit. It is for one run: nobody else may be given it.
    pub(crate) fn narrowed(self, plan: Arc<LogicalPlan>) -> Result<Arc<LogicalPlan>, DataFusionError> {
        if self.own_events {
            return Ok(plan);
        }
        let plan = Arc::unwrap_or_clone(plan).transform_up_with_subqueries(|node| match node {
            LogicalPlan::TableScan(mut scan) if split_table_name(scan.table_name.table()).0 == ACTIVITY => {
                let of_others = of_others(&scan)?;
                scan.filters.push(of_others);
                Ok(Transformed::yes(LogicalPlan::TableScan(scan)))
            }
            other => Ok(Transformed::no(other)),
        })?;
        Ok(Arc::new(plan.data))
    }

    /// Refuses a plan that reads what these rights do not permit, however the text names it.
    pub(crate) fn check(self, plan: &LogicalPlan, text: &SqlText) -> Result<(), QueryError> {
        let mut refused = None;
        let walked = plan.apply_with_subqueries(|node| {
            if let LogicalPlan::TableScan(scan) = node {
                let name = split_table_name(scan.table_name.table()).0;
                let is_closed = (name == ACTIVITY && !self.activity) || (name == ALERTS && !self.alerts);
                if is_closed {
                    refused = Some(name.to_owned());
                    return Ok(TreeNodeRecursion::Stop);
                }
            }
            Ok(TreeNodeRecursion::Continue)
        });
        walked.map_err(QueryError::internal)?;
        match refused {
            None => Ok(()),
            Some(table) => Err(
                QueryError::new(ErrorCode::Forbidden, format!("you may not read `{table}`"))
                    .hint("ask an administrator for a role that may see it; the other tables are open to you")
                    .at(text.find_word(&table)),
            ),
        }
    }
}

/// That an event is not of this server itself.
fn of_others(scan: &TableScan) -> Result<Expr, DataFusionError> {
    const SOURCE: &str = "source";
    let schema = scan.source.schema();
    let shape = schema.field_with_name(SOURCE)?.data_type();
    let others = Source::ALL.into_iter().filter(|source| *source != Source::Own);
    // In the column's own type: the plan is not looked through again.
    let others = others.map(|source| {
        let word = ScalarValue::from(source.word()).cast_to(shape)?;
        Ok(Expr::Literal(word, None))
    });
    let others = others.collect::<Result<Vec<_>, DataFusionError>>()?;
    let source = Expr::Column(Column::new(Some(scan.table_name.clone()), SOURCE));
    Ok(source.in_list(others, false))
}

/// Tells why such a table cannot be read.
pub(crate) fn unavailable(table: &str) -> DataFusionError {
    let error = QueryError::new(
        ErrorCode::Unavailable,
        format!("`{table}` cannot be read: nothing is open here that keeps its rows"),
    )
    .hint("the server's log says why; the other tables can be asked");
    DataFusionError::External(Box::new(error))
}

/// Such a table has no earlier state.
pub(crate) fn not_of_a_moment(table: &str) -> QueryError {
    QueryError::new(
        ErrorCode::NotSupported,
        format!("`{table}` is not kept by snapshot, so it has no state of a moment"),
    )
    .hint(match table {
        ACTIVITY => "events keep their time: write WHERE event_time < '…'",
        _ => "write WHERE first_seen < '…'",
    })
}

/// A failure to read, on its way through the engine.
pub(crate) fn failed(table: &str, fault: &SourceFault) -> DataFusionError {
    let error = QueryError::new(
        ErrorCode::Unavailable,
        format!("`{table}` could not be read: {fault}"),
    );
    DataFusionError::External(Box::new(error))
}
