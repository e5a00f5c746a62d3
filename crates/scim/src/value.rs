//! One value against one attribute: is it of the type, and how is it kept?
//!
//! Generous where a client's habit leaves no doubt (`"True"` for a boolean, one object where a list is due, a text where
//! an object with `value` is due), strict otherwise.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::document::Document;
use crate::fault::Fault;
use crate::limits::{KEY_BYTES_MAX, LIST_MAX};
use crate::schema::{Attribute, Kind, Mutability, ResourceType, Type};

/// Reads the value of an attribute; `None` when it means "unassigned" (RFC 7643 section 2.5).
pub(crate) fn read(attribute: &Attribute, value: Value, path: &str) -> Result<Option<Value>, Fault> {
    if !attribute.multi_valued {
        return single(attribute, value, path);
    }
    let items = match value {
        Value::Null => return Ok(None),
        Value::Array(items) => items,
        one => vec![one],
    };
    if items.len() > LIST_MAX {
        return Err(Fault::invalid_value(format!(
            "`{path}` has more than {LIST_MAX} values"
        )));
    }
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        list.extend(single(attribute, item, path)?);
    }
    Ok((!list.is_empty()).then_some(Value::Array(list)))
}

/// Reads one value, also of an attribute that holds a list.
pub(crate) fn single(attribute: &Attribute, value: Value, path: &str) -> Result<Option<Value>, Fault> {
    let wrong = |due: &str| Err(Fault::invalid_value(format!("`{path}` must be {due}")));
    match (attribute.kind, value) {
        (_, Value::Null) => Ok(None),
        (Type::Complex, value) => complex(attribute, value, path),
        (Type::Boolean, Value::Bool(value)) => Ok(Some(Value::Bool(value))),
        (Type::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("true") => {
            Ok(Some(Value::Bool(true)))
        }
        (Type::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("false") => {
            Ok(Some(Value::Bool(false)))
        }
        (Type::Boolean, _) => wrong("true or false"),
        (Type::Integer, value @ Value::Number(_)) if value.is_i64() || value.is_u64() => Ok(Some(value)),
        (Type::Integer, _) => wrong("a whole number"),
        (Type::Decimal, value @ Value::Number(_)) => Ok(Some(value)),
        (Type::Decimal, _) => wrong("a number"),
        (Type::DateTime, Value::String(text)) if text.parse::<Timestamp>().is_ok() => {
            Ok(Some(Value::String(text)))
        }
        (Type::DateTime, _) => wrong("a point in time such as `2026-01-31T08:00:00Z`"),
        (Type::Binary, Value::String(text)) if is_base64(&text) => Ok(Some(Value::String(text))),
        (Type::Binary, _) => wrong("bytes in base64"),
        (Type::String | Type::Reference, Value::String(text)) => {
            Ok(Some(Value::String(canonical(attribute, text))))
        }
        (Type::String | Type::Reference, _) => wrong("a text"),
    }
}

fn complex(attribute: &Attribute, value: Value, path: &str) -> Result<Option<Value>, Fault> {
    let given = match value {
        Value::Object(given) => given,
        text @ Value::String(_) if attribute.sub("value").is_some() => {
            Map::from_iter([("value".to_owned(), text)])
        }
        _ => return Err(Fault::invalid_value(format!("`{path}` must be an object"))),
    };
    let mut kept = Map::new();
    for (name, value) in given {
        let Some(sub) = attribute.sub(&name) else { continue };
        if sub.mutability == Mutability::ReadOnly {
            continue;
        }
        let path = format!("{path}.{}", sub.name);
        let Some(value) = read(sub, value, &path)? else {
            continue;
        };
        if kept.insert(sub.name.to_owned(), value).is_some() {
            return Err(Fault::invalid_syntax(format!(
                "`{path}` is given twice, in different letter case"
            )));
        }
    }
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

/// The usual spelling, where letter case does not matter.
fn canonical(attribute: &Attribute, text: String) -> String {
    if attribute.case_exact {
        return text;
    }
    let usual = attribute
        .canonical
        .iter()
        .find(|usual| usual.eq_ignore_ascii_case(&text));
    usual.map_or(text, |usual| (*usual).to_owned())
}

/// Standard or URL alphabet, with or without padding and line breaks.
fn is_base64(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    bare.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_' | b'\r' | b'\n'))
}

/// What must hold for the document as a whole: required attributes, one `primary`, texts that an index can hold.
pub(crate) fn check_document(of: &ResourceType, document: &Document) -> Result<(), Fault> {
    for attribute in of.core.attributes.iter().filter(|attribute| attribute.required) {
        let blank = match document.0.get(attribute.name) {
            Some(Value::String(text)) => text.trim().is_empty(),
            other => other.is_none(),
        };
        if blank {
            let name = attribute.name;
            return Err(Fault::invalid_value(format!(
                "`{name}` is required and must not be empty"
            )));
        }
    }
    let keys: &[&str] = match of.kind {
        Kind::User => &["userName", "externalId", "displayName"],
        Kind::Group => &["displayName", "externalId"],
    };
    for key in keys {
        if document
            .text(&[key])
            .is_some_and(|text| text.len() > KEY_BYTES_MAX)
        {
            return Err(Fault::invalid_value(format!(
                "`{key}` is longer than {KEY_BYTES_MAX} bytes"
            )));
        }
    }
    check_names(of, document)?;
    document
        .0
        .iter()
        .try_for_each(|(name, value)| check_list(name, value))
}

/// Names go on to terminals, mails and logs: no line ends in one, and nothing in it steers.
fn check_names(of: &ResourceType, document: &Document) -> Result<(), Fault> {
    let paths: &[&[&str]] = match of.kind {
        Kind::User => &[
            &["userName"],
            &["displayName"],
            &["externalId"],
            &["nickName"],
            &["title"],
            &["name", "formatted"],
            &["name", "givenName"],
            &["name", "middleName"],
            &["name", "familyName"],
            &["name", "honorificPrefix"],
            &["name", "honorificSuffix"],
        ],
        Kind::Group => &[&["displayName"], &["externalId"]],
    };
    let emails = document.0.get("emails").and_then(Value::as_array);
    let emails = emails.into_iter().flatten();
    let texts = paths
        .iter()
        .filter_map(|path| Some((path.join("."), document.text(path)?)))
        .chain(emails.filter_map(|email| Some(("emails.value".to_owned(), email.get("value")?.as_str()?))));
    for (name, text) in texts {
        if text.chars().any(char::is_control) {
            return Err(Fault::invalid_value(format!(
                "`{name}` holds a control character, for example a line break"
            )));
        }
    }
    Ok(())
}

fn check_list(name: &str, value: &Value) -> Result<(), Fault> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() > LIST_MAX {
        return Err(Fault::invalid_value(format!(
            "`{name}` has more than {LIST_MAX} values"
        )));
    }
    if items.iter().filter(|item| is_primary(item)).count() > 1 {
        return Err(Fault::invalid_value(format!(
            "`{name}` has more than one primary value"
        )));
    }
    Ok(())
}

/// Whether a value of a list is marked as the preferred one.
pub(crate) fn is_primary(item: &Value) -> bool {
    item.get("primary").and_then(Value::as_bool) == Some(true)
}

/// Where a value once given must stay (RFC 7644 section 3.5.1).
pub(crate) fn check_immutable(of: &ResourceType, before: &Document, after: &Document) -> Result<(), Fault> {
    let top = of
        .core
        .attributes
        .iter()
        .map(|attribute| (attribute, &before.0, &after.0));
    for (attribute, before, after) in top {
        check_kept(attribute, before.get(attribute.name), after.get(attribute.name))?;
    }
    for schema in &of.extensions {
        let inside = |document: &'_ Document, name: &str| document.0.get(schema.id)?.get(name).cloned();
        for attribute in &schema.attributes {
            let (before, after) = (inside(before, attribute.name), inside(after, attribute.name));
            check_kept(attribute, before.as_ref(), after.as_ref())?;
        }
    }
    Ok(())
}

fn check_kept(attribute: &Attribute, before: Option<&Value>, after: Option<&Value>) -> Result<(), Fault> {
    let Some(before) = before else { return Ok(()) };
    if attribute.mutability == Mutability::Immutable && after != Some(before) {
        return Err(Fault::mutability(format!(
            "`{}` cannot change once it is set",
            attribute.name
        )));
    }
    if attribute.multi_valued {
        return Ok(());
    }
    for sub in &attribute.subs {
        check_kept(
            sub,
            before.get(sub.name),
            after.and_then(|after| after.get(sub.name)),
        )?;
    }
    Ok(())
}
