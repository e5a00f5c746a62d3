//! From a client's text to statements.
//!
//! Clients ask PostgreSQL's own catalogue when they connect and when they draw their trees. Such texts go through a
//! parser that knows these questions; all others are read as everywhere.

use std::sync::{Arc, LazyLock};

use datafusion_pg_catalog::sql::PostgresCompatibilityParser;

use crate::error::QueryError;
use crate::statement::{self, Checked, SqlText};

/// The statements of `text`, checked, and whether they are about PostgreSQL's own catalogue.
pub(super) fn parse(text: &Arc<SqlText>) -> Result<(Vec<Checked>, bool), QueryError> {
    if !is_about_catalogue(text.sql()) {
        return Ok((statement::parse_all(text)?, false));
    }
    static PARSER: LazyLock<PostgresCompatibilityParser> = LazyLock::new(PostgresCompatibilityParser::new);
    let statements = PARSER
        .parse(text.sql())
        .map_err(|error| statement::from_parser(&error, text))?;
    let checked = statements
        .into_iter()
        .map(|statement| statement::check(statement, text));
    Ok((checked.collect::<Result<_, _>>()?, true))
}

fn is_about_catalogue(sql: &str) -> bool {
    const WORDS: [&str; 9] = [
        "pg_",
        "::reg",
        "information_schema",
        "current_schema",
        "current_database",
        "current_user",
        "session_user",
        "has_",
        "version()",
    ];
    let lower = sql.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}
