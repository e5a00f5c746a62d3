//! What does not go together, in the words of SQL: the engine tells it in those of its own types.

use super::engine::{between, first_line};
use super::{ErrorCode, QueryError};
use crate::statement::SqlText;

/// The engine's types and what they are called in SQL; the longer names first.
const TYPES: [(&str, &str); 14] = [
    ("LargeUtf8", "text"),
    ("Utf8View", "text"),
    ("Utf8", "text"),
    ("Dictionary(UInt16, text)", "text"),
    ("Dictionary(Int32, text)", "text"),
    ("UInt64", "bigint"),
    ("Int64", "bigint"),
    ("Int32", "integer"),
    ("Float64", "double precision"),
    ("Boolean", "boolean"),
    ("Date32", "date"),
    ("Timestamp(ms, \"UTC\")", "timestamp with time zone"),
    ("Timestamp(ns, \"UTC\")", "timestamp with time zone"),
    ("Timestamp(ns)", "timestamp"),
];

/// A mistake that is found while a plan is made.
pub(super) fn of_plan(message: &str, text: &SqlText) -> Option<QueryError> {
    let line = first_line(message);
    let wrong = |message: String| Some(QueryError::new(ErrorCode::WrongType, message));
    if let Some(name) = between(&line, "Function '", "' failed to match any signature")
        .or_else(|| {
            between(
                &line,
                "Failed to coerce arguments to satisfy a call to '",
                "' function",
            )
        })
        .or_else(|| between(&line, "Function '", "' expects"))
        .or_else(|| between(&line, "'", "' does not support zero arguments"))
    {
        let error = QueryError::new(
            ErrorCode::WrongType,
            format!("`{name}` does not take these arguments"),
        );
        let hint = "look at their number and types; `CAST(x AS type)` gives a value another type";
        return Some(error.hint(hint).at(text.find_word(name)));
    }
    if let Some(both) = between(&line, "arithmetic expression ", " to valid types") {
        return wrong(format!("`{}` cannot be worked out", named(both)))
            .map(|error| error.hint("cast one side, for example `column::bigint`"));
    }
    if let Some(both) = between(&line, "comparison operation ", " to") {
        return wrong(format!("`{}` cannot be compared", named(both.trim())))
            .map(|error| error.hint("cast one side, for example `column::text`"));
    }
    let is_about_types = [
        "coerc",
        "common argument type",
        "signature",
        "No function matches",
    ];
    if is_about_types.iter().any(|word| line.contains(word)) {
        return wrong(named(line.trim_start_matches("Internal error: ")));
    }
    None
}

/// A value that cannot be what it has to be, found while rows are read.
pub(super) fn of_value(message: &str, text: &SqlText) -> Option<QueryError> {
    let bad = |message: String| QueryError::new(ErrorCode::BadValue, message);
    if let Some(rest) = message
        .split_once("Error parsing timestamp from '")
        .map(|(_, rest)| rest)
    {
        let value = rest.split('\'').next().unwrap_or_default();
        let error = bad(format!("`{value}` is no moment"))
            .hint("write for example 2026-01-31, 2026-01-31 10:00:00 or 2026-01-31T10:00:00Z");
        return Some(error.at(text.find_literal(value)));
    }
    if message.contains("regex parse error") {
        let why = first_line(message.rsplit("error: ").next().unwrap_or_default());
        let hint = pattern_hint(&why);
        return Some(bad(format!("a pattern is no regular expression: {why}")).hint(hint));
    }
    let (_, rest) = message
        .split_once("Cannot cast string '")
        .or_else(|| message.split_once("Cannot cast value '"))?;
    let (value, rest) = rest.split_once('\'')?;
    let wanted = between(rest, "value of ", " type")?;
    let error = bad(format!("the text `{value}` is no {}", named(wanted)))
        .hint("write a value of that type; a column of texts is compared with texts, in single quotes");
    Some(error.at(text.find_literal(value)))
}

/// What to do about a pattern.
fn pattern_hint(why: &str) -> &'static str {
    if why.contains("backreference") || why.contains("look-around") {
        "patterns here can neither refer back to a group nor look around; compare the groups of regexp_match"
    } else if why.contains("escape") {
        "a backslash that is meant as itself is written twice: '\\\\'"
    } else {
        "a bracket that is meant as itself is written with a backslash: '\\['"
    }
}

fn named(text: &str) -> String {
    TYPES
        .iter()
        .fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

#[cfg(test)]
mod tests {
    use super::{of_plan, of_value};
    use crate::statement::SqlText;

    #[test]
    fn the_engines_words_become_those_of_sql() {
        let text = SqlText::new("SELECT sum(login) FROM okta_users WHERE login > 5");
        let plan = |message: &str| of_plan(message, &text).map(|error| error.message);
        assert_eq!(
            plan("Internal error: Function 'sum' failed to match any signature, errors: Error").as_deref(),
            Some("`sum` does not take these arguments")
        );
        assert_eq!(
            plan("Cannot coerce arithmetic expression Utf8View + Int64 to valid types").as_deref(),
            Some("`text + bigint` cannot be worked out")
        );
        assert_eq!(plan("something else"), None);
        let value = |message: &str| of_value(message, &text).map(|error| error.message);
        assert_eq!(
            value("External: Compute error: CastError(\"Cannot cast string 'a@b' to value of Int64 type\")")
                .as_deref(),
            Some("the text `a@b` is no bigint")
        );
        assert_eq!(
            value("Error parsing timestamp from 'soon': error parsing date").as_deref(),
            Some("`soon` is no moment")
        );
        assert_eq!(
            value("regex parse error:\n    [\n    ^\nerror: unclosed character class").as_deref(),
            Some("a pattern is no regular expression: unclosed character class")
        );
        assert_eq!(value("Divide by zero"), None);
    }
}
