//! SCIM: whether it is on, who may call, what was called and what was refused.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The state of SCIM for one plugin.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScimView {
    /// Whether calls are answered.
    pub on: bool,
    /// What to enter in Okta as SCIM connector base URL.
    pub base_url: String,
    /// Days for which the record of a user is kept whom SCIM deactivated; 0: it goes with the deactivation. User sync's
    /// `purge_days` is for those whom user sync made inactive.
    pub purge_after_days: u32,
    /// Calls a second that are answered in the long run; 0: no limit.
    pub requests_per_s: u32,
    /// Tokens that hold, newest first.
    pub tokens: Vec<ScimTokenView>,
    /// The last call with a right token.
    pub last_call: Option<ScimCallView>,
    /// Users with a record.
    pub users: i64,
    /// Those of them who are deactivated.
    pub inactive_users: i64,
    /// Groups.
    pub groups: i64,
    /// The last calls that were refused since the server started, newest first, at most 50.
    pub refusals: Vec<ScimRefusalView>,
}

/// A SCIM token. Its value is shown once, when it is made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScimTokenView {
    /// Id.
    pub id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339; to the minute.
    pub last_used_at: Option<String>,
    /// RFC 3339; a rotated token ends then.
    pub expires_at: Option<String>,
}

/// A SCIM call.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScimCallView {
    /// RFC 3339.
    pub at: String,
    /// HTTP method.
    pub method: String,
    /// Path below the base URL, without the query.
    pub path: String,
    /// HTTP status of the answer.
    pub status: u16,
}

/// A SCIM call that was refused.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScimRefusalView {
    /// The call.
    pub call: ScimCallView,
    /// Why, as the client was told.
    pub reason: String,
    /// Where it came from.
    pub address: String,
}

/// Switches SCIM on.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScimOnRequest {
    /// Days for which the record of a deactivated user is kept; 30 when left out.
    #[serde(default)]
    #[schema(maximum = 3650)]
    pub purge_after_days: Option<u32>,
}

/// Changes SCIM's settings; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScimEditRequest {
    /// Days for which the record of a deactivated user is kept; 0: it goes with the deactivation.
    #[serde(default)]
    #[schema(maximum = 3650)]
    pub purge_after_days: Option<u32>,
    /// Calls a second that are answered in the long run; 0: no limit.
    #[serde(default)]
    #[schema(maximum = 100000)]
    pub requests_per_s: Option<u32>,
}

/// Makes a new token.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScimRotateRequest {
    /// Hours for which the tokens there are still hold; 24 when left out, 0 revokes them at once.
    #[serde(default)]
    #[schema(maximum = 720)]
    pub overlap_h: Option<u32>,
}

/// A new SCIM token.
#[derive(Clone, Serialize, ToSchema)]
pub struct ScimTokenCreated {
    /// The value: shown now and never again.
    pub token: String,
    /// The state of SCIM.
    pub view: ScimView,
}
