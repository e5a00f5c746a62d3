//! Operations on the present state of a resource.

use serde_json::{Map, Value};

use super::{Edit, Operation, edit, membership};
use crate::document::Document;
use crate::fault::Fault;
use crate::schema::ResourceType;
use crate::store::{Change, Stored};
use crate::value;

/// What the operations change, as a whole, or why they cannot.
pub(crate) fn apply(
    of: &ResourceType,
    stored: &Stored,
    operations: &[Operation<'_>],
) -> Result<Change, Fault> {
    let mut document = stored.document.clone();
    for operation in operations {
        match operation {
            Operation::Edit(edit) => apply_edit(&mut document, edit)?,
            Operation::DropExtension(schema) => drop(document.0.remove(schema.id)),
            Operation::Members(_) => {}
        }
    }
    let is_changed = document != stored.document;
    if is_changed {
        value::check_document(of, &document)?;
        value::check_immutable(of, &stored.document, &document)?;
    }
    let members = operations.iter().filter_map(|operation| match operation {
        Operation::Members(operation) => Some(operation),
        _ => None,
    });
    Ok(Change {
        document: is_changed.then_some(document),
        members: membership::changes(stored, members),
    })
}

fn apply_edit(document: &mut Document, edit: &Edit<'_>) -> Result<(), Fault> {
    let Some(urn) = edit.extension else {
        return edit::edit(&mut document.0, edit);
    };
    let mut inside = match document.0.remove(urn) {
        Some(Value::Object(inside)) => inside,
        _ => Map::new(),
    };
    edit::edit(&mut inside, edit)?;
    if !inside.is_empty() {
        document.0.insert(urn.to_owned(), Value::Object(inside));
    }
    Ok(())
}
