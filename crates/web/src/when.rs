//! Times as people write them.

use domain::Timestamp;

/// What is told of a text that is no time.
pub const TIME_FORMS: &str =
    "write 2026-01-31T10:00:00Z, 2026-01-31, or a span before now such as 24h or 90d";

/// A time: RFC 3339, a date, or a span before now.
pub fn time_of(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("now") {
        return Some(now);
    }
    if let Some(ms) = span_ms(text) {
        return Some(now.plus_ms(-ms));
    }
    // A bare number could be seconds or days: it is asked for.
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let read = activity::normalise::time::of_text(text).or_else(|| {
        let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_day
            .then(|| activity::normalise::time::of_text(&format!("{text}T00:00:00Z")))
            .flatten()
    });
    read.map(|moment| Timestamp::from_ms(moment.0.div_euclid(1_000)))
}

/// `90d` in milliseconds.
fn span_ms(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit_ms: i64 = match unit {
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 7 * 86_400_000,
        _ => return None,
    };
    let number: i64 = number.parse().ok().filter(|number| *number >= 0)?;
    number.checked_mul(unit_ms)
}

#[cfg(test)]
mod tests {
    use super::{span_ms, time_of};
    use domain::Timestamp;

    const NOW: Timestamp = Timestamp::from_ms(1_772_366_400_000);

    #[test]
    fn times_are_moments_days_and_spans_before_now() {
        let ms = |text: &str| time_of(text, NOW).map(Timestamp::as_ms);
        assert_eq!(ms("24h"), Some(NOW.as_ms() - 86_400_000));
        assert_eq!(ms("now"), Some(NOW.as_ms()));
        assert_eq!(ms("2026-03-01"), Some(NOW.as_ms() - 12 * 3_600_000));
        assert_eq!(ms("2026-03-01T12:00:00Z"), Some(NOW.as_ms()));
        for nonsense in ["", "yesterday", "-3h", "3", "99999999999999999999d", "2026-99-99"] {
            assert_eq!(ms(nonsense), None, "{nonsense}");
        }
        assert_eq!(span_ms("9223372036854775807w"), None);
    }
}
