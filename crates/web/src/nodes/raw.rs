//! A node as Okta sent it.

use axum::extract::State;
use domain::facts::{FactSink, Rows};
use graph::NodeKind;
use serde_json::Value;
use store::snapshot::{ReplayError, ReplayOptions, Table};

use super::find;
use crate::app::{Charted, Shared};
use crate::error::{Answer, ApiError, Chain};
use crate::extract::Segment;
use crate::view::{ErrorBody, RawView};

/// The object as Okta sent it, from the snapshot, without credentials.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}/raw",
    operation_id = "node_raw",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded")),
    responses(
        (status = 200, description = "The object", body = RawView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn node_raw(State(app): State<Shared>, Segment(id): Segment<String>) -> Answer<RawView> {
    let asked = app.clone();
    app.ask(move |charted| {
        let node = find(&charted.graph, &id)?;
        let raw = raw_of(charted, charted.graph.kind(node), charted.graph.native_id(node))?;
        Ok(RawView {
            id: charted.graph.id(node).to_owned(),
            raw,
            snapshot: asked.snapshot_ref(charted),
        })
    })
    .await
}

/// The table that keeps the whole objects of a kind.
pub(super) fn table_of(kind: NodeKind) -> Option<Table> {
    Some(match kind {
        NodeKind::User => Table::Users,
        NodeKind::Group => Table::Groups,
        NodeKind::App | NodeKind::ServiceApp => Table::Apps,
        NodeKind::ApiToken => Table::ApiTokens,
        NodeKind::GroupRule => Table::GroupRules,
        NodeKind::IdentityProvider => Table::IdentityProviders,
        NodeKind::Policy => Table::Policies,
        NodeKind::NetworkZone => Table::NetworkZones,
        _ => return None,
    })
}

fn raw_of(charted: &Charted, kind: NodeKind, native_id: &str) -> Result<Value, ApiError> {
    let none = || {
        ApiError::not_found(
            "nothing more is kept of this kind of node",
            "its properties are in its panel",
        )
    };
    let table = table_of(kind).ok_or_else(none)?;
    let mut finder = Finder { native_id, raw: None };
    match charted
        .snapshot
        .replay_table(table, ReplayOptions::default(), &mut finder)
    {
        Ok(()) | Err(ReplayError::Sink(Found)) => {}
        Err(error) => return Err(ApiError::internal(Chain(&error))),
    }
    let raw = finder.raw.ok_or_else(none)?;
    serde_json::from_str(&raw).map_err(ApiError::internal)
}

/// Stops the reading when the object was seen.
#[derive(Debug, thiserror::Error)]
#[error("found")]
struct Found;

struct Finder<'a> {
    native_id: &'a str,
    raw: Option<String>,
}

impl FactSink for Finder<'_> {
    type Error = Found;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Found> {
        let id = self.native_id;
        let raw = match rows {
            Rows::Users(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::Groups(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::Apps(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::ApiTokens(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::GroupRules(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::IdentityProviders(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::Policies(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            Rows::NetworkZones(rows) => rows.iter().find(|row| row.id == id).map(|row| row.raw),
            _ => None,
        };
        self.raw = raw.map(str::to_owned);
        if self.raw.is_some() { Err(Found) } else { Ok(()) }
    }
}
