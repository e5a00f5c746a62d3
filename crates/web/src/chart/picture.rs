//! A part of the graph while it is drawn: nodes in the order they were added, edges among them, folds.

use std::collections::{BTreeMap, HashMap, HashSet};

use graph::{Graph, NodeIx, NodeKind};

use super::column_of;
use crate::nodes::connections::{Tie, Way};
use crate::nodes::{edge_label, node_ref};
use crate::view::{DirectionWord, ExploreEdge, ExploreNode, ExploreView, Fold, GraphColumn, SnapshotRef};

/// Nodes of one picture at most.
const NODES_MAX: usize = 2000;

/// What is drawn so far.
pub(super) struct Picture<'g> {
    graph: &'g Graph,
    order: Vec<NodeIx>,
    seeds: HashMap<NodeIx, bool>,
    /// From, to and edge word; the value tells its label, and whether a rule derived it.
    edges: BTreeMap<(String, String, String), (&'static str, bool)>,
    folds: BTreeMap<String, Fold>,
    /// Pairs that [`Picture::join`] has looked at: a big group has the same pair in every way.
    joined: HashSet<(NodeIx, NodeIx)>,
    left_out: Vec<String>,
    is_full: bool,
}

/// Which fan is folded.
pub(super) struct FoldKey {
    /// Where it hangs.
    pub(super) anchor: NodeIx,
    /// Seen from there.
    pub(super) way: Way,
    /// By what.
    pub(super) tie: Tie,
}

impl FoldKey {
    /// The id that opens it.
    pub(super) fn id(&self, graph: &Graph) -> String {
        let way = match self.way {
            Way::Out => "out",
            Way::In => "in",
        };
        format!("{way}:{}:{}", self.tie.as_str(), graph.id(self.anchor))
    }

    /// Draws what is between the anchor and an end of the fan.
    pub(super) fn join(&self, picture: &mut Picture<'_>, end: NodeIx) {
        match self.tie {
            Tie::Fact(_) => picture.join(self.way, self.anchor, end),
            Tie::Derived(_) => picture.derive(self.way, self.tie, self.anchor, end),
        }
    }
}

