//! Single hops, and the shortest way from one node to another.

use super::front::Front;
use super::walk::Walk;
use super::{Hop, ReachOptions};
use crate::{Graph, NodeIx};

/// The fewest hops by which `from`, once taken over, gets to `to`; nothing when there is no way or both are the
/// same node.
pub fn shortest_path(graph: &Graph, from: NodeIx, to: NodeIx, options: ReachOptions) -> Option<Vec<Hop>> {
    if from == to || from.at() >= graph.node_count() || to.at() >= graph.node_count() {
        return None;
    }
    let mut walk = Walk::new(
        graph,
        options,
        Front::new(&graph.closures.pool, graph.node_count()),
    )
    .spreading()
    .until(to);
    walk.start(from);
    walk.run();
    walk.front.find(to).map(|at| walk.front.hops(at))
}

/// The hops that begin at `from`, once taken over. Powers over everything of a class are left to
/// [`Graph::powers_of`]: they would be as many hops as there are people.
pub fn hops_from(graph: &Graph, from: NodeIx, options: ReachOptions) -> Vec<Hop> {
    let mut walk = Walk::new(
        graph,
        options,
        Front::new(&graph.closures.pool, graph.node_count()),
    );
    walk.start(from);
    walk.step();
    let found = 1..walk.front.entries.len() as u32;
    found.flat_map(|at| walk.front.hops(at)).collect()
}
