//! Moments as people write them in queries.

use domain::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::error::{ErrorCode, QueryError};

/// Reads `2026-01-31`, `2026-01-31 10:00`, `2026-01-31T10:00:00Z` or with any offset; without one it is UTC. A
/// date alone is the end of that day, so that "as of the 31st" has what happened on the 31st.
pub fn parse_moment(text: &str) -> Result<Timestamp, QueryError> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Ok(Timestamp::from_ms(moment.as_millisecond()));
    }
    let civil = if text.len() <= 10 {
        text.parse::<Date>()
            .ok()
            .map(|date| date.at(23, 59, 59, 999_000_000))
    } else {
        text.parse::<DateTime>().ok()
    };
    civil
        .and_then(|civil| civil.to_zoned(TimeZone::UTC).ok())
        .map(|zoned| Timestamp::from_ms(zoned.timestamp().as_millisecond()))
        .ok_or_else(|| {
            QueryError::new(ErrorCode::Setting, format!("`{text}` is not a moment"))
                .hint("write for example '2026-01-31' or '2026-01-31T10:00:00Z'")
        })
}

/// The moment as RFC 3339 text with milliseconds.
pub fn moment_text(moment: Timestamp) -> String {
    match jiff::Timestamp::from_millisecond(moment.as_ms()) {
        Ok(moment) => format!("{moment:.3}"),
        Err(_) => moment.as_ms().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{moment_text, parse_moment};

    fn read(text: &str) -> String {
        parse_moment(text)
            .map(moment_text)
            .unwrap_or_else(|error| error.message)
    }

    #[test]
    fn moments_are_read_in_the_usual_forms() {
        assert_eq!(read("2026-01-31T10:00:00Z"), "2026-01-31T10:00:00.000Z");
        assert_eq!(read("2026-01-31T10:00:00+02:00"), "2026-01-31T08:00:00.000Z");
        assert_eq!(read("2026-01-31 10:00:00"), "2026-01-31T10:00:00.000Z");
        assert_eq!(read("2026-01-31 10:00"), "2026-01-31T10:00:00.000Z");
        assert_eq!(read(" 2026-01-31 "), "2026-01-31T23:59:59.999Z");
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(read("yesterdayish"), "`yesterdayish` is not a moment");
        assert_eq!(read(""), "`` is not a moment");
    }
}
