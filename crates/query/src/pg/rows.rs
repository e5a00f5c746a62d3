//! Rows as the protocol carries them.

use std::sync::Arc;

use arrow_pg::datatypes::{arrow_schema_to_pg_fields, encode_recordbatch};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use futures_util::{Stream, StreamExt, stream};
use pgwire::api::Type;
use pgwire::api::portal::Format;
use pgwire::api::results::{DataRowEncoder, FieldFormat, FieldInfo, QueryResponse};
use pgwire::error::{PgWireError, PgWireResult};

use super::activity::Activity;
use super::fault::from_query;
use super::{decimals, doubles};
use crate::answer::QueryResult;
use crate::error::{ErrorCode, QueryError};
use crate::schema::is_json;

/// How clients see columns of `schema`.
pub(super) fn fields(schema: &Schema, format: &Format) -> PgWireResult<Vec<FieldInfo>> {
    described(&plain_schema(schema), format)
}

/// JSON is text here; clients are told what it is.
fn described(schema: &Schema, format: &Format) -> PgWireResult<Vec<FieldInfo>> {
    let plain = arrow_schema_to_pg_fields(schema, format, None)?;
    let told = plain.into_iter().zip(schema.fields()).map(|(info, field)| {
        if is_json(field) {
            FieldInfo::new(field.name().clone(), None, None, Type::JSON, info.format())
        } else {
            info
        }
    });
    Ok(told.collect())
}

/// The answer with its rows still to come. The protocol has no word for rows that were left out: unless the client
/// set the limit that cut them, that is an error.
pub(super) fn response(
    result: QueryResult,
    format: &Format,
    activity: &Arc<Activity>,
    is_cut_wanted: bool,
) -> PgWireResult<QueryResponse> {
    let schema = Arc::clone(&result.schema);
    let batches = stream::unfold(Some(result.rows), move |rows| async move {
        let mut rows = rows?;
        match rows.next().await {
            Some(batch) => Some((batch, Some(rows))),
            None => {
                let stats = rows.stats();
                let is_error = stats.truncated && !is_cut_wanted;
                is_error.then(|| (Err(too_many(stats.rows)), None))
            }
        }
    });
    encoded(&schema, batches, format, activity)
}

/// Rows of the columns `schema` as clients take them.
pub(super) fn encoded(
    schema: &Schema,
    batches: impl Stream<Item = Result<RecordBatch, QueryError>> + Send + 'static,
    format: &Format,
    activity: &Arc<Activity>,
) -> PgWireResult<QueryResponse> {
    let activity = Arc::clone(activity);
    let schema: SchemaRef = Arc::new(plain_schema(schema));
    let fields = Arc::new(described(&schema, format)?);
    let described = Arc::clone(&fields);
    let rows = batches.flat_map(move |batch| {
        activity.touch();
        let rows: Vec<PgWireResult<_>> = match batch {
            Ok(batch) => match plain_batch(&batch, &schema) {
                Ok(batch) => {
                    let batch = doubles::written(decimals::fitted(batch), &fields);
                    until_error(encode_recordbatch(Arc::clone(&fields), batch))
                }
                Err(error) => vec![Err(PgWireError::ApiError(Box::new(error)))],
            },
            Err(error) => vec![Err(from_query(&error))],
        };
        stream::iter(rows)
    });
    Ok(QueryResponse::new(described, rows))
}

/// Rows up to the first that cannot be carried, and that fault: the encoder stays at such a row for ever.
fn until_error<T>(rows: impl Iterator<Item = PgWireResult<T>>) -> Vec<PgWireResult<T>> {
    let mut is_over = false;
    rows.take_while(|row| !std::mem::replace(&mut is_over, row.is_err()))
        .collect()
}

/// The server's limit of rows was reached.
pub(super) fn too_many(rows: u64) -> QueryError {
    QueryError::new(
        ErrorCode::TooLarge,
        format!("the answer has more than {rows} rows, the most that a query may give"),
    )
    .hint("narrow it with WHERE, or take the first of them with LIMIT or SET portolan.max_rows")
}

/// One row with one text.
pub(super) fn single(name: &str, value: &str) -> PgWireResult<QueryResponse> {
    let fields = Arc::new(vec![text_field(name)]);
    let mut encoder = DataRowEncoder::new(Arc::clone(&fields));
    encoder.encode_field(&Some(value))?;
    let row = encoder.take_row();
    Ok(QueryResponse::new(fields, stream::once(async { Ok(row) })))
}

/// A column of texts.
pub(super) fn text_field(name: &str) -> FieldInfo {
    FieldInfo::new(name.to_owned(), None, None, Type::TEXT, FieldFormat::Text)
}

/// Dictionaries are ours; clients get their values.
fn plain_schema(schema: &Schema) -> Schema {
    let field = |field: &Arc<Field>| match field.data_type() {
        DataType::Dictionary(_, value) => {
            Arc::new(field.as_ref().clone().with_data_type(value.as_ref().clone()))
        }
        _ => Arc::clone(field),
    };
    Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>())
}

fn plain_batch(
    batch: &RecordBatch,
    schema: &SchemaRef,
) -> Result<RecordBatch, datafusion::arrow::error::ArrowError> {
    let columns = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| cast(column, field.data_type()));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

#[cfg(test)]
mod tests {
    use super::until_error;
    use pgwire::error::PgWireError;

    #[test]
    fn a_row_that_cannot_be_carried_is_the_last() {
        let mut asked = 0;
        let rows = std::iter::from_fn(|| {
            asked += 1;
            Some(if asked < 3 {
                Ok(asked)
            } else {
                Err(PgWireError::InvalidStartupMessage)
            })
        });
        let rows = until_error(rows);
        assert_eq!(rows.len(), 3);
        assert!(rows[2].is_err());
    }
}
