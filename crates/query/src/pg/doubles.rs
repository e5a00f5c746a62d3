//! Doubles in the text form of the protocol, written as PostgreSQL writes them: `Infinity`, `3`, `1e+20`. The
//! protocol's library says `inf`, which no driver reads, and `3.0`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{DataType, Schema};
use pgwire::api::results::{FieldFormat, FieldInfo};

use crate::texts;

/// The batch with texts for the doubles of columns that are carried as text.
pub(super) fn written(batch: RecordBatch, fields: &[FieldInfo]) -> RecordBatch {
    let is_written = |column: &ArrayRef, field: &FieldInfo| {
        *column.data_type() == DataType::Float64 && field.format() == FieldFormat::Text
    };
    let both = || batch.columns().iter().zip(fields);
    if !both().any(|(column, field)| is_written(column, field)) {
        return batch;
    }
    let columns: Vec<ArrayRef> = both()
        .map(|(column, field)| {
            if is_written(column, field) {
                texts::written(column)
            } else {
                Arc::clone(column)
            }
        })
        .collect();
    let own = batch.schema_ref().fields().iter().zip(&columns);
    let own: Vec<_> = own
        .map(|(field, column)| Arc::new(field.as_ref().clone().with_data_type(column.data_type().clone())))
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(own)), columns, &options).unwrap_or(batch)
}
