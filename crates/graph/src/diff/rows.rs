//! The difference of two tables of links.

use super::Diff;
use crate::csr::Csr;
use crate::{Edge, EdgeCause, EdgeType, NodeIx, NodeKind};

impl Diff<'_> {
    /// `rows_of` says what the rows stand for: the ends of the edges; the columns are their beginnings.
    pub(super) fn compare_rows(&mut self, before: &Csr, after: &Csr, rows_of: NodeKind, kind: EdgeType) {
        let (old_base, new_base) = (self.old.base(rows_of), self.new.base(rows_of));
        let columns_of = if rows_of == NodeKind::App && kind == EdgeType::AssignedTo {
            None
        } else {
            Some(NodeKind::User)
        };
        let numbers_kept = columns_of.is_some_and(|kind| {
            self.matching
                .keeps_numbers(self.old.bases[kind.range()]..self.old.bases[kind.range() + 1])
        });
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for row in 0..before.rows() {
            let old_end = NodeIx(old_base + row as u32);
            let old_row = before.row(row);
            let Some(new_end) = self.new_of(old_end) else {
                removed.extend(old_row.iter().map(|&from| (from, old_end)));
                continue;
            };
            let new_row = after.row((new_end.0 - new_base) as usize);
            if numbers_kept && old_row == new_row {
                continue;
            }
            let gone = |from| removed.push((from, old_end));
            let came = |from| added.push((from, new_end));
            if numbers_kept {
                merge(old_row, new_row, Some, gone, came);
            } else {
                merge(old_row, new_row, |node| self.new_of(node), gone, came);
            }
        }
        for row in 0..after.rows() {
            let new_end = NodeIx(new_base + row as u32);
            if self.old_of(new_end).is_none() {
                added.extend(after.row(row).iter().map(|&from| (from, new_end)));
            }
        }
        let edge = |(from, to): (NodeIx, NodeIx)| Edge {
            from,
            to,
            kind,
            cause: EdgeCause::Link,
        };
        self.edges_added.extend(added.into_iter().map(edge));
        self.edges_removed.extend(removed.into_iter().map(edge));
    }
}

/// Links that are equal are passed over in blocks of this many.
const BLOCK: usize = 16;

/// Matching keeps the order of nodes, so both rows are sorted the same way.
fn merge(
    mut old_row: &[NodeIx],
    mut new_row: &[NodeIx],
    new_of: impl Fn(NodeIx) -> Option<NodeIx>,
    mut removed: impl FnMut(NodeIx),
    mut added: impl FnMut(NodeIx),
) {
    loop {
        while let (Some(old), Some(new)) = (old_row.first_chunk::<BLOCK>(), new_row.first_chunk::<BLOCK>())
            && old.iter().zip(new).all(|(&old, &new)| new_of(old) == Some(new))
        {
            (old_row, new_row) = (&old_row[BLOCK..], &new_row[BLOCK..]);
        }
        // One block by single links, then whole blocks may be equal again.
        for _ in 0..BLOCK {
            match (old_row.split_first(), new_row.split_first()) {
                (None, None) => return,
                (None, Some((&new, later))) => {
                    added(new);
                    new_row = later;
                }
                (Some((&old, later)), new) => match (new_of(old), new) {
                    (Some(same), Some((&new, new_later))) if new <= same => {
                        if new == same {
                            old_row = later;
                        } else {
                            added(new);
                        }
                        new_row = new_later;
                    }
                    _ => {
                        removed(old);
                        old_row = later;
                    }
                },
            }
        }
    }
}
