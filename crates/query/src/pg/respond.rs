//! What is sent for a query: what is to be said about it, and its rows or their copy.

use std::fmt::Debug;

use futures_util::{Sink, SinkExt};
use pgwire::api::portal::Format;
use pgwire::api::results::{QueryResponse, Response};
use pgwire::error::{ErrorInfo, PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;

use super::connection::Connection;
use super::{copy, rows};
use crate::answer::QueryResult;
use crate::statement::CopyForm;

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

/// The rows of a query as a copy.
pub(super) async fn copied<C>(
    client: &mut C,
    connection: &Connection,
    result: QueryResult,
    form: &CopyForm,
) -> PgWireResult<Response>
where
    C: Sink<PgWireBackendMessage> + Unpin + Send,
    C::Error: Debug,
    PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
{
    let rows = respond(client, connection, result, &copy::value_format(form)).await?;
    copy::send(client, rows, form).await.map(Response::Execution)
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
