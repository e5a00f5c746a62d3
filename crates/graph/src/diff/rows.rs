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
            self.merge(
                old_row,
                new_row,
                |from| removed.push((from, old_end)),
                |from| added.push((from, new_end)),
            );
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

    /// Matching keeps the order of nodes, so both rows are sorted the same way.
    fn merge(
        &self,
        old_row: &[NodeIx],
        new_row: &[NodeIx],
        mut removed: impl FnMut(NodeIx),
        mut added: impl FnMut(NodeIx),
    ) {
        let mut new_nodes = new_row.iter().copied().peekable();
        for &old_node in old_row {
            let Some(wanted) = self.new_of(old_node) else {
                removed(old_node);
                continue;
            };
            while let Some(node) = new_nodes.next_if(|&node| node < wanted) {
                added(node);
            }
            if new_nodes.next_if_eq(&wanted).is_none() {
                removed(old_node);
            }
        }
        new_nodes.for_each(added);
    }
}
