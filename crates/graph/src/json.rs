//! Writes small JSON objects.

use domain::Timestamp;

/// An object while it is written: fields in the order of the calls, absent values left out.
#[derive(Debug)]
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        Self(String::from("{"))
    }

    /// Goes on writing a finished object.
    pub(crate) fn reopen(json: &str) -> Self {
        Self(json.strip_suffix('}').unwrap_or("{").to_owned())
    }

    pub(crate) fn text(mut self, key: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.key(key);
            string(&mut self.0, value);
        }
        self
    }

    pub(crate) fn opt(self, key: &str, value: Option<&str>) -> Self {
        self.text(key, value.unwrap_or_default())
    }

    pub(crate) fn time(mut self, key: &str, value: Option<Timestamp>) -> Self {
        if let Some(at) = value {
            self.key(key);
            self.0.push('"');
            self.0.push_str(&rfc3339(at));
            self.0.push('"');
        }
        self
    }

    pub(crate) fn flag(mut self, key: &str, value: bool) -> Self {
        self.key(key);
        self.0.push_str(if value { "true" } else { "false" });
        self
    }

    pub(crate) fn number(mut self, key: &str, value: Option<i64>) -> Self {
        if let Some(value) = value {
            self.key(key);
            self.0.push_str(&value.to_string());
        }
        self
    }

    pub(crate) fn list<'a>(mut self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.key(key);
            for (at, value) in values.enumerate() {
                self.0.push(if at == 0 { '[' } else { ',' });
                string(&mut self.0, value);
            }
            self.0.push(']');
        }
        self
    }

    /// A value that is JSON already.
    pub(crate) fn raw(mut self, key: &str, json: &str) -> Self {
        if !json.is_empty() {
            self.key(key);
            self.0.push_str(json);
        }
        self
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        string(&mut self.0, key);
        self.0.push(':');
    }
}

/// Appends `value` as a JSON string (RFC 8259 section 7).
fn string(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if (control as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// `2026-01-31T12:00:00.000Z` (RFC 3339), proleptic Gregorian.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let (days, ms) = (
        at.as_ms().div_euclid(86_400_000),
        at.as_ms().rem_euclid(86_400_000),
    );
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1_000 % 60,
        ms % 1_000
    )
}

#[cfg(test)]
mod tests;
