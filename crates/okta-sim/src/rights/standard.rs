//! Okta's standard administrator roles as lists of rights.

/// What `*.read` leaves out: only super administrators see administrators, tokens and OAuth grants.
pub(crate) const HIDDEN_FROM_READ_ONLY: &[&str] = &[
    "okta.roles.read",
    "okta.apiTokens.read",
    "okta.appGrants.read",
    "okta.logStreams.read",
    "okta.principalRateLimits.read",
    "okta.clients.read",
];

const ORG_ADMIN: &[&str] = &[
    "okta.users.manage",
    "okta.groups.manage",
    "okta.apps.read",
    "okta.policies.manage",
    "okta.networkZones.manage",
    "okta.logs.read",
    "okta.idps.manage",
    "okta.orgs.manage",
    "okta.devices.manage",
    "okta.eventHooks.manage",
    "okta.authenticators.manage",
    "okta.factors.manage",
    "okta.schemas.manage",
    "okta.userTypes.manage",
    "okta.trustedOrigins.manage",
    "okta.behaviors.manage",
    "okta.features.read",
    "okta.sessions.manage",
];
const APP_ADMIN: &[&str] = &[
    "okta.apps.manage",
    "okta.users.read",
    "okta.groups.read",
    "okta.schemas.read",
    "okta.logs.read",
];
const USER_ADMIN: &[&str] = &["okta.users.manage", "okta.groups.manage", "okta.factors.manage"];
const MEMBERSHIP_ADMIN: &[&str] = &[
    "okta.groups.members.manage",
    "okta.groups.read",
    "okta.users.read",
];
const HELP_DESK_ADMIN: &[&str] = &[
    "okta.users.read",
    "okta.users.credentials.manage",
    "okta.users.sessions.manage",
    "okta.groups.read",
];
const MOBILE_ADMIN: &[&str] = &[
    "okta.devices.manage",
    "okta.users.read",
    "okta.groups.read",
    "okta.policies.read",
    "okta.logs.read",
];
const API_ADMIN: &[&str] = &[
    "okta.authorizationServers.manage",
    "okta.apps.manage",
    "okta.users.read",
    "okta.groups.read",
    "okta.logs.read",
];

/// What a standard role allows; `None` for custom ones and unknown words.
pub(crate) fn permissions(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "SUPER_ADMIN" => &["*"],
        "ORG_ADMIN" => ORG_ADMIN,
        "APP_ADMIN" => APP_ADMIN,
        "USER_ADMIN" => USER_ADMIN,
        "GROUP_MEMBERSHIP_ADMIN" => MEMBERSHIP_ADMIN,
        "HELP_DESK_ADMIN" => HELP_DESK_ADMIN,
        "READ_ONLY_ADMIN" => &["*.read"],
        "REPORT_ADMIN" => &["okta.logs.read"],
        "MOBILE_ADMIN" => MOBILE_ADMIN,
        "API_ACCESS_MANAGEMENT_ADMIN" => API_ADMIN,
        _ => return None,
    })
}

/// How high a role stands: 3 super administrator, 2 organization administrator, 1 any other.
pub(crate) fn rank(kind: &str) -> u8 {
    match kind {
        "SUPER_ADMIN" => 3,
        "ORG_ADMIN" => 2,
        _ => 1,
    }
}

/// The scope that a custom role's permission stands for; most are named alike.
pub(crate) fn scope_of(permission: &str) -> &str {
    match permission {
        "okta.iam.read" => "okta.roles.read",
        "okta.users.apitokens.read" => "okta.apiTokens.read",
        "okta.users.apitokens.manage" => "okta.apiTokens.manage",
        "okta.groups.appAssignment.manage" | "okta.users.appAssignment.manage" => {
            "okta.apps.assignment.manage"
        }
        "okta.apps.clientCredentials.read" => "okta.apps.read",
        "okta.identityProviders.manage" => "okta.idps.manage",
        "okta.identityProviders.read" => "okta.idps.read",
        "okta.users.groupMembership.manage" => "okta.groups.members.manage",
        "okta.users.lifecycle.manage"
        | "okta.users.credentials.resetPassword"
        | "okta.users.credentials.resetFactors" => "okta.users.credentials.manage",
        other => other,
    }
}

/// Okta's label of a standard role.
pub(crate) fn label(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "SUPER_ADMIN" => "Super Administrator",
        "ORG_ADMIN" => "Organization Administrator",
        "APP_ADMIN" => "Application Administrator",
        "USER_ADMIN" => "Group Administrator",
        "GROUP_MEMBERSHIP_ADMIN" => "Group Membership Administrator",
        "HELP_DESK_ADMIN" => "Help Desk Administrator",
        "READ_ONLY_ADMIN" => "Read-only Administrator",
        "REPORT_ADMIN" => "Report Administrator",
        "MOBILE_ADMIN" => "Mobile Administrator",
        "API_ACCESS_MANAGEMENT_ADMIN" => "API Access Management Administrator",
        _ => return None,
    })
}
