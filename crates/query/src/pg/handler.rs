//! Queries of the simple and the extended protocol.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Instant;

use arrow_pg::datatypes::df::deserialize_parameters;
use arrow_pg::datatypes::into_pg_type;
use async_trait::async_trait;
use datafusion::arrow::datatypes::DataType;
use futures_util::{Sink, SinkExt};
use pgwire::api::portal::{Format, Portal};
use pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use pgwire::api::results::{FieldInfo, Response, Tag};
use pgwire::api::stmt::QueryParser;
use pgwire::api::store::PortalStore;
use pgwire::api::{ClientInfo, ClientPortalStore, Type};
use pgwire::error::{ErrorInfo, PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;

use super::connection::Connection;
use super::fault::{from_engine, from_query};
use super::parse::parse;
use super::rows;
use crate::answer::{QueryRequest, QueryResult};
use crate::engine::Planned;
use crate::error::QueryError;
use crate::limits::Limits;
use crate::session::Session;
use crate::statement::{Checked, SqlText};
use crate::{Cancel, Engine};

/// Answers queries.
pub(super) struct Handler {
    engine: Engine,
    parser: Arc<Parser>,
}

impl Handler {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            parser: Arc::new(Parser {
                engine: engine.clone(),
            }),
            engine,
        }
    }

    async fn run(
        &self,
        connection: &Connection,
        statement: &Statement,
        planned: Planned,
    ) -> PgWireResult<QueryResult> {
        let Statement::Rows { session, text, .. } = statement else {
            return Err(from_query(&QueryError::internal(
                "a setting was taken for a query",
            )));
        };
        let limits = limits(&self.engine, connection);
        self.engine
            .execute(
                session,
                planned,
                Arc::clone(text),
                limits,
                connection.begin(),
                Instant::now(),
            )
            .await
            .map_err(|error| from_query(&error))
    }
}

/// What a client prepared.
#[derive(Clone)]
pub(super) enum Statement {
    /// A query.
    Rows {
        session: Arc<Session>,
        text: Arc<SqlText>,
        planned: Planned,
    },
    /// `SET`
    Set { name: String, value: Option<String> },
    /// `SHOW`
    Show(String),
    /// Something that only needs its tag.
    Tag(&'static str),
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
            let result = match checked {
                Checked::Rows(_) if is_single && !is_catalogue => {
                    let request = request(&self.engine, &connection, query);
                    self.engine
                        .run(request)
                        .await
                        .map_err(|error| from_query(&error))?
                }
                checked => {
                    let statement = self
                        .parser
                        .prepare(&connection, checked, Arc::clone(&text), is_catalogue)
                        .await?;
                    match &statement {
                        Statement::Rows { planned, .. } => {
                            self.run(&connection, &statement, planned.clone()).await?
                        }
                        other => {
                            responses.push(answer_setting(&connection, other)?);
                            continue;
                        }
                    }
                }
            };
            tell(client, &result.notices).await?;
            responses.push(Response::Query(rows::response(result, &Format::UnifiedText)?));
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
        let Statement::Rows { planned, .. } = statement else {
            return answer_setting(&connection, statement);
        };
        let types = parameter_types(planned)?;
        let planned = if types.is_empty() {
            planned.clone()
        } else {
            let types: Vec<Option<&DataType>> = types.iter().map(Option::as_ref).collect();
            let values = deserialize_parameters(portal, &types)?;
            planned.with_values(values).map_err(|error| from_engine(&error))?
        };
        let result = self.run(&connection, statement, planned).await?;
        tell(client, &result.notices).await?;
        Ok(Response::Query(rows::response(
            result,
            &portal.result_column_format,
        )?))
    }
}

/// Plans what clients prepare.
pub(super) struct Parser {
    engine: Engine,
}

