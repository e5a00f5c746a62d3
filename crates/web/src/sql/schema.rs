//! Tables and columns, for completion.

use axum::Json;
use axum::extract::State;
use query::catalogue::tables;

use crate::app::Shared;
use crate::error::Answer;
use crate::view::{ErrorBody, SchemaColumn, SchemaFunction, SchemaTable, SchemaView};

/// Tables, columns and functions with their meanings.
#[utoipa::path(
    get,
    path = "/api/v1/query/schema",
    operation_id = "query_schema",
    tag = "sql",
    responses(
        (status = 200, description = "The tables", body = SchemaView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query_schema(State(_app): State<Shared>) -> Answer<SchemaView> {
    let table = |table: &query::catalogue::Table| SchemaTable {
        name: table.name.to_owned(),
        description: table.about.to_owned(),
        columns: table.columns.iter().map(column).collect(),
    };
    let functions = FUNCTIONS.iter().map(|(name, usage, description)| SchemaFunction {
        name: (*name).to_owned(),
        usage: (*usage).to_owned(),
        description: (*description).to_owned(),
    });
    Ok(Json(SchemaView {
        tables: tables().map(table).collect(),
        functions: functions.collect(),
    }))
}

fn column(column: &query::catalogue::Column) -> SchemaColumn {
    SchemaColumn {
        name: column.name.to_owned(),
        type_: super::cell::type_word(column.kind.sql()).to_owned(),
        description: column.meaning.to_owned(),
    }
}

/// Signs and functions worth offering: name, how it is written, what it does.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    (
        "@>",
        "labels @> '{\"okta/org\": \"https://acme.okta.com\"}'",
        "left JSON holds the right one",
    ),
    ("<@", "'{}' <@ labels", "right JSON holds the left one"),
    ("?", "labels ? 'okta/org'", "JSON has this key"),
    ("?|", "labels ?| ARRAY['a', 'b']", "JSON has one of these keys"),
    ("?&", "labels ?& ARRAY['a', 'b']", "JSON has all of these keys"),
    ("->", "properties -> 'status'", "a part of JSON, as JSON"),
    ("->>", "properties ->> 'status'", "a part of JSON, as text"),
    (
        "ILIKE",
        "name ILIKE '%admin%'",
        "text is like a pattern, whatever the case",
    ),
    ("~", "name ~ '^svc-'", "text matches a regular expression"),
    ("count", "count(*), count(DISTINCT resource)", "how many"),
    (
        "array_has",
        "array_has(identity_group, 'Engineering')",
        "list has this element",
    ),
    (
        "array_length",
        "array_length(path)",
        "how many elements a list has",
    ),
    (
        "unnest",
        "SELECT unnest(path) FROM access_path",
        "one row for each element of a list",
    ),
    (
        "date_trunc",
        "date_trunc('month', created)",
        "a moment without its smaller parts",
    ),
    ("now", "created < now() - INTERVAL '90 days'", "this moment"),
    (
        "coalesce",
        "coalesce(owner_login, 'nobody')",
        "the first that is not NULL",
    ),
    (
        "FOR SYSTEM_TIME AS OF",
        "access_path FOR SYSTEM_TIME AS OF '2026-01-31'",
        "a table as it was at a past moment",
    ),
];
