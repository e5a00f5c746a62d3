//! Numbers from texts by a pattern, and the bucket that a number falls into. Source: PostgreSQL documentation, 9.3 and
//! 9.8.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, exec_err};

use super::rowwise::{RowWise, Takes, double, of_text, text, whole};

pub(super) fn functions() -> [RowWise; 2] {
    use Takes::{Double, Text, Whole};
    [
        RowWise::new(
            "width_bucket",
            &[Double, Double, Double, Whole],
            DataType::Int32,
            bucket,
        ),
        RowWise::new("digits_by_pattern", &[Text, Text], DataType::Utf8, digits),
    ]
}

fn bucket(given: &[ScalarValue]) -> Result<ScalarValue> {
    let (value, low, high) = (double(given, 0), double(given, 1), double(given, 2));
    let count = whole(given, 3, 0);
    if count <= 0 || i32::try_from(count).is_err_and(|_| true) {
        return exec_err!("width_bucket needs a count greater than zero");
    }
    if low == high || !low.is_finite() || !high.is_finite() || value.is_nan() {
        return exec_err!("width_bucket needs two finite bounds that differ");
    }
    let share = (value - low) / (high - low);
    let bucket = if share < 0.0 {
        0
    } else if share >= 1.0 {
        count + 1
    } else {
        ((share * count as f64).floor() as i64 + 1).min(count)
    };
    Ok(ScalarValue::Int32(i32::try_from(bucket).ok()))
}

/// The number in a text, without what only a pattern puts there: digits that it has no place for are left out.
fn digits(given: &[ScalarValue]) -> Result<ScalarValue> {
    let (value, pattern) = (text(given, 0)?, text(given, 1)?);
    let is_place = |char: &char| matches!(char, '9' | '0');
    let mut halves = pattern.splitn(2, ['.', 'D', 'd']);
    let places =
        [halves.next(), halves.next()].map(|half| half.unwrap_or_default().chars().filter(is_place).count());
    let is_negative = value.contains('-') || (value.contains('<') && value.contains('>'));
    let mut halves = value.splitn(2, '.');
    let [whole, behind] = [halves.next(), halves.next()].map(|half| {
        half.unwrap_or_default()
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    });
    let [before_places, behind_places] = places;
    let whole: String = whole.chars().take(before_places).collect();
    let behind: String = behind.chars().take(behind_places).collect();
    if whole.is_empty() && behind.is_empty() {
        return exec_err!("`{value}` is no number");
    }
    let sign = if is_negative { "-" } else { "" };
    Ok(of_text(format!("{sign}{whole}.{behind}0").replace("-.", "-0.")))
}
