//! Tables whose rows nothing collects yet. They can be queried, and each use says that they are empty for that
//! reason.

use super::{Column, Rows, Table, column};
use crate::schema::ColumnType::{Count, Flag, Json, Moment, Text, Texts, Word};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "activity",
        about: "What happened: events of Okta's System Log and other sources.",
        columns: ACTIVITY,
        rows: Rows::Planned("activity is not collected yet"),
    },
    Table {
        name: "alerts",
        about: "What the detections found.",
        columns: ALERTS,
        rows: Rows::Planned("alerts need activity, which is not collected yet"),
    },
    Table {
        name: "access_lists",
        about: "Access lists.",
        columns: ACCESS_LISTS,
        rows: Rows::Planned("access lists are not collected yet"),
    },
    Table {
        name: "access_requests",
        about: "Requests for access and their reviews.",
        columns: ACCESS_REQUESTS,
        rows: Rows::Planned("access requests are not collected yet"),
    },
];

const ACTIVITY: &[Column] = &[
    column("id", Text, "Id of the event at its source"),
    column("time", Moment, "When it happened"),
    column("type", Word, "Type of event"),
    column("outcome", Word, "success, failure, …"),
    column("identity", Text, "Who did it"),
    column("identity_id", Text, "Id of that node"),
    column("action", Word, "What was done"),
    column("target", Text, "To what"),
    column("target_id", Text, "Id of that node"),
    column("ip", Text, "From which address"),
    column("country", Word, "From which country"),
    column("user_agent", Text, "With which program"),
    column("session", Text, "In which session"),
    column("message", Text, "In a sentence"),
    column("raw", Json, "The event as its source sent it"),
    column("source", Word, "System it is from"),
    column("org", Word, "Address of the organization"),
];

const ALERTS: &[Column] = &[
    column("id", Text, "Id of the alert"),
    column("rule", Text, "Detection that found it"),
    column("severity", Word, "info, low, medium, high or critical"),
    column("status", Word, "open, acknowledged or closed"),
    column("title", Text, "What was found"),
    column("identity", Text, "Who is behind it"),
    column("identity_id", Text, "Id of that node"),
    column("first_seen", Moment, "When it was first found"),
    column("last_seen", Moment, "When it was last found"),
    column("events", Count, "How many events belong to it"),
    column("evidence", Texts, "Ids of those events"),
    column("source", Word, "System it is from"),
    column("org", Word, "Address of the organization"),
];

const ACCESS_LISTS: &[Column] = &[
    column("id", Text, "Id of the list"),
    column("title", Text, "Its title"),
    column("description", Text, "What it is for"),
    column("owners", Texts, "Who owns it"),
    column("members", Count, "How many members it has"),
    column("grants", Json, "What it grants"),
    column("next_audit", Moment, "When it is to be reviewed"),
    column("source", Word, "System it is from"),
    column("org", Word, "Address of the organization"),
];

const ACCESS_REQUESTS: &[Column] = &[
    column("id", Text, "Id of the request"),
    column("identity", Text, "Who asks"),
    column("identity_id", Text, "Id of that node"),
    column("resources", Texts, "For what"),
    column("reason", Text, "Why"),
    column("state", Word, "pending, approved, denied, expired"),
    column("created", Moment, "When it was made"),
    column("expires", Moment, "When the access ends"),
    column("is_promoted", Flag, "Whether it became a lasting membership"),
    column("source", Word, "System it is from"),
    column("org", Word, "Address of the organization"),
];
