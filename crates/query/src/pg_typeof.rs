//! `pg_typeof(x)`: the name of a value's type.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::schema::sql_type;

/// The function.
pub(crate) fn pg_typeof() -> ScalarUDF {
    ScalarUDF::from(TypeOf {
        signature: Signature::any(1, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct TypeOf {
    signature: Signature,
}

impl ScalarUDFImpl for TypeOf {
    fn name(&self) -> &'static str {
        "pg_typeof"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let name = args.arg_fields.first().map(|field| match field.data_type() {
            DataType::Null => "unknown".to_owned(),
            _ => match sql_type(field).as_str() {
                "timestamptz" => "timestamp with time zone".to_owned(),
                "timestamp" => "timestamp without time zone".to_owned(),
                "time" => "time without time zone".to_owned(),
                other => other.to_owned(),
            },
        });
        Ok(ColumnarValue::Scalar(ScalarValue::Utf8(name)))
    }
}
