//! `edges`: what Okta said, and what follows from it.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Int64Array, ListBuilder, RecordBatch, RecordBatchOptions, StringViewArray,
    StringViewBuilder, UInt32Array,
};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use graph::reach::{Hop, ReachOptions, all_hops_from, hops_from, wide_hop_count, wide_hops_to};
use graph::{Edge, Graph, NodeIx};

use crate::graph_exec::{Batches, GraphExec, Slot, Source, hand_over};
use crate::schema::list_item;
use crate::world::{NodeColumn, World};

/// Rows a batch.
const BATCH_ROWS: usize = 8_192;
/// The two layers.
const FACT: &str = "fact";
const DERIVED: &str = "derived";

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
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let push = |filter: &&Expr| match compared(filter) {
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
        let bind = |(column, text)| Limit::new(&self.world.graph, column, text);
        let limits: Vec<Limit> = filters.iter().filter_map(compared).map(bind).collect();
        let scan = EdgeScan {
            world: Arc::clone(&self.world),
            limits: limits.into(),
            schema,
        };
        Ok(Arc::new(GraphExec::new(Arc::new(scan), limit)))
    }
}

/// Reads `column = 'x'` for the columns that can be walked by.
fn compared(condition: &Expr) -> Option<(&'static str, String)> {
    const WALKED: [&str; 7] = [
        "from_id",
        "from_name",
        "to_id",
        "to_name",
        "edge_type",
        "layer",
        "rule",
    ];
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
    Some((column, value.try_as_str().flatten()?.to_owned()))
}

/// A condition that the graph can walk by.
#[derive(Clone, Debug)]
enum Limit {
    From(Vec<NodeIx>),
    To(Vec<NodeIx>),
    Type(String),
    Layer(String),
    Rule(String),
}

impl Limit {
    fn new(graph: &Graph, column: &str, text: String) -> Self {
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
            "layer" => Self::Layer(text),
            "rule" => Self::Rule(text),
            _ => Self::Type(text),
        }
    }

    fn admits(&self, row: &Row) -> bool {
        match self {
            Self::From(nodes) => nodes.contains(&row.ends().0),
            Self::To(nodes) => nodes.contains(&row.ends().1),
            Self::Type(word) => row.edge_type() == word,
            Self::Layer(word) => row.layer() == word,
            Self::Rule(word) => row.hop().is_some_and(|hop| hop.rule.id.as_str() == word),
        }
    }
}

/// An edge of either layer.
#[derive(Clone, Copy, Debug)]
enum Row {
    Fact(Edge),
    Derived(Hop),
}

impl Row {
    const fn ends(&self) -> (NodeIx, NodeIx) {
        match self {
            Self::Fact(edge) => (edge.from, edge.to),
            Self::Derived(hop) => (hop.from, hop.to),
        }
    }

    const fn hop(&self) -> Option<&Hop> {
        match self {
            Self::Fact(_) => None,
            Self::Derived(hop) => Some(hop),
        }
    }

    const fn edge_type(&self) -> &'static str {
        match self {
            Self::Fact(edge) => edge.kind.as_str(),
            Self::Derived(hop) => hop.rule.edge,
        }
    }

    const fn layer(&self) -> &'static str {
        match self {
            Self::Fact(_) => FACT,
            Self::Derived(_) => DERIVED,
        }
    }
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
    let mut rows = scan
        .candidates(&graph)
        .filter(|row| scan.limits.iter().all(|limit| limit.admits(row)))
        .take(rows_max.unwrap_or(usize::MAX));
    loop {
        let batch: Vec<Row> = rows.by_ref().take(BATCH_ROWS).collect();
        if batch.is_empty() {
            return;
        }
        hand_over(&slot, scan.batch(&batch)).await;
    }
}

/// Most edges of powers over everybody that are listed where neither end is named.
const WIDE_MAX: u64 = 1_000_000;

/// Whether the powers over everything of a class are listed edge by edge where neither end is named. In a large
/// organization they would be as many as people times administrators.
pub(crate) fn lists_wide_edges(graph: &Graph) -> bool {
    wide_hop_count(graph) <= WIDE_MAX
}

fn every_hop(graph: &Graph, node: NodeIx) -> Vec<Hop> {
    all_hops_from(graph, node, ReachOptions::default())
}

fn near_hops(graph: &Graph, node: NodeIx) -> Vec<Hop> {
    hops_from(graph, node, ReachOptions::default())
}

