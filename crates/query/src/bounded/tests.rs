use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, StringArray};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::ColumnarValue;

use super::estimate::{Estimate, Growth, estimate};

fn text(text: &str) -> ColumnarValue {
    ColumnarValue::Scalar(ScalarValue::from(text))
}

fn number(number: i64) -> ColumnarValue {
    ColumnarValue::Scalar(ScalarValue::Int64(Some(number)))
}

fn of(growth: Growth, args: &[ColumnarValue]) -> u64 {
    estimate(growth, args, 1).expect("is told").value
}

#[test]
fn no_estimate_is_below_what_is_made() {
    assert_eq!(of(Growth::Times, &[text("abc"), number(5)]), 15);
    assert_eq!(of(Growth::Times, &[text("abc"), number(-5)]), 0);
    assert_eq!(of(Growth::Times, &[text("abc"), number(i64::MAX)]), u64::MAX);
    assert!(of(Growth::Padded, &[text("é"), number(7), text("é")]) >= 14);
    assert!(of(Growth::Replaced, &[text("aaaa"), text("a"), text("bcd")]) >= 12);
    // An empty text is found before each character and at the end.
    assert!(of(Growth::Replaced, &[text("aa"), text(""), text("bcd")]) >= 11);
    assert!(
        of(
            Growth::PatternReplaced,
            &[text("aaaa"), text("a*"), text("\\1\\1"), text("g")]
        ) >= 8
    );
    assert_eq!(of(Growth::Joined(1), &[text("ab"), text("c"), text("")]), 3);
    assert_eq!(of(Growth::Series, &[number(1), number(10)]), 80);
    assert_eq!(of(Growth::Series, &[number(10), number(1), number(-3)]), 32);
}

#[test]
fn rows_are_summed() {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None, Some("abc")]));
    let times: ArrayRef = Arc::new(Int64Array::from(vec![10, 20, 30]));
    let args = [ColumnarValue::Array(texts), ColumnarValue::Array(times)];
    let told = estimate(Growth::Times, &args, 3).expect("is told");
    assert_eq!(
        told,
        Estimate {
            value: 90,
            total: 100
        }
    );
}
