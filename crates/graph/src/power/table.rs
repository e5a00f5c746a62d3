//! Which role or permission gives which power, and which OAuth scope a service app needs for it.
//!
//! Source: Okta, "Standard administrator roles and permissions" and "Role permissions"; `ACCESS_REQUESTS_ADMIN`,
//! `WORKFLOWS_ADMIN`, `REPORT_ADMIN`, `ACCESS_CERTIFICATIONS_ADMIN` and `MOBILE_ADMIN` give no power over the
//! classes that the graph knows.

use super::TargetClass;
use crate::rules::RuleId;

/// What a standard role can do.
pub(super) fn of_standard_role(kind: &str) -> &'static [RuleId] {
    match kind {
        "SUPER_ADMIN" => &[
            RuleId::ControlOrg,
            RuleId::TakeOver,
            RuleId::AddMember,
            RuleId::ManageApp,
            RuleId::ReadSecret,
        ],
        "ORG_ADMIN" | "USER_ADMIN" => &[RuleId::TakeOver, RuleId::AddMember],
        "GROUP_MEMBERSHIP_ADMIN" => &[RuleId::AddMember],
        "HELP_DESK_ADMIN" => &[RuleId::TakeOver],
        "APP_ADMIN" => &[RuleId::ManageApp, RuleId::ReadSecret],
        "READ_ONLY_ADMIN" | "API_ACCESS_MANAGEMENT_ADMIN" => &[RuleId::ReadSecret],
        _ => &[],
    }
}

/// What a permission of a custom role can do.
pub(super) fn of_permission(permission: &str) -> &'static [RuleId] {
    match permission {
        "okta.users.manage" | "okta.users.credentials.manage" => {
            &[RuleId::ResetPassword, RuleId::ResetFactors]
        }
        "okta.users.credentials.resetPassword"
        | "okta.users.credentials.expirePassword"
        | "okta.users.credentials.manageTemporaryAccessCode" => &[RuleId::ResetPassword],
        "okta.users.credentials.resetFactors" => &[RuleId::ResetFactors],
        "okta.groups.manage" | "okta.groups.members.manage" => &[RuleId::AddMember],
        "okta.apps.manage" => &[RuleId::ManageApp],
        "okta.apps.clientCredentials.read" => &[RuleId::ReadSecret],
        _ => &[],
    }
}

/// OAuth scopes of which a service app needs one before a role of its gives it the power.
pub(super) fn needed_scopes(rule: RuleId) -> &'static [&'static str] {
    match rule {
        RuleId::ControlOrg => &["okta.roles.manage"],
        RuleId::TakeOver | RuleId::ResetPassword | RuleId::ResetFactors => &["okta.users.manage"],
        RuleId::AddMember => &["okta.groups.manage"],
        RuleId::ManageApp => &["okta.apps.manage"],
        RuleId::ReadSecret => &["okta.apps.read", "okta.apps.manage"],
        _ => &[],
    }
}

/// What the power is over.
pub(super) fn class_of(rule: RuleId) -> TargetClass {
    match rule {
        RuleId::ControlOrg => TargetClass::Organization,
        RuleId::AddMember => TargetClass::Groups,
        RuleId::ManageApp => TargetClass::Apps,
        RuleId::ReadSecret => TargetClass::Secrets,
        _ => TargetClass::Users,
    }
}
