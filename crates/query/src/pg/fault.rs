//! Errors as PostgreSQL tells them.

use datafusion::error::DataFusionError;
use pgwire::error::{ErrorInfo, PgWireError};

use crate::error::QueryError;
use crate::limits::Limits;
use crate::statement::SqlText;

/// An error with its SQLSTATE.
pub(super) fn fault(
    severity: &str,
    sqlstate: &str,
    message: impl Into<String>,
    hint: Option<&str>,
) -> PgWireError {
    let mut info = ErrorInfo::new(severity.to_owned(), sqlstate.to_owned(), message.into());
    info.hint = hint.map(str::to_owned);
    PgWireError::UserError(Box::new(info))
}

/// A query's error, with its hint and its place in the text.
pub(super) fn from_query(error: &QueryError) -> PgWireError {
    let mut info = ErrorInfo::new(
        "ERROR".to_owned(),
        error.code.sqlstate().to_owned(),
        error.message.clone(),
    );
    info.hint.clone_from(&error.hint);
    info.position = error.position.map(|position| position.offset.to_string());
    PgWireError::UserError(Box::new(info))
}

/// An error of the engine before a query runs.
pub(super) fn from_engine(error: &DataFusionError, text: &SqlText, limits: &Limits) -> PgWireError {
    from_query(&crate::error::from_engine(error, text, limits))
}
