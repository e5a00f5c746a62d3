//! The table: which endpoint serves which part of the product, and who may read it.

use super::First;
use crate::endpoint::Endpoint;
use crate::resources::probes as at;

/// One line of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// A stable word.
    pub name: &'static str,
    /// The endpoint that is tried.
    pub endpoint: &'static Endpoint,
    /// Path and query; `{user}`, `{group}`, `{app}` stand for the first object found.
    path: &'static str,
    /// Whether a scan makes sense without it.
    pub need: Need,
    /// The smallest role that may read it.
    pub role: &'static str,
    /// What the product cannot tell without it.
    pub costs: &'static str,
    /// Whether it answers one object, not a list.
    pub(super) is_single: bool,
}

/// How much depends on an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it there is nothing to show.
    Must,
    /// Without it a part is missing, and says so.
    Should,
}

impl Part {
    /// The path with the first objects put in; `None` while there is none.
    pub(super) fn path(&self, first: &First) -> Option<String> {
        let mut path = self.path.to_owned();
        for (mark, id) in [
            ("{user}", &first.user),
            ("{group}", &first.group),
            ("{app}", &first.app),
        ] {
            if path.contains(mark) {
                path = path.replace(mark, id.as_deref()?);
            }
        }
        Some(path)
    }
}

const READER: &str = "Read-only Administrator, or a custom role that may view it";
const IAM_READER: &str =
    "a custom role with \"View roles, resources, and admin assignments\", or Super Administrator";
const SUPER: &str = "Super Administrator";

const fn part(
    name: &'static str,
    endpoint: &'static Endpoint,
    path: &'static str,
    need: Need,
    role: &'static str,
    costs: &'static str,
) -> Part {
    Part {
        name,
        endpoint,
        path,
        need,
        role,
        costs,
        is_single: false,
    }
}

/// In the order in which they are tried: lists first, then what hangs below their first object.
pub(super) static PARTS: [Part; 20] = [
    part(
        "users",
        &at::LIST_USERS,
        "/api/v1/users?limit=1",
        Need::Must,
        READER,
        "nothing can be shown",
    ),
    part(
        "groups",
        &at::LIST_GROUPS,
        "/api/v1/groups?limit=1",
        Need::Must,
        READER,
        "nothing can be shown",
    ),
    part(
        "apps",
        &at::LIST_APPS,
        "/api/v1/apps?limit=1",
        Need::Must,
        READER,
        "nothing can be shown",
    ),
    part(
        "memberships",
        &at::GROUP_MEMBERS,
        "/api/v1/groups/{group}/users?limit=1",
        Need::Must,
        READER,
        "nobody's access through groups is known",
    ),
    part(
        "group_rules",
        &at::LIST_RULES,
        "/api/v1/groups/rules?limit=1",
        Need::Should,
        READER,
        "which rules put people into groups is not known",
    ),
    part(
        "group_owners",
        &at::GROUP_OWNERS,
        "/api/v1/groups/{group}/owners?limit=1",
        Need::Should,
        READER,
        "who may manage a group's members is not known",
    ),
    part(
        "app_users",
        &at::APP_USERS,
        "/api/v1/apps/{app}/users?limit=1",
        Need::Must,
        READER,
        "direct app assignments are not known",
    ),
    part(
        "app_groups",
        &at::APP_GROUPS,
        "/api/v1/apps/{app}/groups?limit=20",
        Need::Must,
        READER,
        "app access through groups is not known",
    ),
    part(
        "admins",
        &at::ASSIGNEES,
        "/api/v1/iam/assignees/users?limit=1",
        Need::Should,
        IAM_READER,
        "administrators are not known: neither who they are nor what they could take over",
    ),
    part(
        "user_roles",
        &at::USER_ROLES,
        "/api/v1/users/{user}/roles",
        Need::Should,
        IAM_READER,
        "the roles of administrators are not known",
    ),
    part(
        "group_roles",
        &at::GROUP_ROLES,
        "/api/v1/groups/{group}/roles",
        Need::Should,
        IAM_READER,
        "roles that groups give are not known",
    ),
    part(
        "custom_roles",
        &at::CUSTOM_ROLES,
        "/api/v1/iam/roles",
        Need::Should,
        IAM_READER,
        "what custom roles allow is not known",
    ),
    part(
        "resource_sets",
        &at::RESOURCE_SETS,
        "/api/v1/iam/resource-sets",
        Need::Should,
        IAM_READER,
        "what custom roles reach is not known",
    ),
    part(
        "api_tokens",
        &at::API_TOKENS,
        "/api/v1/api-tokens",
        Need::Should,
        "a custom role that may view API tokens, or Super Administrator",
        "API tokens and their owners are not known",
    ),
    part(
        "grants",
        &at::APP_GRANTS,
        "/api/v1/apps/{app}/grants?limit=20",
        Need::Should,
        SUPER,
        "which OAuth scopes service apps have is not known",
    ),
    part(
        "identity_providers",
        &at::LIST_IDPS,
        "/api/v1/idps?limit=1",
        Need::Should,
        READER,
        "whom the organization trusts to sign people in is not known",
    ),
    part(
        "policies",
        &at::LIST_POLICIES,
        "/api/v1/policies?type=OKTA_SIGN_ON",
        Need::Should,
        READER,
        "the conditions of signing in are not known",
    ),
    part(
        "network_zones",
        &at::LIST_ZONES,
        "/api/v1/zones?limit=1",
        Need::Should,
        READER,
        "network limits of tokens and policies have no names",
    ),
    Part {
        name: "organization",
        endpoint: &at::ORG,
        path: "/api/v1/org",
        need: Need::Should,
        role: READER,
        costs: "the organization has no name",
        is_single: true,
    },
    part(
        "logs",
        &at::LOGS,
        "/api/v1/logs?limit=1",
        Need::Should,
        "Read-only Administrator or Report Administrator",
        "what happened in the organization is not known",
    ),
];
