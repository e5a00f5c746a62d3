//! A list compared with one text asks whether the list holds it: `identity_group = 'Engineering'`. `&&` asks whether
//! two lists have anything in common.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result};
use datafusion::functions_nested::expr_fn::{array_has, array_has_any};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable};
use datafusion::sql::sqlparser::ast::BinaryOperator;

/// Plans `=` and `<>` between a list of texts and a text, and `&&` between lists.
#[derive(Debug)]
pub(crate) struct ListOperatorPlanner;

impl ExprPlanner for ListOperatorPlanner {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        if expr.op == BinaryOperator::PGOverlap
            && is_list(&expr.left.get_type(schema)?)
            && is_list(&expr.right.get_type(schema)?)
        {
            return Ok(PlannerResult::Planned(array_has_any(expr.left, expr.right)));
        }
        if !matches!(expr.op, BinaryOperator::Eq | BinaryOperator::NotEq) {
            return Ok(PlannerResult::Original(expr));
        }
        let (left, right) = (expr.left.get_type(schema)?, expr.right.get_type(schema)?);
        let has = match (is_list(&left), is_list(&right)) {
            (true, false) if is_text(&right) => array_has(expr.left, expr.right),
            (false, true) if is_text(&left) => array_has(expr.right, expr.left),
            _ => return Ok(PlannerResult::Original(expr)),
        };
        Ok(PlannerResult::Planned(if expr.op == BinaryOperator::Eq {
            has
        } else {
            Expr::Not(Box::new(has))
        }))
    }
}

fn is_list(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..)
    )
}

fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}
