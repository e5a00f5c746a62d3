//! The organization itself. Source: Okta, "Org Settings", "Okta Organization well-known".

use serde::Deserialize;

use super::wire::nullable;
use crate::{Class, Client, Endpoint, Fault, Id, Moment, Object};

pub(crate) static WELL_KNOWN: Endpoint =
    Endpoint::plain("GET /.well-known/okta-organization", Class::Unlimited, "");
pub(crate) static ORG: Endpoint = Endpoint::plain("GET /api/v1/org", Class::Other, "okta.orgs.read");
pub(crate) static SUPPORT: Endpoint = Endpoint::plain(
    "GET /api/v1/org/privacy/oktaSupport",
    Class::Other,
    "okta.orgs.read",
);

/// What an organization tells everybody.
#[derive(Clone, Debug, Deserialize)]
pub struct WellKnown {
    /// `00o…`
    pub id: Id,
    /// `v1` or `idx`.
    #[serde(default, deserialize_with = "nullable")]
    pub pipeline: String,
}

/// Okta's two generations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrgPipeline {
    /// Classic Engine.
    Classic,
    /// Identity Engine.
    IdentityEngine,
}

impl WellKnown {
    /// Which generation of Okta it runs on; `None` for a word of a later Okta.
    pub fn engine(&self) -> Option<OrgPipeline> {
        match self.pipeline.as_str() {
            "v1" => Some(OrgPipeline::Classic),
            "idx" => Some(OrgPipeline::IdentityEngine),
            _ => None,
        }
    }
}

/// Settings of an organization.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Org {
    /// `00o…`
    pub id: Id,
    /// First part of its host name.
    pub subdomain: Option<String>,
    /// Name of the company.
    pub company_name: Option<String>,
    /// `ACTIVE` or `INACTIVE`.
    pub status: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// When it ends, for trials.
    pub expires_at: Option<Moment>,
}

/// Whether Okta's support may enter.
#[derive(Clone, Debug, Deserialize)]
pub struct SupportAccess {
    /// `ENABLED` or `DISABLED`.
    #[serde(default, deserialize_with = "nullable")]
    pub support: String,
    /// Until when.
    pub expiration: Option<Moment>,
}

impl Client {
    /// What the organization tells everybody; needs no credential.
    pub async fn well_known(&self) -> Result<Object<WellKnown>, Fault> {
        self.one(&WELL_KNOWN, "/.well-known/okta-organization").await
    }

    /// Settings of the organization.
    pub async fn org(&self) -> Result<Object<Org>, Fault> {
        self.one(&ORG, "/api/v1/org").await
    }

    /// Whether Okta's support may enter.
    pub async fn support_access(&self) -> Result<Object<SupportAccess>, Fault> {
        self.one(&SUPPORT, "/api/v1/org/privacy/oktaSupport").await
    }
}
