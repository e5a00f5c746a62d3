//! `1.7::int` is 2: PostgreSQL rounds where the engine cuts off. Decimals are rounded away from zero at a half, doubles
//! to the even number: `round(2.5)` is 3, `round(2.5::float8)` is 2.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::compute::unary;
use datafusion::arrow::datatypes::{DataType, Float32Type, Float64Type};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err, plan_err};
use datafusion::functions::math::expr_fn::round;
use datafusion::logical_expr::expr::{Cast, ScalarFunction};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Rounds what is cast to a whole number.
pub(crate) fn cast(part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let Expr::Cast(cast) = &part else {
        return Ok(Transformed::no(part));
    };
    if !cast.field.data_type().is_integer() {
        return Ok(Transformed::no(part));
    }
    // A type that cannot be told yet is told by the engine, in its own words.
    let whole = match cast.expr.get_type(schema) {
        Ok(from) if from.is_decimal() => round(vec![cast.expr.as_ref().clone()]),
        Ok(DataType::Float32 | DataType::Float64) => even(cast.expr.as_ref().clone()),
        _ => return Ok(Transformed::no(part)),
    };
    Ok(Transformed::yes(Expr::Cast(Cast {
        expr: Box::new(whole),
        ..cast.clone()
    })))
}

/// `round(x)` of doubles.
pub(crate) fn call(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    match &part {
        Expr::ScalarFunction(call) if call.name() == "round" => match call.args.as_slice() {
            [only]
                if only
                    .get_type(schema)
                    .is_ok_and(|found| matches!(found, DataType::Float32 | DataType::Float64)) =>
            {
                Transformed::yes(even(only.clone()))
            }
            _ => Transformed::no(part),
        },
        _ => Transformed::no(part),
    }
}

fn even(value: Expr) -> Expr {
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::clone(&EVEN), vec![value]))
}

static EVEN: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| {
    Arc::new(ScalarUDF::from(RoundEven {
        signature: Signature::any(1, Volatility::Immutable),
    }))
});

#[derive(Debug, PartialEq, Eq, Hash)]
struct RoundEven {
    signature: Signature,
}

impl ScalarUDFImpl for RoundEven {
    fn name(&self) -> &str {
        "round_even"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match types {
            [only] => Ok(only.clone()),
            _ => plan_err!("round takes one number"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.first() else {
            return exec_err!("round takes one number");
        };
        let is_constant = matches!(given, ColumnarValue::Scalar(_));
        let array = given.to_array(if is_constant { 1 } else { args.number_rows })?;
        let made: ArrayRef = match array.data_type() {
            DataType::Float64 => Arc::new(unary::<_, _, Float64Type>(
                array.as_primitive::<Float64Type>(),
                f64::round_ties_even,
            )),
            DataType::Float32 => Arc::new(unary::<_, _, Float32Type>(
                array.as_primitive::<Float32Type>(),
                f32::round_ties_even,
            )),
            other => return exec_err!("round does not take {other}"),
        };
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(made)
        })
    }
}
