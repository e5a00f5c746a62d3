//! The body of a POST or PUT becomes a document: spelling of the schema, types checked, what only the server may say
//! left out.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::fault::Fault;
use crate::limits::Limits;
use crate::members;
use crate::schema::{Attribute, Mutability, ResourceType};
use crate::store::NewMember;
use crate::value;

/// What a client sent for a resource.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Incoming {
    pub(crate) document: Document,
    /// `None` when the body does not speak of members.
    pub(crate) members: Option<Vec<NewMember>>,
}

/// Reads a whole resource. Attributes that the schema does not have are left out.
pub(crate) fn read(of: &ResourceType, body: Value, limits: &Limits) -> Result<Incoming, Fault> {
    let Value::Object(body) = body else {
        return Err(Fault::invalid_syntax("the body must be a JSON object"));
    };
    let mut document = Map::new();
    let mut listed = None;
    for (name, value) in body {
        if name.eq_ignore_ascii_case("schemas") {
            check_schemas(of, &value)?;
        } else if let Some(schema) = of.extension(&name) {
            if let Some(inner) = extension(&schema.attributes, value, schema.id)? {
                put(&mut document, schema.id, inner)?;
            }
        } else if let Some(attribute) = of.attribute(&name) {
            if attribute.name == "members" && attribute.name == of.kind.relation() {
                if listed.replace(members::read(value, limits)?).is_some() {
                    return Err(twice(attribute.name));
                }
            } else if let Some(value) = accepted(attribute, value, attribute.name)? {
                put(&mut document, attribute.name, value)?;
            }
        }
    }
    let document = Document(document);
    value::check_document(of, &document)?;
    Ok(Incoming {
        document,
        members: listed,
    })
}

/// Reads the attributes of an extension; `None` when none is left.
pub(crate) fn extension(attributes: &[Attribute], value: Value, urn: &str) -> Result<Option<Value>, Fault> {
    let Value::Object(body) = value else {
        return match value {
            Value::Null => Ok(None),
            _ => Err(Fault::invalid_value(format!("`{urn}` must be an object"))),
        };
    };
    let mut inner = Map::new();
    for (name, value) in body {
        let Some(attribute) = attributes
            .iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(&name))
        else {
            continue;
        };
        if let Some(value) = accepted(attribute, value, attribute.name)? {
            put(&mut inner, attribute.name, value)?;
        }
    }
    Ok((!inner.is_empty()).then_some(Value::Object(inner)))
}

fn accepted(attribute: &Attribute, value: Value, path: &str) -> Result<Option<Value>, Fault> {
    if attribute.mutability == Mutability::ReadOnly {
        return Ok(None);
    }
    value::read(attribute, value, path)
}

/// RFC 7643 section 3.1: `schemas` names those in use. Who leaves it out is understood all the same.
fn check_schemas(of: &ResourceType, value: &Value) -> Result<(), Fault> {
    let named = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let core = |urn: &Value| {
        urn.as_str()
            .is_some_and(|urn| urn.eq_ignore_ascii_case(of.core.id))
    };
    if value.is_null() || named.iter().any(core) {
        return Ok(());
    }
    Err(Fault::invalid_syntax(format!(
        "`schemas` must name `{}`",
        of.core.id
    )))
}

fn put(into: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), Fault> {
    match into.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(twice(name)),
    }
}

fn twice(name: &str) -> Fault {
    Fault::invalid_syntax(format!("`{name}` is given twice, in different letter case"))
}
