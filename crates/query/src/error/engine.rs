//! From the engine's errors to ours.

use datafusion::arrow::error::ArrowError;
use datafusion::common::{Column, SchemaError};
use datafusion::error::DataFusionError;

use super::{ErrorCode, QueryError, closest, wrong_types};
use crate::limits::Limits;
use crate::statement::{SqlText, split_table_name};

/// Most columns named in a hint.
const NAMED_MAX: usize = 14;

/// Tells what the engine's `error` means for the person who wrote `text`.
pub(crate) fn from_engine(error: &DataFusionError, text: &SqlText, limits: &Limits) -> QueryError {
    match error {
        DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => {
            from_engine(inner, text, limits)
        }
        DataFusionError::Shared(inner) => from_engine(inner, text, limits),
        DataFusionError::Collection(all) => match all.first() {
            Some(first) => from_engine(first, text, limits),
            None => QueryError::internal("no reason given"),
        },
        DataFusionError::External(inner) => match inner.downcast_ref::<QueryError>() {
            Some(ours) if ours.code == ErrorCode::TooLarge => {
                let function = between(&ours.message, "`", "`").unwrap_or_default();
                ours.clone().at(text.find_word(function))
            }
            Some(ours) => ours.clone().at(text.find_moment(&ours.message)),
            None => match inner.downcast_ref::<DataFusionError>() {
                Some(theirs) => from_engine(theirs, text, limits),
                None => wrong_types::of_value(&inner.to_string(), text)
                    .unwrap_or_else(|| QueryError::internal(inner)),
            },
        },
        DataFusionError::SchemaError(schema, _) => from_schema(schema, text),
        DataFusionError::SQL(parse, _) => crate::statement::from_parser(parse, text),
        DataFusionError::Plan(message) => from_plan(message, text),
        DataFusionError::NotImplemented(message) if message.contains("OuterReferenceColumn") => {
            QueryError::new(
                ErrorCode::NotSupported,
                "a subquery names a column of the query around it where the engine cannot follow",
            )
            .hint("write it as a join, or number the rows with row_number() OVER (PARTITION BY …)")
        }
        DataFusionError::NotImplemented(message) if message.contains("does not support logical expression") => {
            QueryError::new(
                ErrorCode::NotSupported,
                "a subquery is not supported in this place",
            )
            .hint("ask it in WHERE, or join the rows that it gives")
        }
        DataFusionError::NotImplemented(message) => QueryError::new(
            ErrorCode::NotSupported,
            format!("not supported: {}", first_line(message)),
        ),
        DataFusionError::ResourcesExhausted(_) => limits.memory_error(),
        DataFusionError::ArrowError(arrow, _) => from_arrow(arrow, text, limits),
        DataFusionError::ParquetError(inner) => wrong_types::of_value(&inner.to_string(), text)
            .unwrap_or_else(|| QueryError::internal(first_line(&inner.to_string()))),
        DataFusionError::Execution(message) | DataFusionError::Configuration(message) => {
            wrong_types::of_value(message, text)
                .unwrap_or_else(|| QueryError::new(ErrorCode::BadValue, plain(message)))
        }
        DataFusionError::Internal(message) if message.contains("Unnest should be rewritten") => {
            QueryError::new(ErrorCode::NotSupported, "unnest of this list is not supported here")
                .hint("give the list a name in a subquery first, and unnest that: FROM (SELECT … AS list) AS s, unnest(s.list)")
        }
        other => QueryError::internal(first_line(&other.strip_backtrace())),
    }
}

/// The first line, without what the engine calls the error.
fn plain(message: &str) -> String {
    let line = first_line(message);
    line.trim_start_matches("Execution error: ").to_owned()
}

fn from_arrow(error: &ArrowError, text: &SqlText, limits: &Limits) -> QueryError {
    match error {
        ArrowError::ExternalError(inner) => match inner.downcast_ref::<DataFusionError>() {
            Some(theirs) => from_engine(theirs, text, limits),
            None => {
                wrong_types::of_value(&inner.to_string(), text).unwrap_or_else(|| QueryError::internal(inner))
            }
        },
        ArrowError::DivideByZero => QueryError::new(ErrorCode::BadValue, "division by zero"),
        ArrowError::InvalidArgumentError(message) if message.contains("declared as non-nullable") => {
            QueryError::new(ErrorCode::NotSupported, "a subquery of this query gave no row")
                .hint("write coalesce((SELECT …), …) around it, or join its rows")
        }
        ArrowError::CastError(message)
        | ArrowError::ParseError(message)
        | ArrowError::ComputeError(message)
        | ArrowError::InvalidArgumentError(message)
        | ArrowError::ArithmeticOverflow(message) => wrong_types::of_value(message, text)
            .unwrap_or_else(|| QueryError::new(ErrorCode::BadValue, first_line(message))),
        other => QueryError::internal(other),
    }
}

