//! Moments as text.

use domain::Timestamp;

/// RFC 3339 in UTC, to the millisecond: `2026-01-31T10:00:00.000Z`.
pub fn time_text(moment: Timestamp) -> String {
    match jiff::Timestamp::from_millisecond(moment.as_ms()) {
        Ok(moment) => format!("{moment:.3}"),
        Err(_) => String::new(),
    }
}
