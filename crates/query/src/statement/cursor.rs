//! `DECLARE … CURSOR FOR`, and what is asked of a cursor: clients take big answers in parts with them.

use datafusion::sql::sqlparser::ast::{
    CloseCursor, Declare, DeclareType, FetchDirection, Ident, Statement, Value, ValueWithSpan,
};

use super::SqlText;
use crate::error::{ErrorCode, QueryError};

/// A cursor as it is declared. It goes forward only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    /// Its name, in lower case unless it was quoted.
    pub(crate) name: String,
    /// Whether it outlives the transaction that declares it.
    pub(crate) is_held: bool,
}

/// What is asked of the cursors of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CursorCall {
    /// The next rows of the cursor `name`; all that are left without a number.
    Fetch { name: String, rows: Option<u64> },
    /// The cursor of this name is not needed any more; without a name, none is.
    Close(Option<String>),
}

/// The query of a `DECLARE … CURSOR`, and its cursor; every other statement as it is.
///
/// # Errors
/// A cursor that would also go backwards or be binary; a `DECLARE` of anything but one cursor.
pub(super) fn take_apart(
    statement: Statement,
    text: &SqlText,
) -> Result<(Statement, Option<Declared>), QueryError> {
    let Statement::Declare { mut stmts } = statement else {
        return Ok((statement, None));
    };
    let refused = |what: &str, hint: &str| {
        let error = QueryError::new(ErrorCode::NotSupported, what);
        Err(error.hint(hint).at(text.find_word("DECLARE")))
    };
    let (Some(declare), true) = (stmts.pop(), stmts.is_empty()) else {
        return refused(
            "only one cursor can be declared at a time",
            "declare them one by one",
        );
    };
    let Declare {
        names,
        declare_type: Some(DeclareType::Cursor),
        binary,
        scroll,
        hold,
        for_query: Some(query),
        ..
    } = declare
    else {
        return refused(
            "DECLARE is for cursors here",
            "write DECLARE name CURSOR FOR SELECT …",
        );
    };
    if scroll == Some(true) {
        return refused("cursors only go forward", "leave SCROLL out");
    }
    if binary == Some(true) {
        return refused(
            "a cursor has no format of its own",
            "leave BINARY out; a driver chooses the format with each FETCH",
        );
    }
    let name = names.first().map(folded).unwrap_or_default();
    let is_held = hold == Some(true);
    Ok((Statement::Query(query), Some(Declared { name, is_held })))
}

/// What a `FETCH` asks for.
pub(super) fn fetch(
    name: &Ident,
    direction: &FetchDirection,
    is_into: bool,
    text: &SqlText,
) -> Result<CursorCall, QueryError> {
    let rows = match direction {
        FetchDirection::Next | FetchDirection::Forward { limit: None } => Some(1),
        FetchDirection::Count { limit } | FetchDirection::Forward { limit: Some(limit) } => {
            Some(number(limit).ok_or_else(|| {
                QueryError::new(ErrorCode::Syntax, format!("`{limit}` is no number of rows"))
                    .at(text.find_word("FETCH"))
            })?)
        }
        FetchDirection::All | FetchDirection::ForwardAll => None,
        _ => {
            return Err(
                QueryError::new(ErrorCode::CursorState, "a cursor can only go forward")
                    .hint("use FETCH NEXT, FETCH FORWARD n or FETCH ALL; to see rows again, declare it anew")
                    .at(text.find_word("FETCH")),
            );
        }
    };
    if is_into {
        return Err(
            QueryError::new(ErrorCode::NotSupported, "FETCH … INTO needs variables")
                .hint("leave INTO out: the rows are the answer")
                .at(text.find_word("INTO")),
        );
    }
    let name = folded(name);
    Ok(CursorCall::Fetch { name, rows })
}

/// What a `CLOSE` asks for.
pub(super) fn close(cursor: &CloseCursor) -> CursorCall {
    match cursor {
        CloseCursor::All => CursorCall::Close(None),
        CloseCursor::Specific { name } => CursorCall::Close(Some(folded(name))),
    }
}

/// Names that are not quoted are the same in every letter case.
fn folded(name: &Ident) -> String {
    match name.quote_style {
        Some(_) => name.value.clone(),
        None => name.value.to_lowercase(),
    }
}

fn number(value: &ValueWithSpan) -> Option<u64> {
    match &value.value {
        Value::Number(digits, _) => digits.parse().ok().filter(|rows| *rows > 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CursorCall, Declared};
    use crate::error::ErrorCode;
    use crate::statement::{Checked, SqlText, parse_one};

    fn checked(sql: &str) -> Result<Checked, ErrorCode> {
        parse_one(&SqlText::new(sql)).map_err(|error| error.code)
    }

    fn call(sql: &str) -> CursorCall {
        match checked(sql) {
            Ok(Checked::Cursor(call)) => call,
            other => panic!("{sql}: {other:?}"),
        }
    }

    #[test]
    fn cursors_are_declared_as_drivers_and_psql_do() {
        for (sql, name, is_held) in [
            (
                "DECLARE _psql_cursor NO SCROLL CURSOR FOR\nSELECT 1",
                "_psql_cursor",
                false,
            ),
            ("DECLARE \"Mine\" CURSOR WITH HOLD FOR SELECT 1", "Mine", true),
            (
                "DECLARE MINE INSENSITIVE CURSOR WITHOUT HOLD FOR SELECT 1",
                "mine",
                false,
            ),
        ] {
            let Ok(Checked::Declare { cursor, .. }) = checked(sql) else {
                panic!("{sql}");
            };
            let name = name.to_owned();
            assert_eq!(cursor, Declared { name, is_held }, "{sql}");
        }
    }

    #[test]
    fn rows_are_fetched_forward() {
        let fetch = |rows| CursorCall::Fetch {
            name: "c".to_owned(),
            rows,
        };
        for (sql, rows) in [
            ("FETCH 10 FROM c", Some(10)),
            ("FETCH FORWARD 100 FROM C", Some(100)),
            ("FETCH NEXT IN c", Some(1)),
            ("FETCH ALL FROM \"c\"", None),
            ("FETCH FORWARD ALL FROM c", None),
        ] {
            assert_eq!(call(sql), fetch(rows), "{sql}");
        }
        assert_eq!(call("CLOSE c"), CursorCall::Close(Some("c".to_owned())));
        assert_eq!(call("CLOSE ALL"), CursorCall::Close(None));
    }

    #[test]
    fn what_a_cursor_cannot_do_is_said() {
        for (sql, code) in [
            ("DECLARE c SCROLL CURSOR FOR SELECT 1", ErrorCode::NotSupported),
            ("DECLARE c BINARY CURSOR FOR SELECT 1", ErrorCode::NotSupported),
            ("FETCH PRIOR FROM c", ErrorCode::CursorState),
            ("FETCH BACKWARD ALL FROM c", ErrorCode::CursorState),
            ("FETCH 0 FROM c", ErrorCode::Syntax),
            ("FETCH 1 FROM c INTO x", ErrorCode::NotSupported),
            (
                "DECLARE c CURSOR FOR WITH x AS (DELETE FROM nodes) SELECT 1",
                ErrorCode::ReadOnly,
            ),
        ] {
            assert_eq!(checked(sql).err(), Some(code), "{sql}");
        }
    }
}
