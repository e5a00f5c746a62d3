//! Policies and their rules. Source: Okta, "Policies".

use serde::Deserialize;

use super::wire::{nullable, segment};
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static LIST_POLICIES: Endpoint =
    Endpoint::plain("GET /api/v1/policies", Class::Policies, "okta.policies.read");
pub(crate) static POLICY_RULES: Endpoint = Endpoint::plain(
    "GET /api/v1/policies/{policyId}/rules",
    Class::Policies,
    "okta.policies.read",
);

/// The policy types a scan reads. Okta demands one in each call, and answers 400 for those a pipeline lacks.
pub const POLICY_TYPES: [&str; 8] = [
    "OKTA_SIGN_ON",
    "PASSWORD",
    "MFA_ENROLL",
    "IDP_DISCOVERY",
    "ACCESS_POLICY",
    "PROFILE_ENROLLMENT",
    "POST_AUTH_SESSION",
    "ENTITY_RISK",
];

/// A policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// `00p…`, `rst…`
    pub id: Id,
    /// `OKTA_SIGN_ON`, …
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub policy_type: String,
    /// Name.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// Lower is asked first.
    pub priority: Option<i32>,
    /// Whether Okta made it.
    #[serde(default, deserialize_with = "nullable")]
    pub system: bool,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

/// A rule of a policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRule {
    /// `0pr…`, `rul…`
    pub id: Id,
    /// `SIGN_ON`, …
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub rule_type: String,
    /// Name.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// Lower is asked first.
    pub priority: Option<i32>,
    /// Whether Okta made it.
    #[serde(default, deserialize_with = "nullable")]
    pub system: bool,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

impl Client {
    /// The policies of one type ([`POLICY_TYPES`]).
    pub fn policies(&self, policy_type: &str) -> Pages<Object<Policy>> {
        self.list(
            &LIST_POLICIES,
            format!("/api/v1/policies?type={}", segment(policy_type)),
        )
    }

    /// The rules of a policy.
    pub fn policy_rules(&self, policy: &str) -> Pages<Object<PolicyRule>> {
        self.list(
            &POLICY_RULES,
            format!("/api/v1/policies/{}/rules", segment(policy)),
        )
    }
}
