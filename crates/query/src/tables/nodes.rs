//! `nodes`, and `identities`, which is the part of it that reaches things.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{
    ArrayRef, RecordBatch, RecordBatchOptions, StringViewArray, TimestampMillisecondArray, UInt32Array,
    new_null_array,
};
use datafusion::arrow::buffer::{OffsetBuffer, ScalarBuffer};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use domain::Timestamp;
use graph::{Graph, LabelSetIx, NodeIx, NodeKind};

use crate::access_path::list_of;
use crate::ask::{ask, names_in, places};
use crate::graph_exec::{Batches, GraphExec, Source, hand_over};
use crate::schema::ColumnType;
use crate::world::{NodeColumn, World};

/// Rows a batch.
const BATCH_ROWS: usize = 8_192;
/// More nodes than this are read by several threads.
const SPLIT_OVER: usize = 16_384;

/// A table of nodes.
#[derive(Debug)]
pub(crate) struct NodesTable {
    world: Arc<World>,
    schema: SchemaRef,
    identities_only: bool,
}

impl NodesTable {
    pub(crate) fn new(world: Arc<World>, schema: SchemaRef, identities_only: bool) -> Self {
        Self {
            world,
            schema,
            identities_only,
        }
    }

    fn all(&self) -> Vec<u32> {
        let graph = &self.world.graph;
        let wanted = |node: &NodeIx| !self.identities_only || is_identity(graph, *node);
        graph.nodes().filter(wanted).map(|node| node.0).collect()
    }

    /// The nodes that pass all of `conditions`, ascending.
    fn passing(&self, state: &dyn Session, conditions: &[Expr]) -> Result<Vec<u32>> {
        let graph = &self.world.graph;
        let mut nodes: Option<Vec<u32>> = None;
        let mut rest = Vec::new();
        for condition in conditions {
            let found = match one_of(condition) {
                Some(("id", ids)) => ids
                    .iter()
                    .filter_map(|id| graph.by_id(id))
                    .map(|node| node.0)
                    .collect(),
                Some(("name", names)) => names
                    .iter()
                    .flat_map(|name| {
                        graph
                            .lookup(name)
                            .filter(move |&node| graph.name(node) == name.as_str())
                    })
                    .map(|node| node.0)
                    .collect(),
                _ if names_in(condition).iter().all(|name| name == "labels") => {
                    self.labelled(state, condition)?
                }
                _ => {
                    rest.push(condition);
                    continue;
                }
            };
            nodes = Some(meet(nodes, found));
        }
        let mut nodes = match nodes {
            Some(mut nodes) => {
                nodes.retain(|&node| !self.identities_only || is_identity(graph, NodeIx(node)));
                nodes
            }
            None => self.all(),
        };
        for condition in rest {
            let numbers = UInt32Array::from(nodes);
            let columns = self.columns_for(condition, &numbers)?;
            let passing = ask(state, &self.schema, condition, columns)?;
            nodes = places(&passing).map(|at| numbers.value(at)).collect();
        }
        Ok(nodes)
    }

    fn labelled(&self, state: &dyn Session, condition: &Expr) -> Result<Vec<u32>> {
        let graph = &self.world.graph;
        let sets = self.world.columns.label_sets()?;
        let passing = ask(state, &self.schema, condition, vec![("labels", sets)])?;
        if passing.true_count() == passing.len() {
            return Ok(graph.nodes().map(|node| node.0).collect());
        }
        let mut nodes: Vec<u32> = places(&passing)
            .flat_map(|set| graph.nodes_with_label_set(LabelSetIx(set as u16)))
            .map(|node| node.0)
            .collect();
        nodes.sort_unstable();
        Ok(nodes)
    }

    fn columns_for(&self, condition: &Expr, nodes: &UInt32Array) -> Result<Vec<(&'static str, ArrayRef)>> {
        let names = names_in(condition);
        let wanted = PUSHED
            .iter()
            .filter(|(name, _)| names.iter().any(|named| named == name));
        wanted
            .map(|(name, _)| Ok((*name, column(&self.world, name, nodes)?)))
            .collect()
    }
}

