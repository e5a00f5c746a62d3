//! JSON put together, and parts taken from it. Source: PostgreSQL documentation, 9.16.

use datafusion::common::{Result, exec_err};
use serde_json::Value;

/// What PostgreSQL's `||` makes of two values.
pub(super) fn merged(left: Value, right: Value) -> Value {
    let listed = |value: Value| match value {
        Value::Array(elements) => elements,
        other => vec![other],
    };
    match (left, right) {
        (Value::Object(mut left), Value::Object(right)) => {
            left.extend(right);
            Value::Object(left)
        }
        (left, right) => {
            let mut all = listed(left);
            all.extend(listed(right));
            Value::Array(all)
        }
    }
}

/// What PostgreSQL's `-` leaves of a value: without a member, an element, or several of them.
pub(super) fn without(mut left: Value, right: &Value) -> Result<Value> {
    match (&mut left, right) {
        (_, Value::Array(names)) => {
            return names.iter().try_fold(left, without);
        }
        (Value::Object(members), Value::String(name)) => {
            members.remove(name);
        }
        (Value::Array(elements), Value::String(text)) => {
            elements.retain(|element| element.as_str() != Some(text));
        }
        (Value::Array(elements), Value::Number(place)) => {
            let place = place.as_i64().unwrap_or(i64::MAX);
            let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
            let at = if place < 0 {
                place.saturating_add(length)
            } else {
                place
            };
            if let Some(at) = usize::try_from(at).ok().filter(|at| *at < elements.len()) {
                elements.remove(at);
            }
        }
        (Value::Object(_), _) => return exec_err!("a member of a JSON object is named by text"),
        _ => return exec_err!("nothing can be taken from a JSON scalar"),
    }
    Ok(left)
}
