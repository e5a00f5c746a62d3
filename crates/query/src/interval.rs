//! `interval '1 day' * 2`, `date '2026-01-31' + interval '12 hours'`, `later - earlier`.

use std::sync::Arc;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::array::IntervalMonthDayNanoArray;
use datafusion::arrow::datatypes::{
    DataType, Float64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit, TimeUnit,
};
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
    cast,
};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use crate::time::{between, is_moment};

/// Plans an interval times a number, and divided by one.
#[derive(Debug)]
pub(crate) struct IntervalPlanner;

impl ExprPlanner for IntervalPlanner {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let is_times = match expr.op {
            BinaryOperator::Multiply => true,
            BinaryOperator::Divide => false,
            BinaryOperator::Plus | BinaryOperator::Minus => return Ok(moved(expr, schema)),
            _ => return Ok(PlannerResult::Original(expr)),
        };
        let (left, right) = (expr.left.get_type(schema)?, expr.right.get_type(schema)?);
        let is_interval = |side: &DataType| matches!(side, DataType::Interval(_));
        let (interval, number) = if is_interval(&left) && right.is_numeric() {
            (expr.left, expr.right)
        } else if is_times && is_interval(&right) && left.is_numeric() {
            (expr.right, expr.left)
        } else {
            return Ok(PlannerResult::Original(expr));
        };
        let function = ScalarUDF::from(Times {
            is_times,
            signature: Signature::user_defined(Volatility::Immutable),
        });
        let call = ScalarFunction::new_udf(Arc::new(function), vec![interval, number]);
        Ok(PlannerResult::Planned(Expr::ScalarFunction(call)))
    }
}

/// A date moved by an interval is a moment, so that hours are not lost; between two moments are days and time.
fn moved(expr: RawBinaryExpr, schema: &DFSchema) -> PlannerResult<RawBinaryExpr> {
    // A type that cannot be told yet is told by the engine, in its own words.
    let (Ok(left), Ok(right)) = (expr.left.get_type(schema), expr.right.get_type(schema)) else {
        return PlannerResult::Original(expr);
    };
    let is_minus = expr.op == BinaryOperator::Minus;
    match (&left, &right) {
        (DataType::Date32, DataType::Interval(_)) => PlannerResult::Original(RawBinaryExpr {
            left: cast(expr.left, MOMENT),
            ..expr
        }),
        (DataType::Interval(_), DataType::Date32) if !is_minus => PlannerResult::Original(RawBinaryExpr {
            right: cast(expr.right, MOMENT),
            ..expr
        }),
        (DataType::Date32, moment) | (moment, DataType::Date32) if is_minus && is_moment(moment) => {
            PlannerResult::Planned(between(expr.left, expr.right))
        }
        (later, earlier) if is_minus && is_moment(later) && is_moment(earlier) => {
            PlannerResult::Planned(between(expr.left, expr.right))
        }
        _ => PlannerResult::Original(expr),
    }
}

/// A moment without a zone.
const MOMENT: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Times {
    is_times: bool,
    signature: Signature,
}

impl ScalarUDFImpl for Times {
    fn name(&self) -> &'static str {
        if self.is_times {
            "interval_times"
        } else {
            "interval_by"
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Interval(IntervalUnit::MonthDayNano))
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [_, _] => Ok(vec![
                DataType::Interval(IntervalUnit::MonthDayNano),
                DataType::Float64,
            ]),
            _ => plan_err!("an interval is multiplied by one number"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [intervals, numbers] = args.args.as_slice() else {
            return exec_err!("an interval is multiplied by one number");
        };
        let is_constant = matches!(
            (intervals, numbers),
            (ColumnarValue::Scalar(_), ColumnarValue::Scalar(_))
        );
        let rows = if is_constant { 1 } else { args.number_rows };
        let (intervals, numbers) = (intervals.to_array(rows)?, numbers.to_array(rows)?);
        let mut made = Vec::with_capacity(rows);
        let both = intervals.as_primitive::<IntervalMonthDayNanoType>();
        for (interval, number) in both.iter().zip(numbers.as_primitive::<Float64Type>()) {
            made.push(match (interval, number) {
                (Some(_), Some(0.0)) if !self.is_times => return exec_err!("division by zero"),
                (Some(interval), Some(number)) if self.is_times => Some(times(interval, number)),
                (Some(interval), Some(number)) => Some(times(interval, 1.0 / number)),
                _ => None,
            });
        }
        let made = IntervalMonthDayNanoArray::from(made);
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(Arc::new(made))
        })
    }
}

/// As PostgreSQL does: parts of a month become days of which it has 30, parts of a day become hours.
pub(crate) fn times(interval: IntervalMonthDayNano, number: f64) -> IntervalMonthDayNano {
    const DAY_NS: f64 = 86_400_000_000_000.0;
    let months = f64::from(interval.months) * number;
    let days = f64::from(interval.days) * number + (months - months.trunc()) * 30.0;
    let nanos = interval.nanoseconds as f64 * number + (days - days.trunc()) * DAY_NS;
    IntervalMonthDayNano::new(months.trunc() as i32, days.trunc() as i32, nanos.round() as i64)
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::datatypes::IntervalMonthDayNano;

    use super::times;

    #[test]
    fn parts_go_down_to_smaller_units() {
        let half = times(IntervalMonthDayNano::new(1, 1, 0), 0.5);
        assert_eq!(
            (half.months, half.days, half.nanoseconds),
            (0, 15, 43_200_000_000_000)
        );
        let twice = times(IntervalMonthDayNano::new(1, 2, 3), 2.0);
        assert_eq!((twice.months, twice.days, twice.nanoseconds), (2, 4, 6));
    }
}
