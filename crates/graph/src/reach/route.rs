//! Single hops, and the shortest way from one node to another.

use super::front::Front;
use super::walk::Walk;
use super::{Hop, ReachOptions};
use crate::power::{Power, PowerScope, TargetClass};
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
/// [`all_hops_from`]: they are as many hops as there are people.
pub fn hops_from(graph: &Graph, from: NodeIx, options: ReachOptions) -> Vec<Hop> {
    stepped(Walk::new(graph, options, front(graph)), from)
}

/// The same with powers over everything of a class: a hop to each node of it that Okta's barrier lets through.
pub fn all_hops_from(graph: &Graph, from: NodeIx, options: ReachOptions) -> Vec<Hop> {
    stepped(Walk::new(graph, options, front(graph)).spreading(), from)
}

fn front(graph: &Graph) -> Front {
    Front::new(&graph.closures.pool, graph.node_count())
}

fn stepped(mut walk: Walk<'_>, from: NodeIx) -> Vec<Hop> {
    walk.start(from);
    walk.step();
    let found = 1..walk.front.entries.len() as u32;
    found.flat_map(|at| walk.front.hops(at)).collect()
}

/// The hops that end at `to` by powers over everything of its class.
pub fn wide_hops_to(graph: &Graph, to: NodeIx, options: ReachOptions) -> impl Iterator<Item = Hop> {
    graph
        .powers_over(to, options.assume_worst)
        .filter(|power| is_wide(power))
        .map(move |power| Hop::new(power.holder, to, power.rule, power.assignment.0))
}

/// The hops that end at `to` because of a role that somebody holds.
pub fn power_hops_to(graph: &Graph, to: NodeIx, options: ReachOptions) -> impl Iterator<Item = Hop> {
    graph
        .powers_over(to, options.assume_worst)
        .map(move |power| Hop::new(power.holder, to, power.rule, power.assignment.0))
}

/// The hops that begin at `from` because of a role that it holds itself, those over everything of a class with them.
pub fn power_hops_from(graph: &Graph, from: NodeIx, options: ReachOptions) -> Vec<Hop> {
    if graph.powers_of(from).is_empty() {
        return Vec::new();
    }
    let mut hops = all_hops_from(graph, from, options);
    hops.retain(|hop| hop.rule.is_power());
    hops
}

/// How many hops the powers over everything of a class are, Okta's barrier left out.
pub fn wide_hop_count(graph: &Graph) -> u64 {
    let wide = graph.powers().iter().filter(|power| is_wide(power));
    wide.map(|power| graph.class_size(power.class)).sum()
}

/// Whether a power is over everything of a class of many.
fn is_wide(power: &Power) -> bool {
    power.class != TargetClass::Organization && power.scope.contains(&PowerScope::All)
}
