//! From a table's name to the table.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::Field;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::ViewTable;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, TableType};

use super::edges::EdgesTable;
use super::engine_tables;
use super::memory::empty;
use super::nodes::NodesTable;
use crate::access_path::AccessPathTable;
use crate::alerts::AlertsTable;
use crate::catalogue::{self, Rows, Table};
use crate::error::QueryError;
use crate::events::EventsTable;
use crate::live::{ACTIVITY, Live, not_of_a_moment};
use crate::schema::{ColumnType, json_field, schema_of};
use crate::session::Session;
use crate::statement::split_table_name;
use crate::world::World;

/// Gives sessions of other moments, and what there is.
#[async_trait]
pub(crate) trait Worlds: std::fmt::Debug + Send + Sync {
    /// The session of the snapshot of `moment`.
    async fn at(&self, moment: &str) -> std::result::Result<Arc<Session>, QueryError>;

    /// What is kept outside of them.
    fn live(&self) -> Live;

    /// All snapshots there are.
    fn snapshots(&self) -> std::result::Result<Vec<Arc<store::snapshot::SnapshotInfo>>, QueryError>;
}

/// The tables of one snapshot.
#[derive(Debug)]
pub(crate) struct Tables {
    session: std::sync::Weak<Session>,
    worlds: std::sync::Weak<dyn Worlds>,
}

impl Tables {
    pub(crate) fn new(session: std::sync::Weak<Session>, worlds: std::sync::Weak<dyn Worlds>) -> Self {
        Self { session, worlds }
    }
}

#[async_trait]
impl SchemaProvider for Tables {
    fn table_names(&self) -> Vec<String> {
        catalogue::tables().map(|table| table.name.to_owned()).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        let (name, moment) = split_table_name(name);
        let Some(table) = catalogue::table(name) else {
            return Ok(None);
        };
        let Some(session) = self.session.upgrade() else {
            return Ok(None);
        };
        let Some(worlds) = self.worlds.upgrade() else {
            return Ok(None);
        };
        if moment.is_some() && table.rows == Rows::Live {
            return Err(external(not_of_a_moment(table.name)));
        }
        let session = match moment {
            Some(moment) => worlds.at(moment).await.map_err(external)?,
            None => session,
        };
        provide(table, &session, worlds.as_ref()).await.map(Some)
    }

    async fn table_type(&self, name: &str) -> Result<Option<TableType>> {
        Ok(self.table_exist(name).then_some(TableType::Base))
    }

    fn table_exist(&self, name: &str) -> bool {
        catalogue::table(split_table_name(name).0).is_some()
    }
}

async fn provide(table: &Table, session: &Session, worlds: &dyn Worlds) -> Result<Arc<dyn TableProvider>> {
    let world = session.world();
    let schema = || schema_of(table.columns);
    match table.rows {
        Rows::Graph => Ok(match table.name {
            "access_path" => Arc::new(AccessPathTable::new(
                Arc::clone(world),
                Arc::clone(session.access_path_schema()),
            )),
            "edges" => Arc::new(EdgesTable::new(Arc::clone(world), schema())),
            other => Arc::new(NodesTable::new(
                Arc::clone(world),
                schema(),
                other == "identities",
            )),
        }),
        Rows::Engine if table.name == "snapshots" => {
            let all = worlds.snapshots().map_err(external)?;
            engine_tables::snapshots(schema(), &all, world.snapshot_id())
        }
        Rows::Engine => engine_tables::columns(schema()),
        Rows::Live => Ok(live(table, world, worlds.live())),
        Rows::Planned(_) => empty(schema()),
        Rows::Snapshot(sql) => {
            if let Some(view) = session.view(table.name) {
                return Ok(view);
            }
            let view = view(table, sql, session.state(false)?, world.graph.org_url()).await?;
            session.keep_view(table.name, Arc::clone(&view));
            Ok(view)
        }
    }
}

/// A table whose rows are kept elsewhere. It can be described even where nothing keeps them.
fn live(table: &Table, world: &Arc<World>, live: Live) -> Arc<dyn TableProvider> {
    let world = Arc::clone(world);
    match table.name {
        ACTIVITY => Arc::new(EventsTable::new(live.events, world)),
        _ => Arc::new(AlertsTable::new(live.alerts, world, schema_of(table.columns))),
    }
}

/// The query behind a table, planned once a snapshot.
async fn view(table: &Table, sql: &str, state: &SessionState, org: &str) -> Result<Arc<dyn TableProvider>> {
    let sql = sql.replace("$org", &format!("'{}'", org.replace('\'', "''")));
    let plan = state.create_logical_plan(&sql).await?;
    let plan = shape(plan, table)?;
    Ok(Arc::new(ViewTable::new(plan, None)))
}

/// Makes JSON columns say so, and lets every column be NULL as the catalogue tells.
fn shape(plan: LogicalPlan, table: &Table) -> Result<LogicalPlan> {
    let columns: Vec<(Expr, bool)> = plan
        .schema()
        .columns()
        .into_iter()
        .zip(table.columns)
        .map(|(column, told)| (Expr::Column(column), told.kind == ColumnType::Json))
        .collect();
    if columns.iter().all(|(_, is_json)| !is_json) {
        return Ok(plan);
    }
    let metadata = json_field(Field::new("json", ColumnType::Json.data_type(), true))
        .metadata()
        .clone();
    let exprs = columns.into_iter().map(|(column, is_json)| {
        if !is_json {
            return column;
        }
        let name = column.schema_name().to_string();
        let name = name.rsplit('.').next().unwrap_or(&name).to_owned();
        column.alias_with_metadata(name, Some(metadata.clone().into()))
    });
    LogicalPlanBuilder::from(plan).project(exprs)?.build()
}

fn external(error: QueryError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}
