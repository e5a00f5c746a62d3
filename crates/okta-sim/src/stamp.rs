//! Points in time as Okta writes them: UTC, milliseconds, `2026-01-31T08:15:00.000Z`.

use serde::{Serialize, Serializer};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(pub i64);

impl Stamp {
    /// The moment that lies `ms` milliseconds later (earlier when negative).
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Whole seconds since 1970, as rate-limit headers and JWT claims count.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Reads any RFC 3339 time; `None` for everything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(|at| Self(at.as_millisecond()))
    }

    /// The clock of this machine.
    #[must_use]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_millisecond())
    }

    /// The 24 bytes `YYYY-MM-DDTHH:MM:SS.mmmZ`. Lists of a large organization print millions of
    /// these, hence the arithmetic by hand (days to civil date: Hinnant's algorithm).
    fn digits(self) -> [u8; 24] {
        let ms = self.0.rem_euclid(1000);
        let seconds = self.0.div_euclid(1000);
        let (days, in_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        let mut out = *b"0000-00-00T00:00:00.000Z";
        let parts = [
            (0, 4, year),
            (5, 2, month),
            (8, 2, day),
            (11, 2, in_day / 3600),
            (14, 2, in_day / 60 % 60),
            (17, 2, in_day % 60),
            (20, 3, ms),
        ];
        for (start, width, value) in parts {
            let mut rest = value;
            for slot in out.iter_mut().skip(start).take(width).rev() {
                *slot = b'0' + u8::try_from(rest.rem_euclid(10)).unwrap_or(0);
                rest /= 10;
            }
        }
        out
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn prints_what_it_read() {
        for text in [
            "2026-01-31T08:15:00.007Z",
            "2024-02-29T23:59:59.999Z",
            "1970-01-01T00:00:00.000Z",
        ] {
            assert_eq!(Stamp::parse(text).unwrap().to_string(), text);
        }
    }
}
