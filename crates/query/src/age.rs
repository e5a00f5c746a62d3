//! `age(later, earlier)`: years, months, days and time between two moments, as PostgreSQL tells them. With one moment
//! it is counted from the beginning of today, which the rewriting of the text adds.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, IntervalMonthDayNanoArray};
use datafusion::arrow::datatypes::{
    DataType, IntervalMonthDayNano, IntervalUnit, TimeUnit, TimestampMicrosecondType,
};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

/// The function.
pub(crate) fn age() -> ScalarUDF {
    ScalarUDF::from(Age {
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Age {
    signature: Signature,
}

impl ScalarUDFImpl for Age {
    fn name(&self) -> &'static str {
        "age"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Interval(IntervalUnit::MonthDayNano))
    }

    /// Moments of any sort, and texts that are moments, are taken in microseconds.
    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let is_moment = |data_type: &DataType| {
            data_type.is_temporal() || data_type.is_string() || *data_type == DataType::Null
        };
        match types {
            [later, earlier] if is_moment(later) && is_moment(earlier) => {
                Ok(vec![DataType::Timestamp(TimeUnit::Microsecond, None); 2])
            }
            _ => plan_err!("age takes one or two moments"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [later, earlier] = args.args.as_slice() else {
            return exec_err!("age takes one or two moments");
        };
        let (later, earlier) = (
            later.to_array(args.number_rows)?,
            earlier.to_array(args.number_rows)?,
        );
        let moments = |array: &ArrayRef| array.as_primitive::<TimestampMicrosecondType>().clone();
        let ages: IntervalMonthDayNanoArray = moments(&later)
            .iter()
            .zip(moments(&earlier).iter())
            .map(|(later, earlier)| between(later?, earlier?))
            .collect();
        Ok(ColumnarValue::Array(Arc::new(ages)))
    }
}

/// `None` beyond the years that there are.
fn between(later: i64, earlier: i64) -> Option<IntervalMonthDayNano> {
    let civil = |us: i64| -> Option<DateTime> {
        Some(
            Timestamp::from_microsecond(us)
                .ok()?
                .to_zoned(TimeZone::UTC)
                .datetime(),
        )
    };
    let span = civil(earlier)?.until((Unit::Year, civil(later)?)).ok()?;
    let months = i32::from(span.get_years()) * 12 + span.get_months();
    let seconds = (i64::from(span.get_hours()) * 60 + span.get_minutes()) * 60 + span.get_seconds();
    let below = (span.get_milliseconds() * 1_000 + span.get_microseconds()) * 1_000;
    Some(IntervalMonthDayNano::new(
        months,
        span.get_days(),
        seconds * 1_000_000_000 + below,
    ))
}

#[cfg(test)]
mod tests {
    use super::between;

    const DAY: i64 = 86_400_000_000;

    #[test]
    fn months_are_told_apart_from_days() {
        // 2026-03-01T06:00 and 2026-01-31T00:00, counted in days from 2026-01-01.
        let start = 1_767_225_600_000_000;
        let told = |later: i64, earlier: i64| {
            let age = between(start + later, start + earlier).expect("is an age");
            (age.months, age.days, age.nanoseconds / 1_000_000_000)
        };
        assert_eq!(told(59 * DAY + DAY / 4, 31 * DAY), (1, 0, 21_600));
        assert_eq!(told(40 * DAY, 38 * DAY), (0, 2, 0));
        assert_eq!(told(0, DAY), (0, -1, 0));
        assert_eq!(told(365 * DAY + 1_000_000, 0), (12, 0, 1));
    }
}
