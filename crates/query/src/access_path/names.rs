//! `identity = 'x'` means "whose name, alias or id is x", and `identity_id = 'x'` "whose id is x, here or in Okta":
//! before the engine plans a query, such comparisons become comparisons with the ids of the nodes that are meant.
//!
//! It is done this early so that the meaning is the same wherever the comparison stands: under OR and NOT, in a
//! CASE, beside a join. Columns say by their metadata that they are meant, so a column that only has the same name
//! keeps the plain meaning.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema, ExprSchema, Result};
use datafusion::functions_nested::expr_fn::array_has;
use datafusion::logical_expr::expr::{InList, InSubquery};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::disjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, LogicalPlanBuilder, Operator, Subquery, lit};
use datafusion::optimizer::analyzer::AnalyzerRule;
use graph::{Graph, NodeIx, NodeKind};

use super::meant::{Meant, meant};
use super::provider::text_of_value;

/// Metadata key: the snapshot in whose graph names of this column are looked up.
const NAMES_OF: &str = "portolan.names_of";

/// The columns whose comparisons match names or ids, and the column of ids beside each.
const MATCHED: [(&str, &str); 5] = [
    ("identity", "identity_id"),
    ("identity_id", "identity_id"),
    ("resource", "resource_id"),
    ("resource_id", "resource_id"),
    ("identity_group", ""),
];

/// Finds the graph of a snapshot that a table in a query is of.
pub(crate) trait Graphs: std::fmt::Debug + Send + Sync {
    /// The graph of the snapshot called `id`, if it is loaded.
    fn graph_of(&self, id: &str) -> Option<Arc<Graph>>;
}

/// The schema with its columns marked as of the snapshot `id`.
pub(crate) fn mark(schema: &SchemaRef, id: &str) -> SchemaRef {
    let mark = |field: &Arc<Field>| {
        let is_matched = field.name() == "source" || MATCHED.iter().any(|(name, _)| field.name() == name);
        if !is_matched {
            return Arc::clone(field);
        }
        let mut metadata: HashMap<String, String> = field.metadata().clone();
        metadata.insert(NAMES_OF.to_owned(), id.to_owned());
        Arc::new(field.as_ref().clone().with_metadata(metadata))
    };
    Arc::new(Schema::new(schema.fields().iter().map(mark).collect::<Vec<_>>()))
}

/// The rule.
#[derive(Debug)]
pub(crate) struct MatchNames {
    graphs: Weak<dyn Graphs>,
}

impl MatchNames {
    pub(crate) fn new(graphs: Weak<dyn Graphs>) -> Self {
        Self { graphs }
    }
}

impl AnalyzerRule for MatchNames {
    fn name(&self) -> &str {
        "match_names"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let Some(graphs) = self.graphs.upgrade() else {
            return Ok(plan);
        };
        let done = plan.transform_up_with_subqueries(|node| {
            let inputs = node.inputs();
            let mut schema = DFSchema::empty();
            for input in &inputs {
                schema.merge(input.schema());
            }
            if let LogicalPlan::TableScan(scan) = &node {
                schema.merge(&scan.projected_schema);
            }
            if !schema
                .fields()
                .iter()
                .any(|field| field.metadata().contains_key(NAMES_OF))
            {
                return Ok(Transformed::no(node));
            }
            let names = NamePreserver::new(&node);
            node.map_expressions(|expr| {
                let name = names.save(&expr);
                let rewritten = expr.transform_up(|part| rewrite(part, &schema, graphs.as_ref()))?;
                Ok(rewritten.update_data(|expr| name.restore(expr)))
            })
        })?;
        Ok(done.data)
    }
}

fn rewrite(part: Expr, schema: &DFSchema, graphs: &dyn Graphs) -> Result<Transformed<Expr>> {
    let Some((column, values, negated)) = comparison(&part) else {
        return beside(part, schema, graphs);
    };
    let Ok(field) = schema.field_from_column(&column) else {
        return Ok(Transformed::no(part));
    };
    let graph = field.metadata().get(NAMES_OF).and_then(|id| graphs.graph_of(id));
    let Some(graph) = graph else {
        return Ok(Transformed::no(part));
    };
    if matches!(field.data_type(), DataType::List(_)) {
        let has = group_names(&graph, &values)
            .into_iter()
            .map(|name| array_has(Expr::Column(column.clone()), lit(name)));
        let any = disjunction(has).unwrap_or_else(|| lit(false));
        return Ok(Transformed::yes(if negated {
            Expr::Not(Box::new(any))
        } else {
            any
        }));
    }
    if field.name() == "source" {
        let values = values.iter().map(|value| value.to_uppercase()).collect();
        return Ok(Transformed::yes(is_one_of(column, values, negated)));
    }
    let Some((name, id)) = MATCHED.iter().find(|(name, _)| *name == field.name()) else {
        return Ok(Transformed::no(part));
    };
    let beside = Column::new(column.relation.clone(), *id);
    let is_beside = schema
        .field_from_column(&beside)
        .is_ok_and(|field| field.metadata().contains_key(NAMES_OF));
    if !is_beside {
        return Ok(Transformed::no(part));
    }
    let ids = ids(&graph, &values, name == id);
    Ok(Transformed::yes(is_one_of(beside, ids, negated)))
}

