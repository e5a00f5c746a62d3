//! SQL: question, answer, and what the editor needs.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::SnapshotRef;

/// A question in SQL.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryBody {
    /// One `SELECT`.
    pub sql: String,
    /// A past moment (RFC 3339) or a snapshot id; the newest snapshot when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Rows to send at most, 1 to 100000; 1000 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000)]
    pub max_rows: Option<u64>,
    /// A name of your choice (up to 64 letters, digits, `-`) under which the query can be cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct QueryView {
    /// Name under which it could have been cancelled.
    pub id: String,
    /// Columns in order.
    pub columns: Vec<QueryColumn>,
    /// Rows; each has one value a column. Times are RFC 3339, lists are arrays, JSON is JSON.
    #[schema(value_type = Vec<Vec<Value>>)]
    pub rows: Vec<Vec<Value>>,
    /// Rows in this answer.
    pub row_count: u64,
    /// Whether there were more rows than `max_rows`.
    pub truncated: bool,
    /// From the text to the last row, in microseconds.
    pub elapsed_us: u64,
    /// The snapshot that was asked.
    pub snapshot: Option<SnapshotRef>,
    /// What a reader must know to read the rows right: a table that was not read is not an empty one.
    pub notices: Vec<String>,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueryColumn {
    /// Name.
    pub name: String,
    /// `text`, `bool`, `int`, `float`, `timestamp`, `json`, `list`, `binary`.
    #[serde(rename = "type")]
    pub type_: String,
}

/// Tables, for completion.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SchemaView {
    /// Tables.
    pub tables: Vec<SchemaTable>,
    /// Functions and operators worth offering.
    pub functions: Vec<SchemaFunction>,
}

/// A table.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SchemaTable {
    /// Name.
    pub name: String,
    /// What it holds.
    pub description: String,
    /// Columns in order.
    pub columns: Vec<SchemaColumn>,
}

/// A column.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SchemaColumn {
    /// Name.
    pub name: String,
    /// Type, in the same words as in an answer.
    #[serde(rename = "type")]
    pub type_: String,
    /// Meaning.
    pub description: String,
}

/// A function or operator.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SchemaFunction {
    /// Name or sign.
    pub name: String,
    /// How it is written.
    pub usage: String,
    /// What it does.
    pub description: String,
}

/// Ready questions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ExamplesView {
    /// In the order to show them.
    pub examples: Vec<QueryExample>,
}

/// A ready question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct QueryExample {
    /// Stable word.
    pub id: String,
    /// Heading to list it under: `Okta`, `Administrators`, `Credentials`, `Hygiene`, `Change`.
    pub group: String,
    /// In words.
    pub title: String,
    /// The text; runs as it is against the organization that is connected.
    pub sql: String,
}

/// A query was cancelled.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CancelledView {
    /// Its name.
    pub id: String,
    /// False when it had ended before.
    pub cancelled: bool,
}
