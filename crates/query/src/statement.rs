//! From text to one checked statement.
//!
//! INVARIANT: what leaves here can only read. Anything that would change, copy, or reach a file or another host
//! is refused before a plan is made.

mod aliases;
mod copy;
mod cursor;
mod dialect;
mod exists;
mod expanded;
mod extent;
mod guard;
mod heads;
mod lacking;
mod minutes;
mod moments;
mod rewrite;
mod row;
mod series;
mod spelled;
mod text;
mod ties;
mod walk;
mod whole_row;

use datafusion::sql::sqlparser::ast::{Fetch, Ident, LimitClause, ObjectName, Query, Statement};
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::TokenWithSpan;

#[cfg(test)]
pub(crate) use copy::ForceQuote;
pub(crate) use copy::{CopyForm, CopyFormat};
pub(crate) use cursor::{CursorCall, Declared};
pub(crate) use dialect::call_of;
pub(crate) use guard::Checked;
pub(crate) use heads::shown_name;
pub(crate) use rewrite::split_table_name;
pub(crate) use text::SqlText;
use walk::Relations;
pub(crate) use walk::{Change, Look, change, look};

use crate::error::{ErrorCode, QueryError};
use crate::limits::SQL_BYTES_MAX;
use crate::session::INFORMATION;

/// `information_schema.columns` is ours: the engine's own names types as nobody else does.
fn own_information(statement: &mut Statement) {
    let mut own = Relations(|relation: &mut ObjectName| {
        let parts: Vec<String> = relation
            .0
            .iter()
            .filter_map(|part| part.as_ident())
            .map(|part| part.value.to_lowercase())
            .collect();
        if let [.., schema, table] = parts.as_slice()
            && schema == "information_schema"
            && table == "columns"
        {
            *relation = ObjectName::from(vec![Ident::new(INFORMATION), Ident::new("columns")]);
        }
    });
    change(statement, &mut own);
}

/// Gives the columns of a statement of PostgreSQL's own catalogue their names.
pub(crate) fn name_columns(statement: &mut Statement) {
    own_information(statement);
    heads::give_names(statement, |_| false);
    dialect::translate(statement);
}

/// How deep a query may nest.
const NESTING_MAX: usize = 64;

/// The parts of a text that is neither too long nor too deep.
pub(crate) fn measured(text: &SqlText) -> Result<Vec<TokenWithSpan>, QueryError> {
    if text.sql().len() > SQL_BYTES_MAX {
        let limit = SQL_BYTES_MAX / 1024;
        return Err(QueryError::new(
            ErrorCode::Syntax,
            format!("the query is longer than {limit} KiB"),
        ));
    }
    let tokens = text.tokenize()?;
    extent::check(&tokens, text)?;
    Ok(tokens)
}

/// All statements of `text`, each checked.
pub(crate) fn parse_all(text: &SqlText) -> Result<Vec<Checked>, QueryError> {
    let tokens = rewrite::rewrite(measured(text)?);
    let statements: Vec<Statement> = Parser::new(&PostgreSqlDialect {})
        .with_recursion_limit(NESTING_MAX)
        .with_tokens_with_locations(tokens)
        .parse_statements()
        .map_err(|error| from_parser(&error, text))?;
    statements
        .into_iter()
        .map(|mut statement| {
            change(&mut statement, &mut FetchAsLimit);
            checked(statement, text, |statement| {
                own_information(statement);
                let renamer = aliases::renamer(statement);
                heads::give_names(statement, |word| {
                    renamer
                        .as_ref()
                        .is_some_and(|renamer| renamer.meant_by(word).is_some())
                });
                whole_row::spell_out(statement);
                dialect::translate(statement);
                if let Some(mut renamer) = renamer {
                    change(statement, &mut renamer);
                }
            })
        })
        .collect()
}

/// A statement with `translate` done to it, and found to do no more than read.
pub(crate) fn checked(
    statement: Statement,
    text: &SqlText,
    translate: impl FnOnce(&mut Statement),
) -> Result<Checked, QueryError> {
    let (statement, form) = copy::take_apart(statement, text)?;
    let (mut statement, cursor) = cursor::take_apart(statement, text)?;
    translate(&mut statement);
    Ok(match (guard::check(statement, text)?, form, cursor) {
        (Checked::Rows(statement), Some(form), _) => Checked::Copy { statement, form },
        (Checked::Rows(statement), None, Some(cursor)) => Checked::Declare { statement, cursor },
        (checked, _, _) => checked,
    })
}

/// `FETCH FIRST n ROWS ONLY` is another spelling of `LIMIT n`, the only one that the engine knows.
struct FetchAsLimit;

impl Change for FetchAsLimit {
    fn query(&mut self, query: &mut Query) {
        ties::as_rank(query);
        let is_plain = |fetch: &mut Fetch| !fetch.with_ties && !fetch.percent && fetch.quantity.is_some();
        let Some(fetch) = query.fetch.take_if(is_plain) else {
            return;
        };
        match &mut query.limit_clause {
            None => {
                query.limit_clause = Some(LimitClause::LimitOffset {
                    limit: fetch.quantity,
                    offset: None,
                    limit_by: Vec::new(),
                });
            }
            Some(LimitClause::LimitOffset {
                limit: limit @ None, ..
            }) => *limit = fetch.quantity,
            Some(_) => query.fetch = Some(fetch),
        }
    }
}

/// The only statement of `text`.
pub(crate) fn parse_one(text: &SqlText) -> Result<Checked, QueryError> {
    let mut statements = parse_all(text)?;
    if statements.len() > 1 {
        return Err(
            QueryError::new(ErrorCode::Syntax, "one statement at a time, please")
                .hint("remove everything after the first semicolon")
                .at(text.second_statement()),
        );
    }
    statements.pop().ok_or_else(|| {
        QueryError::new(ErrorCode::Syntax, "the query is empty").hint("try: SELECT * FROM nodes LIMIT 10")
    })
}

/// How the only statement of `text` copies.
#[cfg(test)]
pub(crate) fn parse_one_copy(text: &SqlText) -> Result<CopyForm, QueryError> {
    match parse_one(text)? {
        Checked::Copy { form, .. } => Ok(form),
        _ => Err(QueryError::internal("no COPY")),
    }
}

/// What the parser's complaint means, with the place it names.
pub(crate) fn from_parser(error: &ParserError, text: &SqlText) -> QueryError {
    let message = match error {
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message.as_str(),
        ParserError::RecursionLimitExceeded => {
            return QueryError::new(
                ErrorCode::Syntax,
                format!("the query nests deeper than {NESTING_MAX} levels"),
            );
        }
    };
    let (what, place) = split_place(message);
    let position = place
        .and_then(|(line, column)| text.position(line, column))
        .or_else(|| text.end());
    let what = what
        .replace(", found: EOF", ", but the query ends here")
        .replace("Expected: ", "expected ");
    let what = what.replace(", found: ", ", found ");
    QueryError::new(ErrorCode::Syntax, lower_first(what.trim())).at(position)
}

/// Splits `… at Line: 1, Column: 8` off.
fn split_place(message: &str) -> (&str, Option<(u64, u64)>) {
    let Some((what, place)) = message.rsplit_once(" at Line: ") else {
        return (message, None);
    };
    let Some((line, column)) = place.split_once(", Column: ") else {
        return (message, None);
    };
    match (line.trim().parse(), column.trim().parse()) {
        (Ok(line), Ok(column)) => (what, Some((line, column))),
        _ => (message, None),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
