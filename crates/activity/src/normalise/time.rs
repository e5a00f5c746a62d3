//! Times as logs write them: RFC 3339 with zones and fractions, a space instead of `T`, epoch numbers.

use crate::event::Moment;
use crate::json::{Kind, Value};

/// A time from a JSON value: text, or a number of seconds, milliseconds, microseconds or nanoseconds by its size.
pub fn of_value(value: Value<'_>) -> Option<Moment> {
    match value.kind() {
        Kind::Text => of_text(value.source()),
        Kind::Number => of_number(value.number()?),
        _ => None,
    }
}

/// A time from text. Without a zone it is UTC; digits beyond microseconds are cut.
pub fn of_text(text: &str) -> Option<Moment> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) && !bytes.is_empty() {
        return of_number(text.parse().ok()?);
    }
    let date_is_plain = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let time_is_plain = matches!(bytes.get(10), Some(b'T' | b't' | b' ')) && bytes.get(13) == Some(&b':');
    if !date_is_plain || !time_is_plain {
        return None;
    }
    let (year, month, day) = (digits(bytes, 0, 4)?, digits(bytes, 5, 2)?, digits(bytes, 8, 2)?);
    let (hour, minute) = (digits(bytes, 11, 2)?, digits(bytes, 14, 2)?);
    let (second, mut at) = match bytes.get(16) {
        Some(b':') => (digits(bytes, 17, 2)?, 19),
        _ => (0, 16),
    };
    let in_range =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if !in_range {
        return None;
    }
    let mut micros = 0;
    if let Some(b'.' | b',') = bytes.get(at) {
        let fraction = bytes.get(at + 1..)?;
        let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        for index in 0..6 {
            let digit = if index < length {
                fraction.get(index).map_or(0, |byte| byte - b'0')
            } else {
                0
            };
            micros = micros * 10 + i64::from(digit);
        }
        at += 1 + length;
    }
    let offset = zone(text.get(at..)?.trim())?;
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset;
    Some(Moment(seconds * 1_000_000 + micros))
}

/// A moment as RFC 3339 in UTC with microseconds.
pub fn to_text(moment: Moment) -> String {
    let (date, time) = (
        moment.0.div_euclid(86_400_000_000),
        moment.0.rem_euclid(86_400_000_000),
    );
    let (year, month, day) = civil(date);
    let (seconds, micros) = (time / 1_000_000, time % 1_000_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
}

fn of_number(number: f64) -> Option<Moment> {
    let size = number.abs();
    let micros = match size {
        _ if !size.is_finite() => return None,
        _ if size < 1e11 => number * 1e6,
        _ if size < 1e14 => number * 1e3,
        _ if size < 1e17 => number,
        _ => number / 1e3,
    };
    Some(Moment(micros as i64))
}

fn zone(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first() {
        None | Some(b'Z' | b'z') => return Some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(b'0'..=b'9') => return Some(0),
        _ if text.eq_ignore_ascii_case("utc") => return Some(0),
        _ => return None,
    };
    let bytes = text.as_bytes();
    let minutes_at = if bytes.get(3) == Some(&b':') { 4 } else { 3 };
    let minutes = digits(bytes, minutes_at, 2).unwrap_or(0);
    Some(sign * (digits(bytes, 1, 2)? * 3_600 + minutes * 60))
}

#[inline]
fn digits(bytes: &[u8], at: usize, length: usize) -> Option<i64> {
    let mut number = 0;
    for byte in bytes.get(at..at + length)? {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(byte - b'0');
    }
    Some(number)
}

/// Days since the epoch of a day of the Gregorian calendar (Howard Hinnant's algorithm).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The day of the Gregorian calendar that many days since the epoch.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
