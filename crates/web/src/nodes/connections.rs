//! What surrounds a node.

use std::collections::BTreeMap;

use axum::extract::State;
use graph::reach::{Hop, ReachOptions, power_hops_from, power_hops_to};
use graph::rules::RULES;
use graph::{Edge, EdgeCause, EdgeType, Graph, NodeIx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{edge_label, find, kind_word, node_ref};
use crate::app::{Charted, Shared};
use crate::chart::path::derived;
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

/// Edges of a node, folded by type and direction, those that rules derived from roles with them; with `edge` and
/// `direction` also a page of them.
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
    let edge = wanted.edge.as_deref().map(Tie::named).transpose()?;
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

/// What connects two nodes: a fact, or what a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tie {
    /// Okta says so.
    Fact(EdgeType),
    /// The derived edge of this name.
    Derived(&'static str),
}

impl Tie {
    /// The tie that a request names.
    fn named(word: &str) -> Result<Self, ApiError> {
        let fact = EdgeType::from_word(word).map(Self::Fact);
        let powers = || RULES.iter().filter(|rule| rule.is_power());
        let derived = || {
            powers()
                .find(|rule| rule.edge == word)
                .map(|rule| Self::Derived(rule.edge))
        };
        fact.or_else(derived).ok_or_else(|| {
            let mut known: Vec<&str> = EdgeType::ALL.into_iter().map(EdgeType::as_str).collect();
            known.extend(powers().map(|rule| rule.edge));
            known.dedup();
            ApiError::invalid("edge", "there is no such type of edge")
                .hint(format!("one of {}", known.join(", ")))
        })
    }

    /// As the API calls it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Fact(edge) => edge.as_str(),
            Self::Derived(edge) => edge,
        }
    }

    /// For people, seen from one end.
    pub(crate) fn label(self, way: Way) -> &'static str {
        match (self, way) {
            (Self::Fact(edge), way) => edge_label(edge, way.into()),
            (Self::Derived("controls"), Way::Out) => "controls",
            (Self::Derived("controls"), Way::In) => "controlled by",
            (Self::Derived("can_take_over"), Way::Out) => "can take over",
            (Self::Derived("can_take_over"), Way::In) => "can be taken over by",
            (Self::Derived("can_reset_password"), Way::Out) => "can reset the password of",
            (Self::Derived("can_reset_password"), Way::In) => "whoever can reset its password",
            (Self::Derived("can_reset_factors"), Way::Out) => "can reset the factors of",
            (Self::Derived("can_reset_factors"), Way::In) => "whoever can reset its factors",
            (Self::Derived("can_add_member"), Way::Out) => "can add members to",
            (Self::Derived("can_add_member"), Way::In) => "whoever can add members",
            (Self::Derived("can_manage_app"), Way::Out) => "can manage",
            (Self::Derived("can_manage_app"), Way::In) => "managed by",
            (Self::Derived("can_read_secret"), Way::Out) => "can read",
            (Self::Derived("can_read_secret"), Way::In) => "can be read by",
            (Self::Derived(edge), _) => edge,
        }
    }

    pub(crate) const fn is_derived(self) -> bool {
        matches!(self, Self::Derived(_))
    }
}

/// One connection.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Link {
    Fact(Edge),
    Derived(Hop),
}

impl Link {
    /// The end that is not where one stands.
    pub(crate) const fn far_end(&self, way: Way) -> NodeIx {
        match (self, way) {
            (Self::Fact(edge), way) => far_end(way, edge),
            (Self::Derived(hop), Way::Out) => hop.to,
            (Self::Derived(hop), Way::In) => hop.from,
        }
    }
}

fn view(
    charted: &Charted,
    node: NodeIx,
    edge: Option<Tie>,
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

/// The connections of a node by direction and type.
pub(crate) fn fans(graph: &Graph, node: NodeIx) -> BTreeMap<(Way, Tie), Vec<Link>> {
    let mut fans: BTreeMap<(Way, Tie), Vec<Link>> = BTreeMap::new();
    let mut add = |way, tie, link| fans.entry((way, tie)).or_default().push(link);
    for edge in graph.edges_from(node) {
        add(Way::Out, Tie::Fact(edge.kind), Link::Fact(edge));
    }
    for edge in graph.edges_to(node) {
        add(Way::In, Tie::Fact(edge.kind), Link::Fact(edge));
    }
    for hop in power_hops_from(graph, node, ReachOptions::default()) {
        add(Way::Out, Tie::Derived(hop.rule.edge), Link::Derived(hop));
    }
    for hop in power_hops_to(graph, node, ReachOptions::default()) {
        add(Way::In, Tie::Derived(hop.rule.edge), Link::Derived(hop));
    }
    fans
}

/// The end of an edge that is not where one stands.
pub(crate) const fn far_end(way: Way, edge: &Edge) -> NodeIx {
    match way {
        Way::Out => edge.to,
        Way::In => edge.from,
    }
}

fn fold(graph: &Graph, tie: Tie, way: Way, links: &[Link]) -> ConnectionFold {
    let first = links
        .first()
        .map_or(graph.organization(), |first| first.far_end(way));
    ConnectionFold {
        edge: tie.as_str().to_owned(),
        direction: way.into(),
        label: tie.label(way).to_owned(),
        count: links.len() as u64,
        derived: tie.is_derived(),
        other: kind_word(graph.kind(first)),
        sample: links
            .iter()
            .take(5)
            .map(|link| node_ref(graph, link.far_end(way)))
            .collect(),
    }
}

fn connection(graph: &Graph, way: Way, link: &Link) -> Connection {
    Connection {
        node: node_ref(graph, link.far_end(way)),
        derived: match link {
            Link::Fact(_) => None,
            Link::Derived(hop) => Some(derived(graph, hop)),
        },
        detail: match link {
            Link::Fact(edge) => detail(graph, edge),
            Link::Derived(_) => None,
        },
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
