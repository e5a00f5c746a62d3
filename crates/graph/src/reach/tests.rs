mod brute;
mod stories;

use super::*;
use crate::fixture;

fn one(graph: &Graph, name: &str) -> NodeIx {
    let found: Vec<NodeIx> = graph.lookup(name).collect();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found[0]
}

const WORST: ReachOptions = ReachOptions { assume_worst: true };
const TRUSTING: ReachOptions = ReachOptions { assume_worst: false };
