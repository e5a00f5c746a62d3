//! Whom the organization trusts to say who somebody is, and under which conditions people sign in.

use crate::Timestamp;

/// An external identity provider. Source: `GET /api/v1/idps`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdentityProvider<'a> {
    /// `0oa…`
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
    /// `SAML2`, `OIDC`, `GOOGLE`, …
    pub provider_type: &'a str,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// `policy.provisioning.action`: `AUTO` creates users at sign-in.
    pub provisioning: Option<&'a str>,
    /// `policy.accountLink.action`: `AUTO` links to users that exist.
    pub account_link: Option<&'a str>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text, without credentials.
    pub raw: &'a str,
}

/// A policy. Source: `GET /api/v1/policies?type=…`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy<'a> {
    /// `00p…`, `rst…`
    pub id: &'a str,
    /// `OKTA_SIGN_ON`, `PASSWORD`, `MFA_ENROLL`, `ACCESS_POLICY`, …
    pub policy_type: &'a str,
    /// Name.
    pub name: &'a str,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// Lower is asked first.
    pub priority: Option<i32>,
    /// Whether Okta made it.
    pub is_system: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text.
    pub raw: &'a str,
}

/// A rule of a policy. Source: `GET /api/v1/policies/{id}/rules`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyRule<'a> {
    /// `0pr…`
    pub id: &'a str,
    /// Id of the policy.
    pub policy: &'a str,
    /// Name.
    pub name: &'a str,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// Lower is asked first.
    pub priority: Option<i32>,
    /// The whole object as Okta sent it, as JSON text.
    pub raw: &'a str,
}

/// A network zone. Source: `GET /api/v1/zones`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetworkZone<'a> {
    /// `nzo…`
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
    /// `IP`, `DYNAMIC`, `DYNAMIC_V2`.
    pub zone_type: &'a str,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// `POLICY` or `BLOCKLIST`.
    pub usage: &'a str,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text.
    pub raw: &'a str,
}
