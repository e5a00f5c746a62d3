//! `FROM nodes n, unnest(n.alias) AS a`: a list of the row to the left becomes rows beside it.
//!
//! The engine plans this as a subquery that names columns of the query around it and cannot run it. Here the chain of
//! steps over a single empty row is put on top of the left side instead, whose columns every step hands on.

use std::collections::HashMap;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, Result, TableReference};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, Join, JoinType, LogicalPlan, LogicalPlanBuilder, SubqueryAlias};
use datafusion::optimizer::analyzer::AnalyzerRule;

/// The rule.
#[derive(Debug)]
pub(crate) struct UnnestBeside;

impl AnalyzerRule for UnnestBeside {
    fn name(&self) -> &str {
        "unnest_beside"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let done = plan.transform_up_with_subqueries(|node| {
            let LogicalPlan::Join(join) = &node else {
                return Ok(Transformed::no(node));
            };
            match beside(join)? {
                Some(plan) => Ok(Transformed::yes(plan)),
                None => Ok(Transformed::no(node)),
            }
        })?;
        Ok(done.data)
    }
}

fn beside(join: &Join) -> Result<Option<LogicalPlan>> {
    if join.join_type != JoinType::Inner || !join.on.is_empty() {
        return Ok(None);
    }
    let (subquery, alias) = match join.right.as_ref() {
        LogicalPlan::Subquery(subquery) => (subquery, None),
        LogicalPlan::SubqueryAlias(SubqueryAlias { input, alias, .. }) => match input.as_ref() {
            LogicalPlan::Subquery(subquery) => (subquery, Some(alias.clone())),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let Some(lifted) = lift(&subquery.subquery, &join.left)? else {
        return Ok(None);
    };
    let outputs = outputs(join, &subquery.subquery, alias.as_ref(), &lifted);
    let plan = LogicalPlanBuilder::from(lifted.plan).project(outputs)?;
    let plan = match &join.filter {
        Some(filter) => plan.filter(filter.clone())?,
        None => plan,
    };
    plan.build().map(Some)
}

/// The columns of the join, of which those to the right are named as the subquery is.
fn outputs(
    join: &Join,
    subquery: &LogicalPlan,
    alias: Option<&TableReference>,
    lifted: &Lifted,
) -> Vec<Expr> {
    let right = subquery.schema().columns().into_iter().map(|column| {
        let name = column.name.clone();
        let column = lifted.column(column);
        Expr::Column(column).alias_qualified(alias.cloned(), name)
    });
    own_columns(&join.left).chain(right).collect()
}

fn own_columns(plan: &LogicalPlan) -> impl Iterator<Item = Expr> {
    plan.schema().columns().into_iter().map(Expr::Column)
}

/// A chain of steps on top of the left side.
struct Lifted {
    plan: LogicalPlan,
    /// Columns that are called as one of the left side is, and what they are called instead.
    renamed: HashMap<String, String>,
}

impl Lifted {
    fn column(&self, column: Column) -> Column {
        match self.renamed.get(&column.name) {
            Some(name) if column.relation.is_none() => Column::from_name(name.clone()),
            _ => column,
        }
    }

    /// The same expression over the chain: what names columns of the left side names them plainly.
    fn expr(&self, expr: &Expr) -> Result<Expr> {
        let plain = expr.clone().transform(|part| match part {
            Expr::OuterReferenceColumn(_, column) => Ok(Transformed::yes(Expr::Column(column))),
            Expr::Column(column) => Ok(Transformed::yes(Expr::Column(self.column(column)))),
            other => Ok(Transformed::no(other)),
        })?;
        Ok(plain.data)
    }
}

/// `plan` with `left` in the place of its single empty row; `None` where it is more than a chain over one.
fn lift(plan: &LogicalPlan, left: &LogicalPlan) -> Result<Option<Lifted>> {
    let input = match plan {
        LogicalPlan::EmptyRelation(empty) if empty.produce_one_row => {
            return Ok(Some(Lifted {
                plan: left.clone(),
                renamed: HashMap::new(),
            }));
        }
        LogicalPlan::Projection(projection) => &projection.input,
        LogicalPlan::Filter(filter) => &filter.input,
        LogicalPlan::Unnest(unnest) => &unnest.input,
        _ => return Ok(None),
    };
    let Some(mut lifted) = lift(input, left)? else {
        return Ok(None);
    };
    let below = LogicalPlanBuilder::from(lifted.plan.clone());
    lifted.plan = match plan {
        LogicalPlan::Projection(projection) => {
            let names = NamePreserver::new_for_projection();
            let (mut all, mut renamed) = (own_columns(left).collect::<Vec<_>>(), HashMap::new());
            for expr in &projection.expr {
                let saved = names.save(expr);
                let own = saved.restore(lifted.expr(expr)?);
                let name = expr.schema_name().to_string();
                if left.schema().has_column_with_unqualified_name(&name) {
                    let other = format!("{name} beside");
                    all.push(own.unalias().alias(other.clone()));
                    renamed.insert(name, other);
                } else {
                    all.push(own);
                }
            }
            lifted.renamed = renamed;
            below.project(all)?.build()?
        }
        LogicalPlan::Filter(filter) => below.filter(lifted.expr(&filter.predicate)?)?.build()?,
        LogicalPlan::Unnest(unnest) => {
            let columns = unnest.exec_columns.iter().cloned();
            let columns = columns.map(|column| lifted.column(column)).collect();
            below
                .unnest_columns_with_options(columns, unnest.options.clone())?
                .build()?
        }
        _ => return Ok(None),
    };
    Ok(Some(lifted))
}
