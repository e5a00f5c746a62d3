//! Decimals as the protocol's library carries them: 28 digits and a bit (96 bits), where the engine has 38.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Field, Schema};

/// The largest number without its point that is carried.
const MOST: u128 = (1 << 96) - 1;

/// The batch with fewer digits behind the point in columns that would not be carried otherwise. A number that is too
/// large even without any stays, and is refused by the encoder.
pub(super) fn fitted(batch: RecordBatch) -> RecordBatch {
    let is_decimal = |field: &Arc<Field>| matches!(field.data_type(), DataType::Decimal128(..));
    if !batch.schema_ref().fields().iter().any(is_decimal) {
        return batch;
    }
    let columns: Vec<ArrayRef> = batch.columns().iter().map(fitted_column).collect();
    let fields = batch.schema_ref().fields().iter().zip(&columns);
    let fields: Vec<_> = fields
        .map(|(field, column)| Arc::new(field.as_ref().clone().with_data_type(column.data_type().clone())))
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options).unwrap_or(batch)
}

fn fitted_column(column: &ArrayRef) -> ArrayRef {
    let DataType::Decimal128(precision, scale) = *column.data_type() else {
        return Arc::clone(column);
    };
    let values = column.as_primitive::<Decimal128Type>();
    let largest = values.iter().flatten().map(i128::unsigned_abs).max().unwrap_or(0);
    let mut dropped: i8 = 0;
    while largest / 10_u128.pow(u32::from(dropped.unsigned_abs())) > MOST && dropped < scale {
        dropped += 1;
    }
    if dropped == 0 {
        return Arc::clone(column);
    }
    cast(column, &DataType::Decimal128(precision, scale - dropped)).unwrap_or_else(|_| Arc::clone(column))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use datafusion::arrow::array::{Array, ArrayRef, Decimal128Array};
    use datafusion::arrow::util::display::array_value_to_string;

    use super::fitted_column;

    fn shown(value: i128, scale: i8) -> String {
        let column = Decimal128Array::from(vec![Some(value), None]).with_precision_and_scale(38, scale);
        let column: ArrayRef = Arc::new(column.unwrap());
        let fitted = fitted_column(&column);
        assert!(fitted.is_null(1));
        array_value_to_string(&fitted, 0).unwrap()
    }

    #[test]
    fn digits_behind_the_point_go_before_the_number_does() {
        assert_eq!(shown(15, 1), "1.5");
        assert_eq!(
            shown(100_000_000_000_000_000_000 * 10_000_000_000, 10),
            "100000000000000000000.00000000"
        );
        assert_eq!(shown(-(10_i128.pow(37)), 10), "-1000000000000000000000000000.0");
        assert_eq!(shown(10_i128.pow(37), 0), format!("1{}", "0".repeat(37)));
    }
}