impl<'g> Picture<'g> {
    /// Nothing yet.
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            order: Vec::new(),
            seeds: HashMap::new(),
            edges: BTreeMap::new(),
            folds: BTreeMap::new(),
            joined: HashSet::new(),
            left_out: Vec::new(),
            is_full: false,
        }
    }

    /// Adds a node that the request named.
    pub(super) fn add_seed(&mut self, node: NodeIx) {
        if self.add(node) {
            self.seeds.insert(node, true);
        }
    }

    /// Adds a node; false when the picture is full.
    pub(super) fn add(&mut self, node: NodeIx) -> bool {
        if self.seeds.contains_key(&node) {
            return true;
        }
        if self.order.len() >= NODES_MAX {
            self.is_full = true;
            return false;
        }
        self.order.push(node);
        self.seeds.insert(node, false);
        true
    }

    /// Whether a node is drawn.
    pub(super) fn has(&self, node: NodeIx) -> bool {
        self.seeds.contains_key(&node)
    }

    /// Draws what is between two drawn nodes that lie next to each other on a way, `near` nearer to the seed. Where
    /// the graph has no edge between them (a role given for one target) the step is drawn as one that leads on.
    pub(super) fn join(&mut self, way: Way, near: NodeIx, far: NodeIx) {
        if !self.has(near) || !self.has(far) || !self.joined.insert((near, far)) {
            return;
        }
        let (from, to) = match way {
            Way::Out => (near, far),
            Way::In => (far, near),
        };
        let is_fact = self.graph.edges_from(from).any(|edge| edge.to == to)
            || self.graph.edges_from(to).any(|edge| edge.to == from);
        if !is_fact {
            let key = (
                self.graph.id(from).to_owned(),
                self.graph.id(to).to_owned(),
                "leads_to".to_owned(),
            );
            self.edges.insert(key, ("leads to", false));
        }
    }

    /// Draws every fact among the drawn nodes.
    pub(super) fn connect(&mut self) {
        let graph = self.graph;
        for from in &self.order {
            for edge in graph
                .edges_from(*from)
                .filter(|edge| self.seeds.contains_key(&edge.to))
            {
                let key = (
                    graph.id(*from).to_owned(),
                    graph.id(edge.to).to_owned(),
                    edge.kind.as_str().to_owned(),
                );
                self.edges
                    .insert(key, (edge_label(edge.kind, DirectionWord::Out), false));
            }
        }
    }

    /// Draws what a role allows, between two drawn nodes.
    pub(super) fn derive(&mut self, way: Way, tie: Tie, near: NodeIx, far: NodeIx) {
        let (from, to) = match way {
            Way::Out => (near, far),
            Way::In => (far, near),
        };
        if self.has(from) && self.has(to) {
            let ends = (self.graph.id(from).to_owned(), self.graph.id(to).to_owned());
            let key = (ends.0, ends.1, tie.as_str().to_owned());
            self.edges.insert(key, (tie.label(Way::Out), true));
        }
    }

    /// Adds a folded fan with the edge to it.
    pub(super) fn fold(
        &mut self,
        key: &FoldKey,
        count: u64,
        label: &'static str,
        column: GraphColumn,
        is_rest: bool,
    ) {
        let (id, anchor) = (key.id(self.graph), self.graph.id(key.anchor).to_owned());
        let (from, to) = match key.way {
            Way::Out => (anchor.clone(), id.clone()),
            Way::In => (id.clone(), anchor.clone()),
        };
        self.edges.insert(
            (from, to, key.tie.as_str().to_owned()),
            (key.tie.label(Way::Out), key.tie.is_derived()),
        );
        let more = if is_rest { " more" } else { "" };
        let fold = Fold {
            id: id.clone(),
            anchor,
            edge: key.tie.as_str().to_owned(),
            direction: key.way.into(),
            count,
            label: format!("{}{more} {label}", grouped(count)),
            column,
        };
        self.folds.insert(id, fold);
    }

    /// Notes that something is not in the picture.
    pub(super) fn leave_out(&mut self, what: String) {
        self.left_out.push(what);
    }

    /// The picture as an answer.
    pub(super) fn finish(mut self, snapshot: SnapshotRef) -> ExploreView {
        if self.is_full {
            self.left_out
                .push(format!("the picture is full: it holds {NODES_MAX} nodes"));
        }
        let graph = self.graph;
        let node = |node: &NodeIx| ExploreNode {
            node: node_ref(graph, *node),
            column: column_of(graph.kind(*node)),
            seed: self.seeds.get(node).copied().unwrap_or_default(),
            degree: degree(graph, *node),
        };
        type Drawn<'a> = (&'a (String, String, String), &'a (&'static str, bool));
        let edge = |((from, to, edge), (label, derived)): Drawn<'_>| ExploreEdge {
            from: from.clone(),
            to: to.clone(),
            edge: edge.clone(),
            label: (*label).to_owned(),
            derived: *derived,
        };
        ExploreView {
            nodes: self.order.iter().map(node).collect(),
            edges: self.edges.iter().map(edge).collect(),
            folds: self.folds.into_values().collect(),
            left_out: (!self.left_out.is_empty()).then(|| self.left_out.join("; ")),
            snapshot,
        }
    }
}

/// Links of a node in the whole graph.
fn degree(graph: &Graph, node: NodeIx) -> u64 {
    let count = match graph.kind(node) {
        NodeKind::User => {
            graph.memberships_of(node).len()
                + graph.direct_apps(node).len()
                + graph.assignments_of(node).count()
        }
        NodeKind::Group => {
            graph.members_of(node).len()
                + graph.apps_of_group(node).len()
                + graph.assignments_of(node).count()
        }
        NodeKind::App => graph.direct_users(node).len() + graph.groups_of_app(node).len(),
        _ => graph.edges_from(node).count() + graph.edges_to(node).count(),
    };
    count as u64
}

/// `1204` as `1,204`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