impl EdgeScan {
    /// The edges among which the wanted ones are, facts first.
    fn candidates<'g>(&self, graph: &'g Graph) -> Box<dyn Iterator<Item = Row> + Send + 'g> {
        let asked = |layer: &str| {
            let other = |limit: &Limit| matches!(limit, Limit::Layer(word) if word != layer);
            let by_rule = |limit: &Limit| layer == FACT && matches!(limit, Limit::Rule(_));
            !self.limits.iter().any(|limit| other(limit) || by_rule(limit))
        };
        let (mut from, mut to) = (None, None);
        for limit in self.limits.iter() {
            match limit {
                Limit::From(nodes) => from = Some(nodes.clone()),
                Limit::To(nodes) => to = Some(nodes.clone()),
                _ => {}
            }
        }
        let facts: Box<dyn Iterator<Item = Edge> + Send + 'g> = match (&from, to.clone()) {
            _ if !asked(FACT) => Box::new(std::iter::empty()),
            (Some(nodes), _) => Box::new(nodes.clone().into_iter().flat_map(|node| graph.edges_from(node))),
            (None, Some(nodes)) => Box::new(nodes.into_iter().flat_map(|node| graph.edges_to(node))),
            (None, None) => Box::new(graph.edges()),
        };
        let derived: Box<dyn Iterator<Item = Hop> + Send + 'g> = match (from, to) {
            _ if !asked(DERIVED) => Box::new(std::iter::empty()),
            (Some(nodes), _) => Box::new(nodes.into_iter().flat_map(|node| every_hop(graph, node))),
            (None, Some(nodes)) => {
                let wide = nodes
                    .into_iter()
                    .flat_map(|node| wide_hops_to(graph, node, ReachOptions::default()));
                Box::new(graph.nodes().flat_map(|node| near_hops(graph, node)).chain(wide))
            }
            (None, None) if lists_wide_edges(graph) => {
                Box::new(graph.nodes().flat_map(|node| every_hop(graph, node)))
            }
            (None, None) => Box::new(graph.nodes().flat_map(|node| near_hops(graph, node))),
        };
        Box::new(facts.map(Row::Fact).chain(derived.map(Row::Derived)))
    }

    fn batch(&self, rows: &[Row]) -> Result<RecordBatch, ArrowError> {
        let from: UInt32Array = rows.iter().map(|row| row.ends().0.0).collect();
        let to: UInt32Array = rows.iter().map(|row| row.ends().1.0).collect();
        let columns = self
            .schema
            .fields()
            .iter()
            .map(|field| self.column(field.name(), rows, &from, &to));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
    }

    fn column(
        &self,
        name: &str,
        rows: &[Row],
        from: &UInt32Array,
        to: &UInt32Array,
    ) -> Result<ArrayRef, ArrowError> {
        let (graph, columns) = (&self.world.graph, &self.world.columns);
        let words = |word: &dyn Fn(&Row) -> Option<&'static str>| -> ArrayRef {
            Arc::new(rows.iter().map(word).collect::<StringViewArray>())
        };
        let texts = |text: &dyn Fn(&Hop) -> String| -> ArrayRef {
            Arc::new(
                rows.iter()
                    .map(|row| row.hop().map(text))
                    .collect::<StringViewArray>(),
            )
        };
        match name {
            "from_id" => columns.of_nodes(graph, NodeColumn::Id, from),
            "from_name" => columns.of_nodes(graph, NodeColumn::Name, from),
            "from_kind" => columns.of_nodes(graph, NodeColumn::Kind, from),
            "to_id" => columns.of_nodes(graph, NodeColumn::Id, to),
            "to_name" => columns.of_nodes(graph, NodeColumn::Name, to),
            "to_kind" => columns.of_nodes(graph, NodeColumn::Kind, to),
            "edge_type" => Ok(words(&|row| Some(row.edge_type()))),
            "layer" => Ok(words(&|row| Some(row.layer()))),
            "rule" => Ok(words(&|row| row.hop().map(|hop| hop.rule.id.as_str()))),
            "traversable" => {
                let flags = rows.iter().map(|row| row.hop().map(|hop| hop.rule.traversable));
                Ok(Arc::new(flags.collect::<BooleanArray>()))
            }
            "cost" => {
                let costs = rows
                    .iter()
                    .map(|row| row.hop().map(|hop| i64::from(hop.rule.cost)));
                Ok(Arc::new(costs.collect::<Int64Array>()))
            }
            "because" => Ok(self.because(rows)),
            "explanation" => Ok(texts(&|hop| hop.explanation(graph))),
            "abuse" => Ok(texts(&|hop| hop.rule.abuse.to_owned())),
            "fix" => Ok(texts(&|hop| hop.rule.fix.to_owned())),
            "source" => columns.source(rows.len()),
            _ => columns.org(rows.len()),
        }
    }

    /// The facts behind derived edges, as `from edge_type to`.
    fn because(&self, rows: &[Row]) -> ArrayRef {
        let graph = &self.world.graph;
        let mut lists = ListBuilder::new(StringViewBuilder::new()).with_field(list_item());
        for row in rows {
            for fact in row.hop().map(|hop| hop.causes(graph)).unwrap_or_default() {
                let told = format!(
                    "{} {} {}",
                    graph.name(fact.from),
                    fact.kind.as_str(),
                    graph.name(fact.to)
                );
                lists.values().append_value(told);
            }
            lists.append(row.hop().is_some());
        }
        Arc::new(lists.finish())
    }
}
