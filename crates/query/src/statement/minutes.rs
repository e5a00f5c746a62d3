//! Moments without seconds: `'2026-01-31 10:00'` is `'2026-01-31 10:00:00'`.
//!
//! The engine wants the seconds. They are added where a moment is meant: in a cast, and in what is compared by order.

use datafusion::sql::sqlparser::ast::{BinaryOperator, DataType, Expr, Value};

/// Adds the seconds to the moments of `expr`.
pub(super) fn with_seconds(expr: &mut Expr) {
    match expr {
        Expr::Cast { expr, data_type, .. } if is_moment(data_type) => add(expr),
        Expr::TypedString(typed) if is_moment(&typed.data_type) => add_to(&mut typed.value.value),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Lt | BinaryOperator::LtEq | BinaryOperator::Gt | BinaryOperator::GtEq,
            right,
        } => {
            add(left);
            add(right);
        }
        Expr::Between { low, high, .. } => {
            add(low);
            add(high);
        }
        _ => {}
    }
}

const fn is_moment(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Timestamp(..) | DataType::Date | DataType::Datetime(_)
    )
}

fn add(expr: &mut Expr) {
    if let Expr::Value(value) = expr {
        add_to(&mut value.value);
    }
}

fn add_to(value: &mut Value) {
    if let Value::SingleQuotedString(text) = value
        && let Some(whole) = whole(text)
    {
        *text = whole;
    }
}

/// `2026-01-31 10:00`, with a zone or without, with its seconds; `None` for everything else.
fn whole(text: &str) -> Option<String> {
    const MINUTES: &[u8] = b"dddd-dd-dd dd:dd";
    let text = text.trim();
    let (minutes, zone) = text.split_at_checked(MINUTES.len())?;
    let is_fit = minutes.bytes().zip(MINUTES).all(|(byte, fit)| match fit {
        b'd' => byte.is_ascii_digit(),
        b' ' => matches!(byte, b' ' | b'T' | b't'),
        other => byte == *other,
    });
    let is_zone = matches!(
        zone.trim_start().bytes().next(),
        None | Some(b'Z' | b'z' | b'+' | b'-')
    );
    (is_fit && is_zone).then(|| format!("{minutes}:00{}", zone.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn seconds_are_added_to_moments_alone() {
        for (text, expected) in [
            ("2026-01-31 10:00", Some("2026-01-31 10:00:00")),
            ("2026-01-31T10:00Z", Some("2026-01-31T10:00:00Z")),
            ("2026-01-31 12:00+02", Some("2026-01-31 12:00:00+02")),
            ("2026-01-31 12:00 -05:30", Some("2026-01-31 12:00:00-05:30")),
            ("2026-01-31 10:00:00", None),
            ("2026-01-31", None),
            ("2026-01-31 10:00 pm", None),
            ("2026-01-3é 10:0", None),
            ("", None),
        ] {
            assert_eq!(whole(text).as_deref(), expected, "{text}");
        }
    }
}
