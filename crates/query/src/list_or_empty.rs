//! `list_or_empty(list)`: a list instead of NULL. What `ARRAY(SELECT …)` is of no rows.

use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, ListArray};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::compute::concat;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The function.
pub(crate) fn list_or_empty() -> ScalarUDF {
    ScalarUDF::from(ListOrEmpty {
        signature: Signature::any(1, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ListOrEmpty {
    signature: Signature,
}

impl ScalarUDFImpl for ListOrEmpty {
    fn name(&self) -> &'static str {
        "list_or_empty"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.first().cloned().unwrap_or(DataType::Null))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.first() else {
            return exec_err!("list_or_empty takes a list");
        };
        let array = given.to_array(args.number_rows)?;
        let Some(lists) = array.as_list_opt::<i32>().filter(|lists| lists.null_count() > 0) else {
            return Ok(ColumnarValue::Array(array));
        };
        let DataType::List(item) = lists.data_type() else {
            return Ok(ColumnarValue::Array(Arc::clone(&array)));
        };
        let kept: Vec<_> = lists
            .iter()
            .map(|list| list.unwrap_or_else(|| lists.values().slice(0, 0)))
            .collect();
        let lengths = kept.iter().map(|list| list.len());
        let offsets = OffsetBuffer::from_lengths(lengths);
        let parts: Vec<&dyn Array> = kept.iter().map(AsRef::as_ref).collect();
        let values = concat(&parts)?;
        let whole = ListArray::try_new(Arc::clone(item), offsets, values, None)?;
        Ok(ColumnarValue::Array(Arc::new(whole)))
    }
}
