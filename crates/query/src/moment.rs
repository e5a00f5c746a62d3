//! Moments as people write them in queries.

use domain::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};

use crate::error::{ErrorCode, QueryError};

/// Reads `2026-01-31`, `2026-01-31 10:00`, `2026-01-31T10:00:00Z` or with any offset; without one it is UTC. A
/// date alone is the end of that day, so that "as of the 31st" has what happened on the 31st. Counted from now:
/// `now`, `yesterday` (its end), `1 day ago`, `2 weeks 3 hours ago`.
///
/// # Errors
/// What is none of these.
pub fn parse_moment(text: &str) -> Result<Timestamp, QueryError> {
    parse_moment_at(text, jiff::Timestamp::now())
}

fn parse_moment_at(text: &str, now: jiff::Timestamp) -> Result<Timestamp, QueryError> {
    let text = text.trim();
    if let Some(moment) = counted_from(now, text) {
        return Ok(Timestamp::from_ms(moment.as_millisecond()));
    }
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
                .hint("write for example '2026-01-31', '2026-01-31T10:00:00Z' or '1 day ago'")
        })
}

/// A moment that is told by how long ago it was. Days are those of UTC.
fn counted_from(now: jiff::Timestamp, text: &str) -> Option<jiff::Timestamp> {
    let zoned = now.to_zoned(TimeZone::UTC);
    match text.to_ascii_lowercase().as_str() {
        "now" => Some(now),
        "yesterday" => Some(zoned.start_of_day().ok()?.timestamp() - 1.millisecond()),
        ago if ago.ends_with("ago") => {
            let span: Span = ago.parse().ok()?;
            let then = zoned.checked_add(span).ok()?;
            span.is_negative().then(|| then.timestamp())
        }
        _ => None,
    }
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
    use super::{moment_text, parse_moment_at};

    fn read(text: &str) -> String {
        parse_moment_at(text, "2026-03-01T12:30:00Z".parse().unwrap())
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
    fn moments_are_counted_from_now() {
        assert_eq!(read("now"), "2026-03-01T12:30:00.000Z");
        assert_eq!(read("yesterday"), "2026-02-28T23:59:59.999Z");
        assert_eq!(read("1 day ago"), "2026-02-28T12:30:00.000Z");
        assert_eq!(read("2 Weeks 3 hours ago"), "2026-02-15T09:30:00.000Z");
        assert_eq!(read("1 month ago"), "2026-02-01T12:30:00.000Z");
        assert_eq!(read("1 day"), "`1 day` is not a moment");
        assert_eq!(read("ago"), "`ago` is not a moment");
        assert_eq!(read("-1 day ago"), "`-1 day ago` is not a moment");
        assert_eq!(read("99999 years ago"), "`99999 years ago` is not a moment");
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(read("yesterdayish"), "`yesterdayish` is not a moment");
        assert_eq!(read(""), "`` is not a moment");
    }
}
