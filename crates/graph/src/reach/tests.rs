mod brute;
mod stories;

use super::*;
use crate::NodeSet;
use crate::fixture;

fn one(graph: &Graph, name: &str) -> NodeIx {
    let found: Vec<NodeIx> = graph.lookup(name).collect();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found[0]
}

const WORST: ReachOptions = ReachOptions { assume_worst: true };
const TRUSTING: ReachOptions = ReachOptions { assume_worst: false };

#[test]
fn powers_over_everybody_are_a_hop_to_each_from_either_end() {
    let graph = fixture::graph(
        "user help\nuser ann\nuser ben\nuser boss\nrole SUPER_ADMIN: boss\nrole HELP_DESK_ADMIN: help",
    )
    .unwrap();
    let help = one(&graph, "help");
    assert!(hops_from(&graph, help, TRUSTING).is_empty());
    let reached = |options| -> Vec<&str> {
        let hops = all_hops_from(&graph, help, options);
        hops.iter().map(|hop| graph.name(hop.to)).collect()
    };
    assert_eq!(reached(TRUSTING), ["ann", "ben"]);
    assert_eq!(reached(WORST), ["ann", "ben", "boss"]);
    let holders = |to: &str, options| -> NodeSet {
        wide_hops_to(&graph, one(&graph, to), options)
            .map(|hop| hop.from)
            .collect()
    };
    assert!(holders("ann", TRUSTING).contains(help));
    assert!(!holders("boss", TRUSTING).contains(help));
    assert!(holders("boss", WORST).contains(help));
    assert!(wide_hop_count(&graph) >= 4);
}
