//! A part of the graph to draw.

use std::collections::{BTreeMap, HashSet};

use axum::extract::State;
use graph::{EdgeType, Graph, NodeIx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::column_of;
use super::picture::{FoldKey, Picture};
use crate::app::{Charted, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::nodes::access::{rows_of, usual_direction};
use crate::nodes::connections::{Tie, Way, fans, far_end};
use crate::nodes::find;
use crate::view::{AccessDirection, ErrorBody, ExploreView, SnapshotRef};

/// What to draw.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExploreParams {
    /// Text ids, native ids or exact names, with commas between; at most 100.
    nodes: String,
    /// What to draw; `connections` when left out.
    #[serde(default)]
    #[param(inline)]
    mode: Option<ExploreMode>,
    /// Ids of folds to open, with commas between.
    #[serde(default)]
    unfold: Option<String>,
    /// Fans larger than this are folded, 1 to 500; 12 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 500)]
    fold_above: Option<u32>,
}

/// What to draw around the nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExploreMode {
    /// Their edges.
    Connections,
    /// *View Access*: every way from them, or to them for groups, roles and resources.
    Access,
}

/// Nodes, edges and folds around some nodes.
#[utoipa::path(
    get,
    path = "/api/v1/graph/explore",
    operation_id = "explore",
    tag = "graph",
    params(ExploreParams),
    responses(
        (status = 200, description = "The picture", body = ExploreView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn explore(
    State(app): State<Shared>,
    Params(wanted): Params<ExploreParams>,
) -> Answer<ExploreView> {
    let fold_above = wanted.fold_above.unwrap_or(12) as usize;
    if !(1..=500).contains(&fold_above) {
        return Err(ApiError::invalid("fold_above", "`fold_above` must be 1 to 500"));
    }
    let names: Vec<String> = split(&wanted.nodes).map(str::to_owned).collect();
    if names.is_empty() || names.len() > SEEDS_MAX {
        return Err(ApiError::invalid("nodes", format!("name 1 to {SEEDS_MAX} nodes")));
    }
    let unfold: HashSet<String> = split(wanted.unfold.as_deref().unwrap_or_default())
        .map(str::to_owned)
        .collect();
    let asked = app.clone();
    app.ask(move |charted| {
        let seeds: Vec<NodeIx> = names
            .iter()
            .map(|name| find(&charted.graph, name))
            .collect::<Result<_, _>>()?;
        let drawing = Drawing {
            mode: wanted.mode.unwrap_or(ExploreMode::Connections),
            fold_above,
            unfold,
        };
        Ok(drawing.draw(charted, &seeds, asked.snapshot_ref(charted)))
    })
    .await
}

/// Nodes to draw around at most.
const SEEDS_MAX: usize = 100;
/// Nodes that come out of an opened fold at once.
const UNFOLDED_MAX: usize = 300;

fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// How to draw.
struct Drawing {
    mode: ExploreMode,
    fold_above: usize,
    unfold: HashSet<String>,
}

impl Drawing {
    fn draw(&self, charted: &Charted, seeds: &[NodeIx], snapshot: SnapshotRef) -> ExploreView {
        let graph = &*charted.graph;
        let mut picture = Picture::new(graph);
        for seed in seeds {
            picture.add_seed(*seed);
        }
        for seed in seeds {
            match self.mode {
                ExploreMode::Connections => self.connections(graph, *seed, &mut picture),
                ExploreMode::Access => self.access(graph, *seed, &mut picture),
            }
        }
        picture.connect();
        picture.finish(snapshot)
    }

    fn connections(&self, graph: &Graph, seed: NodeIx, picture: &mut Picture<'_>) {
        for ((way, tie), links) in fans(graph, seed) {
            let mut ends: Vec<NodeIx> = links.iter().map(|link| link.far_end(way)).collect();
            ends.sort_unstable();
            ends.dedup();
            self.fan(
                graph,
                FoldKey {
                    anchor: seed,
                    way,
                    tie,
                },
                &ends,
                picture,
            );
        }
    }

    /// The ways of a node, each drawn step by step. Many last steps from one node are a fan.
    fn access(&self, graph: &Graph, seed: NodeIx, picture: &mut Picture<'_>) {
        let direction = usual_direction(graph, seed);
        let way = match direction {
            AccessDirection::From => Way::Out,
            AccessDirection::To => Way::In,
        };
        let mut last_steps: BTreeMap<NodeIx, Vec<NodeIx>> = BTreeMap::new();
        for row in rows_of(graph, seed, direction, None) {
            let mut nodes = graph.path_nodes(&row);
            if way == Way::In {
                nodes.reverse();
            }
            let Some((end, before)) = nodes.split_last() else {
                continue;
            };
            for node in before {
                picture.add(*node);
            }
            if let Some(anchor) = before.last() {
                last_steps.entry(*anchor).or_default().push(*end);
            }
            for pair in before.windows(2) {
                if let [near, far] = pair {
                    picture.join(way, *near, *far);
                }
            }
        }
        for (anchor, mut ends) in last_steps {
            ends.sort_unstable();
            ends.dedup();
            for (edge, ends) in by_edge(graph, way, anchor, &ends) {
                let tie = Tie::Fact(edge);
                self.fan(graph, FoldKey { anchor, way, tie }, &ends, picture);
            }
        }
    }

    /// A fan of ends, folded when it is large and was not opened.
    fn fan(&self, graph: &Graph, key: FoldKey, ends: &[NodeIx], picture: &mut Picture<'_>) {
        let is_open = self.unfold.contains(&key.id(graph));
        let shown = match ends.len() {
            all if all <= self.fold_above => all,
            all if is_open => all.min(UNFOLDED_MAX),
            _ => 0,
        };
        let (shown, folded) = ends.split_at(shown);
        for end in shown {
            if picture.add(*end) {
                key.join(picture, *end);
            }
        }
        let rest = folded.iter().filter(|end| !picture.has(**end)).count();
        for end in folded
            .iter()
            .filter(|end| picture.has(**end))
            .copied()
            .collect::<Vec<_>>()
        {
            key.join(picture, end);
        }
        if let (Some(sample), true) = (folded.first(), rest > 0) {
            let label = key.tie.label(key.way);
            picture.fold(&key, rest as u64, label, column_of(graph.kind(*sample)), is_open);
        }
    }
}

/// The ends of last steps by the edge that leads to them.
fn by_edge(graph: &Graph, way: Way, anchor: NodeIx, ends: &[NodeIx]) -> BTreeMap<EdgeType, Vec<NodeIx>> {
    let mut kinds: BTreeMap<NodeIx, EdgeType> = BTreeMap::new();
    for (other, edges) in [
        (Way::Out, graph.edges_from(anchor).collect::<Vec<_>>()),
        (Way::In, graph.edges_to(anchor).collect()),
    ] {
        for edge in edges {
            let end = far_end(other, &edge);
            // An edge along the way is the better word than one against it (a token acts as its owner).
            if other == way || !kinds.contains_key(&end) {
                kinds.insert(end, edge.kind);
            }
        }
    }
    let mut fans: BTreeMap<EdgeType, Vec<NodeIx>> = BTreeMap::new();
    for end in ends {
        fans.entry(kinds.get(end).copied().unwrap_or(EdgeType::ScopedTo))
            .or_default()
            .push(*end);
    }
    fans
}
