//! A resource as clients see it: the document, the store's facts, and the relations, as far as the projection shows them.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::etag;
use crate::project::Projection;
use crate::schema::{Attribute, Kind, ResourceType, Schema};
use crate::store::{Member, Membership, Stored};
use crate::urn;

/// The address of a resource.
pub(crate) fn location(kind: Kind, id: &str, base: &str) -> String {
    format!("{base}/{}/{id}", kind.endpoint())
}

/// The resource as JSON; takes it apart, so that nothing is copied.
pub(crate) fn resource(stored: Stored, of: &ResourceType, base: &str, projection: &Projection<'_>) -> Value {
    let mut shown = Map::new();
    shown.insert("schemas".to_owned(), schemas(&stored, of.core.id));
    for name in ["id", "meta", of.kind.relation()] {
        let Some(definition) = of.attribute(name) else {
            continue;
        };
        if !projection.shows(None, definition) {
            continue;
        }
        let value = attribute(&stored, name, base).map(Cow::into_owned);
        put(&mut shown, definition, value, None, projection);
    }
    for (name, value) in stored.document.0 {
        if let Some(schema) = of.extension(&name) {
            if let Some(value) = extension(schema, value, projection) {
                shown.insert(schema.id.to_owned(), value);
            }
        } else if let Some(definition) = of.attribute(&name).filter(|found| projection.shows(None, found)) {
            put(&mut shown, definition, Some(value), None, projection);
        }
    }
    Value::Object(shown)
}

/// One attribute at the top of a resource, in full.
pub(crate) fn attribute<'v>(stored: &'v Stored, name: &str, base: &str) -> Option<Cow<'v, Value>> {
    let built = match name {
        "schemas" => schemas(stored, core(stored.kind)),
        "id" => Value::from(stored.id.as_str()),
        "meta" => json!({
            "resourceType": stored.kind.name(),
            "created": stored.created.to_string(),
            "lastModified": stored.last_modified.to_string(),
            "location": location(stored.kind, &stored.id, base),
            "version": etag::of(stored),
        }),
        "members" if stored.kind == Kind::Group => {
            list(stored.members.as_deref()?.iter().map(|each| member(each, base)))?
        }
        "groups" if stored.kind == Kind::User => list(
            stored
                .groups
                .as_deref()?
                .iter()
                .map(|each| membership(each, base)),
        )?,
        _ => return stored.document.0.get(name).map(Cow::Borrowed),
    };
    Some(Cow::Owned(built))
}

/// A member as one value of `members`.
pub(crate) fn member(member: &Member, base: &str) -> Value {
    let mut shown = Map::new();
    shown.insert("value".to_owned(), member.id.as_str().into());
    shown.insert("$ref".to_owned(), location(member.kind, &member.id, base).into());
    shown.insert("type".to_owned(), member.kind.name().into());
    if let Some(display) = &member.display {
        shown.insert("display".to_owned(), display.as_str().into());
    }
    Value::Object(shown)
}

fn membership(membership: &Membership, base: &str) -> Value {
    json!({
        "value": membership.group_id,
        "$ref": location(Kind::Group, &membership.group_id, base),
        "display": membership.display,
        "type": if membership.direct { "direct" } else { "indirect" },
    })
}

fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// The core schema and every extension that the document uses: those stand under their URN.
fn schemas(stored: &Stored, core: &str) -> Value {
    let extensions = stored
        .document
        .0
        .keys()
        .map(String::as_str)
        .filter(|name| name.contains(':'));
    std::iter::once(core).chain(extensions).collect()
}

fn core(kind: Kind) -> &'static str {
    match kind {
        Kind::User => urn::USER,
        Kind::Group => urn::GROUP,
    }
}

fn extension(schema: &Schema, value: Value, projection: &Projection<'_>) -> Option<Value> {
    let mut shown = Map::new();
    let Value::Object(members) = value else {
        return None;
    };
    for (name, value) in members {
        if let Some(definition) = schema.attribute(&name)
            && projection.shows(Some(schema.id), definition)
        {
            put(&mut shown, definition, Some(value), Some(schema.id), projection);
        }
    }
    (!shown.is_empty()).then_some(Value::Object(shown))
}

fn put(
    shown: &mut Map<String, Value>,
    definition: &Attribute,
    value: Option<Value>,
    extension: Option<&str>,
    projection: &Projection<'_>,
) {
    let value = match value {
        Some(Value::Object(members)) => narrowed(members, definition, extension, projection),
        Some(Value::Array(items)) => list(items.into_iter().filter_map(|item| match item {
            Value::Object(members) => narrowed(members, definition, extension, projection),
            other => Some(other),
        })),
        other => other,
    };
    if let Some(value) = value {
        shown.insert(definition.name.to_owned(), value);
    }
}

fn narrowed(
    mut members: Map<String, Value>,
    definition: &Attribute,
    extension: Option<&str>,
    projection: &Projection<'_>,
) -> Option<Value> {
    members.retain(|name, _| {
        definition
            .sub(name)
            .is_some_and(|sub| projection.shows_sub(extension, definition, sub))
    });
    (!members.is_empty()).then_some(Value::Object(members))
}
