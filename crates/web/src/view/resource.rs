//! Resources: everything that can be written down, exported and brought back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A resource. Field names are those of Teleport's public reference where it has the kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ResourceView {
    /// The kind: one of `GET /api/v1/resources`.
    pub kind: String,
    /// Version of the form, for example `v7`.
    pub version: String,
    /// What every kind has.
    pub metadata: ResourceMetadata,
    /// What is wanted.
    #[schema(value_type = Object)]
    pub spec: Value,
    /// What the server says of it; ignored when it is sent.
    #[schema(value_type = Object)]
    pub status: Value,
}

/// What every kind has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResourceMetadata {
    /// Unique within the kind.
    pub name: String,
    /// For people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// For matching.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Sent back with a change, it is refused when somebody else changed the resource in between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
}

/// Resources of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ResourceList {
    /// By name.
    pub resources: Vec<ResourceView>,
}

/// Every kind of resource.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ResourceKindList {
    /// In the order in which they are brought in.
    pub kinds: Vec<ResourceKindView>,
}

/// A kind of resource.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ResourceKindView {
    /// The word in `kind`.
    pub kind: String,
    /// The word for several.
    pub plural: String,
    /// The version that is written; the others that are read.
    pub versions: Vec<String>,
    /// What it is.
    pub meaning: String,
    /// What whoever asks may do with it: `list`, `read`, `create`, `update`, `delete`.
    pub may: Vec<String>,
    /// What may stand in `spec`.
    pub fields: Vec<ResourceField>,
}

/// A field of a resource.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ResourceField {
    /// Its path.
    pub path: String,
    /// What it holds.
    pub holds: String,
    /// What it does.
    pub meaning: String,
}

/// What became of resources that were sent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ResourcesApplied {
    /// In the order in which they were sent.
    pub resources: Vec<ResourceApplied>,
    /// Whether nothing was done but looking.
    pub dry_run: bool,
}

/// What became of one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResourceApplied {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What became of it.
    pub outcome: ResourceOutcome,
}

/// What became of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResourceOutcome {
    /// It was not there.
    Created,
    /// It was there and is other now.
    Replaced,
    /// It was there as it was sent.
    Unchanged,
}
