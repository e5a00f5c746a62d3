//! The engine's planner set up for one snapshot, with what it remembers of questions it has seen.

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProviderList, SchemaProvider, TableProvider,
};
use datafusion::common::Result;
use datafusion::common::config::Dialect;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::execution::{SessionStateDefaults, TaskContext};
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::planner::ExprPlanner;
use datafusion::optimizer::analyzer::AnalyzerRule;
use datafusion::optimizer::{Analyzer, Optimizer};
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_pg_catalog::pg_catalog::context::EmptyContextProvider;
use datafusion_pg_catalog::setup_pg_catalog;

use crate::access_path::{CountReach, Graphs, MatchNames, Plain, access_path_schema, mark};
use crate::age::age;
use crate::answer::SnapshotName;
use crate::bounded::bounded;
use crate::described::Described;
use crate::format::format;
use crate::functions::functions as more_functions;
use crate::inet;
use crate::interval::IntervalPlanner;
use crate::json::{self, JsonOperatorPlanner};
use crate::lateral::UnnestBeside;
use crate::limits::Limits;
use crate::list_operator::ListOperatorPlanner;
use crate::list_or_empty::list_or_empty;
use crate::notice::notices;
use crate::patience::Patient;
use crate::pg_typeof::pg_typeof;
use crate::server_function;
use crate::sum::sum;
use crate::tables::{Information, Tables, Worlds, snapshot_schema};
use crate::text_concat::text_concat;
use crate::time::{at_time_zone, average};
use crate::to_char::to_char;
use crate::typed::Typed;
use crate::world::World;

/// The catalog that queries see.
pub(crate) const CATALOG: &str = "portolan";
/// The schema of its tables.
pub(crate) const SCHEMA: &str = "public";
/// The schema of the files behind them.
const FILES: &str = "snapshot";
/// The schema of what stands behind tables of `information_schema`.
pub(crate) const INFORMATION: &str = "portolan_information";
/// Texts remembered of each sort.
const REMEMBERED: usize = 1_024;

/// Everything that questions about one snapshot need.
pub(crate) struct Session {
    world: Arc<World>,
    state: SessionState,
    /// The same with PostgreSQL's own catalogue, which only its clients ask for.
    catalogue_state: OnceLock<SessionState>,
    /// What the catalogue's tables mean.
    described: Described,
    access_path_schema: SchemaRef,
    /// What is to be said about every answer from `access_path`.
    access_path_notices: Vec<String>,
    views: Mutex<HashMap<&'static str, Arc<dyn TableProvider>>>,
    plain: Memory<Plain>,
    plans: Memory<Arc<LogicalPlan>>,
}

impl Session {
    pub(crate) fn new(
        world: Arc<World>,
        worlds: Weak<dyn Worlds>,
        graphs: Weak<dyn Graphs>,
    ) -> Result<Arc<Self>> {
        let files = snapshot_schema(world.snapshot.as_ref())?;
        let base = RuntimeEnvBuilder::new()
            .with_disk_manager_builder(no_disk())
            .build_arc()?;
        let access_path_schema = mark(&access_path_schema(), world.snapshot_id());
        let access_path_notices = notices(&["access_path".to_owned()], &world);
        Ok(Arc::new_cyclic(|me: &Weak<Self>| {
            let tables: Arc<dyn SchemaProvider> = Arc::new(Tables::new(me.clone(), worlds));
            let state = state(Catalog::new(tables, files), graphs, base);
            Self {
                world,
                state,
                catalogue_state: OnceLock::new(),
                described: Described::default(),
                access_path_schema,
                access_path_notices,
                views: Mutex::default(),
                plain: Memory::default(),
                plans: Memory::default(),
            }
        }))
    }

    pub(crate) fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// The snapshot that is read.
    pub(crate) fn snapshot_name(&self) -> SnapshotName {
        SnapshotName {
            id: self.world.snapshot_id().to_owned(),
            taken_at: self.world.taken_at(),
            whole_at: self.world.whole_at(),
        }
    }

    /// The schema of `access_path`, marked as of this snapshot.
    pub(crate) fn access_path_schema(&self) -> &SchemaRef {
        &self.access_path_schema
    }

