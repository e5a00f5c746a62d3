//! Cells of a result as JSON values, and rows as lines of JSON or CSV.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::array_value_to_string;
use domain::Timestamp;
use query::ResultColumn;
use serde_json::Value;

use crate::error::ApiError;
use crate::view::time_text;

/// A SQL type in the words of the API.
pub(super) fn type_word(sql_type: &str) -> &'static str {
    match sql_type {
        _ if sql_type.ends_with("[]") => "list",
        "json" | "jsonb" => "json",
        "boolean" => "bool",
        "smallint" | "integer" | "bigint" => "int",
        "real" | "double precision" | "numeric" => "float",
        "timestamptz" | "timestamp" | "date" => "timestamp",
        "bytea" => "binary",
        _ => "text",
    }
}

/// Reads cells of one result.
pub(super) struct Cells {
    is_json: Vec<bool>,
}

impl Cells {
    /// For these columns.
    pub(super) fn new(columns: &[ResultColumn]) -> Self {
        Self {
            is_json: columns
                .iter()
                .map(|column| type_word(&column.sql_type) == "json")
                .collect(),
        }
    }

    /// All rows of a batch.
    pub(super) fn rows(&self, batch: &RecordBatch) -> Vec<Vec<Value>> {
        let columns: Vec<Vec<Value>> = batch
            .columns()
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let is_json = self.is_json.get(at).copied().unwrap_or_default();
                (0..column.len()).map(|row| cell(column, row, is_json)).collect()
            })
            .collect();
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        (0..batch.num_rows())
            .map(|_| columns.iter_mut().filter_map(Iterator::next).collect())
            .collect()
    }
}

/// One cell.
fn cell(array: &Arc<dyn Array>, row: usize, is_json: bool) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    let text = |text: &str| {
        if is_json {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        } else {
            Value::from(text)
        }
    };
    match array.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Int8 => array.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float32 => f64::from(array.as_primitive::<Float32Type>().value(row)).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Decimal128(..) => decimal(&array_value_to_string(array, row).unwrap_or_default()),
        DataType::Utf8 => text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => text(array.as_string_view().value(row)),
        DataType::Dictionary(key, _) if **key == DataType::Int32 => {
            let dictionary = array.as_dictionary::<Int32Type>();
            let place = usize::try_from(dictionary.keys().value(row)).unwrap_or_default();
            cell(dictionary.values(), place, is_json)
        }
        DataType::List(_) => list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row)),
        DataType::Timestamp(unit, _) => moment(array, row, unit).into(),
        DataType::Date32 => {
            moment_text(i64::from(array.as_primitive::<Date32Type>().value(row)) * 86_400_000)
                .get(..10)
                .unwrap_or_default()
                .into()
        }
        _ => array_value_to_string(array, row).unwrap_or_default().into(),
    }
}

/// A number while JSON's readers, which read doubles, keep all its digits; else its text.
fn decimal(text: &str) -> Value {
    let digits = text.trim_start_matches('-').replace('.', "");
    let digits = digits.trim_start_matches('0').trim_end_matches('0').len();
    match text.parse::<f64>() {
        Ok(number) if digits <= 15 && number.fract() == 0.0 && number.abs() < 1e15 => (number as i64).into(),
        Ok(number) if digits <= 15 => number.into(),
        _ => text.into(),
    }
}

fn list(items: &Arc<dyn Array>) -> Value {
    (0..items.len())
        .map(|row| cell(items, row, false))
        .collect::<Vec<_>>()
        .into()
}

fn moment(array: &Arc<dyn Array>, row: usize, unit: &TimeUnit) -> String {
    moment_text(match unit {
        TimeUnit::Second => array
            .as_primitive::<TimestampSecondType>()
            .value(row)
            .saturating_mul(1000),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(row),
        TimeUnit::Microsecond => array
            .as_primitive::<TimestampMicrosecondType>()
            .value(row)
            .div_euclid(1000),
        TimeUnit::Nanosecond => array
            .as_primitive::<TimestampNanosecondType>()
            .value(row)
            .div_euclid(1_000_000),
    })
}

fn moment_text(ms: i64) -> String {
    time_text(Timestamp::from_ms(ms))
}

/// Writes rows as text, piece by piece.
pub(super) trait Write: Send + Sync {
    /// For these columns.
    fn new(columns: &[ResultColumn]) -> Self;
    /// What stands before the first row.
    fn head(&self) -> String;
    /// The rows of a batch.
    fn rows(&self, batch: &RecordBatch) -> String;
    /// What the reader finds where rows end because something failed.
    fn error(&self, error: &ApiError) -> String;
    /// What the reader finds where rows end because of the limit.
    fn truncated(&self, rows: u64) -> String {
        let message = format!("there are more rows; the limit is {rows}");
        self.error(&ApiError::new(http::StatusCode::OK, "truncated", message))
    }
}

