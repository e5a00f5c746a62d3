//! From a client's text to what can be run: once for each text that it prepares.

use std::sync::Arc;

use arrow_pg::datatypes::into_pg_type;
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::sql::sqlparser::ast::Statement as Parsed;
use pgwire::api::portal::Format;
use pgwire::api::results::FieldInfo;
use pgwire::api::stmt::QueryParser;
use pgwire::api::{ClientInfo, Type};
use pgwire::error::PgWireResult;

use super::allowance::limits;
use super::connection::Connection;
use super::fault::from_query;
use super::parameters::Told;
use super::parse::parse;
use super::rows;
use crate::Engine;
use crate::engine::Planned;
use crate::error::QueryError;
use crate::session::Session;
use crate::statement::{Checked, CopyForm, CursorCall, Declared, SqlText};

/// A query that was planned over one snapshot.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) session: Arc<Session>,
    pub(super) text: Arc<SqlText>,
    pub(super) statement: Arc<Parsed>,
    /// What the text says about its parameters.
    pub(super) told: Told,
    pub(super) planned: Planned,
    /// Where the rows go.
    pub(super) goal: Goal,
}

/// Where the rows of a query go.
#[derive(Clone)]
pub(super) enum Goal {
    /// To the client, all of them.
    Client,
    /// To the client as lines of a file.
    Copy(CopyForm),
    /// To the client as it takes them from a cursor.
    Cursor(Declared),
}

impl Goal {
    /// A plan for this goal: that of a query within another statement is not kept under the text of the whole.
    fn plan(&self, planned: Planned) -> Planned {
        match self {
            Self::Client => planned,
            Self::Copy(_) | Self::Cursor(_) => planned.within(),
        }
    }
}

/// What a client prepared.
#[derive(Clone)]
pub(super) enum Statement {
    /// A query.
    Rows(Prepared),
    /// `FETCH` and `CLOSE`; with the columns of the cursor, where there are rows to come.
    Cursor(CursorCall, Option<SchemaRef>),
    /// `SET`
    Set { name: String, value: Option<String> },
    /// `RESET ALL`, with its tag.
    ResetAll(&'static str),
    /// `SHOW`
    Show(String),
    /// Something that only needs its tag.
    Tag(&'static str),
}

/// Plans what clients prepare.
pub(super) struct Parser {
    engine: Engine,
}

impl Parser {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }

    pub(super) async fn prepare(
        &self,
        connection: &Connection,
        checked: Checked,
        text: Arc<SqlText>,
        is_catalogue: bool,
    ) -> PgWireResult<Statement> {
        let (statement, goal) = match checked {
            Checked::Cursor(call) => return columns_of(connection, call),
            Checked::Set { name, value } => return Ok(Statement::Set { name, value }),
            Checked::Show(name) => return Ok(Statement::Show(name)),
            Checked::ResetAll(tag) => return Ok(Statement::ResetAll(tag)),
            Checked::Housekeeping(tag) => return Ok(Statement::Tag(tag)),
            Checked::Rows(statement) => (Arc::new(*statement), Goal::Client),
            Checked::Copy { statement, form } => (Arc::new(*statement), Goal::Copy(form)),
            Checked::Declare { statement, cursor } => (Arc::new(*statement), Goal::Cursor(cursor)),
        };
        let session = self.session(connection).await?;
        let planned = self
            .plan(connection, &session, &statement, &text, is_catalogue)
            .await?;
        Ok(Statement::Rows(Prepared {
            session,
            text,
            told: Told::by(&statement),
            statement,
            planned: goal.plan(planned),
            goal,
        }))
    }

    /// The same query over the snapshot that `connection` asks now.
    pub(super) async fn fresh(&self, connection: &Connection, prepared: &Prepared) -> PgWireResult<Prepared> {
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
            planned: prepared.goal.plan(planned),
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
        let shown = |schema: &SchemaRef| rows::fields(schema, format.unwrap_or(&Format::UnifiedText));
        match statement {
            Statement::Rows(prepared) => match &prepared.goal {
                Goal::Client => shown(&prepared.planned.schema()),
                Goal::Copy(_) | Goal::Cursor(_) => Ok(Vec::new()),
            },
            Statement::Cursor(_, Some(schema)) => shown(schema),
            Statement::Cursor(_, None) => Ok(Vec::new()),
            Statement::Show(name) => Ok(vec![rows::text_field(name)]),
            Statement::Set { .. } | Statement::ResetAll(_) | Statement::Tag(_) => Ok(Vec::new()),
        }
    }
}

/// What is asked of a cursor, with the columns of the rows to come.
fn columns_of(connection: &Connection, call: CursorCall) -> PgWireResult<Statement> {
    let schema = match &call {
        CursorCall::Fetch { name, .. } => {
            let schema = connection.cursors().schema(name);
            Some(schema.map_err(|error| from_query(&error))?)
        }
        CursorCall::Close(_) => None,
    };
    Ok(Statement::Cursor(call, schema))
}
