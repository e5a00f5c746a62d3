//! Compressed sparse rows: the links of one kind, in one direction, as two arrays.

use crate::NodeIx;

/// For each row (a node by its place in its kind's range) the sorted nodes it is linked to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Csr {
    starts: Vec<u32>,
    ends: Vec<NodeIx>,
}

impl Csr {
    /// Groups `(row, end)` pairs by row, each row sorted and without doubles.
    pub(crate) fn from_pairs(rows: usize, pairs: impl Iterator<Item = (u32, NodeIx)> + Clone) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        for (row, _) in pairs.clone() {
            if let Some(count) = starts.get_mut(row as usize + 1) {
                *count += 1;
            }
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut ends = vec![NodeIx(0); starts[rows] as usize];
        for (row, end) in pairs {
            let Some(place) = next.get_mut(row as usize) else {
                continue;
            };
            if let Some(slot) = ends.get_mut(*place as usize) {
                *slot = end;
                *place += 1;
            }
        }
        let mut made = Self { starts, ends };
        made.tidy();
        made
    }

    /// The same links seen from the other end: row `end - base` lists `row_base + row`.
    pub(crate) fn reversed(&self, rows: usize, base: u32, row_base: u32) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        for end in &self.ends {
            starts[(end.0 - base) as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut ends = vec![NodeIx(0); self.ends.len()];
        for row in 0..self.rows() {
            let from = NodeIx(row_base + row as u32);
            for end in self.row(row) {
                let place = &mut next[(end.0 - base) as usize];
                ends[*place as usize] = from;
                *place += 1;
            }
        }
        Self { starts, ends }
    }

    pub(crate) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn row(&self, row: usize) -> &[NodeIx] {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&start), Some(&end)) => self.ends.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    pub(crate) fn degree(&self, row: usize) -> usize {
        self.row(row).len()
    }

    pub(crate) fn links(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.starts.capacity() * 4 + self.ends.capacity() * 4
    }

    /// Sorts every row and drops doubles.
    fn tidy(&mut self) {
        let mut kept = 0_usize;
        let mut start = 0_usize;
        for row in 0..self.rows() {
            let end = self.starts[row + 1] as usize;
            let slice = &mut self.ends[start..end];
            if !slice.is_sorted() {
                slice.sort_unstable();
            }
            self.starts[row] = kept as u32;
            for at in start..end {
                let value = self.ends[at];
                if at == start || value != self.ends[kept - 1] {
                    self.ends[kept] = value;
                    kept += 1;
                }
            }
            start = end;
        }
        let rows = self.rows();
        self.starts[rows] = kept as u32;
        self.ends.truncate(kept);
        self.ends.shrink_to_fit();
    }
}
