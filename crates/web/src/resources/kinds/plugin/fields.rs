//! What may stand in the settings of the Okta integration.

use crate::resources::shape::{Field, Shape, field, foreign};

const LATER: &str = "access lists come with app and group sync; remove it";

const SCAN: &[Field] = &[
    field("enabled", Shape::Flag, "Whether resources are scanned"),
    field("interval", Shape::Span, "From one scan to the next, 60s to 7d"),
    field(
        "refresh_interval",
        Shape::Span,
        "From one look at Okta's log to the next; 0s for none",
    ),
    field(
        "log_interval",
        Shape::Span,
        "From one reading of Okta's log for the Activity Center to the next; 0s for none; as the server is set when left out",
    ),
    field(
        "log_history_days",
        Shape::Number,
        "Days of the log's past that are fetched, 0 to 90",
    ),
    field(
        "share_percent",
        Shape::Number,
        "Share of Okta's rate limits that may be used, 1 to 100",
    ),
];
const SYNC: &[Field] = &[
    field("sync_users", Shape::Flag, "Whether people are kept in step"),
    field(
        "user_sync_source",
        Shape::Text,
        "Whose people: `saml_app` (of one app), `org` (everybody), `groups` (members of groups)",
    ),
    field(
        "app_name",
        Shape::Text,
        "The app, by label or id; with `saml_app`",
    ),
    field(
        "groups",
        Shape::Texts,
        "Names of groups, `*` stands for any text; with `groups`",
    ),
    field(
        "disable_assign_default_roles",
        Shape::Flag,
        "Whether people get no role by being there",
    ),
    field(
        "default_role",
        Shape::Text,
        "The role that everybody gets; `okta-requester` when left out",
    ),
    field(
        "brake_percent",
        Shape::Number,
        "A run that would lock more than this share is held",
    ),
    field(
        "brake_count",
        Shape::Number,
        "A run that would lock more people than this is held, too; the share alone when left out",
    ),
    field(
        "purge_after_days",
        Shape::Number,
        "Days after which the record of an inactive person goes",
    ),
    foreign("app_id", "write it as `app_name`"),
    foreign("sync_access_lists", LATER),
    foreign("default_owners", LATER),
    foreign("group_filters", LATER),
    foreign("app_filters", LATER),
    foreign("disable_bidirectional_sync", LATER),
    foreign("time_between_imports", "it follows every scan: `scan.interval`"),
];
pub(super) const OKTA: &[Field] = &[
    field("org_url", Shape::Text, "The organization; it cannot be changed"),
    field("scan", Shape::One(SCAN), "Reading the organization"),
    field("sync_settings", Shape::One(SYNC), "User sync"),
    foreign("enable_user_sync", "write it as `sync_settings.sync_users`"),
    foreign(
        "sso_connector_id",
        "connectors stand for themselves here; remove it",
    ),
    foreign(
        "credentials_info",
        "credentials are in no file; `portolan plugins rotate okta` brings new ones",
    ),
];
