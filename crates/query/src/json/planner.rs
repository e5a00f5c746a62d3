//! Where the SQL text has a JSON operator between texts, the plan has its function.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr::{Placeholder, ScalarFunction};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, ScalarUDF};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::Operator;
use super::build::functions as building_functions;
use super::cast::json_key;
use super::function::{functions, is_any_text};
use crate::bounded::bounded;
use crate::schema::{is_json, list_item};

/// Plans the JSON operators. Lists keep the engine's own `@>` and `<@`.
#[derive(Debug)]
pub(crate) struct JsonOperatorPlanner {
    functions: Vec<(Operator, Arc<ScalarUDF>)>,
    /// `||` and `-`.
    changing: Vec<Arc<ScalarUDF>>,
    /// What `=` compares.
    key: Arc<ScalarUDF>,
}

impl JsonOperatorPlanner {
    pub(crate) fn new() -> Self {
        Self {
            functions: Operator::ALL.into_iter().zip(functions().map(Arc::new)).collect(),
            changing: building_functions()
                .filter(|function| matches!(function.name(), "json_merge" | "json_without"))
                .map(|function| bounded(Arc::new(function)))
                .collect(),
            key: Arc::new(json_key()),
        }
    }

    /// `=` and `<>` where either side is JSON and the other one is, or is a text: by values, not by letters.
    fn compared(&self, expr: RawBinaryExpr, schema: &DFSchema) -> RawBinaryExpr {
        let is_known = |side: &Expr| side.to_field(schema).is_ok_and(|(_, field)| is_json(&field));
        let is_fit = |side: &Expr| side.get_type(schema).is_ok_and(|found| is_any_text(&found));
        let is_json = is_known(&expr.left) || is_known(&expr.right);
        if !is_json || !is_fit(&expr.left) || !is_fit(&expr.right) {
            return expr;
        }
        let key =
            |side: Expr| Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&self.key), vec![side]));
        RawBinaryExpr {
            op: expr.op,
            left: key(expr.left),
            right: key(expr.right),
        }
    }

    /// `||` where either side is JSON, `-` where the left one is.
    fn changed(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let is_known = |side: &Expr| {
            side.to_field(schema)
                .is_ok_and(|(_, field)| is_json(&field) && is_any_text(field.data_type()))
        };
        let name = match expr.op {
            BinaryOperator::StringConcat if is_known(&expr.left) || is_known(&expr.right) => "json_merge",
            BinaryOperator::Minus if is_known(&expr.left) => "json_without",
            _ => return Ok(PlannerResult::Original(expr)),
        };
        match self.changing.iter().find(|function| function.name() == name) {
            Some(function) => {
                let call = ScalarFunction::new_udf(Arc::clone(function), vec![expr.left, expr.right]);
                Ok(PlannerResult::Planned(Expr::ScalarFunction(call)))
            }
            None => Ok(PlannerResult::Original(expr)),
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
            BinaryOperator::Eq | BinaryOperator::NotEq => {
                return Ok(PlannerResult::Original(self.compared(expr, schema)));
            }
            _ => return self.changed(expr, schema),
        };
        let left = expr.left.get_type(schema)?;
        if !is_any_text(&left) && left != DataType::Null {
            return Ok(PlannerResult::Original(expr));
        }
        match self.functions.iter().find(|(operator, _)| *operator == wanted) {
            Some((_, function)) => {
                let right = typed(expr.right, wanted);
                let call = ScalarFunction::new_udf(Arc::clone(function), vec![expr.left, right]);
                Ok(PlannerResult::Planned(Expr::ScalarFunction(call)))
            }
            None => Ok(PlannerResult::Original(expr)),
        }
    }
}

/// A parameter is what its operator takes.
fn typed(right: Expr, operator: Operator) -> Expr {
    match right {
        Expr::Placeholder(Placeholder { id, field: None }) => {
            let data_type = if operator.takes_names() {
                DataType::List(list_item())
            } else {
                DataType::Utf8
            };
            let field = Field::new("", data_type, true);
            Expr::Placeholder(Placeholder {
                id,
                field: Some(Arc::new(field)),
            })
        }
        other => other,
    }
}
