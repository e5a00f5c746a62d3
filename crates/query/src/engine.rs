//! From a question to its rows.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Instant;

use async_trait::async_trait;
use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::ParamValues;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, LogicalPlan, Volatility};
use datafusion::physical_plan::execute_stream;
use datafusion::sql::parser::Statement as EngineStatement;
use datafusion::sql::sqlparser::ast::Statement;
use domain::Timestamp;
use futures_util::{StreamExt, TryStreamExt, stream};
use graph::{Graph, GraphBuilder};
use store::snapshot::{ReplayOptions, Snapshot, SnapshotInfo, SnapshotStore};

use crate::access_path::{Graphs, Plain, access_path_schema, mark, plain_shape};
use crate::answer::{QueryRequest, QueryResult, RowStream, SnapshotName};
use crate::error::{ErrorCode, QueryError, from_engine};
use crate::graph_exec::Source;
use crate::limits::Limits;
use crate::moment::{moment_text, parse_moment};
use crate::notice;
use crate::session::Session;
use crate::statement::{Checked, SqlText, parse_one};
use crate::tables::Worlds;
use crate::world::World;

/// Past snapshots kept in memory after they were asked for.
const PAST_KEPT: usize = 2;

/// Answers queries about the current snapshot of an organization, and about earlier ones. Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    me: Weak<Inner>,
    store: Option<SnapshotStore>,
    limits: Limits,
    current: RwLock<Option<Arc<Session>>>,
    past: Mutex<VecDeque<Arc<Session>>>,
}

impl Engine {
    /// An engine without a snapshot yet; `store` is where earlier ones are found.
    pub fn new(store: Option<SnapshotStore>, limits: Limits) -> Self {
        Self(Arc::new_cyclic(|me| Inner {
            me: me.clone(),
            store,
            limits,
            current: RwLock::default(),
            past: Mutex::default(),
        }))
    }

    /// From now on queries read this snapshot. Running ones go on with theirs.
    pub fn set_current(&self, graph: Arc<Graph>, snapshot: Option<Snapshot>) -> Result<(), QueryError> {
        let session = self.0.session(graph, snapshot)?;
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Some(session);
        Ok(())
    }

