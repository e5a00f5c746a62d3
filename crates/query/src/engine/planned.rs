//! Questions that the SQL engine plans and runs.

use std::sync::Arc;

use datafusion::common::ParamValues;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{Expr, LogicalPlan, Volatility};
use datafusion::physical_plan::execute_stream;
use datafusion::sql::parser::Statement as EngineStatement;
use datafusion::sql::sqlparser::ast::Statement;
use futures_util::StreamExt;

use super::{Engine, blank};
use crate::answer::{QueryResult, RowStream};
use crate::error::{QueryError, from_engine};
use crate::limits::{Limits, Terms};
use crate::notice;
use crate::session::Session;
use crate::statement::SqlText;

impl Engine {
    /// Plans a statement; the plan is remembered when it is always the same.
    pub(crate) async fn plan(
        &self,
        session: &Session,
        statement: Statement,
        text: &SqlText,
        limits: &Limits,
        is_catalogue: bool,
    ) -> Result<Planned, QueryError> {
        blank::check(session, &statement, text)?;
        let fail = |error: DataFusionError| from_engine(&error, text, limits);
        let tables = notice::tables_in(&statement);
        let statement = EngineStatement::Statement(Box::new(statement));
        let state = session.state(is_catalogue).map_err(fail)?;
        let plan = state.statement_to_plan(statement).await.map_err(fail)?;
        Ok(Planned {
            plan: Arc::new(plan),
            tables: Some(tables),
            is_optimized: false,
            is_catalogue,
        })
    }

    /// Runs a plan.
    pub(crate) async fn execute(
        &self,
        session: &Arc<Session>,
        planned: Planned,
        text: Arc<SqlText>,
        terms: Terms,
    ) -> Result<QueryResult, QueryError> {
        terms.rights.check(&planned.plan, &text)?;
        let fail = |error: DataFusionError| from_engine(&error, &text, &terms.limits);
        let state = session.state(planned.is_catalogue).map_err(fail)?;
        let is_lasting = planned.is_optimized || is_lasting(&planned.plan);
        let of_now;
        let state = if is_lasting {
            state
        } else {
            of_now = at_this_moment(state);
            &of_now
        };
        let plan = if planned.is_optimized {
            planned.plan
        } else {
            let is_lasting = !planned.is_catalogue && is_lasting;
            let optimized = Arc::new(state.optimize(&planned.plan).map_err(fail)?);
            if is_lasting
                && planned
                    .tables
                    .as_ref()
                    .is_some_and(|tables| notice::notices(tables, session.world()).is_empty())
            {
                session.plans().keep(text.sql(), Arc::clone(&optimized));
            }
            optimized
        };
        let physical = state
            .query_planner()
            .create_physical_plan(&plan, state)
            .await
            .map_err(fail)?;
        let task = session.task(&terms.limits).map_err(fail)?;
        let schema = physical.schema();
        let batches = execute_stream(physical, task).map_err(fail)?;
        let notices = planned
            .tables
            .map(|tables| notice::notices(&tables, session.world()))
            .unwrap_or_default();
        Ok(QueryResult {
            schema,
            snapshot: session.snapshot_name(),
            fast_path: false,
            notices,
            rows: RowStream::new(batches.boxed(), text, terms),
        })
    }
}

/// A plan, and the tables that its text names where that is still to be told.
#[derive(Clone)]
pub(crate) struct Planned {
    pub(crate) plan: Arc<LogicalPlan>,
    tables: Option<Vec<String>>,
    is_optimized: bool,
    /// Whether it is about PostgreSQL's own catalogue.
    pub(crate) is_catalogue: bool,
}

impl Planned {
    /// A plan that was kept by its text.
    pub(super) const fn remembered(plan: Arc<LogicalPlan>) -> Self {
        Self {
            plan,
            tables: None,
            is_optimized: true,
            is_catalogue: false,
        }
    }

    /// The plan with values for its parameters.
    pub(crate) fn with_values(&self, values: ParamValues) -> Result<Self, DataFusionError> {
        let plan = self.plan.as_ref().clone().with_param_values(values)?;
        Ok(Self {
            plan: Arc::new(plan),
            is_optimized: false,
            ..self.clone()
        })
    }
}

/// The planner with the clock read once: `now()` is the same everywhere in a query.
fn at_this_moment(state: &SessionState) -> SessionState {
    let mut state = state.clone();
    state.mark_start_execution();
    state
}

/// Whether a plan means the same each time: it asks no clock, no chance, and no table that grows.
fn is_lasting(plan: &LogicalPlan) -> bool {
    let mut is_lasting = !matches!(plan, LogicalPlan::Explain(_) | LogicalPlan::Analyze(_));
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            is_lasting &= scan.table_name.table() != "snapshots" && !scan.table_name.table().contains('@');
        }
        node.apply_expressions(|expr| {
            expr.apply(|part| {
                is_lasting &= match part {
                    Expr::ScalarFunction(call) => call.func.signature().volatility == Volatility::Immutable,
                    Expr::Placeholder(_) => false,
                    _ => true,
                };
                Ok(TreeNodeRecursion::Continue)
            })
        })
    });
    is_lasting && walked.is_ok()
}
