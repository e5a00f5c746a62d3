//! A function that is worked out row by row, and is NULL where one of its arguments is.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, FieldRef, IntervalUnit};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use crate::schema::json_field;

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Text,
    Whole,
    Double,
    Flag,
    Interval,
    /// Names: a list of texts, or a text such as `{a,b}`.
    Path,
}

/// The function.
#[derive(Debug)]
pub(super) struct RowWise {
    name: &'static str,
    takes: &'static [Takes],
    least: usize,
    gives: DataType,
    is_json: bool,
    body: fn(&[ScalarValue]) -> Result<ScalarValue>,
    signature: Signature,
}

impl RowWise {
    pub(super) fn new(
        name: &'static str,
        takes: &'static [Takes],
        gives: DataType,
        body: fn(&[ScalarValue]) -> Result<ScalarValue>,
    ) -> Self {
        Self {
            name,
            takes,
            least: takes.len(),
            gives,
            is_json: false,
            body,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }

    /// The arguments behind the first `least` may be left out.
    pub(super) fn at_least(self, least: usize) -> Self {
        Self { least, ..self }
    }

    /// Its text is JSON.
    pub(super) fn of_json(self) -> Self {
        Self {
            is_json: true,
            ..self
        }
    }
}

impl PartialEq for RowWise {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for RowWise {}

impl Hash for RowWise {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for RowWise {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.gives.clone())
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let field = Field::new(self.name, self.gives.clone(), true);
        Ok(Arc::new(if self.is_json { json_field(field) } else { field }))
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        if types.len() < self.least || types.len() > self.takes.len() {
            return plan_err!("Function '{}' expects {} arguments", self.name, self.least);
        }
        let fits = |takes: Takes, given: &DataType| match (takes, given) {
            (_, DataType::Null) => true,
            (Takes::Whole | Takes::Double, given) => given.is_numeric(),
            (Takes::Flag, given) => *given == DataType::Boolean,
            (Takes::Interval, given) => matches!(given, DataType::Interval(_) | DataType::Duration(_)),
            (Takes::Text | Takes::Path, DataType::Dictionary(_, value)) => value.is_string(),
            (Takes::Path, DataType::List(_)) => true,
            (Takes::Text | Takes::Path, given) => given.is_string(),
        };
        let each = self.takes.iter().zip(types).map(|(takes, given)| {
            if !fits(*takes, given) {
                return plan_err!("Function '{}' expects other arguments", self.name);
            }
            Ok(match takes {
                Takes::Path if matches!(given, DataType::List(_)) => {
                    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
                }
                Takes::Text | Takes::Path => DataType::Utf8,
                Takes::Whole => DataType::Int64,
                Takes::Double => DataType::Float64,
                Takes::Flag => DataType::Boolean,
                Takes::Interval => DataType::Interval(IntervalUnit::MonthDayNano),
            })
        });
        each.collect()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = args
            .args
            .iter()
            .all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if is_constant { 1 } else { args.number_rows };
        let nothing = ScalarValue::try_from(&self.gives)?;
        let mut made = Vec::with_capacity(rows);
        for row in 0..rows {
            let given = args.args.iter().map(|arg| match arg {
                ColumnarValue::Scalar(value) => Ok(value.clone()),
                ColumnarValue::Array(array) => ScalarValue::try_from_array(array, row),
            });
            let given = given.collect::<Result<Vec<_>>>()?;
            made.push(if given.iter().any(ScalarValue::is_null) {
                nothing.clone()
            } else {
                (self.body)(&given)?
            });
        }
        match (is_constant, made.pop()) {
            (true, Some(only)) => Ok(ColumnarValue::Scalar(only)),
            (_, Some(last)) => {
                made.push(last);
                Ok(ColumnarValue::Array(ScalarValue::iter_to_array(made)?))
            }
            (_, None) => Ok(ColumnarValue::Array(nothing.to_array_of_size(0)?)),
        }
    }
}

/// The text of an argument.
pub(super) fn text(given: &[ScalarValue], at: usize) -> Result<&str> {
    match given.get(at).and_then(|value| value.try_as_str().flatten()) {
        Some(text) => Ok(text),
        None => exec_err!("argument {} is no text", at + 1),
    }
}

/// The whole number of an argument; `otherwise` where it was left out.
pub(super) fn whole(given: &[ScalarValue], at: usize, otherwise: i64) -> i64 {
    match given.get(at) {
        Some(ScalarValue::Int64(Some(number))) => *number,
        _ => otherwise,
    }
}

/// The double of an argument; 0 where it was left out.
pub(super) fn double(given: &[ScalarValue], at: usize) -> f64 {
    match given.get(at) {
        Some(ScalarValue::Float64(Some(number))) => *number,
        _ => 0.0,
    }
}

/// A text as a value.
pub(super) fn of_text(text: impl Into<String>) -> ScalarValue {
    ScalarValue::Utf8(Some(text.into()))
}

/// The type of lists of texts.
pub(super) fn texts_type() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
}

/// A list of texts as a value.
pub(super) fn of_texts<T: Into<String>>(texts: impl IntoIterator<Item = Option<T>>) -> ScalarValue {
    let texts: Vec<ScalarValue> = texts
        .into_iter()
        .map(|text| ScalarValue::Utf8(text.map(Into::into)))
        .collect();
    ScalarValue::List(ScalarValue::new_list_nullable(&texts, &DataType::Utf8))
}
