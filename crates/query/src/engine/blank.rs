//! While there is no snapshot: what tables there are can be told, what is in them cannot.

use std::sync::Arc;

use datafusion::sql::sqlparser::ast::Statement;
use domain::Timestamp;
use domain::facts::{Coverage, Organization};
use graph::GraphBuilder;

use super::Inner;
use crate::catalogue::{self, Rows};
use crate::error::{ErrorCode, QueryError};
use crate::notice;
use crate::session::Session;
use crate::statement::SqlText;
use crate::world::World;

impl Inner {
    /// A session without an organization.
    pub(super) fn blank(&self) -> Result<Arc<Session>, QueryError> {
        if let Some(session) = self.blank.get() {
            return Ok(Arc::clone(session));
        }
        let nowhere = GraphBuilder::new(
            Organization {
                id: "",
                name: "",
                url: "",
            },
            Coverage::default(),
            Timestamp::from_ms(0),
        );
        let world = World::blank(Arc::new(nowhere.finish())).map_err(QueryError::internal)?;
        let session = self.session_of(world)?;
        Ok(Arc::clone(self.blank.get_or_init(|| session)))
    }
}

/// Refuses `statement` where it asks for rows that only a snapshot has.
pub(super) fn check(session: &Session, statement: &Statement, text: &SqlText) -> Result<(), QueryError> {
    if !session.world().is_blank() {
        return Ok(());
    }
    let describes = matches!(
        statement,
        Statement::ExplainTable { .. } | Statement::ShowColumns { .. } | Statement::ShowTables { .. }
    );
    let of_snapshots = |name: &String| {
        catalogue::table(name).is_some_and(|table| !matches!(table.rows, Rows::Engine | Rows::Live))
    };
    match notice::tables_in(statement).into_iter().find(of_snapshots) {
        Some(table) if !describes => Err(no_snapshot_yet().at(text.find_word(&table))),
        _ => Ok(()),
    }
}

pub(super) fn no_snapshot_yet() -> QueryError {
    QueryError::new(
        ErrorCode::NoSnapshot,
        "no snapshot yet: enrol an organization and scan it",
    )
    .hint("`portolan plugins install okta` or the page Integrations enrols one; its first scan begins by itself")
}
