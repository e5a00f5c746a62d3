//! Plain questions, answered from the graph without a plan.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::sql::sqlparser::ast::Statement;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::access_path::{Plain, Scan, plain_shape};
use crate::answer::{QueryResult, RowStream};
use crate::graph_exec::Source;
use crate::limits::Terms;
use crate::session::{Session, cores};
use crate::statement::SqlText;

/// The plain question that `statement` asks, if it is one.
pub(super) fn question(session: &Session, statement: &Statement) -> Option<Plain> {
    let world = session.world();
    if world.is_blank() {
        return None;
    }
    plain_shape(statement, session.access_path_schema())?.bind(world)
}

/// Its answer.
pub(super) fn answer(session: &Session, plain: Plain, text: Arc<SqlText>, terms: Terms) -> QueryResult {
    let (schema, batches): (SchemaRef, _) = match plain {
        Plain::Rows(scan, rows_max) => (scan.schema(), rows_of(&scan, rows_max)),
        Plain::Count(scan, schema) => {
            let counted = Arc::clone(&schema);
            let count = async move {
                let rows = scan.count_all() as i64;
                let column: ArrayRef = Arc::new(Int64Array::from(vec![rows]));
                RecordBatch::try_new(counted, vec![column]).map_err(DataFusionError::from)
            };
            (schema, stream::once(count).boxed())
        }
    };
    QueryResult {
        schema,
        snapshot: session.snapshot_name(),
        fast_path: true,
        notices: session.access_path_notices().to_vec(),
        rows: RowStream::new(batches, text, terms),
    }
}

/// Rows of `scan`; those of everybody are made by all cores at once.
fn rows_of(scan: &Scan, rows_max: Option<usize>) -> BoxStream<'static, Result<RecordBatch, DataFusionError>> {
    let parts = match rows_max {
        None => scan.split(cores()),
        Some(_) => Vec::new(),
    };
    if parts.len() < 2 {
        return scan.open(rows_max).map_err(DataFusionError::from).boxed();
    }
    let mut together = RecordBatchReceiverStreamBuilder::new(scan.schema(), parts.len());
    for part in parts {
        let reader = together.tx();
        together.spawn(async move {
            let mut batches = part.open(None).map_err(DataFusionError::from);
            while let Some(batch) = batches.next().await {
                if reader.send(batch).await.is_err() {
                    // Nobody reads any more.
                    break;
                }
            }
            Ok(())
        });
    }
    together.build().boxed()
}
