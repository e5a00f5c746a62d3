//! Okta's people, groups and apps, read from the files of the snapshot. Each query joins ordinals to ids and names.
//! `$org` stands for the organization's address as a text literal.

use super::{Column, Rows, Table, column};
use crate::schema::ColumnType::{Count, Flag, Json, Moment, Text, Texts};

pub(super) const ORG: Column = column("org", Text, "Address of the organization");
pub(super) const CREATED: Column = column("created", Moment, "When it was made");
pub(super) const LAST_UPDATED: Column = column("last_updated", Moment, "When it last changed");
pub(super) const RAW: Column = column(
    "raw",
    Json,
    "The whole object as Okta sent it; values of passwords, secrets, keys, tokens and recovery questions are replaced by `•••`, and what else `credentials` says stays: the provider, email addresses, names of users",
);

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "okta_users",
        about: "People.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("login", Text, "profile.login"),
            column("email", Text, "profile.email"),
            column("display_name", Text, "Display name, or first and last name"),
            column(
                "status",
                Text,
                "ACTIVE, STAGED, PROVISIONED, SUSPENDED, DEPROVISIONED, …",
            ),
            column("user_type", Text, "profile.userType"),
            column("title", Text, "profile.title"),
            column("department", Text, "profile.department"),
            column("manager", Text, "profile.managerId or profile.manager"),
            CREATED,
            column("activated", Moment, "When the user was activated"),
            column("status_changed", Moment, "When the status last changed"),
            column("last_login", Moment, "Last sign-in"),
            LAST_UPDATED,
            column("password_changed", Moment, "When the password last changed"),
            column("profile", Json, "The whole profile"),
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, login, email, display_name, status, user_type, title, department, manager, created, \
             activated, status_changed, last_login, last_updated, password_changed, profile, raw, $org AS org \
             FROM snapshot.users",
        ),
    },
    Table {
        name: "okta_groups",
        about: "Groups of all three types.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("name", Text, "profile.name"),
            column("description", Text, "profile.description"),
            column("type", Text, "OKTA_GROUP, APP_GROUP or BUILT_IN"),
            column(
                "source_app",
                Text,
                "Id of the app or directory an APP_GROUP was imported from",
            ),
            CREATED,
            LAST_UPDATED,
            column("last_membership_updated", Moment, "When its members last changed"),
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, name, description, kind AS type, source_app, created, last_updated, \
             last_membership_updated, raw, $org AS org FROM snapshot.groups",
        ),
    },
    Table {
        name: "okta_apps",
        about: "Applications of all kinds.",
        columns: &[
            column("id", Text, "Id in Okta"),
            column("name", Text, "Name in Okta's catalogue"),
            column("label", Text, "What people see"),
            column("status", Text, "ACTIVE or INACTIVE"),
            column("sign_on_mode", Text, "SAML_2_0, OPENID_CONNECT, BOOKMARK, …"),
            column("client_id", Text, "OAuth client id"),
            column(
                "is_service",
                Flag,
                "Whether it acts for itself (OAuth client credentials)",
            ),
            column("features", Texts, "Provisioning features"),
            CREATED,
            LAST_UPDATED,
            RAW,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT id, name, label, status, sign_on_mode, client_id, is_service, features, created, \
             last_updated, raw, $org AS org FROM snapshot.apps",
        ),
    },
    Table {
        name: "okta_group_members",
        about: "Who is in which group.",
        columns: &[
            column("group_id", Text, "Id of the group"),
            column("group_name", Text, "Name of the group"),
            column("user_id", Text, "Id of the person"),
            column("user_login", Text, "Login of the person"),
            column("user_status", Text, "Status of the person"),
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT g.id AS group_id, g.name AS group_name, u.id AS user_id, u.login AS user_login, \
             u.status AS user_status, $org AS org FROM snapshot.memberships m \
             JOIN snapshot.groups g ON g.ordinal = m.\"group\" JOIN snapshot.users u ON u.ordinal = m.\"user\"",
        ),
    },
    Table {
        name: "okta_app_assignments",
        about: "Who is assigned to which app, directly (scope USER) or by a group (scope GROUP). Okta keeps one \
                record a person and app: a direct assignment hides a group's. Every way is in access_path.",
        columns: &[
            column("app_id", Text, "Id of the app"),
            column("app_label", Text, "Label of the app"),
            column("user_id", Text, "Id of the person"),
            column("user_login", Text, "Login of the person"),
            column("scope", Text, "USER: assigned itself; GROUP: through a group"),
            column(
                "group_id",
                Text,
                "Id of the group that Okta names for scope GROUP",
            ),
            column("group_name", Text, "Name of that group"),
            column("status", Text, "ACTIVE, PROVISIONED, STAGED, …"),
            column("app_user_name", Text, "Account in the app"),
            CREATED,
            LAST_UPDATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT a.id AS app_id, a.label AS app_label, u.id AS user_id, u.login AS user_login, s.scope, \
             g.id AS group_id, g.name AS group_name, s.status, s.user_name AS app_user_name, s.created, \
             s.last_updated, $org AS org FROM snapshot.app_users s \
             JOIN snapshot.apps a ON a.ordinal = s.app JOIN snapshot.users u ON u.ordinal = s.\"user\" \
             LEFT JOIN snapshot.groups g ON g.ordinal = s.scope_group",
        ),
    },
    Table {
        name: "okta_app_groups",
        about: "Which group is assigned to which app.",
        columns: &[
            column("app_id", Text, "Id of the app"),
            column("app_label", Text, "Label of the app"),
            column("group_id", Text, "Id of the group"),
            column("group_name", Text, "Name of the group"),
            column(
                "priority",
                Count,
                "Lower wins where groups give conflicting profile values",
            ),
            LAST_UPDATED,
            ORG,
        ],
        rows: Rows::Snapshot(
            "SELECT a.id AS app_id, a.label AS app_label, g.id AS group_id, g.name AS group_name, \
             CAST(s.priority AS BIGINT) AS priority, s.last_updated, $org AS org FROM snapshot.app_groups s \
             JOIN snapshot.apps a ON a.ordinal = s.app JOIN snapshot.groups g ON g.ordinal = s.\"group\"",
        ),
    },
];
