//! Functions that make JSON, and that take it apart. Source: PostgreSQL documentation, 9.16.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Builder, ListBuilder, StringViewBuilder};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};
use serde_json::{Map, Value};

use super::change::{merged, without};
use super::normal::written;
use crate::schema::{is_json, json_field, list_item};

/// What such a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Gives {
    Json,
    Text,
    Count,
    /// A list of texts; several rows once it is unnested.
    Texts,
}

/// A function that makes or takes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Call {
    ToJson,
    BuildObject,
    BuildArray,
    /// The elements of a list of JSON, as one array; NULL is `null`.
    Gather,
    /// The same for names and values.
    GatherObject,
    Length,
    TypeOf,
    Pretty,
    Elements,
    ElementsText,
    Keys,
    /// `a || b`
    Merge,
    /// `a - 'key'`
    Without,
    Values,
    ValuesText,
}

/// Their names. Those without a `b` as well: text that is JSON is all there is here.
const CALLS: [(&str, &[&str], Call, Gives); 15] = [
    ("to_jsonb", &["to_json"], Call::ToJson, Gives::Json),
    (
        "jsonb_build_object",
        &["json_build_object"],
        Call::BuildObject,
        Gives::Json,
    ),
    (
        "jsonb_build_array",
        &["json_build_array"],
        Call::BuildArray,
        Gives::Json,
    ),
    ("json_gather", &[], Call::Gather, Gives::Json),
    ("json_gather_object", &[], Call::GatherObject, Gives::Json),
    (
        "jsonb_array_length",
        &["json_array_length"],
        Call::Length,
        Gives::Count,
    ),
    ("jsonb_typeof", &["json_typeof"], Call::TypeOf, Gives::Text),
    ("jsonb_pretty", &[], Call::Pretty, Gives::Text),
    ("json_merge", &[], Call::Merge, Gives::Json),
    ("json_without", &[], Call::Without, Gives::Json),
    ("json_elements", &[], Call::Elements, Gives::Texts),
    ("json_elements_text", &[], Call::ElementsText, Gives::Texts),
    ("json_keys", &[], Call::Keys, Gives::Texts),
    ("json_values", &[], Call::Values, Gives::Texts),
    ("json_values_text", &[], Call::ValuesText, Gives::Texts),
];

/// All of them.
pub(crate) fn functions() -> impl Iterator<Item = ScalarUDF> {
    CALLS.into_iter().map(|(name, aliases, call, gives)| {
        ScalarUDF::from(JsonCall {
            name,
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            call,
            gives,
            signature: Signature::one_of(
                vec![TypeSignature::VariadicAny, TypeSignature::Nullary],
                Volatility::Immutable,
            ),
        })
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct JsonCall {
    name: &'static str,
    aliases: Vec<String>,
    call: Call,
    gives: Gives,
    signature: Signature,
}

impl ScalarUDFImpl for JsonCall {
    fn name(&self) -> &str {
        self.name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.gives {
            Gives::Json | Gives::Text => DataType::Utf8View,
            Gives::Count => DataType::Int64,
            Gives::Texts => DataType::List(list_item()),
        })
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let field = Field::new(self.name, self.return_type(&[])?, true);
        Ok(Arc::new(match self.gives {
            Gives::Json => json_field(field),
            _ => field,
        }))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = args
            .args
            .iter()
            .all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if is_constant { 1 } else { args.number_rows };
        let arrays = args.args.iter().map(|arg| arg.to_array(rows));
        let arrays = arrays.collect::<Result<Vec<_>>>()?;
        let marked: Vec<bool> = args.arg_fields.iter().map(|field| is_json(field)).collect();
        let given = Given {
            name: self.name,
            arrays: &arrays,
            marked: &marked,
        };
        let made = self.over(&given, rows)?;
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(made)
        })
    }
}

/// The arguments, and which of them are JSON and not text.
struct Given<'a> {
    name: &'static str,
    arrays: &'a [ArrayRef],
    marked: &'a [bool],
}

