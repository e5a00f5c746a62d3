//! A question as people write it becomes a query of the archive.

use archive::Query;
use domain::Timestamp;
use web::view::Position;
use web::{ActivityFault, Question};

/// The query of a question.
pub(super) fn query(asked: &Question, now: Timestamp) -> Result<Query, ActivityFault> {
    let mut query = parse(&asked.q)?;
    if let Some(text) = &asked.from {
        let from = time_of("from", text, now)?;
        query.from = Some(query.from.map_or(from, |known| known.max(from)));
    }
    if let Some(text) = &asked.until {
        let until = time_of("until", text, now)?;
        query.until = Some(query.until.map_or(until, |known| known.min(until)));
    }
    Ok(query)
}

fn parse(text: &str) -> Result<Query, ActivityFault> {
    archive::language::parse(text).map_err(|error| ActivityFault::Query {
        position: Some(position_of(text, error.position)),
        message: match error.near.join(" or ") {
            near if near.is_empty() => format!("found {}, expected {}", error.found, error.expected),
            near => format!("found {}; did you mean {near}?", error.found),
        },
    })
}

/// Line and column of a byte of a text.
fn position_of(text: &str, byte: usize) -> Position {
    let before = text
        .char_indices()
        .take_while(|(at, _)| *at < byte)
        .map(|(_, c)| c);
    let (mut line, mut column) = (1, 1);
    for c in before {
        if c == '\n' {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
        }
    }
    Position { line, column }
}

/// A time: RFC 3339, a date, or a span before now.
pub(super) fn time_of(field: &'static str, text: &str, now: Timestamp) -> Result<Timestamp, ActivityFault> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("now") {
        return Ok(now);
    }
    if let Some(ms) = span_ms(text) {
        return Ok(now.plus_ms(-ms));
    }
    // A bare number could be seconds or days: it is asked for.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let written = Some(text).filter(|_| !is_number);
    let read = written.and_then(activity::normalise::time::of_text).or_else(|| {
        let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_day
            .then(|| activity::normalise::time::of_text(&format!("{text}T00:00:00Z")))
            .flatten()
    });
    read.map(|moment| Timestamp::from_ms(moment.0.div_euclid(1_000)))
        .ok_or_else(|| ActivityFault::Invalid {
            field,
            message: format!(
                "`{text}` is no time: write 2026-01-31T10:00:00Z, 2026-01-31, or a span before now such as 24h or 90d"
            ),
        })
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
    use super::{position_of, span_ms, time_of};
    use domain::Timestamp;

    const NOW: Timestamp = Timestamp::from_ms(1_772_366_400_000);

    #[test]
    fn times_are_moments_days_and_spans_before_now() {
        let ms = |text: &str| time_of("from", text, NOW).map(Timestamp::as_ms).ok();
        assert_eq!(ms("24h"), Some(NOW.as_ms() - 86_400_000));
        assert_eq!(ms("now"), Some(NOW.as_ms()));
        assert_eq!(ms("2026-03-01"), Some(NOW.as_ms() - 12 * 3_600_000));
        assert_eq!(ms("2026-03-01T12:00:00Z"), Some(NOW.as_ms()));
        for nonsense in ["", "yesterday", "-3h", "3", "99999999999999999999d", "2026-99-99"] {
            assert_eq!(ms(nonsense), None, "{nonsense}");
        }
        assert_eq!(span_ms("9223372036854775807w"), None);
    }

    #[test]
    fn places_are_lines_and_columns_of_characters() {
        let place = position_of("ä:1\nand b", 8);
        assert_eq!((place.line, place.column), (2, 4));
    }
}
