//! Members as a client writes them: objects with `value`, bare ids, or addresses alone.

use std::collections::HashSet;

use serde_json::Value;

use crate::fault::Fault;
use crate::limits::Limits;
use crate::schema::Kind;
use crate::store::NewMember;

/// Reads a list of members, each once, in the order given.
pub(crate) fn read(value: Value, limits: &Limits) -> Result<Vec<NewMember>, Fault> {
    let items = match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        one => vec![one],
    };
    if items.len() > limits.members_max {
        let most = limits.members_max;
        return Err(Fault::new(
            413,
            format!("more than {most} members in one request: send them in parts"),
        ));
    }
    let mut seen = HashSet::with_capacity(items.len());
    let mut members = Vec::with_capacity(items.len());
    for item in &items {
        let member = one(item)?;
        if seen.insert(member.id.clone()) {
            members.push(member);
        }
    }
    Ok(members)
}

fn one(item: &Value) -> Result<NewMember, Fault> {
    if let Value::String(id) = item {
        return named(id, None);
    }
    let Value::Object(item) = item else {
        return Err(Fault::invalid_value(
            "each of `members` must be an object with `value`",
        ));
    };
    let text = |wanted: &str| {
        let found = item.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        match found.map(|(_, value)| value) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(Fault::invalid_value(format!("`members.{wanted}` must be a text"))),
        }
    };
    let address = text("$ref")?.and_then(|address| address.rsplit_once('/'));
    let kind = match text("type")? {
        Some(kind) => Some(kind_named(kind)?),
        None => address.and_then(|(before, _)| kind_at(before)),
    };
    match text("value")?.or(address.map(|(_, id)| id)) {
        Some(id) => named(id, kind),
        None => Err(Fault::invalid_value("each of `members` must have a `value`")),
    }
}

fn named(id: &str, kind: Option<Kind>) -> Result<NewMember, Fault> {
    if id.is_empty() {
        return Err(Fault::invalid_value("`members.value` must not be empty"));
    }
    Ok(NewMember {
        id: id.to_owned(),
        kind,
    })
}

fn kind_named(name: &str) -> Result<Kind, Fault> {
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.name().eq_ignore_ascii_case(name));
    kind.ok_or_else(|| Fault::invalid_value("`members.type` must be `User` or `Group`"))
}

fn kind_at(address: &str) -> Option<Kind> {
    Kind::ALL
        .into_iter()
        .find(|kind| address.rsplit('/').next() == Some(kind.endpoint()))
}
