//! `1.7::int` is 2: PostgreSQL rounds where the engine cuts off.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result};
use datafusion::functions::math::expr_fn::round;
use datafusion::logical_expr::expr::Cast;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};
use datafusion::optimizer::analyzer::AnalyzerRule;

/// Rounds what is cast to a whole number.
#[derive(Debug)]
pub(crate) struct RoundedCasts;

impl AnalyzerRule for RoundedCasts {
    fn name(&self) -> &str {
        "rounded_casts"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let done = plan.transform_up_with_subqueries(|node| {
            let mut schema = DFSchema::empty();
            for input in node.inputs() {
                schema.merge(input.schema());
            }
            let names = NamePreserver::new(&node);
            node.map_expressions(|expr| {
                let name = names.save(&expr);
                let rounded = expr.transform_up(|part| rounded(part, &schema))?;
                Ok(rounded.update_data(|expr| name.restore(expr)))
            })
        })?;
        Ok(done.data)
    }
}

fn rounded(part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let Expr::Cast(cast) = &part else {
        return Ok(Transformed::no(part));
    };
    let is_fraction = |data_type: &DataType| data_type.is_floating() || data_type.is_decimal();
    // A type that cannot be told yet is told by the engine, in its own words.
    let from = cast.expr.get_type(schema);
    if !(cast.field.data_type().is_integer() && from.is_ok_and(|from| is_fraction(&from))) {
        return Ok(Transformed::no(part));
    }
    let whole = round(vec![cast.expr.as_ref().clone()]);
    Ok(Transformed::yes(Expr::Cast(Cast {
        expr: Box::new(whole),
        ..cast.clone()
    })))
}
