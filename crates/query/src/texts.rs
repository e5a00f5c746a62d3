//! Texts of values, and values of texts, as PostgreSQL writes and reads them where the engine does otherwise.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{ArrayRef, AsArray, Float64Array, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err};
use datafusion::logical_expr::expr::{Cast, ScalarFunction};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::bounded::told;
use crate::error::{ErrorCode, QueryError};

/// A cast of a double to a text, of a text to a double, and of anything to a double that it does not reach.
pub(crate) fn of_double(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::Cast(cast) = &part else {
        return Transformed::no(part);
    };
    let wanted = cast.field.data_type();
    // A type that cannot be told yet is told by the engine, in its own words.
    let Ok(given) = cast.expr.get_type(schema) else {
        return Transformed::no(part);
    };
    let work = match (&given, wanted) {
        (DataType::Float64, text) if text.is_string() => Work::Write,
        (text, DataType::Float64) if text.is_string() => Work::Read,
        _ => return Transformed::no(part),
    };
    let call = call(work, cast.expr.as_ref().clone());
    Transformed::yes(if *wanted == work.gives() {
        call
    } else {
        Expr::Cast(Cast {
            expr: Box::new(call),
            ..cast.clone()
        })
    })
}

/// `concat(true)` is `t`: its arguments are written as they are shown, not as they are cast.
pub(crate) fn joined(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::ScalarFunction(ScalarFunction { func, args }) = part else {
        return Transformed::no(part);
    };
    if !matches!(func.name(), "concat" | "concat_ws" | "format") {
        return Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args }));
    }
    let mut is_changed = false;
    let args = args.into_iter().map(|arg| {
        let work = match arg.get_type(schema) {
            Ok(DataType::Boolean) => Work::Letter,
            Ok(DataType::Float64) => Work::Write,
            _ => return arg,
        };
        is_changed = true;
        call(work, arg)
    });
    let args = args.collect();
    Transformed::new_transformed(Expr::ScalarFunction(ScalarFunction { func, args }), is_changed)
}

fn call(work: Work, value: Expr) -> Expr {
    let function = match work {
        Work::Read => &READ,
        Work::Write => &WRITE,
        Work::Letter => &LETTER,
    };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(function), vec![value]))
}

static READ: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| Double::function(Work::Read));
static WRITE: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| Double::function(Work::Write));
static LETTER: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| Double::function(Work::Letter));

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Work {
    /// A text as a double.
    Read,
    /// A double as a text.
    Write,
    /// `t` or `f`.
    Letter,
}

impl Work {
    const fn gives(self) -> DataType {
        match self {
            Self::Read => DataType::Float64,
            Self::Write | Self::Letter => DataType::Utf8,
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Double {
    work: Work,
    signature: Signature,
}

impl Double {
    fn function(work: Work) -> Arc<ScalarUDF> {
        Arc::new(ScalarUDF::from(Self {
            work,
            signature: Signature::any(1, Volatility::Immutable),
        }))
    }
}

impl ScalarUDFImpl for Double {
    fn name(&self) -> &str {
        match self.work {
            Work::Read => "double_of_text",
            Work::Write => "text_of_double",
            Work::Letter => "letter_of_boolean",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.work.gives())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.first() else {
            return exec_err!("one value is read");
        };
        let is_constant = matches!(given, ColumnarValue::Scalar(_));
        let array = given.to_array(if is_constant { 1 } else { args.number_rows })?;
        let made: ArrayRef = match self.work {
            Work::Read => {
                let texts = cast(&array, &DataType::Utf8)?;
                let read = texts
                    .as_string::<i32>()
                    .iter()
                    .map(|text| text.map(double).transpose());
                Arc::new(read.collect::<Result<Float64Array>>()?)
            }
            Work::Write => written(&array),
            Work::Letter => {
                let letters = array.as_boolean().iter();
                Arc::new(
                    letters
                        .map(|is| is.map(|is| if is { "t" } else { "f" }))
                        .collect::<StringArray>(),
                )
            }
        };
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(made)
        })
    }
}

/// A column of doubles as texts.
pub(crate) fn written(doubles: &ArrayRef) -> ArrayRef {
    let texts = doubles.as_primitive::<Float64Type>().iter();
    Arc::new(texts.map(|double| double.map(text_of)).collect::<StringArray>())
}

/// As few digits as tell it from its neighbours, with an exponent where it is very large or very small.
fn text_of(double: f64) -> String {
    if double.is_nan() {
        return "NaN".to_owned();
    }
    if double.is_infinite() {
        return if double > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let short = format!("{double:e}");
    let (digits, power) = short.split_once('e').unwrap_or((&short, "0"));
    match power.parse::<i32>() {
        Ok(power) if !(-4..15).contains(&power) => {
            let sign = if power < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", power.abs())
        }
        _ => double.to_string(),
    }
}

fn double(text: &str) -> Result<f64> {
    let trimmed = text.trim();
    let Ok(double) = trimmed.parse::<f64>() else {
        return exec_err!("Cannot cast string '{text}' to value of Float64 type");
    };
    let is_written = trimmed.contains(|char: char| char.is_ascii_digit());
    if double.is_infinite() && is_written {
        let error = QueryError::new(
            ErrorCode::BadValue,
            format!("`{trimmed}` is out of range for double precision"),
        );
        return Err(told(error.hint("`'…'::numeric` holds up to 38 digits")));
    }
    Ok(double)
}

#[cfg(test)]
mod tests {
    use super::{double, text_of};

    /// As PostgreSQL 15 answers.
    #[test]
    fn doubles_are_written_with_few_digits() {
        for (double, text) in [
            (1e15, "1e+15"),
            (1e14, "100000000000000"),
            (123_456_789_012_345_678.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.0, "1"),
            (-0.0, "-0"),
            (1_234_567.891, "1234567.891"),
            (1.5e300, "1.5e+300"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(text_of(double), text);
        }
    }

    #[test]
    fn doubles_are_read_within_their_range() {
        assert_eq!(double(" 1.5e3 ").ok(), Some(1500.0));
        assert_eq!(double("Infinity").ok(), Some(f64::INFINITY));
        assert_eq!(double("-inf").ok(), Some(f64::NEG_INFINITY));
        assert!(double("1e400").is_err());
        assert!(double("abc").is_err());
    }
}
