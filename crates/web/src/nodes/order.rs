//! Sorted lists of nodes, kept for the graph that is shown now: sorting 200,000 names once is enough.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use graph::{Graph, NodeIx, NodeKind};

use super::browse::SortWord;
use super::population;

type Key = (NodeKind, SortWord);

/// Sorted lists by kind and order.
#[derive(Default)]
pub(crate) struct Orders(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    graph: Weak<Graph>,
    lists: HashMap<Key, Arc<[NodeIx]>>,
}

impl Orders {
    /// All nodes of a kind in this order.
    pub(super) fn of(&self, graph: &Arc<Graph>, kind: NodeKind, sort: SortWord) -> Arc<[NodeIx]> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = kept();
            if kept.graph.as_ptr() != Arc::as_ptr(graph) {
                *kept = Kept {
                    graph: Arc::downgrade(graph),
                    lists: HashMap::new(),
                };
            }
            if let Some(list) = kept.lists.get(&(kind, sort)) {
                return list.clone();
            }
        }
        // Sorted outside the lock: two requests may do it twice, none waits for another's kind.
        let list: Arc<[NodeIx]> = sorted(graph, kind, sort).into();
        let mut kept = kept();
        if kept.graph.as_ptr() == Arc::as_ptr(graph) {
            kept.lists.insert((kind, sort), list.clone());
        }
        list
    }
}

fn sorted(graph: &Graph, kind: NodeKind, sort: SortWord) -> Vec<NodeIx> {
    let mut nodes: Vec<NodeIx> = graph.nodes_of(kind).collect();
    nodes.sort_by_cached_key(|node| (graph.name(*node).to_lowercase(), *node));
    match sort {
        SortWord::Name => {}
        SortWord::NameBackwards => nodes.reverse(),
        SortWord::MostStanding => {
            let counts = graph.standing_privileges_of_all();
            let count = |node: &NodeIx| counts.get(node.0 as usize).copied().unwrap_or(0);
            nodes.sort_by_key(|node| std::cmp::Reverse(count(node)));
        }
        SortWord::MostPopulation => {
            nodes.sort_by_cached_key(|node| std::cmp::Reverse(population(graph, *node)))
        }
    }
    nodes
}
