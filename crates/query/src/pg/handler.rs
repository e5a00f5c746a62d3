//! Queries of the simple and the extended protocol.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Instant;

use arrow_pg::datatypes::df::deserialize_parameters;
use arrow_pg::datatypes::into_pg_type;
use async_trait::async_trait;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ParamValues;
use datafusion::sql::sqlparser::ast::Statement as Parsed;
use futures_util::Sink;
use pgwire::api::portal::{Format, Portal};
use pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use pgwire::api::results::{FieldInfo, Response, Tag};
use pgwire::api::stmt::QueryParser;
use pgwire::api::store::PortalStore;
use pgwire::api::{ClientInfo, ClientPortalStore, Type};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;

use super::allowance::{limits, request};
use super::connection::Connection;
use super::fault::{from_engine, from_query};
use super::parameters::Told;
use super::parse::parse;
use super::respond::{copied, respond};
use super::rows;
use super::setting::Settings;
use crate::Engine;
use crate::answer::QueryResult;
use crate::engine::Planned;
use crate::error::QueryError;
use crate::limits::Terms;
use crate::session::Session;
use crate::statement::{Checked, CopyForm, SqlText};

/// A query that was planned over one snapshot.
#[derive(Clone)]
pub(super) struct Prepared {
    session: Arc<Session>,
    text: Arc<SqlText>,
    statement: Arc<Parsed>,
    /// What the text says about its parameters.
    told: Told,
    planned: Planned,
    /// How the rows are copied, if they are.
    copied: Option<CopyForm>,
}

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

    /// Runs a query over the snapshot of now, or of the moment that the client has set: what was prepared over
    /// another one is planned anew.
    async fn run(
        &self,
        connection: &Connection,
        prepared: &Prepared,
        parameters: impl FnOnce(&Planned) -> PgWireResult<Option<ParamValues>>,
    ) -> PgWireResult<QueryResult> {
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

/// What a client prepared.
#[derive(Clone)]
pub(super) enum Statement {
    /// A query.
    Rows(Prepared),
    /// `SET`
    Set { name: String, value: Option<String> },
    /// `RESET ALL`, with its tag.
    ResetAll(&'static str),
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
                        Statement::Rows(prepared) => {
                            let result = self.run(&connection, prepared, |_| Ok(None)).await?;
                            match &prepared.copied {
                                None => result,
                                // What other statements answered would come behind the copy.
                                Some(_) if !is_single => return Err(from_query(&copy_alone())),
                                Some(form) => {
                                    responses.push(copied(client, &connection, result, form).await?);
                                    continue;
                                }
                            }
                        }
                        other => {
                            responses.push(answer_setting(&connection, other)?);
                            continue;
                        }
                    }
                }
            };
            responses.push(Response::Query(
                respond(client, &connection, result, &Format::UnifiedText).await?,
            ));
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
        let Statement::Rows(prepared) = statement else {
            return answer_setting(&connection, statement);
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
        if let Some(form) = &prepared.copied {
            return copied(client, &connection, result, form).await;
        }
        let format = &portal.result_column_format;
        respond(client, &connection, result, format)
            .await
            .map(Response::Query)
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
        let (statement, copied) = match checked {
            Checked::Set { name, value } => return Ok(Statement::Set { name, value }),
            Checked::Show(name) => return Ok(Statement::Show(name)),
            Checked::ResetAll(tag) => return Ok(Statement::ResetAll(tag)),
            Checked::Housekeeping(tag) => return Ok(Statement::Tag(tag)),
            Checked::Rows(statement) => (Arc::new(*statement), None),
            Checked::Copy { statement, form } => (Arc::new(*statement), Some(form)),
        };
        let session = self.session(connection).await?;
        let mut planned = self
            .plan(connection, &session, &statement, &text, is_catalogue)
            .await?;
        if copied.is_some() {
            planned = planned.within();
        }
        Ok(Statement::Rows(Prepared {
            session,
            text,
            told: Told::by(&statement),
            statement,
            planned,
            copied,
        }))
    }

    /// The same query over the snapshot that `connection` asks now.
    async fn fresh(&self, connection: &Connection, prepared: &Prepared) -> PgWireResult<Prepared> {
        let session = self.session(connection).await?;
        if Arc::ptr_eq(&session, &prepared.session) {
            return Ok(prepared.clone());
        }
        let planned = self
            .plan(
                connection,
                &session,
                &prepared.statement,
                &prepared.text,
                prepared.planned.is_catalogue,
            )
            .await?;
        Ok(Prepared {
            session,
            planned: if prepared.copied.is_some() {
                planned.within()
            } else {
                planned
            },
            ..prepared.clone()
        })
    }

    async fn session(&self, connection: &Connection) -> PgWireResult<Arc<Session>> {
        let as_of = connection.settings().as_of;
        self.engine
            .session_for(as_of)
            .await
            .map_err(|error| from_query(&error))
    }

    async fn plan(
        &self,
        connection: &Connection,
        session: &Session,
        statement: &Parsed,
        text: &SqlText,
        is_catalogue: bool,
    ) -> PgWireResult<Planned> {
        let limits = limits(&self.engine, connection);
        self.engine
            .plan(session, statement.clone(), text, &limits, is_catalogue)
            .await
            .map_err(|error| from_query(&error))
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
            Statement::Rows(prepared) => prepared
                .told
                .types(&prepared.planned)?
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
            Statement::Rows(Prepared { copied: Some(_), .. }) => Ok(Vec::new()),
            Statement::Rows(prepared) => {
                rows::fields(&prepared.planned.schema(), format.unwrap_or(&Format::UnifiedText))
            }
            Statement::Show(name) => Ok(vec![rows::text_field(name)]),
            Statement::Set { .. } | Statement::ResetAll(_) | Statement::Tag(_) => Ok(Vec::new()),
        }
    }
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
            Ok(Response::Execution(Tag::new(tag)))
        }
        Statement::Tag("BEGIN") => Ok(Response::TransactionStart(Tag::new("BEGIN"))),
        Statement::Tag(tag @ ("COMMIT" | "ROLLBACK")) => Ok(Response::TransactionEnd(Tag::new(tag))),
        Statement::Tag(tag) => Ok(Response::Execution(Tag::new(tag))),
        Statement::Rows(_) => Err(from_query(&QueryError::internal(
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