/// Whether a node is there to reach things, or reaches some.
fn is_identity(graph: &Graph, node: NodeIx) -> bool {
    graph.kind(node).is_identity() || graph.standing_privileges(node) > 0
}

/// Columns that conditions are worked out on before rows are made.
const PUSHED: [(&str, NodeColumn); 7] = [
    ("id", NodeColumn::Id),
    ("native_id", NodeColumn::NativeId),
    ("kind", NodeColumn::Kind),
    ("sub_kind", NodeColumn::SubKind),
    ("name", NodeColumn::Name),
    ("labels", NodeColumn::Labels),
    ("standing_privileges", NodeColumn::Standing),
];

fn is_supported(condition: &Expr) -> bool {
    let mut is_fit = !condition.is_volatile();
    let walked = condition.apply(|part| {
        match part {
            Expr::Column(column) => is_fit &= PUSHED.iter().any(|(name, _)| column.name == *name),
            Expr::Placeholder(_)
            | Expr::ScalarSubquery(_)
            | Expr::InSubquery(_)
            | Expr::Exists(_)
            | Expr::OuterReferenceColumn(..) => is_fit = false,
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    });
    is_fit && walked.is_ok() && !condition.column_refs().is_empty()
}

/// Reads `column = 'x'` and `column IN (…)`.
fn one_of(condition: &Expr) -> Option<(&str, Vec<String>)> {
    let text = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    };
    match condition {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Eq,
            right,
        }) => match left.as_ref() {
            Expr::Column(column) => Some((column.name.as_str(), vec![text(right)?])),
            _ => None,
        },
        Expr::InList(list) if !list.negated => match list.expr.as_ref() {
            Expr::Column(column) => Some((
                column.name.as_str(),
                list.list.iter().map(text).collect::<Option<_>>()?,
            )),
            _ => None,
        },
        _ => None,
    }
}

fn meet(had: Option<Vec<u32>>, mut found: Vec<u32>) -> Vec<u32> {
    found.sort_unstable();
    found.dedup();
    match had {
        Some(had) => {
            found.retain(|node| had.binary_search(node).is_ok());
            found
        }
        None => found,
    }
}

#[async_trait]
impl TableProvider for NodesTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
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
        let schema = match projection {
            Some(places) => Arc::new(self.schema.project(places)?),
            None => Arc::clone(&self.schema),
        };
        let nodes = self.passing(state, filters)?;
        let parts = match limit {
            None if nodes.len() > SPLIT_OVER => state.config().target_partitions().max(1),
            _ => 1,
        };
        let size = nodes.len().div_ceil(parts).max(1);
        let scan = |nodes: &[u32]| -> Arc<dyn Source> {
            Arc::new(NodeScan {
                world: Arc::clone(&self.world),
                nodes: Arc::from(nodes),
                schema: Arc::clone(&schema),
            })
        };
        if parts == 1 {
            return Ok(Arc::new(GraphExec::new(scan(&nodes), limit)));
        }
        let scans = nodes.chunks(size).map(scan).collect();
        Ok(Arc::new(GraphExec::split(scan(&nodes), scans)))
    }
}

#[derive(Clone, Debug)]
struct NodeScan {
    world: Arc<World>,
    nodes: Arc<[u32]>,
    schema: SchemaRef,
}

impl Source for NodeScan {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn row_count(&self) -> Option<usize> {
        Some(self.nodes.len())
    }

    fn open(&self, rows_max: Option<usize>) -> Batches {
        let scan = self.clone();
        Batches::new(move |slot| async move {
            let most = rows_max.unwrap_or(usize::MAX).min(scan.nodes.len());
            let nodes = &scan.nodes[..most];
            match scan.traits_of(nodes) {
                Ok(traits) => {
                    for nodes in nodes.chunks(BATCH_ROWS) {
                        hand_over(&slot, scan.batch(nodes, &traits)).await;
                    }
                }
                Err(error) => hand_over(&slot, Err(error)).await,
            }
        })
    }