    /// What is to be said about every answer from `access_path`.
    pub(crate) fn access_path_notices(&self) -> &[String] {
        &self.access_path_notices
    }

    /// The planner; with PostgreSQL's own catalogue, if that is asked for.
    pub(crate) fn state(&self, with_catalogue: bool) -> Result<&SessionState> {
        if !with_catalogue {
            return Ok(&self.state);
        }
        if let Some(state) = self.catalogue_state.get() {
            return Ok(state);
        }
        let state = with_pg_catalog(&self.state, &self.described)?;
        Ok(self.catalogue_state.get_or_init(|| state))
    }

    /// What tables and columns mean, for those who ask the catalogue.
    pub(crate) fn described(&self) -> &Described {
        &self.described
    }

    pub(crate) fn view(&self, name: &str) -> Option<Arc<dyn TableProvider>> {
        self.views
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned()
    }

    pub(crate) fn keep_view(&self, name: &'static str, view: Arc<dyn TableProvider>) {
        self.views
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name, view);
    }

    pub(crate) fn plain(&self) -> &Memory<Plain> {
        &self.plain
    }

    pub(crate) fn plans(&self) -> &Memory<Arc<LogicalPlan>> {
        &self.plans
    }

    /// Where a plan runs: with memory of its own, and no disk.
    pub(crate) fn task(&self, state: &SessionState, limits: &Limits) -> Result<Arc<TaskContext>> {
        let runtime = RuntimeEnvBuilder::from_runtime_env(self.state.runtime_env())
            .with_disk_manager_builder(no_disk())
            .with_memory_pool(Arc::new(GreedyMemoryPool::new(limits.memory_bytes)))
            .build_arc()?;
        Ok(Arc::new(TaskContext::from(state).with_runtime(runtime)))
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("world", &self.world)
            .finish_non_exhaustive()
    }
}

/// Threads that one query may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn no_disk() -> DiskManagerBuilder {
    DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled)
}

fn state(catalog: Catalog, graphs: Weak<dyn Graphs>, runtime: Arc<RuntimeEnv>) -> SessionState {
    let mut config = SessionConfig::new()
        .with_target_partitions(cores())
        .with_create_default_catalog_and_schema(false)
        .with_default_catalog_and_schema(CATALOG, SCHEMA)
        .with_information_schema(true);
    let options = config.options_mut();
    options.sql_parser.dialect = Dialect::PostgreSQL;
    options.sql_parser.collect_spans = true;
    // `0.1 + 0.2` is 0.3: a number with a point is exact, as in PostgreSQL.
    options.sql_parser.parse_float_as_decimal = true;
    options.execution.parquet.pushdown_filters = true;
    // Beside `max(column)`, the rows that it no longer needs are left out for `max(length(column))` too.
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    options.explain.logical_plan_only = false;
    // What has a zone is in UTC, so that clients hear `timestamp with time zone`.
    options.execution.time_zone = Some("UTC".to_owned());
    let catalogs = MemoryCatalogProviderList::new();
    catalogs.register_catalog(CATALOG.to_owned(), Arc::new(catalog));
    let mut planners: Vec<Arc<dyn ExprPlanner>> = vec![
        Arc::new(JsonOperatorPlanner::new()),
        Arc::new(ListOperatorPlanner::new()),
        Arc::new(IntervalPlanner),
    ];
    planners.extend(SessionStateDefaults::default_expr_planners());
    let mut rules: Vec<Arc<dyn AnalyzerRule + Send + Sync>> = vec![
        Arc::new(UnnestBeside),
        Arc::new(MatchNames::new(graphs)),
        Arc::new(CountReach),
        Arc::new(Typed),
    ];
    rules.extend(Analyzer::default().rules);
    let rules = rules
        .into_iter()
        .map(|rule| Arc::new(Patient(rule)) as _)
        .collect();
    let logical = Optimizer::default().rules.into_iter();
    let logical = logical.map(|rule| Arc::new(Patient(rule)) as _).collect();
    let physical = PhysicalOptimizer::default().rules.into_iter();
    let physical = physical.map(|rule| Arc::new(Patient(rule)) as _).collect();
    let mut functions = SessionStateDefaults::default_scalar_functions();
    for function in functions
        .iter_mut()
        .filter(|function| function.name() == "to_char")
    {
        *function = Arc::new(to_char(Arc::clone(function)));
    }
    functions.extend(json::functions().map(Arc::new));
    functions.extend(json::building_functions().map(Arc::new));
    functions.extend(inet::functions().map(Arc::new));
    functions.extend(more_functions().map(Arc::new));
    functions.extend(
        [
            age(),
            at_time_zone(),
            format(),
            list_or_empty(),
            text_concat(),
            json::as_json(),
            json::as_jsonb(),
            json::json_key(),
            pg_typeof(),
        ]
        .map(Arc::new),
    );
    let functions = functions.into_iter().map(bounded).collect();
    let mut aggregates = SessionStateDefaults::default_aggregate_functions();
    aggregates.extend([sum(), average()].map(Arc::new));
    SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(runtime)
        .with_catalog_list(Arc::new(catalogs))
        .with_expr_planners(planners)
        .with_analyzer_rules(rules)
        .with_optimizer_rules(logical)
        .with_physical_optimizer_rules(physical)
        .with_scalar_functions(functions)
        .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
        .with_aggregate_functions(aggregates)
        .with_window_functions(SessionStateDefaults::default_window_functions())
        .with_table_function_list(SessionStateDefaults::default_table_functions())
        .build()
}

