//! From a client's text to statements.
//!
//! Clients ask PostgreSQL's own catalogue when they connect and when they draw their trees. Such texts go through a
//! parser that knows these questions; all others are read as everywhere.

use std::sync::{Arc, LazyLock};

use datafusion_pg_catalog::sql::PostgresCompatibilityParser;

use super::catalogue;
use crate::error::QueryError;
use crate::statement::{self, Checked, SqlText};

/// The statements of `text`, checked, and whether they are about PostgreSQL's own catalogue.
pub(super) fn parse(text: &Arc<SqlText>) -> Result<(Vec<Checked>, bool), QueryError> {
    if !is_about_catalogue(text) {
        return Ok((statement::parse_all(text)?, false));
    }
    statement::measured(text)?;
    static PARSER: LazyLock<PostgresCompatibilityParser> = LazyLock::new(PostgresCompatibilityParser::new);
    let mut statements = PARSER
        .parse(text.sql())
        .map_err(|error| statement::from_parser(&error, text))?;
    statements.iter_mut().for_each(catalogue::simplify);
    let checked = statements
        .into_iter()
        .map(|statement| statement::checked(statement, text, statement::name_columns));
    Ok((checked.collect::<Result<_, _>>()?, true))
}

/// Whether `text` names something of PostgreSQL's own catalogue; what stands in quotes does not count.
fn is_about_catalogue(text: &SqlText) -> bool {
    const NAMES: [&str; 20] = [
        "information_schema",
        "current_schema",
        "current_schemas",
        "current_database",
        "current_catalog",
        "current_user",
        "current_setting",
        "session_user",
        "quote_ident",
        "format_type",
        "obj_description",
        "col_description",
        "shobj_description",
        "version",
        "regclass",
        "regtype",
        "regproc",
        "regnamespace",
        "to_regclass",
        "to_regtype",
    ];
    text.names().any(|name| {
        let name = name.to_ascii_lowercase();
        name.starts_with("pg_") || name.starts_with("has_") || NAMES.contains(&name.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::is_about_catalogue;
    use crate::statement::SqlText;

    #[test]
    fn questions_about_the_catalogue_are_told_by_their_names() {
        for sql in [
            "SELECT * FROM pg_catalog.pg_class",
            "select 'nodes'::regclass",
            "SELECT current_database(), version()",
            "SELECT has_table_privilege('nodes', 'SELECT')",
        ] {
            assert!(is_about_catalogue(&SqlText::new(sql)), "{sql}");
        }
        for sql in [
            "SELECT * FROM nodes WHERE name LIKE 'pg_%'",
            "SELECT name FROM nodes WHERE name = 'current_user' -- pg_class",
            "SELECT 'has_role'",
        ] {
            assert!(!is_about_catalogue(&SqlText::new(sql)), "{sql}");
        }
    }
}
