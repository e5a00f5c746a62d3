//! Moments as text: RFC 3339 with milliseconds, always UTC.

use domain::Timestamp;

/// `2026-11-21T20:04:13.123Z`; a moment outside the years that RFC 3339 can say is given in milliseconds.
pub(crate) fn rfc3339(moment: Timestamp) -> String {
    format(moment, "%Y-%m-%dT%H:%M:%S%.3fZ")
}

/// `20261121T200413123Z`: sorts like the moments themselves and may stand in a file name.
pub(crate) fn compact(moment: Timestamp) -> String {
    format(moment, "%Y%m%dT%H%M%S%.3fZ").replace('.', "")
}

/// The moment that [`compact`] wrote.
pub(crate) fn from_compact(text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z')?;
    let (whole, ms) = digits.split_at_checked(digits.len().checked_sub(3)?)?;
    let moment = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", whole).ok()?;
    let ms = ms.parse::<i64>().ok()?;
    let zoned = moment.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from_ms(
        zoned.timestamp().as_millisecond().checked_add(ms)?,
    ))
}

fn format(moment: Timestamp, form: &str) -> String {
    match jiff::Timestamp::from_millisecond(moment.as_ms()) {
        Ok(time) => time.strftime(form).to_string(),
        Err(_) => moment.as_ms().to_string(),
    }
}
