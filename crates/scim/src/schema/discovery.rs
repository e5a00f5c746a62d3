//! The schema table as the discovery endpoints show it (RFC 7643 sections 6 and 7).

use serde_json::{Map, Value, json};

use super::{Attribute, Mutability, ResourceType, Returned, Schema, Type, Uniqueness};
use crate::urn;

/// One entry of `/Schemas`.
pub(crate) fn schema_json(schema: &Schema, base: &str) -> Value {
    json!({
        "schemas": [urn::SCHEMA],
        "id": schema.id,
        "name": schema.name,
        "description": schema.description,
        "attributes": schema.attributes.iter().map(attribute_json).collect::<Vec<_>>(),
        "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{}", schema.id) },
    })
}

/// One entry of `/ResourceTypes`.
pub(crate) fn resource_type_json(of: &ResourceType, base: &str) -> Value {
    let name = of.kind.name();
    let extensions: Vec<Value> = of
        .extensions
        .iter()
        .map(|schema| json!({ "schema": schema.id, "required": false }))
        .collect();
    json!({
        "schemas": [urn::RESOURCE_TYPE],
        "id": name,
        "name": name,
        "endpoint": format!("/{}", of.kind.endpoint()),
        "description": of.core.description,
        "schema": of.core.id,
        "schemaExtensions": extensions,
        "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{name}") },
    })
}

fn attribute_json(attribute: &Attribute) -> Value {
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| {
        shown.insert(name.to_owned(), value);
    };
    put("name", attribute.name.into());
    put("type", type_name(attribute.kind).into());
    put("multiValued", attribute.multi_valued.into());
    put("description", attribute.description.into());
    // Told as required, since it cannot be taken away: whoever has no value would be let in. Who leaves it out is active.
    let is_told_required = attribute.required || attribute.name == "active";
    put("required", is_told_required.into());
    put("caseExact", attribute.case_exact.into());
    put("mutability", mutability_name(attribute.mutability).into());
    put("returned", returned_name(attribute.returned).into());
    put("uniqueness", uniqueness_name(attribute.uniqueness).into());
    if !attribute.canonical.is_empty() {
        put("canonicalValues", json!(attribute.canonical));
    }
    if !attribute.references.is_empty() {
        put("referenceTypes", json!(attribute.references));
    }
    if attribute.kind == Type::Complex {
        put(
            "subAttributes",
            attribute.subs.iter().map(attribute_json).collect(),
        );
    }
    Value::Object(shown)
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::String => "string",
        Type::Boolean => "boolean",
        Type::Decimal => "decimal",
        Type::Integer => "integer",
        Type::DateTime => "dateTime",
        Type::Binary => "binary",
        Type::Reference => "reference",
        Type::Complex => "complex",
    }
}

fn mutability_name(mutability: Mutability) -> &'static str {
    match mutability {
        Mutability::ReadOnly => "readOnly",
        Mutability::ReadWrite => "readWrite",
        Mutability::Immutable => "immutable",
        Mutability::WriteOnly => "writeOnly",
    }
}

fn returned_name(returned: Returned) -> &'static str {
    match returned {
        Returned::Always => "always",
        Returned::Never => "never",
        Returned::Default => "default",
        Returned::Request => "request",
    }
}

fn uniqueness_name(uniqueness: Uniqueness) -> &'static str {
    match uniqueness {
        Uniqueness::None => "none",
        Uniqueness::Server => "server",
        Uniqueness::Global => "global",
    }
}
