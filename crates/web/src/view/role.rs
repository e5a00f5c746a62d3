//! Roles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// All roles by name, presets first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RoleList {
    /// Presets first.
    pub roles: Vec<RoleView>,
    /// Every kind of resource that rules can name.
    pub resources: Vec<String>,
    /// Every verb that rules can name.
    pub verbs: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RoleView {
    /// Unique.
    pub name: String,
    /// For people.
    pub description: String,
    /// Whether every installation has it; then it cannot be changed.
    pub preset: bool,
    /// What it permits.
    pub allow: RoleConditions,
    /// What it forbids, whatever other roles permit.
    pub deny: RoleConditions,
    /// Longest sign-in, in seconds.
    pub max_session_ttl_s: Option<u32>,
    /// Whether a lock makes it worthless.
    pub locked: bool,
    /// How many people have it, assigned or mapped.
    pub people: u64,
    /// Send it back with a change; 0 for presets.
    pub revision: i64,
}

/// One half of a role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoleConditions {
    /// Kinds of resource with what may be done to them; an empty list of kinds or verbs means every one.
    pub rules: Vec<RoleRule>,
    /// Apps by their labels: every key must match one of its patterns, `*` stands for any text.
    pub app_labels: BTreeMap<String, Vec<String>>,
    /// Groups by their labels.
    pub group_labels: BTreeMap<String, Vec<String>>,
    /// Roles that may be asked for.
    pub request_roles: Vec<String>,
    /// Roles whose requests may be decided.
    pub review_roles: Vec<String>,
}

/// What may be done to some kinds of resource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// Kinds of resource.
    pub resources: Vec<String>,
    /// Verbs.
    pub verbs: Vec<String>,
}

/// Makes or changes a role.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRequest {
    /// Unique; needed to make one, and must not change.
    #[serde(default)]
    pub name: Option<String>,
    /// For people.
    #[serde(default)]
    pub description: String,
    /// What it permits.
    #[serde(default)]
    pub allow: RoleConditions,
    /// What it forbids.
    #[serde(default)]
    pub deny: RoleConditions,
    /// Longest sign-in, in seconds.
    #[serde(default)]
    #[schema(minimum = 60)]
    pub max_session_ttl_s: Option<u32>,
    /// The revision that was read; needed to change one.
    #[serde(default)]
    pub revision: Option<i64>,
}
