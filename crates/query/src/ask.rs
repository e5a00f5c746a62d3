//! Has the engine work out a condition over a handful of values, so that a table knows which of its parts pass.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema, Result};
use datafusion::logical_expr::Expr;

/// Works out `condition` for each row of `columns`, which are columns of `schema`.
pub(crate) fn ask(
    state: &dyn Session,
    schema: &SchemaRef,
    condition: &Expr,
    columns: Vec<(&'static str, ArrayRef)>,
) -> Result<BooleanArray> {
    let rows = columns.first().map_or(1, |(_, column)| column.len());
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, _)| schema.field_with_name(name).cloned())
        .collect::<Result<_, _>>()?;
    let schema = Arc::new(Schema::new(fields));
    let condition = condition.clone().transform(|part| match part {
        Expr::Column(column) => Ok(Transformed::yes(Expr::Column(Column::from_name(column.name)))),
        other => Ok(Transformed::no(other)),
    })?;
    let expr = state.create_physical_expr(condition.data, &DFSchema::try_from(Arc::clone(&schema))?)?;
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(schema, arrays, &options)?;
    let answer = expr.evaluate(&batch)?.into_array(rows)?;
    Ok(answer
        .as_boolean_opt()
        .cloned()
        .unwrap_or_else(|| BooleanArray::from(vec![None; rows])))
}

/// Places of the rows that pass.
pub(crate) fn places(passing: &BooleanArray) -> impl Iterator<Item = usize> + '_ {
    passing
        .iter()
        .enumerate()
        .filter(|(_, passes)| *passes == Some(true))
        .map(|(at, _)| at)
}

/// Names of the columns in `condition`.
pub(crate) fn names_in(condition: &Expr) -> Vec<String> {
    condition
        .column_refs()
        .into_iter()
        .map(|column| column.name.clone())
        .collect()
}
