//! `to_char(value, 'pattern')` of moments, intervals and numbers, by PostgreSQL's patterns. A pattern of a moment with a
//! `%` in it is one of `strftime`, and the engine's.

mod calendar;
mod moment;
mod number;

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringBuilder};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Float64Type, IntervalMonthDayNanoType, IntervalUnit, TimeUnit, TimestampMicrosecondType,
};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use calendar::Shown;

/// Wraps the engine's function.
pub(crate) fn to_char(inner: Arc<ScalarUDF>) -> ScalarUDF {
    ScalarUDF::from(ToChar {
        inner,
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ToChar {
    inner: Arc<ScalarUDF>,
    signature: Signature,
}

impl ScalarUDFImpl for ToChar {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [value, _] = types else {
            return plan_err!("Function 'to_char' expects a value and a pattern");
        };
        let value = match value {
            DataType::Date32 | DataType::Date64 | DataType::Null => {
                DataType::Timestamp(TimeUnit::Microsecond, None)
            }
            text if text.is_string() => DataType::Timestamp(TimeUnit::Microsecond, None),
            DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
            DataType::Interval(_) | DataType::Duration(_) => DataType::Interval(IntervalUnit::MonthDayNano),
            DataType::Time32(_) | DataType::Time64(_) => DataType::Interval(IntervalUnit::MonthDayNano),
            DataType::Float16 | DataType::Float32 => DataType::Float64,
            number if number.is_numeric() => number.clone(),
            _ => return plan_err!("Function 'to_char' expects a moment, an interval or a number"),
        };
        Ok(vec![value, DataType::Utf8])
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [values, patterns] = args.args.as_slice() else {
            return exec_err!("to_char takes a value and a pattern");
        };
        let is_of_engine = matches!(patterns, ColumnarValue::Scalar(pattern)
            if pattern.try_as_str().flatten().is_some_and(|pattern| pattern.contains('%')));
        if is_of_engine && matches!(values.data_type(), DataType::Timestamp(..)) {
            return self.inner.invoke_with_args(args);
        }
        let is_constant = matches!(
            (values, patterns),
            (ColumnarValue::Scalar(_), ColumnarValue::Scalar(_))
        );
        let rows = if is_constant { 1 } else { args.number_rows };
        let made = over(&values.to_array(rows)?, &patterns.to_array(rows)?)?;
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(made)
        })
    }
}

fn over(values: &ArrayRef, patterns: &ArrayRef) -> Result<ArrayRef> {
    let patterns = cast(patterns, &DataType::Utf8)?;
    let patterns = patterns.as_string::<i32>();
    let options = FormatOptions::default();
    let plain = ArrayFormatter::try_new(values, &options)?;
    let mut out = StringBuilder::new();
    for row in 0..values.len() {
        if values.is_null(row) || patterns.is_null(row) {
            out.append_null();
            continue;
        }
        let pattern = patterns.value(row);
        out.append_value(match values.data_type() {
            DataType::Timestamp(_, zone) => {
                let at = values.as_primitive::<TimestampMicrosecondType>().value(row);
                moment::written(pattern, &Shown::of_moment(at, zone.is_some()))
            }
            DataType::Interval(_) => {
                let interval = values.as_primitive::<IntervalMonthDayNanoType>().value(row);
                moment::written(pattern, &Shown::of_interval(interval))
            }
            DataType::Float64 => number::of_double(pattern, values.as_primitive::<Float64Type>().value(row)),
            _ => number::of_text(pattern, &plain.value(row).to_string()),
        });
    }
    Ok(Arc::new(out.finish()))
}
