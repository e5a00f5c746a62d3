//! Queries of the simple and the extended protocol.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Instant;

use arrow_pg::datatypes::df::deserialize_parameters;
use async_trait::async_trait;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ParamValues;
use futures_util::Sink;
use pgwire::api::portal::{Format, Portal};
use pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use pgwire::api::results::{Response, Tag};
use pgwire::api::stmt::StoredStatement;
use pgwire::api::store::PortalStore;
use pgwire::api::{ClientInfo, ClientPortalStore};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;

use super::allowance::{limits, request};
use super::connection::Connection;
use super::fault::{from_engine, from_query};
use super::parse::parse;
use super::prepare::{Goal, Parser, Prepared, Statement};
use super::respond::{answered, of_cursor, respond};
use super::rows;
use super::setting::Settings;
use crate::Engine;
use crate::answer::QueryResult;
use crate::engine::Planned;
use crate::error::QueryError;
use crate::limits::Terms;
use crate::statement::{Checked, Declared, SqlText};

/// Answers queries.
pub(super) struct Handler {
    engine: Engine,
    parser: Arc<Parser>,
}

impl Handler {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            parser: Arc::new(Parser::new(engine.clone())),
            engine,
        }
    }

    /// Runs a query over the snapshot of now, or of the moment that the client has set: what was prepared over
    /// another one is planned anew.
    async fn run(
        &self,
        connection: &Connection,
        prepared: &Prepared,
        parameters: impl FnOnce(&Planned) -> PgWireResult<Option<ParamValues>>,
    ) -> PgWireResult<QueryResult> {
        if let Goal::Cursor(declared) = &prepared.goal {
            let admitted = connection.cursors().admit(declared);
            admitted.map_err(|error| from_query(&error))?;
        }
        let prepared = self.parser.fresh(connection, prepared).await?;
        let planned = match parameters(&prepared.planned)? {
            Some(values) => prepared
                .planned
                .with_values(values)
                .map_err(|error| from_engine(&error, &prepared.text, &limits(&self.engine, connection)))?,
            None => prepared.planned,
        };
        let limits = limits(&self.engine, connection);
        self.engine
            .execute(
                &prepared.session,
                planned,
                prepared.text,
                Terms {
                    limits,
                    rights: connection.rights(),
                    cancel: connection.begin(),
                    started: Instant::now(),
                },
            )
            .await
            .map_err(|error| from_query(&error))
    }
}

#[async_trait]
impl SimpleQueryHandler for Handler {
    async fn do_query<C>(&self, client: &mut C, query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let connection = Connection::of(client);
        let text = Arc::new(SqlText::new(query));
        let (statements, is_catalogue) = parse(&text).map_err(|error| from_query(&error))?;
        let is_single = statements.len() == 1;
        let mut responses = Vec::with_capacity(statements.len());
        for checked in statements {
            // A single query of the graph has the whole engine's way, with the answers that need no plan.
            if matches!(checked, Checked::Rows(_)) && is_single && !is_catalogue {
                let request = request(&self.engine, &connection, query);
                let result = self
                    .engine
                    .run(request)
                    .await
                    .map_err(|error| from_query(&error))?;
                let rows = respond(client, &connection, result, &Format::UnifiedText).await?;
                responses.push(Response::Query(rows));
                continue;
            }
            let statement = self
                .parser
                .prepare(&connection, checked, Arc::clone(&text), is_catalogue)
                .await?;
            responses.push(match &statement {
                // What other statements answered would come behind the copy.
                Statement::Rows(Prepared {
                    goal: Goal::Copy(_), ..
                }) if !is_single => return Err(from_query(&copy_alone())),
                Statement::Rows(prepared) => {
                    let result = self.run(&connection, prepared, |_| Ok(None)).await?;
                    answered(client, &connection, &prepared.goal, result, &Format::UnifiedText).await?
                }
                Statement::Cursor(call, _) => of_cursor(&connection, call, &Format::UnifiedText)?,
                other => answer_setting(&connection, other)?,
            });
        }
        Ok(responses)
    }
}

#[async_trait]
impl ExtendedQueryHandler for Handler {
    type Statement = Statement;
    type QueryParser = Parser;

    fn query_parser(&self) -> Arc<Parser> {
        Arc::clone(&self.parser)
    }

    async fn do_query<C>(
        &self,
        client: &mut C,
        portal: &Portal<Statement>,
        _: usize,
    ) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let connection = Connection::of(client);
        let statement = &portal.statement.statement;
        let format = &portal.result_column_format;
        let prepared = match statement {
            Statement::Rows(prepared) => prepared,
            Statement::Cursor(call, _) => return of_cursor(&connection, call, format),
            other => return answer_setting(&connection, other),
        };
        let given = |planned: &Planned| {
            let types = prepared.told.types(planned)?;
            if types.is_empty() {
                return Ok(None);
            }
            let types: Vec<Option<&DataType>> = types.iter().map(Option::as_ref).collect();
            deserialize_parameters(portal, &types).map(Some)
        };
        let result = self.run(&connection, prepared, given).await?;
        let response = answered(client, &connection, &prepared.goal, result, format).await?;
        if let Goal::Cursor(declared) = &prepared.goal {
            client.portal_store().put_portal(described(declared, prepared));
        }
        Ok(response)
    }
}

/// A cursor as drivers ask for its columns: they describe the portal of its name.
fn described(declared: &Declared, prepared: &Prepared) -> Arc<Portal<Statement>> {
    let rows = Prepared {
        goal: Goal::Client,
        ..prepared.clone()
    };
    let statement = StoredStatement::new(declared.name.clone(), Statement::Rows(rows), Vec::new());
    Arc::new(Portal::new_cursor(declared.name.clone(), Arc::new(statement)))
}

fn answer_setting(connection: &Connection, statement: &Statement) -> PgWireResult<Response> {
    let fail = |error: QueryError| from_query(&error);
    match statement {
        Statement::Set { name, value } => {
            connection
                .change(|settings| settings.set(name, value.as_deref()))
                .map_err(fail)?;
            Ok(Response::Execution(Tag::new("SET")))
        }
        Statement::Show(name) => {
            let value = connection.settings().show(name).map_err(fail)?;
            Ok(Response::Query(rows::single(name, &value)?))
        }
        Statement::ResetAll(tag) => {
            connection.change(|settings| *settings = Settings::default());
            if *tag == "DISCARD ALL" {
                connection.cursors().close_all();
            }
            Ok(Response::Execution(Tag::new(tag)))
        }
        Statement::Tag("BEGIN") => {
            connection.cursors().begin();
            Ok(Response::TransactionStart(Tag::new("BEGIN")))
        }
        Statement::Tag(tag @ ("COMMIT" | "ROLLBACK")) => {
            connection.cursors().end();
            Ok(Response::TransactionEnd(Tag::new(tag)))
        }
        // The transaction goes on, also after an error.
        Statement::Tag("ROLLBACK TO") => Ok(Response::TransactionStart(Tag::new("ROLLBACK"))),
        Statement::Tag(tag) => Ok(Response::Execution(Tag::new(tag))),
        Statement::Rows(_) | Statement::Cursor(..) => Err(from_query(&QueryError::internal(
            "a query was taken for a setting",
        ))),
    }
}

fn copy_alone() -> QueryError {
    QueryError::new(
        crate::ErrorCode::NotSupported,
        "COPY has to be sent without other statements",
    )
}