impl JsonCall {
    fn over(&self, given: &Given<'_>, rows: usize) -> Result<ArrayRef> {
        Ok(match self.gives {
            Gives::Json | Gives::Text => {
                let mut out = StringViewBuilder::new();
                for row in 0..rows {
                    out.append_option(self.text(given, row)?);
                }
                Arc::new(out.finish())
            }
            Gives::Count => {
                let mut out = Int64Builder::new();
                for row in 0..rows {
                    let length = match given.parsed(0, row)? {
                        Some(Value::Array(elements)) => Some(elements.len() as i64),
                        Some(_) => return exec_err!("{} needs a JSON array", given.name),
                        None => None,
                    };
                    out.append_option(length);
                }
                Arc::new(out.finish())
            }
            Gives::Texts => {
                let mut out = ListBuilder::new(StringViewBuilder::new()).with_field(list_item());
                for row in 0..rows {
                    let items = self.items(given, row)?;
                    let is_known = items.is_some();
                    items
                        .into_iter()
                        .flatten()
                        .for_each(|item| out.values().append_option(item));
                    out.append(is_known);
                }
                Arc::new(out.finish())
            }
        })
    }

    fn text(&self, given: &Given<'_>, row: usize) -> Result<Option<String>> {
        let value = match self.call {
            Call::ToJson if given.arrays.first().is_some_and(|array| is_null(array, row)) => return Ok(None),
            Call::ToJson => given.value(0, row)?,
            Call::BuildArray => {
                let values = (0..given.arrays.len()).map(|at| given.value(at, row));
                Value::Array(values.collect::<Result<_>>()?)
            }
            Call::BuildObject => given.object(row)?,
            // Many values are put together as they are: taken apart they would need many times their memory.
            Call::Gather => {
                return Ok(given.list(0, row)?.map(|values| {
                    let values: Vec<String> = values
                        .into_iter()
                        .map(|value| value.unwrap_or_else(|| "null".to_owned()))
                        .collect();
                    format!("[{}]", values.join(", "))
                }));
            }
            Call::Merge => match (given.parsed(0, row)?, given.parsed(1, row)?) {
                (Some(left), Some(right)) => merged(left, right),
                _ => return Ok(None),
            },
            Call::Pretty => return Ok(given.parsed(0, row)?.map(|value| format!("{value:#}"))),
            Call::Without => match given.parsed(0, row)? {
                Some(left) if given.arrays.get(1).is_some_and(|array| !is_null(array, row)) => {
                    without(left, &given.value(1, row)?)?
                }
                _ => return Ok(None),
            },
            Call::GatherObject => {
                let (Some(names), Some(values)) = (given.list(0, row)?, given.list(1, row)?) else {
                    return Ok(None);
                };
                let members = names.into_iter().zip(values).map(|(name, value)| match name {
                    Some(name) => Ok((name, read(value)?)),
                    None => exec_err!("a name in a JSON object cannot be NULL"),
                });
                Value::Object(members.collect::<Result<Map<_, _>>>()?)
            }
            _ => {
                return Ok(given.parsed(0, row)?.map(|value| {
                    let word = match value {
                        Value::Null => "null",
                        Value::Bool(_) => "boolean",
                        Value::Number(_) => "number",
                        Value::String(_) => "string",
                        Value::Array(_) => "array",
                        Value::Object(_) => "object",
                    };
                    word.to_owned()
                }));
            }
        };
        Ok(Some(written(&value)))
    }

