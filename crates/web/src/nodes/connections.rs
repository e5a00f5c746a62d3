//! What surrounds a node.

use std::collections::BTreeMap;

use axum::extract::State;
use graph::{Edge, EdgeCause, EdgeType, Graph, NodeIx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{edge_label, find, kind_word, node_ref};
use crate::app::{Charted, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::paging::Page;
use crate::view::{
    Connection, ConnectionFold, ConnectionPage, ConnectionsView, DirectionWord, ErrorBody, SnapshotRef,
};

/// Which edges.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionParams {
    /// Edge type whose page is wanted; without it only the counts come.
    #[serde(default)]
    edge: Option<String>,
    /// Direction; both when left out.
    #[serde(default)]
    direction: Option<DirectionWord>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Edges of a node, folded by type and direction; with `edge` and `direction` also a page of them.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}/connections",
    operation_id = "connections",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded"), ConnectionParams),
    responses(
        (status = 200, description = "The connections", body = ConnectionsView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connections(
    State(app): State<Shared>,
    Segment(id): Segment<String>,
    Params(wanted): Params<ConnectionParams>,
) -> Answer<ConnectionsView> {
    let page = Page::read(wanted.cursor.as_deref(), wanted.limit)?;
    let edge = wanted.edge.as_deref().map(edge_of).transpose()?;
    let asked = app.clone();
    app.ask(move |charted| {
        let node = find(&charted.graph, &id)?;
        Ok(view(
            charted,
            node,
            edge,
            wanted.direction,
            page,
            asked.snapshot_ref(charted),
        ))
    })
    .await
}

/// The edge type that a request names.
pub(crate) fn edge_of(word: &str) -> Result<EdgeType, ApiError> {
    EdgeType::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = EdgeType::ALL.into_iter().map(EdgeType::as_str).collect();
        ApiError::invalid("edge", "there is no such type of edge")
            .hint(format!("one of {}", known.join(", ")))
    })
}

fn view(
    charted: &Charted,
    node: NodeIx,
    edge: Option<EdgeType>,
    direction: Option<DirectionWord>,
    page: Page,
    snapshot: SnapshotRef,
) -> ConnectionsView {
    let graph = &charted.graph;
    let fans = fans(graph, node);
    let folds = fans
        .iter()
        .map(|((direction, edge), edges)| fold(graph, *edge, *direction, edges))
        .collect();
    let wanted = edge.and_then(|edge| {
        let mut found = fans.iter().filter(|((_, kind), _)| *kind == edge);
        found.find(|((way, _), _)| direction.is_none_or(|direction| Way::from(direction) == *way))
    });
    let page = wanted.map(|((direction, edge), edges)| ConnectionPage {
        edge: edge.as_str().to_owned(),
        direction: (*direction).into(),
        rows: page
            .of(edges)
            .iter()
            .map(|edge| connection(graph, *direction, edge))
            .collect(),
        total: edges.len() as u64,
        next_cursor: page.next(edges.len()),
    });
    ConnectionsView {
        node: node_ref(graph, node),
        folds,
        page,
        snapshot,
    }
}

/// Direction with an order, outgoing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// The edge starts at the node.
    Out,
    /// The edge ends at the node.
    In,
}

impl From<Way> for DirectionWord {
    fn from(way: Way) -> Self {
        match way {
            Way::Out => Self::Out,
            Way::In => Self::In,
        }
    }
}

impl From<DirectionWord> for Way {
    fn from(word: DirectionWord) -> Self {
        match word {
            DirectionWord::Out => Self::Out,
            DirectionWord::In => Self::In,
        }
    }
}

/// The edges of a node by direction and type.
pub(crate) fn fans(graph: &Graph, node: NodeIx) -> BTreeMap<(Way, EdgeType), Vec<Edge>> {
    let mut fans: BTreeMap<(Way, EdgeType), Vec<Edge>> = BTreeMap::new();
    for edge in graph.edges_from(node) {
        fans.entry((Way::Out, edge.kind)).or_default().push(edge);
    }
    for edge in graph.edges_to(node) {
        fans.entry((Way::In, edge.kind)).or_default().push(edge);
    }
    fans
}

/// The end of an edge that is not where one stands.
pub(crate) fn far_end(way: Way, edge: &Edge) -> NodeIx {
    match way {
        Way::Out => edge.to,
        Way::In => edge.from,
    }
}

fn fold(graph: &Graph, edge: EdgeType, way: Way, edges: &[Edge]) -> ConnectionFold {
    let first = edges
        .first()
        .map_or(graph.organization(), |first| far_end(way, first));
    ConnectionFold {
        edge: edge.as_str().to_owned(),
        direction: way.into(),
        label: edge_label(edge, way.into()).to_owned(),
        count: edges.len() as u64,
        derived: false,
        other: kind_word(graph.kind(first)),
        sample: edges
            .iter()
            .take(5)
            .map(|edge| node_ref(graph, far_end(way, edge)))
            .collect(),
    }
}

fn connection(graph: &Graph, way: Way, edge: &Edge) -> Connection {
    Connection {
        node: node_ref(graph, far_end(way, edge)),
        derived: None,
        detail: detail(graph, edge),
    }
}

/// What stands behind an edge, in words.
pub(crate) fn detail(graph: &Graph, edge: &Edge) -> Option<String> {
    match edge.cause {
        EdgeCause::Link => None,
        EdgeCause::Assignment(ix) => Some(super::sections::scope_text(graph, ix)),
        EdgeCause::Grant(ix) => {
            let grant = graph.grant(ix);
            Some(if grant.is_active {
                grant.scope.to_owned()
            } else {
                format!("{} (revoked)", grant.scope)
            })
        }
    }
}