/// Comparisons with what another table says: its value is compared as what it stands for.
fn beside(part: Expr, schema: &DFSchema, graphs: &dyn Graphs) -> Result<Transformed<Expr>> {
    let marked = |expr: &Expr| match expr {
        Expr::Column(column) => {
            let field = schema.field_from_column(column).ok()?;
            let what = match field.name().as_str() {
                "identity" | "resource" => Meant::Name,
                "identity_id" | "resource_id" => Meant::Id,
                _ => return None,
            };
            Some((what, field.metadata().get(NAMES_OF)?.clone()))
        }
        _ => None,
    };
    let told = |value: Expr, (what, id): &(Meant, String)| match graphs.graph_of(id) {
        Some(graph) if !matches!(value, Expr::Literal(..)) && marked(&value).is_none() => {
            meant(value, *what, id, &graph)
        }
        _ => value,
    };
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op, right })
            if matches!(
                op,
                Operator::Eq | Operator::NotEq | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom
            ) =>
        {
            let (left, right) = match (marked(&left), marked(&right)) {
                (Some(by), None) => (*left, told(*right, &by)),
                (None, Some(by)) => (told(*left, &by), *right),
                _ => (*left, *right),
            };
            Ok(Transformed::yes(Expr::BinaryExpr(BinaryExpr {
                left: Box::new(left),
                op,
                right: Box::new(right),
            })))
        }
        Expr::InList(list) => Ok(match marked(&list.expr) {
            Some(by) => Transformed::yes(Expr::InList(InList {
                list: list.list.into_iter().map(|value| told(value, &by)).collect(),
                ..list
            })),
            None => Transformed::no(Expr::InList(list)),
        }),
        Expr::InSubquery(within) => {
            let Some(by) = marked(&within.expr) else {
                return Ok(Transformed::no(Expr::InSubquery(within)));
            };
            let column = within.subquery.subquery.schema().columns().into_iter().next();
            let Some(column) = column else {
                return Ok(Transformed::no(Expr::InSubquery(within)));
            };
            let value = told(Expr::Column(column), &by);
            let plan = LogicalPlanBuilder::from(Arc::clone(&within.subquery.subquery))
                .project([value.alias("meant")])?
                .build()?;
            let subquery = Subquery {
                subquery: Arc::new(plan),
                ..within.subquery
            };
            Ok(Transformed::yes(Expr::InSubquery(InSubquery {
                subquery,
                ..within
            })))
        }
        other => Ok(Transformed::no(other)),
    }
}

/// Reads `column = 'x'`, `<>`, `IN`, `NOT IN`, and a list that holds a value.
fn comparison(part: &Expr) -> Option<(Column, Vec<String>, bool)> {
    match part {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: op @ (Operator::Eq | Operator::NotEq),
            right,
        }) => {
            let (column, value) = match (left.as_ref(), right.as_ref()) {
                (Expr::Column(column), Expr::Literal(value, _))
                | (Expr::Literal(value, _), Expr::Column(column)) => (column, value),
                _ => return None,
            };
            Some((
                column.clone(),
                vec![text_of_value(value)?],
                *op == Operator::NotEq,
            ))
        }
        Expr::InList(list) => {
            let Expr::Column(column) = list.expr.as_ref() else {
                return None;
            };
            let value = |expr: &Expr| match expr {
                Expr::Literal(value, _) => text_of_value(value),
                _ => None,
            };
            let values = list.list.iter().map(value).collect::<Option<Vec<_>>>()?;
            Some((column.clone(), values, list.negated))
        }
        Expr::ScalarFunction(call) if call.name() == "array_has" => match call.args.as_slice() {
            [Expr::Column(column), Expr::Literal(value, _)] => {
                Some((column.clone(), vec![text_of_value(value)?], false))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Ids of the nodes that are called one of `names`; `only_ids`: that have one as their id.
pub(super) fn ids(graph: &Graph, names: &[String], only_ids: bool) -> Vec<String> {
    let nodes = names
        .iter()
        .flat_map(|name| -> Box<dyn Iterator<Item = NodeIx> + '_> {
            if only_ids {
                Box::new(graph.by_any_id(name))
            } else {
                Box::new(graph.lookup(name))
            }
        });
    let mut ids: Vec<String> = nodes.map(|node| graph.id(node).to_owned()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Names of the groups that are called one of `names`.
fn group_names(graph: &Graph, names: &[String]) -> Vec<String> {
    let nodes = names.iter().flat_map(|name| graph.lookup(name));
    let mut names: Vec<String> = nodes
        .filter(|&node| graph.kind(node) == NodeKind::Group)
        .map(|node| graph.name(node).to_owned())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `column IN (values)`; of nothing, false.
pub(super) fn is_one_of(column: Column, values: Vec<String>, negated: bool) -> Expr {
    let column = Expr::Column(column);
    let mut values: Vec<Expr> = values.into_iter().map(lit).collect();
    match values.len() {
        0 => lit(negated),
        1 => match values.pop() {
            Some(value) if negated => column.not_eq(value),
            Some(value) => column.eq(value),
            None => lit(negated),
        },
        _ => Expr::InList(InList {
            expr: Box::new(column),
            list: values,
            negated,
        }),
    }
}