/// A copy of `state` that also answers questions about PostgreSQL's own catalogue.
fn with_pg_catalog(state: &SessionState, described: &Described) -> Result<SessionState> {
    let schema = |name: &str| {
        state
            .catalog_list()
            .catalog(CATALOG)
            .and_then(|catalog| catalog.schema(name))
    };
    let (Some(tables), Some(files)) = (schema(SCHEMA), schema(FILES)) else {
        return Ok(state.clone());
    };
    let catalogs = MemoryCatalogProviderList::new();
    let catalog = Catalog {
        described: described.clone(),
        ..Catalog::new(tables, files)
    };
    catalogs.register_catalog(CATALOG.to_owned(), Arc::new(catalog));
    let state = SessionStateBuilder::new_from_existing(state.clone())
        .with_catalog_list(Arc::new(catalogs))
        .build();
    let context = SessionContext::new_with_state(state);
    setup_pg_catalog(&context, CATALOG, EmptyContextProvider).map_err(|error| *error)?;
    server_function::functions()
        .chain(described.functions())
        .for_each(|function| context.register_udf(function));
    Ok(context.state())
}

/// The tables, and beside them the files that some of them are made of, which lists do not show.
#[derive(Debug)]
struct Catalog {
    tables: Arc<dyn SchemaProvider>,
    files: Arc<dyn SchemaProvider>,
    described: Described,
    more: Mutex<HashMap<String, Arc<dyn SchemaProvider>>>,
}

impl Catalog {
    fn new(tables: Arc<dyn SchemaProvider>, files: Arc<dyn SchemaProvider>) -> Self {
        Self {
            tables,
            files,
            described: Described::default(),
            more: Mutex::default(),
        }
    }
}

impl CatalogProvider for Catalog {
    fn schema_names(&self) -> Vec<String> {
        let more = self.more.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(SCHEMA.to_owned())
            .chain(more.keys().cloned())
            .collect()
    }

    fn register_schema(
        &self,
        name: &str,
        schema: Arc<dyn SchemaProvider>,
    ) -> Result<Option<Arc<dyn SchemaProvider>>> {
        Ok(self
            .more
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), schema))
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        match name {
            SCHEMA => Some(Arc::clone(&self.tables)),
            FILES => Some(Arc::clone(&self.files)),
            INFORMATION => Some(Arc::new(Information::new(self.described.clone()))),
            other => self
                .more
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(other)
                .cloned(),
        }
    }
}

/// What texts were found to mean. When it is full, it starts anew.
#[derive(Debug)]
pub(crate) struct Memory<V>(Mutex<HashMap<String, V>>);

impl<V> Default for Memory<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V: Clone> Memory<V> {
    pub(crate) fn get(&self, text: &str) -> Option<V> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(text)
            .cloned()
    }

    pub(crate) fn keep(&self, text: &str, value: V) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(text.to_owned(), value);
    }
}
