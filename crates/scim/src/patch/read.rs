//! The body of a PATCH becomes operations on known attributes.

use serde_json::{Map, Value};

use super::{Edit, Op, Operation, membership};
use crate::fault::Fault;
use crate::filter::bind::{Scope, Unknown, bind};
use crate::filter::{FilterError, Path};
use crate::limits::Limits;
use crate::schema::{Attribute, Mutability, Name, ResourceType, Schema, Target, Type};
use crate::{urn, value};

/// Reads a PATCH body.
pub(crate) fn read<'s>(
    of: &'s ResourceType,
    body: Value,
    limits: &Limits,
) -> Result<Vec<Operation<'s>>, Fault> {
    let Value::Object(body) = body else {
        return Err(Fault::invalid_syntax("the body must be a JSON object"));
    };
    let mut given = None;
    for (name, value) in body {
        if name.eq_ignore_ascii_case("operations") {
            given = Some(value);
        } else if name.eq_ignore_ascii_case("schemas") {
            check_schemas(&value)?;
        }
    }
    let Some(Value::Array(given)) = given else {
        return Err(Fault::invalid_syntax("`Operations` must be a list"));
    };
    if given.is_empty() {
        return Err(Fault::invalid_syntax("`Operations` must not be empty"));
    }
    if given.len() > limits.patch_operations_max {
        return Err(Fault::new(
            413,
            format!(
                "more than {} operations in one request",
                limits.patch_operations_max
            ),
        ));
    }
    let reader = Reader { of, limits };
    let mut operations = Vec::with_capacity(given.len());
    for item in given {
        reader.operation(item, &mut operations)?;
    }
    membership::check_number(&operations, limits)?;
    Ok(operations)
}

fn check_schemas(value: &Value) -> Result<(), Fault> {
    let named = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_patch = |urn: &Value| {
        urn.as_str()
            .is_some_and(|urn| urn.eq_ignore_ascii_case(urn::PATCH_OP))
    };
    if named.iter().any(is_patch) {
        return Ok(());
    }
    Err(Fault::invalid_syntax(format!(
        "`schemas` must name `{}`",
        urn::PATCH_OP
    )))
}

struct Reader<'s, 'l> {
    of: &'s ResourceType,
    limits: &'l Limits,
}

