//! What PostgreSQL understands otherwise than the engine does, by the types that expressions have: told in one walk
//! over the plan, before the engine gives types of its own to what has none.

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::optimizer::analyzer::AnalyzerRule;

use crate::{rounded, texts, time, whole_numbers};

/// Puts PostgreSQL's meaning in the place of the engine's.
#[derive(Debug)]
pub(crate) struct Typed;

impl AnalyzerRule for Typed {
    fn name(&self) -> &str {
        "typed"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let done = plan.transform_up_with_subqueries(|node| {
            let mut schema = DFSchema::empty();
            for input in node.inputs() {
                schema.merge(input.schema());
            }
            let names = NamePreserver::new(&node);
            let is_order = matches!(node, LogicalPlan::Sort(_));
            node.map_expressions(|expr| {
                let name = names.save(&expr);
                let mut meant = expr.transform_up(|part| meant(part, &schema))?;
                if is_order {
                    meant = meant.transform_data(|expr| Ok(time::as_order(expr, &schema)))?;
                }
                Ok(meant.update_data(|expr| name.restore(expr)))
            })
        })?;
        Ok(done.data)
    }
}

/// One part of an expression as PostgreSQL means it.
fn meant(part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match &part {
        Expr::Cast(_) => rounded::cast(part, schema)?
            .transform_data(|part| time::of_text(part, schema))?
            .transform_data(|part| Ok(texts::of_double(part, schema))),
        Expr::BinaryExpr(_) => {
            whole_numbers::counted(part, schema).transform_data(|part| Ok(time::compared(part, schema)))
        }
        Expr::Negative(_) => Ok(whole_numbers::negated(part, schema)),
        Expr::Between(_) | Expr::InList(_) => Ok(time::compared(part, schema)),
        Expr::AggregateFunction(_) | Expr::WindowFunction(_) => Ok(time::aggregated(part, schema)),
        Expr::ScalarFunction(_) => {
            rounded::call(part, schema).transform_data(|part| Ok(texts::joined(part, schema)))
        }
        _ => Ok(Transformed::no(part)),
    }
}
