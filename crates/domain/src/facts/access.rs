//! Applications and who is assigned to them.

use crate::Timestamp;

/// An application. Source: `GET /api/v1/apps`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct App<'a> {
    /// Dense number of this app in this organization, kept over snapshots.
    pub ordinal: u32,
    /// `0oa…`
    pub id: &'a str,
    /// Name in Okta's catalogue (`saasure`, `amazon_aws`, `oidc_client`), or the organization's own.
    pub name: &'a str,
    /// What people see.
    pub label: &'a str,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// `SAML_2_0`, `OPENID_CONNECT`, `BOOKMARK`, …; Okta leaves it out for provisioning-only apps.
    pub sign_on_mode: Option<&'a str>,
    /// `credentials.oauthClient.client_id`, for OpenID Connect and service apps.
    pub client_id: Option<&'a str>,
    /// Whether it acts for itself (OAuth client credentials): an identity, not only a resource.
    pub is_service: bool,
    /// Provisioning features, for example `PUSH_NEW_USERS`, `IMPORT_PROFILE_UPDATES`.
    pub features: &'a [&'a str],
    /// When the app was created.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text, without credentials.
    pub raw: &'a str,
}

/// People assigned to one app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppUsers<'a> {
    /// Ordinal of the app.
    pub app: u32,
    /// Its assignments.
    pub users: &'a [AppUser<'a>],
}

/// One person's assignment to an app. Source: `GET /api/v1/apps/{id}/users`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppUser<'a> {
    /// Ordinal of the person.
    pub user: u32,
    /// Whether the person was assigned, or a group the person is in.
    ///
    /// A direct assignment hides a group's: Okta keeps one record per person and app.
    pub scope: AssignmentScope,
    /// `ACTIVE`, `PROVISIONED`, `STAGED`, `IMPLICIT`, …
    pub status: &'a str,
    /// `credentials.userName`: the account in the app.
    pub user_name: Option<&'a str>,
    /// When the assignment was made.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
}

/// Where an app assignment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AssignmentScope {
    /// `USER`: an administrator assigned the person.
    Direct,
    /// `GROUP`: a group did; Okta names one of possibly several (its ordinal), if it is known to us.
    Group(Option<u32>),
}

/// Groups assigned to one app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppGroups<'a> {
    /// Ordinal of the app.
    pub app: u32,
    /// Its group assignments.
    pub groups: &'a [AppGroup],
}

/// A group's assignment to an app. Source: `GET /api/v1/apps/{id}/groups`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppGroup {
    /// Ordinal of the group.
    pub group: u32,
    /// Lower wins where two groups give conflicting profile values.
    pub priority: Option<i32>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
}
