//! Parts of JSON that are put in, left out and looked up by a path. Source: PostgreSQL documentation, 9.16.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, exec_err};
use serde_json::Value;

use super::rowwise::{RowWise, Takes, of_text, text};
use crate::json::{array_literal, written};

pub(super) fn functions() -> [RowWise; 3] {
    use Takes::{Flag, Path, Text};
    [
        RowWise::new("jsonb_set", &[Text, Path, Text, Flag], DataType::Utf8, set)
            .at_least(3)
            .of_json(),
        RowWise::new("jsonb_strip_nulls", &[Text], DataType::Utf8, strip).of_json(),
        RowWise::new("json_without_path", &[Text, Path], DataType::Utf8, without).of_json(),
    ]
}

fn json(given: &[ScalarValue], at: usize) -> Result<Value> {
    let text = text(given, at)?;
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(error) => exec_err!("not JSON: {text} ({error})"),
    }
}

fn path(given: &[ScalarValue], at: usize) -> Result<Vec<String>> {
    match given.get(at) {
        Some(ScalarValue::List(list)) => {
            let steps = list.value(0);
            Ok(steps
                .as_string::<i32>()
                .iter()
                .flatten()
                .map(str::to_owned)
                .collect())
        }
        _ => Ok(array_literal(text(given, at)?)),
    }
}

fn set(given: &[ScalarValue]) -> Result<ScalarValue> {
    let (mut value, steps, new) = (json(given, 0)?, path(given, 1)?, json(given, 2)?);
    if !value.is_object() && !value.is_array() {
        return exec_err!("a part cannot be set in a JSON scalar");
    }
    let may_create = !matches!(given.get(3), Some(ScalarValue::Boolean(Some(false))));
    put(&mut value, &steps, new, may_create)?;
    Ok(of_text(written(&value)))
}

/// Puts `new` at the end of the path; nothing changes where the way there is not.
fn put(value: &mut Value, steps: &[String], new: Value, may_create: bool) -> Result<()> {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(());
    };
    match value {
        Value::Object(members) => match members.get_mut(step) {
            Some(member) if rest.is_empty() => *member = new,
            Some(member) => return put(member, rest, new, may_create),
            None if rest.is_empty() && may_create => {
                members.insert(step.clone(), new);
            }
            None => {}
        },
        Value::Array(elements) => {
            let place = place(step, elements.len())?;
            match usize::try_from(place).ok().and_then(|at| elements.get_mut(at)) {
                Some(element) if rest.is_empty() => *element = new,
                Some(element) => return put(element, rest, new, may_create),
                None if rest.is_empty() && may_create => {
                    let at = if place < 0 { 0 } else { elements.len() };
                    elements.insert(at, new);
                }
                None => {}
            }
        }
        _ => {}
    }
    Ok(())
}

/// The place of an element, from the end where the number is negative.
fn place(step: &str, length: usize) -> Result<i64> {
    let Ok(place) = step.parse::<i64>() else {
        return exec_err!("`{step}` is no place in a JSON array: write a number");
    };
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    Ok(if place < 0 {
        place.saturating_add(length)
    } else {
        place
    })
}

fn strip(given: &[ScalarValue]) -> Result<ScalarValue> {
    let mut value = json(given, 0)?;
    strip_nulls(&mut value);
    Ok(of_text(written(&value)))
}

fn strip_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(strip_nulls);
        }
        Value::Array(elements) => elements.iter_mut().for_each(strip_nulls),
        _ => {}
    }
}

/// `value #- path`
fn without(given: &[ScalarValue]) -> Result<ScalarValue> {
    let (mut value, steps) = (json(given, 0)?, path(given, 1)?);
    take(&mut value, &steps)?;
    Ok(of_text(written(&value)))
}

fn take(value: &mut Value, steps: &[String]) -> Result<()> {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(());
    };
    match value {
        Value::Object(members) if rest.is_empty() => {
            members.remove(step);
        }
        Value::Object(members) => {
            if let Some(member) = members.get_mut(step) {
                return take(member, rest);
            }
        }
        Value::Array(elements) => {
            let at = usize::try_from(place(step, elements.len())?).ok();
            match at.filter(|at| *at < elements.len()) {
                Some(at) if rest.is_empty() => {
                    elements.remove(at);
                }
                Some(at) => {
                    if let Some(element) = elements.get_mut(at) {
                        return take(element, rest);
                    }
                }
                None => {}
            }
        }
        _ => {}
    }
    Ok(())
}