impl Parser {
    async fn prepare(
        &self,
        connection: &Connection,
        checked: Checked,
        text: Arc<SqlText>,
        is_catalogue: bool,
    ) -> PgWireResult<Statement> {
        let statement = match checked {
            Checked::Set { name, value } => return Ok(Statement::Set { name, value }),
            Checked::Show(name) => return Ok(Statement::Show(name)),
            Checked::Housekeeping(tag) => return Ok(Statement::Tag(tag)),
            Checked::Rows(statement) => statement,
        };
        let fail = |error: QueryError| from_query(&error);
        let session = self
            .engine
            .session_for(connection.settings().as_of)
            .await
            .map_err(fail)?;
        let limits = limits(&self.engine, connection);
        let planned = self
            .engine
            .plan(&session, *statement, &text, &limits, is_catalogue)
            .await
            .map_err(fail)?;
        Ok(Statement::Rows {
            session,
            text,
            planned,
        })
    }
}

#[async_trait]
impl QueryParser for Parser {
    type Statement = Statement;

    async fn parse_sql<C>(&self, client: &C, sql: &str, _: &[Option<Type>]) -> PgWireResult<Option<Statement>>
    where
        C: ClientInfo + Unpin + Send + Sync,
    {
        let connection = Connection::of(client);
        let text = Arc::new(SqlText::new(sql));
        let (mut statements, is_catalogue) = parse(&text).map_err(|error| from_query(&error))?;
        if statements.len() > 1 {
            let error = QueryError::new(
                crate::ErrorCode::Syntax,
                "only one statement can be prepared at a time",
            );
            return Err(from_query(&error.at(text.second_statement())));
        }
        match statements.pop() {
            Some(checked) => self
                .prepare(&connection, checked, text, is_catalogue)
                .await
                .map(Some),
            None => Ok(None),
        }
    }

    fn get_parameter_types(&self, statement: &Statement) -> PgWireResult<Vec<Type>> {
        match statement {
            Statement::Rows { planned, .. } => parameter_types(planned)?
                .iter()
                .map(|found| found.as_ref().map_or(Ok(Type::UNKNOWN), into_pg_type))
                .collect(),
            _ => Ok(Vec::new()),
        }
    }

    fn get_result_schema(
        &self,
        statement: &Statement,
        format: Option<&Format>,
    ) -> PgWireResult<Vec<FieldInfo>> {
        match statement {
            Statement::Rows { planned, .. } => rows::fields(
                planned.plan.schema().as_arrow(),
                format.unwrap_or(&Format::UnifiedText),
            ),
            Statement::Show(name) => Ok(vec![rows::text_field(name)]),
            Statement::Set { .. } | Statement::Tag(_) => Ok(Vec::new()),
        }
    }
}

/// Types of `$1`, `$2`, … in order, as far as the plan tells.
fn parameter_types(planned: &Planned) -> PgWireResult<Vec<Option<DataType>>> {
    let found = planned
        .plan
        .get_parameter_types()
        .map_err(|error| from_engine(&error))?;
    let mut numbered: Vec<(u32, Option<DataType>)> = found
        .into_iter()
        .map(|(name, found)| (name.trim_start_matches('$').parse().unwrap_or(u32::MAX), found))
        .collect();
    numbered.sort_unstable_by_key(|(number, _)| *number);
    Ok(numbered.into_iter().map(|(_, found)| found).collect())
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
        Statement::Tag("BEGIN") => Ok(Response::TransactionStart(Tag::new("BEGIN"))),
        Statement::Tag(tag @ ("COMMIT" | "ROLLBACK")) => Ok(Response::TransactionEnd(Tag::new(tag))),
        Statement::Tag(tag) => Ok(Response::Execution(Tag::new(tag))),
        Statement::Rows { .. } => Err(from_query(&QueryError::internal(
            "a query was taken for a setting",
        ))),
    }
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

fn request(engine: &Engine, connection: &Connection, sql: &str) -> QueryRequest {
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
        cancel: Cancel::clone(&cancel),
    }
}

fn limits(engine: &Engine, connection: &Connection) -> Limits {
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
