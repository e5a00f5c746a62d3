//! `SELECT identity, count(DISTINCT resource_id) FROM access_path GROUP BY identity`: the graph keeps these counts,
//! so the engine need not look at the millions of rows behind them.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, UInt32Array};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, Result, ScalarValue};
use datafusion::datasource::{MemTable, provider_as_source, source_as_provider};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Aggregate, BinaryExpr, Expr, LogicalPlan, LogicalPlanBuilder, Operator};
use datafusion::optimizer::analyzer::AnalyzerRule;
use graph::{Graph, NodeIx, PathFilter, paths};

use super::batch::{KIND, LEVEL};
use super::provider::AccessPathTable;
use crate::world::{NodeColumn, World};

/// The rule.
#[derive(Debug)]
pub(crate) struct CountReach;

impl AnalyzerRule for CountReach {
    fn name(&self) -> &str {
        "count_reach"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let done = plan.transform_up_with_subqueries(|node| {
            let LogicalPlan::Aggregate(aggregate) = &node else {
                return Ok(Transformed::no(node));
            };
            match replacement(aggregate)? {
                Some(replacement) => Ok(Transformed::yes(replacement)),
                None => Ok(Transformed::no(node)),
            }
        })?;
        Ok(done.data)
    }
}

fn replacement(aggregate: &Aggregate) -> Result<Option<LogicalPlan>> {
    let ([Expr::Column(key)], [counted]) = (aggregate.group_expr.as_slice(), aggregate.aggr_expr.as_slice())
    else {
        return Ok(None);
    };
    if !matches!(key.name.as_str(), "identity" | "identity_id") || !counts_resources(counted) {
        return Ok(None);
    }
    let Some(world) = whole_table(&aggregate.input) else {
        return Ok(None);
    };
    let rows = counts(&world, key.name == "identity")?;
    let table = MemTable::try_new(rows.schema(), vec![vec![rows]])?;
    let scan = LogicalPlanBuilder::scan("reach", provider_as_source(Arc::new(table)), None)?;
    let column = |name: &str| Expr::Column(Column::from_name(name));
    let key = column("key").alias_qualified(key.relation.clone(), key.name.clone());
    let count = column("resources").alias(counted.schema_name().to_string());
    Ok(Some(scan.project([key, count])?.build()?))
}

/// Whether `expr` is `count(DISTINCT resource_id)` and nothing more.
fn counts_resources(expr: &Expr) -> bool {
    let Expr::AggregateFunction(AggregateFunction { func, params }) = expr else {
        return false;
    };
    func.name() == "count"
        && params.distinct
        && params.filter.is_none()
        && params.order_by.is_empty()
        && params.null_treatment.is_none()
        && matches!(params.args.as_slice(), [Expr::Column(column)] if column.name == "resource_id")
}

/// The world whose `access_path` is read without leaving rows out.
fn whole_table(plan: &LogicalPlan) -> Option<Arc<World>> {
    match plan {
        LogicalPlan::SubqueryAlias(alias) => whole_table(&alias.input),
        LogicalPlan::Filter(filter) if split_conjunction(&filter.predicate).into_iter().all(is_always) => {
            whole_table(&filter.input)
        }
        LogicalPlan::TableScan(scan) if scan.filters.is_empty() && scan.fetch.is_none() => {
            let provider = source_as_provider(&scan.source).ok()?;
            provider
                .downcast_ref::<AccessPathTable>()
                .map(|table| Arc::clone(table.world()))
        }
        _ => None,
    }
}

/// Whether a condition holds for every row: `kind = 'ALLOWED'`, `level = 'standing'`.
fn is_always(condition: &Expr) -> bool {
    let Expr::BinaryExpr(BinaryExpr {
        left,
        op: Operator::Eq,
        right,
    }) = condition
    else {
        return false;
    };
    let (Expr::Column(column), Expr::Literal(value, _)) = (left.as_ref(), right.as_ref()) else {
        return false;
    };
    let is = |text: &str| ScalarValue::try_as_str(value).flatten() == Some(text);
    (column.name == "kind" && is(KIND)) || (column.name == "level" && is(LEVEL))
}

/// Identities, by name or by id, that reach anything, and how many resources each reaches.
fn counts(world: &World, by_name: bool) -> Result<RecordBatch> {
    let graph = &world.graph;
    let all = graph.standing_privileges_of_all();
    let reaching = all.iter().zip(0_u32..).filter(|(count, _)| **count > 0);
    let mut rows: Vec<(NodeIx, u32)> = reaching.map(|(count, node)| (NodeIx(node), *count)).collect();
    if by_name {
        merge_namesakes(graph, &mut rows);
    }
    let column = if by_name { NodeColumn::Name } else { NodeColumn::Id };
    let nodes: UInt32Array = rows.iter().map(|(node, _)| node.0).collect();
    let keys = world.columns.of_nodes(graph, column, &nodes)?;
    let counts: ArrayRef = Arc::new(
        rows.iter()
            .map(|(_, count)| i64::from(*count))
            .collect::<Int64Array>(),
    );
    let schema = Schema::new(vec![
        Field::new("key", keys.data_type().clone(), true),
        Field::new("resources", DataType::Int64, false),
    ]);
    Ok(RecordBatch::try_new(Arc::new(schema), vec![keys, counts])?)
}

/// Identities of one name are one row, with everything that any of them reaches.
fn merge_namesakes(graph: &Graph, rows: &mut Vec<(NodeIx, u32)>) {
    let hasher = RandomState::new();
    let mut hashed: Vec<(u64, NodeIx)> = rows
        .iter()
        .map(|(node, _)| (hasher.hash_one(graph.name(*node)), *node))
        .collect();
    hashed.sort_unstable();
    let mut merged: HashMap<&str, Vec<NodeIx>> = HashMap::new();
    for namesakes in hashed
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|chunk| chunk.len() > 1)
    {
        for (_, node) in namesakes {
            merged.entry(graph.name(*node)).or_default().push(*node);
        }
    }
    merged.retain(|_, nodes| nodes.len() > 1);
    if merged.is_empty() {
        return;
    }
    rows.retain(|(node, _)| !merged.contains_key(graph.name(*node)));
    rows.extend(
        merged
            .into_values()
            .filter_map(|nodes| Some((*nodes.first()?, reached_by(graph, nodes)))),
    );
}

/// How many different resources `identities` reach together.
fn reached_by(graph: &Graph, identities: Vec<NodeIx>) -> u32 {
    let filter = PathFilter {
        identities: Some(identities),
        ..PathFilter::default()
    };
    let mut rows = Vec::new();
    let mut cursor = paths(graph, &filter);
    while cursor.next_batch(&mut rows, 8_192) > 0 {}
    let mut resources: Vec<NodeIx> = rows.iter().map(|row| row.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    u32::try_from(resources.len()).unwrap_or(u32::MAX)
}
