//! Intervals that are written out: `1 day 02:03:04`, `1.5 months`, `1-2`, `P1DT2H`, `3 days ago`. Source: PostgreSQL
//! documentation, 8.5.4.

const SECOND: f64 = 1_000_000.0;
const DAY: f64 = 86_400.0 * SECOND;

/// Months, days and microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Span {
    months: f64,
    days: f64,
    us: f64,
}

/// The interval in words that the engine reads; `None` what is none.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let span = match lower.strip_prefix('p') {
        Some(iso) => of_iso(iso)?,
        None => of_words(lower.trim_start_matches('@'))?,
    };
    let (months, days, us) = (span.months.round(), span.days.round(), span.us.round_ties_even());
    let fits = months.abs() < 2e9 && days.abs() < 2e9 && us.abs() < 9e15;
    let [months, days, us] = [months, days, us].map(|number| number as i64);
    fits.then(|| format!("{months} months {days} days {us} microseconds"))
}

impl Span {
    /// Adds `number` of a unit; parts of months become days, parts of days become time.
    fn add(&mut self, number: f64, unit: &str) -> Option<()> {
        let (whole, part) = (number.trunc(), number.fract());
        let years = |years: f64| (number * years).trunc() * 12.0 + ((number * years).fract() * 12.0).round();
        match unit {
            "microsecond" | "us" | "usec" | "usecond" => self.us += number,
            "millisecond" | "ms" | "msec" | "msecond" => self.us += number * 1_000.0,
            "second" | "sec" | "s" => self.us += number * SECOND,
            "minute" | "min" | "m" => self.us += number * 60.0 * SECOND,
            "hour" | "hr" | "h" => self.us += number * 3_600.0 * SECOND,
            "day" | "d" => self.add_days(whole, part),
            "week" | "w" => {
                let days = part * 7.0;
                self.add_days(whole * 7.0 + days.trunc(), days.fract());
            }
            "month" | "mon" => {
                self.months += whole;
                let days = part * 30.0;
                self.add_days(days.trunc(), days.fract());
            }
            "year" | "yr" | "y" => self.months += years(1.0),
            "decade" | "dec" => self.months += years(10.0),
            "century" | "centurie" | "cent" | "c" => self.months += years(100.0),
            "millennium" | "millennia" | "mil" => self.months += years(1_000.0),
            _ => return None,
        }
        Some(())
    }

    fn add_days(&mut self, days: f64, part: f64) {
        self.days += days;
        self.us += (part * DAY).round_ties_even();
    }
}

fn of_words(text: &str) -> Option<Span> {
    let mut span = Span::default();
    let mut rest = text.trim();
    let mut is_empty = true;
    let is_ago = match rest.strip_suffix("ago") {
        Some(before) => {
            rest = before.trim_end();
            true
        }
        None => false,
    };
    while !rest.is_empty() {
        let end = rest
            .char_indices()
            .find(|(at, char)| {
                !(char.is_ascii_digit() || matches!(char, '.' | ':' | '-') || (*at == 0 && *char == '+'))
            })
            .map_or(rest.len(), |(at, _)| at);
        let (number, after) = rest.split_at(end);
        if number.is_empty() {
            return None;
        }
        let after = after.trim_start();
        let unit_end = after
            .find(|char: char| !char.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (unit, next) = after.split_at(unit_end);
        rest = next.trim_start();
        is_empty = false;
        match (
            unit,
            number.contains(':'),
            number.trim_start_matches(['-', '+']).contains('-'),
        ) {
            ("", true, _) => span.us += of_clock(number)?,
            ("", _, true) => span.months += of_years_and_months(number)?,
            // `3 04:05:06`: days before a time of day; a number alone is of seconds.
            ("", ..) if !rest.is_empty() => span.add(number.parse().ok()?, "day")?,
            ("", ..) => span.add(number.parse().ok()?, "second")?,
            (unit, false, false) => {
                let single = unit
                    .strip_suffix('s')
                    .filter(|single| single.len() > 1 || unit == "s");
                let known = match unit {
                    "s" | "ms" | "us" => unit,
                    "mins" => "min",
                    _ => single.unwrap_or(unit),
                };
                span.add(number.parse().ok()?, known)?;
            }
            _ => return None,
        }
    }
    if is_empty {
        return None;
    }
    Some(if is_ago {
        Span {
            months: -span.months,
            days: -span.days,
            us: -span.us,
        }
    } else {
        span
    })
}

/// `-01:02:03.5` in microseconds.
fn of_clock(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.trim_start_matches('+')),
    };
    let parts: Vec<&str> = digits.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        // `1:02.5` has minutes and seconds.
        [minutes, seconds] if seconds.contains('.') => ("0", *minutes, *seconds),
        [hours, minutes] => (*hours, *minutes, "0"),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let (hours, minutes, seconds): (f64, f64, f64) =
        (hours.parse().ok()?, minutes.parse().ok()?, seconds.parse().ok()?);
    let is_clock = minutes < 60.0 && seconds < 60.0 && hours >= 0.0 && minutes >= 0.0 && seconds >= 0.0;
    is_clock.then_some(sign * ((hours * 60.0 + minutes) * 60.0 + seconds) * SECOND)
}

