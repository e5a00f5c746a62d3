//! Batches cut to the rows that are taken at once.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::common::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use futures_util::{StreamExt, stream};

/// Rows of a batch where nothing asks for fewer.
const USUAL: usize = 8_192;

/// The batches of `whole`, none with more rows than `task` takes at once.
pub(crate) fn slices(whole: SendableRecordBatchStream, task: &Arc<TaskContext>) -> SendableRecordBatchStream {
    let rows_max = task.session_config().batch_size().max(1);
    if rows_max >= USUAL {
        return whole;
    }
    let schema = whole.schema();
    let cut = whole.flat_map(move |batch| {
        stream::iter(match batch {
            Ok(batch) => cut(&batch, rows_max),
            Err(error) => vec![Err(error)],
        })
    });
    Box::pin(RecordBatchStreamAdapter::new(schema, cut))
}

fn cut(batch: &RecordBatch, rows_max: usize) -> Vec<Result<RecordBatch>> {
    let rows = batch.num_rows();
    (0..rows)
        .step_by(rows_max)
        .map(|start| Ok(batch.slice(start, rows_max.min(rows - start))))
        .collect()
}
