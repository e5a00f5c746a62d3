//! Sorted lists of nodes, kept for the graph that is shown now: sorting 200,000 names once is enough.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use graph::{Graph, NodeIx, NodeKind};

use super::browse::SortWord;
use super::population;

type Key = (Vec<NodeKind>, SortWord);

/// Sorted lists by kind and order.
#[derive(Default)]
pub(crate) struct Orders(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    graph: Weak<Graph>,
    lists: HashMap<Key, Arc<[NodeIx]>>,
}

impl Orders {
    /// All nodes of these kinds in this order: by name all together, else one kind after the other.
    pub(super) fn of(&self, graph: &Arc<Graph>, kinds: &[NodeKind], sort: SortWord) -> Arc<[NodeIx]> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = kept();
            if kept.graph.as_ptr() != Arc::as_ptr(graph) {
                *kept = Kept {
                    graph: Arc::downgrade(graph),
                    lists: HashMap::new(),
                };
            }
            if let Some(list) = kept.lists.get(&(kinds.to_vec(), sort)) {
                return list.clone();
            }
        }
        // Sorted outside the lock: two requests may do it twice, none waits for another's kind.
        let list: Arc<[NodeIx]> = sorted(graph, kinds, sort).into();
        let mut kept = kept();
        if kept.graph.as_ptr() == Arc::as_ptr(graph) {
            kept.lists.insert((kinds.to_vec(), sort), list.clone());
        }
        list
    }
}

fn sorted(graph: &Graph, kinds: &[NodeKind], sort: SortWord) -> Vec<NodeIx> {
    let by_name = |nodes: &mut Vec<NodeIx>| {
        nodes.sort_by_cached_key(|node| (graph.name(*node).to_lowercase(), *node));
    };
    if matches!(sort, SortWord::Name | SortWord::NameBackwards) {
        let mut nodes: Vec<NodeIx> = kinds.iter().flat_map(|kind| graph.nodes_of(*kind)).collect();
        by_name(&mut nodes);
        if sort == SortWord::NameBackwards {
            nodes.reverse();
        }
        return nodes;
    }
    let of_kind = |kind: &NodeKind| {
        let mut nodes: Vec<NodeIx> = graph.nodes_of(*kind).collect();
        by_name(&mut nodes);
        most_first(graph, &mut nodes, sort);
        nodes
    };
    kinds.iter().flat_map(of_kind).collect()
}

/// Those with the most first; where two have as many, they stay as they were.
fn most_first(graph: &Graph, nodes: &mut [NodeIx], sort: SortWord) {
    match sort {
        SortWord::Name | SortWord::NameBackwards => {}
        SortWord::MostStanding => {
            let counts = graph.standing_privileges_of_all();
            let count = |node: &NodeIx| counts.get(node.0 as usize).copied().unwrap_or(0);
            nodes.sort_by_key(|node| std::cmp::Reverse(count(node)));
        }
        SortWord::MostPopulation => {
            nodes.sort_by_cached_key(|node| std::cmp::Reverse(population(graph, *node)));
        }
    }
}