/// `1-2` in months.
fn of_years_and_months(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.trim_start_matches('+')),
    };
    let (years, months) = digits.split_once('-')?;
    let (years, months): (f64, f64) = (years.parse().ok()?, months.parse().ok()?);
    (months < 12.0).then_some(sign * (years * 12.0 + months))
}

/// What stands behind the `P` of ISO 8601.
fn of_iso(text: &str) -> Option<Span> {
    let mut span = Span::default();
    let (date, time) = match text.split_once('t') {
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    for (part, units) in [
        (date, [("y", "year"), ("m", "month"), ("w", "week"), ("d", "day")]),
        (time, [("h", "hour"), ("m", "minute"), ("s", "second"), ("", "")]),
    ] {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find(|char: char| char.is_ascii_alphabetic())?;
            let (number, after) = rest.split_at(end);
            let (unit, next) = after.split_at(1);
            let (_, unit) = units.iter().find(|(letter, _)| *letter == unit)?;
            span.add(number.parse().ok()?, unit)?;
            rest = next;
        }
    }
    Some(span)
}

#[cfg(test)]
mod tests {
    use super::canonical;

    fn read(text: &str) -> Option<String> {
        let told = canonical(text)?;
        let parts: Vec<&str> = told.split(' ').step_by(2).collect();
        Some(parts.join(" "))
    }

    /// Months, days and microseconds as PostgreSQL 15 tells them.
    #[test]
    fn intervals_are_read_as_postgresql_does() {
        for (text, expected) in [
            ("1 day", "0 1 0"),
            ("1 day 02:03:04", "0 1 7384000000"),
            ("-1 days +02:03", "0 -1 7380000000"),
            ("3 4:05:06", "0 3 14706000000"),
            ("1.5 months", "1 15 0"),
            ("1.5 years", "18 0 0"),
            ("1.3 weeks", "0 9 8640000000"),
            ("1.5 days", "0 1 43200000000"),
            ("1-2", "14 0 0"),
            ("-1-2", "-14 0 0"),
            ("5", "0 0 5000000"),
            ("90 mins", "0 0 5400000000"),
            ("@ 2 weeks 3 hours ago", "0 -14 -10800000000"),
            ("2 mons 3 secs", "2 0 3000000"),
            ("P1Y2M3DT4H5M6.5S", "14 3 14706500000"),
            ("P2W", "0 14 0"),
            ("PT36H", "0 0 129600000000"),
            ("1 century", "1200 0 0"),
            ("1day2hours", "0 1 7200000000"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "1 fortnight", "P", "1 day day", "1:75", "ago"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
