//! The operators as functions of the SQL engine.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, BooleanBuilder, DictionaryArray, StringArray, StringBuilder,
};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::{ArrowDictionaryKeyType, DataType, Field, FieldRef};
use datafusion::arrow::downcast_dictionary_array;
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::operator::{self, Key, Operator};
use crate::schema::json_field;

/// All operators as functions.
pub(crate) fn functions() -> impl Iterator<Item = ScalarUDF> {
    Operator::ALL
        .into_iter()
        .map(|operator| ScalarUDF::from(JsonFunction::new(operator)))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct JsonFunction {
    operator: Operator,
    signature: Signature,
}

impl JsonFunction {
    fn new(operator: Operator) -> Self {
        Self {
            operator,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for JsonFunction {
    fn name(&self) -> &str {
        self.operator.function_name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(if self.operator.gives_text() {
            DataType::Utf8
        } else {
            DataType::Boolean
        })
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let types: Vec<DataType> = args
            .arg_fields
            .iter()
            .map(|field| field.data_type().clone())
            .collect();
        let field = Field::new(self.name(), self.return_type(&types)?, true);
        Ok(Arc::new(if self.operator.gives_json() {
            json_field(field)
        } else {
            field
        }))
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [left, right] = types else {
            return plan_err!("{} takes two arguments, got {}", self.name(), types.len());
        };
        let left = match left {
            DataType::Dictionary(key, value) if is_text(value) => {
                DataType::Dictionary(key.clone(), Box::new(DataType::Utf8))
            }
            text if is_text(text) || *text == DataType::Null => DataType::Utf8,
            other => return plan_err!("{} needs JSON on its left side, got {other}", self.name()),
        };
        let right = match (self.operator, right) {
            (Operator::Get | Operator::GetText, number) if number.is_integer() => DataType::Int64,
            (operator, DataType::List(_) | DataType::LargeList(_)) if operator.takes_names() => {
                DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
            }
            (_, text) if is_any_text(text) || *text == DataType::Null => DataType::Utf8,
            (_, other) => return plan_err!("{} cannot take {other} on its right side", self.name()),
        };
        Ok(vec![left, right])
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else {
            return exec_err!("{} takes two arguments", self.name());
        };
        match (left, right) {
            (ColumnarValue::Scalar(left), ColumnarValue::Scalar(right)) => {
                let answer = self.over(left.to_array_of_size(1)?, right)?;
                Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&answer, 0)?))
            }
            (ColumnarValue::Array(left), ColumnarValue::Scalar(right)) => {
                Ok(ColumnarValue::Array(self.over(Arc::clone(left), right)?))
            }
            (left, ColumnarValue::Array(right)) => {
                let left = left.clone().into_array(right.len())?;
                Ok(ColumnarValue::Array(self.pairwise(&left, right)?))
            }
        }
    }
}

impl JsonFunction {
    /// One right side for all rows: each distinct value of a dictionary is looked at once.
    fn over(&self, left: ArrayRef, right: &ScalarValue) -> Result<ArrayRef> {
        let key = key_of(self.operator, right)?;
        let left: &dyn Array = &left;
        downcast_dictionary_array!(
            left => self.over_dictionary(left, key.as_ref()),
            _ => self.plain(left, key.as_ref())
        )
    }

    fn over_dictionary<K: ArrowDictionaryKeyType>(
        &self,
        left: &DictionaryArray<K>,
        key: Option<&Key>,
    ) -> Result<ArrayRef> {
        let answers = self.plain(left.values().as_ref(), key)?;
        Ok(take(&answers, left.keys(), None)?)
    }

    fn plain(&self, left: &dyn Array, key: Option<&Key>) -> Result<ArrayRef> {
        let left = cast(left, &DataType::Utf8)?;
        let texts = left.as_string::<i32>();
        Ok(if self.operator.gives_text() {
            let answers: StringArray = texts
                .iter()
                .map(|text| operator::get(self.operator, text?, key?))
                .collect();
            Arc::new(answers)
        } else {
            let answers: BooleanArray = texts
                .iter()
                .map(|text| operator::test(self.operator, text?, key?))
                .collect();
            Arc::new(answers)
        })
    }

    fn pairwise(&self, left: &ArrayRef, right: &ArrayRef) -> Result<ArrayRef> {
        let left = cast(left, &DataType::Utf8)?;
        let texts = left.as_string::<i32>();
        let (mut parts, mut answers) = (StringBuilder::new(), BooleanBuilder::new());
        for (row, text) in texts.iter().enumerate() {
            let key = key_of(self.operator, &ScalarValue::try_from_array(right, row)?)?;
            let both = text.zip(key.as_ref());
            if self.operator.gives_text() {
                parts.append_option(both.and_then(|(text, key)| operator::get(self.operator, text, key)));
            } else {
                answers.append_option(both.and_then(|(text, key)| operator::test(self.operator, text, key)));
            }
        }
        Ok(if self.operator.gives_text() {
            Arc::new(parts.finish())
        } else {
            Arc::new(answers.finish())
        })
    }
}

/// Reads the right side; NULL is `None`.
fn key_of(operator: Operator, right: &ScalarValue) -> Result<Option<Key>> {
    if right.is_null() {
        return Ok(None);
    }
    Ok(Some(match right {
        ScalarValue::Int64(Some(place)) => Key::Place(*place),
        ScalarValue::List(list) => Key::Names(texts_of(&list.value(0))?),
        other => {
            let Some(Some(text)) = other.try_as_str() else {
                return exec_err!(
                    "{} cannot take {other} on its right side",
                    operator.function_name()
                );
            };
            match operator {
                _ if operator.takes_names() => Key::Names(array_literal(text)),
                _ if operator.takes_json() => match serde_json::from_str(text) {
                    Ok(value) => Key::Json(value),
                    Err(error) => return exec_err!("not JSON: {text} ({error})"),
                },
                _ => Key::Name(text.to_owned()),
            }
        }
    }))
}

fn texts_of(list: &ArrayRef) -> Result<Vec<String>> {
    let list = cast(list, &DataType::Utf8)?;
    Ok(list
        .as_string::<i32>()
        .iter()
        .flatten()
        .map(str::to_owned)
        .collect())
}

/// PostgreSQL's text form of an array, without nesting: `{a,b}`.
pub(crate) fn array_literal(text: &str) -> Vec<String> {
    let inner = text.trim();
    let inner = inner
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(inner);
    if inner.is_empty() {
        return Vec::new();
    }
    inner
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .collect()
}

pub(super) fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

pub(super) fn is_any_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => is_text(value),
        plain => is_text(plain),
    }
}
