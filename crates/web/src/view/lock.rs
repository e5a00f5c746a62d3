//! Locks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Locks in force, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LockList {
    /// Newest first.
    pub locks: Vec<LockView>,
}

/// What a lock names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockTargetWord {
    /// A person, by name.
    User,
    /// A role.
    Role,
    /// An API token, by id.
    Token,
}

/// A lock.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LockView {
    /// Id.
    pub id: String,
    /// What it names.
    pub kind: LockTargetWord,
    /// The name.
    pub target: String,
    /// `manual`, `scim` or `sync`.
    pub cause: String,
    /// For people.
    pub message: String,
    /// RFC 3339.
    pub created_at: String,
    /// Who made it.
    pub created_by: String,
    /// RFC 3339; none when it has no end.
    pub expires_at: Option<String>,
}

/// Makes a lock.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockRequest {
    /// What it names.
    pub kind: LockTargetWord,
    /// The name.
    pub target: String,
    /// For people.
    #[serde(default)]
    pub message: String,
    /// Hours until it ends; none for no end.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub hours: Option<u32>,
}
