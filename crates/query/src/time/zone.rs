//! Time zones as PostgreSQL reads them: abbreviations, names, offsets, and POSIX texts, whose sign is turned round.

use datafusion::arrow::array::timezone::Tz;
use datafusion::arrow::datatypes::TimestampMicrosecondType;
use datafusion::arrow::temporal_conversions::{as_datetime, as_datetime_with_timezone};

use crate::error::{ErrorCode, QueryError};

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 86_400_000_000;

/// A time zone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Zone {
    /// Microseconds that it is ahead of UTC, always.
    Fixed(i64),
    /// One with a history.
    Named(Tz),
}

/// Abbreviations and the minutes that they are ahead of UTC. Source: PostgreSQL's `pg_timezone_abbrevs`, its default.
const ABBREVIATIONS: [(&str, i64); 50] = [
    ("acdt", 630),
    ("acst", 570),
    ("adt", -180),
    ("aedt", 660),
    ("aest", 600),
    ("akdt", -480),
    ("akst", -540),
    ("ast", -240),
    ("awst", 480),
    ("brt", -180),
    ("bst", 60),
    ("cast", 570),
    ("cdt", -300),
    ("cest", 120),
    ("cet", 60),
    ("cst", -360),
    ("eat", 180),
    ("edt", -240),
    ("eest", 180),
    ("eet", 120),
    ("est", -300),
    ("gmt", 0),
    ("hkt", 480),
    ("hst", -600),
    ("ict", 420),
    ("idt", 180),
    ("ist", 120),
    ("jst", 540),
    ("kst", 540),
    ("mdt", -360),
    ("met", 60),
    ("msk", 180),
    ("mst", -420),
    ("ndt", -150),
    ("nst", -210),
    ("nzdt", 780),
    ("nzst", 720),
    ("pdt", -420),
    ("pht", 480),
    ("pkt", 300),
    ("pst", -480),
    ("sast", 120),
    ("sgt", 480),
    ("uct", 0),
    ("ut", 0),
    ("utc", 0),
    ("wat", 60),
    ("wet", 0),
    ("z", 0),
    ("zulu", 0),
];

impl Zone {
    /// What `AT TIME ZONE 'text'` means.
    ///
    /// # Errors
    /// What is no zone.
    pub(super) fn read(text: &str) -> Result<Self, QueryError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if let Some((_, minutes)) = ABBREVIATIONS.iter().find(|(known, _)| *known == lower) {
            return Ok(Self::Fixed(minutes * MINUTE));
        }
        named(text).or_else(|| posix(text)).ok_or_else(|| {
            QueryError::new(ErrorCode::BadValue, format!("`{text}` is not a time zone"))
                .hint("write a name such as 'Europe/Berlin', or an offset as an interval: INTERVAL '2 hours'")
        })
    }

    /// What follows a moment in a text: ahead of UTC where it is an offset with a plus.
    pub(super) fn after_moment(text: &str) -> Option<Self> {
        match offset(text) {
            Some(ahead) => Some(Self::Fixed(ahead)),
            None => Self::read(text).ok(),
        }
    }

    /// The clock's time of a moment.
    pub(super) fn local(self, utc: i64) -> Option<i64> {
        match self {
            Self::Fixed(ahead) => utc.checked_add(ahead),
            Self::Named(zone) => {
                let moment = as_datetime_with_timezone::<TimestampMicrosecondType>(utc, zone)?;
                Some(moment.naive_local().and_utc().timestamp_micros())
            }
        }
    }

    /// The moment of a clock's time: the later one where there are two; where there is none, the clocks have not been
    /// put forward yet.
    pub(super) fn utc(self, local: i64) -> Option<i64> {
        match self {
            Self::Fixed(ahead) => local.checked_sub(ahead),
            Self::Named(zone) => {
                let clock = as_datetime::<TimestampMicrosecondType>(local)?;
                match clock.and_local_timezone(zone).latest() {
                    Some(moment) => Some(moment.timestamp_micros()),
                    None => {
                        let before = self.utc(local - DAY)?;
                        Some(before + DAY)
                    }
                }
            }
        }
    }
}

/// A name of the time zone database, in any case.
fn named(text: &str) -> Option<Zone> {
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let capitals = |text: &str| {
        let mut is_first = true;
        let each = text.chars().map(|char| {
            let char = if is_first {
                char.to_ascii_uppercase()
            } else {
                char.to_ascii_lowercase()
            };
            is_first = matches!(char, '/' | '_' | '-');
            char
        });
        each.collect::<String>()
    };
    [text.to_owned(), text.to_ascii_uppercase(), capitals(text)]
        .iter()
        .find_map(|name| name.parse().ok())
        .map(Zone::Named)
}

/// `+02`, `UTC+3`, `<+03>-3`: behind UTC where there is a plus.
fn posix(text: &str) -> Option<Zone> {
    let rest = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>')?.1,
        None => text.trim_start_matches(|char: char| char.is_ascii_alphabetic()),
    };
    let signed = if rest.starts_with(['+', '-']) {
        offset(rest)
    } else {
        offset(&format!("+{rest}"))
    };
    signed.map(|ahead| Zone::Fixed(-ahead))
}

/// `+02`, `-0530`, `+05:30:15`, in microseconds.
fn offset(text: &str) -> Option<i64> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let is_bare = !digits.contains(':') && digits.len() > 2;
    let parts: Vec<&str> = if is_bare {
        let (hours, minutes) = digits.split_at_checked(digits.len() - 2)?;
        vec![hours, minutes]
    } else {
        digits.split(':').collect()
    };
    let mut seconds = 0;
    for (part, (unit, most)) in parts.iter().zip([(3_600, 15), (60, 59), (1, 59)]) {
        let number = part
            .parse::<i64>()
            .ok()
            .filter(|_| !part.starts_with(['+', '-']))?;
        seconds += (number <= most && part.len() <= 2).then_some(number * unit)?;
    }
    (parts.len() <= 3).then_some(sign * seconds * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::Zone;

    const HOUR: i64 = 3_600_000_000;

    fn ahead(text: &str) -> Option<i64> {
        let zone = Zone::read(text).ok()?;
        zone.local(1_704_110_400_000_000)
            .map(|local| local - 1_704_110_400_000_000)
    }

    /// As PostgreSQL 15 answers.
    #[test]
    fn zones_are_read_as_postgresql_does() {
        for (text, hours) in [
            ("+02", Some(-2.0)),
            ("-05:30", Some(5.5)),
            ("UTC+3", Some(-3.0)),
            ("<+03>-3", Some(3.0)),
            ("02", Some(-2.0)),
            ("utc", Some(0.0)),
            ("Z", Some(0.0)),
            ("america/new_york", Some(-5.0)),
            ("Asia/Kolkata", Some(5.5)),
            ("IST", Some(2.0)),
            ("nowhere", None),
            ("", None),
        ] {
            let expected = hours.map(|hours: f64| (hours * HOUR as f64) as i64);
            assert_eq!(ahead(text), expected, "{text}");
        }
        assert_eq!(
            Zone::after_moment("+05:30").and_then(|zone| zone.local(0)),
            Some(HOUR * 11 / 2)
        );
    }

    /// New York: 2024-11-03 01:30 is twice, 2024-03-10 02:30 is not.
    #[test]
    fn clocks_that_are_put_forward_and_back() {
        let zone = Zone::read("America/New_York").expect("is one");
        assert_eq!(zone.utc(1_730_597_400_000_000), Some(1_730_615_400_000_000));
        assert_eq!(zone.utc(1_710_037_800_000_000), Some(1_710_055_800_000_000));
    }
}