impl<'s> Reader<'s, '_> {
    fn operation(&self, item: Value, into: &mut Vec<Operation<'s>>) -> Result<(), Fault> {
        let Value::Object(item) = item else {
            return Err(Fault::invalid_syntax("each of `Operations` must be an object"));
        };
        let (mut op, mut path, mut value) = (None, None, None);
        for (name, given) in item {
            match name.to_ascii_lowercase().as_str() {
                "op" => op = Some(given),
                "path" => path = Some(given),
                "value" => value = Some(given),
                _ => {}
            }
        }
        let op = operator(op.as_ref())?;
        match path {
            None | Some(Value::Null) => self.without_path(op, value, into),
            Some(Value::String(path)) if path.trim().is_empty() => self.without_path(op, value, into),
            Some(Value::String(path)) => self.with_path(op, &path, value, into),
            Some(_) => Err(Fault::invalid_path("`path` must be a text")),
        }
    }

    /// Every member of the value is an operation of its own. What the schema does not have, or only the server may
    /// change, is left out: Okta sends `id` along with a new `displayName`.
    fn without_path(&self, op: Op, value: Option<Value>, into: &mut Vec<Operation<'s>>) -> Result<(), Fault> {
        if op == Op::Remove {
            return Err(Fault::no_target("`remove` needs a `path`"));
        }
        let Some(Value::Object(value)) = value else {
            return Err(Fault::invalid_value(
                "without a `path`, `value` must be an object of attributes",
            ));
        };
        for (name, value) in value {
            if let Some(extension) = self.of.extension(&name) {
                self.extension(op, extension, Some(value), into)?;
                continue;
            }
            let Ok(path) = Path::parse(&name, self.limits) else {
                continue;
            };
            match self.of.resolve(&path.name) {
                Some(target) if !is_read_only(target) && has_sub(target, &path) => {
                    self.at(op, path, target, Some(value), into)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn with_path(
        &self,
        op: Op,
        text: &str,
        value: Option<Value>,
        into: &mut Vec<Operation<'s>>,
    ) -> Result<(), Fault> {
        let path = Path::parse(text, self.limits)
            .map_err(|error: FilterError| Fault::invalid_path(format!("in the path `{text}`: {error}")))?;
        let Some(target) = self.of.resolve(&path.name) else {
            return Err(Fault::invalid_path(format!(
                "there is no attribute `{}`",
                path.name
            )));
        };
        if path.name.attribute.eq_ignore_ascii_case("schemas") && path.name.urn.is_none() {
            // `schemas` follows from the attributes, so that there is nothing to do.
            return Ok(());
        }
        if is_read_only(target) {
            return Err(Fault::mutability(format!(
                "`{}` can only be changed by the server",
                path.name
            )));
        }
        if op != Op::Remove && value.is_none() {
            return Err(Fault::invalid_value(format!("`value` is missing for `{text}`")));
        }
        self.at(op, path, target, value, into)
    }

    fn at(
        &self,
        op: Op,
        path: Path,
        target: Target<'s>,
        value: Option<Value>,
        into: &mut Vec<Operation<'s>>,
    ) -> Result<(), Fault> {
        let shown = path.to_string();
        let (extension, attribute, named_sub) = match target {
            Target::Extension(schema) if path.filter.is_none() => {
                return self.extension(op, schema, value, into);
            }
            Target::Extension(_) => return Err(Fault::invalid_path(format!("`{shown}` is not a list"))),
            Target::Attribute {
                extension,
                attribute,
                sub,
            } => (extension, attribute, sub),
        };
        let filter = match &path.filter {
            None => None,
            Some(_) if !attribute.multi_valued || attribute.kind != Type::Complex || named_sub.is_some() => {
                return Err(Fault::invalid_path(format!(
                    "`{}` is not a list to filter",
                    path.name
                )));
            }
            Some(filter) => Some(bind(filter, Scope::Element(attribute), Unknown::Refused)?),
        };
        let sub = match &path.sub {
            None => named_sub,
            Some(name) => Some(sub_attribute(attribute, name, &shown)?),
        };
        if extension.is_none() && attribute.name == "members" && attribute.name == self.of.kind.relation() {
            let operation = membership::read(op, filter, sub, value, self.limits)?;
            into.push(Operation::Members(operation));
            return Ok(());
        }
        let value = kept(attribute, filter.is_some(), sub, value, &shown)?;
        into.push(Operation::Edit(Edit {
            op,
            extension,
            attribute,
            filter,
            sub,
            value,
            path: shown,
        }));
        Ok(())
    }

    fn extension(
        &self,
        op: Op,
        schema: &'s Schema,
        value: Option<Value>,
        into: &mut Vec<Operation<'s>>,
    ) -> Result<(), Fault> {
        let members: Map<String, Value> = match value {
            Some(Value::Object(members)) if op != Op::Remove => members,
            None | Some(Value::Null) => {
                into.push(Operation::DropExtension(schema));
                return Ok(());
            }
            Some(_) if op == Op::Remove => {
                into.push(Operation::DropExtension(schema));
                return Ok(());
            }
            Some(_) => return Err(Fault::invalid_value(format!("`{}` must be an object", schema.id))),
        };
        for (name, value) in members {
            let Some(Name { attribute, sub, .. }) = Name::parse(&name) else {
                continue;
            };
            let Some(attribute) = schema.attribute(&attribute) else {
                continue;
            };
            let sub = sub.and_then(|sub| attribute.sub(&sub));
            let target = Target::Attribute {
                extension: Some(schema.id),
                attribute,
                sub,
            };
            if is_read_only(target) {
                continue;
            }
            let written = Name {
                urn: Some(schema.id.to_owned()),
                attribute: attribute.name.to_owned(),
                sub: sub.map(|sub| sub.name.to_owned()),
            };
            let path = Path {
                name: written,
                filter: None,
                sub: None,
            };
            self.at(op, path, target, Some(value), into)?;
        }
        Ok(())
    }
}

fn operator(op: Option<&Value>) -> Result<Op, Fault> {
    let word = op.and_then(Value::as_str).unwrap_or_default();
    [("add", Op::Add), ("replace", Op::Replace), ("remove", Op::Remove)]
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, op)| op)
        .ok_or_else(|| Fault::invalid_syntax("`op` must be `add`, `replace` or `remove`"))
}

fn is_read_only(target: Target<'_>) -> bool {
    let read_only = |attribute: &Attribute| attribute.mutability == Mutability::ReadOnly;
    match target {
        Target::Extension(_) => false,
        Target::Attribute { attribute, sub, .. } => read_only(attribute) || sub.is_some_and(read_only),
    }
}

/// Whether the sub-attribute after a filter, if there is one, exists and may be changed.
fn has_sub(target: Target<'_>, path: &Path) -> bool {
    let Some(name) = &path.sub else { return true };
    let sub = match target {
        Target::Attribute { attribute, .. } => attribute.sub(name),
        Target::Extension(_) => None,
    };
    sub.is_some_and(|sub| sub.mutability != Mutability::ReadOnly)
}

fn sub_attribute<'s>(attribute: &'s Attribute, name: &str, shown: &str) -> Result<&'s Attribute, Fault> {
    let sub = attribute.sub(name);
    let sub =
        sub.ok_or_else(|| Fault::invalid_path(format!("there is no sub-attribute `{name}` in `{shown}`")))?;
    if sub.mutability == Mutability::ReadOnly {
        return Err(Fault::mutability(format!(
            "`{shown}` can only be changed by the server"
        )));
    }
    Ok(sub)
}

/// The value in the form in which the place keeps it.
fn kept(
    attribute: &Attribute,
    is_filtered: bool,
    sub: Option<&Attribute>,
    value: Option<Value>,
    shown: &str,
) -> Result<Option<Value>, Fault> {
    let Some(value) = value else { return Ok(None) };
    match (sub, is_filtered) {
        (Some(sub), _) => value::read(sub, value, shown),
        (None, false) => value::read(attribute, value, shown),
        (None, true) => match value {
            Value::Array(mut items) if items.len() == 1 => {
                value::single(attribute, items.pop().unwrap_or_default(), shown)
            }
            one => value::single(attribute, one, shown),
        },
    }
}
