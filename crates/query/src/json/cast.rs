//! `x::jsonb`: text that is JSON from here on, and is known to be.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use serde_json::value::RawValue;

use super::function::is_any_text;
use crate::schema::{is_json, json_field};

/// The function behind the cast.
pub(crate) fn as_json() -> ScalarUDF {
    ScalarUDF::from(AsJson {
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AsJson {
    signature: Signature,
}

impl ScalarUDFImpl for AsJson {
    fn name(&self) -> &'static str {
        "as_json"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.first().cloned().unwrap_or(DataType::Utf8))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let given = args.arg_fields.first().map(|field| field.data_type().clone());
        let field = Field::new(self.name(), given.unwrap_or(DataType::Utf8), true);
        Ok(Arc::new(json_field(field)))
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [text] if is_any_text(text) => Ok(vec![text.clone()]),
            [DataType::Null] => Ok(vec![DataType::Utf8]),
            [other] => plan_err!("cannot cast type {other} to jsonb; to_jsonb makes JSON of any value"),
            _ => plan_err!("as_json takes one argument"),
        }
    }

    /// What is JSON already stays as it is, so that tables can work out conditions on it.
    fn simplify(&self, mut args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        let is_known = args.first().is_some_and(|arg| {
            arg.to_field(info.schema().as_ref())
                .is_ok_and(|(_, field)| is_json(&field))
        });
        match args.pop() {
            Some(only) if is_known => Ok(ExprSimplifyResult::Simplified(only)),
            Some(only) => Ok(ExprSimplifyResult::Original(vec![only])),
            None => Ok(ExprSimplifyResult::Original(args)),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.into_iter().next() else {
            return exec_err!("as_json takes one argument");
        };
        if args.arg_fields.first().is_some_and(|field| is_json(field)) {
            return Ok(given);
        }
        match &given {
            ColumnarValue::Scalar(value) => check(&value.to_array()?)?,
            ColumnarValue::Array(array) => check(array)?,
        }
        Ok(match given {
            ColumnarValue::Scalar(ScalarValue::Null) => ColumnarValue::Scalar(ScalarValue::Utf8(None)),
            other => other,
        })
    }
}

fn check(texts: &ArrayRef) -> Result<()> {
    let texts = cast(texts, &DataType::Utf8)?;
    for text in texts.as_string::<i32>().iter().flatten() {
        if let Err(error) = serde_json::from_str::<&RawValue>(text) {
            return exec_err!("invalid input syntax for type json: {text} ({error})");
        }
    }
    Ok(())
}
