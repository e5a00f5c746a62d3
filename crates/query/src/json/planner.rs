//! Where the SQL text has a JSON operator between texts, the plan has its function.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, ScalarUDF};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::Operator;
use super::function::{functions, is_any_text};

/// Plans the JSON operators. Lists keep the engine's own `@>` and `<@`.
#[derive(Debug)]
pub(crate) struct JsonOperatorPlanner {
    functions: Vec<(Operator, Arc<ScalarUDF>)>,
}

impl JsonOperatorPlanner {
    pub(crate) fn new() -> Self {
        Self {
            functions: Operator::ALL.into_iter().zip(functions().map(Arc::new)).collect(),
        }
    }
}

impl ExprPlanner for JsonOperatorPlanner {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let wanted = match expr.op {
            BinaryOperator::Arrow => Operator::Get,
            BinaryOperator::LongArrow => Operator::GetText,
            BinaryOperator::HashArrow => Operator::GetPath,
            BinaryOperator::HashLongArrow => Operator::GetPathText,
            BinaryOperator::AtArrow => Operator::Contains,
            BinaryOperator::ArrowAt => Operator::ContainedBy,
            BinaryOperator::Question => Operator::HasKey,
            BinaryOperator::QuestionPipe => Operator::HasAnyKey,
            BinaryOperator::QuestionAnd => Operator::HasAllKeys,
            _ => return Ok(PlannerResult::Original(expr)),
        };
        let left = expr.left.get_type(schema)?;
        if !is_any_text(&left) && left != DataType::Null {
            return Ok(PlannerResult::Original(expr));
        }
        match self.functions.iter().find(|(operator, _)| *operator == wanted) {
            Some((_, function)) => {
                let call = ScalarFunction::new_udf(Arc::clone(function), vec![expr.left, expr.right]);
                Ok(PlannerResult::Planned(Expr::ScalarFunction(call)))
            }
            None => Ok(PlannerResult::Original(expr)),
        }
    }
}
