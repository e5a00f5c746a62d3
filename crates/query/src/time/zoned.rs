//! `moment AT TIME ZONE 'Europe/Berlin'`: what is a moment becomes the time that a clock shows there, without a zone;
//! a clock's time there becomes a moment.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, TimestampMicrosecondArray};
use datafusion::arrow::datatypes::{
    DataType, IntervalMonthDayNanoType, IntervalUnit, TimeUnit, TimestampMicrosecondType,
};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::zone::Zone;
use crate::bounded::told;
use crate::error::{ErrorCode, QueryError};

/// The function.
pub(crate) fn at_time_zone() -> ScalarUDF {
    ScalarUDF::from(AtTimeZone {
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AtTimeZone {
    signature: Signature,
}

impl ScalarUDFImpl for AtTimeZone {
    fn name(&self) -> &'static str {
        "at_time_zone"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(match types.first() {
            Some(DataType::Timestamp(_, None)) => {
                DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC")))
            }
            _ => DataType::Timestamp(TimeUnit::Microsecond, None),
        })
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [moment, zone] = types else {
            return plan_err!("AT TIME ZONE takes a moment and a zone");
        };
        let moment = match moment {
            DataType::Timestamp(_, None) => DataType::Timestamp(TimeUnit::Microsecond, None),
            DataType::Timestamp(_, Some(_)) | DataType::Date32 | DataType::Null => {
                DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC")))
            }
            text if text.is_string() => DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
            other => return plan_err!("AT TIME ZONE takes a moment, not {other}"),
        };
        let zone = match zone {
            DataType::Interval(_) => DataType::Interval(IntervalUnit::MonthDayNano),
            _ => DataType::Utf8,
        };
        Ok(vec![moment, zone])
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [moments, zones] = args.args.as_slice() else {
            return exec_err!("AT TIME ZONE takes a moment and a zone");
        };
        let is_constant = matches!(
            (moments, zones),
            (ColumnarValue::Scalar(_), ColumnarValue::Scalar(_))
        );
        let rows = if is_constant { 1 } else { args.number_rows };
        let array = moments.to_array(rows)?;
        let is_clock = matches!(array.data_type(), DataType::Timestamp(_, None));
        let zones = match zones {
            ColumnarValue::Scalar(zone) => Zones::One(zones_of(&ColumnarValue::Scalar(zone.clone()), 1)?),
            other => Zones::Each(zones_of(other, rows)?),
        };
        let mut made = Vec::with_capacity(rows);
        for (row, moment) in array
            .as_primitive::<TimestampMicrosecondType>()
            .iter()
            .enumerate()
        {
            let (Some(moment), Some(zone)) = (moment, zones.at(row)) else {
                made.push(None);
                continue;
            };
            let shifted = if is_clock {
                zone.utc(moment)
            } else {
                zone.local(moment)
            };
            match shifted {
                Some(shifted) => made.push(Some(shifted)),
                None => return exec_err!("timestamp out of range"),
            }
        }
        let made = TimestampMicrosecondArray::from(made);
        let made = if is_clock { made.with_timezone("UTC") } else { made };
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(Arc::new(made))
        })
    }
}

/// The zone of each row.
enum Zones {
    One(Vec<Option<Zone>>),
    Each(Vec<Option<Zone>>),
}

impl Zones {
    fn at(&self, row: usize) -> Option<Zone> {
        match self {
            Self::One(zones) => zones.first().copied().flatten(),
            Self::Each(zones) => zones.get(row).copied().flatten(),
        }
    }
}

fn zones_of(zones: &ColumnarValue, rows: usize) -> Result<Vec<Option<Zone>>> {
    let array = zones.to_array(rows)?;
    if let Some(offsets) = array.as_primitive_opt::<IntervalMonthDayNanoType>() {
        let zone = |offset: datafusion::arrow::datatypes::IntervalMonthDayNano| {
            if offset.months != 0 || offset.days != 0 {
                let error = QueryError::new(
                    ErrorCode::BadValue,
                    "the offset of a time zone has no months and no days",
                );
                return Err(told(error.hint("write hours, for example INTERVAL '2 hours'")));
            }
            Ok(Zone::Fixed(offset.nanoseconds / 1_000))
        };
        return offsets
            .iter()
            .map(|offset| offset.map(zone).transpose())
            .collect();
    }
    let Some(texts) = array.as_string_opt::<i32>() else {
        return exec_err!("a time zone is a text or an interval");
    };
    texts
        .iter()
        .map(|text| text.map(|text| Zone::read(text).map_err(told)).transpose())
        .collect()
}
