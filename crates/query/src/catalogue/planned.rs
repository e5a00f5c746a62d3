//! Tables whose rows nothing collects yet. They can be queried, and each use says that they are empty for that
//! reason.

use super::{Column, Rows, Table, column};
use crate::schema::ColumnType::{Count, Flag, Json, Moment, Text, Texts, Word};

pub(super) const TABLES: &[Table] = &[
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
