//! `FROM nodes n, unnest(n.alias) AS a`: a list of the row to the left becomes rows beside it.
//!
//! The engine plans this as a subquery that names columns of the query around it and cannot run it. Here the chain of
//! steps over a single empty row is put on top of the left side instead, whose columns every step hands on.

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Result, TableReference};
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
    let plan = LogicalPlanBuilder::from(lifted).project(outputs(join, &subquery.subquery, alias.as_ref()))?;
    let plan = match &join.filter {
        Some(filter) => plan.filter(filter.clone())?,
        None => plan,
    };
    plan.build().map(Some)
}

/// The columns of the join, of which those to the right are named as the subquery is.
fn outputs(join: &Join, subquery: &LogicalPlan, alias: Option<&TableReference>) -> Vec<Expr> {
    let right = subquery.schema().columns().into_iter().map(|column| {
        let name = column.name.clone();
        match alias {
            Some(alias) => Expr::Column(column).alias_qualified(Some(alias.clone()), name),
            None => Expr::Column(column),
        }
    });
    own_columns(&join.left).chain(right).collect()
}

fn own_columns(plan: &LogicalPlan) -> impl Iterator<Item = Expr> {
    plan.schema().columns().into_iter().map(Expr::Column)
}

/// `plan` with `left` in the place of its single empty row; `None` where it is more than a chain over one.
fn lift(plan: &LogicalPlan, left: &LogicalPlan) -> Result<Option<LogicalPlan>> {
    Ok(match plan {
        LogicalPlan::EmptyRelation(empty) if empty.produce_one_row => Some(left.clone()),
        LogicalPlan::Projection(projection) => {
            let Some(input) = lift(&projection.input, left)? else {
                return Ok(None);
            };
            let names = NamePreserver::new_for_projection();
            let own = projection.expr.iter().map(|expr| {
                let name = names.save(expr);
                Ok(name.restore(inner(expr)?))
            });
            let all = own_columns(left).map(Ok).chain(own).collect::<Result<Vec<_>>>()?;
            Some(LogicalPlanBuilder::from(input).project(all)?.build()?)
        }
        LogicalPlan::Filter(filter) => {
            let Some(input) = lift(&filter.input, left)? else {
                return Ok(None);
            };
            Some(
                LogicalPlanBuilder::from(input)
                    .filter(inner(&filter.predicate)?)?
                    .build()?,
            )
        }
        LogicalPlan::Unnest(unnest) => {
            let Some(input) = lift(&unnest.input, left)? else {
                return Ok(None);
            };
            let columns = unnest.exec_columns.clone();
            let plan = LogicalPlanBuilder::from(input);
            Some(
                plan.unnest_columns_with_options(columns, unnest.options.clone())?
                    .build()?,
            )
        }
        _ => None,
    })
}

/// What names columns of the left side names them plainly.
fn inner(expr: &Expr) -> Result<Expr> {
    let plain = expr.clone().transform(|part| match part {
        Expr::OuterReferenceColumn(_, column) => Ok(Transformed::yes(Expr::Column(column))),
        other => Ok(Transformed::no(other)),
    })?;
    Ok(plain.data)
}
