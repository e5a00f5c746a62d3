//! Runs of access paths: rows that differ in one column only, copied instead of made one by one.

use super::PathRow;
use super::filter::Limits;
use crate::{Graph, NodeIx};

/// Rows that differ in one column only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'g> {
    pub(super) row: PathRow,
    pub(super) nodes: &'g [NodeIx],
    pub(super) column: Column,
    /// Whether people whose account is deactivated are passed over.
    pub(super) is_sifted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Identity,
    Resource,
}

/// None for no rows.
pub(super) fn run<'g>(row: PathRow, nodes: &'g [NodeIx], column: Column) -> Option<Run<'g>> {
    (!nodes.is_empty()).then_some(Run {
        row,
        nodes,
        column,
        is_sifted: false,
    })
}

/// The members of a group who have what it gives; `row` names the group.
pub(super) fn of_members<'g>(graph: &'g Graph, row: PathRow, group: NodeIx) -> Option<Run<'g>> {
    let run = run(row, graph.members_of(group), Column::Identity)?;
    Some(Run {
        is_sifted: !graph.all_members_are_effective(group),
        ..run
    })
}

/// Moves rows of `run` to `out`, which may grow to `end`; tells whether the run is used up.
pub(super) fn take(
    graph: &Graph,
    run: &mut Run<'_>,
    limits: &Limits,
    out: &mut Vec<PathRow>,
    end: usize,
) -> bool {
    let row = run.row;
    let among = match run.column {
        Column::Identity => &limits.identities,
        Column::Resource => &limits.resources,
    };
    if among.is_any() && !run.is_sifted {
        let (now, later) = run.nodes.split_at(run.nodes.len().min(end - out.len()));
        match run.column {
            Column::Identity => out.extend(now.iter().map(|&identity| PathRow { identity, ..row })),
            Column::Resource => out.extend(now.iter().map(|&resource| PathRow { resource, ..row })),
        }
        run.nodes = later;
        return later.is_empty();
    }
    while let Some((&node, later)) = run.nodes.split_first() {
        if out.len() == end {
            return false;
        }
        run.nodes = later;
        if among.has(node) && !(run.is_sifted && graph.is_deactivated(node)) {
            out.push(match run.column {
                Column::Identity => PathRow {
                    identity: node,
                    ..row
                },
                Column::Resource => PathRow {
                    resource: node,
                    ..row
                },
            });
        }
    }
    true
}

/// How many rows `run` has left.
pub(super) fn count(graph: &Graph, run: &Run<'_>, limits: &Limits) -> usize {
    let among = match run.column {
        Column::Identity => &limits.identities,
        Column::Resource => &limits.resources,
    };
    if among.is_any() && !run.is_sifted {
        return run.nodes.len();
    }
    // A run that is whole was counted when the graph was built.
    if among.is_any()
        && let Some(group) = run.row.group
        && graph.members_of(group).len() == run.nodes.len()
    {
        return graph.effective_member_count(group);
    }
    let is_wanted = |node: NodeIx| among.has(node) && !(run.is_sifted && graph.is_deactivated(node));
    run.nodes.iter().filter(|&&node| is_wanted(node)).count()
}