/// Names that a JSON object can have: the second `name` is `name_2`, unless another column is called so.
fn told_apart(columns: &[ResultColumn]) -> Vec<String> {
    let mut taken: HashSet<String> = columns.iter().map(|column| column.name.clone()).collect();
    let mut seen = HashSet::new();
    let mut name_of = |column: &ResultColumn| {
        let name = &column.name;
        if seen.insert(name.clone()) {
            return name.clone();
        }
        let mut number = 2_usize;
        loop {
            let other = format!("{name}_{number}");
            if taken.insert(other.clone()) {
                return other;
            }
            number += 1;
        }
    };
    columns.iter().map(&mut name_of).collect()
}

/// One JSON object a row; a row `{"error": …}` where the answer ends early.
pub(super) struct Lines {
    cells: Cells,
    /// Each name as JSON with the colon after it.
    names: Vec<String>,
}

impl Write for Lines {
    fn new(columns: &[ResultColumn]) -> Self {
        let names = told_apart(columns)
            .into_iter()
            .map(|name| format!("{}:", Value::from(name)))
            .collect();
        Self {
            cells: Cells::new(columns),
            names,
        }
    }

    fn head(&self) -> String {
        String::new()
    }

    fn rows(&self, batch: &RecordBatch) -> String {
        let mut out = String::new();
        for row in self.cells.rows(batch) {
            let pairs: Vec<String> = self
                .names
                .iter()
                .zip(row)
                .map(|(name, value)| format!("{name}{value}"))
                .collect();
            out.push('{');
            out.push_str(&pairs.join(","));
            out.push_str("}\n");
        }
        out
    }

    fn error(&self, error: &ApiError) -> String {
        format!("{}\n", serde_json::json!({"error": error.detail()}))
    }
}

/// RFC 4180, names in the first line; a last line `#error` where the answer ends early.
///
/// `FOR_SHEETS`: a cell that begins like a formula gets a quote before it, so that spreadsheets show it instead of
/// running it (ASVS 5.0, 1.2.10). Programs read the values as they are.
pub(super) struct Csv<const FOR_SHEETS: bool> {
    cells: Cells,
    names: Vec<String>,
}

impl<const FOR_SHEETS: bool> Csv<FOR_SHEETS> {
    fn cell(text: &str) -> String {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if FOR_SHEETS && is_formula {
            csv_cell(&format!("'{text}"))
        } else {
            csv_cell(text)
        }
    }

    fn value(value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            // An empty text is quoted, because nothing between two commas is NULL.
            Value::String(text) if text.is_empty() && !FOR_SHEETS => "\"\"".to_owned(),
            Value::String(text) => Self::cell(text),
            Value::Number(number) => number.to_string(),
            other => Self::cell(&other.to_string()),
        }
    }
}

impl<const FOR_SHEETS: bool> Write for Csv<FOR_SHEETS> {
    fn new(columns: &[ResultColumn]) -> Self {
        let names = columns.iter().map(|column| column.name.clone()).collect();
        Self {
            cells: Cells::new(columns),
            names,
        }
    }

    fn head(&self) -> String {
        line(self.names.iter().map(|name| Self::cell(name)))
    }

    fn rows(&self, batch: &RecordBatch) -> String {
        let rows = self.cells.rows(batch);
        rows.iter().map(|row| line(row.iter().map(Self::value))).collect()
    }

    fn error(&self, error: &ApiError) -> String {
        line([csv_cell(&format!("#error: {}", error.detail().message))].into_iter())
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(",") + "\r\n"
}

fn csv_cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Csv, ResultColumn, decimal, told_apart, type_word};

    #[test]
    fn cells_of_csv_neither_break_lines_nor_run() {
        let cell = Csv::<true>::cell;
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("@SUM(1)"), "'@SUM(1)");
        let value = Csv::<true>::value;
        assert_eq!(value(&json!(-5)), "-5", "a number is no formula");
        assert_eq!(value(&json!(["a", "b"])), "\"[\"\"a\"\",\"\"b\"\"]\"");
        assert_eq!(value(&json!(null)), "");
    }

    #[test]
    fn programs_read_cells_as_they_are() {
        let value = Csv::<false>::value;
        assert_eq!(value(&json!("=1+1")), "=1+1");
        assert_eq!(value(&json!("")), "\"\"", "nothing is NULL");
        assert_eq!(value(&json!(null)), "");
    }

    #[test]
    fn decimals_are_numbers_while_doubles_hold_them() {
        assert_eq!(decimal("0.30"), json!(0.3));
        assert_eq!(decimal("-12.00"), json!(-12));
        assert_eq!(decimal("123456789012345678.5"), json!("123456789012345678.5"));
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let columns = ["a", "b", "a", "a_2", "a"].map(|name| ResultColumn {
            name: name.to_owned(),
            sql_type: "bigint".to_owned(),
        });
        assert_eq!(told_apart(&columns), ["a", "b", "a_3", "a_2", "a_4"]);
    }

    #[test]
    fn types_have_plain_words() {
        let words = [
            "text",
            "json",
            "bigint",
            "timestamptz",
            "text[]",
            "boolean",
            "numeric",
        ]
        .map(type_word);
        assert_eq!(
            words,
            ["text", "json", "int", "timestamp", "list", "bool", "float"]
        );
    }
}
