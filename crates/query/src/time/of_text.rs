//! `'2026-01-31 10:00+02'::timestamp`: texts become moments as PostgreSQL reads them. A moment without a zone does not
//! look at an offset, one with a zone is in UTC where none is written, and both reach beyond the year 2262.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Date32Array, TimestampMicrosecondArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err};
use datafusion::logical_expr::expr::{Cast, ScalarFunction};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::read::moment;
use crate::bounded::told;
use crate::error::{ErrorCode, QueryError};

/// A cast of a text to a moment or a day.
pub(crate) fn of_text(part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let Expr::Cast(cast) = &part else {
        return Ok(Transformed::no(part));
    };
    let wanted = cast.field.data_type();
    if !matches!(wanted, DataType::Timestamp(..) | DataType::Date32) || !is_text(&cast.expr, schema) {
        return Ok(Transformed::no(part));
    }
    let read = match wanted {
        DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
        other => other.clone(),
    };
    let is_all = read == *wanted;
    let call = Expr::ScalarFunction(ScalarFunction::new_udf(
        Arc::new(ScalarUDF::from(AsMoment {
            wanted: read,
            signature: Signature::any(1, Volatility::Immutable),
        })),
        vec![cast.expr.as_ref().clone()],
    ));
    Ok(Transformed::yes(if is_all {
        call
    } else {
        Expr::Cast(Cast {
            expr: Box::new(call),
            ..cast.clone()
        })
    }))
}

fn is_text(expr: &Expr, schema: &DFSchema) -> bool {
    // A type that cannot be told yet is told by the engine, in its own words.
    match expr.get_type(schema) {
        Ok(DataType::Dictionary(_, value)) => value.is_string(),
        Ok(data_type) => data_type.is_string(),
        Err(_) => false,
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AsMoment {
    wanted: DataType,
    signature: Signature,
}

impl ScalarUDFImpl for AsMoment {
    fn name(&self) -> &str {
        match &self.wanted {
            DataType::Timestamp(_, Some(_)) => "as_timestamptz",
            DataType::Timestamp(_, None) => "as_timestamp",
            _ => "as_date",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.wanted.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.first() else {
            return exec_err!("a moment is read from one text");
        };
        let is_constant = matches!(given, ColumnarValue::Scalar(_));
        let texts = given.to_array(if is_constant { 1 } else { args.number_rows })?;
        let texts = cast(&texts, &DataType::Utf8)?;
        let read = texts
            .as_string::<i32>()
            .iter()
            .map(|text| text.map(|text| self.read(text)));
        let read = read.map(Option::transpose);
        let made: ArrayRef = match &self.wanted {
            DataType::Timestamp(_, zone) => {
                let moments = read.collect::<Result<TimestampMicrosecondArray>>()?;
                Arc::new(moments.with_timezone_opt(zone.clone()))
            }
            _ => {
                let days =
                    read.map(|read| read.map(|read| read.map(|us| us.div_euclid(86_400_000_000) as i32)));
                Arc::new(days.collect::<Result<Date32Array>>()?)
            }
        };
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(made)
        })
    }
}

impl AsMoment {
    fn read(&self, text: &str) -> Result<i64> {
        if text
            .trim()
            .trim_start_matches('-')
            .eq_ignore_ascii_case("infinity")
        {
            let error = QueryError::new(ErrorCode::BadValue, format!("`{text}` is not kept as a moment"));
            return Err(told(error.hint("write '9999-12-31' for what never ends")));
        }
        let Some(written) = moment(text) else {
            return exec_err!("Error parsing timestamp from '{text}'");
        };
        let is_zoned = matches!(&self.wanted, DataType::Timestamp(_, Some(_)));
        let at = match written.zone.filter(|_| is_zoned) {
            Some(zone) => zone.utc(written.clock),
            None => Some(written.clock),
        };
        match at {
            Some(at) => Ok(at),
            None => exec_err!("Error parsing timestamp from '{text}'"),
        }
    }
}