fn from_schema(error: &SchemaError, text: &SqlText) -> QueryError {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => unknown_column(field, valid_fields, text),
        SchemaError::AmbiguousReference { field } => QueryError::new(
            ErrorCode::AmbiguousColumn,
            format!("more than one table here has a column `{}`", field.name),
        )
        .hint(format!("say which one, for example `table.{}`", field.name))
        .at(text.find_word(&field.name)),
        SchemaError::DuplicateQualifiedField { name, .. }
        | SchemaError::DuplicateUnqualifiedField { name } => QueryError::new(
            ErrorCode::AmbiguousColumn,
            format!("two columns of the result are called `{name}`"),
        )
        .hint("give one of them another name with AS")
        .at(text.find_word(name)),
    }
}

fn unknown_column(field: &Column, valid: &[Column], text: &SqlText) -> QueryError {
    let same: Vec<String> = valid
        .iter()
        .filter(|column| column.name == field.name && column.relation.is_some() && **column != *field)
        .map(Column::flat_name)
        .collect();
    let names: Vec<&str> = valid.iter().map(|column| column.name.as_str()).collect();
    let near = closest(&field.name, names.iter().copied());
    let hint = if !same.is_empty() && field.relation.is_some() {
        let same: Vec<&str> = same.iter().map(String::as_str).collect();
        Some(format!("did you mean {}?", quoted(&same)))
    } else if near.is_empty() {
        let mut listed: Vec<&str> = names.clone();
        listed.dedup();
        let more = if listed.len() > NAMED_MAX { ", …" } else { "" };
        listed.truncate(NAMED_MAX);
        (!listed.is_empty()).then(|| format!("columns here are {}{more}", listed.join(", ")))
    } else {
        Some(format!("did you mean {}?", quoted(&near)))
    };
    let quoted_text = text.is_double_quoted(&field.name);
    let mut error = QueryError::new(
        ErrorCode::UnknownColumn,
        format!("there is no column `{}`", field.name),
    )
    .at(text.find_word(&field.name));
    error.hint = match (quoted_text && near.is_empty(), hint) {
        (true, _) => Some(format!(
            "double quotes name a column; for text write single quotes: '{}'",
            field.name
        )),
        (false, hint) => hint,
    };
    error
}

fn from_plan(message: &str, text: &SqlText) -> QueryError {
    let line = first_line(message);
    if let Some(name) = between(&line, "Invalid function '", "'") {
        let near = between(message, "Did you mean '", "'").filter(|near| closest(name, [*near]).len() == 1);
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        let mut error = QueryError::new(
            ErrorCode::UnknownFunction,
            format!("there is no function `{name}`"),
        )
        .at(text.find_word(name));
        error.hint = instead_of(name).map(str::to_owned).or(hint);
        return error;
    }
    if let Some(name) = between(&line, "table '", "' not found") {
        let name = name.rsplit('.').next().unwrap_or(name);
        return unknown_table(name, text);
    }
    if let Some(error) = wrong_types::of_plan(message, text) {
        return error;
    }
    if line.contains("require unique expression names") {
        return QueryError::new(
            ErrorCode::AmbiguousColumn,
            "two columns of the result have the same name",
        )
        .hint("give one of them another name with AS");
    }
    QueryError::new(ErrorCode::Syntax, line)
}

/// What is written here for a function of PostgreSQL that the engine does not have.
fn instead_of(function: &str) -> Option<&'static str> {
    match function.to_lowercase().as_str() {
        "jsonb_path_query" | "jsonb_path_query_array" | "jsonb_path_query_first" | "jsonb_path_exists" => {
            Some(
                "JSON is read with ->, ->>, #>, #>>, @> and ?, and taken apart with jsonb_array_elements and jsonb_each",
            )
        }
        "jsonb_to_recordset" | "json_to_recordset" => {
            Some("take the rows apart with jsonb_array_elements, and their members with ->>")
        }
        "mode" => Some("write mode() WITHIN GROUP (ORDER BY x)"),
        "percentile_disc" => Some("write percentile_disc(0.5) WITHIN GROUP (ORDER BY x)"),
        "to_number" => Some("write the pattern as a text: to_number(x, '999.99')"),
        "array_fill" => Some("write the sizes out: array_fill(x, ARRAY[3])"),
        _ => None,
    }
}

fn unknown_table(name: &str, text: &SqlText) -> QueryError {
    let (name, _) = split_table_name(name);
    let known = || crate::catalogue::tables().map(|table| table.name);
    let near = closest(name, known());
    let hint = if near.is_empty() {
        format!("tables are {}", known().collect::<Vec<_>>().join(", "))
    } else {
        format!("did you mean {}?", quoted(&near))
    };
    QueryError::new(ErrorCode::UnknownTable, format!("there is no table `{name}`"))
        .hint(hint)
        .at(text.find_word(name))
}

fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

pub(super) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let start = text.find(before)? + before.len();
    let rest = text.get(start..)?;
    rest.get(..rest.find(after)?)
}

pub(super) fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim().to_owned()
}
