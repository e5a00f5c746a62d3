//! One operation on one attribute of a document.

use serde_json::{Map, Value};

use super::{Edit, Op, list};
use crate::fault::Fault;

/// Changes the attribute inside its object: the document, or an extension of it.
pub(super) fn edit(object: &mut Map<String, Value>, edit: &Edit<'_>) -> Result<(), Fault> {
    let name = edit.attribute.name;
    let present = object.remove(name);
    let was_inactive = name == "active" && present == Some(Value::Bool(false));
    let after = if edit.attribute.multi_valued {
        let items = match present {
            Some(Value::Array(items)) => items,
            Some(one) => vec![one],
            None => Vec::new(),
        };
        let items = list::edit(items, edit)?;
        (!items.is_empty()).then_some(Value::Array(items))
    } else if let Some(sub) = edit.sub {
        let mut members = object_of(present);
        match (edit.op, &edit.value) {
            (Op::Add, None) => {}
            (Op::Add | Op::Replace, Some(value)) => drop(members.insert(sub.name.to_owned(), value.clone())),
            (Op::Replace, None) | (Op::Remove, _) => drop(members.remove(sub.name)),
        }
        (!members.is_empty()).then_some(Value::Object(members))
    } else {
        whole(present, edit)
    };
    match after {
        Some(after) => drop(object.insert(name.to_owned(), after)),
        None if edit.attribute.required => {
            return Err(Fault::mutability(format!(
                "`{}` is required and cannot be removed",
                edit.path
            )));
        }
        // Without a value nobody is inactive: what is taken away must not let somebody in.
        None if was_inactive => {
            return Err(Fault::mutability(
                "`active` is false and cannot be removed: set it to true if that is meant",
            ));
        }
        None => {}
    }
    Ok(())
}

fn whole(present: Option<Value>, edit: &Edit<'_>) -> Option<Value> {
    match (edit.op, &edit.value) {
        (Op::Add, None) => present,
        (Op::Replace, None) | (Op::Remove, _) => None,
        // Sub-attributes that the value does not name stay as they are (RFC 7644 sections 3.5.2.1 and 3.5.2.3).
        (Op::Add | Op::Replace, Some(Value::Object(new))) => {
            let mut members = object_of(present);
            members.extend(new.clone());
            Some(Value::Object(members))
        }
        (Op::Add | Op::Replace, Some(value)) => Some(value.clone()),
    }
}

/// An object to write into.
pub(super) fn object_of(value: Option<Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
