//! What is sent for a query: what is to be said about it, and its rows, their copy, or those of a cursor.

use std::fmt::Debug;

use futures_util::{Sink, SinkExt};
use pgwire::api::portal::Format;
use pgwire::api::results::{QueryResponse, Response, Tag};
use pgwire::error::{ErrorInfo, PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;

use super::connection::Connection;
use super::fault::from_query;
use super::prepare::Goal;
use super::{copy, rows};
use crate::answer::QueryResult;
use crate::error::QueryError;
use crate::statement::CursorCall;

/// What is sent for `result`: its rows, their copy, or that a cursor has them.
pub(super) async fn answered<C>(
    client: &mut C,
    connection: &Connection,
    goal: &Goal,
    result: QueryResult,
    format: &Format,
) -> PgWireResult<Response>
where
    C: Sink<PgWireBackendMessage> + Unpin + Send,
    C::Error: Debug,
    PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
{
    match goal {
        Goal::Client => respond(client, connection, result, format)
            .await
            .map(Response::Query),
        Goal::Copy(form) => {
            let rows = respond(client, connection, result, &copy::value_format(form)).await?;
            copy::send(client, rows, form).await.map(Response::Execution)
        }
        Goal::Cursor(declared) => {
            tell(client, &result.notices).await?;
            let is_cut_wanted = connection.settings().max_rows.is_some();
            connection
                .cursors()
                .declare(declared, result, is_cut_wanted)
                .map_err(|error| from_query(&error))?;
            Ok(Response::Execution(Tag::new("DECLARE CURSOR")))
        }
    }
}

/// What is sent for something that is asked of a cursor.
pub(super) fn of_cursor(
    connection: &Connection,
    call: &CursorCall,
    format: &Format,
) -> PgWireResult<Response> {
    let cursors = connection.cursors();
    let fail = |error: QueryError| from_query(&error);
    match call {
        CursorCall::Fetch { name, rows: most } => {
            let schema = cursors.schema(name).map_err(fail)?;
            let batches = cursors.fetch(name, *most, connection.begin()).map_err(fail)?;
            let mut rows = rows::encoded(&schema, batches, format, connection.activity())?;
            rows.set_command_tag("FETCH");
            Ok(Response::Query(rows))
        }
        CursorCall::Close(Some(name)) => {
            cursors.close(name).map_err(fail)?;
            Ok(Response::Execution(Tag::new("CLOSE CURSOR")))
        }
        CursorCall::Close(None) => {
            cursors.close_all();
            Ok(Response::Execution(Tag::new("CLOSE CURSOR ALL")))
        }
    }
}

/// The rows of a query, behind what is to be said about them.
pub(super) async fn respond<C>(
    client: &mut C,
    connection: &Connection,
    result: QueryResult,
    format: &Format,
) -> PgWireResult<QueryResponse>
where
    C: Sink<PgWireBackendMessage> + Unpin + Send,
    PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
{
    tell(client, &result.notices).await?;
    let is_cut_wanted = connection.settings().max_rows.is_some();
    rows::response(result, format, connection.activity(), is_cut_wanted)
}

/// Notices go before the rows.
async fn tell<C>(client: &mut C, notices: &[String]) -> PgWireResult<()>
where
    C: Sink<PgWireBackendMessage> + Unpin + Send,
    PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
{
    for notice in notices {
        let info = ErrorInfo::new("NOTICE".to_owned(), "00000".to_owned(), notice.clone());
        client
            .send(PgWireBackendMessage::NoticeResponse(info.into()))
            .await?;
    }
    Ok(())
}
