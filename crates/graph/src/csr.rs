//! Compressed sparse rows: the links of one kind, in one direction, as two arrays.

use crate::NodeIx;

/// Stands for an end that is not known.
pub(crate) const NO_NODE: NodeIx = NodeIx(u32::MAX);

/// For each row (a node by its place in its kind's range) the sorted nodes it is linked to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Csr {
    starts: Vec<u32>,
    ends: Vec<NodeIx>,
}

impl Csr {
    /// Takes runs of ends, each under its row, as they came. Ends that are [`NO_NODE`] and runs without a row are
    /// left out. Runs that come in the order of rows, as snapshots have them, are kept where they lie.
    pub(crate) fn from_runs(rows: usize, runs: &[(Option<u32>, u32)], ends: Vec<NodeIx>) -> Self {
        let is_in_order = runs.iter().all(|(row, _)| row.is_some())
            && runs.is_sorted_by(|left, right| left.0 < right.0)
            && !ends.contains(&NO_NODE);
        let mut starts = vec![0_u32; rows + 1];
        for &(row, len) in runs {
            if let Some(count) = row.and_then(|row| starts.get_mut(row as usize + 1)) {
                *count += len;
            }
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut made = Self { starts, ends };
        if !is_in_order {
            made.gather(runs);
        }
        made.tidy();
        made
    }

    /// Brings the runs of each row together. What is left out becomes [`NO_NODE`] at the end of its row.
    fn gather(&mut self, runs: &[(Option<u32>, u32)]) {
        let mut next = self.starts.clone();
        let mut gathered = vec![NO_NODE; self.starts.last().map_or(0, |&len| len as usize)];
        let mut rest = &self.ends[..];
        for &(row, len) in runs {
            let (run, later) = rest.split_at((len as usize).min(rest.len()));
            rest = later;
            let Some(place) = row.and_then(|row| next.get_mut(row as usize)) else {
                continue;
            };
            for &end in run.iter().filter(|&&end| end != NO_NODE) {
                gathered[*place as usize] = end;
                *place += 1;
            }
        }
        self.ends = gathered;
    }

    /// Groups `(row, end)` pairs, sorted by row.
    pub(crate) fn from_sorted(rows: usize, pairs: &[(u32, NodeIx)]) -> Self {
        let runs: Vec<(Option<u32>, u32)> = pairs
            .chunk_by(|left, right| left.0 == right.0)
            .map(|run| (Some(run[0].0), run.len() as u32))
            .collect();
        Self::from_runs(rows, &runs, pairs.iter().map(|&(_, end)| end).collect())
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

    #[inline]
    pub(crate) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    #[inline]
    pub(crate) fn row(&self, row: usize) -> &[NodeIx] {
        match self
            .starts
            .get(row..)
            .and_then(|starts| starts.first_chunk::<2>())
        {
            Some(&[start, end]) => self.ends.get(start as usize..end as usize).unwrap_or_default(),
            None => &[],
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
                let is_double = at > start && kept > 0 && self.ends[kept - 1] == value;
                if value != NO_NODE && !is_double {
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
