//! People and their sessions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of people, by name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PeoplePage {
    /// By name.
    pub people: Vec<PersonView>,
    /// How many there are on all pages.
    pub total: u64,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
}

/// Where a person comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginWord {
    /// Made here, with a password.
    Local,
    /// Came by signing in through a connector.
    Sso,
    /// Synchronised or provisioned from Okta.
    Okta,
}

/// In which state a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonStateWord {
    /// May sign in.
    Active,
    /// A lock is in force.
    Locked,
    /// Barred by an administrator, or inactive in the organization.
    Inactive,
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    /// Never changes.
    pub id: String,
    /// Unique; for people of an organization their login there.
    pub name: String,
    /// May be empty.
    pub display_name: String,
    /// May be empty.
    pub email: String,
    /// Where the person comes from.
    pub origin: OriginWord,
    /// Whether the person may sign in.
    pub state: PersonStateWord,
    /// The organization, if one is behind the person.
    pub org_url: Option<String>,
    /// The id there.
    pub okta_id: Option<String>,
    /// Text id of the person's node in the access graph.
    pub node: Option<String>,
    /// Roles that were assigned.
    pub roles: Vec<String>,
    /// Roles that the connector's mapping gave at the last sign-in.
    pub mapped_roles: Vec<String>,
    /// The connector of the last sign-in.
    pub connector: Option<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// What the organization says of the person.
    pub traits: BTreeMap<String, Vec<String>>,
    /// Whether a password is kept here.
    pub has_password: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339.
    pub last_sign_in_at: Option<String>,
    /// Since when the person is barred or inactive, RFC 3339.
    pub inactive_since: Option<String>,
    /// When the record of an inactive person goes, RFC 3339.
    pub purge_at: Option<String>,
    /// Counts changes.
    pub revision: i64,
}

/// Makes a local administrator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Unique, whatever the letter case.
    pub name: String,
    /// The first password: at least 12 characters.
    #[schema(format = "password")]
    pub password: String,
    /// Names of roles.
    pub roles: Vec<String>,
}

/// Changes a person; what is left out stays.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Roles that are assigned.
    #[serde(default)]
    pub roles: Option<Vec<String>>,
    /// The revision on which the roles were decided: when somebody else has changed the person since, 409 and no change.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Whether the person is barred from signing in.
    #[serde(default)]
    pub disabled: Option<bool>,
    /// `false` takes the second factor away, when its device is lost.
    #[serde(default)]
    pub second_factor: Option<bool>,
    /// A new first password of a local person; their sessions end.
    #[serde(default)]
    #[schema(format = "password")]
    pub password: Option<String>,
}

/// The sessions of a person, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionList {
    /// Newest first.
    pub sessions: Vec<SessionEntry>,
    /// How many API tokens the person has beside them.
    pub tokens: u64,
}

/// A session in a browser.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionEntry {
    /// Names the session; signs nobody in.
    pub id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339; to the minute.
    pub last_seen_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// Network address where it began.
    pub address: String,
    /// The browser as it named itself.
    pub user_agent: String,
    /// The connector; none with a password.
    pub connector: Option<String>,
    /// Whether this request comes with it.
    pub is_current: bool,
}