    /// What is to be unnested; `None` is NULL, which gives no row.
    fn items(&self, given: &Given<'_>, row: usize) -> Result<Option<Vec<Option<String>>>> {
        let whole = |value: Value| Some(written(&value));
        let as_text = |value: Value| match value {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(written(&other)),
        };
        Ok(match (self.call, given.parsed(0, row)?) {
            (_, None) => None,
            (Call::Elements, Some(Value::Array(elements))) => Some(elements.into_iter().map(whole).collect()),
            (Call::ElementsText, Some(Value::Array(elements))) => {
                Some(elements.into_iter().map(as_text).collect())
            }
            (Call::Elements | Call::ElementsText, Some(_)) => return exec_err!("this needs a JSON array"),
            (Call::Keys, Some(Value::Object(members))) => {
                Some(members.into_iter().map(|(name, _)| Some(name)).collect())
            }
            (Call::Values, Some(Value::Object(members))) => {
                Some(members.into_iter().map(|(_, value)| whole(value)).collect())
            }
            (_, Some(Value::Object(members))) => {
                Some(members.into_iter().map(|(_, value)| as_text(value)).collect())
            }
            (_, Some(_)) => return exec_err!("this needs a JSON object"),
        })
    }
}

impl Given<'_> {
    /// An argument as JSON: what is JSON as it is, everything else by its type.
    fn value(&self, at: usize, row: usize) -> Result<Value> {
        match self.arrays.get(at) {
            Some(array) => value(array, row, self.marked.get(at).copied().unwrap_or(false)),
            None => Ok(Value::Null),
        }
    }

    /// An argument that is JSON.
    fn parsed(&self, at: usize, row: usize) -> Result<Option<Value>> {
        match self.arrays.get(at) {
            Some(array) if !is_null(array, row) => value(array, row, true).map(Some),
            Some(_) => Ok(None),
            None => exec_err!("{} takes one argument", self.name),
        }
    }

    fn object(&self, row: usize) -> Result<Value> {
        let mut members = Map::new();
        if !self.arrays.len().is_multiple_of(2) {
            return exec_err!("{} takes names and values in turn", self.name);
        }
        for at in (0..self.arrays.len()).step_by(2) {
            let name = match self.value(at, row)? {
                Value::Null => return exec_err!("a name in a JSON object cannot be NULL"),
                Value::String(name) => name,
                other => other.to_string(),
            };
            members.insert(name, self.value(at + 1, row)?);
        }
        Ok(Value::Object(members))
    }

    /// The texts of a list.
    fn list(&self, at: usize, row: usize) -> Result<Option<Vec<Option<String>>>> {
        let Some(lists) = self.arrays.get(at).and_then(|array| array.as_list_opt::<i32>()) else {
            return exec_err!("{} needs a list", self.name);
        };
        if lists.is_null(row) {
            return Ok(None);
        }
        let items = lists.value(row);
        let format = ArrayFormatter::try_new(&items, &FormatOptions::default())?;
        let text = |at: usize| (!items.is_null(at)).then(|| format.value(at).to_string());
        Ok(Some((0..items.len()).map(text).collect()))
    }
}

fn read(text: Option<String>) -> Result<Value> {
    match text {
        None => Ok(Value::Null),
        Some(text) => parse(&text),
    }
}

fn parse(text: &str) -> Result<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(error) => exec_err!("not JSON: {text} ({error})"),
    }
}

/// A NULL without a type has no mask of NULLs.
fn is_null(array: &ArrayRef, row: usize) -> bool {
    *array.data_type() == DataType::Null || array.is_null(row)
}

/// One value as JSON.
fn value(array: &ArrayRef, row: usize, is_json: bool) -> Result<Value> {
    if is_null(array, row) {
        return Ok(Value::Null);
    }
    if let Some(lists) = array.as_list_opt::<i32>() {
        let items = lists.value(row);
        let values = (0..items.len()).map(|at| value(&items, at, false));
        return Ok(Value::Array(values.collect::<Result<_>>()?));
    }
    let text = ArrayFormatter::try_new(array, &FormatOptions::default())?
        .value(row)
        .to_string();
    let is_bare = array.data_type().is_numeric() || *array.data_type() == DataType::Boolean;
    if is_json {
        return parse(&text);
    }
    Ok(match is_bare.then(|| serde_json::from_str(&text)) {
        Some(Ok(value)) => value,
        // NaN and infinities are no numbers in JSON.
        _ => Value::String(text),
    })
}
