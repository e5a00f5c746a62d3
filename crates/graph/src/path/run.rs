//! Runs of access paths: rows that differ in one column only, copied instead of made one by one.

use super::PathRow;
use super::filter::Limits;
use crate::NodeIx;

/// Rows that differ in one column only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'g> {
    pub(super) row: PathRow,
    pub(super) nodes: &'g [NodeIx],
    pub(super) column: Column,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Identity,
    Resource,
}

/// None for no rows.
pub(super) fn run<'g>(row: PathRow, nodes: &'g [NodeIx], column: Column) -> Option<Run<'g>> {
    (!nodes.is_empty()).then_some(Run { row, nodes, column })
}

/// Moves rows of `run` to `out`, which may grow to `end`; tells whether the run is used up.
pub(super) fn take(run: &mut Run<'_>, limits: &Limits, out: &mut Vec<PathRow>, end: usize) -> bool {
    let row = run.row;
    let among = match run.column {
        Column::Identity => &limits.identities,
        Column::Resource => &limits.resources,
    };
    if among.is_any() {
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
        if among.has(node) {
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
