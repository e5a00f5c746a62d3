//! One run over the access paths: rows from the graph, batch by batch.

use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use graph::path::count;
use graph::{NodeIx, PathRow, paths};

use super::batch::batch;
use super::filter::Filter;
use super::side::Column;
use crate::graph_exec::{Batches, Slot, Source, hand_over};
use crate::world::World;

/// Rows a batch.
const BATCH_ROWS: usize = 8_192;

/// What is to be read.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    pub(super) world: Arc<World>,
    pub(super) filter: Arc<Filter>,
    pub(super) columns: Arc<[Column]>,
    pub(super) schema: SchemaRef,
}

impl Scan {
    /// The same rows in scans of about the same size, up to `parts`; none where it is not worth while.
    pub(crate) fn split(&self, parts: usize) -> Vec<Self> {
        if parts < 2 || !self.filter.is_of_everybody() {
            return Vec::new();
        }
        let counts = self.world.graph.standing_privileges_of_all();
        let size = counts
            .iter()
            .map(|&count| count as usize)
            .sum::<usize>()
            .div_ceil(parts);
        let (mut all, mut part, mut rows) = (Vec::new(), Vec::new(), 0);
        for (&count, node) in counts.iter().zip(0..).filter(|(count, _)| **count > 0) {
            part.push(NodeIx(node));
            rows += count as usize;
            if rows >= size {
                all.push(std::mem::take(&mut part));
                rows = 0;
            }
        }
        all.push(part);
        let of = |identities: Vec<NodeIx>| Self {
            filter: Arc::new(self.filter.of(identities)),
            ..self.clone()
        };
        all.into_iter().filter(|part| !part.is_empty()).map(of).collect()
    }

    /// How many rows there are; counted one by one only where nothing else helps.
    pub(crate) fn count_all(&self) -> usize {
        if let Some(rows) = self.row_count() {
            return rows;
        }
        let mut cursor = paths(&self.world.graph, &self.filter.path);
        let (mut rows, mut total) = (Vec::with_capacity(BATCH_ROWS), 0);
        while cursor.next_batch(&mut rows, BATCH_ROWS) > 0 {
            self.filter.retain(&mut rows, 0);
            total += rows.len();
            rows.clear();
        }
        total
    }
}

impl Source for Scan {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn row_count(&self) -> Option<usize> {
        match &self.filter {
            filter if filter.is_never => Some(0),
            filter if filter.is_walked_only() => usize::try_from(count(&self.world.graph, &filter.path)).ok(),
            _ => None,
        }
    }

    fn open(&self, rows_max: Option<usize>) -> Batches {
        let scan = self.clone();
        Batches::new(move |slot| make(scan, rows_max, slot))
    }

    fn describe(&self) -> String {
        let path = &self.filter.path;
        let count = |nodes: &Option<Vec<graph::NodeIx>>| match nodes {
            Some(nodes) => nodes.len().to_string(),
            None => "all".to_owned(),
        };
        format!(
            "access_path, identities={}, resources={}, groups={}, further tests={}",
            count(&path.identities),
            count(&path.resources),
            count(&path.groups),
            self.filter.further_tests()
        )
    }
}

async fn make(scan: Scan, rows_max: Option<usize>, slot: Slot) {
    let graph = Arc::clone(&scan.world.graph);
    let mut cursor = paths(&graph, &scan.filter.path);
    let mut left = if scan.filter.is_never {
        0
    } else {
        rows_max.unwrap_or(usize::MAX)
    };
    let mut rows: Vec<PathRow> = Vec::with_capacity(64);
    while left > 0 {
        rows.clear();
        let wanted = left.min(BATCH_ROWS);
        let mut is_last = false;
        while rows.len() < wanted && !is_last {
            let before = rows.len();
            let asked = wanted - before;
            is_last = cursor.next_batch(&mut rows, asked) < asked;
            scan.filter.retain(&mut rows, before);
        }
        if rows.is_empty() {
            return;
        }
        left -= rows.len();
        let made = batch(&scan.world, &scan.schema, &scan.columns, &rows);
        hand_over(&slot, made).await;
        if is_last {
            return;
        }
    }
}
