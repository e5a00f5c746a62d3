//! Intervals are compared by how long they are: a day has 24 hours, a month 30 days. The engine compares months, then
//! days, then the rest.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{AsArray, Decimal128Array};
use datafusion::arrow::datatypes::{DataType, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::expr::{InList, ScalarFunction};
use datafusion::logical_expr::{
    Between, BinaryExpr, ColumnarValue, Expr, ExprSchemable, Operator, ScalarFunctionArgs, ScalarUDF,
    ScalarUDFImpl, Signature, Volatility,
};

/// What a length is counted in.
const LENGTH: DataType = DataType::Decimal128(38, 0);

/// A comparison of intervals.
pub(crate) fn compared(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let are = |sides: &[&Expr]| {
        sides.iter().any(|side| is_interval(side, schema))
            && sides
                .iter()
                .all(|side| is_interval(side, schema) || is_text(side, schema))
    };
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(op) && are(&[&*left, &*right]) => {
            Transformed::yes(Expr::BinaryExpr(BinaryExpr {
                left: Box::new(length(*left)),
                op,
                right: Box::new(length(*right)),
            }))
        }
        Expr::Between(Between {
            expr,
            negated,
            low,
            high,
        }) if are(&[&*expr, &*low, &*high]) => Transformed::yes(Expr::Between(Between {
            expr: Box::new(length(*expr)),
            negated,
            low: Box::new(length(*low)),
            high: Box::new(length(*high)),
        })),
        Expr::InList(InList { expr, list, negated })
            if is_interval(&expr, schema) && are(&list.iter().chain([&*expr]).collect::<Vec<_>>()) =>
        {
            Transformed::yes(Expr::InList(InList {
                expr: Box::new(length(*expr)),
                list: list.into_iter().map(length).collect(),
                negated,
            }))
        }
        other => Transformed::no(other),
    }
}

/// What rows are ordered by.
pub(crate) fn as_order(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    if is_interval(&expr, schema) {
        Transformed::yes(length(expr))
    } else {
        Transformed::no(expr)
    }
}

const fn compares(op: Operator) -> bool {
    matches!(
        op,
        Operator::Eq
            | Operator::NotEq
            | Operator::Lt
            | Operator::LtEq
            | Operator::Gt
            | Operator::GtEq
            | Operator::IsDistinctFrom
            | Operator::IsNotDistinctFrom
    )
}

pub(super) fn is_interval(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(expr.get_type(schema), Ok(DataType::Interval(_)))
}

fn is_text(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(expr, Expr::Literal(..))
        && expr
            .get_type(schema)
            .is_ok_and(|found| found.is_string() || found.is_null())
}

/// How long an interval is.
pub(super) fn length(interval: Expr) -> Expr {
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&SPAN), vec![interval]))
}

static SPAN: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| {
    Arc::new(ScalarUDF::from(Span {
        signature: Signature::user_defined(Volatility::Immutable),
    }))
});

#[derive(Debug, PartialEq, Eq, Hash)]
struct Span {
    signature: Signature,
}

impl ScalarUDFImpl for Span {
    fn name(&self) -> &'static str {
        "interval_length"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(LENGTH)
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [_] => Ok(vec![DataType::Interval(IntervalUnit::MonthDayNano)]),
            _ => plan_err!("the length is one of an interval"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.first() else {
            return exec_err!("the length is one of an interval");
        };
        let is_constant = matches!(given, ColumnarValue::Scalar(_));
        let intervals = given.to_array(if is_constant { 1 } else { args.number_rows })?;
        let lengths = intervals.as_primitive::<IntervalMonthDayNanoType>().iter();
        let lengths: Decimal128Array = lengths.map(|interval| interval.map(nanoseconds)).collect();
        let lengths = lengths.with_precision_and_scale(38, 0)?;
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&lengths, 0)?)
        } else {
            ColumnarValue::Array(Arc::new(lengths))
        })
    }
}

/// All of an interval.
pub(super) fn nanoseconds(interval: IntervalMonthDayNano) -> i128 {
    const DAY: i128 = 86_400_000_000_000;
    (i128::from(interval.months) * 30 + i128::from(interval.days)) * DAY + i128::from(interval.nanoseconds)
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::datatypes::IntervalMonthDayNano as Interval;

    use super::nanoseconds;

    #[test]
    fn what_is_as_long_is_equal() {
        let hours = 3_600_000_000_000;
        let long = |months, days, rest| nanoseconds(Interval::new(months, days, rest));
        assert_eq!(long(0, 0, 24 * hours), long(0, 1, 0));
        assert_eq!(long(1, 0, 0), long(0, 30, 0));
        assert!(long(0, 0, 25 * hours) > long(0, 1, 0));
        assert!(long(-1, 29, 0) < 0);
    }
}
