//! Moments that are written out. Source: PostgreSQL documentation, 8.5.1, what is said without a setting.

use super::civil::days_from_civil;
use super::zone::Zone;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// A moment as it is written: the clock's time in microseconds since 1970, and the zone behind it.
pub(super) struct Written {
    pub(super) clock: i64,
    pub(super) zone: Option<Zone>,
}

/// Reads `2026-01-31`, `20260131`, `2026-01-31 10:00`, `2026-01-31T10:00:00.5+02`, `2026-01-31 10:00 pm Europe/Berlin`,
/// `epoch`; `None` what is no moment.
pub(super) fn moment(text: &str) -> Option<Written> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("epoch") {
        return Some(Written {
            clock: 0,
            zone: Some(Zone::Fixed(0)),
        });
    }
    let (text, is_before_christ) = match text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)) {
        Some((rest, end)) if end.eq_ignore_ascii_case(" bc") => (rest.trim_end(), true),
        _ => (text, false),
    };
    let (date, rest) = split_date(text)?;
    let day = day_of(date, is_before_christ)?;
    let rest = match rest.strip_prefix(['T', 't']) {
        Some(rest) => rest,
        None => rest.trim_start(),
    };
    if rest.is_empty() {
        return Some(Written {
            clock: day.checked_mul(DAY)?,
            zone: None,
        });
    }
    let end = rest
        .find(|char: char| !(char.is_ascii_digit() || matches!(char, ':' | '.')))
        .unwrap_or(rest.len());
    let (time, rest) = rest.split_at(end);
    let (time, zone) = half_of_day(time_of(time)?, rest.trim_start())?;
    let zone = match zone.trim() {
        "" => None,
        zone => Some(Zone::after_moment(zone)?),
    };
    let clock = day.checked_mul(DAY)?.checked_add(time)?;
    Some(Written { clock, zone })
}

/// The date and what follows it.
fn split_date(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|char: char| !(char.is_ascii_digit() || matches!(char, '-' | '/')))
        .unwrap_or(text.len());
    Some(text.split_at(end)).filter(|(date, _)| !date.is_empty())
}

fn day_of(date: &str, is_before_christ: bool) -> Option<i64> {
    let parts: Vec<&str> = date.split(['-', '/']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() >= 3 => (*year, *month, *day),
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        _ => return None,
    };
    let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let year = match (year, is_before_christ) {
        (0, _) => return None,
        (year, true) => 1 - year,
        (year, false) => year,
    };
    let is_date = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day) && year < 262_000;
    is_date.then(|| days_from_civil(year, month, day))
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Microseconds since midnight.
fn time_of(time: &str) -> Option<i64> {
    let (whole, fraction) = time.split_once('.').unwrap_or((time, ""));
    let parts: Vec<&str> = if !whole.contains(':') && matches!(whole.len(), 4 | 6) {
        [whole.get(..2), whole.get(2..4), whole.get(4..6)]
            .into_iter()
            .flatten()
            .collect()
    } else {
        whole.split(':').collect()
    };
    if !(2..=3).contains(&parts.len()) || (parts.len() == 2 && !fraction.is_empty()) {
        return None;
    }
    let mut seconds = 0;
    for (part, (unit, most)) in parts.iter().zip([(3_600, 24), (60, 59), (1, 60)]) {
        let number = part
            .parse::<i64>()
            .ok()
            .filter(|number| part.len() <= 2 && *number <= most)?;
        seconds += number * unit;
    }
    let below = match fraction {
        "" => 0,
        digits => (format!("0.{digits}").parse::<f64>().ok()? * SECOND as f64).round_ties_even() as i64,
    };
    let time = seconds * SECOND + below;
    (time <= DAY).then_some(time)
}

/// A time with what `am` or `pm` behind it says, and the rest.
fn half_of_day(time: i64, rest: &str) -> Option<(i64, &str)> {
    const HALF: i64 = DAY / 2;
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    let is_word = !rest
        .get(2..3)
        .is_some_and(|next| next.chars().all(char::is_alphanumeric));
    match half.as_deref() {
        Some("am") if is_word && time < HALF + DAY / 24 => {
            Some((if time >= HALF { time - HALF } else { time }, &rest[2..]))
        }
        Some("pm") if is_word && time < HALF + DAY / 24 => {
            Some((if time < HALF { time + HALF } else { time }, &rest[2..]))
        }
        Some("am" | "pm") if is_word => None,
        _ => Some((time, rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    /// The clock in seconds, and whether there is a zone.
    fn read(text: &str) -> Option<(i64, bool)> {
        moment(text).map(|written| (written.clock.div_euclid(1_000_000), written.zone.is_some()))
    }

    #[test]
    fn moments_are_read_in_many_forms() {
        let new_year = 1_704_067_200;
        for (text, expected) in [
            ("2024-01-01", Some((new_year, false))),
            ("20240101", Some((new_year, false))),
            ("2024/1/1", Some((new_year, false))),
            ("2024-01-01 10:00", Some((new_year + 36_000, false))),
            ("2024-01-01T10:00:00Z", Some((new_year + 36_000, true))),
            ("2024-01-01 10:00:00 +5:30", Some((new_year + 36_000, true))),
            (
                "2024-01-01 10:00:00 America/New_York",
                Some((new_year + 36_000, true)),
            ),
            ("2024-01-01 10:00 PM", Some((new_year + 79_200, false))),
            ("2024-01-01 12:00 am", Some((new_year, false))),
            ("20240101T101112", Some((new_year + 36_672, false))),
            ("2024-01-01 24:00", Some((new_year + 86_400, false))),
            ("9999-12-31", Some((253_402_214_400, false))),
            ("0001-01-01 BC", Some((-62_167_219_200, false))),
            ("epoch", Some((0, true))),
            ("2024-13-01", None),
            ("2024-02-30", None),
            ("2024-01-01 10", None),
            ("2024-01-01 25:00", None),
            ("2024-01-01 13:00 pm", None),
            ("2024-01-01 10:00 nowhere", None),
            ("01-02-2024", None),
            ("hello", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let fraction = |text: &str| moment(text).map(|written| written.clock.rem_euclid(1_000_000));
        assert_eq!(fraction("2024-01-01 10:00:00.123456789"), Some(123_457));
    }
}
