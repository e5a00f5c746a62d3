//! A list compared with one text asks whether the list holds it: `identity_group = 'Engineering'`. `&&` asks whether
//! two lists have anything in common.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result};
use datafusion::functions_nested::concat::{array_append_udf, array_concat_udf, array_prepend_udf};
use datafusion::functions_nested::expr_fn::{array_has, array_has_any};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, ScalarUDF};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use crate::bounded::bounded;
use crate::text_concat::text_concat;

/// Plans `=` and `<>` between a list of texts and a text, and `&&` between lists.
#[derive(Debug)]
pub(crate) struct ListOperatorPlanner {
    /// What `||` is of lists and of texts, within bounds.
    joining: [Arc<ScalarUDF>; 4],
}

impl ListOperatorPlanner {
    pub(crate) fn new() -> Self {
        Self {
            joining: [
                array_concat_udf(),
                array_append_udf(),
                array_prepend_udf(),
                Arc::new(text_concat()),
            ]
            .map(bounded),
        }
    }

    /// `||`
    fn joined(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let (left, right) = (expr.left.get_type(schema)?, expr.right.get_type(schema)?);
        let [lists, append, prepend, texts] = &self.joining;
        let is_any = |known: fn(&DataType) -> bool| known(&left) || known(&right);
        let function = match (is_list(&left), is_list(&right)) {
            (true, true) => lists,
            (true, false) => append,
            (false, true) => prepend,
            (false, false) if is_any(is_text) => texts,
            (false, false) if is_any(|found| matches!(found, DataType::Dictionary(..))) => texts,
            (false, false) => return Ok(PlannerResult::Original(expr)),
        };
        let call = ScalarFunction::new_udf(Arc::clone(function), vec![expr.left, expr.right]);
        Ok(PlannerResult::Planned(Expr::ScalarFunction(call)))
    }
}

impl ExprPlanner for ListOperatorPlanner {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        if expr.op == BinaryOperator::PGOverlap
            && is_list(&expr.left.get_type(schema)?)
            && is_list(&expr.right.get_type(schema)?)
        {
            return Ok(PlannerResult::Planned(array_has_any(expr.left, expr.right)));
        }
        if expr.op == BinaryOperator::StringConcat {
            return self.joined(expr, schema);
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
