//! What everybody of a class reaches: worked out once for a graph, shared by all answers.

use std::sync::{Arc, Mutex, PoisonError};

use super::ReachOptions;
use super::front::{Front, Pool};
use super::walk::{Bulk, Walk};
use crate::power::TargetClass;
use crate::{Graph, NodeIx};

/// Everything that the nodes of some classes reach together.
#[derive(Debug)]
pub(super) struct Closure {
    pub(super) front: Front,
    /// Entry of the organization, if it is reached.
    pub(super) org: Option<u32>,
}

/// The closures that have been asked for. There are few classes, so few closures.
#[derive(Debug, Default)]
pub(crate) struct Closures {
    known: Mutex<Vec<(Key, Arc<Closure>)>>,
    pub(super) pool: Pool,
}

/// Classes with and without barrier, one bit each, and whether the barrier is trusted.
type Key = (u16, bool);

impl Closures {
    pub(super) fn get(&self, graph: &Graph, bulk: &[Bulk], options: ReachOptions) -> Arc<Closure> {
        let bits = bulk
            .iter()
            .map(|bulk| 1_u16 << (bulk.class as u16 * 2 + u16::from(bulk.barrier)));
        let key = (bits.sum(), options.assume_worst);
        let known = |closures: &[(Key, Arc<Closure>)]| {
            closures
                .iter()
                .find(|(other, _)| *other == key)
                .map(|(_, closure)| Arc::clone(closure))
        };
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(closure) = known(&lock()) {
            return closure;
        }
        let classes: Vec<(TargetClass, bool)> = bulk.iter().map(|bulk| (bulk.class, bulk.barrier)).collect();
        let made = Arc::new(Closure::new(graph, &classes, options));
        let mut closures = lock();
        if known(&closures).is_none() {
            closures.push((key, Arc::clone(&made)));
        }
        made
    }

    pub(crate) fn bytes(&self) -> usize {
        let closures = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        closures
            .iter()
            .map(|(_, closure)| closure.front.bytes())
            .sum::<usize>()
            + self.pool.bytes()
    }
}

impl Closure {
    fn new(graph: &Graph, classes: &[(TargetClass, bool)], options: ReachOptions) -> Self {
        let front = Front::new(&graph.closures.pool, graph.node_count());
        let mut walk = Walk::new(graph, options, front).spreading();
        for &(class, barrier) in classes {
            let nodes: Vec<NodeIx> = graph.nodes_of_class(class).collect();
            for node in nodes.into_iter().filter(|&node| graph.passes(barrier, node)) {
                walk.start(node);
            }
        }
        walk.run();
        walk.front.entries.shrink_to_fit();
        Self {
            front: walk.front,
            org: walk.org,
        }
    }
}
