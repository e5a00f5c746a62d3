//! What a query of one client may cost, and which moment it is about.

use super::connection::Connection;
use crate::answer::QueryRequest;
use crate::limits::Limits;
use crate::{Cancel, Engine};

/// A query of `connection`, within what it has set.
pub(super) fn request(engine: &Engine, connection: &Connection, sql: &str) -> QueryRequest {
    let (settings, limits, cancel) = (
        connection.settings(),
        limits(engine, connection),
        connection.begin(),
    );
    QueryRequest {
        sql: sql.to_owned(),
        as_of: settings.as_of,
        max_rows: Some(limits.rows_max),
        timeout_ms: Some(limits.timeout_ms),
        memory_bytes: None,
        rights: connection.rights(),
        cancel: Cancel::clone(&cancel),
    }
}

/// What a query of `connection` may cost: what it has set, within the engine's limits.
pub(super) fn limits(engine: &Engine, connection: &Connection) -> Limits {
    let (settings, most) = (connection.settings(), engine.limits());
    Limits {
        rows_max: settings
            .max_rows
            .map_or(most.rows_max, |rows| rows.min(most.rows_max)),
        timeout_ms: settings
            .timeout_ms
            .map_or(most.timeout_ms, |ms| ms.min(most.timeout_ms)),
        memory_bytes: most.memory_bytes,
    }
}
