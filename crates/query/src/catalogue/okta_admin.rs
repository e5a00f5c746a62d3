//! Okta's roles, credentials and policies, read from the files of the snapshot, and how well it was read.

use super::okta::{CREATED, LAST_UPDATED, ORG, RAW};
use super::{Rows, Table, column};
use crate::schema::ColumnType::{Count, Flag, Moment, Text, Texts};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "okta_roles",
        about: "Administrator roles: standard ones that are in use, and all custom ones.",
        columns: &[
            column("id", Text, "Type of a standard role, id of a custom one"),
            column("label", Text, "What administrators see"),
            column("is_custom", Flag, "Whether the organization made it"),
            column("description", Text, "Description"),
            column("permissions", Texts, "Permissions of a custom role"),
            CREATED,
            LAST_UPDATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, label, is_custom, description, permissions, created, last_updated, $org AS org \
             FROM snapshot.roles",
        ),
    },
    Table {
        name: "okta_role_assignments",
        about: "Who holds which administrator role. What people have through groups is in access_path.",
        columns: &[
            column("id", Text, "Id of the assignment"),
            column("role_id", Text, "Id of the role"),
            column("role_label", Text, "Label of the role"),
            column("assignee_type", Text, "USER, GROUP or CLIENT"),
            column("assignee_id", Text, "Id of the holder"),
            column(
                "assignee_name",
                Text,
                "Login, group name or app label of the holder",
            ),
            column("status", Text, "ACTIVE or INACTIVE"),
            column(
                "target_count",
                Count,
                "How many things a standard role is limited to; 0 is the whole organization",
            ),
            column("resource_set_id", Text, "Id of a custom role's resource set"),
            column("resource_set_label", Text, "Its label"),
            CREATED,
            LAST_UPDATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT s.id, s.role AS role_id, r.label AS role_label, s.assignee_kind AS assignee_type, \
             COALESCE(u.id, g.id, a.id) AS assignee_id, COALESCE(u.login, g.name, a.label) AS assignee_name, \
             s.status, CAST(cardinality(s.targets) AS BIGINT) AS target_count, s.resource_set AS resource_set_id, \
             rs.label AS resource_set_label, s.created, s.last_updated, $org AS org \
             FROM snapshot.role_assignments s LEFT JOIN snapshot.roles r ON r.id = s.role \
             LEFT JOIN snapshot.users u ON u.ordinal = s.assignee AND s.assignee_kind = 'USER' \
             LEFT JOIN snapshot.groups g ON g.ordinal = s.assignee AND s.assignee_kind = 'GROUP' \
             LEFT JOIN snapshot.apps a ON a.ordinal = s.assignee AND s.assignee_kind = 'CLIENT' \
             LEFT JOIN snapshot.resource_sets rs ON rs.id = s.resource_set",
        ),
    },
    Table {
        name: "okta_role_targets",
        about: "What standard roles are limited to, one row a target.",
        columns: &[
            column("assignment_id", Text, "Id of the role assignment"),
            column("role_id", Text, "Id of the role"),
            column("assignee_type", Text, "USER, GROUP or CLIENT"),
            column("assignee_id", Text, "Id of the holder"),
            column(
                "target_type",
                Text,
                "GROUP, APP, CATALOG_APP, or UNSEEN by the scan",
            ),
            column(
                "target_id",
                Text,
                "Id of the target in Okta, or its name in the catalogue",
            ),
            column("target_name", Text, "Name or label of the target"),
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT s.id AS assignment_id, s.role AS role_id, s.assignee_kind AS assignee_type, \
             COALESCE(hu.id, hg.id, ha.id) AS assignee_id, s.t['kind'] AS target_type, \
             COALESCE(g.id, a.id, s.t['name']) AS target_id, COALESCE(g.name, a.label, s.t['name']) AS target_name, \
             $org AS org FROM (SELECT id, role, assignee_kind, assignee, unnest(targets) AS t \
             FROM snapshot.role_assignments) s \
             LEFT JOIN snapshot.users hu ON hu.ordinal = s.assignee AND s.assignee_kind = 'USER' \
             LEFT JOIN snapshot.groups hg ON hg.ordinal = s.assignee AND s.assignee_kind = 'GROUP' \
             LEFT JOIN snapshot.apps ha ON ha.ordinal = s.assignee AND s.assignee_kind = 'CLIENT' \
             LEFT JOIN snapshot.groups g ON g.ordinal = s.t['ordinal'] AND s.t['kind'] = 'GROUP' \
             LEFT JOIN snapshot.apps a ON a.ordinal = s.t['ordinal'] AND s.t['kind'] = 'APP'",
        ),
    },
    Table {
        name: "okta_resource_sets",
        about: "Resource sets of custom roles.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("label", Text, "Name"),
            column("description", Text, "What it is for"),
            column("resources", Texts, "Its resources, as Okta names them"),
            CREATED,
            LAST_UPDATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, label, description, resources, created, last_updated, $org AS org \
             FROM snapshot.resource_sets",
        ),
    },
    Table {
        name: "okta_api_tokens",
        about: "API tokens. A token has its owner's rights of the moment.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("name", Text, "Name given when it was created"),
            column("owner_id", Text, "Id of the owner"),
            column("owner_login", Text, "Login of the owner"),
            column("owner_name", Text, "Display name of the owner"),
            column("owner_status", Text, "Status of the owner"),
            column("client_name", Text, "What made it"),
            column("network_connection", Text, "ANYWHERE or ZONE"),
            column("network_include", Texts, "Ids of the zones it is limited to"),
            column("network_exclude", Texts, "Ids of the zones it is barred from"),
            CREATED,
            column("last_updated", Moment, "Moves with use"),
            column(
                "expires",
                Moment,
                "When it stops working if it is not used before",
            ),
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT t.id, t.name, t.owner_id, u.login AS owner_login, u.display_name AS owner_name, \
             u.status AS owner_status, t.client_name, t.network_connection, t.network_include, t.network_exclude, \
             t.created, t.last_updated, t.expires, t.raw, $org AS org FROM snapshot.api_tokens t \
             LEFT JOIN snapshot.users u ON u.ordinal = t.owner",
        ),
    },
    Table {
        name: "okta_group_rules",
        about: "Rules that put people into groups.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("name", Text, "Name"),
            column("status", Text, "ACTIVE, INACTIVE or INVALID"),
            column("expression", Text, "The condition, in Okta's expression language"),
            column(
                "target_groups",
                Texts,
                "Ids of the groups that people are put into",
            ),
            column("excluded_users", Texts, "Ids of people it leaves out"),
            CREATED,
            LAST_UPDATED,
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, name, status, expression, target_groups, excluded_users, created, last_updated, raw, \
             $org AS org FROM snapshot.group_rules",
        ),
    },
    Table {
        name: "okta_group_owners",
        about: "Who may manage a group's members.",
        columns: &[
            column("group_id", Text, "Id of the group"),
            column("group_name", Text, "Name of the group"),
            column("owner_type", Text, "USER or GROUP"),
            column("owner_id", Text, "Id of the owner"),
            column("owner_name", Text, "Login or group name of the owner"),
            column("origin", Text, "OKTA_DIRECTORY or APPLICATION"),
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT g.id AS group_id, g.name AS group_name, o.kind AS owner_type, COALESCE(u.id, og.id) AS owner_id, \
             COALESCE(u.login, og.name) AS owner_name, o.origin, $org AS org FROM snapshot.group_owners o \
             JOIN snapshot.groups g ON g.ordinal = o.\"group\" \
             LEFT JOIN snapshot.users u ON u.ordinal = o.owner AND o.kind = 'USER' \
             LEFT JOIN snapshot.groups og ON og.ordinal = o.owner AND o.kind = 'GROUP'",
        ),
    },
    Table {
        name: "okta_grants",
        about: "OAuth scopes granted to service apps.",
        columns: &[
            column("id", Text, "Id of the grant"),
            column("app_id", Text, "Id of the app"),
            column("app_label", Text, "Label of the app"),
            column("scope", Text, "For example okta.users.manage"),
            column("status", Text, "ACTIVE or REVOKED"),
            CREATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT s.id, a.id AS app_id, a.label AS app_label, s.scope, s.status, s.created, $org AS org \
             FROM snapshot.grants s LEFT JOIN snapshot.apps a ON a.ordinal = s.app",
        ),
    },
    Table {
        name: "okta_client_secrets",
        about: "Client secrets of apps: that they exist, never their values.",
        columns: &[
            column("id", Text, "Id of the secret"),
            column("app_id", Text, "Id of the app"),
            column("app_label", Text, "Label of the app"),
            column("status", Text, "ACTIVE or INACTIVE"),
            CREATED,
            LAST_UPDATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT s.id, a.id AS app_id, a.label AS app_label, s.status, s.created, s.last_updated, $org AS org \
             FROM snapshot.client_secrets s LEFT JOIN snapshot.apps a ON a.ordinal = s.app",
        ),
    },
    Table {
        name: "okta_client_keys",
        about: "Public keys that apps sign with.",
        columns: &[
            column("id", Text, "Id of the key"),
            column("app_id", Text, "Id of the app"),
            column("app_label", Text, "Label of the app"),
            column("kid", Text, "Key id in tokens"),
            column("key_type", Text, "RSA or EC"),
            column("status", Text, "ACTIVE or INACTIVE"),
            CREATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT s.id, a.id AS app_id, a.label AS app_label, s.kid, s.key_type, s.status, s.created, $org AS org \
             FROM snapshot.client_keys s LEFT JOIN snapshot.apps a ON a.ordinal = s.app",
        ),
    },
    Table {
        name: "okta_identity_providers",
        about: "External identity providers.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("name", Text, "Name"),
            column("type", Text, "SAML2, OIDC, GOOGLE, …"),
            column("status", Text, "ACTIVE or INACTIVE"),
            column("provisioning", Text, "AUTO creates users at sign-in"),
            column("account_link", Text, "AUTO links to users that exist"),
            CREATED,
            LAST_UPDATED,
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, name, provider_type AS type, status, provisioning, account_link, created, last_updated, raw, \
             $org AS org FROM snapshot.identity_providers",
        ),
    },
    Table {
        name: "okta_policies",
        about: "Policies of all types.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column(
                "type",
                Text,
                "OKTA_SIGN_ON, PASSWORD, MFA_ENROLL, ACCESS_POLICY, …",
            ),
            column("name", Text, "Name"),
            column("status", Text, "ACTIVE or INACTIVE"),
            column("priority", Count, "Lower is asked first"),
            column("is_system", Flag, "Whether Okta made it"),
            CREATED,
            LAST_UPDATED,
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, policy_type AS type, name, status, CAST(priority AS BIGINT) AS priority, is_system, created, \
             last_updated, raw, $org AS org FROM snapshot.policies",
        ),
    },
    Table {
        name: "okta_policy_rules",
        about: "Rules of the policies.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("policy_id", Text, "Id of the policy"),
            column("policy_name", Text, "Name of the policy"),
            column("name", Text, "Name"),
            column("status", Text, "ACTIVE or INACTIVE"),
            column("priority", Count, "Lower is asked first"),
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT r.id, r.policy AS policy_id, p.name AS policy_name, r.name, r.status, \
             CAST(r.priority AS BIGINT) AS priority, r.raw, $org AS org FROM snapshot.policy_rules r \
             LEFT JOIN snapshot.policies p ON p.id = r.policy",
        ),
    },
    Table {
        name: "okta_network_zones",
        about: "Network zones.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("name", Text, "Name"),
            column("type", Text, "IP, DYNAMIC, DYNAMIC_V2"),
            column("status", Text, "ACTIVE or INACTIVE"),
            column("usage", Text, "POLICY or BLOCKLIST"),
            CREATED,
            LAST_UPDATED,
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, name, zone_type AS type, status, usage, created, last_updated, raw, $org AS org \
             FROM snapshot.network_zones",
        ),
    },
    Table {
        name: "coverage",
        about: "How much of each object class the scan could read: not read is never empty.",
        columns: &[
            column("class", Text, "Object class"),
            column("reading", Text, "whole, partial or not_read"),
            column("reason", Text, "Why it is not whole"),
            column("rows", Count, "Rows read"),
            column("requests", Count, "Requests it took"),
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT class, reading, reason, CAST(rows AS BIGINT) AS rows, CAST(requests AS BIGINT) AS requests, \
             $org AS org FROM snapshot.coverage",
        ),
    },
];
