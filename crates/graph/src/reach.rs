//! What follows when an identity, a token or an app is taken over: everything it reaches, by which hops.
//!
//! A node is reached in one of two strengths. In full: an attacker is that person, is a member of that group,
//! controls that app. In part: has the administrator roles of that person (by a token) or of that group, or can
//! open that app. What follows differs, so both are followed.
//!
//! A person whose account is deactivated can be reached and leads nowhere: nobody signs in as them.
//!
//! A power over everybody is not spread out for each question: what everybody reaches is worked out once for the
//! graph and shared ([`Closures`]), and an answer keeps a pointer to it.

mod closure;
mod front;
mod hop;
mod reverse;
mod route;
#[cfg(test)]
mod tests;
mod walk;

pub use hop::Hop;
pub use reverse::{WhoReaches, who_reaches};
pub use route::{
    all_hops_from, hops_from, power_hops_from, power_hops_to, shortest_path, wide_hop_count, wide_hops_to,
};

pub(crate) use closure::Closures;

use std::sync::Arc;

use crate::{Graph, NodeIx, NodeKind};
use closure::Closure;
use front::Front;
use walk::{Bulk, Walk};

/// How to follow hops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReachOptions {
    /// Do not trust Okta's barrier: let lesser admins manage what carries an admin role.
    pub assume_worst: bool,
}

/// What one node reaches.
#[derive(Debug)]
pub struct Reach<'g> {
    graph: &'g Graph,
    start: NodeIx,
    front: Front,
    bulk: Vec<Bulk>,
    shared: Option<Arc<Closure>>,
    org: Option<OrgAt>,
}

/// Where the organization was reached, so that everything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OrgAt {
    Front(u32),
    Shared(u32),
}

/// Everything that `start` reaches once it is taken over.
pub fn reach<'g>(graph: &'g Graph, start: NodeIx, options: ReachOptions) -> Reach<'g> {
    let mut walk = Walk::new(
        graph,
        options,
        Front::new(&graph.closures.pool, graph.node_count()),
    );
    walk.start(start);
    walk.run();
    let mut org = walk.org.map(OrgAt::Front);
    let mut shared = None;
    if org.is_none() && !walk.bulk.is_empty() {
        let closure = graph.closures.get(graph, &walk.bulk, options);
        org = closure.org.map(OrgAt::Shared);
        shared = Some(closure);
    }
    Reach {
        graph,
        start,
        front: walk.front,
        bulk: walk.bulk,
        shared,
        org,
    }
}

impl<'g> Reach<'g> {
    /// How many nodes are reached, the start not counted.
    pub fn len(&self) -> usize {
        if self.org.is_some() {
            return self.graph.node_count() - 1;
        }
        let own = self.front.node_count() - 1;
        match &self.shared {
            None => own,
            Some(shared) => {
                let twice = self
                    .front
                    .nodes()
                    .filter(|&node| shared.front.find(node).is_some())
                    .count();
                own + shared.front.node_count() - twice
            }
        }
    }

    /// Whether nothing is reached.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the organization itself is reached, and with it everything.
    pub fn is_everything(&self) -> bool {
        self.org.is_some()
    }

    /// Whether `node` is reached.
    pub fn contains(&self, node: NodeIx) -> bool {
        node != self.start
            && (self.org.is_some()
                || self.front.find(node).is_some()
                || self
                    .shared
                    .as_ref()
                    .is_some_and(|shared| shared.front.find(node).is_some()))
    }

    /// Every node that is reached, the start left out, each once.
    pub fn nodes(&self) -> Box<dyn Iterator<Item = NodeIx> + '_> {
        let start = self.start;
        if self.org.is_some() {
            return Box::new(self.graph.nodes().filter(move |&node| node != start));
        }
        let shared = self.shared.iter().flat_map(|shared| shared.front.nodes());
        let not_own = shared.filter(|&node| self.front.find(node).is_none());
        Box::new(
            self.front
                .nodes()
                .filter(move |&node| node != start)
                .chain(not_own),
        )
    }

    /// How many nodes of each kind are reached; kinds of which none is are left out.
    pub fn counts(&self) -> Vec<(NodeKind, usize)> {
        let mut counts = [0_usize; NodeKind::ALL.len()];
        let place = |kind: NodeKind| {
            NodeKind::ALL
                .iter()
                .position(|&other| other == kind)
                .unwrap_or_default()
        };
        for node in self.nodes() {
            counts[place(self.graph.kind(node))] += 1;
        }
        NodeKind::ALL
            .into_iter()
            .zip(counts)
            .filter(|&(_, count)| count > 0)
            .collect()
    }

    /// The hop that reached `node`.
    pub fn hop(&self, node: NodeIx) -> Option<Hop> {
        self.path_to(node)?.pop()
    }

    /// The hops from the start to `node`.
    pub fn path_to(&self, node: NodeIx) -> Option<Vec<Hop>> {
        if !self.contains(node) {
            return None;
        }
        if let Some(at) = self.front.find(node) {
            return Some(self.front.hops(at));
        }
        if let Some(shared) = &self.shared
            && let Some(at) = shared.front.find(node)
        {
            return self.through_shared(shared, at);
        }
        let mut hops = match (self.org?, &self.shared) {
            (OrgAt::Front(at), _) => self.front.hops(at),
            (OrgAt::Shared(at), Some(shared)) => self.through_shared(shared, at)?,
            (OrgAt::Shared(_), None) => return None,
        };
        hops.push(Hop::of_org(self.graph.organization(), node));
        Some(hops)
    }

    /// Own hops to the holder of a power over everybody, the hop of that power, and the shared hops from there.
    fn through_shared(&self, shared: &Closure, at: u32) -> Option<Vec<Hop>> {
        let root = shared.front.root_of(at);
        let class = self.graph.class_of(root)?;
        let bulk = self
            .bulk
            .iter()
            .find(|bulk| bulk.class == class && self.graph.passes(bulk.barrier, root))?;
        let holder = self.front.node(bulk.holder);
        let mut hops = self.front.hops(bulk.holder);
        hops.push(Hop::new(holder, root, bulk.rule, bulk.assignment.0));
        hops.extend(shared.front.hops(at));
        Some(hops)
    }
}
