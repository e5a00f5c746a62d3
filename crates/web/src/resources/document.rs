//! From a text to resources: each document read by the table of its kind, with the place of every mistake.

use activity::detect::Fault;
use activity::detect::yaml::{Bounds, File, Kind as Form, Node};
use serde_json::Value;

use super::kind::{Kind, kind_named, kinds_near};
use super::shape::{self, Field, Shape, field, foreign};
use crate::error::ApiError;
use crate::view::{Position, ResourceMetadata, ResourceView};

/// Longest text that is taken: the resources of a hundred thousand people.
pub(crate) const BYTES_MAX: usize = 64 << 20;
const BOUNDS: Bounds = Bounds {
    bytes: BYTES_MAX,
    nodes: 8_000_000,
};
const NAME_CHARS_MAX: usize = 200;

/// What stands in `metadata`.
pub(super) const METADATA: &[Field] = &[
    field("name", Shape::Text, "Unique within the kind"),
    field("description", Shape::Text, "For people; roles alone keep one"),
    field(
        "labels",
        Shape::Labels,
        "For matching; people have those of their organization",
    ),
    field(
        "revision",
        Shape::Text,
        "When it is there, a change is refused if somebody else changed the resource in between",
    ),
    field("id", Shape::Any, "Ignored"),
    foreign("expires", "locks end by `spec.expires`, other kinds do not end"),
    foreign("namespace", "there is one namespace"),
];

const DOCUMENT: &[Field] = &[
    field("kind", Shape::Text, "The kind"),
    field("version", Shape::Text, "Version of the form"),
    field("metadata", Shape::One(METADATA), "What every kind has"),
    field("spec", Shape::Any, "What is wanted"),
    field("status", Shape::Any, "What the server says; ignored"),
    foreign("sub_kind", "no kind has kinds below it"),
];

/// A resource that was sent.
pub(super) struct Sent {
    pub(super) kind: &'static dyn Kind,
    pub(super) resource: ResourceView,
    node: Node,
}

impl Sent {
    /// Whether it is of this kind and name.
    pub(super) fn is(&self, kind: &str, name: &str) -> bool {
        self.resource.kind == kind && self.resource.metadata.name == name
    }

    /// The same complaint, with the place it is about.
    pub(super) fn complain(&self, error: ApiError) -> ApiError {
        let field = error.detail().field.clone().unwrap_or_default();
        let path = self.kind.about().path_of(&field);
        let node = shape::place(&self.node, &path);
        let named = format!("{}/{}", self.resource.kind, self.resource.metadata.name);
        let error = if path.is_empty() {
            error
        } else {
            error.about(&path)
        };
        error.within(&named).at(Some(position(node.line, node.column)))
    }
}

/// All resources of a text: YAML or JSON, one, several documents, or lists of them.
pub(super) fn read(text: &str) -> Result<Vec<Sent>, ApiError> {
    let file = File {
        name: "resources",
        text,
    };
    let documents = file.parse_within(BOUNDS).map_err(told)?;
    let mut sent = Vec::new();
    for document in documents {
        if shape::is_null(&document) {
            continue;
        }
        for node in listed(&document) {
            sent.push(one(file, node).map_err(told)?);
        }
    }
    if sent.is_empty() {
        return Err(ApiError::bad_request("there is no resource in it")
            .hint("a resource has `kind`, `version`, `metadata` and `spec`; `portolan get` shows them"));
    }
    Ok(sent)
}

/// The resources of a document: itself, the items of a list, or those of an answer of `GET`.
fn listed(document: &Node) -> &[Node] {
    match (&document.kind, document.get("resources")) {
        (Form::List(items), _) => items,
        (Form::Map(entries), Some(list)) if entries.len() == 1 => list.items(),
        _ => std::slice::from_ref(document),
    }
}

fn one(file: File<'_>, node: &Node) -> Result<Sent, Fault> {
    let read = shape::fields(file, node, DOCUMENT)?;
    let word = file.text_of(file.need(node, "kind")?)?;
    let kind = kind_named(word).ok_or_else(|| {
        let at = node.get("kind").unwrap_or(node);
        file.fault(at, format!("there is no kind `{word}`{}", kinds_near(word)))
    })?;
    let about = kind.about();
    if let Some(version) = node.get("version") {
        let word = file.text_of(version)?;
        if !about.versions.contains(&word) {
            let known = about.versions.join(", ");
            return Err(file.fault(
                version,
                format!("`{word}` is no version of {}: {known}", about.word),
            ));
        }
    }
    let metadata = file.need(node, "metadata")?;
    let name = file.text_of(file.need(metadata, "name")?)?.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        let at = metadata.get("name").unwrap_or(metadata);
        return Err(file.fault(at, format!("a name has 1 to {NAME_CHARS_MAX} characters")));
    }
    let said: ResourceMetadata = read
        .get("metadata")
        .and_then(|said| serde_json::from_value(said.clone()).ok())
        .unwrap_or_default();
    if !said.description.is_empty() && !about.describes {
        let at = metadata.get("description").unwrap_or(metadata);
        return Err(file.fault(at, format!("a {} keeps no description", about.word)));
    }
    let spec = match node.get("spec") {
        Some(spec) => shape::fields(file, spec, about.fields)?,
        None => serde_json::Map::new(),
    };
    let resource = ResourceView {
        kind: about.word.to_owned(),
        version: about.version().to_owned(),
        metadata: ResourceMetadata {
            name: name.to_owned(),
            ..said
        },
        spec: Value::Object(spec),
        status: Value::Object(serde_json::Map::new()),
    };
    Ok(Sent {
        kind,
        resource,
        node: node.clone(),
    })
}

fn told(fault: Fault) -> ApiError {
    ApiError::invalid("text", fault.problem).at(Some(position(fault.line, fault.column)))
}

fn position(line: usize, column: usize) -> Position {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position {
        line: small(line),
        column: small(column),
    }
}
