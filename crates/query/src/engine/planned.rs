//! Questions that the SQL engine plans and runs.

use std::sync::Arc;

use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::common::ParamValues;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{Expr, LogicalPlan, Volatility};
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::sql::parser::Statement as EngineStatement;
use datafusion::sql::sqlparser::ast::Statement;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::{Engine, blank};
use crate::answer::{QueryResult, RowStream};
use crate::bounded::{Budget, budgeted, grows, names_growth, rows_at_once};
use crate::error::{QueryError, from_engine};
use crate::limits::{Limits, Terms};
use crate::notice;
use crate::patience::Patience;
use crate::session::Session;
use crate::statement::{SqlText, shown_name};

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
        if is_catalogue
            && text
                .names()
                .any(|name| name.to_ascii_lowercase().ends_with("_description"))
        {
            session.described().learn(state).await.map_err(fail)?;
        }
        let within;
        let state = if names_growth(text) {
            within = budgeted(state, Budget::of_planning(limits));
            &within
        } else {
            state
        };
        let planning = state.statement_to_plan(statement);
        let planned = Patience::of_planning(limits)
            .plan(text.sql().len(), planning)
            .await;
        let plan = planned.map_err(fail)?;
        Ok(Planned {
            plan: Arc::new(plan),
            tables: Some(tables),
            is_optimized: false,
            is_catalogue,
            is_own: true,
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
        let work = self.physical(session, &planned, &text, &terms);
        let (physical, of_now) = Patience::of(&terms).plan(text.sql().len(), work).await?;
        let state = match &of_now {
            Some(state) => state,
            None => session.state(planned.is_catalogue).map_err(fail)?,
        };
        let task = session.task(state, &terms.limits).map_err(fail)?;
        let own = physical.schema();
        let batches = execute_stream(physical, task).map_err(fail)?.boxed();
        let (schema, batches) = match shown_schema(&own) {
            Some(shown) => (Arc::clone(&shown), shown_batches(batches, shown)),
            None => (own, batches),
        };
        let notices = planned
            .tables
            .map(|tables| notice::notices(&tables, session.world()))
            .unwrap_or_default();
        Ok(QueryResult {
            schema,
            snapshot: session.snapshot_name(),
            fast_path: false,
            notices,
            rows: RowStream::new(batches, text, terms),
        })
    }
}

impl Engine {
    /// What is to be run, and the planner where this run has one of its own.
    async fn physical(
        &self,
        session: &Session,
        planned: &Planned,
        text: &SqlText,
        terms: &Terms,
    ) -> Result<(Arc<dyn ExecutionPlan>, Option<SessionState>), QueryError> {
        let fail = |error: DataFusionError| from_engine(&error, text, &terms.limits);
        let state = session.state(planned.is_catalogue).map_err(fail)?;
        let is_lasting = planned.is_optimized || is_lasting(&planned.plan);
        let grows = grows(&planned.plan);
        let mut of_now = state_of_run(state, is_lasting, grows, terms);
        let plan = if planned.is_optimized {
            Arc::clone(&planned.plan)
        } else {
            // Constants that functions made are not kept.
            let is_lasting = planned.is_own && !planned.is_catalogue && is_lasting && !grows;
            let state = of_now.as_ref().unwrap_or(state);
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
        // After the plan was remembered for everybody.
        let plan = terms.rights.narrowed(plan).map_err(fail)?;
        if let Some(state) = of_now.as_mut().filter(|_| grows) {
            take_fewer_rows(state, &plan)?;
        }
        let state = of_now.as_ref().unwrap_or(state);
        let physical = state.query_planner().create_physical_plan(&plan, state).await;
        Ok((physical.map_err(fail)?, of_now))
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
    /// Whether the whole text means this plan and no other: it has no parameters, and nothing is around it.
    is_own: bool,
}

impl Planned {
    /// A plan that was kept by its text.
    pub(super) const fn remembered(plan: Arc<LogicalPlan>) -> Self {
        Self {
            plan,
            tables: None,
            is_optimized: true,
            is_catalogue: false,
            is_own: true,
        }
    }

    /// A plan that is only a part of what its text means.
    pub(crate) fn within(self) -> Self {
        Self {
            is_own: false,
            ..self
        }
    }

    /// The columns of its answer.
    pub(crate) fn schema(&self) -> SchemaRef {
        let own = self.plan.schema().as_arrow();
        shown_schema(own).unwrap_or_else(|| Arc::new(own.clone()))
    }

    /// The plan with values for its parameters.
    pub(crate) fn with_values(&self, values: ParamValues) -> Result<Self, DataFusionError> {
        let plan = self.plan.as_ref().clone().with_param_values(values)?;
        Ok(Self {
            plan: Arc::new(plan),
            is_optimized: false,
            is_own: false,
            ..self.clone()
        })
    }
}

/// The planner for one run, where it has to be another one: with the clock read, and with a budget.
fn state_of_run(state: &SessionState, is_lasting: bool, grows: bool, terms: &Terms) -> Option<SessionState> {
    match (grows, is_lasting) {
        (true, _) => Some(at_this_moment(&budgeted(state, Budget::of(terms)))),
        (false, false) => Some(at_this_moment(state)),
        (false, true) => None,
    }
}

/// What functions make of many rows at once would be too much.
fn take_fewer_rows(state: &mut SessionState, plan: &LogicalPlan) -> Result<(), QueryError> {
    if let Some(rows) = rows_at_once(plan)? {
        let config = state.config().clone().with_batch_size(rows);
        *state.config_mut() = config;
    }
    Ok(())
}

/// The schema with the names that are shown; `None` where those are its own.
pub(crate) fn shown_schema(own: &Schema) -> Option<SchemaRef> {
    let is_shown = |field: &Arc<Field>| shown_name(field.name()) == field.name();
    if own.fields().iter().all(is_shown) {
        return None;
    }
    let fields = own.fields().iter().map(|field| {
        let name = shown_name(field.name());
        Arc::new(field.as_ref().clone().with_name(name))
    });
    Some(Arc::new(Schema::new(fields.collect::<Vec<_>>())))
}

type Rows = BoxStream<'static, Result<RecordBatch, DataFusionError>>;

fn shown_batches(batches: Rows, schema: SchemaRef) -> Rows {
    let named = batches.map(move |batch| {
        let batch = batch?;
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let columns = batch.columns().to_vec();
        RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options)
            .map_err(DataFusionError::from)
    });
    named.boxed()
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
