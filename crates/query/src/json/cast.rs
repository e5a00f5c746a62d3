//! `x::json`: text that is JSON from here on, and is known to be. `x::jsonb` is written as `jsonb` is as well, so that
//! two texts of one value are one; what is compared with JSON is compared by its value.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Int32Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use serde_json::value::RawValue;

use super::function::is_any_text;
use super::normal::{key, normal};
use crate::schema::{is_json, json_field};

/// The function behind the cast to `json`.
pub(crate) fn as_json() -> ScalarUDF {
    function(Form::Json)
}

/// The function behind the cast to `jsonb`.
pub(crate) fn as_jsonb() -> ScalarUDF {
    function(Form::Jsonb)
}

/// What JSON is compared by.
pub(crate) fn json_key() -> ScalarUDF {
    function(Form::Key)
}

fn function(form: Form) -> ScalarUDF {
    ScalarUDF::from(AsJson {
        form,
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Json,
    Jsonb,
    Key,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AsJson {
    form: Form,
    signature: Signature,
}

impl ScalarUDFImpl for AsJson {
    fn name(&self) -> &'static str {
        match self.form {
            Form::Json => "as_json",
            Form::Jsonb => "as_jsonb",
            Form::Key => "json_key",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(match self.form {
            Form::Json => types.first().cloned().unwrap_or(DataType::Utf8),
            Form::Jsonb | Form::Key => DataType::Utf8,
        })
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let given = args.arg_fields.first();
        let own = given.map_or(DataType::Utf8, |field| field.data_type().clone());
        // What is JSON already is not written anew.
        let is_kept = match self.form {
            Form::Json => true,
            Form::Jsonb => given.is_some_and(|field| is_json(field)),
            Form::Key => false,
        };
        let data_type = if is_kept { own } else { DataType::Utf8 };
        let field = Field::new(self.name(), data_type, true);
        Ok(Arc::new(match self.form {
            Form::Json | Form::Jsonb => json_field(field),
            Form::Key => field,
        }))
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [text] if is_any_text(text) => Ok(vec![text.clone()]),
            [DataType::Null] => Ok(vec![DataType::Utf8]),
            [other] => plan_err!("cannot cast type {other} to jsonb; to_jsonb makes JSON of any value"),
            _ => plan_err!("{} takes one argument", self.name()),
        }
    }

    /// What is JSON already stays as it is, so that tables can work out conditions on it.
    fn simplify(&self, mut args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        let is_known = self.form != Form::Key
            && args.first().is_some_and(|arg| {
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
            return exec_err!("{} takes one argument", self.name());
        };
        if self.form != Form::Key && args.arg_fields.first().is_some_and(|field| is_json(field)) {
            return Ok(given);
        }
        let rewrite: fn(&str) -> Result<String, String> = match self.form {
            Form::Json => return checked(given),
            Form::Jsonb => normal,
            Form::Key => key,
        };
        Ok(match given {
            ColumnarValue::Scalar(value) => {
                let made = rewritten(&value.to_array()?, rewrite)?;
                ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
            }
            ColumnarValue::Array(array) => ColumnarValue::Array(rewritten(&array, rewrite)?),
        })
    }
}

fn checked(given: ColumnarValue) -> Result<ColumnarValue> {
    let array = match &given {
        ColumnarValue::Scalar(value) => value.to_array()?,
        ColumnarValue::Array(array) => Arc::clone(array),
    };
    let texts = cast(&array, &DataType::Utf8)?;
    for text in texts.as_string::<i32>().iter().flatten() {
        if let Err(error) = serde_json::from_str::<&RawValue>(text) {
            return exec_err!("invalid input syntax for type json: {text} ({error})");
        }
    }
    Ok(match given {
        ColumnarValue::Scalar(ScalarValue::Null) => ColumnarValue::Scalar(ScalarValue::Utf8(None)),
        other => other,
    })
}

/// Each text rewritten; those of a dictionary once.
fn rewritten(array: &ArrayRef, rewrite: fn(&str) -> Result<String, String>) -> Result<ArrayRef> {
    if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() {
        let values = rewritten(dictionary.values(), rewrite)?;
        return Ok(datafusion::arrow::compute::take(
            &values,
            dictionary.keys(),
            None,
        )?);
    }
    let texts = cast(array, &DataType::Utf8)?;
    let made = texts
        .as_string::<i32>()
        .iter()
        .map(|text| match text.map(rewrite) {
            None => Ok(None),
            Some(Ok(made)) => Ok(Some(made)),
            Some(Err(error)) => exec_err!(
                "invalid input syntax for type json: {} ({error})",
                text.unwrap_or_default().chars().take(100).collect::<String>()
            ),
        });
    Ok(Arc::new(made.collect::<Result<StringArray>>()?))
}
