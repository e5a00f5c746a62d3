//! `later - earlier`: days and time between two moments, as PostgreSQL tells them; the engine tells hours alone.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{AsArray, IntervalMonthDayNanoArray};
use datafusion::arrow::datatypes::{
    DataType, IntervalMonthDayNano, IntervalUnit, TimeUnit, TimestampMicrosecondType,
};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

const DAY: i64 = 86_400_000_000;

/// Whether values of this type are moments.
pub(crate) const fn is_moment(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp(..))
}

/// What is between two moments.
pub(crate) fn between(later: Expr, earlier: Expr) -> Expr {
    Expr::ScalarFunction(ScalarFunction::new_udf(
        Arc::clone(&BETWEEN),
        vec![later, earlier],
    ))
}

static BETWEEN: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| {
    Arc::new(ScalarUDF::from(Between {
        signature: Signature::user_defined(Volatility::Immutable),
    }))
});

#[derive(Debug, PartialEq, Eq, Hash)]
struct Between {
    signature: Signature,
}

impl ScalarUDFImpl for Between {
    fn name(&self) -> &'static str {
        "moments_between"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Interval(IntervalUnit::MonthDayNano))
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [later, earlier] => Ok([later, earlier]
                .map(|moment| match moment {
                    DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
                    _ => DataType::Timestamp(TimeUnit::Microsecond, None),
                })
                .to_vec()),
            _ => plan_err!("a difference is of two moments"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [later, earlier] = args.args.as_slice() else {
            return exec_err!("a difference is of two moments");
        };
        let is_constant = matches!(
            (later, earlier),
            (ColumnarValue::Scalar(_), ColumnarValue::Scalar(_))
        );
        let rows = if is_constant { 1 } else { args.number_rows };
        let (later, earlier) = (later.to_array(rows)?, earlier.to_array(rows)?);
        let earlier = earlier.as_primitive::<TimestampMicrosecondType>();
        let both = later
            .as_primitive::<TimestampMicrosecondType>()
            .iter()
            .zip(earlier);
        let made = both.map(|both| match both {
            (Some(later), Some(earlier)) => match difference(later, earlier) {
                Some(interval) => Ok(Some(interval)),
                None => exec_err!("interval out of range"),
            },
            _ => Ok(None),
        });
        let made = made.collect::<Result<IntervalMonthDayNanoArray>>()?;
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(Arc::new(made))
        })
    }
}

fn difference(later: i64, earlier: i64) -> Option<IntervalMonthDayNano> {
    let us = later.checked_sub(earlier)?;
    let days = i32::try_from(us / DAY).ok()?;
    Some(IntervalMonthDayNano::new(0, days, us % DAY * 1_000))
}

#[cfg(test)]
mod tests {
    use super::{DAY, difference};

    #[test]
    fn whole_days_are_days() {
        let told = |later, earlier| {
            let interval = difference(later, earlier).expect("is one");
            (interval.months, interval.days, interval.nanoseconds)
        };
        assert_eq!(told(9 * DAY, 0), (0, 9, 0));
        assert_eq!(told(0, DAY + 1), (0, -1, -1_000));
        assert_eq!(told(DAY - 1, 0), (0, 0, (DAY - 1) * 1_000));
        assert!(difference(i64::MAX, -1).is_none());
    }
}