    /// Forgets the snapshot, and earlier ones in memory: from now on tables have no answer, until
    /// [`set_current`](Self::set_current) is called again. Running queries go on with theirs.
    pub fn clear(&self) {
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.0.past.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The snapshot that queries read.
    pub fn current(&self) -> Option<SnapshotName> {
        self.0.current().map(|session| snapshot_name(&session))
    }

    /// The most that a query may cost.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Answers a query. Rows come as they are found; what went wrong with the text is told here.
    pub async fn run(&self, request: QueryRequest) -> Result<QueryResult, QueryError> {
        let started = Instant::now();
        let limits = request.limits(&self.0.limits);
        let session = self.session_for(request.as_of).await?;
        if let Some(plain) = session.plain().get(&request.sql) {
            let text = Arc::new(SqlText::new(request.sql));
            return Ok(answer_plain(
                &session,
                plain,
                text,
                limits,
                request.cancel,
                started,
            ));
        }
        let text = Arc::new(SqlText::new(request.sql.as_str()));
        let plan = match session.plans().get(&request.sql) {
            Some(plan) => Planned {
                plan,
                tables: None,
                is_optimized: true,
                is_catalogue: false,
            },
            None => {
                let statement = match parse_one(&text)? {
                    Checked::Rows(statement) => statement,
                    other => return Err(not_rows(&other)),
                };
                if let Some(plain) = plain(&session, &statement) {
                    session.plain().keep(&request.sql, plain.clone());
                    return Ok(answer_plain(
                        &session,
                        plain,
                        text,
                        limits,
                        request.cancel,
                        started,
                    ));
                }
                self.plan(&session, *statement, &text, &limits, false).await?
            }
        };
        self.execute(&session, plan, text, limits, request.cancel, started)
            .await
    }

    /// The session of a moment, or of now.
    pub(crate) async fn session_for(&self, as_of: Option<Timestamp>) -> Result<Arc<Session>, QueryError> {
        match as_of {
            None => self.0.current().ok_or_else(no_snapshot_yet),
            Some(moment) => self.0.at_moment(moment).await,
        }
    }

    /// Plans a statement; the plan is remembered when it is always the same.
    pub(crate) async fn plan(
        &self,
        session: &Session,
        statement: Statement,
        text: &SqlText,
        limits: &Limits,
        is_catalogue: bool,
    ) -> Result<Planned, QueryError> {
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
        limits: Limits,
        cancel: crate::Cancel,
        started: Instant,
    ) -> Result<QueryResult, QueryError> {
        let fail = |error: DataFusionError| from_engine(&error, &text, &limits);
        let state = session.state(planned.is_catalogue).map_err(fail)?;
        let plan = if planned.is_optimized {
            planned.plan
        } else {
            let is_lasting = !planned.is_catalogue && is_lasting(&planned.plan);
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
        let task = session.task(&limits).map_err(fail)?;
        let schema = physical.schema();
        let batches = execute_stream(physical, task).map_err(fail)?;
        let notices = planned
            .tables
            .map(|tables| notice::notices(&tables, session.world()))
            .unwrap_or_default();
        Ok(QueryResult {
            schema,
            snapshot: snapshot_name(session),
            fast_path: false,
            notices,
            rows: RowStream::new(batches.boxed(), text, limits, cancel, started),
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
    is_catalogue: bool,
}

impl Planned {
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

/// The plain question that `statement` asks, if it is one.
fn plain(session: &Session, statement: &Statement) -> Option<Plain> {
    let world = session.world();
    let schema = mark(&access_path_schema(), world.snapshot_id());
    plain_shape(statement, &schema)?.bind(world)
}

fn answer_plain(
    session: &Session,
    plain: Plain,
    text: Arc<SqlText>,
    limits: Limits,
    cancel: crate::Cancel,
    started: Instant,
) -> QueryResult {
    let (schema, batches): (SchemaRef, _) = match plain {
        Plain::Rows(scan, rows_max) => (
            scan.schema(),
            scan.open(rows_max).map_err(DataFusionError::from).boxed(),
        ),
        Plain::Count(scan, schema) => {
            let counted = Arc::clone(&schema);
            let count = async move {
                let rows = scan.count_all() as i64;
                let column: ArrayRef = Arc::new(Int64Array::from(vec![rows]));
                RecordBatch::try_new(counted, vec![column]).map_err(DataFusionError::from)
            };
            (schema, stream::once(count).boxed())
        }
    };
    QueryResult {
        schema,
        snapshot: snapshot_name(session),
        fast_path: true,
        notices: notice::notices(&["access_path".to_owned()], session.world()),
        rows: RowStream::new(batches, text, limits, cancel, started),
    }
}

fn snapshot_name(session: &Session) -> SnapshotName {
    let world = session.world();
    SnapshotName {
        id: world.snapshot_id().to_owned(),
        taken_at: world.taken_at(),
    }
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

fn not_rows(checked: &Checked) -> QueryError {
    match checked {
        Checked::Set { name, .. } => QueryError::new(
            ErrorCode::Setting,
            format!("`SET {name}` has no effect on a single query"),
        )
        .hint("give the moment with the query (as_of, --as-of), or write FOR SYSTEM_TIME AS OF in it"),
        Checked::Show(name) => QueryError::new(ErrorCode::Setting, format!("there is no setting `{name}`"))
            .hint("SHOW TABLES lists the tables, SHOW COLUMNS FROM table its columns"),
        Checked::Housekeeping(what) => QueryError::new(
            ErrorCode::NotSupported,
            format!("{what} has no effect on a single query"),
        ),
        Checked::Rows(_) => QueryError::internal("a query was taken for a setting"),
    }
}

fn no_snapshot_yet() -> QueryError {
    QueryError::new(ErrorCode::NoSnapshot, "there is no snapshot yet")
        .hint("connect an organization and wait for its first scan")
}

impl Inner {
    fn current(&self) -> Option<Arc<Session>> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn session(&self, graph: Arc<Graph>, snapshot: Option<Snapshot>) -> Result<Arc<Session>, QueryError> {
        let world = World::new(graph, snapshot).map_err(QueryError::internal)?;
        Session::new(Arc::new(world), self.me.clone(), self.me.clone()).map_err(QueryError::internal)
    }

    /// The session of the newest snapshot that is not younger than `moment`.
    async fn at_moment(&self, moment: Timestamp) -> Result<Arc<Session>, QueryError> {
        let current = self.current().ok_or_else(no_snapshot_yet)?;
        if current.world().taken_at() <= moment {
            return Ok(current);
        }
        let url = current.world().graph.org_url().to_owned();
        let Some(store) = &self.store else {
            return Err(too_early(moment, &[]));
        };
        let snapshot = store.as_of(&url, moment).map_err(QueryError::internal)?;
        match snapshot {
            Some(snapshot) => self.load(snapshot).await,
            None => Err(too_early(
                moment,
                &store.list(&url).map_err(QueryError::internal)?,
            )),
        }
    }

    /// The session of a snapshot, from memory or from its files.
    async fn load(&self, snapshot: Snapshot) -> Result<Arc<Session>, QueryError> {
        if let Some(known) = self.known(&snapshot.id) {
            return Ok(known);
        }
        let read = tokio::task::spawn_blocking(move || read_graph(&snapshot).map(|graph| (graph, snapshot)));
        let (graph, snapshot) = read.await.map_err(QueryError::internal)??;
        let session = self.session(Arc::new(graph), Some(snapshot))?;
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.truncate(PAST_KEPT - 1);
        past.push_front(Arc::clone(&session));
        Ok(session)
    }

    /// A session that is in memory; it becomes the last one used.
    fn known(&self, id: &str) -> Option<Arc<Session>> {
        if let Some(current) = self
            .current()
            .filter(|session| session.world().snapshot_id() == id)
        {
            return Some(current);
        }
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let at = past
            .iter()
            .position(|session| session.world().snapshot_id() == id)?;
        let session = past.remove(at)?;
        past.push_front(Arc::clone(&session));
        Some(session)
    }
}

fn read_graph(snapshot: &Snapshot) -> Result<Graph, QueryError> {
    let mut builder = GraphBuilder::new(
        snapshot.organization.as_fact(),
        snapshot.coverage.clone(),
        snapshot.taken_at,
    );
    snapshot
        .replay_with(ReplayOptions { raw: false }, &mut builder)
        .map_err(QueryError::internal)?;
    Ok(builder.finish())
}

fn too_early(moment: Timestamp, all: &[Arc<SnapshotInfo>]) -> QueryError {
    let message = format!("there is no snapshot of {} or before", moment_text(moment));
    let error = QueryError::new(ErrorCode::NoSnapshot, message);
    match all.first() {
        Some(first) => error.hint(format!(
            "the first snapshot is of {}",
            moment_text(first.taken_at)
        )),
        None => error,
    }
}

#[async_trait]
impl Worlds for Inner {
    async fn at(&self, moment: &str) -> Result<Arc<Session>, QueryError> {
        self.at_moment(parse_moment(moment)?).await
    }

    fn snapshots(&self) -> Result<Vec<Arc<SnapshotInfo>>, QueryError> {
        match (&self.store, self.current()) {
            (Some(store), Some(session)) => store
                .list(session.world().graph.org_url())
                .map_err(QueryError::internal),
            _ => Ok(Vec::new()),
        }
    }
}

impl Graphs for Inner {
    fn graph_of(&self, id: &str) -> Option<Arc<Graph>> {
        self.known(id).map(|session| Arc::clone(&session.world().graph))
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
