//! What a disconnected organization left behind.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether to remove, or only to tell.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CleanupRequest {
    /// Only tell what would be removed; true when left out.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub dry_run: bool,
}

const fn yes() -> bool {
    true
}

/// What was, or would be, removed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CleanupView {
    /// Whether nothing was removed.
    pub dry_run: bool,
    /// Organizations that are not connected and of which snapshots are kept.
    pub organizations: Vec<Leftover>,
    /// Keys made here that no integration signs with.
    pub keys: Vec<String>,
    /// What else goes, in this order; kinds of which there is nothing are left out.
    pub parts: Vec<CleanupPart>,
    /// What stays, and why.
    pub stays: Vec<CleanupStay>,
}

/// All of one kind that goes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CleanupPart {
    /// `people`, `scim_records`, `scim_groups`, `scim_tokens`, `locks`, `former_names`, `sync_runs`, `faults`,
    /// `positions`.
    pub kind: String,
    /// For people.
    pub label: String,
    /// How many.
    pub count: u64,
    /// Names of the first 20.
    pub names: Vec<String>,
}

/// Something that stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CleanupStay {
    /// What.
    pub what: String,
    /// How many, where they can be counted.
    pub count: Option<u64>,
    /// Names of the first 20.
    pub names: Vec<String>,
    /// Why, and how to be rid of it where that is possible.
    pub why: String,
}

/// What is left of one organization.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Leftover {
    /// `https://acme.okta.com`
    pub org_url: String,
    /// Snapshots: the proof of who could do what on a past date.
    pub snapshots: u64,
    /// The oldest one, RFC 3339.
    pub oldest: Option<String>,
    /// The newest one, RFC 3339.
    pub newest: Option<String>,
}
