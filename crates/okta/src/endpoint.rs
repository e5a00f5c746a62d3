//! The endpoints that are read, and the rate-limit bucket that each counts in.
//!
//! Okta limits buckets, not endpoints: what hangs below a user, group or app counts with the list, and only the
//! single object by id has a bucket of its own.

/// A rate-limit bucket of an organization. Source: Okta, "Rate limits for management endpoints", and recordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// `/api/v1/users` and what hangs below one user.
    Users,
    /// One user by id.
    User,
    /// `/api/v1/groups`, rules, and what hangs below one group.
    Groups,
    /// One group by id.
    Group,
    /// `/api/v1/apps` and what hangs below one app.
    Apps,
    /// One app by id.
    App,
    /// `/api/v1/iam/…`
    Iam,
    /// `/api/v1/api-tokens`
    ApiTokens,
    /// `/oauth2/v1/clients/…`
    Clients,
    /// `/oauth2/v1/token`
    Token,
    /// `/api/v1/logs`
    Logs,
    /// `/api/v1/idps`
    IdentityProviders,
    /// `/api/v1/policies`
    Policies,
    /// `/api/v1/zones`
    Zones,
    /// `/api/v1/org` and everything else under `/api/v1`.
    Other,
    /// Documents that Okta does not limit.
    Unlimited,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 16] = [
        Self::Users,
        Self::User,
        Self::Groups,
        Self::Group,
        Self::Apps,
        Self::App,
        Self::Iam,
        Self::ApiTokens,
        Self::Clients,
        Self::Token,
        Self::Logs,
        Self::IdentityProviders,
        Self::Policies,
        Self::Zones,
        Self::Other,
        Self::Unlimited,
    ];

    /// A stable word for counters and pages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::User => "user",
            Self::Groups => "groups",
            Self::Group => "group",
            Self::Apps => "apps",
            Self::App => "app",
            Self::Iam => "iam",
            Self::ApiTokens => "api_tokens",
            Self::Clients => "clients",
            Self::Token => "token",
            Self::Logs => "logs",
            Self::IdentityProviders => "identity_providers",
            Self::Policies => "policies",
            Self::Zones => "zones",
            Self::Other => "other",
            Self::Unlimited => "unlimited",
        }
    }
}

/// One endpoint that is read.
#[derive(Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Method and path with names in braces, for example `GET /api/v1/groups/{groupId}/users`.
    pub name: &'static str,
    /// Its rate-limit bucket.
    pub class: Class,
    /// Name of the member that holds the list, for lists that come in a wrapper; empty for plain arrays.
    pub wrapper: &'static str,
    /// OAuth scope that a service app needs for it; empty when it needs none.
    pub scope: &'static str,
}

impl Endpoint {
    /// An endpoint that answers a plain array or object.
    pub(crate) const fn plain(name: &'static str, class: Class, scope: &'static str) -> Self {
        Self {
            name,
            class,
            wrapper: "",
            scope,
        }
    }

    /// An endpoint whose list stands in member `wrapper`, with the next page in `_links.next`.
    pub(crate) const fn wrapped(
        name: &'static str,
        class: Class,
        scope: &'static str,
        wrapper: &'static str,
    ) -> Self {
        Self {
            name,
            class,
            wrapper,
            scope,
        }
    }
}