    fn describe(&self) -> String {
        format!("nodes={}", self.nodes.len())
    }
}

impl NodeScan {
    fn has(&self, name: &str) -> bool {
        self.schema.fields().iter().any(|field| field.name() == name)
    }

    /// Traits of the people among `nodes`, by ordinal, where they are asked for: the graph does not hold them.
    fn traits_of(&self, nodes: &[u32]) -> Result<HashMap<u32, String>, ArrowError> {
        let (true, Some(snapshot)) = (self.has("traits"), &self.world.snapshot) else {
            return Ok(HashMap::new());
        };
        let people = nodes.iter().filter_map(|&node| self.person(node));
        let mut wanted: Vec<u32> = people.collect();
        wanted.sort_unstable();
        snapshot
            .traits(&wanted)
            .map_err(|error| ArrowError::ExternalError(Box::new(error)))
    }

    /// The ordinal of a person.
    fn person(&self, node: u32) -> Option<u32> {
        let (graph, node) = (&self.world.graph, NodeIx(node));
        (graph.kind(node) == NodeKind::User)
            .then(|| graph.ordinal(node))
            .flatten()
    }

    fn batch(&self, nodes: &[u32], traits: &HashMap<u32, String>) -> Result<RecordBatch, ArrowError> {
        let numbers = UInt32Array::from(nodes.to_vec());
        let graph = &self.world.graph;
        let properties: Option<StringViewArray> = self.has("properties").then(|| {
            nodes
                .iter()
                .map(|&node| Some(graph.properties_json(NodeIx(node))))
                .collect()
        });
        let columns = self
            .schema
            .fields()
            .iter()
            .map(|field| match (field.name().as_str(), &properties) {
                ("properties", Some(properties)) => Ok(Arc::new(properties.clone()) as ArrayRef),
                ("traits", _) => {
                    let told = nodes
                        .iter()
                        .map(|&node| self.person(node).and_then(|person| traits.get(&person)));
                    Ok(Arc::new(told.collect::<StringViewArray>()) as ArrayRef)
                }
                ("created", _) => {
                    let moments = nodes
                        .iter()
                        .map(|&node| match graph.person_created(NodeIx(node)) {
                            Some(known) => known.map(Timestamp::as_ms),
                            None => created(&graph.properties_json(NodeIx(node))),
                        });
                    Ok(Arc::new(
                        moments
                            .collect::<TimestampMillisecondArray>()
                            .with_timezone("UTC"),
                    ) as ArrayRef)
                }
                (name, _) => column(&self.world, name, &numbers),
            });
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(nodes.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
    }
}

/// The column called `name`, for `nodes`.
fn column(world: &World, name: &str, nodes: &UInt32Array) -> Result<ArrayRef, ArrowError> {
    let graph = &world.graph;
    let each = || nodes.values().iter().map(|&node| NodeIx(node));
    if let Some((_, what)) = PUSHED.iter().find(|(known, _)| *known == name) {
        return world.columns.of_nodes(graph, *what, nodes);
    }
    Ok(match name {
        "alias" => {
            let mut offsets = Vec::with_capacity(nodes.len() + 1);
            let mut texts: Vec<&str> = Vec::new();
            offsets.push(0);
            for node in each() {
                texts.extend(graph.aliases(node));
                offsets.push(texts.len() as i32);
            }
            let texts: StringViewArray = texts.into_iter().map(Some).collect();
            list_of(OffsetBuffer::new(ScalarBuffer::from(offsets)), Arc::new(texts))?
        }
        "source" => world.columns.source(nodes.len())?,
        "org" => world.columns.org(nodes.len())?,
        _ => new_null_array(&ColumnType::Json.data_type(), nodes.len()),
    })
}

/// The member `created` of properties, in milliseconds since 1970.
fn created(properties: &str) -> Option<i64> {
    const MEMBER: &str = "\"created\":\"";
    let rest = properties.get(properties.find(MEMBER)? + MEMBER.len()..)?;
    let moment: jiff::Timestamp = rest.get(..rest.find('"')?)?.parse().ok()?;
    Some(moment.as_millisecond())
}
