//! One operation on an attribute that holds a list.

use serde_json::{Map, Value};

use super::{Edit, Op, edit::object_of};
use crate::fault::Fault;
use crate::filter::Operator;
use crate::filter::bind::{Bound, Expected};
use crate::filter::matches::Source;
use crate::schema::{Mutability, Target};
use crate::value::is_primary;

/// The list after the operation. At most one value stays primary: the one that the operation made so.
pub(super) fn edit(items: Vec<Value>, edit: &Edit<'_>) -> Result<Vec<Value>, Fault> {
    let selects = edit.filter.is_some() || edit.sub.is_some();
    match (edit.op, selects) {
        (Op::Remove, true) => remove_selected(items, edit),
        (Op::Remove, false) => Ok(remove_listed(items, edit.value.as_ref())),
        (_, false) => Ok(with_listed(items, edit)),
        (_, true) => write_selected(items, edit),
    }
}

/// Without a value everything goes; with one, as Entra sends it, only what it names.
fn remove_listed(items: Vec<Value>, value: Option<&Value>) -> Vec<Value> {
    let Some(Value::Array(listed)) = value else {
        return Vec::new();
    };
    items
        .into_iter()
        .filter(|item| !listed.iter().any(|listed| is_same(item, listed)))
        .collect()
}

/// Whether a client that writes `listed` means `item`: by `value` alone when it gives no more.
fn is_same(item: &Value, listed: &Value) -> bool {
    match listed {
        Value::Object(members) if members.len() == 1 => {
            members.iter().all(|(name, value)| item.get(name) == Some(value))
        }
        _ => item == listed,
    }
}

fn with_listed(items: Vec<Value>, edit: &Edit<'_>) -> Vec<Value> {
    let listed = match &edit.value {
        Some(Value::Array(listed)) => listed.as_slice(),
        _ => &[],
    };
    if edit.op == Op::Replace {
        return listed.to_vec();
    }
    let new: Vec<Value> = listed
        .iter()
        .filter(|new| !items.contains(new))
        .cloned()
        .collect();
    let mut items = items;
    if new.iter().any(is_primary) {
        items.iter_mut().for_each(demote);
    }
    items.extend(new);
    items
}

fn remove_selected(items: Vec<Value>, edit: &Edit<'_>) -> Result<Vec<Value>, Fault> {
    let mut left = Vec::with_capacity(items.len());
    for item in items {
        if !is_selected(&item, edit) {
            left.push(item);
            continue;
        }
        if let Some(sub) = edit.sub {
            let mut members = object_of(Some(item));
            if members.remove(sub.name).is_some() && sub.mutability == Mutability::Immutable {
                return Err(immutable(edit));
            }
            if !members.is_empty() {
                left.push(Value::Object(members));
            }
        }
    }
    Ok(left)
}

fn write_selected(mut items: Vec<Value>, edit: &Edit<'_>) -> Result<Vec<Value>, Fault> {
    let Some(value) = &edit.value else {
        return if edit.op == Op::Replace {
            remove_selected(items, edit)
        } else {
            Ok(items)
        };
    };
    let mut selected: Vec<bool> = items.iter().map(|item| is_selected(item, edit)).collect();
    if !selected.contains(&true) {
        // RFC 7644 section 3.5.2.3 asks for this fault on `replace`. Entra's `add` of `emails[type eq "work"].value`
        // means a new value that meets the filter.
        let started = edit.filter.as_ref().map_or(Some(Map::new()), stated);
        match started {
            Some(started) if edit.op == Op::Add => items.push(Value::Object(started)),
            _ => return Err(Fault::no_target(format!("`{}` meets no value", edit.path))),
        }
        selected.push(true);
    }
    for (item, _) in items.iter_mut().zip(&selected).filter(|(_, selected)| **selected) {
        *item = written(item.take(), value, edit)?;
    }
    let makes_primary = items
        .iter()
        .zip(&selected)
        .any(|(item, selected)| *selected && is_primary(item));
    if makes_primary {
        items
            .iter_mut()
            .zip(&selected)
            .filter(|(_, selected)| !**selected)
            .for_each(|(item, _)| demote(item));
    }
    Ok(items)
}

/// One selected value with the new one written into it.
fn written(item: Value, value: &Value, edit: &Edit<'_>) -> Result<Value, Fault> {
    let mut members = match (edit.sub, edit.op) {
        // All matching values are replaced (RFC 7644 section 3.5.2.3).
        (None, Op::Replace) => return Ok(value.clone()),
        _ => object_of(Some(item)),
    };
    match (edit.sub, value) {
        (Some(sub), value) => {
            let before = members.insert(sub.name.to_owned(), value.clone());
            if sub.mutability == Mutability::Immutable && before.is_some_and(|before| before != *value) {
                return Err(immutable(edit));
            }
        }
        (None, Value::Object(new)) => members.extend(new.clone()),
        (None, other) => return Ok(other.clone()),
    }
    Ok(Value::Object(members))
}

fn is_selected(item: &Value, edit: &Edit<'_>) -> bool {
    edit.filter
        .as_ref()
        .is_none_or(|filter| filter.matches(Source::Element(item)))
}

/// The value that a filter of equalities describes.
fn stated(filter: &Bound<'_>) -> Option<Map<String, Value>> {
    match filter {
        Bound::And(parts) => parts.iter().try_fold(Map::new(), |mut all, part| {
            all.extend(stated(part)?);
            Some(all)
        }),
        Bound::Compare(Target::Attribute { attribute, .. }, Operator::Equal, expected) => {
            let value = match expected {
                Expected::Exact(text) => Value::from(text.as_str()),
                // Folding lost the letter case; the usual spelling is the better guess.
                Expected::Folded(text) => {
                    let usual = attribute
                        .canonical
                        .iter()
                        .find(|usual| usual.eq_ignore_ascii_case(text));
                    Value::from(usual.map_or(text.as_str(), |usual| usual))
                }
                Expected::Bool(value) => Value::Bool(*value),
                Expected::Number(_) | Expected::Time(_) | Expected::Null => return None,
            };
            Some(Map::from_iter([(attribute.name.to_owned(), value)]))
        }
        _ => None,
    }
}

fn demote(item: &mut Value) {
    if let Some(primary) = item
        .get_mut("primary")
        .filter(|primary| primary.as_bool() == Some(true))
    {
        *primary = Value::Bool(false);
    }
}

fn immutable(edit: &Edit<'_>) -> Fault {
    Fault::mutability(format!("`{}` cannot change once it is set", edit.path))
}
