//! Bulk requests as data (RFC 7644 section 3.7): reading, the order that references between the parts ask for, and
//! putting ids where references stood.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fault::Fault;
use crate::limits::Limits;
use crate::urn;

const REFERENCE: &str = "bulkId:";

/// A bulk request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bulk {
    pub(crate) operations: Vec<BulkOperation>,
    /// How many may fail before the rest is left undone.
    pub(crate) fail_on_errors: Option<usize>,
}

/// One request within it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct BulkOperation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) bulk_id: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) data: Value,
}

/// Reads the body.
pub(crate) fn read(body: Value, limits: &Limits) -> Result<Bulk, Fault> {
    let Value::Object(body) = body else {
        return Err(Fault::invalid_syntax("the body must be a JSON object"));
    };
    let (mut given, mut fail_on_errors) = (None, None);
    for (name, value) in body {
        match name.to_ascii_lowercase().as_str() {
            "operations" => given = Some(value),
            "failonerrors" if !value.is_null() => {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                fail_on_errors = Some(
                    number.ok_or_else(|| Fault::invalid_value("`failOnErrors` must be a whole number"))?,
                );
            }
            "schemas" => {
                let named = value.as_array().map(Vec::as_slice).unwrap_or_default();
                if !named.iter().any(|name| name.as_str() == Some(urn::BULK_REQUEST)) {
                    return Err(Fault::invalid_syntax(format!(
                        "`schemas` must name `{}`",
                        urn::BULK_REQUEST
                    )));
                }
            }
            _ => {}
        }
    }
    let Some(Value::Array(given)) = given else {
        return Err(Fault::invalid_syntax("`Operations` must be a list"));
    };
    if given.len() > limits.bulk_operations_max {
        let most = limits.bulk_operations_max;
        return Err(Fault::new(
            413,
            format!("more than {most} operations in one bulk request"),
        ));
    }
    let operations = given.into_iter().map(operation).collect::<Result<Vec<_>, _>>()?;
    let mut seen = std::collections::BTreeSet::new();
    if operations
        .iter()
        .filter_map(|each| each.bulk_id.as_deref())
        .any(|bulk_id| !seen.insert(bulk_id))
    {
        return Err(Fault::invalid_syntax("a `bulkId` is given twice"));
    }
    Ok(Bulk {
        operations,
        fail_on_errors,
    })
}

fn operation(item: Value) -> Result<BulkOperation, Fault> {
    let Value::Object(item) = item else {
        return Err(Fault::invalid_syntax("each of `Operations` must be an object"));
    };
    let mut read = BulkOperation::default();
    for (name, value) in item {
        let text = || match &value {
            Value::String(text) => Ok(Some(text.clone())),
            Value::Null => Ok(None),
            _ => Err(Fault::invalid_syntax(format!("`{name}` must be a text"))),
        };
        match name.to_ascii_lowercase().as_str() {
            "method" => read.method = text()?.unwrap_or_default().to_ascii_uppercase(),
            "path" => read.path = text()?.unwrap_or_default(),
            "bulkid" => read.bulk_id = text()?,
            "version" => read.version = text()?,
            "data" => read.data = value,
            _ => {}
        }
    }
    if !["POST", "PUT", "PATCH", "DELETE"].contains(&read.method.as_str()) {
        return Err(Fault::invalid_syntax(
            "`method` must be POST, PUT, PATCH or DELETE",
        ));
    }
    Ok(read)
}

/// The order in which to do the operations: as given, but each after those it refers to. The second list holds those
/// that refer to one another in a circle, or to one that does.
pub(crate) fn order(operations: &[BulkOperation]) -> (Vec<usize>, Vec<usize>) {
    let place: BTreeMap<&str, usize> = operations
        .iter()
        .enumerate()
        .filter_map(|(index, operation)| Some((operation.bulk_id.as_deref()?, index)))
        .collect();
    let mut waiting_for = vec![0_usize; operations.len()];
    let mut followers = vec![Vec::new(); operations.len()];
    for (index, operation) in operations.iter().enumerate() {
        let mut needed: Vec<usize> = references(operation)
            .iter()
            .filter_map(|name| place.get(name.as_str()).copied())
            .collect();
        needed.sort_unstable();
        needed.dedup();
        for earlier in needed {
            if let (Some(count), Some(list)) = (waiting_for.get_mut(index), followers.get_mut(earlier)) {
                *count += 1;
                list.push(index);
            }
        }
    }
    let mut ready: std::collections::BTreeSet<usize> = waiting_for
        .iter()
        .enumerate()
        .filter(|(_, count)| **count == 0)
        .map(|(index, _)| index)
        .collect();
    let mut ordered = Vec::with_capacity(operations.len());
    while let Some(next) = ready.pop_first() {
        ordered.push(next);
        for &follower in followers.get(next).map(Vec::as_slice).unwrap_or_default() {
            let Some(count) = waiting_for.get_mut(follower) else {
                continue;
            };
            *count -= 1;
            if *count == 0 {
                ready.insert(follower);
            }
        }
    }
    let circular = waiting_for
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(index, _)| index);
    (ordered, circular.collect())
}

/// Every `bulkId` that the operation refers to.
pub(crate) fn references(operation: &BulkOperation) -> Vec<String> {
    let mut found: Vec<String> = operation
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix(REFERENCE))
        .map(str::to_owned)
        .collect();
    collect(&operation.data, &mut found);
    found
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.extend(text.strip_prefix(REFERENCE).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Value::Object(members) => members.values().for_each(|value| collect(value, into)),
        _ => {}
    }
}

/// Puts ids where references stand; the reference that is not known, if there is one.
pub(crate) fn resolve(operation: &mut BulkOperation, ids: &BTreeMap<String, String>) -> Result<(), String> {
    if let Some(unknown) = references(operation)
        .into_iter()
        .find(|name| !ids.contains_key(name))
    {
        return Err(unknown);
    }
    let id_of = |text: &str| {
        text.strip_prefix(REFERENCE)
            .and_then(|name| ids.get(name))
            .cloned()
    };
    let parts = operation
        .path
        .split('/')
        .map(|part| id_of(part).unwrap_or_else(|| part.to_owned()));
    operation.path = parts.collect::<Vec<_>>().join("/");
    replace(&mut operation.data, &id_of);
    Ok(())
}

fn replace(value: &mut Value, id_of: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(id) = id_of(text) {
                *text = id;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, id_of)),
        Value::Object(members) => members.values_mut().for_each(|value| replace(value, id_of)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
