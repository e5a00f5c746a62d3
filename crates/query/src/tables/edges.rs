//! `edges`: what Okta said, and what follows from it.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::new_null_array;
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Int64Array, RecordBatch, RecordBatchOptions, StringViewArray, UInt32Array,
};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;

use graph::{Edge, EdgeType, Graph, NodeIx};

use crate::graph_exec::{Batches, GraphExec, Slot, Source, hand_over};
use crate::schema::ColumnType;
use crate::world::{NodeColumn, World, dictionary, words};

/// Rows a batch.
const BATCH_ROWS: usize = 8_192;

/// The table.
#[derive(Debug)]
pub(crate) struct EdgesTable {
    world: Arc<World>,
    schema: SchemaRef,
}

impl EdgesTable {
    pub(crate) fn new(world: Arc<World>, schema: SchemaRef) -> Self {
        Self { world, schema }
    }
}

#[async_trait]
impl TableProvider for EdgesTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let push = |filter: &&Expr| match limit_of(filter) {
            Some(_) => TableProviderFilterPushDown::Exact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(push).collect())
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = match projection {
            Some(places) => Arc::new(self.schema.project(places)?),
            None => Arc::clone(&self.schema),
        };
        let limits: Vec<Limit> = filters
            .iter()
            .filter_map(limit_of)
            .map(|limit| limit.bind(&self.world.graph))
            .collect();
        let scan = EdgeScan {
            world: Arc::clone(&self.world),
            limits: limits.into(),
            schema,
        };
        Ok(Arc::new(GraphExec::new(Arc::new(scan), limit)))
    }
}

/// A condition that the graph can walk by.
#[derive(Clone, Debug)]
enum Limit {
    Text(&'static str, String),
    From(Vec<NodeIx>),
    To(Vec<NodeIx>),
    Type(Option<EdgeType>),
}

impl Limit {
    fn bind(self, graph: &Graph) -> Self {
        let Self::Text(column, text) = self else {
            return self;
        };
        let named = || {
            graph
                .lookup(&text)
                .filter(|&node| graph.name(node) == text)
                .collect()
        };
        match column {
            "from_id" => Self::From(graph.by_id(&text).into_iter().collect()),
            "from_name" => Self::From(named()),
            "to_id" => Self::To(graph.by_id(&text).into_iter().collect()),
            "to_name" => Self::To(named()),
            _ => Self::Type(EdgeType::from_word(&text)),
        }
    }

    fn admits(&self, edge: &Edge) -> bool {
        match self {
            Self::From(nodes) => nodes.contains(&edge.from),
            Self::To(nodes) => nodes.contains(&edge.to),
            Self::Type(kind) => *kind == Some(edge.kind),
            Self::Text(..) => true,
        }
    }
}

/// Reads `column = 'x'` for the columns that can be walked by.
fn limit_of(condition: &Expr) -> Option<Limit> {
    const WALKED: [&str; 5] = ["from_id", "from_name", "to_id", "to_name", "edge_type"];
    let Expr::BinaryExpr(BinaryExpr {
        left,
        op: Operator::Eq,
        right,
    }) = condition
    else {
        return None;
    };
    let (Expr::Column(column), Expr::Literal(value, _)) = (left.as_ref(), right.as_ref()) else {
        return None;
    };
    let column = WALKED.into_iter().find(|known| *known == column.name)?;
    Some(Limit::Text(column, value.try_as_str().flatten()?.to_owned()))
}

#[derive(Clone, Debug)]
struct EdgeScan {
    world: Arc<World>,
    limits: Arc<[Limit]>,
    schema: SchemaRef,
}

impl Source for EdgeScan {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn row_count(&self) -> Option<usize> {
        None
    }

    fn open(&self, rows_max: Option<usize>) -> Batches {
        let scan = self.clone();
        Batches::new(move |slot| make(scan, rows_max, slot))
    }

    fn describe(&self) -> String {
        format!("edges, conditions={}", self.limits.len())
    }
}

async fn make(scan: EdgeScan, rows_max: Option<usize>, slot: Slot) {
    let graph = Arc::clone(&scan.world.graph);
    let from = scan.limits.iter().find_map(|limit| {
        if let Limit::From(nodes) = limit {
            Some(nodes.clone())
        } else {
            None
        }
    });
    let to = scan.limits.iter().find_map(|limit| {
        if let Limit::To(nodes) = limit {
            Some(nodes.clone())
        } else {
            None
        }
    });
    let edges: Box<dyn Iterator<Item = Edge> + Send + '_> = match (from, to) {
        (Some(nodes), _) => Box::new(nodes.into_iter().flat_map(|node| graph.edges_from(node))),
        (None, Some(nodes)) => Box::new(nodes.into_iter().flat_map(|node| graph.edges_to(node))),
        (None, None) => Box::new(graph.edges()),
    };
    let mut edges = edges
        .filter(|edge| scan.limits.iter().all(|limit| limit.admits(edge)))
        .take(rows_max.unwrap_or(usize::MAX));
    loop {
        let rows: Vec<Edge> = edges.by_ref().take(BATCH_ROWS).collect();
        if rows.is_empty() {
            return;
        }
        hand_over(&slot, scan.batch(&rows)).await;
    }
}

impl EdgeScan {
    fn batch(&self, edges: &[Edge]) -> Result<RecordBatch, ArrowError> {
        let from: UInt32Array = edges.iter().map(|edge| edge.from.0).collect();
        let to: UInt32Array = edges.iter().map(|edge| edge.to.0).collect();
        let columns = self
            .schema
            .fields()
            .iter()
            .map(|field| self.column(field.name(), edges, &from, &to));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(edges.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
    }

    fn column(
        &self,
        name: &str,
        edges: &[Edge],
        from: &UInt32Array,
        to: &UInt32Array,
    ) -> Result<ArrayRef, ArrowError> {
        let (graph, columns) = (&self.world.graph, &self.world.columns);
        let rows = edges.len();
        match name {
            "from_id" => columns.of_nodes(graph, NodeColumn::Id, from),
            "from_name" => columns.of_nodes(graph, NodeColumn::Name, from),
            "from_kind" => columns.of_nodes(graph, NodeColumn::Kind, from),
            "to_id" => columns.of_nodes(graph, NodeColumn::Id, to),
            "to_name" => columns.of_nodes(graph, NodeColumn::Name, to),
            "to_kind" => columns.of_nodes(graph, NodeColumn::Kind, to),
            "edge_type" => {
                let place = |edge: &Edge| {
                    EdgeType::ALL
                        .iter()
                        .position(|&kind| kind == edge.kind)
                        .unwrap_or(0) as i32
                };
                dictionary(
                    edges.iter().map(place).collect(),
                    &words(EdgeType::ALL.map(EdgeType::as_str)),
                )
            }
            "layer" => dictionary(vec![0; rows], &words(["fact"])),
            "rule" => Ok(new_null_array(&ColumnType::Word.data_type(), rows)),
            "traversable" => Ok(Arc::new(BooleanArray::from(vec![None; rows]))),
            "cost" => Ok(Arc::new(Int64Array::from(vec![None; rows]))),
            "because" => Ok(new_null_array(&ColumnType::Texts.data_type(), rows)),
            "source" => columns.source(rows),
            "org" => columns.org(rows),
            _ => Ok(Arc::new(StringViewArray::new_null(rows))),
        }
    }
}
